"""Exercises as they were declared until they move to course_utils/exercises/."""

from course_utils.checks import exercise as new
from course_utils.checks.exercise import Case, Mistake  # noqa: F401


def Exercise(
    id,
    title,
    lesson,
    points,
    minutes,
    difficulty,
    reference,
    cases=None,
    mistakes=(),
    **others,
):
    return new.Exercise(
        id=id,
        title=title,
        lesson=lesson,
        points=points,
        minutes=minutes,
        difficulty=difficulty,
        solution=reference,
        cases=cases,
        mistakes=mistakes,
        **others,
    )
