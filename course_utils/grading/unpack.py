"""The files of a download, from a folder or a zip, without writing any of them.

A name in a zip never becomes a path here, so that it can lead nowhere; what is read is
bounded by file, by zip and in all, whatever a zip says of its sizes. Whatever is wrong
with one file or one zip costs that one alone.
"""

import io
import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course_utils.grading.names import is_noise, show
from course_utils.grading.submissions import LARGEST, read

ALL = 4 * 2**30  # bytes that a download may hold, unpacked
ZIP = 200 * 2**20  # bytes of a zip within it, and of what it holds
TIMES = 100  # its own size that it may hold, or else LEAST: notebooks shrink to a third
LEAST = 25 * 2**20
MANY = 200_000  # files
OWN = 20_000  # files of a zip within it; an environment has as many
ENTRIES = 100_000  # in a zip within it, with hidden ones: its directory is in memory
DIRECTORY = 10 * 2**20  # bytes of that directory
HIDDEN = 100  # hidden files of a zip that are told
DEEPEST = 3  # zips in zips
LONGEST, FOLDERS = 255, 50  # bytes of a name that learners chose, folders in folders
PACKED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED  # others unpack without a limit


class Member(NamedTuple):
    """One file: the names of its folders and its own; `read` gives its bytes.

    `read` raises ValueError with a sentence when the bytes cannot be had. A folder, and
    a zip that is left out, has a last name of "": there is nothing to read.

    trouble : why it is left out, or ""
    """

    parts: tuple[str, ...]
    read: Callable | None = None
    trouble: str = ""


class Refused(Exception):
    """The download as a whole is not taken; the message says why."""


class Budget:
    """How many bytes and files may still be taken, of a zip and of all there is."""

    def __init__(self, size, files, outer=None, place=""):
        self.left, self.files = size, files
        self.outer, self.place, self.taken = outer, place, Counter()
        self.entries = ENTRIES

    def see(self, entries):
        """Counts those of a zip in a zip, hidden ones as well, before it is read."""
        if self.outer:
            self.entries -= entries
            if self.entries < 0:
                raise ValueError(f"there are more than {ENTRIES:,} files in the zip")
            self.outer.see(entries)

    def take(self, size=0, files=0, place=""):
        """Raises ValueError for a zip, and Refused, which names whose it was, for all.

        A zip that has too much takes no more of what there is for all.
        """
        self.left, self.files = self.left - size, self.files - files
        self.taken[place] += size / ALL + files / MANY
        if min(self.left, self.files) < 0 and self.outer:
            raise ValueError("it holds or unpacks to far too much: hand in less")
        if min(self.left, self.files) < 0:
            most = show(self.taken.most_common(1)[0][0])
            raise Refused(
                "it unpacks to far more than a class hands in, and the largest part of "
                f"that lies in {most}: take that out"
            )
        if self.outer:
            self.outer.take(size, files, self.place)


def members(path):
    """Yield all files below a folder or in a zip, those of zips within it as well.

    Folders are among them, so that nobody is missing who handed in nothing of use.
    Raises Refused.
    """
    path, budget = Path(path), Budget(ALL, MANY)
    if path.is_dir():
        yield from in_folder(path, (), budget)
    else:
        with path.open("rb") as file:
            try:
                yield from in_zip(file, (path.name,), budget)
            except ValueError:
                raise Refused("it is neither a folder nor a zip") from None


def in_folder(folder, parts, budget):
    yield Member((*parts, ""))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Member((*parts, ""), None, f"it cannot be opened ({error.strerror})")
        return
    for entry in entries:
        here = (*parts, entry.name)
        if is_noise(entry.name):
            yield from ignored(here)
            continue
        budget.take(files=1, place="/".join(parts) or entry.name)
        if entry.is_symlink():
            yield Member(here, None, "it is a link, not a file")
        elif entry.is_dir() and len(here) > FOLDERS:
            yield Member(here, None, "it lies too deep")
        elif entry.is_dir():
            yield from in_folder(entry.path, here, budget)
        elif not entry.is_file():
            yield Member(here, None, "it is not a regular file")
        elif entry.name.casefold().endswith(".zip"):
            yield from zip_on_disk(entry.path, here, budget)
        else:
            yield Member(here, lambda path=entry.path: read(path))


def ignored(parts):
    """What a learner handed in under a hidden name, or that of no answers; unread."""
    mac = parts[-1] == "__MACOSX"  # holds a copy of each name
    yield Member((*(parts[:-1] if mac else parts), ""))


