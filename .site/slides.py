"""Slides cut from a lesson: no text of their own, no marks in the notebooks.

A heading opens a slide; so does a paragraph that does not read a figure aloud. Code is
shown where it prints. A figure stands without its code, with the prose after it.
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
    cells, joins = [], False  # whether the next cell joins the sheet that is open
    for k, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown":
            parts = HEADING.split(cell.source) if k else [cell.source]
            for part in filter(str.strip, parts):
                kind = "slide" if part[0] == "#" else "-" if joins else "subslide"
                cells.append(new_markdown_cell(LINK.sub(r"\1", part)))
                cells[-1].metadata["slideshow"] = {"slide_type": kind}
                joins = part[0] == "#" and "\n" not in part.strip()
            continue
        figure = any("image/png" in output.get("data", {}) for output in cell.outputs)
        prints = any(output.output_type == "stream" for output in cell.outputs)
        kind = "subslide" if figure and not joins else "-"
        kind = kind if figure or prints else "skip"
        cell.metadata["slideshow"] = {"slide_type": kind}
        cell.metadata["figure"] = figure
        cells.append(cell)
        joins = figure or joins and kind == "skip"
    nb.cells = cells
    return nb


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
        config={"CSSHTMLHeaderPreprocessor": {"style": "a11y-high-contrast-light"}},
    )
    nb = cut(nbformat.read(lesson, as_version=4))
    title = re.match(r"# (.*)", nb.cells[0].source)
    nb.metadata["title"] = title[1] if title else lesson.stem
    text, _ = exporter.from_notebook_node(nb)
    (folder / f"{lesson.stem}.html").write_text(text, "utf-8")
