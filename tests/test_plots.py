"""Figures: tested by their data, and by what those see who do not see them."""

import ast
import base64
import io
import itertools
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from course_utils.descent import run
from course_utils.drawing import figures
from course_utils.drawing.figures import BETAS, COORDINATES, CYCLE, DATA, STYLES, YOURS
from course_utils.optimizers import Adam, GradientDescent, Momentum
from course_utils.plots import (
    HEIGHTS,
    bands,
    beta_style,
    contours,
    coordinate_style,
    curves,
    data_style,
    edges_of,
    figure,
    heat_map,
    key,
    mark,
    mean_interval,
    path,
    ranking,
    rings,
    show,
    stems,
    style,
    your_style,
)
from course_utils.problems import Problem, beale, quadratic, ravine, rosenbrock, saddle


@pytest.fixture
def shown(monkeypatch):
    """What `show` handed to the notebook: a list of (data, metadata)."""
    outputs = []

    def display(data, raw, metadata):
        assert raw
        outputs.append((data, metadata))

    monkeypatch.setattr(figures, "display", display)
    return outputs


def contrast(color):
    """Contrast with white by WCAG 2: from 1 to 21."""
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(
        channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )
    return 1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05)


def simulated(color, matrix):
    """Lightness and hue (CIE L*a*b*) of a colour as a colour-blind reader sees it."""
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(
        channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )
    linear = np.clip(np.array(matrix) @ linear, 0, 1)
    to_xyz = [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
    xyz = to_xyz @ linear / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Machado, Oliveira and Fernandes (2009), at full severity.
VISION = {
    "protanopia": [
        [0.152, 1.053, -0.205],
        [0.115, 0.786, 0.099],
        [-0.004, -0.048, 1.052],
    ],
    "deuteranopia": [
        [0.367, 0.861, -0.228],
        [0.280, 0.673, 0.047],
        [-0.012, 0.043, 0.969],
    ],
    "tritanopia": [
        [1.256, -0.077, -0.179],
        [-0.078, 0.931, 0.148],
        [0.005, 0.691, 0.304],
    ],
    "full colour": np.eye(3),
}


def test_each_optimizer_has_its_own_color_and_its_own_dashes():
    looks = STYLES.values()
    assert len({look.color for look in looks}) == len(STYLES)
    assert len({look.linestyle for look in looks}) == len(STYLES)
    assert len({look.label for look in looks}) == len(STYLES)


def test_lines_stand_out_from_the_white_sheet():
    colors = [look.color for look in STYLES.values()] + CYCLE.by_key()["color"]
    colors += [color for color, _ in BETAS.values()]
    for color in [*colors, *COORDINATES, DATA["color"], YOURS["color"], HEIGHTS]:
        assert contrast(color) >= 3


def apart(a, b, least):
    """Whether two colours differ for every reader; 2 is the least that can be told."""
    seen = [
        [simulated(color, matrix) for color in (a, b)] for matrix in VISION.values()
    ]
    return all(np.linalg.norm(one - other) > least for one, other in seen)


def is_free(color, others):
    """Whether a colour stands out from white, the optimizers' others, and yours."""
    outside = apart(color, YOURS["color"], 15) and contrast(color) >= 3
    return outside and all(apart(color, other, 10) for other in others)


@pytest.mark.parametrize("name", STYLES)
def test_colors_differ_for_every_kind_of_sight(name):
    others = [look.color for key, look in STYLES.items() if key != name]
    color = STYLES[name].color
    if not is_free(color, others):
        drawn = np.random.default_rng(0).integers(0, 256, size=(5000, 3))
        codes = ("#" + bytes(rgb).hex().upper() for rgb in drawn.astype(np.uint8))
        free = list(itertools.islice((c for c in codes if is_free(c, others)), 3))
        near = [c for c in (*others, YOURS["color"]) if not apart(color, c, 10)]
        pytest.fail(f"{name}: {color} is too pale or too near {near}; free are {free}")


def test_your_line_is_like_no_other():
    assert apart(DATA["color"], YOURS["color"], 15)
    assert your_style("your ema")["label"] == "your ema"
    assert YOURS["zorder"] > 2 > data_style()["zorder"], "over all lines, data under"


def test_a_beta_has_one_look_wherever_it_is_drawn():
    assert len({color for color, _ in BETAS.values()}) == len(BETAS)
    assert len({str(dashes) for _, dashes in BETAS.values()}) == len(BETAS)
    _, (left, right) = figure(1, 2)
    curves(left, {"β = 0.5": [1, 2], "β = 0.9": [1, 2]}, legend=False)
    curves(right, {"Adam": [1], "β₁ = 0.9": [1, 2], "yours": [1, 2]}, legend=False)
    there, here = left.lines[1], right.lines[1]
    assert there.get_color() == here.get_color() == beta_style(0.9)["color"]
    assert there.get_linestyle() == here.get_linestyle()
    assert here.get_label() == "β₁ = 0.9"
    assert right.lines[2].get_color() == YOURS["color"]
    assert beta_style(0.91)["color"] == beta_style(0.9)["color"]
    with pytest.raises(ValueError, match=r"beta must lie in \[0, 1\)"):
        beta_style(1.0)


def test_the_two_parameters_differ_without_any_colour():
    first, second = coordinate_style(0), coordinate_style(1)
    assert (first["label"], second["label"]) == ("θ₁", "θ₂")
    assert "marker" not in first and second["marker"] == "o"


def test_a_key_names_what_will_be_drawn_and_covers_nothing():
    fig, ax = figure()
    assert key(ax, style("Adam"), data_style("daily"), your_style()) is ax
    fig.canvas.draw()
    legend = ax.get_legend()
    names = [text.get_text() for text in legend.get_texts()]
    assert names == ["Adam", "daily", "yours"] and not ax.lines
    assert legend.get_window_extent().y0 >= ax.get_window_extent().y1 - 1
    assert legend.get_window_extent().y1 <= fig.bbox.y1


def test_a_grey_line_has_its_name_at_its_end():
    fig, ax = figure()
    ax.set(xlim=(0, 10), ylim=(0, 1))
    assert mark(ax, "1 - β", y=0.1) is mark(ax, "warm", x=5) is ax
    fig.canvas.draw()
    at_right, on_top = (text.get_window_extent() for text in ax.texts)
    inside = ax.get_window_extent()
    assert at_right.x1 < inside.x1 < at_right.x1 + 20, "free of a legend beside"
    assert on_top.y0 > inside.y1
    assert [text.get_text() for text in ax.texts] == ["1 - β", "warm"]


def test_intervals_of_accuracies_end_at_100_per_cent():
    seeds = {"Adam": np.array([[99.0, 80.0], [100.0, 90.0], [100.0, 85.0]])}
    assert mean_interval(seeds["Adam"])[2][0] > 100
    _, (left, right) = figure(1, 2)
    bands(left, seeds, within=(0, 100))
    assert left.collections[0].get_paths()[0].vertices[:, 1].max() == 100
    ranking(right, {"Adam": seeds["Adam"][:, 0]}, within=(0, 100))
    assert right.lines[1].get_xdata()[1] == 100


def test_a_title_does_not_touch_the_edge():
    fig, ax = figure()
    ax.set_title("Loss of $θ_1^2$")
    fig.canvas.draw()
    assert (np.asarray(fig.canvas.buffer_rgba())[:8, :, :3] == 255).all()


def test_style_knows_an_optimizer_its_class_its_name_and_its_label():
    by_name = style("GradientDescent")
    assert by_name == style(GradientDescent) == style(GradientDescent(0.1))
    assert by_name == style("Gradient descent")
    assert by_name["label"] == "Gradient descent"
    with pytest.raises(ValueError, match="no style for 'Yogi'.*AMSGrad"):
        style("Yogi")


def test_figure_is_800_pixels_of_two_dots_wide_opaque_white_and_needs_no_pyplot():
    code = "import sys, course_utils.plots as p; p.figure(); "
    code += "assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    fig, _ = figure()
    fig.canvas.draw()
    pixels = np.asarray(fig.canvas.buffer_rgba())
    assert pixels.shape == (640, 1600, 4)
    assert (pixels[..., 3] == 255).all() and (pixels[0, 0] == 255).all()


def test_figure_returns_an_array_of_axes_when_there_are_several():
    _, axes = figure(2, 3, sharex=True)
    assert axes.shape == (2, 3)


def test_show_gives_the_picture_with_its_text(shown):
    fig, ax = figure()
    contours(ax, rosenbrock())
    assert show(fig, "A curved valley.") is None
    [(data, metadata)] = shown
    assert data["text/plain"] == "A curved valley."
    assert metadata == {"image/png": {"alt": "A curved valley.", "width": 800}}
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.size == (1600, 640), "sharp on a screen with two dots a pixel"
    assert len(data["image/png"]) < 80_000
    whole = np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(int)
    apart = np.abs(np.asarray(picture.convert("RGB")) - whole).max(axis=2)  # of 255
    assert apart.mean() < 4 and (apart > 24).mean() < 1e-3
    assert (np.asarray(picture.convert("RGB"))[0, 0] == 255).all()


def test_in_a_page_the_text_is_also_where_a_screen_reader_finds_it(shown, monkeypatch):
    fig, _ = figure()
    show(fig, "Nothing.")
    assert "text/html" not in shown[0][0], "stored notebooks hold each picture once"
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    show(fig, 'v < "g".')
    html = shown[1][0]["text/html"]
    assert html.startswith('<img alt="v &lt; &quot;g&quot;." width="800" src="data:')


def test_show_can_leave_the_text_out_of_the_comparison(shown):
    fig, _ = figure()
    show(fig, "A reward.", compare=False)
    [(data, metadata)] = shown
    assert "text/plain" not in data
    assert metadata["image/png"]["alt"] == "A reward."


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_show_asks_for_a_text(shown, alt):
    fig, _ = figure()
    with pytest.raises(ValueError, match="alt must say in a sentence"):
        show(fig, alt)
    assert shown == []


@pytest.mark.parametrize("problem", [ravine(), rosenbrock(), beale(), saddle()])
def test_contours_rise_evenly_in_the_logarithm_and_star_the_minimum(problem):
    _, ax = figure()
    assert contours(ax, problem) is ax
    (star,) = ax.lines
    np.testing.assert_allclose(star.get_xydata(), [problem.minimum])
    levels = ax.collections[1].levels
    assert np.ptp(np.diff(np.log(levels))) < 1e-9 and levels[0] > 0
    assert (*ax.get_xlim(), *ax.get_ylim()) == problem.bounds


def test_contours_of_a_surface_without_minimum_have_no_star():
    pass_ = quadratic([1.0, -1.0])
    pass_ = Problem(
        "pass", pass_.value, pass_.gradient, None, pass_.bounds, pass_.start
    )
    _, ax = figure()
    contours(ax, pass_)
    assert not ax.lines


@pytest.mark.parametrize("angle", [0, 30, 90])
def test_rings_are_contours_of_the_bowl(angle):
    _, ax = figure()
    bowl = ravine(25, angle)
    assert rings(ax, bowl) is ax
    points, marked = (line.get_xydata() for line in ax.lines)
    heights = bowl.value(points.T).reshape(8, -1)[:, :-1]  # nan lifts the pen
    np.testing.assert_allclose(heights.T, [0.625**2 / 2 * 4.0 ** np.arange(8)] * 90)
    np.testing.assert_array_equal(marked, [[0, 0]])


def test_contours_ask_for_two_dimensions():
    _, ax = figure()
    with pytest.raises(ValueError, match="2-D"):
        contours(ax, quadratic([1.0, 2.0, 3.0]))


def test_path_walks_through_every_step_in_the_style_of_its_optimizer():
    trace = run(Momentum(0.05), ravine(), steps=30)
    _, ax = figure()
    assert path(ax, trace, label="mine") is ax
    walk, start, end = ax.lines
    np.testing.assert_array_equal(np.transpose(walk.get_data()), trace.theta)
    np.testing.assert_array_equal(np.ravel(start.get_data()), trace.theta[0])
    np.testing.assert_array_equal(np.ravel(end.get_data()), trace.theta[-1])
    assert walk.get_color() == STYLES["Momentum"].color
    assert walk.get_label() == "mine"


def test_path_of_a_diverging_run_ends_where_it_left_the_sheet():
    fig, ax = figure()
    path(contours(ax, beale()), run(Momentum(1.0), beale(), steps=60))
    fig.canvas.draw()
    assert np.isfinite(np.ravel(ax.lines[-1].get_data())).all()
    assert (*ax.get_xlim(), *ax.get_ylim()) == beale().bounds


def test_path_asks_for_one_run():
    trace = run(Momentum(np.array([0.1, 0.2])), ravine(), steps=3)
    _, ax = figure()
    with pytest.raises(ValueError, match=r"not \(4, 2, 2\).*pick one run"):
        path(ax, trace)
    assert path(ax, trace.theta[..., 0]) is ax


def test_curves_name_each_line_in_the_order_in_which_they_end():
    _, ax = figure()
    lines = {"Adam": [3, 1.0], "mine": [3, 2.0], "lost": [np.nan, np.nan]}
    assert curves(ax, lines, x=[10, 20], log=True) is ax
    assert ax.get_yscale() == "log"
    assert ax.lines[0].get_color() == STYLES["Adam"].color
    np.testing.assert_array_equal(ax.lines[1].get_data(), [[10, 20], [3, 2]])
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["lost", "mine", "Adam"]


def test_legend_does_not_cover_the_data():
    fig, ax = figure()
    curves(ax, {name: np.arange(5.0) for name in STYLES})
    fig.canvas.draw()
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1
    assert ax.get_legend().get_window_extent().x1 <= fig.bbox.x1


def test_curves_without_optimizers_differ_in_color_and_dashes():
    _, ax = figure()
    curves(ax, {f"run {i}": [1, 2] for i in range(len(CYCLE))}, legend=False)
    assert len({line.get_color() for line in ax.lines}) == len(CYCLE)
    dashes = {str(line._dash_pattern) for line in ax.lines}
    assert len(dashes) == len(CYCLE)
    assert ax.get_legend() is None


@pytest.mark.parametrize(("n", "t"), [(2, 12.706), (5, 2.776), (7, 2.447), (30, 2.045)])
def test_interval_is_that_of_students_t(n, t):
    values = np.random.default_rng(0).standard_normal((n, 3))
    mean, low, high = mean_interval(values)
    np.testing.assert_allclose(mean, values.mean(axis=0))
    half = t * values.std(axis=0, ddof=1) / np.sqrt(n)
    np.testing.assert_allclose(high - mean, half, rtol=0.01)
    np.testing.assert_allclose(mean - low, half, rtol=0.01)


def test_interval_of_one_seed_is_refused():
    with pytest.raises(ValueError, match="at least 2 seeds"):
        mean_interval([[0.9, 0.8]])


def test_bands_draw_the_mean_and_the_interval_in_one_color():
    seeds = np.random.default_rng(0).random((5, 4))
    _, ax = figure()
    assert bands(ax, {"Adam": seeds}, x=[1, 2, 3, 4]) is ax
    mean, low, high = mean_interval(seeds)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), mean)
    edge = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert edge.min() == low.min() and edge.max() == high.max()
    assert ax.lines[0].get_color() == STYLES["Adam"].color


