"""`course check`: what passes, what is left, and the points so far."""

from pathlib import Path

import nbformat

from course_utils.checks.catalogue import find
from course_utils.checks.diagnosis import judge


def main(paths):
    """Print the state of every exercise in the notebooks; return the exit code.

    0 when every exercise passes, 1 when some are left, 2 when a file cannot be read.
    """
    code, points, maximum = 0, 0, 0
    for path in map(Path, paths):
        print(f"\n{path.name}")
        try:
            nb = read(path)
        except ValueError as error:
            print(f"  {error}")
            code = 2
            continue
        for exercise, verdict in verdicts(nb):
            state = (
                "PASS" if verdict.passed else "wrong" if verdict.answered else "open"
            )
            print(f"  {state:6}{exercise.points:3} points  {exercise.id}")
            if verdict.answered and not verdict.passed:
                print(f"         {verdict.diagnosis}")
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
            f"not a notebook that can be read ({type(error).__name__}); save it again "
            "in JupyterLab, or bring it back with `course reset`"
        ) from None
    return nb


def verdicts(nb):
    """Run a notebook's code cells here, and judge each answer when its check comes."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        meta = cell.metadata.get("nbgrader", {})
        if not meta.get("grade"):
            with capture_output():
                shell.run_cell(cell.source)
            continue
        exercise = find(meta["grade_id"].removeprefix("check_"))
        yield exercise, judge(exercise, shell.user_ns.get(exercise.id))
