"""nbgrader opens, releases and autogrades the same notebooks, with the same verdicts.

NBGRADER_PYTHON names the Python of an environment with nbgrader and this course, if it
is another one: NBGRADER_PYTHON=.../bin/python pytest -m nbgrader tests/test_nbgrader.py
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import grading_bank as bank
import pytest
from test_grading import course, scores
from test_grading_run import LESSONS, variants

from course_utils.grading import results
from course_utils.grading.merge import answer_ids, grade_id

pytestmark = pytest.mark.nbgrader
PYTHON = os.environ.get("NBGRADER_PYTHON", sys.executable)
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "optimizers"
c.ClearSolutions.code_stub = {"python": "pass  # your code here"}
"""
SCORES = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps([
        [one.student.id, one.assignment.name, grade.name, grade.score]
        for assignment in book.assignments
        for one in book.assignment_submissions(assignment.name)
        for notebook in one.notebooks
        for grade in notebook.grades
    ]))
"""


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    """A function that runs nbgrader in a course of its own, and its folder."""
    if PYTHON == sys.executable and importlib.util.find_spec("nbgrader") is None:
        pytest.skip(
            "nbgrader is not installed; NBGRADER_PYTHON can name another Python"
        )
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    path = os.pathsep.join([str(Path(PYTHON).parent), os.environ["PATH"]])

    def run(*arguments):
        line = [
            PYTHON,
            *(("-m", "nbgrader") if arguments[0] != "-c" else ()),
            *arguments,
        ]
        options = {"cwd": folder, "env": os.environ | {"PATH": path}}
        done = subprocess.run(line, capture_output=True, text=True, **options)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    for name, _ in LESSONS:
        source = folder / "source" / name / f"{name}.ipynb"
        source.parent.mkdir(parents=True)
        shutil.copy(bank.ROOT / "exercises" / "solutions" / source.name, source)
        run("generate_assignment", name, "--create")
    return run, folder


def test_release_is_the_learners_notebook(nbgrader):
    _, folder = nbgrader
    for name, pristine in LESSONS:
        path = folder / "release" / name / f"{name}.ipynb"
        released = json.loads(path.read_text("utf-8"))
        for ours, theirs in zip(pristine["cells"], released["cells"], strict=True):
            assert "".join(ours["source"]) == "".join(theirs["source"])
            assert grade_id(ours) == grade_id(theirs)


def test_autograde_gives_the_same_verdicts(nbgrader, sandboxed, tmp_path):
    run, folder = nbgrader
    for name, nb in LESSONS:
        for who, made in variants(name, nb):
            path = folder / "submitted" / who.replace(" ", "-") / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(made), "utf-8")
        run("autograde", name, "--create")
    theirs = {}
    for who, name, exercise, score in json.loads(run("-c", SCORES)):
        theirs.setdefault((who, name), {})[exercise.removeprefix("check_")] = score
    done = course("grade", folder, "--results", tmp_path / "results", "--seed", 0)
    assert done.returncode == 0, done.stderr
    ours = {}
    for result in results.all_results(tmp_path / "results"):
        extra = result["extra_data"]
        ours[extra["learner"], extra["assignment"]] = scores(result)
    assert ours == theirs
    assert {len(ours[key]) for key in ours} == {
        len(answer_ids(nb)) for _, nb in LESSONS
    }
