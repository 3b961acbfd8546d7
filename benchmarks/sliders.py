"""From the key pressed on a slider to the new picture painted, in headless Chromium.

    python benchmarks/sliders.py

The figure is of a lesson's size; each move runs 200 steps of Adam on a ravine.
Target: median 50 ms, 95th percentile 100 ms; aim: 33 and 50.
"""

import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lab import MOVE, Lab, chromium, jupyterlab

MOVES = 60
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

# The clock starts with the key's event and stops after the frame that first shows the
# new picture: a message posted in an animation frame arrives once it is painted.
CLOCK = """() => {
    window.times = [];
    const image = document.querySelector('.widget-image');
    let pressed = 0;
    document.addEventListener('keydown', event => pressed = event.timeStamp, true);
    image.addEventListener('load', () => requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.times.push(performance.now() - pressed);
        painted.port2.postMessage(0);
    }));
}"""


def measure():
    """Milliseconds from key to picture, one per move."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURE)])
        kernel = {"name": "python3", "display_name": "Python 3"}
        notebook.metadata["kernelspec"] = kernel
        nbformat.write(notebook, Path(folder, "figure.ipynb"))
        with jupyterlab(folder) as server, chromium() as browser:
            lab = Lab(browser, server, "figure.ipynb")
            lab.run_all()
            lab.page.evaluate(CLOCK)
            slider = lab.sliders()[0]
            for count in range(1, MOVES + 6):
                lab.move(slider)
                painted = "count => window.times.length >= count"
                lab.wait(painted, MOVE, count)
                lab.page.wait_for_timeout(50)
            return np.array(lab.page.evaluate("window.times"))[5:]  # the first warm up


if __name__ == "__main__":
    times = measure()
    middle, slow = np.percentile(times, [50, 95])
    print(f"{len(times)} moves: median {middle:.0f} ms, 95th percentile {slow:.0f} ms")
    print("target: 50 and 100; aim: 33 and 50")
