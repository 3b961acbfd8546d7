"""Finds what learners handed in; reads regular files of a sensible size alone."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

LARGEST = 20 * 2**20  # bytes of a file
RESERVED = ("report",)  # the name of a folder that `course report` writes


class Submission(NamedTuple):
    """A learner's file for one assignment; `path` is None if there is none."""

    learner: str
    assignment: str
    path: Path | None


def discover(folder, known):
    """Find submissions in `LEARNER/NN_name.ipynb` or nbgrader's `submitted/` layout.

    Returns (submissions, remarks): one Submission for each learner and each assignment
    that anyone handed in, and a sentence for whatever else lies there.
    """
    top, remarks, found, learners = Path(folder), [], {}, []
    if (top / "submitted").is_dir() and not (top / "submitted").is_symlink():
        top = top / "submitted"
    for entry in entries(top):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() or not entry.is_dir(follow_symlinks=False):
            remarks.append(f"{show(entry.name)}: not a learner's folder; left out")
            continue
        if entry.name in RESERVED:
            remarks.append(f"{entry.name}: rename this folder; `course report` uses it")
            continue
        learners.append(entry.name)
        places = entries(entry)
        for inner in [e for e in places if e.is_dir(follow_symlinks=False)]:
            places += entries(inner) if inner.name in known else []
        for file in places:
            name = file.name.removesuffix(".ipynb")
            if file.name.endswith(".ipynb") and name in known:
                found[entry.name, name] = Path(file.path)
            elif file.name.endswith(".ipynb"):
                place = f"{entry.name}/{file.name}"
                remarks.append(f"{show(place)}: no assignment of that name; left out")
    names = sorted({name for _, name in found})
    return [
        Submission(learner, name, found.get((learner, name)))
        for name in names
        for learner in sorted(learners)
    ], remarks


def entries(folder):
    """What lies in a folder, in order of name; nothing if it cannot be read."""
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []


def show(name):
    """A name as one printable line."""
    safe = "".join(c if c.isprintable() else "?" for c in name)
    return safe.encode("utf-8", "replace").decode("utf-8")


def read(path):
    """The bytes of a regular file; ValueError says why not."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if os.path.islink(path):
            raise ValueError("it is a link, not a file") from None
        raise ValueError(f"it cannot be opened ({error.strerror})") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ValueError("it is not a regular file")
    with os.fdopen(handle, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 2**20} MB: clear its outputs")
    return data
