"""What a school asks before it takes the course: licences, citation, workflows."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from course_utils.pack import release

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))


def test_licence_project_and_citation_name_the_same_licences_and_holder():
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["license"] == " AND ".join(CITATION["license"])
    for name in ("BSD 3-Clause License", "CC BY 4.0", "the authors of the course"):
        assert name in licence
    assert CITATION["authors"] == [{"name": "the authors of the course"}]
    assert all((ROOT / path).is_file() for path in PROJECT["license-files"])


def test_the_citation_is_of_this_version_and_has_what_its_format_asks_for():
    assert CITATION["version"] == PROJECT["version"]
    assert {"cff-version", "message", "title", "authors"} <= set(CITATION)


def test_the_learners_pack_has_licence_and_citation(tmp_path):
    release.main(tmp_path / "pack")
    for name in ("LICENSE", "CITATION.cff", "course_utils/data/README.md"):
        assert (tmp_path / "pack" / name).read_bytes() == (ROOT / name).read_bytes()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_only_what_is_there(path):
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    said = "\n".join(s.get("run", "") for job in jobs.values() for s in job["steps"])
    for name in re.findall(r"\b(?:tests/\w+\.py|constraints\S*\.txt|\.ci/run)", said):
        assert (ROOT / name).exists(), name
    for extras in re.findall(r"\.\[([\w,]+)\]", said):
        assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])


def test_the_tests_run_on_three_systems_and_every_python_from_the_oldest():
    jobs = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text("utf-8"))
    matrix = jobs["jobs"]["portable"]["strategy"]["matrix"]
    assert [system.split("-")[0] for system in matrix["os"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["requires-python"] == f">={matrix['python'][0]}"
