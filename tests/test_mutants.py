"""No one-token slip in a right solution passes its check."""

import pytest
from mutants import effective, mutants, right, solutions

from course_utils.exercises import find

SOURCES = {exercise.id: source for exercise, source in solutions()}


@pytest.mark.parametrize("exercise_id", SOURCES)
def test_no_mutant_that_changes_the_result_survives(exercise_id):
    exercise = find(exercise_id)
    found = list(effective(exercise, SOURCES[exercise_id]))
    assert found
    assert [what for what, answer in found if right(exercise, answer, seed=0)] == []


def test_mutants_change_one_token_and_leave_the_rest():
    changed = dict(mutants("def f(x, y):\n    return np.sqrt(x) + 2"))
    assert changed["np.sqrt(x)  ->  x"] == "def f(x, y):\n    return x + 2"
    assert changed["x  ->  y"] == "def f(x, y):\n    return np.sqrt(y) + 2"
    assert changed["2  ->  3"] == "def f(x, y):\n    return np.sqrt(x) + 3"
    assert changed["np.sqrt(x) + 2  ->  2"] == "def f(x, y):\n    return 2"
    assert changed["x  ->  x - 1"] == "def f(x, y):\n    return np.sqrt(x - 1) + 2"
    assert len(changed) == 8
