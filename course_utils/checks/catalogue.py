"""All exercises, in the order of the lessons: from their files, or as they were."""

from importlib import import_module

from course_utils import exercises

LESSONS = range(9)


def old_exercises(lesson):
    return import_module(f"course_utils.checks.lesson_{lesson:02d}").EXERCISES


def lesson_exercises(lesson):
    """The exercises of one lesson, in order."""
    files = exercises.files()
    return tuple(
        exercises.find(e.id) if e.id in files else e for e in old_exercises(lesson)
    )


def all_exercises():
    """Every exercise of the course, in order."""
    return tuple(e for lesson in LESSONS for e in lesson_exercises(lesson))


def find(exercise_id):
    """The exercise of that id; KeyError says which there are."""
    if exercise_id in exercises.files():
        return exercises.find(exercise_id)
    known = {e.id: e for lesson in LESSONS for e in old_exercises(lesson)}
    if exercise_id not in known:
        raise KeyError(
            f"there is no exercise {exercise_id!r}; there are: {', '.join(known)}"
        )
    return known[exercise_id]
