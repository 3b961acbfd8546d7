"""From the solutions to the learners' notebooks: one source, everything else derived.

In a solution notebook an exercise is a statement (markdown, "### " and its title), one
answer cell, and one cell `check("id", id)`. What stands between `### BEGIN SOLUTION`
and `### END SOLUTION` is taken out for the learner.
"""

import copy
import re
from pathlib import Path

import nbformat

from course_utils.checks.catalogue import find
from course_utils.pack.build import store

CHECK = re.compile(r'check\("([A-Za-z0-9_]+)", \1\)')
SOLUTION = re.compile(
    r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$", re.DOTALL | re.MULTILINE
)
STUB = r"\1...  # your code here"
TERMS = re.compile(r"^\*\*\d+ points? · .*\*\*$", re.MULTILINE)
LOCKED = {"editable": False, "deletable": False}


def exercise_cells(nb):
    """Yield (exercise id, statement, answer cell, check cell) in order.

    Raises ValueError where a check is not preceded by a statement and an answer.
    """
    for k, cell in enumerate(nb.cells):
        match = CHECK.fullmatch(cell.source.strip())
        if cell.cell_type != "code" or not match:
            continue
        before = nb.cells[max(0, k - 2) : k]
        if [c.cell_type for c in before] != ["markdown", "code"]:
            raise ValueError(
                f"{match[1]}: before its check stand one statement and one answer cell"
            )
        yield match[1], *before, cell


def normalise(nb):
    """Give the cells of a solution notebook their ids, terms and nbgrader metadata."""
    for exercise_id, statement, answer, check in exercise_cells(nb):
        exercise = find(exercise_id)
        title = f"### {exercise.title}\n\n{exercise.terms}"
        text = TERMS.sub("", re.sub(r"\A### .*\n", "", statement.source)).strip()
        statement.source = f"{title}\n\n{text}"
        answer.id, check.id = f"answer-{exercise_id}", f"check-{exercise_id}"
        statement.id = f"statement-{exercise_id}"
        locked = nbgrader(f"statement_{exercise_id}", locked=True)
        statement.metadata = {"nbgrader": locked, **LOCKED}
        answer.metadata = {
            "nbgrader": nbgrader(exercise_id, solution=True),
            "deletable": False,
        }
        graded = nbgrader(f"check_{exercise_id}", grade=True, locked=True)
        graded["points"] = exercise.points
        check.metadata = {
            "nbgrader": graded,
            "tags": ["nbval-check-output"],
            **LOCKED,
        }
    return nb


def nbgrader(grade_id, *, grade=False, solution=False, locked=False):
    """A cell's metadata in nbgrader's schema version 3."""
    return {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }


def learners(solution):
    """Derive the learner's notebook from an executed solution notebook.

    Check cells keep the passing line as reference output, and nothing else.
    """
    nb = copy.deepcopy(solution)
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        cell.source = SOLUTION.sub(STUB, cell.source)
        if "nbgrader" in cell.metadata:
            cell.outputs = [o for o in cell.outputs if o.output_type == "stream"]
            if cell.metadata.nbgrader.solution:
                cell.outputs = []
    return nb


def derive(solutions):
    """Normalise and execute solution notebooks; write them and the learners' ones."""
    for path in map(Path, solutions):
        nb = normalise(nbformat.read(path, as_version=4))
        write(nb, path)
        store(path)
        write(
            learners(nbformat.read(path, as_version=4)), path.parent.parent / path.name
        )


def write(nb, path):
    """Write a notebook, the same bytes on every system."""
    path.write_text(nbformat.writes(nb) + "\n", encoding="utf-8", newline="\n")
