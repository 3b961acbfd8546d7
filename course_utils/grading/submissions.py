"""Finds what learners handed in; reads regular files of a sensible size alone."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from course_utils.grading.choose import choose
from course_utils.grading.names import (
    RESERVED,
    assignment_of,
    is_noise,
    is_notebook,
    show,
)

# A link or a pipe is not followed or waited for, where a system has them.
FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
FLAGS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
LARGEST = 20 * 2**20  # bytes of a file
DEEPEST = 8  # folders in folders
MOST = 20  # files of one learner for one assignment: all are read to compare them
FEW = 3  # remarks on files of one learner: nobody's drown those on the others


class Submission(NamedTuple):
    """A learner's file for one assignment; `path` is None if there is none.

    trouble : why none of the files that there are can be taken, or ""
    """

    learner: str
    assignment: str
    path: Path | None
    trouble: str = ""


def discover(folder, known):
    """Find submissions in `LEARNER/NN_name.ipynb`, at any depth below LEARNER.

    Returns (submissions, remarks): one Submission for each learner and each assignment
    that anyone handed in, and a sentence for whatever else lies there. nbgrader's
    `submitted/` is taken, too. Of several files of one learner none is chosen silently.
    """
    top, remarks, learners, found = Path(folder), [], [], {}
    if (top / "submitted").is_dir() and not (top / "submitted").is_symlink():
        top = top / "submitted"
    for entry in entries(top):
        if entry.name == "collected.csv":
            continue
        if entry.name.startswith("."):  # of the system, if not of a learner
            if entry.is_dir(follow_symlinks=False) and any(notebooks(entry)):
                remarks.append(f"{show(entry.name)}: a hidden folder; left out")
            continue
        if entry.is_symlink() or not entry.is_dir(follow_symlinks=False):
            remarks.append(f"{show(entry.name)}: not a learner's folder; left out")
            continue
        if entry.name in RESERVED:
            remarks.append(f"{entry.name}: rename this folder; `course report` uses it")
            continue
        if is_noise(entry.name):
            remarks.append(f"{entry.name}: not a learner's folder; left out")
            continue
        learners.append(entry.name)
        lost = []
        for path in sorted(notebooks(entry)):
            name = assignment_of(path.name, known)
            if name:
                found.setdefault((entry.name, name), []).append(path)
            else:
                place = show(path.relative_to(top).as_posix())
                lost.append(f"{place}: no assignment of that name; left out")
        remarks += lost[:FEW]
        if lost[FEW:]:
            remarks.append(f"{show(entry.name)}: and {len(lost) - FEW} more like these")
    submissions = []
    for name in sorted({name for _, name in found}):
        for learner in sorted(learners):
            paths = found.get((learner, name), [])
            path, trouble, untouched = taken(top / learner, paths, known[name])
            submissions.append(Submission(learner, name, path, trouble))
            for place in untouched[:FEW]:
                remarks.append(f"{show(learner)}/{place}: nothing is answered in it")
    return submissions, remarks


def taken(folder, paths, pristine):
    """(the file to grade, why it is none of those that are there, those untouched)"""
    if len(paths) < 2:
        return (paths or [None])[0], "", []
    if len(paths) > MOST:
        return None, f"there are {len(paths)} files of it: leave one", []
    contents, places = {}, {}
    for path in paths:
        places[path] = show(path.relative_to(folder).as_posix())
        try:
            contents[path] = read(path)
        except ValueError as error:
            trouble = f"there are {len(paths)} files of it; of {places[path]}, {error}"
            return None, trouble, []
    left, untouched = choose(contents, pristine)
    names = [places[path] for path in untouched]
    if len(left) == 1:
        return left[0], "", names
    named = ", ".join(places[path] for path in left[:3])
    return None, f"there are {len(left)} different files of it: {named}", names


def notebooks(folder, depth=0):
    """The paths of all that is called a notebook below a folder; follows no links."""
    for entry in entries(folder):
        if is_notebook(entry.name):
            yield Path(entry.path)
        elif entry.is_dir(follow_symlinks=False) and not is_noise(entry.name):
            if depth < DEEPEST:
                yield from notebooks(entry, depth + 1)


def entries(folder):
    """What lies in a folder, in order of name; nothing if it cannot be read."""
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []


def read(path):
    """The bytes of a regular file; ValueError says why not."""
    if os.path.islink(path):
        raise ValueError("it is a link, not a file")
    try:
        handle = os.open(path, FLAGS)
    except OSError as error:
        raise ValueError(f"it cannot be opened ({error.strerror})") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ValueError("it is not a regular file")
    with os.fdopen(handle, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 2**20} MB: clear its outputs")
    return data
