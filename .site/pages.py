"""The sources of the site's pages: copies of README, lessons, exercises and notes."""

import re
import shutil
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from course_utils.pack.translations import translated  # noqa: E402

LISTS = {
    "Lessons": ["notebooks/[0-9]*.ipynb", "notebooks/*/[0-9]*.po"],
    "Exercises": ["exercises/[0-9]*.ipynb"],
    "More": ["notebooks/*.md", "CONTRIBUTING.md", "course_utils/data/README.md"],
}


def anchor(title):
    """The anchor of a heading as JupyterLab makes it, so that links hold in both."""
    return title.replace(" ", "-").replace("%", "%25")  # as MyST reads it in a link


def mirror(folder):
    """Copy what becomes pages; README becomes the first, with lists of the others."""
    shutil.rmtree(folder, ignore_errors=True)
    first = (ROOT / "README.md").read_text("utf-8")
    first = re.sub(r"\[(LICENSE|CITATION\.cff)\]\(\1\)", r"\1", first)  # no pages
    for title, patterns in LISTS.items():
        found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        names = [copy(path, folder) for path in found]
        options = f":hidden:\n:caption: {title}\n\n"
        first += "\n```{toctree}\n" + options + "\n".join(names) + "\n```\n"
    (folder / "index.md").write_text(first, "utf-8")
    for picture in ROOT.glob("notebooks/*.png"):
        shutil.copy(picture, folder / "notebooks")


def copy(path, folder):
    """Write the page of a file, or of a translation, and return the page's name."""
    name, text = path.relative_to(ROOT), None
    if path.suffix == ".po":  # named as in a learner's work/
        lesson = path.parent.parent / f"{path.stem}.ipynb"
        text = translated(lesson, path)[0]
        name = lesson.relative_to(ROOT).with_suffix(f".{path.parent.name}.ipynb")
    text = text or path.read_text("utf-8").replace("](../README.md", "](../index.md")
    if name.suffix == ".ipynb":
        text = for_myst(nbformat.reads(text, as_version=4), name.parent.name)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return name.as_posix()


def for_myst(nb, folder):
    """Put the figures' alternative texts where myst-nb looks for them.

    Below a figure with sliders, which a page cannot have, a line says so.
    """
    for i, cell in reversed(list(enumerate(nb.cells))):
        if folder == "exercises":
            cell.source = re.sub("^### ", "## ", cell.source, flags=re.MULTILINE)
            if cell.cell_type == "code":
                cell.outputs = []  # they tell what a right answer will print
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}}
            if alt and "Explorer(" in cell.source:
                note = f"{alt} *In JupyterLab, this figure has sliders.*"
                nb.cells.insert(i + 1, nbformat.v4.new_markdown_cell(note))
    return nbformat.writes(nb)
