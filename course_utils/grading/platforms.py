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

from course_utils.grading.metadata import described, gradescope
from course_utils.grading.names import assignment_of, is_noise, is_notebook, show
from course_utils.grading.sender import Sender
from course_utils.grading.shapes import SHAPES, shaped


def recognise(files, known, metadata, notes, before, remarks):
    """The platform of a download, and the sender of each of its notebooks.

    files : the names that lead to each notebook, the download's own first
    known : the names of the assignments
    metadata : {folder's parts: path of Gradescope's submission_metadata.yml in it}
    notes : Blackboard's notes about submissions, {`note_of` its parts: its text}
    before : platforms of what was collected before
    remarks : gains a sentence for what cannot be read
    Returns (platform, {parts: (Sender, parts below the learner)}).
    """
    found = {"Gradescope": gradescope(files, dict.fromkeys(metadata, {}))}
    for platform in SHAPES:
        found[platform] = shaped(platform, files, known, notes)
    found["GitHub Classroom"] = github(files)
    found[""] = by_folder(files)
    found["Google Classroom"] = google(files, known)

    notebooks = {p for one in found.values() for p in one if is_notebook(p[-1])}
    level = 2  # where the download first holds several things side by side
    while len({parts[:level] for parts in notebooks}) < 2 and level < 9:
        level += 1
    total = len({parts[:level] for parts in notebooks})
    best = max(found, key=lambda one: fit(one, found[one], level, total, before))
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


def fit(platform, found, level, total, before):
    """How well a platform fits: what one learner chose does not decide for the class.

    What lies side by side in the download is counted, however much is in each: where
    most of that has a platform's names, it is the platform's. Of equals it is the one
    that was collected from before, and the one whose names are further outside: a
    learner's own are inside.
    """
    count = len({parts[:level] for parts in found if is_notebook(parts[-1])})
    named = platform not in ("", "Google Classroom")
    count = 2 * count - 1 if named and 2 * count > total else count
    ends = [place_of(parts, rest) for parts, (_, rest) in found.items()]
    return count, platform in before, named, -min(ends, default=0), len(found)


def place_of(parts, rest):
    """Which of the names that lead to a file says whose it is."""
    flat = rest != parts[-len(rest) :]
    return len(parts) - len(rest) - (not flat)


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
    """The senders of "Ann Smith - 01_moving_averages.ipynb", in one folder.

    Of another file, or of a zip, the first piece is the name.
    """
    found = {}
    for parts in files:
        for k, part in enumerate(parts[1:], start=1):
            stem, ending = os.path.splitext(part)
            inside = k < len(parts) - 1 and ending.casefold() != ".zip"
            if inside or " - " not in stem:
                continue
            pieces = re.sub(r"\.ipynb.*$", "", stem).split(" - ")
            other = [p for p in pieces if not assignment_of(f"{p}.ipynb", known)]
            other = [p for p in other if not re.fullmatch(r"Copy( \(\d+\))?", p)]
            if len(pieces) > 1 and len(other) in (1, 2):
                name = re.sub(r"^Copy of ", "", other[0])
                found[parts] = Sender(name, name, name), parts[k + 1 :] or (part,)
                break
    return found


def by_folder(files):
    """LEARNER/..., below folders that only hold the learners' ones."""
    skip, zipped = 1, re.compile(r"\.zip$", re.I)
    while True:
        level = {parts[skip] for parts in files if len(parts) > skip + 1}
        inside = {parts[skip + 1] for parts in files if len(parts) > skip + 2}
        level, inside = (
            {n for n in names if not is_noise(n)} for names in (level, inside)
        )
        own = inside & {"work", "exercises", "notebooks"}
        if len(level) != 1 or not inside or own or len(inside) < 2:
            break
        skip += 1
    found = {}
    for parts in files:
        if len(parts) > skip + 1 and not is_noise(parts[skip]):
            learner = zipped.sub("", parts[skip])
            found[parts] = Sender(learner, learner), parts[skip + 1 :]
    return found
