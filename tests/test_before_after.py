"""Kept only while both stand: an exercise in a file of its own judges as it did before.

`COURSE_SEEDS=50 pytest tests/test_before_after.py -k ID`; the counts are printed by
`python tests/test_before_after.py [LESSON ...]`.
"""

import os
import random
import sys
from unittest.mock import patch

import numpy as np
import pytest
from mutants import mutants
from right_answers import RIGHT

from course_utils import exercises
from course_utils.checks import diagnosis
from course_utils.checks.catalogue import LESSONS, old_exercises
from course_utils.checks.diagnosis import judge

OLD = {e.id: e for lesson in LESSONS for e in old_exercises(lesson)}
SEEDS = range(int(os.environ.get("COURSE_SEEDS", 3)))
DEAD = {  # exercise-mistake: why the new form has it no more
    "ema-argument_changed": "its values are right: judge says so without comparing",
}


def verdict(exercise, answer, seed):
    with patch.object(diagnosis, "two_mistakes", lambda run: None):  # new form only
        found = judge(exercise, answer, seed)
    return found.passed, set(found.mistakes)


def two_token_mutants(exercise, n=40):
    """Some answers with two random slips of one token each."""
    draw = random.Random(exercise.id)
    one = [source for _, source in mutants(exercise.solution.strip())]
    made = []
    while len(made) < n:
        try:
            both = [source for _, source in mutants(draw.choice(one))]
            made.append(exercise.build(draw.choice(both)))
        except (IndexError, SyntaxError):
            continue
    return made


def answers(exercise):
    """Yield (kind, answer): mistakes of both forms, right answers, random mutants."""
    old = OLD[exercise.id]
    yield from (("old mistake", old.answer(m)) for m in old.mistakes)
    yield from (("new mistake", exercise.answer(m)) for m in exercise.mistakes)
    yield from (("right", answer) for answer in RIGHT[exercise.id])
    yield from (("right", exercise.build(source)) for source in exercise.right)
    if exercise.cases is not None:
        yield from (("mutant", answer) for answer in two_token_mutants(exercise))


def compared(exercise, seeds):
    """Count the answers by kind, and list those that are judged in two ways."""
    counts, differ = {}, []
    old = OLD[exercise.id]
    gone = {m for m in (f"{exercise.id}-{m.id}" for m in old.mistakes) if m in DEAD}
    gone = {name.split("-")[1] for name in gone}
    for kind, answer in answers(exercise):
        counts[kind] = counts.get(kind, 0) + 1
        for seed in seeds:
            before, after = (verdict(e, answer, seed) for e in (old, exercise))
            if (before[0], before[1] - gone) != (after[0], after[1] - gone):
                differ.append((kind, counts[kind], seed, before, after))
                break
    return counts, differ


@pytest.mark.parametrize("exercise_id", exercises.files())
def test_same_verdict_and_same_mistakes(exercise_id):
    exercise = exercises.find(exercise_id)
    old = OLD[exercise_id]
    for name in ("title", "points", "minutes", "difficulty", "returns", "options"):
        assert getattr(exercise, name) == getattr(old, name)
    ids = {m.id for m in old.mistakes if f"{exercise_id}-{m.id}" not in DEAD}
    assert {m.id for m in exercise.mistakes} == ids
    counts, differ = compared(exercise, SEEDS)
    assert not differ


if __name__ == "__main__":
    total = {}
    for name, lesson in exercises.files().items():
        if not sys.argv[1:] or str(lesson) in sys.argv[1:]:
            with np.errstate(all="ignore"):
                counts, differ = compared(exercises.find(name), SEEDS)
            print(f"{name:24}", counts, *differ, sep="  ", flush=True)
            total = {k: total.get(k, 0) + n for k, n in counts.items()} | {
                k: n for k, n in total.items() if k not in counts
            }
    print("all", total, f"{len(SEEDS)} seeds")