@pytest.mark.parametrize(("first", "top"), [(True, "Adam"), (False, "Momentum")])
def test_ranking_puts_the_best_on_top(first, top):
    results = {
        "Momentum": [0.1, 0.2, 0.3],
        "Adam": [0.9, 0.8, 0.7],
        "mine": [0.5, 0.5, 0.6],
    }
    _, ax = figure()
    ranking(ax, results, unit="accuracy", highest_first=first)
    assert ax.get_yticklabels()[-1].get_text() == top
    assert ax.get_ylim()[1] > ax.get_yticks()[-1] > ax.get_ylim()[0]
    np.testing.assert_array_equal(ax.lines[-3].get_xdata(), results[top])
    assert ax.lines[-1].get_xdata()[0] == pytest.approx(np.mean(results[top]))


def test_heat_map_puts_each_value_at_its_place():
    x, y = np.geomspace(1e-3, 1, 4), np.linspace(0, 0.9, 3)
    values = np.arange(1.0, 13).reshape(4, 3)
    _, ax = figure()
    assert heat_map(ax, x, y, values) is ax
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
    mesh = ax.collections[0]
    np.testing.assert_array_equal(mesh.get_array(), values.T)
    corners = mesh.get_coordinates()
    assert corners.shape == (4, 5, 2)
    for j, i in itertools.product(range(3), range(4)):
        assert corners[j, i, 0] < x[i] < corners[j, i + 1, 0]
        assert corners[j, i, 1] < y[j] < corners[j + 1, i, 1]
    assert ax.get_legend() is None


