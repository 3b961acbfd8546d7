"""From the key pressed on a slider to the new picture painted, in headless Chromium.

    python benchmarks/sliders.py                one figure, 60 moves
    python benchmarks/sliders.py lessons        every slider of the lessons, 30 moves
    python benchmarks/sliders.py lessons 05 06  those of two lessons

The one figure is of a lesson's size; each move runs 200 steps of Adam on a ravine.
Target: median 50 ms, 95th percentile 100 ms; aim: 33 and 50.
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

# The clock starts with the key's event and stops when the browser has the new picture
# on the screen, as its Element Timing says. Nothing is asked of the page in between.
CLOCK = """image => {
    window.times = [];
    let pressed = 0;
    document.addEventListener('keydown', event => pressed = event.timeStamp, true);
    image.elementTiming = 'picture';
    window.watch?.disconnect();
    window.watch = new PerformanceObserver(list => list.getEntries().forEach(
        entry => window.times.push(entry.renderTime - pressed)));
    window.watch.observe({type: 'element'});
}"""
ROOT = Path(__file__).parents[1]
ENDS = "now", "min", "max"


def measure(lab, slider, moves):
    """Milliseconds from key to picture, one per move."""
    lab.page.evaluate(CLOCK, lab.figure_of(slider).locator("img").element_handle())
    key = "ArrowRight"
    slider.focus()
    for count in range(1, moves + 6):
        now, least, most = (slider.get_attribute(f"aria-value{k}") for k in ENDS)
        key = {least: "ArrowRight", most: "ArrowLeft"}.get(now, key)
        lab.page.keyboard.press(key)
        lab.page.wait_for_timeout(PAUSE)
        lab.wait("count => window.times.length >= count", MOVE, count)
    return np.array(lab.page.evaluate("window.times"))[5:]  # the first warm up


def one_figure(folder):
    """A notebook of the one figure, in a folder."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, Path(folder, "figure.ipynb"))
    return ["figure.ipynb"], MOVES


def lessons(folder, numbers):
    """Copies of lessons in a folder, all of them if no numbers are given."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    paths = [path for path in paths if not numbers or path.name[:2] in numbers]
    for path in paths:
        shutil.copy(path, folder)
    return [path.name for path in paths], MOVES // 2


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        every = "lessons" in sys.argv
        names, moves = lessons(folder, sys.argv[2:]) if every else one_figure(folder)
        with jupyterlab(folder, "contentVisibility") as server, chromium() as browser:
            for name in names:
                lab = Lab(browser, server, name)
                lab.run_all()
                for k, slider in enumerate(lab.sliders(), 1):
                    times = np.percentile(measure(lab, slider, moves), [50, 95])
                    print(f"{name}, slider {k}: median {times[0]:.0f} ms,", end=" ")
                    print(f"95th percentile {times[1]:.0f} ms", flush=True)
                lab.close()
    print("target: 50 and 100; aim: 33 and 50")
