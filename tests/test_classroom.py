"""A learner in JupyterLab: handed out, answered wrongly, then rightly, run anew."""

import pytest
from lab import Lab, chromium, jupyterlab

from course_utils.pack import workspace

pytestmark = pytest.mark.browser
SWAPPED = """def ema(x, beta):
    averages, v = np.zeros(len(x)), 0.0
    for t in range(len(x)):
        v = (1 - beta) * v + beta * x[t]
        averages[t] = v
    return averages"""
RIGHT = SWAPPED.replace("(1 - beta) * v + beta", "beta * v + (1 - beta)")


@pytest.fixture(scope="module")
def exercises(tmp_path_factory):
    """Exercises 01 as `course start` hands them out, open in JupyterLab."""
    folder = tmp_path_factory.mktemp("work")
    for name, content in workspace.pristine("01", ["exercises"]).items():
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    with jupyterlab(folder) as server, chromium() as browser:
        lab = Lab(browser, server, name)
        yield lab
        lab.close()


def answer(lab, code):
    """Type an answer to the first exercise and run it, then its check; what it says."""
    setup, cell, check = (lab.page.locator(".jp-CodeCell").nth(k) for k in range(3))
    editor = cell.locator(".cm-content")
    editor.click()
    lab.page.keyboard.press("Control+A")
    lab.page.keyboard.insert_text(code)
    for each in (setup, cell, check):
        each.locator(".cm-content").click()
        lab.page.keyboard.press("Control+Enter")
    output = check.locator(".jp-OutputArea-output").first
    output.wait_for()
    return check


def test_untouched_exercise_shows_no_verdict_yet(exercises):
    check = exercises.page.locator(".jp-CodeCell").nth(2)
    assert check.locator(".jp-OutputArea-output").count() == 0


def test_wrong_answer_is_told_which_mistake_it_is(exercises):
    check = answer(exercises, SWAPPED)
    check.get_by_text("You swapped the weights").wait_for()
    said = check.inner_text()
    assert "first apart at index 2: 0.9, not 0.1" in said
    assert "Traceback" not in said and "course_utils" not in said
    box = check.locator(".jp-OutputArea").bounding_box()
    assert box["height"] < 300, "it is read in one glance"


def test_right_answer_passes_with_a_picture_of_itself(exercises):
    check = answer(exercises, RIGHT)
    check.get_by_text("PASS ema: right, 3 points").wait_for()
    picture = check.locator(".jp-OutputArea img")
    picture.wait_for()
    assert picture.evaluate("image => image.naturalWidth") > 500
    said = picture.get_attribute("alt")
    assert said.endswith(".")
    assert said in [name for name, _ in exercises.read_aloud("image")]
    assert exercises.violations() == {}
    assert exercises.errors() == []


def test_restart_and_run_all_keeps_the_answer_and_goes_past_what_is_open(exercises):
    exercises.page.evaluate("lab.panel().sessionContext.session.kernel.restart()")
    exercises.wait("lab.ready()", 60_000)
    exercises.run_all()
    exercises.wait("lab.cells().every(cell => cell.executionCount)", 60_000)
    first, *others = exercises.errors()
    assert "OPEN  ema_weight" in first and len(others) == 5
    exercises.page.get_by_text("PASS ema: right, 3 points").wait_for()
