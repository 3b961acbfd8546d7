"""The teacher's kit speaks of the lessons as they are."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
KIT = (ROOT / "notebooks" / "teaching.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", KIT, re.MULTILINE))


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    """A lesson's path and cells, and its section of the kit."""
    cells = nbformat.read(request.param, as_version=4).cells
    title = cells[0].source.splitlines()[0].removeprefix("# ")
    assert title in SECTIONS, f"teaching.md has no section {title!r}"
    return request.param, cells, SECTIONS[title]


def test_each_lesson_has_times_questions_figures_and_what_to_skip(lesson):
    path, _, section = lesson
    assert f"[Lesson]({path.name})" in section
    assert re.search(r"\*\*\d+ minutes", section) and "**Short of time:**" in section
    assert 2 <= len(re.findall("^- ", section, re.MULTILINE)) <= 3


def test_each_figure_named_exists_once(lesson):
    _, cells, section = lesson
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    figures = [o.get("metadata", {}).get("image/png", {}) for o in outputs]
    texts = [figure["alt"] for figure in figures if figure]
    named = re.findall(r'^\| "(.+?)" \|', section, re.MULTILINE)
    assert len(named) >= 3
    for start in named:
        assert sum(text.startswith(start) for text in texts) == 1, (start, texts)


def test_each_heading_named_exists(lesson):
    _, cells, section = lesson
    prose = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    headings = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    skipped = section.split("**Short of time:**")[1]
    for name in re.findall(r"\*([A-Z][^*]+)\*", skipped):
        assert name in headings, (name, headings)


def test_the_time_for_exercises_is_their_sum(lesson):
    path, _, section = lesson
    nb = nbformat.read(ROOT / "exercises" / path.name, as_version=4)
    stated = [re.search(r"about (\d+) minutes", cell.source) for cell in nb.cells]
    minutes = sum(int(found[1]) for found in stated if found)
    wanted = f"(../exercises/{path.name}): {minutes} minutes"
    assert wanted in " ".join(section.split()), f"teaching.md, {path.stem}: {wanted}"


def test_readme_lists_each_lesson_with_its_question(lesson):
    path, cells, _ = lesson
    title = cells[0].source.splitlines()[0]
    question = title.split(" · ", 1)[1]
    row = rf"^\| {path.name[:2]} \| \[.+\]\(notebooks/{path.name}\) \| (.+) \|$"
    found = re.findall(row, (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert found == [question], f"README's table, {path.stem}: {question}"
