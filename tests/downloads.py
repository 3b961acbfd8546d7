"""What platforms hand out, made in their documented shapes, for a class of three.

Two learners are called Ann Smith; the third, Bo Li, hands in twice where a platform
keeps attempts. Where each shape is documented stands with it.
"""

import io
import json
import zipfile

import grading_bank as bank

RIGHT = json.dumps(bank.notebook(bank.RIGHT)).encode()
WRONG = json.dumps(bank.notebook(bank.RIGHT | {"ema": bank.FAKE})).encode()
HALF = json.dumps(bank.notebook(bank.RIGHT | {"half_life": ""})).encode()
FILE = f"{bank.NAME}.ipynb"

# instructure/canvas-lms: Assignment#infer_comment_context_from_filename, the pieces
# between _ that are numbers: the id of the user, then that of the attachment; -1 is
# what Canvas writes behind the name of a file that is handed in again
CANVAS = {
    f"smithann_1000_90000_{FILE}": RIGHT,
    "smithann_LATE_1001_90001_01_moving_averages (1).ipynb": WRONG,
    f"libo_1002_90002_{FILE}": b"an older attempt, kept by a teacher",
    "libo_1002_90005_01_moving_averages-1.ipynb": HALF,
    f"__MACOSX/._smithann_1000_90000_{FILE}": b"\0",
}
# moodle/moodle: mod/assign/feedback/file/importziplib.php, fullname_participant_type_
# name_ as the name of a folder, or in front of the name of a file
MOODLE = {
    f"Ann Smith_5000_assignsubmission_file_/{FILE}": RIGHT,
    "Ann Smith_5001_assignsubmission_file_/Copy of 01_moving_averages.ipynb": WRONG,
    "Bo Li_5002_assignsubmission_file_/01_moving_averages-Copy1.ipynb": HALF,
    "Bo Li_5002_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
}
MOODLE_FLAT = {name.replace("_/", "_"): data for name, data in MOODLE.items()}
# otter-grader's docs, "Metadata Files", and the export itself: a folder for each
# submission, and submission_metadata.yml with Ruby's symbols as keys
GRADESCOPE = {
    f"assignment_77_export/submission_11111/{FILE}": RIGHT,
    f"assignment_77_export/submission_22222/work/exercises/{FILE}": WRONG,
    f"assignment_77_export/submission_22222/work/notebooks/{FILE}": (
        bank.ROOT / "notebooks" / FILE
    ).read_bytes(),
    f"assignment_77_export/submission_33333/{FILE}": HALF,
    "assignment_77_export/submission_metadata.yml": b"""---
submission_11111:
  :submitters:
  - :name: Ann Smith
    :sid: '301'
    :email: ann@example.org
  :created_at: 2026-10-03 10:30:00.000000000 +02:00
submission_22222:
  :submitters:
  - :name: Ann Smith
    :sid: '302'
    :email: smith@example.org
submission_33333:
  :submitters:
  - :name: Bo Li
    :sid: '303'
    :email: bo@example.org
""",
}
# github.com/kwurst/bb-file-cleanup: title_username_attempt_datetime_filename, and a
# text file of the same name that says "Name: ... (username)"
AT = "Week 1_{}_attempt_2026-10-0{}-10-30-00"
BLACKBOARD = {
    f"{AT.format('asmith', 3)}_{FILE}": RIGHT,
    f"{AT.format('asmith2', 3)}_{FILE}": WRONG,
    f"{AT.format('b_li', 3)}_{FILE}": WRONG,
    f"{AT.format('b_li', 4)}_{FILE}": HALF,
    f"{AT.format('asmith', 3)}.txt": b"Name: Ann Smith (asmith)\nAssignment: Week 1\n",
    f"{AT.format('asmith2', 3)}.txt": b"Name: Ann Smith (asmith2)\nAssignment: x\n",
    f"{AT.format('b_li', 4)}.txt": b"Name: Bo Li (b_li)\nAssignment: Week 1\n",
}
# files named like "13394-80551 - First Last - Mar 29, 2018 1205 PM - NAME", which
# public parsers of such names read; newer downloads have a folder in its place
BRIGHTSPACE = {
    f"201-9 - Ann Smith - Oct 3, 2026 1030 AM/{FILE}": RIGHT,
    f"202-9 - Ann Smith - Oct 3, 2026 1031 AM - {FILE}": WRONG,
    f"203-9 - Bo Li - Oct 3, 2026 930 AM/{FILE}": WRONG,
    f"203-9 - Bo Li - Oct 3, 2026 1205 PM/{FILE}": HALF,
    "index.html": b"<p>list</p>",
}
# Google Classroom's help, "make a copy for each student": the learner's name and " - "
# stand in front of the name of the file
GOOGLE = {
    f"Ann Smith - {FILE}": RIGHT,
    "Copy of Ann Smyth - 01_moving_averages.ipynb": WRONG,
    "Bo Li - 01_moving_averages (2).ipynb": HALF,
}
# github/gh-classroom, `clone student-repos`: SLUG-submissions/SLUG-USERNAME
GITHUB = {
    f"week-1-submissions/week-1-asmith/exercises/{FILE}": RIGHT,
    f"week-1-submissions/week-1-ann-s/work/exercises/{FILE}": WRONG,
    f"week-1-submissions/week-1-ann-s/exercises/{FILE}": json.dumps(
        bank.pristine()
    ).encode(),
    f"week-1-submissions/week-1-boli/exercises/{FILE}": HALF,
    "week-1-submissions/week-1-boli/.git/HEAD": b"ref: refs/heads/main",
}

DOWNLOADS = {  # platform -> (files, the folders of the one right, wrong, half)
    "Canvas": (CANVAS, ("smithann_1000", "smithann_1001", "libo_1002")),
    "Moodle": (MOODLE, ("Ann Smith 5000", "Ann Smith 5001", "Bo Li")),
    "Moodle flat": (MOODLE_FLAT, ("Ann Smith 5000", "Ann Smith 5001", "Bo Li")),
    "Gradescope": (
        GRADESCOPE,
        ("ann@example.org", "smith@example.org", "bo@example.org"),
    ),
    "Blackboard": (BLACKBOARD, ("asmith", "asmith2", "b_li")),
    "Brightspace": (BRIGHTSPACE, ("Ann Smith 201", "Ann Smith 202", "Bo Li")),
    "Google Classroom": (GOOGLE, ("Ann Smith", "Ann Smyth", "Bo Li")),
    "GitHub Classroom": (GITHUB, ("asmith", "ann-s", "boli")),
}


def as_folder(path, files):
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def as_zip(path, files):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def zipped(files, packing=zipfile.ZIP_DEFLATED):
    """The bytes of a zip that a learner hands in."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()
