"""Observations on how far off an answer is, in what proportion: see observations.py."""

import numpy as np


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


def capital(sentence):
    return sentence[0].upper() + sentence[1:]
