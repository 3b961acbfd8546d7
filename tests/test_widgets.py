"""Explorer without a browser; test_browser.py drives it in JupyterLab."""

import base64
import io
import sys

import ipywidgets
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

from course_utils.descent import run
from course_utils.optimizers import Adam, Momentum
from course_utils.plots import contours, curves, figure, path, stems, style
from course_utils.problems import ravine
from course_utils.widgets import Explorer, log_slider


def walk():
    """A figure of two axes, as lessons have it, and its update."""
    problem = ravine()
    fig, (left, right) = figure(1, 2, height=3.4)
    contours(left, problem)
    right.set(xlim=(0, 50), ylim=(1e-6, 1e3), yscale="log", title="loss")
    right.plot([], [], **style("Adam"))
    right.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    left.legend(*right.get_legend_handles_labels(), loc="lower left")

    def update(lr, beta, corrected=True):
        if lr > 5:
            raise ValueError("lr must be at most 5")
        trace = run((Adam if corrected else Momentum)(lr, beta), problem, steps=50)
        path(left, trace)
        curves(right, {"Adam": trace.loss}, legend=False)
        return f"At rate {lr:g} the loss ends at {trace.loss[-1]:.1e}."

    return fig, update


@pytest.fixture
def explorer():
    controls = {"beta": (0.0, 0.99, 0.01, 0.9), "corrected": True}
    return Explorer(*walk(), lr=log_slider(1e-3, 10, 0.1), **controls)


def pixels(fig):
    return np.array(fig.canvas.buffer_rgba())


@pytest.mark.parametrize("lr", [0.001, 0.3, 5.0])
def test_picture_equals_a_full_drawing_pixel_by_pixel(explorer, lr):
    explorer.set(lr=lr, beta=0.5)
    fig = explorer.stage.fig
    fast = pixels(fig)
    fig.canvas.draw()
    np.testing.assert_array_equal(fast, pixels(fig))


def test_picture_equals_a_full_drawing_when_artists_are_moved_instead():
    fig, ax = figure()
    ax.set(xlim=(0, 9), ylim=(-1, 1), title="waves")
    (line,) = ax.plot(np.arange(10), np.zeros(10), animated=True, linewidth=5)
    ax.axhline(0.5, color="black", zorder=1)
    ax.plot([4], [0], "*", markersize=30, zorder=4)

    def update(speed):
        line.set_ydata(np.sin(speed * np.arange(10)))
        return f"Speed {speed}."

    explorer = Explorer(fig, update, speed=(0, 9, 1, 3))
    before = pixels(fig)
    explorer.set(speed=5)
    fast = pixels(fig)
    assert (before != fast).any()
    line.set_animated(False)
    fig.canvas.draw()
    np.testing.assert_array_equal(fast, pixels(fig))


def test_each_change_leaves_nothing_of_the_one_before(explorer):
    fig = explorer.stage.fig
    first = pixels(fig)
    counts = [len(ax.get_children()) for ax in fig.axes]
    explorer.set(lr=1.0)
    assert (pixels(fig) != first).any()
    explorer.set(lr=0.1)
    np.testing.assert_array_equal(pixels(fig), first)
    assert [len(ax.get_children()) for ax in fig.axes] == counts


@pytest.mark.parametrize("start", [0.001, 0.3, 1.0])
def test_slider_of_powers_starts_at_one_of_its_steps(start):
    slider = log_slider(0.001, 1, start)
    steps = 0.001 * 10 ** (np.arange(31) / 10)
    assert slider.value == pytest.approx(min(steps, key=lambda step: abs(step - start)))


def test_limits_and_colors_stay_whatever_update_draws():
    fig, ax = figure()

    def update(n):
        ax.plot(np.arange(n))
        stems(ax, np.arange(n))
        return f"{n} points."

    explorer = Explorer(fig, update, n=(2, 50, 1, 10))
    limits, color = (ax.get_xlim(), ax.get_ylim()), ax.lines[0].get_color()
    explorer.set(n=50)
    assert (ax.get_xlim(), ax.get_ylim()) == limits
    assert ax.lines[0].get_color() == color


def test_reader_sees_the_picture_and_reads_the_sentence(explorer):
    sentence = explorer.set(lr=0.2)
    assert sentence.startswith("At rate 0.2 the loss ends at ")
    assert explorer.status.value == f'<div role="status">{sentence}</div>'
    assert explorer.image.tooltip == sentence
    picture = Image.open(io.BytesIO(explorer.image.value))
    assert picture.format == "JPEG" and picture.size == (1600, 680)
    assert (explorer.image.width, explorer.image.height) == ("800", "340")
    whole = pixels(explorer.stage.fig)[..., :3].astype(int)
    assert np.abs(np.asarray(picture).astype(int) - whole).mean() < 2  # of 255


