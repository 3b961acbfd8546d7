"""All exercises, in the order of the lessons."""

from importlib import import_module

LESSONS = range(9)


def lesson_exercises(lesson):
    """The exercises of one lesson, in order."""
    return import_module(f"course_utils.checks.lesson_{lesson:02d}").EXERCISES


def all_exercises():
    """Every exercise of the course, in order."""
    return tuple(e for lesson in LESSONS for e in lesson_exercises(lesson))


def find(exercise_id):
    """The exercise of that id; KeyError says which there are."""
    exercises = {e.id: e for e in all_exercises()}
    if exercise_id not in exercises:
        known = ", ".join(exercises)
        raise KeyError(f"there is no exercise {exercise_id!r}; there are: {known}")
    return exercises[exercise_id]
