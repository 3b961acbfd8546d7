"""The table `collected.csv`: which file is whose, in the words of the platform.

`course collect` writes it beside the learners' folders; `course grade` keeps a copy
with the results, where tables and feedback for the platform are made from it.
"""

import csv
import os
import re
from pathlib import Path

NAME = "collected.csv"
COLUMNS = (
    "learner",
    "assignment",
    "platform",
    "key",  # what the platform calls the learner
    "name",
    "email",
    "handed_in",
    "late",
    "file",  # as it was called in the download
    "path",  # where it lies, seen from the table
)


def read(folder):
    """{(learner, assignment): row} of a folder's table; {} if there is none."""
    try:
        with open(Path(folder) / NAME, encoding="utf-8-sig", newline="") as file:
            rows = [
                {name: bare(row.get(name) or "") for name in COLUMNS}
                for row in csv.DictReader(file)
            ]
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    return {(row["learner"], row["assignment"]): row for row in rows}


def write(folder, rows):
    """Replace a folder's table as a whole."""
    path = Path(folder) / NAME
    half = path.with_suffix(f".{os.getpid()}.half")
    with half.open("w", encoding="utf-8", newline="", errors="replace") as file:
        table = csv.DictWriter(file, COLUMNS, "", quoting=csv.QUOTE_ALL)
        table.writeheader()
        for _, row in sorted(rows.items()):
            table.writerow({name: harmless(row.get(name, "")) for name in COLUMNS})
    half.replace(path)


def remember(source, target, submissions):
    """Keep what is known of submissions in `source` with the results in `target`."""
    known, kept = read(source), read(target)
    for one in submissions:
        place = one.learner, one.assignment
        row = known.get(place, {"learner": one.learner, "assignment": one.assignment})
        if one.path:
            own = {"path": Path(os.path.relpath(one.path, target)).as_posix()}
            # what a platform says of the time goes before what lies beside the file
            when = row.get("handed_in") or timestamp(one.path)
            kept[place] = row | own | ({"handed_in": when} if when else {})
    Path(target).mkdir(parents=True, exist_ok=True)
    write(target, kept)


def timestamp(path):
    """The date in nbgrader's timestamp.txt beside a file; "" if there is none."""
    place = path.with_name("timestamp.txt")
    try:
        if place.is_symlink() or not place.is_file():
            return ""
        with place.open(encoding="utf-8") as file:
            return file.read(100).strip()[:40]
    except (OSError, UnicodeDecodeError):
        return ""


WIDE = "\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"  # the same signs
SIGN = rf'(?:[^\S\t\r\n]|")*[-=+@{WIDE}]'  # a quote is the file's, or becomes one
FORMULA = re.compile(rf"(?:^|(?<=[;,\t\r\n]))(?='*{SIGN})")
GUARDED = re.compile(rf"(?:^|(?<=[;,\t\r\n]))'(?='*{SIGN})")


def harmless(value):
    """Text that no spreadsheet takes for a formula, wherever it splits a line."""
    return FORMULA.sub("'", value) if isinstance(value, str) else value


def bare(value):
    """What `harmless` was given."""
    return GUARDED.sub("", value)
