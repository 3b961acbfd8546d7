"""From a wrong answer to the sentence that helps: known mistakes, then observations."""

from typing import NamedTuple

import numpy as np

from course_utils.checks.exercise import Outcome, call


class Verdict(NamedTuple):
    """What a check found.

    diagnosis : what the answer did, in sentences that hold for every case; "" if right
    mistakes : ids of the known mistakes that compute the same as the answer
    evidence : the first case that differs, with both values; never shown when grading
    answered : False for an untouched stub
    """

    passed: bool
    diagnosis: str = ""
    mistakes: tuple = ()
    evidence: str = ""
    answered: bool = True


def judge(exercise, answer, seed=0):
    """Judge an answer to an exercise on the cases that `seed` draws."""
    if answer is None or answer is ...:
        return Verdict(False, "It is not answered yet.", answered=False)
    if exercise.cases is None:
        return judge_value(exercise, answer)
    if not callable(answer):
        kind = type(answer).__name__
        return Verdict(False, f"{exercise.id} must be a function, not a {kind}.")
    names = exercise.arguments
    cases = exercise.cases(np.random.default_rng(seed))
    expected = [call(exercise.reference, case.args, names).parts for case in cases]

    def outcomes(function):
        for case, like in zip(cases, expected, strict=True):
            yield call(function, case.args, names, like, exercise.returns)

    given = list(outcomes(answer))
    wrong = [i for i, o in enumerate(given) if not agrees(exercise, o, expected[i])]
    if not wrong:
        changed = sorted({name for outcome in given for name in outcome.changed})
        if not changed:
            return Verdict(True)
        return Verdict(
            False,
            f"The values are right, but you changed the argument {changed[0]} in "
            f"place: the caller's array is overwritten. Work on a copy, or write "
            f"{changed[0]} = ... instead of {changed[0]} *= ...",
            ("argument_changed",),
        )
    if all(outcome.fault == "is not answered yet" for outcome in given):
        return Verdict(False, "It is not answered yet.", answered=False)
    first = wrong[0]
    evidence = show_case(exercise, cases, first, given[first], expected[first])
    matching = [
        mistake
        for mistake in exercise.mistakes
        if all(map(alike(exercise), given, outcomes(mistake.answer)))
    ]
    if matching:
        diagnosis = " Or: ".join(mistake.message for mistake in matching)
        return Verdict(False, diagnosis, tuple(m.id for m in matching), evidence)
    # no known mistake: the most useful thing that holds
    run = Run(exercise, cases, given, expected, wrong, answer)
    diagnosis = next(filter(None, (observe(run) for observe in OBSERVATIONS)))
    untouched = all("returns nothing" in outcome.fault for outcome in given)
    return Verdict(False, diagnosis, (), evidence, not untouched)


def agrees(exercise, outcome, expected):
    """Whether an outcome is right."""
    return not outcome.fault and all(
        part.shape == like.shape and exercise.close(part, like).all()
        for part, like in zip(outcome.parts, expected, strict=True)
    )


def alike(exercise):
    """A test whether two outcomes are the same, faults included."""

    def test(one, other):
        if one.fault or other.fault:
            # an error's first words tell the kind; its details may differ
            return one.fault.split(":")[0] == other.fault.split(":")[0]
        return agrees(exercise, one, other.parts)

    return test


class Run(NamedTuple):
    """A wrong answer with all that was seen of it; `wrong` are indices of cases."""

    exercise: object
    cases: list
    given: list
    expected: list
    wrong: list
    answer: object

    def pairs(self):
        """Flat (given, expected) arrays, a pair for each part of each wrong case."""
        for i in self.wrong:
            for a, b in zip(self.given[i].parts, self.expected[i], strict=True):
                yield np.atleast_1d(a), np.atleast_1d(b).astype(float)


def fault(run):
    """Errors and results of the wrong form."""
    for i in run.wrong:
        if run.given[i].fault:
            return f"{run.exercise.id} {run.given[i].fault}. {at(run, i)}"


def not_finite(run):
    """nan or inf where a number is wanted."""
    for i in run.wrong:
        for a, b in zip(run.given[i].parts, run.expected[i], strict=True):
            bad = ~np.isfinite(a) & np.isfinite(b)
            if bad.any():
                kind = "nan (as 0/0 gives)" if np.isnan(a[bad]).any() else "inf"
                return f"It returns {kind} where a number is wanted. {at(run, i)}"


def factor(run):
    """The same factor everywhere, or one in each case."""
    return multiple(run.exercise, run.pairs(), "every value")


def step(run):
    """The same factor in how far and which way theta moves."""
    names = run.exercise.arguments
    if "theta" not in names:
        return None
    moves = []
    for i in run.wrong:
        theta = np.atleast_1d(run.cases[i].args[names.index("theta")])
        a, b = (np.atleast_1d(o[0]) for o in (run.given[i].parts, run.expected[i]))
        if b.shape != theta.shape:
            return None
        moves.append((a - theta, b - theta))
    return multiple(run.exercise, moves, "every step of theta")


