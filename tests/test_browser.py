"""The lessons in JupyterLab: every cell runs, every slider moves its figure."""

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from lab import Lab, chromium, jupyterlab

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
    return folder


@pytest.fixture(scope="module")
def opened(folder):
    """Open a notebook of the folder: opened("00_one_rate_for_all.ipynb")."""
    with jupyterlab(folder) as server, chromium() as browser:
        yield lambda notebook: Lab(browser, server, notebook)


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
    field = lab.page.get_by_label("β", exact=True)
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
    assert "β = 0.98" in lab.move(share, "ArrowLeft")
    assert lab.errors() == []


def test_figure_does_not_lag_behind_a_key_held_down(lab):
    _, share = lab.sliders()
    share.focus()
    for _ in range(40):
        lab.page.keyboard.press("ArrowRight")
    lab.page.get_by_text("β = 0.9 it ends").wait_for()


def test_controls_and_picture_have_accessible_names(lab):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(lab.page, context=".jp-OutputArea-output")
    violations = {v["id"]: v["nodes"] for v in found.response["violations"]}
    violations.pop("aria-input-field-name", None)  # sliders: the fields have names
    assert violations == {}


@pytest.mark.parametrize("lesson", [lesson.name for lesson in LESSONS])
def test_lesson_runs_and_every_slider_moves_its_figure(opened, lesson):
    lab = opened(lesson)
    lab.run_all()
    assert lab.errors() == []
    for slider in lab.sliders():
        now, most = map(slider.get_attribute, ["aria-valuenow", "aria-valuemax"])
        said = lab.move(slider, "ArrowLeft" if now == most else "ArrowRight")
        assert "Error:" not in said
    assert lab.console == []
    lab.close()


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
