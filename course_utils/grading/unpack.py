"""The files of a download, from a folder or a zip, without writing any of them.

A name in a zip never becomes a path here, so that it can lead nowhere; what is read is
bounded by file, by zip and in all, whatever a zip says of its sizes.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course_utils.grading.names import is_noise, show
from course_utils.grading.submissions import LARGEST, read

ALL = 4 * 2**30  # bytes that a download may hold, unpacked
ZIP = 200 * 2**20  # bytes of a zip within it, and of what it holds
MANY = 200_000  # files
DEEPEST = 3  # zips in zips


class Member(NamedTuple):
    """One file: the names of its folders and its own; `read` gives its bytes.

    `read` raises ValueError with a sentence when the bytes cannot be had.
    """

    parts: tuple[str, ...]
    read: Callable


class Refused(Exception):
    """The download as a whole is not taken; the message says why."""


class Budget:
    """How many bytes and files may still be taken, of a zip and of all there is."""

    def __init__(self, size, outer=None):
        self.left, self.files, self.outer = size, MANY, outer

    def take(self, size=0, files=0):
        if self.outer:
            self.outer.take(size, files)
        self.left, self.files = self.left - size, self.files - files
        if self.left < 0 or self.files < 0:
            if self.outer:
                raise ValueError("the zip that it lies in unpacks to far too much")
            raise Refused("it unpacks to far more than a class hands in")


def members(path, remarks):
    """Yield all files below a folder or in a zip, those of zips within it as well.

    What is left out for a reason is added to `remarks`. Raises Refused.
    """
    path, budget = Path(path), Budget(ALL)
    if path.is_dir():
        yield from in_folder(path, (), budget, remarks)
    else:
        with path.open("rb") as file:
            try:
                yield from in_zip(file, (path.name,), budget, remarks)
            except zipfile.BadZipFile:
                raise Refused("it is neither a folder nor a zip") from None


def in_folder(folder, parts, budget, remarks):
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if is_noise(entry.name) or entry.is_symlink():
            continue
        here = (*parts, entry.name)
        budget.take(files=1)
        if entry.is_dir():
            yield from in_folder(entry.path, here, budget, remarks)
        elif entry.name.casefold().endswith(".zip"):
            with open(entry.path, "rb") as file:
                yield from inner(file, here, budget, remarks)
        else:
            yield Member(here, lambda path=entry.path: read(path))


def inner(file, parts, budget, remarks, depth=1):
    """The files of a zip that lies in a download; one bad zip costs only itself."""
    place = "/".join(map(show, parts))
    try:
        yield from in_zip(file, parts, Budget(ZIP, budget), remarks, depth)
    except zipfile.BadZipFile:
        remarks.append(f"{place}: a zip that cannot be read; left out")
    except ValueError as error:
        remarks.append(f"{place}: {error}; left out")


def in_zip(file, parts, budget, remarks, depth=0):
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            name = decoded(info)
            pieces = PurePosixPath(name.replace("\\", "/")).parts
            place = show("/".join([*parts, name]))
            budget.take(files=1)
            if info.is_dir() or any(map(is_noise, set(pieces) - {"..", "/"})):
                continue
            if ".." in pieces or pieces[0].startswith("/") or ":" in pieces[0][1:2]:
                remarks.append(f"{place}: its name leads out of the zip; left out")
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                remarks.append(f"{place}: it is a link, not a file; left out")
                continue
            here = (*parts, *pieces)
            if name.casefold().endswith(".zip") and depth < DEEPEST:
                try:
                    data = bytes_of(archive, info, budget, ZIP)
                except ValueError as error:
                    remarks.append(f"{place}: {error}; left out")
                    continue
                yield from inner(io.BytesIO(data), here, budget, remarks, depth + 1)
            else:
                yield Member(here, lambda i=info: bytes_of(archive, i, budget))


def decoded(info):
    """A member's name; many tools write UTF-8 without saying so."""
    try:
        if not info.flag_bits & 0x800:
            return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        pass
    return info.filename


def bytes_of(archive, info, budget, largest=LARGEST):
    """A member's bytes; ValueError says why not, Refused when it is too much in all."""
    try:
        with archive.open(info) as file:
            data = file.read(largest + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise ValueError("it is damaged in the zip") from None
    except (RuntimeError, NotImplementedError):
        raise ValueError("it is locked, or packed in a way unknown here") from None
    budget.take(len(data))
    if len(data) > largest:
        raise ValueError(f"it is larger than {largest // 2**20} MB")
    return data
