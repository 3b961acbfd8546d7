"""The `course` command: nothing a learner wrote is overwritten, trouble gets a line."""

import json
import shutil
import socket
import subprocess
import sys

import nbformat
import pytest

from course_utils.pack import cli, workspace
from course_utils.pack.build import store

LESSON = "notebooks/01_averages.ipynb"
PASSED = nbformat.v4.new_output("stream", text="PASS ema: right, 3 points\n")
CHECK = nbformat.v4.new_code_cell("check", outputs=[PASSED], execution_count=1)
EXERCISE = nbformat.writes(nbformat.v4.new_notebook(cells=[CHECK]))


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of two lessons, an exercise and its solution, in an empty folder."""
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    for name in (
        "notebooks/00_rate.ipynb",
        LESSON,
        "exercises/01_averages.ipynb",
        "exercises/solutions/01_averages.ipynb",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = EXERCISE if "exercises" in name else f"pristine {name}"
        path.write_text(text, "utf-8")
    return tmp_path


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.ipynb"))


def test_hand_out_copies_lessons_and_exercises_but_no_solutions(course):
    workspace.hand_out()
    assert names(course / "work") == [
        "exercises/01_averages.ipynb",
        "notebooks/00_rate.ipynb",
        LESSON,
    ]


def test_hand_out_leaves_out_the_passing_lines_of_exercises(course):
    workspace.hand_out()
    handed = (course / "work/exercises/01_averages.ipynb").read_text("utf-8")
    nb = nbformat.reads(handed, as_version=4)
    assert [cell.source for cell in nb.cells] == ["check"]
    assert nb.cells[0].outputs == [] and nb.cells[0].execution_count is None


def test_hand_out_keeps_what_was_touched_and_renews_what_was_not(course, capsys):
    workspace.hand_out()
    mine, untouched = course / "work" / LESSON, course / "work/notebooks/00_rate.ipynb"
    mine.write_text("my notes", "utf-8")
    workspace.hand_out()
    assert capsys.readouterr().out == ""
    for name in (LESSON, "notebooks/00_rate.ipynb"):
        (course / name).write_text("new edition", "utf-8")
    workspace.hand_out()
    assert mine.read_text("utf-8") == "my notes"
    assert untouched.read_text("utf-8") == "new edition"
    out = capsys.readouterr().out
    assert f"{LESSON} has a newer version; yours is kept" in out
    assert "start.py reset 01" in out and "00_rate" not in out


@pytest.mark.parametrize("record", [None, "{half"])
def test_hand_out_without_its_record_still_overwrites_nothing(course, record):
    workspace.hand_out()
    (course / "work" / LESSON).write_text("my notes", "utf-8")
    path = course / "work/.handed-out.json"
    path.write_text(record, "utf-8") if record else path.unlink()
    workspace.hand_out()
    assert (course / "work" / LESSON).read_text("utf-8") == "my notes"


def test_reset_keeps_each_old_version_as_a_numbered_backup(course, capsys):
    cli.main(["reset", "01"])
    mine = course / "work" / LESSON
    for text in ("first try", "second try"):
        mine.write_text(text, "utf-8")
        cli.main(["reset", "1", "--lessons"])
    assert mine.read_text("utf-8") == f"pristine {LESSON}"
    for k, text in ((1, "first try"), (2, "second try")):
        backup = mine.with_name(f"01_averages.backup{k}.ipynb")
        assert backup.read_text("utf-8") == text
    assert "Your version is now work" in capsys.readouterr().out
    cli.main(["reset", "01"])
    assert len(names(course / "work/notebooks")) == 3, "a fresh copy needs no backup"


def test_the_glossary_is_handed_out_and_reset_like_a_lesson(course):
    (course / "notebooks/glossary.md").write_text("words", "utf-8")
    workspace.hand_out()
    mine = course / "work/notebooks/glossary.md"
    assert mine.read_text("utf-8") == "words"
    mine.write_text("my notes", "utf-8")
    cli.main(["reset", "glossary"])
    assert mine.read_text("utf-8") == "words"
    assert mine.with_name("glossary.backup1.md").read_text("utf-8") == "my notes"


def test_reset_can_leave_the_lessons_or_the_exercises_alone(course):
    cli.main(["reset", "01", "--exercises"])
    assert names(course / "work") == ["exercises/01_averages.ipynb"]
    with pytest.raises(SystemExit, match="no number 7 here, only 00, 01"):
        cli.main(["reset", "7"])


def test_check_looks_at_the_learners_exercises_but_not_at_backups(course, monkeypatch):
    from course_utils.checks import progress

    monkeypatch.setattr(progress, "main", lambda paths: [p.name for p in paths])
    with pytest.raises(SystemExit, match="To begin: python3 start.py"):
        cli.main(["check"])
    workspace.hand_out()
    (course / "work/exercises/01_averages.backup1.ipynb").touch()
    assert cli.main(["check"]) == ["01_averages.ipynb"]


def test_a_package_without_its_lessons_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="Clone or download the whole course"):
        cli.main(["start"])


def test_start_opens_the_first_lesson_and_passes_options_on(course, monkeypatch):
    from jupyterlab.labapp import LabApp

    calls = []
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setattr(LabApp, "launch_instance", calls.append)
    cli.main(["start", "--no-browser", "--port=0"])
    (arguments,) = calls
    assert "--LabApp.default_url=/lab/tree/notebooks/00_rate.ipynb" in arguments
    assert f"--notebook-dir={course / 'work'}" in arguments
    assert "--no-browser" in arguments
    assert shutil.which("course"), "a terminal in JupyterLab does not find it"


def test_a_taken_port_is_told_and_the_next_one_used(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        port = workspace.free_port(taken)
    assert taken < port < taken + 50
    assert f"Port {taken} is taken" in capsys.readouterr().out


def test_a_folder_one_cannot_write_to_is_told(course):
    (course / "work").write_text("in the way", "utf-8")
    with pytest.raises(SystemExit, match="Cannot write .*work.*: .* start again"):
        cli.main(["start"])


def test_missing_packages_are_told(course, monkeypatch):
    monkeypatch.setattr(workspace, "NEEDED", ("numpy", "no_such_package"))
    with pytest.raises(SystemExit, match="^no_such_package missing in .*start.py"):
        cli.main(["start"])


def test_the_kernel_of_another_python_is_told(course, monkeypatch):
    spec = {"argv": ["/elsewhere/bin/python", "-m", "x"], "display_name": "Python 3"}
    folder = course / "share/kernels/python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(course / "share"))
    with pytest.raises(SystemExit, match="runs /elsewhere/bin/python, not the course"):
        cli.main(["start"])


def test_importing_the_command_loads_no_heavy_package():
    code = "import sys, course_utils.pack.cli; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert not {"numpy", "nbformat", "matplotlib", "IPython", "tornado"} & {*loaded}


CELLS = [
    "x = 1",
    "import os; print(x, os.path.basename(os.getcwd()))",
    """from ipywidgets import IntSlider
