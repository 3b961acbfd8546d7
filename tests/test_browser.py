"""The lessons in JupyterLab: every cell runs, every slider moves its figure."""

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from lab import Lab, chromium, jupyterlab

from course_utils.pack import workspace

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIGURE = """
from course_utils.descent import run
from course_utils.optimizers import Momentum
from course_utils.plots import contours, figure, path
from course_utils.problems import ravine
from course_utils.widgets import Explorer, log_slider

problem = ravine()
fig, ax = figure()
contours(ax, problem)

def update(lr, beta, start):
    if beta > 0.98:
        raise ValueError("beta must be at most 0.98")
    trace = run(Momentum(lr, beta), problem, [start, 1.0], steps=50)
    path(ax, trace)
    return f"From {start} at α = {lr:g}, β = {beta:g} it ends at {trace.loss[-1]:.3g}."

Explorer(
    fig, update, lr=log_slider(0.01, 1, 0.1), beta=(0.0, 0.99, 0.01, 0.5),
    start={"left": -9.0, "right": 9.0},
)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Copies of the lessons, and a notebook of one figure: Lab saves what it opens."""
    folder = tmp_path_factory.mktemp("lab")
    for original in [*LESSONS, LESSONS[0].with_name("glossary.md")]:
        shutil.copy(original, folder)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "figure.ipynb")
    for name, content in workspace.pristine("01", ["exercises"]).items():
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def server(folder):
    with jupyterlab(folder) as server:
        yield server


@pytest.fixture(scope="module")
def opened(server):
    """Open a notebook of the folder: opened("00_one_rate_for_all.ipynb")."""
    with chromium() as browser:
        yield lambda notebook, *size: Lab(browser, server, notebook, *size)


@pytest.fixture(scope="module")
def page(opened):
    lab = opened("figure.ipynb")
    yield lab
    lab.close()


@pytest.fixture
def lab(page):
    """The notebook of one figure, run anew."""
    page.run_all()
    return page


def test_slider_moves_by_key_and_says_what_the_picture_shows(lab):
    assert lab.errors() == [] and lab.console == []
    rate, share = lab.sliders()
    assert lab.move(share).startswith("From -9.0 at α = 0.1, β = 0.51 it ends at ")
    assert "α = 0.0794" in lab.move(rate, "ArrowLeft")
    image = lab.figure_of(rate).locator("img")
    assert image.bounding_box()["width"] <= 800
    assert image.get_attribute("title") == lab.page.get_by_role("status").inner_text()


def test_number_typed_moves_slider_and_picture(lab):
    field = lab.page.get_by_role("spinbutton", name="β", exact=True)
    field.fill("0.3")
    field.press("Enter")
    lab.page.get_by_text("β = 0.3 it ends").wait_for()
    assert float(lab.sliders()[1].get_attribute("aria-valuenow")) == pytest.approx(0.3)


def test_choice_is_made_by_name(lab):
    lab.page.get_by_label("start", exact=True).select_option("right")
    lab.page.get_by_text("From 9.0 at").wait_for()


def test_error_is_told_and_the_next_move_is_drawn(lab):
    _, share = lab.sliders()
    assert lab.move(share, "End") == "ValueError: beta must be at most 0.98"
    lab.move(share, "ArrowLeft")
    status = lab.figure_of(share).get_by_role("status")
    status.filter(has_text="β = 0.98").wait_for()
    assert lab.errors() == []


def test_figure_does_not_lag_behind_a_key_held_down(lab):
    _, share = lab.sliders()
    share.focus()
    for _ in range(40):
        lab.page.keyboard.press("ArrowRight")
    lab.page.get_by_text("β = 0.9 it ends").wait_for()


def test_controls_and_picture_have_accessible_names(lab):
    assert lab.violations() == {}


