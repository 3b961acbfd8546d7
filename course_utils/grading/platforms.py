"""Who handed in a file of a download: what each platform writes into its names.

The shapes, with a learner Ann Smith:

Canvas             smithann_LATE_1000_90000_NAME        (user id, attachment id)
                   LATE_anon_aB12c_90000_NAME           (where learners are anonymous)
Moodle             Ann Smith_5000_assignsubmission_file_/NAME, or flat with the same
Gradescope         submission_11111/NAME, and submission_metadata.yml beside
Blackboard         TITLE_asmith_attempt_2026-10-03-10-30-00_NAME, and a .txt beside
Brightspace        13394-80551 - Ann Smith - Oct 3, 2026 1030 AM/NAME, or " - NAME"
Google Classroom   Ann Smith - NAME
GitHub Classroom   SLUG-submissions/SLUG-asmith/...

Anything else is taken as LEARNER/..., in a folder of its own.
"""

import os
import re
from datetime import datetime
from functools import lru_cache

from course_utils.grading.metadata import described, gradescope
from course_utils.grading.names import assignment_of, is_notebook, show
from course_utils.grading.sender import Sender

DATE = r"(?P<when>(?=[^-]*\d{4})[^-]*[^- ])"
SHAPES = {
    "Moodle": r"(?P<name>[^_]+)_(?P<key>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?",
    "Blackboard": r"(?P<head>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})[_.](?P<file>.+)",
    # a folder ends with its date, whatever date the learner's name holds
    "Brightspace": rf"(?P<key>\d+)-\d+ - (?P<name>.+?) - {DATE}"
    r"(?: - (?P<file>(?!(?:.* - )?[^-]*\d{4} \d{3,4}(?: [AP]M)?$).+))?",
    # the name may hold _; .html is what was typed in, and has no attachment's id
    "Canvas": r"(?P<name>.+?)(?P<late>_(?i:late))?_(?P<key>(?<=anon_)[^\W_]{5}|\d+)"
    r"_(?:\d+_|(?=text\.html|link\.html))(?P<file>.+)",
}

# Blackboard's own note about an attempt, and its first line: below it stands what the
# learner wrote
NOTE = re.compile(r"(?P<head>.+)_attempt_\d{4}(?:-\d\d){5}\.txt")
NAMED = re.compile(r"Name:(.+)\(([^()]+)\)")


def recognise(files, known, metadata, notes, remarks):
    """The platform of a download, and the sender of each of its notebooks.

    files : the names that lead to each notebook, the download's own first
    known : the names of the assignments
    metadata : {folder's parts: path of Gradescope's submission_metadata.yml in it}
    notes : Blackboard's notes about submissions, {`note_of` its parts: its text}
    remarks : gains a sentence for what cannot be read
    Returns (platform, {parts: (Sender, parts below the learner)}).
    """
    found = {"Gradescope": gradescope(files, dict.fromkeys(metadata, {}))}
    for platform, shape in SHAPES.items():
        found[platform] = shaped(platform, re.compile(shape), files, notes)
    found["GitHub Classroom"] = github(files)
    found[""] = by_folder(files)
    found["Google Classroom"] = google(files, known)

    def fit(platform):  # so that the names in one submission do not decide for all
        return sum(is_notebook(parts[-1]) for parts in found[platform])

    best = max(found, key=lambda platform: (fit(platform), len(found[platform])))
    if best == "Gradescope":  # of no other download is a file of this name read
        said = {}
        for folder, path in metadata.items():
            try:
                said[folder] = described(path.read_bytes())
            except ValueError as error:
                said[folder] = {}
                remarks.append(f"{show('/'.join(folder[1:]))}: {error}")
        return best, gradescope(files, said)
    return best, found[best]


