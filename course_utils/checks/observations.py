"""What can be said of a wrong answer that is no known mistake.

Each observation returns (sentence, index of the case it is shown on), or None. A
sentence is said only if it holds for all that it speaks of, and it carries no number
of a case: the grader shows it, too. tests/test_observations.py tries each of them on
thousands of answers against a definition of its own.
"""

from functools import partial
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np

from course_utils.checks.outcomes import agrees, call

USUAL = (0.9, 0.99, 0.999, 0.95, 0.5, 0.1, 0.01, 0.001, 1, 0, 1e-8, 1e-7, 1e-6)
OTHERS = (0.5, 0.9, 1.1, 2.0, 3.0, 1e-3, 1e3)  # factors that change an argument
MORE = (1, 2, 3, 7, 10, 50, 1000)  # what is added to a whole number


class Run(NamedTuple):
    """A wrong answer with all that was seen of it.

    wrong : indices of the cases in which it is wrong
    clean : those of them in which it returns finite numbers of the right form
    """

    exercise: object
    cases: list
    given: list
    expected: list
    wrong: list
    clean: list
    answer: object

    def pairs(self, cases):
        """(given, expected) arrays, a pair for each part of each of these cases."""
        for i in cases:
            for a, b in zip(self.given[i].parts, self.expected[i], strict=True):
                yield np.atleast_1d(a), np.atleast_1d(b).astype(float)

    def whole(self):
        """Whether every case, the right ones too, returns numbers of the right form."""
        return len(self.clean) == len(self.wrong)

    def where(self, holds):
        """Where a statement about pairs holds: "" everywhere, else what to say first.

        None where it does not even hold for all the cases that are wrong.
        """
        if self.whole() and holds(list(self.pairs(range(len(self.cases))))):
            return ""
        if holds(list(self.pairs(self.clean))):
            return "In the cases that it gets wrong, "
        return None


def observe(run):
    """The most useful thing that holds, and the case to show; never nothing."""
    faulty = [i for i in run.wrong if i not in run.clean]
    if len(run.clean) < max(1, len(run.wrong) / 2):
        return exchanged(run) or fault(run, faulty[0])
    sentence, i = next(filter(None, (one(run) for one in OBSERVATIONS)))
    if faulty:
        other, _ = fault(run, faulty[0])
        sentence = f"{sentence} And in another case: {other}"
    return sentence, i


def fault(run, i):
    """An error, a result of the wrong form, or numbers that are not finite."""
    name, outcome = run.exercise.id, run.given[i]
    case = f"(Case: {run.cases[i].label}.)"
    if outcome.fault:
        return f"{name} {outcome.fault}{begun(run)}. {case}", i
    flat = np.concatenate([np.ravel(part) for part in outcome.parts])
    kind = "nan, which is no number," if np.isnan(flat).any() else "inf"
    return f"{name} returns {kind} where a finite number is wanted. {case}", i


def begun(run):
    """What to add where every wrong case returns the first values, right, alone."""
    if len(run.expected[0]) > 1:
        return ""
    lengths = set()
    for i in run.wrong:
        (like,), raw = run.expected[i], run.given[i].raw
        if not raw or not raw[0].size or 0 in (raw[0].ndim, like.ndim):
            return ""
        first = like[: len(raw[0])]
        if raw[0].shape != first.shape or not run.exercise.close(raw[0], first).all():
            return ""
        lengths.add(len(first))
    if lengths == {1}:
        return ": the first alone, as with a return inside the loop"
    return ": the first ones, which are right"


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


def as_if(run, change):
    """Whether the answer is what the reference gives for changed arguments, always."""
    exercise, differs = run.exercise, False
    if any(outcome.fault for outcome in run.given):
        return False
    for i, case in enumerate(run.cases):
        args = change(list(case.args))
        if args is None:
            return False
        like = call(exercise.reference, args, exercise.arguments, run.expected[i])
        if like.fault or not agrees(exercise, run.given[i], like.parts):
            return False
        differs = differs or not agrees(exercise, like, run.expected[i])
    return differs


