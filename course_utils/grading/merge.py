"""From a submission take what counts as its answers, and nothing else.

Whatever is wrong with a file becomes a sentence about that one submission.
"""

import hashlib
import json
from typing import NamedTuple

from course_utils.checks.reading import cells_of, grade_id, stubs
from course_utils.checks.reading import read as read_answers
from course_utils.grading.submissions import read, show
from course_utils.pack import workspace

__all__ = ["Merged", "answer_ids", "assignments", "grade_id", "merge"]


class Merged(NamedTuple):
    """What was taken: sources by exercise id, and what is wrong, in sentences.

    trouble : why nothing could be taken, or ""
    notes : exercise id -> what is wrong with its cell
    unknown : ids of answer cells that the assignment does not have
    setup : source to run before the answers
    open : ids of the untouched answers
    outside : exercise id -> names that it uses and only other cells define
    """

    sha256: str | None
    answers: dict
    trouble: str = ""
    notes: dict = {}
    unknown: tuple = ()
    setup: str = ""
    open: tuple = ()
    outside: dict = {}


def assignments():
    """The course's own exercise notebooks, by name."""
    paths = workspace.originals(folders=["exercises"])
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


def answer_ids(pristine):
    """The ids of an assignment's answer cells, in order."""
    return list(stubs(pristine))


def merge(path, pristine):
    """Take the answers to the exercises of `pristine` from the file at `path`."""
    if path is None:
        return Merged(None, {}, "no file was handed in")
    try:
        data = read(path)
    except ValueError as error:
        return Merged(None, {}, str(error))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        found = read_answers(cells_of(data), pristine)
    except ValueError as error:
        return Merged(sha256, {}, str(error))
    if not found.answers and not found.open:
        return Merged(sha256, {}, "none of the answer cells is in it", found.notes)
    unknown = tuple(show(name)[:40] for name in found.unknown[:20])
    return Merged(
        sha256,
        found.answers,
        "",
        found.notes,
        unknown,
        found.setup,
        found.open,
        found.outside,
    )