def shaped(platform, shape, files, notes):
    """The files in whose names the shape stands, each at the first place."""
    matches = {}
    for parts in files:
        for k, part in enumerate(parts):
            match = shape.fullmatch(part)
            inside = parts[k + 1 :]
            if match and (inside or match["file"]):
                matches[parts] = k, match, inside or (match["file"],)
                break
    board = platform == "Blackboard"
    heads = {match["head"] for _, match, _ in matches.values()} if board else ()
    common = os.path.commonprefix(sorted(heads)) if len(heads) > 1 else ""
    common = common[: common.rfind("_") + 1]  # the assignment's title
    found = {}
    for parts, (k, match, rest) in matches.items():
        own = match.groupdict()
        key, late = own.get("key"), own.get("late")
        name = own.get("name", "")
        if platform == "Canvas" and name == "LATE_anon":
            name, late = "anon", True
        when, doubt = iso(own.get("when") or ""), ""
        if (
            platform == "Brightspace"
        ):  # a date in front of the file's name, or of theirs
            dates = [iso(piece) for piece in (own["file"] or "").split(" - ")[:-1]]
            if any(dates):
                when, doubt = (
                    max(when, *dates),
                    "two dates in its name; the later counts",
                )
        if board:
            key = own["head"].removeprefix(common) if common else own["head"]
            key = key if common else key.rsplit("_", 1)[-1]
            first = notes.get((*parts[:k], own["head"]), "").partition("\n")[0]
            if said := NAMED.fullmatch(first.strip()):
                name, key = said[1].strip(), said[2]
        folder = {"Canvas": f"{name}_{key}", "Blackboard": key}.get(platform, name)
        # Canvas writes -1, -2 behind the name of what is handed in again
        number = re.search(r"-(\d+)\.ipynb$", rest[-1]) if platform == "Canvas" else 0
        sender = Sender(key, folder, name, "", when, bool(late), doubt=doubt)
        found[parts] = sender._replace(version=int(number[1]) if number else 0), rest
    return found


@lru_cache(1000)
def iso(text):
    """A platform's date and time as 2026-10-03T10:30:00, "" if it cannot be read."""
    text = re.sub(r"\s+", " ", text.strip().replace(":", ""))
    text = re.sub(r"\b(\d)(\d\d) ([AaPp])", r"0\1\2 \3", text)  # 930 AM
    for form in (
        "%Y-%m-%d-%H-%M-%S",
        "%b %d, %Y %I%M %p",
        "%B %d, %Y %I%M %p",
        "%d %B, %Y %H%M",
    ):
        try:
            return datetime.strptime(text, form).isoformat()
        except ValueError:
            continue
    return ""


def note_of(parts):
    """What one of Blackboard's notes is about: its folder's parts and what stands in
    front of _attempt_; None if a file is no such note.

    Nothing inside of what a learner handed in is about another: the parts differ.
    """
    match = NOTE.fullmatch(parts[-1])
    return (*parts[:-1], match["head"]) if match else None


def github(files):
    """The senders of SLUG-submissions/SLUG-login/..., by `gh classroom clone`."""
    found = {}
    for parts in files:
        for k, part in enumerate(parts[:-2]):
            slug = part.removesuffix("-submissions") + "-"
            login = parts[k + 1].removeprefix(slug)
            if part.endswith("-submissions") and login != parts[k + 1]:
                found[parts] = Sender(login, login), parts[k + 2 :]
                break
    return found


def google(files, known):
    """The senders of "Ann Smith - 01_moving_averages.ipynb", in one folder."""
    found = {}
    for parts in files:
        pieces = re.sub(r"\.ipynb.*$", "", parts[-1]).split(" - ")
        other = [p for p in pieces if not assignment_of(p + ".ipynb", known)]
        other = [p for p in other if not re.fullmatch(r"Copy( \(\d+\))?", p)]
        if len(pieces) > 1 and len(other) == 1 and len(pieces) - len(other) >= 1:
            name = re.sub(r"^Copy of ", "", other[0])
            found[parts] = Sender(name, name, name), parts[-1:]
    return found


def by_folder(files):
    """LEARNER/..., below folders that only hold the learners' ones."""
    skip, zipped = 1, re.compile(r"\.zip$", re.I)
    while True:
        level = {parts[skip] for parts in files if len(parts) > skip + 1}
        inside = {parts[skip + 1] for parts in files if len(parts) > skip + 2}
        own = inside & {"work", "exercises", "notebooks"}
        if len(level) != 1 or not inside or own or len(inside) < 2:
            break
        skip += 1
    found = {}
    for parts in files:
        if len(parts) > skip + 1:
            learner = zipped.sub("", parts[skip])
            found[parts] = Sender(learner, learner), parts[skip + 1 :]
    return found
