"""Slides cut from a lesson: no text of their own, no marks in the notebooks.

A heading opens a sheet, and so does a cell of prose that does not read a figure aloud.
Code is shown where it prints. A figure opens a sheet too, without its code.
"""

import re
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from nbformat.v4 import new_markdown_cell

HERE = Path(__file__).resolve().parent
HEADING = re.compile(r"^(?=## )", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)\s]+\)")


def cut(nb):
    """The cells of a lesson, each marked with the part it plays in the slides."""
    cells, bare, figure = [], False, False  # the open sheet: a heading? a figure?
    for k, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown":
            after_figure = cells and cells[-1].metadata.get("figure")
            parts = HEADING.split(cell.source) if k else [cell.source]
            for n, part in enumerate(filter(str.strip, parts)):
                kind = "slide" if part[0] == "#" else "subslide"
                kind = "-" if n == 0 and after_figure and kind == "subslide" else kind
                cells.append(marked(new_markdown_cell(LINK.sub(r"\1", part)), kind))
                bare = part[0] == "#" and "\n" not in part.strip()
                figure = figure and kind == "-"
            continue
        draws = any("image/png" in output.get("data", {}) for output in cell.outputs)
        if not draws and all(o.output_type != "stream" for o in cell.outputs):
            cells.append(marked(cell, "skip"))
            continue
        cells.append(
            marked(cell, "subslide" if (draws or figure) and not bare else "-")
        )
        cells[-1].metadata["figure"] = figure = draws
        bare = False
    nb.cells = cells
    return nb


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
    nb = cut(nbformat.read(lesson, as_version=4))
    title = re.match(r"# (.*)", nb.cells[0].source)
    nb.metadata["title"] = title[1] if title else lesson.stem
    text, _ = exporter.from_notebook_node(nb)
    (folder / f"{lesson.stem}.html").write_text(text, "utf-8")
