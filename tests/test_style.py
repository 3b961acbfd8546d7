"""Every stored lesson keeps the house style; the checker of it finds each fault."""

import base64
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from style import FIRST, LAST, faults

from course_utils.pack import workspace

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_keeps_the_house_style(path):
    found = list(faults(path))
    assert not found, "\n".join([path.name, *found])


@pytest.mark.parametrize("command", ["check", "format --check"])
def test_ruff_has_nothing_to_say(command):
    run = [sys.executable, "-m", "ruff", *command.split(), "--quiet", "--no-cache", "."]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


FOLD = "<details><summary>A</summary>\n\nno\n</details>\n"
RHYTHM = [f"## {name}" for name in FIRST]
RHYTHM += ["## Predict: x\n" + 2 * FOLD, "## See: x", "## Why: x", "## Try it: x"]
RHYTHM += [FOLD] + [f"## {name}" for name in LAST]


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A notebook without a fault, and a function that says its faults."""
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    path = tmp_path / "notebooks" / "00_lesson.ipynb"
    path.parent.mkdir()
    kernel = {"name": "python3", "display_name": "Python 3"}
    nb = new_notebook(metadata={"kernelspec": kernel})
    nb.cells = [new_markdown_cell(text) for text in RHYTHM]
    for count in range(1, 21):
        alt = {"image/png": {"alt": "a line"}}
        figure = new_output("display_data", {"image/png": "x"}, metadata=alt)
        cell = new_code_cell("1", execution_count=count, outputs=[figure])
        cell.metadata["jupyter"] = {"source_hidden": True}
        nb.cells.insert(-3, cell)  # between Try it and its answers

    def judge():
        nbformat.write(nb, path)
        return list(faults(path))

    assert judge() == []
    return nb, judge


def prose(text):
    """A change that adds text to cell 3."""
    return lambda nb: nb.cells[2].update(source=f"{RHYTHM[2]}\n{text}")


def code(text, *others):
    """A change that replaces the source of cell 7, and of others."""
    return lambda nb: [nb.cells[k].update(source=text) for k in (6, *others)]


def prints(text):
    """A change of what cell 7 prints."""
    return lambda nb: nb.cells[6].update(outputs=[new_output("stream", text=text)])


ERROR = new_output("error", ename="ValueError", evalue="no")
TICK = new_output("execute_result", {"text/plain": "[<YTick at 0x7feb2c34e690>]"})
SET = new_output("execute_result", {"text/plain": "[None, Text(0.5, 0, 'step')]"})
SHOWN = {"metadata": nbformat.from_dict({})}
BAD = [
    (code("\n".join("x" * 13)), "cell 7: 13 lines of code, not 12 or fewer"),
    (code("\n".join("x" * 6), *range(7, 26)), "the median code cell has 6 lines"),
    (code("x" * 89), "cell 7: a line of code is longer than 88 columns"),
    (code("import sys\nsys.path.append('..')"), "cell 7: sys.path"),
    (code("open('/ro" + "ot/x')"), "cell 7: an absolute path"),
    (prints("in /ho" + "me/ann/x"), "cell 7: an absolute path"),
    (prints("x" * 300_000), "kB, not 300 or fewer"),
    (lambda nb: nb.cells[6].outputs.append(ERROR), "cell 7: a stored error"),
    (lambda nb: nb.cells[6].outputs.append(SET), "cell 7: what Matplotlib returns"),
    (lambda nb: nb.cells[6].outputs.append(TICK), "cell 7: an object's address"),
    (lambda nb: nb.cells[6].outputs[0].metadata.clear(), "cell 7: a figure without"),
    (lambda nb: nb.cells[6].update(execution_count=9), "execution counts are"),
    (lambda nb: nb.metadata.update(widgets={}), "the state of widgets"),
    (lambda nb: nb.metadata.kernelspec.update(name="x"), "the kernel is not python3"),
    (lambda nb: nb.cells.append(nb.cells.pop(0)), "the headings do not begin with"),
    (lambda nb: nb.cells.pop(2), "no heading Predict"),
    (lambda nb: nb.cells.__delitem__(slice(8, 13)), "24 cells, not 25 to 40"),
    (lambda nb: nb.cells[4].update(source="## Why"), 'heading "Why" names no subject'),
    (prose(FOLD + FOLD), "cell 3: Predict has 4 folded options, not 2 or 3"),
    (lambda nb: nb.cells[9].update(SHOWN), "cell 6: the code after Try it is not"),
    (lambda nb: nb.cells[-3].update(source="no"), "cell 6: no folded answer after"),
    (prose(FOLD.replace("no", "word " * 61)), "cell 3: 61 folded words, not 60"),
    (prose("word " * 79), "cell 3: 81 words, not 80 or fewer"),
    (prose("[x](02_no.ipynb)"), "cell 3: the link to 02_no.ipynb leads nowhere"),
    (prose("[x](../start.py)"), "cell 3: the link to ../start.py leads nowhere"),
    (prose("[x](#No-such)"), "cell 3: the link to #No-such leads nowhere"),
    (prose("![](https://a.b/c.png)"), "cell 3: an image without alternative text"),
]
GOOD = [
    prose(FOLD.replace("no", "word " * 60)),
    prose("word " * 78 + "$a + b$\n\n$$c + d$$\n\n| e | f |\n\n```\ng h\n```"),
    prose("[x](#In-plain-words) [y](00_lesson.ipynb#Next) [z](https://a.b)"),
    code("mean = total/work/days"),
]


@pytest.mark.parametrize("change, fault", BAD, ids=[fault for _, fault in BAD])
def test_the_checker_finds_each_fault(lesson, change, fault):
    nb, judge = lesson
    change(nb)
    assert any(re.search(fault, line) for line in judge()), judge()


@pytest.mark.parametrize("change", GOOD)
def test_the_checker_finds_no_fault_where_there_is_none(lesson, change):
    nb, judge = lesson
    change(nb)
    assert judge() == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_stored_pictures_lie_on_pure_white(path):
    cells = nbformat.read(path, as_version=4).cells
    kept = [o.get("data", {}) for cell in cells for o in cell.get("outputs", [])]
    pictures = [base64.b64decode(d["image/png"]) for d in kept if "image/png" in d]
    grounds = [Image.open(BytesIO(p)).convert("RGB").getpixel((0, 0)) for p in pictures]
    assert set(grounds) <= {(255, 255, 255)}
