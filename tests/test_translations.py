"""Translations: catalogues in step with their lessons, and faithful to them."""

import re
import warnings
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from style import LINK

from course_utils.pack import cli, workspace
from course_utils.pack.translations import renew, renewed, translated

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted((ROOT / "notebooks").glob("*/*.po"))
KEPT = re.compile(r"\$\$[^$]+\$\$|\$[^$]+\$|`[^`]+`|^#+ |^\|.*\|$|\d[\d.,]*\d|\d", re.M)


def lesson_of(path):
    return path.parent.parent / f"{path.stem}.ipynb"


def kept(markdown):
    """What a translation must not change: formulas, code, headings, rows, numbers."""
    found = sorted("|" if one[0] == "|" else one for one in KEPT.findall(markdown))
    return found, sorted(target for _, _, target in LINK.findall(markdown))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_is_in_step_with_its_lesson(path):
    in_step = renewed(lesson_of(path), path) == path.read_text("utf-8")
    assert in_step, f"a cell has changed: course build {path.name[:2]}"
    waiting = translated(lesson_of(path), path)[1]
    if waiting:
        where = f"{path.parent.name}/{path.name}"
        warnings.warn(f"{where}: to translate, cells {waiting}", stacklevel=1)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translation_keeps_code_outputs_formulas_numbers_and_links(path):
    source = nbformat.read(lesson_of(path), as_version=4)
    derived = nbformat.reads(translated(lesson_of(path), path)[0], as_version=4)
    for k, (cell, ours) in enumerate(zip(source.cells, derived.cells, strict=True)):
        if cell.cell_type == "markdown":
            wanted, found = kept(cell.source), kept(ours.source)
            assert found == wanted, f"{path.name}:{k} must keep {wanted}, has {found}"
            ours.source = cell.source
        assert cell == ours


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A lesson of two paragraphs and a code cell; the first paragraph is translated."""
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    path = tmp_path / "notebooks" / "01_averages.ipynb"
    catalogue = path.parent / "zh_TW" / "01_averages.po"
    catalogue.parent.mkdir(parents=True)
    output = new_output("stream", text="1\n")
    code = new_code_cell("print(1)", execution_count=1, outputs=[output])
    cells = [
        new_markdown_cell("An average remembers."),
        code,
        new_markdown_cell("End."),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    catalogue.touch()
    renew(path)
    replace(catalogue, 'remembers."\nmsgstr ""', 'remembers."\nmsgstr "平均值有記憶。"')
    return path, catalogue


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def shown(lesson, path):
    """The cells of the derived notebook, and those that wait."""
    text, waiting = translated(lesson, path)
    return [cell.source for cell in nbformat.reads(text, as_version=4).cells], waiting


def test_only_translated_cells_change(lesson):
    assert shown(*lesson) == (["平均值有記憶。", "print(1)", "End."], [3])


def test_a_changed_cell_is_shown_as_it_is_until_its_translation_is_mended(
    lesson, capsys
):
    path, catalogue = lesson
    replace(path, "average remembers", "average always remembers")
    as_it_is = ["An average always remembers.", "print(1)", "End."], [1, 3]
    assert shown(*lesson) == as_it_is
    assert renewed(*lesson) != catalogue.read_text("utf-8"), "nobody would notice"
    renew(path)
    assert shown(*lesson) == as_it_is
    assert "zh_TW/01_averages.po: to translate, cells 1, 3" in capsys.readouterr().out
    assert renewed(*lesson) == catalogue.read_text("utf-8")
    replace(catalogue, "#, fuzzy\n", "")
    assert shown(*lesson)[1] == [3]


def test_a_language_is_handed_out_when_asked_for_and_then_renewed(lesson, capsys):
    workspace.hand_out()
    copy = workspace.ROOT / "work/notebooks/01_averages.zh_TW.ipynb"
    assert not copy.exists()
    workspace.hand_out("zh_TW")
    assert "平均值有記憶" in copy.read_text("utf-8")
    replace(lesson[0], "End.", "The end.")
    workspace.hand_out()
    assert "The end." in copy.read_text("utf-8")
    copy.write_text("my notes", "utf-8")
    cli.main(["reset", "01"])
    assert "平均值有記憶" in copy.read_text("utf-8")
    backup = copy.with_name("01_averages.zh_TW.backup1.ipynb")
    assert backup.read_text("utf-8") == "my notes"


def test_start_opens_the_first_lesson_in_the_language(lesson, monkeypatch):
    from jupyterlab.labapp import LabApp

    calls = []
    monkeypatch.setattr(LabApp, "launch_instance", calls.append)
    cli.main(["start", "--language=zh_TW", "--port=0"])
    page = "--LabApp.default_url=/lab/tree/notebooks/01_averages.zh_TW.ipynb"
    assert page in calls[0]
    with pytest.raises(SystemExit, match="no lesson in fr yet, only in zh_TW"):
        cli.main(["start", "--language=fr"])
