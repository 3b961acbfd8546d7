"""The files that set the course up agree, and none of them names a place."""

import ast
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SETUP = ["requirements.lock", "constraints.txt", "pyproject.toml", "environment.yml"]
LOCKED_EXTRAS = ["dask", "test"]
PLACES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "anaconda" + ".",
    "registry.npm" + "js",
]
HOMES = re.compile(r"(?<![\w.~$})+/-])/(?:home/\w|Users/\w|root/|work/)")


def pins(name):
    """The pins of a lock file, hashes left out."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split("--hash")[0] for line in text.splitlines()]
    return [Requirement(line) for line in lines if line.strip() and line[0] != "#"]


def tracked(folder="."):
    """Every file that git tracks, as (name, text)."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("this copy of the course is no git clone")
    listing = subprocess.check_output(["git", "ls-files", "-z", folder], cwd=ROOT)
    for name in listing.decode().strip("\0").split("\0"):
        if (ROOT / name).exists():
            yield name, (ROOT / name).read_text("utf-8", errors="ignore")


def test_the_lock_and_the_constraints_hold_the_same_pins():
    lock, constraints = pins("requirements.lock"), pins("constraints.txt")
    assert {str(pin) for pin in lock} == {str(pin) for pin in constraints}
    for pin in lock:
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), f"{pin} is no exact pin"
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.split(r"\n(?! )", text.strip())
    assert len(entries) == len(lock) and all("--hash=sha256:" in e for e in entries)


def test_every_direct_dependency_has_a_pin_within_its_range():
    project = PYPROJECT["project"]
    direct = project["dependencies"].copy()
    for extra in LOCKED_EXTRAS:
        direct += project["optional-dependencies"][extra]
    lock = pins("requirements.lock")
    for wanted in map(Requirement, direct):
        found = [pin for pin in lock if pin.name == wanted.name]
        assert found, f"{wanted.name} is not in the lock"
        for pin in found:
            (exact,) = pin.specifier
            assert wanted.specifier.contains(exact.version), f"{pin}, but {wanted}"


def test_environment_yml_adds_nothing_but_python_and_pip():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *plain, by_pip = environment["dependencies"]
    python, pip = plain
    assert pip == "pip" and by_pip == {"pip": ["-c constraints.txt", "-e ."]}
    name, version = python.split("=")
    allowed = Requirement(f"python{PYPROJECT['project']['requires-python']}")
    assert name == "python" and allowed.specifier.contains(version)


@pytest.mark.parametrize("name", SETUP)
def test_no_file_of_the_set_up_names_an_index_or_address(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host|^-[if] ", text, re.M)


def test_start_needs_the_standard_library_alone_and_old_pythons_can_read_it():
    source = (ROOT / "start.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    names = {alias.name.split(".")[0] for node in imports for alias in node.names}
    names |= {
        n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)
    }
    assert names <= sys.stdlib_module_names


def test_the_wheel_ships_every_file_of_the_package():
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["course_utils"]
    for name, _ in tracked("course_utils"):
        inside = name.removeprefix("course_utils/")
        shipped = any(fnmatch.fnmatch(inside, pattern) for pattern in patterns)
        assert name.endswith(".py") or shipped, f"add {inside} to package-data"


def test_no_tracked_file_names_a_registry_or_a_home_folder():
    found = []
    for name, text in tracked():
        found += [f"{name}: {place}" for place in PLACES if place in text]
        found += [f"{name}: {text[m.start() :][:40]!r}" for m in HOMES.finditer(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", ["/ro" + "ot/x", "'/ho" + "me/ann/x'", "(/wo" + "rk/main"]
)
def test_the_search_for_home_folders_finds_them(path):
    assert HOMES.search(path) and not HOMES.search("see ../work/notebooks and x/root/y")


@pytest.mark.slow
def test_without_chromium_bubblewrap_or_npm_the_rest_passes(tmp_path):
    """Those that need them say so in one line at the end, and none fails."""
    bare = {k: v for k, v in os.environ.items() if k != "CI"} | {"PATH": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "browser or sandbox"]
    done = subprocess.run(
        command, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=300
    )
    last = done.stdout.splitlines()[-3:]
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" not in last[-1]
    found = next(line for line in last if line.startswith("Skipped for want of"))
    assert "Chromium" in found and "bubblewrap" in found
