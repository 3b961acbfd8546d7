"""One function per kind of figure; each takes an `ax`, draws on it and returns it.

`figure`, `show` and the styles of drawing/figures.py can be imported from here, too.
"""

import matplotlib
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import LogNorm, Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from course_utils.compare import mean_interval
from course_utils.drawing.figures import CYCLE, DATA, STYLES, look_of, style
from course_utils.drawing.figures import beta_style as beta_style
from course_utils.drawing.figures import coordinate_style as coordinate_style
from course_utils.drawing.figures import data_style as data_style
from course_utils.drawing.figures import figure as figure
from course_utils.drawing.figures import show as show
from course_utils.drawing.figures import your_style as your_style
from course_utils.inputs import as_array

HEIGHTS = "#8793a1"  # lines of equal loss, 3 : 1 against white


def contours(ax, problem, n=200):
    """Logarithmic contours of a two-dimensional loss; a star marks the minimum."""
    if problem.bounds is None:
        raise ValueError(f"{problem.name} has no bounds: contours need a 2-D problem")
    x, y = np.linspace(*problem.bounds[:2], n), np.linspace(*problem.bounds[2:], n)
    z = problem.value(np.array(np.meshgrid(x, y)))
    floor = z.min() if problem.minimum is None else problem.value(problem.minimum)
    above = np.maximum(z - floor, 0)
    levels = np.geomspace(*np.quantile(above[above > 0], [0.002, 1]), 13)
    ax.contourf(x, y, above, [0, *levels], colors=shades(len(levels)), zorder=0.6)
    ax.contour(x, y, above, levels, colors=HEIGHTS, linewidths=0.7, zorder=0.7)
    if problem.minimum is not None:
        star(ax, problem.minimum)
    bounds = {"xlim": problem.bounds[:2], "ylim": problem.bounds[2:]}
    ax.set(xlabel="$θ_1$", ylabel="$θ_2$", **bounds)
    return ax


def rings(ax, bowl):
    """Contours of a quadratic bowl around 0 and its star, drawn quickly, for sliders.

    From ring to ring the loss is four times as high. The limits and labels stay.
    """
    radii = 0.625 * 2.0 ** np.arange(8)  # along the flattest direction
    curvatures, axes = np.linalg.eigh(bowl.gradient(np.eye(2)))
    around = np.append(np.linspace(0, 2 * np.pi, 90), np.nan)  # lifts the pen
    circle = np.array([np.cos(around), np.sin(around)])
    ring = np.sqrt(curvatures.min() / curvatures) * axes @ circle
    filled = [(radius * ring)[:, :-1].T for radius in radii[::-1]]
    ax.add_collection(PolyCollection(filled, facecolors=shades(8)[::-1], zorder=0.6))
    x, y = np.hstack([radius * ring for radius in radii])
    ax.plot(x, y, "-", color=HEIGHTS, linewidth=0.7, zorder=0.7)
    return star(ax, bowl.minimum)


def star(ax, minimum):
    look = {"color": "#f0c000", "markeredgecolor": "black", "markeredgewidth": 0.8}
    ax.plot(*minimum, "*", markersize=13, zorder=5, **look)
    return ax


def shades(n):
    """n pale blues, the lowest part of the loss darkest, light enough for a path."""
    return matplotlib.colormaps["Blues"](np.linspace(0.32, 0.0, n))


def path(ax, trace, **line):
    """The walk of one run: a dot per step, a ring at the start, a disc at the end.

    `trace` is a Trace of a single run, or its points, shape (steps + 1, 2). A Trace is
    drawn in the style of its optimizer; `line` may override that, e.g. label="lr 0.1".
    """
    theta = np.asarray(getattr(trace, "theta", trace), dtype=float)
    if theta.ndim != 2 or theta.shape[1] != 2:
        raise ValueError(
            f"a path has shape (steps + 1, 2), not {theta.shape}; "
            "of a sweep, pick one run, e.g. trace.theta[:, :, 0]"
        )
    look = {"color": CYCLE.by_key()["color"][0], "linewidth": 1.4}
    if type(getattr(trace, "optimizer", None)).__name__ in STYLES:
        look |= style(trace.optimizer)
    with np.errstate(invalid="ignore"):
        theta = np.where(np.abs(theta) < 1e6, theta, np.nan)
    (drawn,) = ax.plot(*theta.T, **look | line, marker=".", markersize=4)
    seen = theta[np.isfinite(theta).all(axis=1)]
    for point, inside in zip(seen[[0, -1]], ["white", drawn.get_color()], strict=True):
        ends = {"color": drawn.get_color(), "markerfacecolor": inside}
        ax.plot(*point, "o", markersize=6, zorder=drawn.get_zorder() + 0.1, **ends)
    return ax


def curves(ax, lines, x=None, log=False, legend=True, **line):
    """One line per entry of {label: y}; a label that names an optimizer has its style.

    `x` defaults to 0, 1, 2 ..; `log` makes y logarithmic. The legend stands beside the
    axes, never on the data, and lists the lines from the highest end to the lowest.
    """
    yours = [label for label in lines if label.startswith("your")]
    for i, (label, y) in enumerate(lines.items()):
        y = np.asarray(y, dtype=float)
        i = yours.index(label) if label in yours else i
        ax.plot(np.arange(len(y)) if x is None else x, y, **look_of(label, i) | line)
    if log:
        ax.set_yscale("log")
    return beside(ax) if legend else ax


def beside(ax):
    """Put the legend right of the axes, in the order in which the lines end."""

    def end(drawn):
        y = np.asarray(drawn.get_ydata(), dtype=float)
        return y[np.isfinite(y)][-1] if np.isfinite(y).any() else np.inf

    drawn = [line for line in ax.lines if not line.get_label().startswith("_")]
    place = {"loc": "center left", "bbox_to_anchor": (1.01, 0.5), "handlelength": 3}
    ax.legend(handles=sorted(drawn, key=end, reverse=True), frameon=False, **place)
    return ax


