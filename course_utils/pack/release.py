"""`course release`: the learners' pack, which is the course without its solutions."""

import re
import shutil
import sys
from pathlib import Path

from course_utils.pack.workspace import ROOT

PARTS = (
    "LICENSE",
    "CITATION.cff",
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
    "solutions", "teaching.md", "__pycache__", ".ipynb_checkpoints", "*.backup*.ipynb"
)
FOR_OTHERS = re.compile(
    r"^python3 start\.py test .*?\n|^## (Teach|Grade)\n.*?(?=^## )", re.M | re.S
)


def main(folder):
    """Copy what learners need into a new folder: the course without its solutions.

    The checks are in it, and with them every right answer: they could name no mistake
    without. Who looks for it there finds it.
    """
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
    readme = (ROOT / "README.md").read_text("utf-8")
    (folder / "README.md").write_text(FOR_OTHERS.sub("", readme), "utf-8")
    print(f"{folder} holds the learners' pack: {len(list(folder.rglob('*.ipynb')))}")
    print("notebooks, none with a solution. They begin with `python3 start.py`.")
    print("The checks in course_utils hold the right answers, for whoever looks there.")
