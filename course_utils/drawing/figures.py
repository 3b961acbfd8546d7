"""The sheet a figure is drawn on: its size, the styles of the lines, and showing it.

Figures are made without pyplot, whose import costs every kernel a second. Whatever is
drawn is shown once, by `show`, which asks for a text that says what the figure shows.
"""

import base64
import io
import os
import re
from typing import NamedTuple

import matplotlib
import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from course_utils.drawing.picture import HTML, PNG, as_html

DOTS = 2  # a pixel of the page: sharp on today's screens, and on paper
COLORS = 48  # of a picture: enough for its lines and the shades at their edges


class Style(NamedTuple):
    label: str
    color: str
    linestyle: str | tuple


# Colours of Okabe and Ito (2008) and of Tol (2021), and five found by search, far from
# all others for every kind of sight; at least 3.2 : 1 against white. The dashes tell
# the lines apart without any colour.
STYLES = {
    "GradientDescent": Style("Gradient descent", "#000000", "-"),
    "Momentum": Style("Momentum", "#0072B2", "--"),
    "Nesterov": Style("Nesterov", "#332288", (0, (7, 2, 2, 2))),
    "AdaGrad": Style("AdaGrad", "#117733", (0, (1, 1))),
    "RMSprop": Style("RMSprop", "#009988", (0, (4, 1, 1, 1))),
    "Adam": Style("Adam", "#EE3377", (0, (9, 1))),
    "AdamW": Style("AdamW", "#882255", (0, (3, 3))),
    "AMSGrad": Style("AMSGrad", "#D55E00", (0, (1, 3))),
    "Lion": Style("Lion", "#810CE8", (0, (12, 2, 1, 2))),
    "Muon": Style("Muon", "#8E78FF", (0, (2, 1, 2, 4))),
    "ScheduleFree": Style("Schedule-free", "#40260E", (0, (3, 1, 1, 1, 1, 1))),
    "ScheduleFreeAdamW": Style("Schedule-free AdamW", "#7C2E7B", (0, (10, 3))),
    "AveragedAdam": Style("Averaged Adam", "#EC0D42", (0, (2, 1))),
}
CYCLE = matplotlib.cycler(
    color=["#0072B2", "#D55E00", "#009988", "#882255", "#000000", "#EE3377", "#117733"],
    linestyle=[
        "-",
        "--",
        "-.",
        (0, (1, 1)),
        (0, (9, 1)),
        (0, (4, 1, 1, 1)),
        (0, (3, 3)),
    ],
)
# The learner's own line, on top of whatever else there is.
YOURS = {"color": "#B30000", "linewidth": 2.6, "zorder": 4}
YOUR_DASHES = "-", "--", ":"
DATA = {"color": "#767676", "linestyle": "-", "linewidth": 0.8, "zorder": 1.5}
COORDINATES = "#0072B2", "#D55E00"  # θ₁ and θ₂; dots on the second tell them apart
# A β has one look in every lesson; the longer its memory, the cooler its colour.
BETAS = {
    0.0: ("#000000", (0, (1, 1))),
    0.5: ("#D55E00", "--"),
    0.8: ("#AA3377", (0, (4, 1, 1, 1))),
    0.9: ("#0072B2", "-"),
    0.95: ("#117733", (0, (7, 2, 2, 2))),
    0.98: ("#009988", "-."),
    0.99: ("#882255", (0, (9, 1))),
    0.999: ("#332288", (0, (3, 3))),
}
BETA = re.compile(r"β[₁₂]? = (\d*\.?\d+)")
LOOK = {
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.prop_cycle": CYCLE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#e4e4e4",
    "font.size": 10,
}


def style(optimizer):
    """The label, colour and line style of an optimizer, for `ax.plot(x, y, **...)`.

    `optimizer` is an optimizer, its class, or its name: Adam(lr=0.1), Adam or "Adam".
    """
    kind = optimizer if isinstance(optimizer, type) else type(optimizer)
    name = optimizer if isinstance(optimizer, str) else kind.__name__
    for known, look in STYLES.items():
        if name in (known, look.label):
            return look._asdict()
    raise ValueError(f"no style for {name!r:.40}; there is one for {', '.join(STYLES)}")