def key(ax, *looks, columns=4):
    """A legend above the axes of looks, such as style("Adam") and data_style("daily").

    For figures with sliders: it stands still, and names what `update` will draw.
    """
    lines = [Line2D([], [], **look) for look in looks]
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "handlelength": 3}
    ax.legend(handles=lines, frameon=False, ncols=columns, borderpad=0, **place)
    return ax


def mark(ax, name, x=None, y=None):
    """A thin grey line at a height y, or at a place x, with its name at its end."""
    look = {"color": DATA["color"], "linewidth": 1, "zorder": 1.4}
    text = {"color": DATA["color"], "clip_on": False}
    if y is not None:
        ax.axhline(y, **look)
        place = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "bottom"}
        ax.text(0.99, y, name, **text, **place)
    else:
        ax.axvline(x, **look)
        place = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "bottom"}
        ax.text(x, 1.01, name, **text, **place)
    return ax


def bands(ax, lines, x=None, log=False, legend=True, within=None, **line):
    """Mean over seeds with its 95 % interval, for {label: y of shape (seeds, n)}.

    `within` cuts the intervals off where no value can be: (0, 100) for per cents.
    Otherwise as `curves`.
    """
    for i, (label, y) in enumerate(lines.items()):
        _, low, high = interval(y, within)
        at = np.arange(len(low)) if x is None else x
        color = look_of(label, i)["color"]
        ax.fill_between(at, low, high, color=color, alpha=0.15, linewidth=0)
    means = {label: mean_interval(y)[0] for label, y in lines.items()}
    return curves(ax, means, x, log, legend, **line)


def interval(values, within):
    """Mean and its 95 % interval, the interval cut off at the ends of `within`."""
    mean, *ends = mean_interval(values)
    return mean, *(ends if within is None else (np.clip(end, *within) for end in ends))


def ranking(ax, results, unit="", highest_first=True, within=None):
    """A row per entry of {name: one value per seed}, best on top.

    Small rings are the seeds, the large mark their mean, the bar its 95 % interval,
    cut off where no value can be: `within=(0, 100)` for per cents.
    """
    sign = 1 if highest_first else -1
    names = sorted(results, key=lambda name: sign * np.mean(results[name]))
    for row, name in enumerate(names):
        color = look_of(name, 4)["color"]
        mean, low, high = interval(results[name], within)
        rows = np.full(len(results[name]), row)
        ax.plot(
            results[name], rows, "o", markersize=5, mfc="none", color=color, alpha=0.6
        )
        ax.plot([low, high], [row, row], "-", color=color, linewidth=2)
        ax.plot(mean, row, "D", markersize=7, color=color)
    labels = [look_of(name, 0)["label"] for name in names]
    ax.set_yticks(range(len(names)), labels)
    ax.set(xlabel=unit, ylim=(-0.6, len(names) - 0.4))
    return ax


def heat_map(ax, x, y, values, label="", log=True, **mesh):
    """Colours for values[i, j] at (x[i], y[j]), as a sweep returns them.

    An axis is logarithmic if its points are evenly spaced in the logarithm. `log` gives
    the colours a logarithmic scale; `label` names it. nan and inf are hatched and named
    "diverged". Further keywords (vmin, vmax, cmap) go to `pcolormesh`.
    """
    x, y = as_array("x", x), as_array("y", y)
    values = np.array(values, dtype=float)
    if values.shape != (len(x), len(y)):
        raise ValueError(
            f"values has shape {values.shape}, but x and y want {(len(x), len(y))}"
        )
    shown = np.isfinite(values) & ((values > 0) | (not log))
    values = np.ma.masked_where(~shown, values)
    edges, scales = zip(edges_of(x), edges_of(y), strict=True)
    ax.set(xscale=scales[0], yscale=scales[1], facecolor="#eeeeee")
    ax.patch.set(hatch="///", edgecolor="#999999", linewidth=0)
    ax.grid(False)
    low, high = (values.min(), values.max()) if shown.any() else (1, 10)
    norm = LogNorm if log else Normalize
    norm = norm(mesh.pop("vmin", low), mesh.pop("vmax", high))
    colors = ax.pcolormesh(*edges, values.T, norm=norm, **{"cmap": "viridis"} | mesh)
    beyond = "max" if high > norm.vmax else "neither"
    ax.figure.colorbar(colors, ax=ax, label=label, extend=beyond)
    if not shown.all():
        patch = Patch(
            facecolor="#eeeeee", edgecolor="#999999", hatch="///", label="diverged"
        )
        place = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0.2}
        ax.legend(handles=[patch], frameon=False, **place)
    return ax


def edges_of(x):
    """Borders of the cells around x, and the scale of its axis: "log" or "linear"."""
    even = (x > 0).all() and np.allclose(np.ptp(np.diff(np.log(x))), 0, atol=1e-6)
    log = bool(even and len(x) > 2)
    x = np.log(x) if log else x
    middles = (x[1:] + x[:-1]) / 2
    edges = np.concatenate(
        [[1.5 * x[0] - x[1] / 2], middles, [1.5 * x[-1] - x[-2] / 2]]
    )
    return (np.exp(edges), "log") if log else (edges, "linear")


def stems(ax, values, x=None, **line):
    """A stem and a dot for each value, such as the weights of an average."""
    x = np.arange(len(values)) if x is None else np.asarray(x)
    look = {"color": list(CYCLE)[0]["color"]} | line
    ax.vlines(x, 0, values, linewidth=1.2, color=look["color"])
    ax.plot(x, values, "o", markersize=4, **look)
    return ax