def constant(run):
    """The same result in every case, where the right ones differ."""
    first, *others = run.given
    if first.fault or not run.whole() or not others:
        return None
    if all(agrees(run.exercise, other, first.parts) for other in others):
        return "You return the same in every case, whatever is given.", run.clean[0]


def hard_coded(run):
    """A usual number in place of an argument."""
    for k, name in enumerate(run.exercise.arguments):
        kinds = {type(case.args[k]) for case in run.cases}
        if kinds <= {int, float, np.float64, bool}:
            for value in (1, 0) if kinds <= {int} else USUAL:

                def change(args, k=k, value=value):
                    return [*args[:k], value, *args[k + 1 :]]

                if as_if(run, change):
                    tiny = value == 0 and as_if(run, partial(change, value=1e-8))
                    near = ", or nearly so" if tiny else ""
                    return (
                        f"It computes as if {name} were always {value:g}{near}, "
                        "whatever is given.",
                        run.clean[0],
                    )


def exchanged(run):
    """Two arguments exchanged."""
    names = run.exercise.arguments
    for j, k in combinations(range(len(names)), 2):

        def change(args, j=j, k=k):
            if np.shape(args[j]) != np.shape(args[k]):
                return None
            args[j], args[k] = args[k], args[j]
            return args

        if as_if(run, change):
            return (
                f"It computes the right thing for {names[j]} and {names[k]} exchanged.",
                run.wrong[0],
            )


def rounded(run):
    """Right but for decimals that were rounded away."""
    for digits in range(9):

        def holds(pairs, digits=digits):
            return all(np.allclose(a, np.round(b, digits), 1e-12, 0) for a, b in pairs)

        where = run.where(holds)
        if where is not None:
            many = f"{digits} decimals" if digits != 1 else "one decimal"
            many = many if digits else "whole numbers"
            return capital(f"{where}your result is rounded to {many}."), run.clean[0]


def factor(run):
    """The same factor everywhere, or one in each case."""
    return multiple(run, run.where, "every value is", "value")


def step(run):
    """The same factor in how far and which way theta moves."""
    names = run.exercise.arguments
    if "theta" not in names:
        return None
    k = names.index("theta")

    def moves(cases):
        for i in cases:
            theta = np.atleast_1d(np.asarray(run.cases[i].args[k], dtype=float))
            a, b = (np.atleast_1d(p[0]) for p in (run.given[i].parts, run.expected[i]))
            yield (a - theta, b - theta) if b.shape == theta.shape else None

    def where(holds):
        for cases, first in (
            (range(len(run.cases)) if run.whole() else (), ""),
            (run.clean, "In the cases that it gets wrong, "),
        ):
            pairs = list(moves(cases))
            if pairs and None not in pairs and holds(pairs):
                return first
        return None

    return multiple(run, where, "every step of theta is", "step")


def multiple(run, where, what, unit):
    """Whether `what` is a multiple of the right one, and which."""
    close, found = run.exercise.close, {}

    def one_factor(pairs):
        factors, count = [], 0
        for a, b in pairs:
            used = np.abs(b) > 0
            if not close(a[~used], 0).all():
                return False
            factors += list((a[used] / b[used]).flat)
            count += used.sum()
        found["factor"] = factors[0] if factors else 1.0
        c = found["factor"]
        same = np.allclose(factors, c, rtol=1e-4, atol=0)
        return count > 2 and c != 0 and not np.isclose(c, 1, rtol=1e-4) and same

    first = where(one_factor)
    if first is not None:
        told = plain(found["factor"], unit)
        return capital(f"{first}{what} {told}."), run.clean[0]

    def factor_of_case(i):
        a, b = (
            np.concatenate([p.ravel() for p in part])
            for part in zip(*run.pairs([i]), strict=True)
        )
        used = np.abs(b) > 0
        if used.sum() < 2 or not close(a[~used], 0).all():
            return None
        factors = a[used] / b[used]
        same = factors[0] != 0 and np.allclose(factors, factors[0], 1e-4, 0)
        return factors[0] if same else None

    found = [factor_of_case(i) for i in run.clean] if unit == "value" else [None]
    if None not in found and not np.allclose(found, found[0], 1e-4, 0):
        some = "" if len(run.clean) == len(run.cases) else " that it gets wrong"
        return (
            f"Within each case{some} every value is off by one factor, and the factor "
            "changes from case to case. Which argument sets it?",
            run.clean[0],
        )


