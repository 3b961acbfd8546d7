"""The case that a diagnosis speaks of, in a few lines for the learner alone."""

import numpy as np

ROWS = 3  # a table of more shows its first and its last


def show_case(run, i):
    """The case's arguments, what was returned and what was wanted, a line each."""
    exercise, case, outcome = run.exercise, run.cases[i], run.given[i]
    lines = [f"Case {i + 1} of {len(run.cases)}, {case.label}:"]
    for name, value in zip(exercise.arguments, case.args, strict=True):
        lines.append(f"    {name} = {show_value(value)}")
    if outcome.printed.strip():
        said = outcome.printed.strip().splitlines()
        more = ["..."] if len(said) > 3 else []
        lines += [f"  printed: {line[:70]}" for line in [*said[:3], *more]]
    if outcome.detail:
        lines.append(f"  yours: {outcome.detail}")
    for k, like in enumerate(run.expected[i]):
        name = f" {exercise.returns[k]}" if exercise.returns else ""
        if outcome.fault:
            lines.append(f"  expected{name}: {show_value(like)}")
            continue
        part = outcome.parts[k]
        wrong = np.argwhere(~np.atleast_1d(exercise.close(part, like)))
        if not len(wrong):
            lines.append(f"  {name.strip()} is right")
            continue
        lines.append(f"  yours{name}:    {show_value(part)}")
        lines.append(f"  expected{name}: {show_value(like)}")
        if like.size > 1:
            place = tuple(wrong[0])
            index = ", ".join(map(str, place))
            a, b = part[place], like[place]
            lines.append(f"  first apart at index {index}: {a:.6g}, not {b:.6g}")
    return "\n".join(lines)


def show_value(value):
    """A value in one line of at most about 70 characters; a table in a few rows."""
    if np.ndim(value) == 0 and np.asarray(value).dtype.kind == "f":
        return f"{value:.6g}"
    if not isinstance(value, np.ndarray):
        return f"{value!r:.70}"
    options = {"precision": 4, "threshold": 8, "edgeitems": 3}
    text = np.array2string(value, separator=", ", max_line_width=10_000, **options)
    rows = text.split("\n")
    if len(rows) > ROWS:
        rows = [rows[0], " ...", rows[-1]]
    return ("\n" + 8 * " ").join(rows)
