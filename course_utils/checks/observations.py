"""What can be said of a wrong answer that is no known mistake.

Each observation returns (sentence, index of the case it is shown on), or None. A
sentence is said only if it holds for all that it speaks of, and it carries no number
of a case: the grader shows it, too. tests/test_observations.py tries each of them on
thousands of answers against a definition of its own.
"""

from typing import NamedTuple

import numpy as np

from course_utils.checks.arguments import constant, exchanged, hard_coded, unused
from course_utils.checks.places import (
    first_step,
    order,
    right_parts,
    right_until,
    some_cases,
    state_first,
    too_large,
)
from course_utils.checks.sizes import factor, offset, rounded, shift, step


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
