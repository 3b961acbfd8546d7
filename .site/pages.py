"""The sources of the site's pages: copies of README, lessons, exercises and notes."""

import re
import shutil
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
LESSONS, EXERCISES = "notebooks/[0-9]*.ipynb", "exercises/[0-9]*.ipynb"
NOTES = ["notebooks/**/*.md", "CONTRIBUTING.md", "course_utils/data/README.md"]
LISTS = {"Lessons": [LESSONS], "Exercises": [EXERCISES], "More": NOTES}


def anchor(title):
    """The anchor of a heading as JupyterLab makes it, so that links hold in both."""
    return title.replace(" ", "-").replace("%", "%25")  # as MyST reads it in a link


def mirror(folder):
    """Copy what becomes pages; README becomes the first, with lists of the others."""
    shutil.rmtree(folder, ignore_errors=True)
    first = (ROOT / "README.md").read_text("utf-8")
    for title, patterns in LISTS.items():
        found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        names = [path.relative_to(ROOT).as_posix() for path in found]
        options = f":hidden:\n:caption: {title}\n\n"
        first += "\n```{toctree}\n" + options + "\n".join(names) + "\n```\n"
        for path, name in zip(found, names, strict=True):
            copy(path, folder / name)
    (folder / "index.md").write_text(first, "utf-8")
    for picture in ROOT.glob("notebooks/*.png"):
        shutil.copy(picture, folder / "notebooks")


def copy(path, to):
    """Copy a page; put the figures' alternative texts where myst-nb looks for them."""
    to.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".ipynb":
        shutil.copy(path, to)
        return
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if path.parent.name == "exercises":
            cell.source = re.sub("^### ", "## ", cell.source, flags=re.MULTILINE)
            if cell.cell_type == "code":
                cell.outputs = []  # they tell what a right answer will print
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}}
    nbformat.write(nb, to)