def test_where_no_widget_lives_there_is_a_picture_and_its_sentence(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == explorer.sentence
    known = {"alt": explorer.sentence, "width": 800, "sliders": True}
    assert metadata == {"image/png": known}
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.size == (1600, 680)
    assert len(data["image/png"]) < 80_000


def test_sentence_is_the_same_from_run_to_run_as_nbval_wants(explorer):
    again = Explorer(*walk(), lr=log_slider(1e-3, 10, 0.1), beta=(0.0, 0.99, 0.01, 0.9))
    assert (
        again._repr_mimebundle_()[0]["text/plain"]
        == explorer._repr_mimebundle_()[0]["text/plain"]
    )


def test_a_later_figure_does_not_take_the_place_of_the_explorers():
    page = {"figure": figure}
    exec("fig, ax = figure()\ndef update(x=1):\n ax.plot([0, x]); return 'said'", page)
    shown = Explorer(page["fig"], page["update"], x=(0, 3, 1, 1))
    exec("fig, ax = figure()", page)
    shown.set(x=3)
    (line,) = shown.stage.fig.axes[0].lines
    assert line.get_ydata().tolist() == [0, 3]
    assert not page["ax"].lines


def test_error_is_told_and_the_picture_stays(explorer):
    before = explorer.image.value
    assert explorer.set(lr=6.0) == "ValueError: lr must be at most 5"
    assert "lr must be at most 5" in explorer.status.value
    assert explorer.image.value == before
    assert explorer.set(lr=0.2).startswith("At rate 0.2")
    assert explorer.image.value != before


def test_status_line_is_text_not_markup():
    fig, _ = figure()
    explorer = Explorer(fig, lambda a: f"<b>{a} & more", a=(0, 1, 1, 0))
    assert explorer.status.value == '<div role="status">&lt;b&gt;0 &amp; more</div>'


@pytest.mark.parametrize("said", [None, "", 3])
def test_update_has_to_say_what_the_picture_shows(said):
    fig, _ = figure()
    with pytest.raises(ValueError, match="update must return the sentence"):
        Explorer(fig, lambda a: said, a=(0, 1, 1, 0))


def test_every_control_hands_its_value_over():
    fig, _ = figure()
    got = {}

    def update(**values):
        got.update(values)
        return "."

    explorer = Explorer(
        fig,
        update,
        beta=(0.0, 0.99, 0.01, 0.9),
        steps=(1, 50, 1, 20),
        lr=log_slider(1e-4, 1, 0.01),
        corrected=False,
        rule=["plain", "swapped"],
        scale={"small": 0.1, "large": 10.0},
        seed=ipywidgets.BoundedIntText(3, description="seed"),
    )
    start = dict(beta=0.9, steps=20, lr=0.01, corrected=False, rule="plain")
    assert got == explorer.values == start | dict(scale=0.1, seed=3)
    assert isinstance(got["steps"], int)
    explorer.set(beta=0.5, steps=7, lr=1.0, corrected=True, rule="swapped", scale=10.0)
    moved = dict(beta=0.5, steps=7, lr=1.0, corrected=True, rule="swapped")
    assert got == moved | dict(scale=10.0, seed=3)


def test_every_control_has_a_name_and_each_slider_a_field_that_follows(explorer):
    sliders, ticks = (line.children for line in explorer.children[:2])
    field, slider = sliders[0].children
    assert ticks == (explorer.fields["corrected"],), "checkboxes have a line of theirs"
    assert isinstance(slider, ipywidgets.FloatLogSlider)
    assert [child.description for child in explorer.fields.values()] == [
        "α (lr)",
        "β",
        "corrected",
    ]
    slider.value = 10**-0.9
    assert field.value == explorer.values["lr"] == 0.126
    assert explorer.sentence.startswith("At rate 0.126")
    field.value = 0.5
    assert slider.value == 0.5


def test_one_move_of_a_slider_is_drawn_once():
    fig, _ = figure()
    calls = []

    def update(beta):
        calls.append(beta)
        return "."

    explorer = Explorer(fig, update, beta=(0.0, 0.99, 0.01, 0.9))
    calls.clear()
    explorer.children[0].children[0].children[1].value = 0.1 + 0.2
    assert calls == [0.3]


@pytest.mark.parametrize("control", [3, (0, 1), "beta", (0.0, 1.0, 0.1)])
def test_unknown_control_is_refused_with_the_right_form(control):
    fig, _ = figure()
    with pytest.raises(ValueError, match=r"beta must be \(from, to, step, start\)"):
        Explorer(fig, lambda beta: ".", beta=control)


def test_set_refuses_what_a_reader_could_not_do(explorer):
    with pytest.raises(ValueError, match="no control 'gamma'; there is lr, beta"):
        explorer.set(gamma=1)
    with pytest.raises(ValueError, match="beta goes from 0.0 to 0.99, so not 2"):
        explorer.set(beta=2)


def test_notebook_stores_picture_and_sentence(tmp_path):
    source = """
from course_utils.plots import figure
from course_utils.widgets import Explorer
fig, ax = figure()
ax.set(xlim=(0, 1), ylim=(0, 1))
def update(beta):
    ax.plot([0, 1], [0, beta])
    return f"The line rises to {beta}."
Explorer(fig, update, beta=(0.0, 0.9, 0.1, 0.5))"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    client = NotebookClient(notebook, resources={"metadata": {"path": tmp_path}})
    client.execute()
    [output] = notebook.cells[0].outputs
    assert output.data["text/plain"] == "The line rises to 0.5."
    assert len(base64.b64decode(output.data["image/png"])) > 1000
    assert output.metadata["image/png"]["alt"] == "The line rises to 0.5."
    assert "application/vnd.jupyter.widget-view+json" in output.data
    assert sys.getsizeof(str(output)) < 60_000
