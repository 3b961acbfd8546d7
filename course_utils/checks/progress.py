"""`course check`: what passes, what is left, and the points so far."""

import json
import re
import textwrap
from pathlib import Path

from course_utils.checks import reading
from course_utils.checks.diagnosis import UNTOUCHED, Verdict, judge
from course_utils.exercises import find
from course_utils.pack.workspace import originals

CHECK = re.compile(r'check\("(\w+)"')
INDENT = {"initial_indent": " " * 9, "subsequent_indent": " " * 9}


def main(paths):
    """Print the state of every exercise in the notebooks; return the exit code.

    0 when every exercise passes, 1 when some are left, 2 when a file cannot be read.
    """
    code, points, maximum, left = 0, 0, 0, []
    for path in map(Path, paths):
        print(f"\n{path.name}", flush=True)
        try:
            exercises = exercises_of(path)
        except ValueError as error:
            print(textwrap.fill(str(error), 80, **INDENT))
            code = 2
            continue
        for exercise, verdict in exercises:
            state = (
                "PASS" if verdict.passed else "wrong" if verdict.answered else "open"
            )
            print(
                f"  {state:6}{exercise.points:3} {unit(exercise.points):8}{exercise.id}"
            )
            if verdict.diagnosis:
                print(textwrap.fill(verdict.diagnosis, 80, **INDENT))
            if not verdict.passed:
                left.append((path, exercise.id))
        here = sum(exercise.points * verdict.passed for exercise, verdict in exercises)
        most = sum(exercise.points for exercise, _ in exercises)
        print(f"  {bar(here, most)} {here} of {most} {unit(most)}")
        points, maximum, code = points + here, maximum + most, code or int(bool(left))
    print(f"\nAll together\n  {bar(points, maximum)} {points} of {maximum} points.")
    print("Only what is saved to disk counts.")
    if left:
        path, name = left[0]
        print(f"Next: {name}, in {path.parent.name}/{path.name}")
    return code


def unit(points):
    return "point" if points == 1 else "points"


def bar(points, most, width=20):
    """So much of what there is, in characters that every terminal has.

    It is full only when nothing is left.
    """
    done = points * width // max(most, 1)
    return f"[{'#' * done}{'.' * (width - done)}]"


def exercises_of(path):
    """Judge a notebook's answers as the grader would; [(exercise, verdict)].

    They run in a process of their own, which ends a loop without end. ValueError says
    what is wrong with the file. An exercise that was deleted counts as open.
    """
    from course_utils.grading.learner import Broken, Learner
    from course_utils.grading.sandbox import NONE

    try:
        cells = reading.cells_of(Path(path).read_bytes())
    except FileNotFoundError:
        raise ValueError(f"there is no file {path}") from None
    except ValueError as error:
        raise ValueError(
            f"This is not a notebook that can be read: {error}. Save it again in "
            "JupyterLab, or bring it back with `course reset`."
        ) from None
    pristine = assignment_of(cells)
    found = reading.read(cells, pristine)
    learner = Learner(found.setup, found.answers, list(found.answers), NONE)
    verdicts = []
    for name in reading.stubs(pristine):
        exercise, verdict = find(name), UNTOUCHED
        if name in found.answers:
            answer = learner.get(name)
            if isinstance(answer, Broken):
                verdict = Verdict(False, f"{name}: {answer.reason}.")
            else:
                verdict = judge(exercise, answer)
        verdicts.append((exercise, explained(verdict, name, found)))
    learner.worker.close()
    return verdicts


def explained(verdict, name, found):
    """A verdict with what there is to say of where the answer stands."""
    said = [verdict.diagnosis] if verdict.answered else []
    if name in found.notes:
        note = found.notes[name]
        said.append(f"{note[0].upper()}{note[1:]}.")
    if name in found.outside and not verdict.passed:
        names = ", ".join(found.outside[name])
        said.append(
            f"It uses {names} of another cell, and only the answer cell is graded: "
            "move what it needs into the answer cell."
        )
    return verdict._replace(diagnosis=" ".join(filter(None, said)))


def assignment_of(cells):
    """The course's own notebook with the most exercises in common with these cells."""
    ids = {cell.id for cell in cells} | {
        name for cell in cells for name in CHECK.findall(cell.source or "")
    }
    known = [json.loads(p.read_text("utf-8")) for p in originals(folders=["exercises"])]
    shared = [len(ids & set(reading.stubs(nb))) for nb in known]
    if not any(shared):
        raise ValueError(
            "There are no exercises in this notebook. If there were, bring it back "
            "with `course reset`, which keeps yours beside it."
        )
    return known[shared.index(max(shared))]
