"""Slides cut from a lesson: no text of their own, no marks in the notebooks.

A heading opens a sheet, and so does a cell of prose that does not read a figure aloud,
unless it is short enough to share the sheet of the prose before it. A figure opens a
sheet, without its code, and stands before the cells that print its numbers. Speaker's
notes come from the teacher's notes.
"""

import html
import re
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from nbformat.v4 import new_markdown_cell
from pages import ROOT, lessons, short_name

HERE = Path(__file__).resolve().parent
COURSE = "Optimizers, from the moving average to Adam"
HEADING = re.compile(r"^(?=## )", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)\s]+\)")
KIT = (ROOT / "notebooks" / "teaching.md").read_text("utf-8")
WORDS = 60  # of prose that share a sheet


def cut(nb, number):
    """The cells of a lesson, each marked with the part it plays in the slides."""
    section = re.search(rf"^## {number} .*\n((?:(?!## ).*\n)*)", KIT, re.MULTILINE)
    kit = LINK.sub(r"\1", section[1]) if section else ""
    misread = dict(re.findall(r'^\| "(.+?)" \| (.+?) \|$', kit, re.MULTILINE))
    cells, sheet = [], ""  # what the open sheet holds: heading, prose, prints, figure
    words = 0
    for k, cell in enumerate(figures_first(nb.cells)):
        if cell.cell_type == "markdown":
            parts = HEADING.split(cell.source) if k else [cell.source]
            for n, part in enumerate(filter(str.strip, parts)):
                heading, count = part.startswith("#"), len(part.split())
                room = sheet == "prose" and words + count <= WORDS
                goes_on = not heading and (n == 0 and sheet == "figure" or room)
                kind = "slide" if heading else "-" if goes_on else "subslide"
                cells.append(marked(new_markdown_cell(LINK.sub(r"\1", part)), kind))
                bare = heading and "\n" not in part.strip()
                sheet = (
                    "heading"
                    if bare
                    else "figure+"
                    if goes_on and not room
                    else "prose"
                )
                words = count + words * goes_on
            if not k:
                cells[:] = title_sheet(cells[0], kit)
            continue
        alt = figure_text(cell)
        if alt is None and all(o.output_type != "stream" for o in cell.outputs):
            continue
        alone = sheet != "heading" and (alt is not None or sheet.startswith("figure"))
        cells.append(marked(cell, "subslide" if alone else "-"))
        cell.metadata["figure"] = alt is not None
        cell.metadata["bare"] = alt is not None or cell.source.startswith(
            "show_source("
        )
        sheet = "figure" if alt is not None else "prints"
        for start, thought in misread.items():
            if alt and alt.startswith(start):
                note = f"For those who think: {thought}."
                cells.append(marked(new_markdown_cell(note), "notes"))
    nb.cells = cells
    return nb


def title_sheet(first, kit):
    """Title and question on sheets of their own; times and questions as notes."""
    title, *rest = HEADING.split(first.source)
    title = f'<p class="course">{COURSE}</p>\n\n{title.strip()}\n'
    times = re.sub(r"^\W*Lesson\W*", "", kit.partition("**Ask**")[0].strip())
    asked = re.search(r"\*\*Ask\*\*\n((?:(?!\n\||\n\*\*).*\n)*)", kit)
    skipped = re.search(r"\*\*Short of time:\*\*[^\n]*(?:\n(?!\n).*)*", kit)
    notes = "\n\n".join(
        [times, asked[1] if asked else "", skipped[0] if skipped else ""]
    )
    cells = [marked(new_markdown_cell(title), "slide")]
    cells[0].metadata["title_sheet"] = True
    cells.append(marked(new_markdown_cell(notes), "notes"))
    return cells + [marked(new_markdown_cell(part), "slide") for part in rest]


def figures_first(cells):
    """The cells, but a figure before those that print just before it."""
    ordered = []
    for cell in cells:
        place = len(ordered)
        if cell.cell_type == "code" and figure_text(cell) is not None:
            while (
                place
                and ordered[place - 1].cell_type == "code"
                and (figure_text(ordered[place - 1]) is None)
            ):
                place -= 1
            cell.outputs.sort(key=lambda output: output.output_type == "stream")
        ordered.insert(place, cell)
    return ordered


def figure_text(cell):
    """What a cell's figure says to a screen reader; None if it draws nothing."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            return output.metadata.get("image/png", {}).get("alt", "")
        if 'class="frames"' in data.get("text/html", ""):
            return html.unescape(re.search('alt="([^"]*)"', data["text/html"])[1])
    return None


def marked(cell, kind):
    cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


def write_slides(lesson, folder):
    """Write one lesson's slides into a folder that holds reveal.js and MathJax."""
    exporter = SlidesExporter(
        template_name="slides",
        extra_template_basedirs=[str(HERE)],
        reveal_url_prefix=".",
        reveal_theme="course",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        language_code=lesson.stem.partition(".")[2][:2] or "en",
        config={"CSSHTMLHeaderPreprocessor": {"style": "a11y-high-contrast-light"}},
    )
    nb = nbformat.read(lesson, as_version=4)
    title = re.match(r"# (.*)", nb.cells[0].source)
    nb = cut(nb, lesson.name[:2])
    nb.metadata["title"] = title[1] if title else lesson.stem
    text, _ = exporter.from_notebook_node(nb)
    (folder / f"{lesson.stem}.html").write_text(text, "utf-8")


def write_index(folder):
    """The page that lists the slides of all lessons."""
    rows = []
    for path in lessons():
        name = html.escape(short_name(path))
        rows.append(f'<li><a href="{path.stem}.html">{name}</a></li>')
    text = (HERE / "slides" / "list.html").read_text("utf-8")
    text = text.replace("TITLE", COURSE).replace("ROWS", "\n".join(rows))
    (folder / "index.html").write_text(text, "utf-8")