def multiple(exercise, pairs, what):
    """Whether `what` is a multiple of the right one, and which."""
    factors, sizes = [], []
    for a, b in pairs:
        used = np.abs(b) > 0
        if not used.any() or not exercise.close(a[~used], 0).all():
            return None
        c = (a[used] / b[used]).flat[0]
        if c == 0 or not exercise.close(a, c * b).all():
            return None
        if not exercise.close(c, 1):
            factors.append(c)
            sizes.append(used.sum())
    if sum(sizes) < 3:
        return None
    if np.allclose(factors, factors[0], rtol=1e-4):
        if np.isclose(factors[0], -1):
            return f"{what.capitalize()} has the wrong sign."
        return f"{what.capitalize()} is {plain(factors[0])} times the right one."
    if min(sizes) < 2:
        return None
    return (
        f"Within one case {what} is off by the same factor, but the factor changes "
        "from case to case. Which argument sets it?"
    )


def plain(number):
    """A number that tells: a small whole one, or one over it; others stay unnamed.

    What an answer returns may be made of the numbers of a hidden case.
    """
    for whole in range(2, 13):
        for value, text in ((whole, f"{whole}"), (1 / whole, f"1/{whole}")):
            if np.isclose(abs(number), value, rtol=1e-4):
                return "-" * bool(number < 0) + text
    return "a fixed number of"


def shift(run):
    """A series that comes one step late or early."""
    pairs = [(a, b) for a, b in run.pairs() if len(a) > 3]
    close = run.exercise.close
    if pairs and all(close(a[1:], b[:-1]).all() for a, b in pairs):
        return "Every value comes one step late: your k-th is the right (k-1)-th."
    if pairs and all(close(a[:-1], b[1:]).all() for a, b in pairs):
        return "Every value comes one step early: your k-th is the right (k+1)-th."
    if pairs and all(close(a[::-1], b).all() for a, b in pairs):
        return "The values are right but in reverse order."


def offset(run):
    """The same difference everywhere."""
    differences = [a - b for a, b in run.pairs()]
    flat = np.concatenate([d.ravel() for d in differences])
    if len(flat) > 2 and np.allclose(flat, flat[0], rtol=1e-6) and flat[0] != 0:
        way = "large" if flat[0] > 0 else "small"
        return f"Every value is too {way} by the same amount."


def right_parts(run):
    """Some of several returned things are right."""
    names = run.exercise.returns
    good = [
        all(
            run.exercise.close(run.given[i].parts[k], run.expected[i][k]).all()
            for i in run.wrong
        )
        for k in range(len(names))
    ]
    if any(good):
        right = [n for n, ok in zip(names, good, strict=True) if ok]
        off = [n for n, ok in zip(names, good, strict=True) if not ok]
        line = off[1] if off[0] == "theta" and len(off) > 1 else " and ".join(off)
        return (
            f"{listed(right)} right; {listed(off)} not. "
            f"Look first at the line that computes {line}."
        )


def listed(names):
    """Some names and their verb: "v and s are"."""
    return f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'}"


def state_first(run):
    """A step is off because what it is computed from is off already."""
    names = run.exercise.returns
    if len(names) < 2 or names[0] != "theta":
        return None
    for k, name in list(enumerate(names))[1:]:
        pairs = [(run.given[i].parts[k], run.expected[i][k]) for i in run.wrong]
        if not all(run.exercise.close(a, b).all() for a, b in pairs):
            size = direction(run.exercise, pairs)
            return f"{name} is off already, before theta uses it: {size}"


def right_until(run):
    """A series that starts right; time is the first axis."""
    pairs = list(run.pairs())
    if max(map(len, (a for a, _ in pairs)), default=0) < 4:
        return None
    first = []
    for a, b in pairs:
        ok = run.exercise.close(a, b).reshape(len(a), -1).all(axis=1)
        first.append(int(np.argmin(ok)) if not ok.all() else len(ok))
    if min(first) > 0:
        return f"It is right before index {min(first)}, and wrong from there on."


def unused(run):
    """An argument that makes no difference to the answer but does to the reference."""
    exercise, names = run.exercise, run.exercise.arguments
    for k, name in enumerate(names):
        moved = False
        for case, given, expected in zip(
            run.cases, run.given, run.expected, strict=True
        ):
            other = list(case.args)
            if isinstance(other[k], str | bool | tuple | list | None):
                break
            other[k] = other[k] * 0.5 if np.ndim(other[k]) else other[k] / 2
            if isinstance(case.args[k], int | np.integer):
                other[k] = case.args[k] + 1
            like = call(exercise.reference, tuple(other), names)
            if like.fault or agrees(exercise, like, expected):
                continue
            result = call(run.answer, tuple(other), names, expected, exercise.returns)
            if result.fault or not agrees(exercise, result, given.parts):
                break
            moved = True
        else:
            if moved:
                return f"The argument {name} makes no difference to what you return."


