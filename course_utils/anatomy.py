"""Adam opened up: any gradients fed to it, and all that it holds at any step."""

import numpy as np

from course_utils import plots
from course_utils.descent import run
from course_utils.inputs import as_array
from course_utils.problems import Problem

COORDINATES = [plots.coordinate_style(i) for i in (0, 1)]
PLACES = 0.55, 0.95  # of their columns in the table


def feed(optimizer, gs):
    """Run an optimizer on given gradients, on a problem that has none of its own.

    `gs` has shape (n, ...): n gradients of one parameter, sweep axes after. Returns a
    Trace that starts at 0.
    """
    gs = as_array("gs", gs)
    flat = Problem("flat", lambda th: 0 * th[0], np.zeros_like, None, None, np.zeros(1))
    return run(optimizer, flat, steps=len(gs), noise=gs[:, None])


@np.errstate(all="ignore")
def held(trace, t):
    """What Adam, or a variant, holds after step t: {name: one value per parameter}.

    t is 1 at the first step. g, v, S, v̂, √Ŝ and the effective rate.
    """
    steps = len(trace.g)
    if not 1 <= t <= steps:
        raise ValueError(f"t must be a step from 1 to {steps}, not {t}")
    v_hat, s_hat = trace.hats
    values = {"g": trace.g, "v": trace.state.v, "S": trace.state.s, "v̂": v_hat}
    values |= {"√Ŝ": np.sqrt(s_hat), "rate": trace.rate}
    return {name: value[t - 1] for name, value in values.items()}


def opened(steps=120):
    """A figure for a run of Adam on a bowl, and `draw(trace, t)` to fill it.

    Left the walk up to step t and a table of what is held then; right v̂, √Ŝ and the
    effective rate over the whole run. `draw` returns the same in a sentence.

    Returns
    -------
    fig, draw : for `plots.show`, or for an Explorer to call again and again
    """
    fig, ((bowl, above), (table, below)) = plots.figure(
        2, 2, height=4.8, height_ratios=[2, 1]
    )
    bowl.set(xlim=(-11, 11), ylim=(-11, 11), xlabel="$θ_1$", ylabel="$θ_2$")
    bowl.set_aspect("equal")
    above.set(xlim=(0, steps), ylim=(-15, 30), ylabel="v̂ (full line), √Ŝ (dashed)")
    below.set(xlim=(0, steps), ylim=(1e-4, 1e2), yscale="log", xlabel="step")
    below.set_ylabel("effective rate")
    plots.key(above, *COORDINATES)
    table.set(xticks=[], yticks=[])
    table.spines[:].set_visible(False)
    column(table, 0.2, ["", "g", "v", "S", "v̂", "√Ŝ", "rate"])
    for look, x in zip(COORDINATES, PLACES, strict=True):
        column(table, x, [look["label"], *[""] * 6], color=look["color"])

    @np.errstate(all="ignore")
    def draw(trace, t):
        values = held(trace, t)
        plots.path(plots.rings(bowl, trace.problem), trace.theta[: t + 1])
        v_hat, s_hat = trace.hats
        at = trace.state.t.ravel()
        for i, look in enumerate(COORDINATES):
            above.plot(at, v_hat[:, i], "-", **look)
            above.plot(at, np.sqrt(s_hat[:, i]), "--", **look)
            below.plot(at, trace.rate[:, i], "-", **look)
        for ax in (above, below):
            ax.axvline(t, color="#777777", linewidth=0.8)
        for i, x in enumerate(PLACES):
            numbers = [f"{value[i]:.2g}" for value in values.values()]
            column(table, x, ["", *numbers])
        if not np.isfinite(trace.loss[t]):
            return f"Step {t}: the walk has left for infinity."
        pairs = (f"{name} {a:.2g} and {b:.2g}" for name, (a, b) in values.items())
        return f"Step {t}, loss {trace.loss[t]:.2g}; of θ₁ and θ₂: {', '.join(pairs)}."

    return fig, draw


def column(ax, x, words, **text):
    """Put words below each other on an empty `ax`, their right end at x."""
    look = text | {"ha": "right", "va": "center", "linespacing": 1.25, "zorder": 1}
    ax.text(x, 0.5, "\n".join(words), transform=ax.transAxes, **look)
