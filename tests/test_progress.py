"""`course check`: a clear line for each exercise, and for each file that is broken."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course_utils.checks.progress import bar, main
from course_utils.exercises import lesson_exercises

EXERCISES = Path(__file__).parents[1] / "exercises"
NAME = "01_moving_averages.ipynb"
POINTS = sum(exercise.points for exercise in lesson_exercises(1))
SWAPPED = """def ema(x, beta):
    v, out = 0.0, []
    for value in x:
        v = (1 - beta) * v + beta * value
        out.append(v)
    return out"""


@pytest.fixture
def solved():
    return nbformat.read(EXERCISES / "solutions" / NAME, as_version=4)


@pytest.fixture
def said(tmp_path, capsys):
    """Check notebooks (or texts); return the exit code and what was printed."""

    def check(*notebooks):
        paths = []
        for k, notebook in enumerate(notebooks):
            paths.append(tmp_path / f"{k}.ipynb")
            text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
            paths[-1].write_text(text, encoding="utf-8")
        code = main(paths)
        return code, capsys.readouterr().out

    return check


def answer_of(nb, exercise_id):
    return next(cell for cell in nb.cells if cell.id == f"answer-{exercise_id}")


def test_solved_notebook_has_all_points(said, solved):
    code, text = said(solved)
    assert code == 0
    assert f"{POINTS} of {POINTS} points" in text
    assert text.count("PASS") == len(lesson_exercises(1))


def test_untouched_notebook_is_open(said):
    code, text = said(nbformat.read(EXERCISES / NAME, as_version=4))
    assert code == 1
    assert text.count("open") == len(lesson_exercises(1))
    assert f"0 of {POINTS} points" in text


def test_wrong_answer_is_named_and_costs_only_itself(said, solved):
    answer_of(solved, "ema").source = SWAPPED
    code, text = said(solved)
    assert code == 1
    assert "wrong   3 points  ema\n         You swapped the weights" in text
    assert f"{POINTS - 3} of {POINTS} points" in text


def test_crash_in_one_answer_costs_only_itself(said, solved):
    answer_of(solved, "ema").source = "1 / 0"
    assert f"{POINTS - 3} of {POINTS} points" in said(solved)[1]


def test_copied_cells_count_once(said, solved):
    for k, cell in enumerate(solved.cells[-3:]):
        solved.cells.append(nbformat.from_dict(cell | {"id": f"copy-{k}"}))
    assert f"{POINTS} of {POINTS} points" in said(solved)[1]


def test_deleted_exercise_is_open_and_still_counts(said, solved):
    del solved.cells[2:5]
    code, text = said(solved)
    assert code == 1
    assert "open    3 points  ema\n" in text
    assert f"{POINTS - 3} of {POINTS} points" in text


@pytest.mark.parametrize("broken", ["", "{", "<html>", '{"nbformat": 4}', "[]"])
def test_broken_file_gets_a_clear_line_and_stops_nothing(said, solved, broken):
    code, text = said(broken, solved)
    assert code == 2
    assert "not a notebook that can be read" in text
    assert "Traceback" not in text
    assert f"{POINTS} of {POINTS} points" in text


def test_missing_file_and_foreign_notebook_are_told(said, tmp_path, capsys):
    assert (
        "There are no exercises"
        in said(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))[1]
    )
    assert main([tmp_path / "gone.ipynb"]) == 2
    assert "there is no file" in capsys.readouterr().out


def test_each_lesson_has_its_sum_and_a_bar_and_what_is_next_is_named(said, solved):
    answer_of(solved, "ema").source = SWAPPED
    code, text = said(solved, nbformat.read(EXERCISES / NAME, as_version=4))
    half = (
        f"[{'#' * ((POINTS - 3) * 20 // POINTS):.<20}] {POINTS - 3} of {POINTS} points"
    )
    assert f"  {half}\n\n1.ipynb" in text
    assert f"  [{'.' * 20}] 0 of {POINTS} points\n" in text
    assert f"{POINTS - 3} of {2 * POINTS} points" in text
    assert text.endswith("/0.ipynb\n") and "\nNext: ema, in " in text


def test_nothing_is_next_when_all_is_done(said, solved):
    assert "Next" not in said(solved)[1]


def test_the_bar_is_full_only_when_nothing_is_left():
    assert bar(153, 154) == f"[{'#' * 19}.]" and bar(154, 154) == f"[{'#' * 20}]"
    assert bar(0, 0) == bar(0, 154) == f"[{'.' * 20}]"


def test_run_all_goes_on_past_what_is_open_wrong_or_stops():
    """And ends with the points so far; untouched is told from wrong."""
    nb = nbformat.read(EXERCISES / NAME, as_version=4)
    cells = {cell.id: cell for cell in nb.cells}
    cells["answer-ema"].source = SWAPPED
    cells["answer-ema_weight"].source = "def ema_weight(beta, k):\n    return (beta"
    right = "def half_life(beta):\n    return np.log(0.5) / np.log(beta)"
    cells["answer-half_life"].source = right
    NotebookClient(nb, kernel_name="python3").execute()
    points = "".join(output.get("text", "") for output in cells["points"].outputs)
    assert points.startswith(f"2 of {POINTS} points.")
    assert "Not right yet: ema." in points
    assert cells["answer-share_of_last_10"].outputs == []  # untouched: no echo
    assert "ema_weight" in points.split("Open:")[1].split("\n")[0]
    assert "../notebooks/02_bias_correction.ipynb" in nb.cells[-1].source
