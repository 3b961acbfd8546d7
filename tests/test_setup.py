"""The files that set the course up agree, and none of them names a place."""

import ast
import fnmatch
import importlib.util
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
LOCKS = ["requirements.lock", "requirements-all.lock"]
SETUP = [*LOCKS, "constraints.txt", "pyproject.toml", "environment.yml"]
APART = ["parity", "nbgrader"]  # extras that no lock holds
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


def test_the_locks_and_the_constraints_hold_the_same_pins():
    learning, everything = ({str(pin) for pin in pins(lock)} for lock in LOCKS)
    constraints = {str(pin) for pin in pins("constraints.txt")}
    assert names(learning) < names(everything)
    assert versions(learning) < versions(everything)
    assert everything == constraints


def versions(pins):
    return {pin.split(";")[0].strip() for pin in pins}


def names(pins):
    return {pin.split("==")[0] for pin in pins}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_its_hashes(lock):
    for pin in pins(lock):
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), f"{pin} is no exact pin"
    entries = re.split(r"\n(?! )", (ROOT / lock).read_text("utf-8").strip())
    assert len(entries) == len(pins(lock))
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_direct_dependency_has_a_pin_within_its_range(lock):
    project = PYPROJECT["project"]
    direct = project["dependencies"].copy()
    for extra, wanted in project["optional-dependencies"].items():
        if lock == "requirements-all.lock" and extra not in APART:
            direct += wanted
    for wanted in map(Requirement, direct):
        found = [pin for pin in pins(lock) if pin.name == wanted.name]
        assert found, f"{wanted.name} is not in {lock}"
        for pin in found:
            (exact,) = pin.specifier
            assert wanted.specifier.contains(exact.version), f"{pin}, but {wanted}"


def test_who_learns_downloads_no_tools_of_teachers_and_maintainers():
    heavy = {"distributed", "playwright", "ruff", "sphinx"}
    assert not heavy & names(map(str, pins("requirements.lock")))
    assert heavy <= names(map(str, pins("requirements-all.lock")))


IMPORTED = {"IPython": "ipython", "PIL": "pillow", "yaml": "pyyaml"}


def test_the_package_imports_what_it_declares_and_no_more():
    project = PYPROJECT["project"]
    optional = project["optional-dependencies"]
    declared = [*project["dependencies"], *optional["grade"], *optional["dask"]]
    declared += [*optional["wasm"], *optional["parity"]]
    known = {Requirement(line).name.replace("-", "_") for line in declared}
    for name, text in tracked("course_utils"):
        if not name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(text)):
            found = []
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found = [node.module]
            for module in found:
                top = module.split(".")[0]
                own = top in sys.stdlib_module_names or top == "course_utils"
                assert own or IMPORTED.get(top, top) in known, f"{name}: {top}"


class Pip:
    """Stands for subprocess: what start.py would have run."""

    def __init__(self, start, monkeypatch, folder):
        self.locks = []
        start.VENV = folder / ".venv"
        start.PYTHON = start.VENV / "python"
        start.STAMP = start.VENV / "installed.sha256"
        monkeypatch.setattr(start.subprocess, "run", self.run)
        monkeypatch.setattr(start, "install", lambda pip, lock: self.locks.append(lock))

    def run(self, command, check):
        if "venv" in command:
            assert not self.locks, "what is there is kept"
            folder = Path(command[command.index("--clear") + 1])
            folder.mkdir()
            (folder / "python").touch()


@pytest.fixture
def start():
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_learning_installs_the_small_lock_and_teaching_adds_the_rest(
    start, monkeypatch, tmp_path
):
    pip = Pip(start, monkeypatch, tmp_path)
    small, large = (ROOT / lock for lock in LOCKS)
    for lock in (small, small, large, small, large):
        start.set_up(lock)
    assert pip.locks == [small, large], "each once, and the larger is enough for both"


def test_installing_says_how_far_it_is(start, monkeypatch, capsys):
    pip = [sys.executable, "-c", "print('Collecting a\\nCollecting b\\nInstalling c')"]
    monkeypatch.setattr(start.sys.stdout, "isatty", lambda: True, raising=False)
    start.install(pip, ROOT / "requirements.lock")
    said = capsys.readouterr().out
    assert re.search(
        r"\rFetching package 2 of about 1\d\d *\rPutting the packages", said
    )


def test_a_pip_that_fails_stops_the_set_up(start):
    with pytest.raises(subprocess.CalledProcessError):
        start.install([sys.executable, "-c", "raise SystemExit(3)"], start.LEARNING)


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
