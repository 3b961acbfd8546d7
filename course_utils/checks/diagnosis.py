"""Judging an answer: is it right, is it a known mistake, and if not, what helps?"""

from typing import NamedTuple

import numpy as np

from course_utils.checks.evidence import show_case
from course_utils.checks.observations import OBSERVATIONS, Run
from course_utils.checks.outcomes import agrees, call
from course_utils.checks.values import describe_value, equal_values


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
        if all(map(alike(exercise), given, outcomes(exercise.answer(mistake))))
    ]
    if matching:
        diagnosis = " Or: ".join(mistake.message for mistake in matching)
        return Verdict(False, diagnosis, tuple(m.id for m in matching), evidence)
    # no known mistake: the most useful thing that holds
    run = Run(exercise, cases, given, expected, wrong, answer)
    diagnosis = next(filter(None, (observe(run) for observe in OBSERVATIONS)))
    untouched = all("returns nothing" in outcome.fault for outcome in given)
    return Verdict(False, diagnosis, (), evidence, not untouched)


def alike(exercise):
    """A test whether two outcomes are the same, faults included."""

    def test(one, other):
        if one.fault or other.fault:
            # an error's first words tell the kind; its details may differ
            return one.fault.split(":")[0] == other.fault.split(":")[0]
        return agrees(exercise, one, other.parts)

    return test


def judge_value(exercise, value):
    """Judge a number, a word or a few of them."""
    if exercise.goal is not None:
        try:
            reached = exercise.goal(value)
        except Exception:  # of another form than asked for
            reached = f"The answer is a number, not {value!r:.60}."
            if isinstance(exercise.reference, tuple):
                reached = describe_value(exercise, value)
        if not reached:
            return Verdict(True)
    elif equal_values(exercise, value, exercise.reference):
        return Verdict(True)
    else:
        reached = describe_value(exercise, value)
    matching = [
        m
        for m in exercise.mistakes
        if equal_values(exercise, value, exercise.answer(m))
    ]
    if matching:
        diagnosis = " Or: ".join(m.message for m in matching)
        return Verdict(False, diagnosis, tuple(m.id for m in matching))
    return Verdict(False, reached)
