"""What can be said of a wrong answer that is no known mistake.

Each looks at all wrong cases, and returns a sentence that holds for every one,
or None. A sentence carries no number of a case: the grader shows it, too.
"""

from typing import NamedTuple

import numpy as np

from course_utils.checks.outcomes import agrees, call


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


def first_step(run):
    """A path, theta after each step, that is off at its first step already."""
    names = run.exercise.arguments
    if "theta" not in names:
        return None
    far, near = [], []
    for i in run.wrong:
        theta = np.atleast_1d(run.cases[i].args[names.index("theta")])
        a, b = (np.atleast_1d(o[0]) for o in (run.given[i].parts, run.expected[i]))
        if b.shape[1:] != theta.shape:
            return None
        differ = ~run.exercise.close(a[0], b[0])
        if not differ.any():
            return None
        lengths = np.abs(a[0] - theta)[differ], np.abs(b[0] - theta)[differ]
        far.append((lengths[0] > 1.001 * lengths[1]).all())
        near.append((lengths[0] < 0.999 * lengths[1]).all())
    way = " goes too far" if all(far) else " is too short" if all(near) else " is off"
    return f"The first step of the path{way} already. Do that one by hand."


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
    first_step,
    some_cases,
    state_first,
    too_large,
)


def at(run, i):
    """Name a case without its numbers, so that grading can show it too."""
    return f"(Case: {run.cases[i].label}.)"