def plain(number, unit):
    """A factor in words: a small whole one, or one over it; others stay unnamed.

    What an answer returns may be made of the numbers of a hidden case.
    """
    if np.isclose(number, -1):
        return "right but for its sign"
    for whole in (*range(2, 13), 100, 1000):
        for value, text in ((whole, f"{whole}"), (1 / whole, f"1/{whole}")):
            if np.isclose(abs(number), value, rtol=1e-4):
                sign = "-" * bool(number < 0)
                percent = " (percent?)" if value == 100 and not sign else ""
                return f"{sign}{text} times the right one{percent}"
    return f"the right {unit} times one and the same number"


def shift(run):
    """A series that comes one step late or early, or in reverse order."""
    close = run.exercise.close

    def long(pairs):
        return pairs and max(len(a) for a, _ in pairs) > 3

    def late(pairs):
        return long(pairs) and all(close(a[1:], b[:-1]).all() for a, b in pairs)

    def early(pairs):
        return long(pairs) and all(close(a[:-1], b[1:]).all() for a, b in pairs)

    def back(pairs):
        return long(pairs) and all(close(a[::-1], b).all() for a, b in pairs)

    for holds, what in (
        (late, "every value comes one step late: your k-th is the right (k-1)-th."),
        (early, "every value comes one step early: your k-th is the right (k+1)-th."),
        (back, "the values are right but in reverse order."),
    ):
        where = run.where(holds)
        if where is not None:
            return capital(f"{where}{what}"), run.clean[0]


def offset(run):
    """The same difference everywhere, well above rounding."""
    found = {}

    def holds(pairs):
        flat = np.concatenate([(a - b).ravel() for a, b in pairs])
        size = max(np.abs(b).max() for _, b in pairs)
        found["way"] = "large" if flat[0] > 0 else "small"
        enough = len(flat) > 2 and abs(flat[0]) > 1e-8 * size
        return enough and np.allclose(flat, flat[0], rtol=1e-6, atol=1e-14 * size)

    where = run.where(holds)
    if where is not None:
        told = f"every value is too {found['way']} by the same amount."
        return capital(f"{where}{told}"), run.clean[0]


def unused(run):
    """An argument that makes no difference to the answer but does to the reference."""
    exercise, names = run.exercise, run.exercise.arguments
    for k, name in enumerate(names):
        moved = 0
        seen = zip(run.cases, run.given, run.expected, strict=True)
        for case, given, right in seen:
            for other in variations(case.args[k]):
                args = (*case.args[:k], other, *case.args[k + 1 :])
                like = call(exercise.reference, args, names)
                if like.fault:
                    continue
                form = like.parts
                result = call(run.answer, args, names, form, exercise.returns)
                same = not result.fault and not given.fault
                if not same or not agrees(exercise, result, given.parts):
                    moved = -1
                    break
                moved += not agrees(exercise, like, right)
            if moved < 0:
                break
        if moved > 0:
            return (
                f"The argument {name} made no difference to what you return, however "
                "it was changed.",
                run.clean[0],
            )


def variations(value):
    """Other values of an argument of a case."""
    if isinstance(value, bool | str | list | tuple) or value is None:
        return []
    if isinstance(value, int | np.integer):
        return [value + more for more in MORE]
    if np.ndim(value):
        uneven = np.linspace(0.5, 1.5, np.size(value)).reshape(np.shape(value))
        more = [value * uneven, value + uneven, value[::-1], np.roll(value, 1)]
        return [*more, *(value * c for c in OTHERS)]
    return [value * factor for factor in OTHERS] if value else [value + 0.25]


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


def capital(sentence):
    return sentence[0].upper() + sentence[1:]


OBSERVATIONS = (
    constant,
    order,
    hard_coded,
    exchanged,
    rounded,
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