def test_heat_map_hatches_what_diverged_and_says_so():
    values = [[1.0, np.nan], [np.inf, 0.1], [1e300, 2.0]]
    fig, ax = figure()
    heat_map(ax, [1, 2, 3], [1, 2], values, vmax=10, label="loss")
    mask = np.ma.getmaskarray(ax.collections[0].get_array())
    np.testing.assert_array_equal(mask, ~np.isfinite(np.transpose(values)))
    assert ax.patch.get_hatch()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["diverged"]
    fig.canvas.draw()


def test_heat_map_of_nothing_but_divergence_can_be_drawn():
    fig, ax = figure()
    heat_map(ax, [1, 2, 3], [1, 2], np.full((3, 2), np.nan))
    fig.canvas.draw()


def test_heat_map_asks_for_values_that_fit():
    _, ax = figure()
    with pytest.raises(ValueError, match=r"shape \(2, 3\), but x and y want \(3, 2\)"):
        heat_map(ax, [1, 2, 3], [1, 2], np.ones((2, 3)))


def test_cells_of_a_logarithmic_axis_meet_halfway_in_the_logarithm():
    edges, scale = edges_of(np.array([1.0, 100.0, 10000.0]))
    assert scale == "log"
    np.testing.assert_allclose(edges, [0.1, 10, 1000, 100000])
    edges, scale = edges_of(np.array([0.0, 1.0, 2.0]))
    assert scale == "linear"
    np.testing.assert_allclose(edges, [-0.5, 0.5, 1.5, 2.5])


