"""The sources of the site's pages: a home page, and copies of the repository's texts.

Lessons, exercises and translations are found by looking into the folders; their short
names are those of the table in README.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat
from glossary import linked

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from course_utils.pack.translations import translated  # noqa: E402

README = (ROOT / "README.md").read_text("utf-8")
MORE = {
    "notebooks/glossary.md": "Glossary",
    "README.md": "Set up, teach, grade",
    "notebooks/teaching.md": "Teacher's notes",
    "CONTRIBUTING.md": "Contributing",
    "course_utils/data/README.md": "The data",
}
LANGUAGES = {"zh_TW": "繁體中文"}  # how a language calls itself
RUN_ALL = re.compile(r"[^.\n]*\*Run → Run All Cells\*[^.]*\.\s?")


def lessons():
    """The lessons, in order."""
    return sorted(ROOT.glob("notebooks/[0-9]*.ipynb"))


def short_name(lesson):
    """The number of a lesson and its name in README's table: "04 RMSprop"."""
    named = re.search(rf"\[([^\]]+)\]\(notebooks/{lesson.name}\)", README)
    number, _, words = lesson.stem.partition("_")
    return f"{number} {named[1] if named else words.replace('_', ' ').capitalize()}"


def mirror(folder, figures):
    """Copy what becomes pages, and write the home page with the list of all.

    `figures` maps a lesson's name to the HTML of its figure with sliders.
    """
    shutil.rmtree(folder, ignore_errors=True)
    rows = []
    for path in lessons():
        rows.append((short_name(path), copy(path, folder, figures)))
        exercises = ROOT / "exercises" / path.name
        if exercises.exists():
            rows.append((f"Exercises {path.name[:2]}", copy(exercises, folder)))
    lists = {"Lessons": rows}
    for path in sorted(ROOT.glob("notebooks/*/[0-9]*.po")):
        language = LANGUAGES.get(path.parent.name, path.parent.name)
        row = path.stem[:2] + " " + language, copy(path, folder, figures)
        lists.setdefault(language, []).append(row)
    lists["More"] = [(title, copy(ROOT / name, folder)) for name, title in MORE.items()]
    for name in ("LICENSE", "CITATION.cff", "notebooks/*.png"):
        for path in ROOT.glob(name):
            shutil.copy(path, folder / path.relative_to(ROOT))
    shutil.copy(Path(__file__).parent / "404.md", folder)
    (folder / "index.md").write_text(home(figures) + toctrees(lists), "utf-8")


def home(figures):
    """The text of home.md, with what is counted and drawn put in."""
    table = re.search(r"^## The lessons\n+((?:\|.*\n)+)", README, re.MULTILINE)[1]
    hours = re.search(r"^A lesson takes .*", README, re.MULTILINE)[0]
    exercises = (path.read_text("utf-8") for path in ROOT.glob("exercises/*.ipynb"))
    text = (Path(__file__).parent / "home.md").read_text("utf-8")
    text = re.sub(r"FIGURE (\w+)", lambda m: figures.get(m[1], ""), text)
    parts = {
        "LESSONS": table,
        "HOURS": hours,
        "FIRST": lessons()[0].stem,
        "COUNT": str(len(lessons())),
        "EXERCISES": str(sum(text.count('"solution": true') for text in exercises)),
    }
    return re.sub("|".join(parts), lambda m: parts[m[0]], text)


def toctrees(lists):
    text = ""
    for title, rows in lists.items():
        text += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n"
        text += "".join(f"{name} <{page}>\n" for name, page in rows) + "```\n"
    return text


def copy(path, folder, figures=()):
    """Write the page of a file, or of a translation, and return the page's name."""
    name, text = path.relative_to(ROOT), None
    if path.suffix == ".po":  # named as in a learner's work/
        lesson = path.parent.parent / f"{path.stem}.ipynb"
        text = translated(lesson, path)[0]
        name = lesson.relative_to(ROOT).with_suffix(f".{path.parent.name}.ipynb")
    text = text or path.read_text("utf-8")
    if name.suffix == ".ipynb":
        nb = nbformat.reads(text, as_version=4)
        if name.parent.name == "exercises":
            exercise_page(nb)
        else:
            lesson_page(nb, figures[name.name.partition(".")[0]])
        if path.suffix == ".ipynb":
            nb = linked(nb, path)
        text = nbformat.writes(nb)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return name.as_posix()


def exercise_page(nb):
    for cell in nb.cells:
        cell.source = re.sub("^### ", "## ", cell.source, flags=re.MULTILINE)
        if cell.cell_type == "code":
            cell.outputs = []  # they tell what a right answer will print


def lesson_page(nb, figure):
    """Put alternative texts where myst-nb looks for them, and the sliders in place."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":  # a page has no kernel to run cells
            cell.source = RUN_ALL.sub("", cell.source)
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata.setdefault("tags", []).append("hide-input")
        for output in cell.get("outputs", []):
            known = output.get("metadata", {}).get("image/png", {})
            if "alt" in known:
                image = {"alt": known["alt"]}
                image |= {"width": f"{known['width']}px"} if "width" in known else {}
                cell.metadata["mystnb"] = {"image": image}
        if "Explorer(" in cell.source and cell.get("outputs"):
            html = {"data": {"text/html": figure}, "metadata": {}}
            output = nbformat.v4.new_output("display_data", **html)
            cell.outputs = [o for o in cell.outputs if o.output_type == "stream"]
            cell.outputs.append(output)
