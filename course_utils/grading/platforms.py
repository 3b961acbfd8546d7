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

import re

from course_utils.grading.metadata import described, gradescope
from course_utils.grading.names import assignment_of, is_notebook, show
from course_utils.grading.sender import Sender
from course_utils.grading.shapes import SHAPES, shaped


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
    for platform in SHAPES:
        found[platform] = shaped(platform, files, known, notes)
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
