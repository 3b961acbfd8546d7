"""The exercises, one file each: `lesson_NN/ID.py` declares the exercise ID."""

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def files():
    """{exercise id: its lesson's number}, by lesson and name."""
    found = sorted(FOLDER.glob("lesson_[0-9][0-9]/[a-z]*.py"))
    return {path.stem: int(path.parent.name[-2:]) for path in found}


@cache
def find(exercise_id):
    """The exercise of that id; KeyError says which are like it."""
    if exercise_id not in files():
        raise KeyError(f"There is no exercise {exercise_id!r}{like(exercise_id)}")
    lesson = files()[exercise_id]
    module = import_module(f"{__name__}.lesson_{lesson:02}.{exercise_id}")
    return replace(module.EXERCISE, id=exercise_id, lesson=lesson)


def like(exercise_id):
    """What to say of an id that is not there."""
    from difflib import get_close_matches

    close = get_close_matches(str(exercise_id), files(), n=3)
    return f". Do you mean {' or '.join(map(repr, close))}?" if close else "."


def lesson_exercises(lesson):
    """The exercises of one lesson, by name."""
    return tuple(find(name) for name, number in files().items() if number == lesson)


def all_exercises():
    """Every exercise of the course, by lesson and name."""
    return tuple(map(find, files()))