def zip_on_disk(path, parts, budget):
    try:
        with open(path, "rb") as file:
            yield from inner(file, parts, budget)
    except OSError as error:
        yield Member((*parts, ""), None, f"it cannot be opened ({error.strerror})")


def inner(file, parts, budget, depth=1):
    """The files of a zip that lies in a download; one bad zip costs only itself."""
    yield Member((*parts, ""))
    try:
        size = max(LEAST, TIMES * file.seek(0, io.SEEK_END))
        own = Budget(min(ZIP, size), OWN, budget, "/".join(parts))
        own.see(entries(file))
        yield from in_zip(file, parts, own, depth)
    except ValueError as error:
        yield Member((*parts, ""), None, str(error))


def in_zip(file, parts, budget, depth=0):
    hidden = 0
    with opened(file, DIRECTORY if depth else ALL) as archive:
        for info in archive.infolist():
            name = decoded(info)
            pieces = PurePosixPath(name.replace("\\", "/")).parts
            if why := wrong(name, pieces, LONGEST if depth else 4 * LONGEST):
                yield Member((*parts, ""), None, f"{show(name)[:80]} in it {why}")
                continue
            noise = [k for k, piece in enumerate(pieces, start=1) if is_noise(piece)]
            if noise:
                hidden += 1
                if not depth or hidden <= HIDDEN:
                    yield from ignored((*parts, *pieces[: noise[0]]))
                continue
            if name.endswith("/"):
                yield Member((*parts, *pieces, ""))
                continue
            place = "/".join(pieces[:-1]) or name
            budget.take(files=1, place=place)
            here = (*parts, *pieces)
            if stat.S_ISLNK(info.external_attr >> 16):
                yield Member(here, None, "it is a link, not a file")
            elif name.casefold().endswith(".zip") and depth < DEEPEST:
                try:
                    data = bytes_of(archive, info, budget, place, ZIP)
                except ValueError as error:
                    yield Member((*here, ""), None, str(error))
                    continue
                yield from inner(io.BytesIO(data), here, budget, depth + 1)
            else:
                yield Member(here, partial(bytes_of, archive, info, budget, place))


def entries(file):
    """How many entries a zip may have, before its directory is read into memory."""
    found, last = 0, b""
    file.seek(0)
    while data := last + file.read(2**20):
        if data == last:
            break
        found, last = found + data.count(b"PK\1\2"), data[-3:]
    return found


class Spare:
    """A file that hands out no more than `most` bytes at once.

    A zip's directory is one read, of as much as the zip says, wherever it says it.
    """

    def __init__(self, file, most):
        self.file, self.most, self.refused = file, most, False

    def read(self, size=-1):
        self.refused = size > self.most
        if self.refused:
            raise ValueError
        return self.file.read(size)

    def __getattr__(self, name):
        return getattr(self.file, name)


def opened(file, most):
    """A zip that can be read, or ValueError: there are many ways to forge one.

    Of the zip's directory `most` bytes are read: all its names are in memory.
    """
    spare = Spare(file, most)
    try:
        return zipfile.ZipFile(spare)
    except Exception:
        many = "its names are too long, or too many"
        raise ValueError(
            many if spare.refused else "a zip that cannot be read"
        ) from None
    finally:
        spare.most = ALL


def wrong(name, pieces, longest):
    """Why a file of this name in a zip is left out, or None."""
    if not pieces or "\0" in name:
        return "has no name"
    if ".." in pieces or re.fullmatch("/.*|.:", pieces[0], re.S):
        return "leads out of the zip"
    if (
        len(pieces) > FOLDERS
        or max(len(p.encode("utf-8", "replace")) for p in pieces) > longest
    ):
        return "has too long a name"


def decoded(info):
    """A member's name; many tools write UTF-8 without saying so."""
    try:
        if not info.flag_bits & 0x800:
            return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        pass
    return info.filename


def bytes_of(archive, info, budget, place, largest=LARGEST):
    """A member's bytes; ValueError says why not, Refused when it is too much in all."""
    budget.take()  # nothing more is unpacked of what is too much already
    if info.flag_bits & 1 or info.compress_type not in PACKED:
        raise ValueError("it is locked, or packed in a way unknown here")
    try:
        with archive.open(info) as file:
            data = file.read(min(largest, info.file_size) + 1)
    except Exception:  # what a forged zip makes of the decoder
        budget.take(min(info.file_size, largest), place=place)
        raise ValueError("it is damaged in the zip") from None
    budget.take(len(data), place=place)
    if len(data) > largest:
        raise ValueError(f"it is larger than {largest // 2**20} MB")
    return data
