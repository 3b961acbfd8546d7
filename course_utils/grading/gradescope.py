"""What runs in Gradescope's container: one submission in, results.json out.

Gradescope puts what was handed in into `submission/`, shows `results/results.json` to
the learner, and what is printed here to teachers alone.
"""

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from course_utils.exercises import find
from course_utils.grading import collect, results, run
from course_utils.grading.sandbox import NONE, Refused, choose

LEARNER = "learner"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-values", action="store_true")
    options = parser.parse_args(arguments)
    base = Path(os.environ.get("AUTOGRADER", "/autograder"))
    with tempfile.TemporaryDirectory() as place:
        content = graded(base / "submission", Path(place), options)
    target = base / "results" / "results.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content, indent=1), "utf-8")


def graded(submission, place, options):
    """The results of what was handed in, as Gradescope wants them."""
    # a folder of one learner, whatever is in it, as Moodle names it
    shutil.copytree(
        submission, place / "in" / f"{LEARNER}_1_assignsubmission_file_", True
    )
    try:
        with redirect_stdout(io.StringIO()):  # what comes next is not for teachers
            collect.main(place / "in", place / "class")
    except SystemExit as nothing:
        print(nothing)
    if not (place / "class" / LEARNER).is_dir():
        return empty(f"{options.assignment}.ipynb is not in it")
    try:
        kind = choose()
    except Refused as refusal:
        print(f"{refusal}\nThe answers run in this container, without a sandbox.")
        kind = NONE
    with redirect_stderr(sys.stdout):  # what Gradescope shows to teachers
        run.grade(place / "class", place / "marks", options.seed, sandbox=kind)
    stored = results.read(place / "marks" / LEARNER / f"{options.assignment}.json")
    if stored is None:
        return empty(f"{options.assignment}.ipynb is not in it")
    return shown(stored, options.without_values)


def empty(trouble):
    said = f"Not graded: {trouble}. Hand it in again."
    return {"score": 0, "output": said, "visibility": "visible"}


def shown(stored, without_values):
    """A result with titles in place of ids, and without what does not count."""
    tests = [
        test | {"name": find(test["name"]).title}
        for test in stored["tests"]
        if "function" in test["tags"] or not without_values
    ]
    stored.pop("max_score")  # Gradescope adds up those of the tests
    output = stored["output"]
    if not stored["extra_data"]["trouble"]:
        output = output.replace(f"{stored['score']} points.", "", 1).strip()
    score = sum(test["score"] for test in tests)
    return stored | {"tests": tests, "score": score, "output": output}


if __name__ == "__main__":
    main()
