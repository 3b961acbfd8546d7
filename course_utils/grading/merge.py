"""From a submission take the source of its answer cells, and nothing else.

Statements, checks, outputs, tags and the kernel's name come from the course's own
notebook. Whatever is wrong with a file becomes a sentence about that one submission.
"""

import ast
import hashlib
import json
from typing import NamedTuple

from course_utils.grading.submissions import read, show
from course_utils.pack import workspace

LONGEST = 100_000  # characters of one answer


class Merged(NamedTuple):
    """What was taken: sources by exercise id, and what is wrong, in sentences.

    trouble : why nothing could be taken, or ""
    notes : exercise id -> what is wrong with its cell
    unknown : ids of answer cells that the assignment does not have
    """

    sha256: str | None
    answers: dict
    trouble: str = ""
    notes: dict = {}
    unknown: tuple = ()


def assignments():
    """The course's own exercise notebooks, by name."""
    paths = workspace.originals(folders=["exercises"])
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


def grade_id(cell):
    """The nbgrader id of a cell of any notebook, or None."""
    meta = cell.get("metadata") if isinstance(cell, dict) else None
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    found = meta.get("grade_id") if isinstance(meta, dict) else None
    return found if isinstance(found, str) else None


def answer_ids(pristine):
    """The ids of an assignment's answer cells, in order."""
    return [
        grade_id(cell)
        for cell in pristine["cells"]
        if grade_id(cell) and cell["metadata"]["nbgrader"]["solution"]
    ]


def setup(pristine):
    """The imports of an assignment's own cells, without those of the course."""
    lines = []
    for cell in pristine["cells"]:
        if cell["cell_type"] != "code" or grade_id(cell):
            continue
        for node in ast.parse(source_of(cell)).body:
            line = ast.unparse(node)
            if isinstance(node, ast.Import | ast.ImportFrom):
                if "course_utils" not in line:
                    lines.append(line)
    return "\n".join(lines)


def cells_of(data):
    """The code cells of a notebook's bytes; ValueError says what is wrong with it."""
    if not data.strip():
        raise ValueError("the file is empty")
    try:
        nb = json.loads(data)  # UTF-8, with a mark or not, and UTF-16
    except UnicodeDecodeError:
        raise ValueError("its text is not UTF-8: save it again in JupyterLab") from None
    except (ValueError, RecursionError):
        if b"<<<<<<<" in data and b">>>>>>>" in data:
            raise ValueError("it holds the marks of a merge conflict") from None
        raise ValueError("it is no notebook, or only a part of one") from None
    if not isinstance(nb, dict) or nb.get("nbformat") not in (3, 4):
        raise ValueError("it is not a notebook of format 4: save it in JupyterLab")
    sheets = nb.get("worksheets") if nb["nbformat"] == 3 else [nb]
    groups = [s.get("cells") for s in sheets or [] if isinstance(s, dict)]
    if not groups or not all(isinstance(group, list) for group in groups):
        raise ValueError("it has no cells")
    cells = [cell for group in groups for cell in group if isinstance(cell, dict)]
    return [cell for cell in cells if cell.get("cell_type") == "code"]


def source_of(cell):
    """A cell's source, which a notebook stores as text or as lines; None if neither."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source if isinstance(source, str) else None


def merge(path, ids):
    """Take the answers with these ids from the file at `path`."""
    if path is None:
        return Merged(None, {}, "no file was handed in")
    try:
        data = read(path)
    except ValueError as error:
        return Merged(None, {}, str(error))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        cells = cells_of(data)
    except ValueError as error:
        return Merged(sha256, {}, str(error))
    sources, unknown = {name: [] for name in ids}, set()
    for cell in cells:
        name = grade_id(cell)
        if name in sources:
            sources[name].append(source_of(cell))
        elif name and cell["metadata"]["nbgrader"].get("solution") is True:
            unknown.add(show(name)[:40])
    answers, notes = {}, {}
    for name, given in sources.items():
        if not given:
            notes[name] = "its answer cell is missing from the notebook"
        elif len(set(given)) > 1:
            notes[name] = f"there are {len(given)} different answer cells with its id"
        elif given[0] is None or len(given[0]) > LONGEST:
            notes[name] = "its answer cell holds no text, or far too much"
        else:
            answers[name] = given[0].encode("utf-8", "replace").decode("utf-8")
    if not answers:
        return Merged(sha256, {}, "none of the answer cells is in it", notes)
    return Merged(sha256, answers, "", notes, tuple(sorted(unknown)[:20]))
