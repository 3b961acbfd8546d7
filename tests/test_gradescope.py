"""The autograder for Gradescope, unpacked and run as its container would."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile

import grading_bank as bank
import pytest
from downloads import FILE, HALF, RIGHT, WRONG, as_folder, as_zip

from course_utils.exercises import find
from course_utils.pack import autograder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Gradescope runs on Linux")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    autograder.main(folder, "01", 7)
    return folder / f"gradescope_{bank.NAME}.zip"


def graded(archive, place, files, path=None):
    """The results of a submission, and what teachers are shown."""
    source, scripts = place / "source", place / "env" / "bin"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(source)
    scripts.mkdir(parents=True)
    python = scripts / "python"  # in place of what setup.sh installs
    python.write_text(f'#!/bin/sh\nPYTHONPATH={source} exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    as_folder(place / "submission", files)
    (place / "submission").mkdir(exist_ok=True)
    environment = os.environ | {"AUTOGRADER": str(place)}
    environment |= {"PATH": path} if path else {}
    line = [shutil.which("bash"), source / "run_autograder"]
    done = subprocess.run(line, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((place / "results/results.json").read_text()), done.stdout


def test_archive_has_what_gradescope_wants_and_no_solution(archive):
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        for script in ("setup.sh", "run_autograder"):
            mode = packed.getinfo(script).external_attr >> 16
            assert mode & stat.S_IXUSR
            text = packed.read(script)
            assert text.startswith(b"#!/usr/bin/env bash\n")
            subprocess.run(["bash", "-n"], input=text, check=True)
        setup = packed.read("setup.sh").decode()
        compiled = setup.index("-m course_utils.grading.wasm")  # once, in the image
        assert compiled > setup.index("pip")
    assert f"exercises/{FILE}" in names and "course_utils/data/digits.csv" in names
    assert not [n for n in names if "solutions" in n or "__pycache__" in n]


@pytest.mark.parametrize(
    ("files", "score"),
    [
        ({FILE: RIGHT}, 13),
        ({"01_moving_averages (1).ipynb": WRONG}, 10),
        ({"homework.ipynb": HALF}, 11),
    ],
)
def test_submission_is_graded(archive, tmp_path, sandboxed, files, score):
    content, said = graded(archive, tmp_path, files)
    assert content["score"] == score == sum(t["score"] for t in content["tests"])
    assert sum(t["max_score"] for t in content["tests"]) == 13
    assert content["tests"][0]["name"] == find("ema").title
    assert content["extra_data"]["seed"] == 7
    assert content["stdout_visibility"] == "hidden"
    assert set(content) <= set(
        "score execution_time output output_format visibility stdout_visibility "
        "extra_data tests".split()
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "01_moving_averages.ipynb is not in it"),
        ({"a.pdf": b"%PDF"}, "01_moving_averages.ipynb is not in it"),
        ({f"a/{FILE}": RIGHT, f"b/{FILE}": WRONG}, "2 different files"),
        ({FILE: b"cut"}, "it is no notebook"),
    ],
)
def test_what_cannot_be_graded_is_told(archive, tmp_path, sandboxed, files, said):
    content, _ = graded(archive, tmp_path, files)
    assert content["score"] == 0
    assert content["output"].startswith("Not graded: ") and said in content["output"]


def test_whole_work_folder_in_a_zip(archive, tmp_path, sandboxed):
    as_zip(tmp_path / "work.zip", {f"work/exercises/{FILE}": RIGHT})
    files = {"work.zip": (tmp_path / "work.zip").read_bytes()}
    content, _ = graded(archive, tmp_path / "base", files)
    assert content["score"] == 13


def test_container_without_a_sandbox_grades_and_says_so(archive, tmp_path):
    for name in ("env", "sh", "bash"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    files = {FILE: RIGHT}
    content, said = graded(archive, tmp_path / "base", files, str(tmp_path / "bin"))
    assert content["score"] == 13
    assert content["extra_data"]["sandbox"] != "bubblewrap"
    assert "sandbox" in said and "Next: " not in said
