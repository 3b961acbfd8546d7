"""Observations on where an answer is right, and where not: see observations.py."""

from itertools import permutations

import numpy as np


def order(run):
    """The right things in another order."""
    names = run.exercise.returns
    for places in list(permutations(range(len(names))))[1:]:
        if all(
            moved(run.exercise, run.given[i].parts, run.expected[i], places)
            for i in (range(len(run.cases)) if run.whole() else run.clean)
        ):
            return (
                f"What you return is right, but in another order: return "
                f"{', '.join(names)}.",
                run.clean[0],
            )


def moved(exercise, given, expected, places):
    """Whether the k-th given part is the right one of the place that is named."""
    return all(
        given[k].shape == expected[place].shape
        and exercise.close(given[k], expected[place]).all()
        for k, place in enumerate(places)
    )


def right_parts(run):
    """Some of several returned things are right, in every case."""
    names = run.exercise.returns
    cases = run.clean

    def good(k):
        pairs = [(run.given[i].parts[k], run.expected[i][k]) for i in cases]
        return all(run.exercise.close(a, b).all() for a, b in pairs)

    right = [name for k, name in enumerate(names) if good(k)]
    off = [name for name in names if name not in right]
    if right and off:
        return f"{listed(right)} right; {listed(off)} not.", cases[0]


def listed(names):
    """Some names and their verb: "v and s are"."""
    many = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{many} {'are' if len(names) > 1 else 'is'}"


def right_until(run):
    """A series that starts right; time is the first axis."""
    first, whole = {}, True
    for i in run.clean:
        for a, b in run.pairs([i]):
            if len(a) < 2:
                return None
            ok = run.exercise.close(a, b).reshape(len(a), -1).all(axis=1)
            if not ok.all():
                at = int(np.argmin(ok))
                first[i] = min(at, first.get(i, at))
                whole = whole and not ok[at:].any()
    if not first or min(first.values()) == 0 or max(map(len, cases_of(run))) < 4:
        return None
    i = min(first, key=first.get)
    if len(set(first.values())) > 1:
        return "It starts right and goes wrong later; how much later differs.", i
    rest = ", and wrong from there on" if whole else ""
    return f"It is right before index {first[i]}{rest}.", i


def cases_of(run):
    """The series that were returned in the cases that are wrong."""
    return (a for a, _ in run.pairs(run.clean))


def first_step(run):
    """A path, theta after each step, that is off at its first step already."""
    names = run.exercise.arguments
    if "theta" not in names:
        return None
    far, near = [], []
    for i in run.clean:
        theta = np.atleast_1d(run.cases[i].args[names.index("theta")])
        a, b = (np.atleast_1d(p[0]) for p in (run.given[i].parts, run.expected[i]))
        if b.shape[1:] != theta.shape:
            return None
        differ = ~run.exercise.close(a[0], b[0])
        if not differ.any():
            return None
        lengths = np.abs(a[0] - theta)[differ], np.abs(b[0] - theta)[differ]
        far.append((lengths[0] > 1.001 * lengths[1]).all())
        near.append((lengths[0] < 0.999 * lengths[1]).all())
    way = " goes too far" if all(far) else " is too short" if all(near) else " is off"
    told = f"The first step of the path{way} already. Do that one by hand."
    return told, run.clean[0]


def some_cases(run):
    """Only some kinds of cases fail; a kind counts if all its cases do alike."""
    labels = [case.label for case in run.cases]
    bad = {labels[i] for i in run.wrong}
    good = {label for i, label in enumerate(labels) if i not in run.wrong}
    if not good or good & bad:
        return None
    if len(good) <= len(bad):
        told = "; ".join(label for label in dict.fromkeys(labels) if label in good)
        return f"Of all the cases it is right only on: {told}.", run.clean[0]
    told = "; ".join(label for label in dict.fromkeys(labels) if label in bad)
    return f"Most cases are right. It fails on: {told}.", run.clean[0]


def state_first(run):
    """A step is off, and so is what it is computed from."""
    names = run.exercise.returns
    if len(names) < 2 or names[0] != "theta":
        return None
    for k, name in list(enumerate(names))[1:]:
        pairs = [(run.given[i].parts[k], run.expected[i][k]) for i in run.clean]
        if all(not run.exercise.close(a, b).all() for a, b in pairs):
            return f"{name} is off as well: mend it first. {direction(run, pairs)}", (
                run.clean[0]
            )


def too_large(run):
    """The last resort: the direction of the difference, if it has one."""
    return direction(run, list(run.pairs(run.clean))), run.clean[0]


def direction(run, pairs):
    """Whether what differs is too large or too small."""
    a, b = (
        np.concatenate([np.ravel(p) for p in part]) for part in zip(*pairs, strict=True)
    )
    differ = ~run.exercise.close(a, b)
    if (np.abs(a) > np.abs(b))[differ].all():
        return "Wherever it differs, it is too large in size."
    if (np.abs(a) < np.abs(b))[differ].all():
        return "Wherever it differs, it is too small in size."
    return "Some values are too large, others too small."
