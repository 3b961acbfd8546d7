"""From the key pressed on a slider to the new picture painted, in headless Chromium.

    python benchmarks/sliders.py                one figure, 60 moves
    python benchmarks/sliders.py lessons        every slider of the lessons, 30 moves
    python benchmarks/sliders.py lessons 05 06  those of two lessons

The one figure is of a lesson's size; each move runs 200 steps of Adam on a ravine. It
is measured first, and as pyplot draws it under ipywidgets' `interact`: each time is
given in parts of that one's, from the same run. Target: a third.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lab import MOVE, Lab, chromium, jupyterlab

MOVES, PAUSE = 60, 250  # milliseconds
FIGURE = """
from course_utils.descent import run
from course_utils.optimizers import Adam
from course_utils.plots import contours, curves, figure, path
from course_utils.problems import ravine
from course_utils.widgets import Explorer

problem = ravine()
fig, (left, right) = figure(1, 2, height=3.4)
contours(left, problem)
right.set(xlim=(0, 200), ylim=(1e-6, 1e3), yscale="log", xlabel="step", ylabel="loss")

def update(lr, beta1):
    trace = run(Adam(lr, beta1), problem, steps=200)
    path(left, trace)
    curves(right, {"Adam": trace.loss}, legend=False)
    return f"At α = {lr:g}, β₁ = {beta1:g} the loss ends at {trace.loss[-1]:.1e}."

Explorer(fig, update, lr=(0.01, 1.0, 0.01, 0.1), beta1=(0.0, 0.99, 0.01, 0.9))"""
REDRAWN = """
import matplotlib.pyplot as plt
from ipywidgets import interact
from course_utils.descent import run
from course_utils.optimizers import Adam
from course_utils.plots import contours, curves, path
from course_utils.problems import ravine

problem = ravine()

def redraw(lr=(0.01, 1.0, 0.01), beta1=(0.0, 0.99, 0.01)):
    fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    contours(left, problem)
    right.set(xlim=(0, 200), ylim=(1e-6, 1e3), yscale="log")
    right.set(xlabel="step", ylabel="loss")
    trace = run(Adam(lr, beta1), problem, steps=200)
    path(left, trace)
    curves(right, {"Adam": trace.loss}, legend=False)
    plt.show()

_ = interact(redraw)"""

# The clock starts with the key's event and stops when the browser has the new picture
# on the screen, as its Element Timing says. Nothing is asked of the page in between.
# Where a picture is not changed but replaced, the new one is marked before it is shown.
CLOCK = """figure => {
    window.times = [];
    let pressed = 0;
    document.addEventListener('keydown', event => pressed = event.timeStamp, true);
    const mark = () => figure.querySelectorAll('img').forEach(
        image => image.elementTiming = 'picture');
    mark();
    new MutationObserver(mark).observe(figure, {childList: true, subtree: true});
    window.watch?.disconnect();
    window.watch = new PerformanceObserver(list => list.getEntries().forEach(
        entry => window.times.push(entry.renderTime - pressed)));
    window.watch.observe({type: 'element'});
}"""
ROOT = Path(__file__).parents[1]


def measure(lab, slider, moves):
    """Milliseconds from key to picture, one per move."""
    lab.page.evaluate(CLOCK, lab.figure_of(slider).element_handle())
    slider.focus()
    keys, count = ["ArrowRight", "ArrowLeft"], 0
    while count < moves + 5:
        before = slider.get_attribute("aria-valuenow")
        lab.page.keyboard.press(keys[0])
        lab.page.wait_for_timeout(PAUSE)
        if slider.get_attribute("aria-valuenow") == before:
            keys.reverse()  # it stands at its end
            continue
        count += 1
        lab.wait("count => window.times.length >= count", MOVE, count)
    return np.array(lab.page.evaluate("window.times"))[5:]  # the first warm up


def store(folder, name, source):
    """A notebook of one cell, in a folder."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, Path(folder, name))


def lessons(folder, numbers):
    """Copies of lessons in a folder, all of them if no numbers are given."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    paths = [path for path in paths if not numbers or path.name[:2] in numbers]
    for path in paths:
        shutil.copy(path, folder)
    return [path.name for path in paths]


def percentiles(browser, server, name, moves):
    """For each slider of a notebook, the median and the 95th percentile."""
    lab = Lab(browser, server, name)
    lab.run_all()
    for slider in lab.sliders():
        yield np.percentile(measure(lab, slider, moves), [50, 95])
    lab.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        store(folder, "interact.ipynb", REDRAWN)
        store(folder, "figure.ipynb", FIGURE)
        names = lessons(folder, sys.argv[2:]) if "lessons" in sys.argv else []
        with jupyterlab(folder, "contentVisibility") as server, chromium() as browser:
            reference = [*percentiles(browser, server, "interact.ipynb", MOVES)]
            middle, slow = np.mean(reference, axis=0)
            print(f"interact: median {middle:.0f} ms, 95th percentile {slow:.0f} ms")
            for name in ["figure.ipynb", *names]:
                for k, (half, most) in enumerate(
                    percentiles(browser, server, name, MOVES // (1 + bool(names))), 1
                ):
                    print(
                        f"{name}, slider {k}: {half:.0f} ms, {half / middle:.2f} of",
                        end=" ",
                    )
                    print(f"it; {most:.0f} ms, {most / slow:.2f}", flush=True)
