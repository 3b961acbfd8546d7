"""Zips of feedback, in the names by which each platform gives it to its learners."""

import re
import zipfile

from course_utils.grading.classroom import place
from course_utils.grading.names import folder_name
from course_utils.grading.shapes import SHAPES


def hand_back(report, results, known, page):
    """Write `feedback_NAME.zip` for each assignment; returns the paths."""
    paths = []
    for name in sorted({place(one)[1] for one in results}):
        paths.append(report / f"feedback_{name}.zip")
        half = paths[-1].with_suffix(".half")
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in results:
                learner = place(one)[0]
                if place(one)[1] == name:
                    text = page("feedback.html", learner=learner, results=[one])
                    archive.writestr(reply(known.get((learner, name)), learner), text)
        half.replace(paths[-1])
    return paths


def reply(link, learner):
    """The name of a learner's feedback by which the platform knows whose it is.

    Canvas reads the two ids in the name of the file that was handed in, Moodle the
    participant's number in front, Brightspace the name of the folder.
    """
    link = link or {}
    platform, part = link.get("platform"), ""
    if " or " in link.get("key", ""):  # whose it is, the teacher has to find out
        platform = ""
    if platform in SHAPES:
        shape = re.compile(SHAPES[platform], re.S)
        pieces = link["file"].split("/")
        part = next((piece for piece in pieces if shape.fullmatch(piece)), "")
    if platform == "Canvas" and part:
        return f"{part.split('.')[0]}.html"
    if platform == "Moodle":
        return f"{link['name']}_{link['key']}_assignsubmission_file_feedback.html"
    if platform == "Brightspace" and part:
        flat = shape.fullmatch(part)["file"]
        return (
            f"{part.removesuffix(flat)}feedback.html"
            if flat
            else f"{part}/feedback.html"
        )
    return f"{folder_name(learner)}/feedback.html"
