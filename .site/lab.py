"""The lab in the browser: JupyterLite with lessons, exercises and the course's wheel.

The interpreter, NumPy and Matplotlib come from Pyodide's public address when a visitor
starts a kernel; the page itself is made of plain files and needs no server of ours.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import nbformat
from pages import ROOT

# What the course needs to run and Pyodide does not bring; pure Python.
WIDGETS = ["comm", "ipywidgets", "jupyterlab_widgets"]
FIRST = """\
# Only here, in the browser: fetches NumPy, Matplotlib and the course, once.
import piplite

await piplite.install(["matplotlib", "threadpoolctl", "ipywidgets"])
await piplite.install("course-utils", deps=False)"""


def pip(python, *arguments):
    """Run pip for a Python that may have none of its own, as on a bare Debian."""
    own = importlib.util.find_spec("pip") is not None
    command = [sys.executable if own else "python3", "-m", "pip", "--python", python]
    command += ["--disable-pip-version-check", "--quiet", *arguments]
    subprocess.run(list(map(str, command)), check=True)


def environment(folder):
    """The Python of JupyterLite's own environment, installed unless it is there."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted, have = Path(__file__).parent / "lite.txt", folder / "lite.txt"
    if not (have.exists() and have.read_bytes() == wanted.read_bytes()):
        make = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)]
        subprocess.run(make, check=True)
        pip(python, "install", "-c", ROOT / "constraints.txt", "-r", wanted)
        shutil.copy(wanted, have)
    return python


def contents(folder):
    """Lessons and exercises for the lab, each with a first cell that installs."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("notebooks", "exercises"):
        (folder / name).mkdir(parents=True)
        for path in sorted(ROOT.glob(f"{name}/[0-9]*.ipynb")):
            nb = nbformat.read(path, as_version=4)
            first = nbformat.v4.new_code_cell(FIRST, id="in-the-browser")
            nb.cells.insert(1, first)
            for cell in nb.cells if name == "exercises" else ():
                cell.get("outputs", []).clear()
            nbformat.write(nb, folder / name / path.name)
    for name in ("notebooks/glossary.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)


def wheels(folder):
    """The course's wheel, and those of the widgets in the versions installed here."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("course_utils*.whl"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as copy
    ):  # a build leaves its files in the folder
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        shutil.copytree(ROOT / "course_utils", Path(copy, "course_utils"))
        options = ["--no-deps", "--no-build-isolation", "-w", folder, copy]
        pip(sys.executable, "wheel", *options)
    for name in WIDGETS:
        exact = f"{name}=={version(name)}"
        if not list(folder.glob(f"{name}-{version(name)}-*.whl")):
            options = ["--no-deps", "--only-binary=:all:", "-d", folder, exact]
            pip(sys.executable, "download", *options)
    patterns = ["course_utils-*.whl", *(f"{n}-{version(n)}-*.whl" for n in WIDGETS)]
    return [path for pattern in patterns for path in folder.glob(pattern)]


def build_lab(folder, scratch, *more):
    """Build the lab into a folder, with files in another; `more` is for JupyterLite."""
    contents(scratch / "contents")
    options = ["--contents", scratch / "contents", "--output-dir", folder]
    options += ["--lite-dir", scratch, "--apps", "lab", "--apps", "repl"]
    options += ["--no-sourcemaps", "--no-unused-shared-packages", "--force"]
    for wheel in wheels(scratch / "wheels"):
        options += ["--piplite-wheels", wheel]
    python = environment(scratch.parent / "lite-environment")
    page = ROOT / "course_utils/pack/labextensions"  # sliders are read aloud here, too
    there = python.parent.parent / "share/jupyter/labextensions"
    shutil.copytree(page, there, dirs_exist_ok=True)
    command = [python, "-m", "jupyterlite_core", "build", *options, *more]
    done = subprocess.run(
        list(map(str, command)), cwd=scratch, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"JupyterLite could not be built:\n{done.stdout}{done.stderr}")
