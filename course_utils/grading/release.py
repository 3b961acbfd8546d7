"""`course release`: the learners' pack, which is the course without its solutions."""

import shutil
import sys
from pathlib import Path

from course_utils.workspace import ROOT

PARTS = (
    "README.md",
    "LICENSE",
    "start.py",
    "pyproject.toml",
    "requirements.lock",
    "environment.yml",
    "constraints.txt",
    "notebooks",
    "exercises",
    "course_utils",
)
LEFT_OUT = shutil.ignore_patterns(
    "solutions", "__pycache__", ".ipynb_checkpoints", "*.backup*.ipynb"
)


def main(folder):
    """Copy what learners need into a new folder; nothing that solves an exercise."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty; name a new folder.")
    if folder.resolve().is_relative_to(ROOT / "exercises"):
        sys.exit("Name a folder outside the course.")
    for name in PARTS:
        source, copy = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=LEFT_OUT)
        elif source.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    print(f"{folder} holds the learners' pack: {len(list(folder.rglob('*.ipynb')))}")
    print("notebooks, none with a solution. They begin with `python3 start.py`.")