def beta_style(beta, label=None):
    """The look of an average with this β; a β of no lesson borrows its neighbour's."""
    if not 0 <= beta < 1:
        raise ValueError(f"beta must lie in [0, 1), not {beta!r:.40}")
    nearest = min(BETAS, key=lambda known: abs(np.log((1 - known) / (1 - beta))))
    color, linestyle = BETAS[nearest]
    return {"label": label or f"β = {beta:g}", "color": color, "linestyle": linestyle}


def coordinate_style(i, every=10):
    """The look of θ₁ (i = 0) or θ₂ (i = 1): the second has dots on its line."""
    dots = {"marker": "o", "markersize": 4, "markevery": every} if i else {}
    return {"label": "θ₂" if i else "θ₁", "color": COORDINATES[i], **dots}


def data_style(label="data"):
    """The look of data under the lines that matter: thin and grey, and legible."""
    return {"label": label, **DATA}


def your_style(label="yours", i=0):
    """The look of what the learner's own code computes; its i-th line in a figure."""
    return {"label": label, **YOURS, "linestyle": YOUR_DASHES[i % len(YOUR_DASHES)]}


def figure(nrows=1, ncols=1, height=3.2, width=8, **subplots):
    """A white figure of `width` × `height` inches, 100 pixels each, and its axes.

    Returns (fig, ax); ax is an array if there are several. Further keywords, such as
    `sharey=True` or `width_ratios=[2, 1]`, go to `Figure.subplots`.
    """
    with matplotlib.rc_context(LOOK):
        fig = Figure(figsize=(width, height), dpi=100 * DOTS, layout="constrained")
        fig.get_layout_engine().set(h_pad=0.08)  # a title does not touch the edge
        FigureCanvasAgg(fig)
        return fig, fig.subplots(nrows, ncols, **subplots)


def still(canvas, alt, **known):
    """A drawn canvas as a notebook stores it: a PNG of few colours, and its text.

    Returns ({mime type: content}, {mime type: metadata}), the metadata with `known`.
    """
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    third = Image.fromarray(np.ascontiguousarray(np.asarray(picture)[::3, ::3]))
    palette = third.quantize(COLORS, Image.Quantize.MAXCOVERAGE, 1)  # ten times as fast
    colors = np.array(palette.getpalette()).reshape(-1, 3)
    colors[colors.min(axis=1) > 246] = 255  # the sheet is white, and not one of three
    palette.putpalette(colors.ravel().tolist())
    file = io.BytesIO()
    few = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    data = {PNG: base64.b64encode(file.getvalue()).decode("ascii")}
    return data, {PNG: {"alt": alt, "width": picture.width // DOTS} | known}


def show(fig, alt, compare=True):
    """Show a figure once, with a text for those who do not see it.

    Parameters
    ----------
    fig : Figure
    alt : what the figure shows, in a sentence that stays the same from run to run
    compare : False leaves the sentence out of what nbval compares

    Raises
    ------
    ValueError
        `alt` is no text, or an empty one.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(
            f"alt must say in a sentence what the figure shows, not {alt!r:.40}; "
            'try alt="Loss against step: Adam reaches 0.01 first."'
        )
    fig.canvas.draw()
    data, metadata = still(fig.canvas, alt)
    if compare:
        data["text/plain"] = alt
    if "JPY_SESSION_NAME" in os.environ:  # in a page, which reads `alt` only in HTML
        data[HTML] = as_html(data[PNG], **metadata[PNG])
    display(data, raw=True, metadata=metadata)


def look_of(label, i):
    """The style of the optimizer, β or "yours" a `label` names, or the cycle's i-th.

    A label names a β if it is just that, such as "β = 0.9"; "yours, β = 0.9" is the
    learner's line, the i-th of these.
    """
    for name, look in STYLES.items():
        if label in (name, look.label):
            return look._asdict()
    if match := BETA.fullmatch(label):
        return beta_style(float(match[1]), label)
    if label.startswith("your"):
        return your_style(label, i)
    return {"label": label, **list(CYCLE)[i % len(CYCLE)]}