def test_stems_stand_at_their_values():
    _, ax = figure()
    assert stems(ax, [3.0, 2.0, 1.0]) is ax
    np.testing.assert_array_equal(ax.lines[0].get_data(), [[0, 1, 2], [3, 2, 1]])
    tops = [segment[1, 1] for segment in ax.collections[0].get_segments()]
    assert tops == [3, 2, 1]


def test_all_figures_keep_their_styles_when_drawn_side_by_side():
    _, (left, right) = figure(1, 2)
    trace = run(Adam(0.1), ravine(), steps=5)
    path(left, trace)
    curves(right, {"Adam": trace.loss}, legend=False)
    assert left.lines[0].get_color() == right.lines[0].get_color()
    assert left.lines[0].get_linestyle() == right.lines[0].get_linestyle()


SIZES = ("fontsize", "labelsize", "title_fontsize", "titlesize")
SMALL = {"small": 0.833, "x-small": 0.694, "xx-small": 0.579, "smaller": 0.833}
WIDEST = 9  # inches of a figure, on a page that has room for 8
SHOWN = 100 * 72 / 96 * 8 / WIDEST  # points of the page for an inch


def sources():
    """Whatever draws: [(where, its syntax tree)]."""
    root = Path(__file__).parents[1]
    for file in sorted(root.glob("course_utils/**/*.py")):
        yield file.name, ast.parse(file.read_text("utf-8"))
    for folder in ("notebooks", "exercises/solutions"):
        for file in sorted(root.glob(f"{folder}/[0-9]*.ipynb")):
            for cell in nbformat.read(file, 4).cells:
                if cell.cell_type == "code":
                    yield f"{file.name} {cell.id}", ast.parse(cell.source)


