"""`course check`: what passes, what is left, and the points so far."""

import textwrap
from pathlib import Path

import nbformat

from course_utils.checks.catalogue import find, lesson_exercises
from course_utils.checks.diagnosis import judge

INDENT = {"initial_indent": " " * 9, "subsequent_indent": " " * 9}


def main(paths):
    """Print the state of every exercise in the notebooks; return the exit code.

    0 when every exercise passes, 1 when some are left, 2 when a file cannot be read.
    """
    code, points, maximum = 0, 0, 0
    for path in map(Path, paths):
        print(f"\n{path.name}", flush=True)
        try:
            exercises = exercises_of(read(path))
        except ValueError as error:
            print(textwrap.fill(str(error), 80, **INDENT))
            code = 2
            continue
        for exercise, verdict in exercises:
            state = (
                "PASS" if verdict.passed else "wrong" if verdict.answered else "open"
            )
            print(f"  {state:6}{exercise.points:3} points  {exercise.id}")
            if verdict.answered and not verdict.passed:
                print(textwrap.fill(verdict.diagnosis, 80, **INDENT))
            points += exercise.points * verdict.passed
            maximum += exercise.points
            code = code or int(not verdict.passed)
    print(f"\n{points} of {maximum} points. Only what is saved to disk counts.")
    return code


def read(path):
    """Read a notebook; ValueError says in a line what is wrong with the file."""
    try:
        nb = nbformat.read(path, as_version=4)
        nb.cells[0].source  # noqa: B018
    except FileNotFoundError:
        raise ValueError(f"there is no file {path}") from None
    except Exception as error:
        raise ValueError(
            f"This is not a notebook that can be read ({type(error).__name__}). Save "
            "it again in JupyterLab, or bring it back with `course reset`."
        ) from None
    return nb


def exercises_of(nb):
    """Run a notebook's cells here; return its lesson's exercises, each with a verdict.

    Raises ValueError if it holds no exercises. One that was deleted counts as open.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    checks, others = [], []
    for cell in nb.cells:
        if cell.cell_type == "code":
            graded = cell.metadata.get("nbgrader", {}).get("grade")
            (checks if graded else others).append(cell)
    try:
        name = checks[0].metadata.nbgrader.grade_id.removeprefix("check_")
        exercises = lesson_exercises(find(name).lesson)
    except (IndexError, KeyError, AttributeError):
        raise ValueError(
            "There are no exercises in this notebook. If there were, bring it back "
            "with `course reset`, which keeps yours beside it."
        ) from None
    shell = InteractiveShell()
    with capture_output():
        for cell in others:
            shell.run_cell(cell.source)
    return [(each, judge(each, shell.user_ns.get(each.id))) for each in exercises]
