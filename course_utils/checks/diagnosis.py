"""Judging an answer: is it right, is it a known mistake, and if not, what helps?"""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from course_utils.checks import slips
from course_utils.checks.evidence import show_case
from course_utils.checks.observations import Run, observe
from course_utils.checks.outcomes import NOTHING, OPEN, agrees, alike, call, kind_of
from course_utils.checks.values import judge_value

# Faults that tell a mistake by themselves; a TypeError may have any cause.
TELLING = ("returns", "stops with ZeroDivisionError")
CHANGED = "argument_changed"  # named by every exercise, declared by none


class Verdict(NamedTuple):
    """What a check found.

    diagnosis : what the answer did, in sentences that hold for every case; "" if right
    mistakes : ids of the known mistakes that compute the same as the answer
    evidence : the case that is spoken of, with both values; never shown when grading
    answered : False for an untouched stub
    """

    passed: bool
    diagnosis: str = ""
    mistakes: tuple = ()
    evidence: str = ""
    answered: bool = True


UNTOUCHED = Verdict(False, "It is not answered yet.", answered=False)


def judge(exercise, answer, seed=0):
    """Judge an answer to an exercise on the cases that `seed` draws."""
    if answer is None or answer is ...:
        return UNTOUCHED
    if exercise.cases is None:
        return Verdict(*judge_value(exercise, answer))
    if not callable(answer):
        text = isinstance(answer, str)
        how = "quotes" if text else "calling it: leave out the parentheses"
        return Verdict(
            False,
            f"{exercise.id} must be a function; it is {kind_of(answer)}. Give the "
            f"function itself, without {how}.",
        )
    cases = exercise.cases(np.random.default_rng(seed))
    names = exercise.arguments
    expected = [call(exercise.reference, case.args, names).parts for case in cases]
    given = list(outcomes(exercise, answer, cases, expected))
    wrong = [i for i, o in enumerate(given) if not agrees(exercise, o, expected[i])]
    if not wrong:
        return unchanged(given)
    if all(outcome.fault == OPEN for outcome in given) or is_stub(answer):
        return UNTOUCHED
    run = Run(exercise, cases, given, expected, wrong, clean(given, wrong), answer)
    if all(outcome.fault == NOTHING for outcome in given):
        diagnosis, named, i = nothing(run), (), wrong[0]
    else:
        diagnosis, named, i = diagnose(run)
    return Verdict(False, diagnosis, named, show_case(run, i))


def outcomes(exercise, answer, cases, expected):
    """Yield what an answer gives in each case."""
    for case, like in zip(cases, expected, strict=True):
        yield call(answer, case.args, exercise.arguments, like, exercise.returns)


def unchanged(given):
    """The verdict on right values: passed, unless arguments were changed in place."""
    changed = sorted({name for outcome in given for name in outcome.changed})
    if not changed:
        return Verdict(True)
    names = " and ".join(changed)
    return Verdict(
        False,
        f"The values are right, but you changed {names} in place: the caller's data "
        f"are overwritten. Begin with {changed[0]} = {changed[0]}.copy() and work on "
        "that.",
        (CHANGED,),
    )


def is_stub(answer):
    """Whether a function is what the learner got: `pass`, or `...`, alone."""
    code = getattr(answer, "__code__", None)
    return code is not None and code.co_code == stub.__code__.co_code


def stub():
    pass


def nothing(run):
    """What to say of a function that never returns anything."""
    if any(outcome.printed for outcome in run.given):
        return (
            f"{run.exercise.id} prints, but returns nothing: return the result in "
            "place of printing it."
        )
    return (
        f"{run.exercise.id} returns nothing: end it with a return that is always "
        "reached."
    )


def clean(given, wrong):
    """Of the wrong cases those with finite numbers of the right form."""
    return [
        i
        for i in wrong
        if not given[i].fault and all(np.isfinite(p).all() for p in given[i].parts)
    ]


def diagnose(run):
    """What the answer did: (sentences, ids of known mistakes, the case to show)."""
    exercise, first = run.exercise, run.wrong[0]
    known = [m for m in exercise.mistakes if matches(run, exercise.answer(m))]
    if known:
        told = " Or: ".join(mistake.message for mistake in known)
        return told, tuple(mistake.id for mistake in known), first
    pair = two_mistakes(run)
    if pair:
        one, other = pair
        told = f"Two slips at once would give this, for instance: {one.message} "
        return f"{told}And: {other.message}", (one.id, other.id), first
    sentence, i = observe(run)
    return sentence, (), i


def matches(run, wrong):
    """Whether a known wrong answer gives the same in every case, values in one."""
    valued = False
    for case, like, given in zip(run.cases, run.expected, run.given, strict=True):
        exercise = run.exercise
        other = call(wrong, case.args, exercise.arguments, like, exercise.returns)
        if not alike(exercise, given, other):
            return False
        valued = valued or not other.fault or bool(other.raw)
    return valued or run.given[0].fault.startswith(TELLING)


def two_mistakes(run):
    """Two mistakes in different lines that together give the same; None if none do."""
    exercise, i = run.exercise, run.wrong[0]
    args, like = run.cases[i].args, run.expected[i]
    lines = []
    for mistake in filter(exercise.lines, exercise.mistakes):
        answer = exercise.answer(mistake)
        alone = call(answer, args, exercise.arguments, like, exercise.returns)
        lines.append((mistake, parts_off(exercise, alone, like)))
    wanted = parts_off(exercise, run.given[i], like)
    for (one, here), (other, there) in combinations(lines, 2):
        if None not in (here, there, wanted) and here | there != wanted:
            continue  # spares the building of most pairs
        source = slips.both(exercise.solution, one.wrong, other.wrong)
        if source and matches(run, exercise.build(source)):
            return one, other
    return None


def parts_off(exercise, outcome, like):
    """Which of several things returned are wrong in a case; None after a fault."""
    if outcome.fault or not exercise.returns:
        return None
    pairs = enumerate(zip(outcome.parts, like, strict=True))
    return {k for k, (a, b) in pairs if not exercise.close(a, b).all()}