def too_small(tree):
    """What makes a text smaller than 8 points, or might: [source of the argument]."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for word in call.keywords:
            value = getattr(word.value, "value", None)
            if word.arg in SIZES:
                size = figures.LOOK["font.size"] * SMALL.get(value, 1)
                size = value if isinstance(value, int | float) else size
                known = value in SMALL or isinstance(value, int | float)
                if not known or size / 72 * SHOWN < 8:
                    found.append(ast.unparse(word))
            named = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if named == "figure" and word.arg == "width" and value is not None:
                if value > WIDEST:
                    found.append(ast.unparse(word))
    return found


def test_no_text_of_a_figure_is_smaller_than_8_points_on_the_page():
    assert figures.LOOK["font.size"] / 72 * SHOWN >= 8
    assert {
        where: found for where, tree in sources() if (found := too_small(tree))
    } == {}


@pytest.mark.parametrize(
    "call, caught",
    [
        ("ax.legend(fontsize=7)", True),
        ("ax.legend(fontsize='x-small')", True),
        ("ax.tick_params(labelsize=size)", True),
        ("plots.figure(width=12)", True),
        ("ax.text(0, 0, 'a', fontsize=9)", False),
        ("ax.legend(fontsize='small')", True),
        ("plots.figure(1, 2, width=9)", False),
    ],
)
def test_small_text_is_caught(call, caught):
    assert bool(too_small(ast.parse(call))) == caught