def some_cases(run):
    """Only some kinds of cases fail."""
    if len(run.wrong) == len(run.cases):
        return None
    right = [i for i in range(len(run.cases)) if i not in run.wrong]
    few = min(right, run.wrong, key=len)
    labels = "; ".join(dict.fromkeys(run.cases[i].label for i in few))
    if few is right:
        return f"Of {len(run.cases)} cases it is right only on: {labels}."
    return f"{len(right)} of {len(run.cases)} cases are right. It fails on: {labels}."


def too_large(run):
    """The last resort: the direction of the difference, if it has one."""
    return direction(run.exercise, run.pairs()).capitalize()


def direction(exercise, pairs):
    """Whether what differs is too large or too small."""
    a, b = (
        np.concatenate([p.ravel() for p in part]) for part in zip(*pairs, strict=True)
    )
    differ = ~exercise.close(a, b)
    if (np.abs(a) > np.abs(b))[differ].all():
        return "wherever it differs, it is too large in size."
    if (np.abs(a) < np.abs(b))[differ].all():
        return "wherever it differs, it is too small in size."
    share = differ.mean()
    return f"{share:.0%} of the values differ, some too large and some too small."


OBSERVATIONS = (
    fault,
    not_finite,
    factor,
    shift,
    offset,
    unused,
    step,
    right_parts,
    right_until,
    some_cases,
    state_first,
    too_large,
)


def at(run, i):
    """Name a case without its numbers, so that grading can show it too."""
    return f"(Case: {run.cases[i].label}.)"


def judge_value(exercise, value):
    """Judge a number, a word or a few of them."""
    if exercise.goal is not None:
        try:
            reached = exercise.goal(value)
        except Exception as error:
            kind = type(error).__name__
            reached = f"That value cannot be tried: {kind}: {error}"[:200]
        if not reached:
            return Verdict(True)
    elif equal_values(exercise, value, exercise.reference):
        return Verdict(True)
    else:
        reached = describe_value(exercise, value)
    matching = [m for m in exercise.mistakes if equal_values(exercise, value, m.answer)]
    if matching:
        diagnosis = " Or: ".join(m.message for m in matching)
        return Verdict(False, diagnosis, tuple(m.id for m in matching))
    return Verdict(False, reached)


def equal_values(exercise, value, expected):
    """Whether a value is the expected one; words without case, 0.5 serves for "0.5"."""
    if isinstance(expected, str):
        return str(value).strip().lower() == expected.lower()
    if isinstance(expected, tuple):
        try:
            parts = list(value)
        except TypeError:
            return False
        return len(parts) == len(expected) and all(
            equal_values(exercise, part, like)
            for part, like in zip(parts, expected, strict=True)
        )
    outcome = Outcome(*in_form_of_number(value))
    return not outcome.fault and bool(exercise.close(outcome.parts[0], expected))


def in_form_of_number(value):
    """A value as a single number, or why it is none."""
    try:
        number = np.asarray(value)
        if number.dtype.kind not in "biuf" or number.size != 1:
            raise TypeError
        return (number.astype(float).reshape(()),), ""
    except Exception:
        return (), "is not a number"


def describe_value(exercise, value):
    """What to say of a wrong value that is no known mistake."""
    expected = exercise.reference
    if exercise.options:
        words = {str(v).strip().lower() for v in np.atleast_1d(np.array(value, object))}
        if not words <= {option.lower() for option in exercise.options}:
            return f"Answer with words from this list: {', '.join(exercise.options)}."
    if isinstance(expected, str):
        if not isinstance(value, str):
            return "The answer is a word in quotes."
        return "That is not it. Look at the figure or the formula again."
    if isinstance(expected, tuple):
        try:
            parts = list(value)
        except TypeError:
            parts = []
        if len(parts) != len(expected):
            return f"The answer is a tuple of {len(expected)} values."
        pairs = enumerate(zip(parts, expected, strict=True), start=1)
        wrong = [str(i) for i, (p, e) in pairs if not equal_values(exercise, p, e)]
        return f"Not yet right: number {', '.join(wrong)} of {len(expected)}."
    (parts, fault_) = in_form_of_number(value)
    if fault_:
        return f"The answer is a number, not {value!r:.60}."
    if not np.isfinite(parts[0]):
        return f"The answer is a finite number, not {parts[0]}."
    return f"Your number is too {'large' if parts[0] > expected else 'small'}."


def show_case(exercise, cases, i, outcome, expected):
    """The case's arguments, what was returned and what was wanted, a line each."""
    case = cases[i]
    lines = [f"Case {i + 1} of {len(cases)}, {case.label}:"]
    for name, value in zip(exercise.arguments, case.args, strict=True):
        lines.append(f"    {name} = {show_value(value)}")
    if outcome.detail:
        lines.append(f"  yours: {outcome.detail}")
    for k, like in enumerate(expected):
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
    """A value in one line of at most about 70 characters; a line for each row."""
    if np.ndim(value) == 0 and np.asarray(value).dtype.kind == "f":
        return f"{value:.6g}"
    if not isinstance(value, np.ndarray):
        return f"{value!r:.70}"
    options = {"precision": 4, "threshold": 8, "edgeitems": 3}
    text = np.array2string(value, separator=", ", max_line_width=10_000, **options)
    return text.replace("\n", "\n" + 8 * " ")