def test_sliders_are_read_with_their_names_and_values(lab):
    assert lab.read_aloud("slider")[0][0] == "α (lr)"
    rate, share = lab.sliders()
    lab.move(rate, "ArrowLeft")
    assert rate.get_attribute("aria-valuetext") == "0.0794"
    for _ in range(15):
        lab.move(share)
        text, now = map(share.get_attribute, ["aria-valuetext", "aria-valuenow"])
        assert text == now and len(text) <= 4, "0.95, not 0.9500000000000001"
    assert share.get_attribute("aria-valuemax") == "0.99"


@pytest.mark.parametrize("lesson", [lesson.name for lesson in LESSONS])
def test_lesson_runs_every_slider_moves_its_figure_and_all_is_there_next_day(
    server, opened, lesson
):
    lab = opened(lesson)
    before = lab.images()
    assert not lab.dirty(), "closing what was not touched asks nothing"
    lab.run_all()
    assert lab.errors() == [] and lab.violations() == {}
    for slider in lab.sliders():
        now, most = map(slider.get_attribute, ["aria-valuenow", "aria-valuemax"])
        said = lab.move(slider, "ArrowLeft" if now == most else "ArrowRight")
        assert "Error:" not in said
    assert lab.console == []
    for _day in range(2):
        lab.save()
        lab.close()
        server.end_kernels()
        lab = opened(lesson)
        assert lab.page.get_by_text("model not found").count() == 0
        assert lab.page.get_by_text("Run this cell to move the sliders").count() >= 1
        after = lab.images()
        assert [text for text, *_ in after] == [text for text, *_ in before]
        assert all(text and dots == 2 * width for text, width, dots in after)
        read = [name for name, _ in lab.read_aloud("image")]
        assert {text for text, *_ in after} <= {*read}
        assert lab.violations() == {} and lab.console == []
    lab.close()


def test_figure_of_lesson_05_and_its_controls_fit_a_laptop(opened):
    lab = opened("05_adam.ipynb", 1366, 768)
    lab.run_all()
    output = lab.page.locator(".jp-OutputArea-output:has([role=status])").last
    assert output.bounding_box()["height"] <= 650
    lab.close()


def test_untouched_exercises_are_told_from_their_lesson_and_close_without_a_question(
    folder, opened
):
    path = folder / "exercises/01_moving_averages.ipynb"
    before = path.read_bytes()
    lab = opened(f"exercises/{path.name}")
    label = lab.page.locator(".lm-TabBar-tabLabel", has_text=path.name)
    shown = "label => getComputedStyle(label, '::before').content"
    assert label.evaluate(shown) == '"Exercises · "'
    assert lab.page.locator(".Toastify__toast").count() == 0, "no news, no questions"
    lab.save()
    assert path.read_bytes() == before, "saved untouched, it is as it was handed out"
    lab.command("application:close")
    label.wait_for(state="detached")
    assert lab.page.locator(".jp-Dialog").count() == 0
    lab.close()


def test_the_terminal_stays_quiet(server, opened):
    lab = opened("figure.ipynb")
    lab.run_all()
    lab.close()
    assert server.log.read_text("utf-8") == ""


def test_link_to_the_glossary_opens_it_as_a_page(opened):
    lab = opened(LESSONS[0].name)
    lab.page.get_by_role("link", name="glossary", exact=True).click()
    lab.page.get_by_role("heading", name="Glossary", exact=True).wait_for()
    lab.close()


def test_lesson_that_may_not_be_written_runs_all_the_same(opened, read_only):
    lab = opened(read_only.name)
    lab.run_all()
    lab.move(lab.sliders()[0], "ArrowLeft")
    assert lab.errors() == [] and lab.console == []
    lab.close()


@pytest.fixture
def read_only(folder):
    """A lesson's copy that nobody may write, root neither, where the disk allows it."""
    path = folder / "read_only.ipynb"
    shutil.copy(LESSONS[1], path)
    path.chmod(0o444)
    for_root = shutil.which("chattr") if os.access(path, os.W_OK) else None
    if for_root:
        subprocess.run([for_root, "+i", path], check=False)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("this user may write everything here")
        yield path
    finally:
        if for_root:
            subprocess.run([for_root, "-i", path], check=False)
