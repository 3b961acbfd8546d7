"""From the solutions to the learners' notebooks: one source, everything else derived.

In a solution notebook an exercise is a statement (markdown, "### " and its title), one
answer cell, and one cell `check("id", id)`. What stands between `### BEGIN SOLUTION`
and `### END SOLUTION` is taken out for the learner. The first cells and the last are
written here, the same for every lesson.
"""

import copy
import re
from pathlib import Path

import nbformat

from course_utils.exercises import find
from course_utils.pack.build import store

CHECK = re.compile(r'check\("([A-Za-z0-9_]+)", \1\)')
SOLUTION = re.compile(
    r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$", re.DOTALL | re.MULTILINE
)
PARTS = ("statement-", "answer-", "check-")
STUB = r"\1pass  # your code here"
TERMS = re.compile(r"^\*\*\d+ points? · .*\*\*$", re.MULTILINE)
LOCKED = {"editable": False, "deletable": False}
HEAD = """# Exercises {number} · {question}

To [lesson {number}](../notebooks/{name}). Write each answer in its own cell, with the
imports and helpers that it needs: only the answer cells are graded. Then run the check
under it. It says PASS, or what your answer computed. NumPy and the standard library are
there. *Run → Run All Cells* goes on past what is still open or stops."""
IMPORTS = "import numpy as np\n\nfrom course_utils.checks import check, points"
END = """### Your points

Checks that you have not run since you opened this notebook count as open."""
NEXT = """Next: [lesson {number}](../notebooks/{name}). Every term stands in the
[glossary](../notebooks/glossary.md)."""
LAST = """That was the last lesson. Every term stands in the
[glossary](../notebooks/glossary.md)."""


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


def framed(nb, path):
    """Write the first and last cells of a solution notebook, as its lesson has them."""
    lessons = sorted((path.parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    lesson = next(one for one in lessons if one.name == path.name)
    title = nbformat.read(lesson, as_version=4).cells[0].source.splitlines()[0]
    question = title.split(" · ", 1)[-1].removeprefix("# ").strip()
    number = path.name[:2]
    after = lessons[lessons.index(lesson) + 1 :]
    way = NEXT.format(number=after[0].name[:2], name=after[0].name) if after else LAST
    head = HEAD.format(number=number, question=question, name=path.name)
    inner = [c for c in nb.cells if c.get("id", "").startswith(PARTS)]
    ends = [
        nbformat.v4.new_markdown_cell(head, id="head"),
        nbformat.v4.new_code_cell(IMPORTS, id="imports"),
        nbformat.v4.new_markdown_cell(END, id="end"),
        nbformat.v4.new_code_cell(f"points({int(number)})", id="points"),
        nbformat.v4.new_markdown_cell(way, id="next"),
    ]
    ends[3].metadata["tags"] = ["nbval-ignore-output"]
    nb.cells = [*ends[:2], *(inner or nb.cells), *ends[2:]]
    return nb


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
            "tags": ["raises-exception"],  # Run All goes on past a slip of the pen
            "deletable": False,
        }
        graded = nbgrader(f"check_{exercise_id}", grade=True, locked=True)
        graded["points"] = exercise.points
        check.metadata = {
            "nbgrader": graded,
            "tags": ["nbval-check-output", "raises-exception"],
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
        if cell.id == "points":
            cell.outputs = []
        if "nbgrader" in cell.metadata:
            cell.outputs = [o for o in cell.outputs if o.output_type == "stream"]
            if cell.metadata.nbgrader.solution:
                cell.outputs = []
    return nb


def derive(solutions):
    """Normalise and execute solution notebooks; write them and the learners' ones.

    Raises ValueError, and leaves the notebook as it was, if a solution does not pass.
    """
    for path in map(Path, solutions):
        before = path.read_bytes()
        nb = framed(normalise(nbformat.read(path, as_version=4)), path)
        write(nb, path)
        store(path)
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", ()):
                if output.output_type == "error":
                    path.write_bytes(before)
                    raise ValueError(f"{path.name}, {cell.id}: {output.evalue}")
        write(
            learners(nbformat.read(path, as_version=4)), path.parent.parent / path.name
        )


def write(nb, path):
    """Write a notebook, the same bytes on every system."""
    path.write_text(nbformat.writes(nb) + "\n", encoding="utf-8", newline="\n")
