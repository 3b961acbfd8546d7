"""The glossary: each term is met in its lesson, each link leads somewhere."""

import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from style import LINK, resolves

ROOT = Path(__file__).parent.parent
PATH = ROOT / "notebooks" / "glossary.md"
TEXT = PATH.read_text("utf-8")
LESSONS = sorted(PATH.parent.glob("*.ipynb"))
TERMS = re.findall(r"^### (.*)$", TEXT, re.MULTILINE)
ENTRY = re.compile(
    r"^([^\n]*[\u4e00-\u9fff]+[^\n]*|—)( · [^\n]+)?\n\n"  # in Chinese; formula, code
    r"[A-Z\u4e00-\u9fff][^\n]*\.(\n\n(Adam paper|PyTorch|optax|Keras): [^\n]+)?$"
)
NAMES = re.findall(r"`((?:torch|optax|keras|jax)\.[\w.]+)`", TEXT)


def sections(text, level):
    """{heading: what stands under it}, for the headings of one level."""
    parts = re.split(rf"^{level} (.*)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_each_term_is_met_in_its_lesson(lesson):
    (part,) = [v for k, v in sections(TEXT, "##").items() if k[:2] == lesson.name[:2]]
    assert f"[lesson {lesson.name[:2]}]({lesson.name})" in part
    nb = nbformat.read(lesson, as_version=4)
    said = " ".join(cell.source for cell in nb.cells).lower()
    for term, entry in sections(part, "###").items():
        missing = [word for word in term.lower().split() if word not in said]
        assert not missing, f"{term}: {missing} not in {lesson.name}"
        assert ENTRY.match(entry), f"{term}: {entry}"


def test_the_index_lists_every_term_in_the_order_of_the_alphabet():
    index = re.findall(r"^\[(.*)\]\(#.*\)", TEXT, re.MULTILINE)
    assert index == sorted(TERMS, key=str.lower)
    assert len(set(TERMS)) == len(TERMS)


def test_each_link_leads_somewhere():
    for _, text, target in LINK.findall(TEXT):
        assert resolves(target, PATH), f"[{text}]({target})"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_each_lesson_links_to_the_glossary(lesson):
    nb = nbformat.read(lesson, as_version=4)
    assert any("](glossary.md" in cell.source for cell in nb.cells)


@pytest.mark.parity
@pytest.mark.parametrize("name", NAMES)
def test_the_library_has_the_name(name):
    library, *path = name.split(".")
    thing = import_module(library)
    for part in path:
        thing = getattr(thing, part)