view = IntSlider()._repr_mimebundle_()
view["text/plain"] = "a slider"
display(view, raw=True)""",
]


def test_store_executes_strips_what_changes_and_is_repeatable(tmp_path, capfd):
    path = tmp_path / "lesson.ipynb"
    cells = [nbformat.v4.new_code_cell(source, execution_count=7) for source in CELLS]
    cells[0].metadata["execution"] = {"shell.execute_reply": "2020-02-20"}
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {}})
    nb.nbformat_minor = 4
    for cell in cells:
        del cell["id"]
    nbformat.write(nb, path)
    store(path)
    first = path.read_bytes()
    store(path)
    assert path.read_bytes() == first and capfd.readouterr() == ("", "")
    stored = nbformat.read(path, as_version=4)
    nbformat.validate(stored)
    assert [cell.id for cell in stored.cells] == ["cell-01", "cell-02", "cell-03"]
    assert [cell.execution_count for cell in stored.cells] == [1, 2, 3]
    assert [cell.metadata for cell in stored.cells] == [{}, {}, {}]
    assert stored.cells[1].outputs[0].text == f"1 {tmp_path.name}\n"
    assert stored.cells[2].outputs[0].data == {"text/plain": "a slider"}
    assert set(stored.metadata) == {"kernelspec", "language_info"}


def test_a_lesson_that_fails_is_told_and_left_as_it_was(course, monkeypatch):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(nb, course / LESSON)
    before = (course / LESSON).read_bytes()
    with pytest.raises(SystemExit, match="averages.ipynb is left as it was") as caught:
        cli.main(["build", "01"])
    assert "ZeroDivisionError" in str(caught.value)
    assert (course / LESSON).read_bytes() == before
