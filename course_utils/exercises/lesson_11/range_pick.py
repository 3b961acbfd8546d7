"""Pick a rate from a range test."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def curve(rng, rates, bottom, diverged=0):
    """Smoothed losses that fall to `bottom` and rise behind it, then nan."""
    away = np.log(rates / bottom)
    losses = 0.5 + 0.1 * away**2 + rng.uniform(0, 0.01, len(rates))
    losses[np.argmin(abs(away))] = 0.45
    if diverged:
        losses[-diverged:] = np.nan
    return losses * rng.uniform(0.3, 3)


def range_picture(answer):
    from course_utils import plots

    rates = np.geomspace(1e-5, 1, 60)
    losses = curve(np.random.default_rng(0), rates, 0.1)
    picked = float(answer(rates, losses))
    fig, ax = plots.figure()
    ax.plot(rates, losses, **plots.data_style("range test"))
    ax.axvline(picked, **plots.your_style("your pick"))
    plots.beside(ax).set(xscale="log", xlabel="rate α", ylabel="smoothed loss")
    return fig, "Your pick stands where the loss still falls, before its lowest point."


def range_cases(rng):
    def case(label, low, high, n, bottom, diverged=0):
        rates = np.geomspace(low, high, n)
        return Case(label, (rates, curve(rng, rates, bottom, diverged)))

    rates = np.geomspace(1e-4, 1, 30)
    overflow = curve(rng, rates, 0.02)
    overflow[-3:] = np.inf
    down = np.geomspace(1e-4, 1, 25)
    falling = curve(rng, down, 1)
    rough = curve(rng, rates, 0.3)
    rough[2] = np.nan  # one batch was damaged
    return [
        case("lowest in the middle", 1e-5, 1, 40, 0.01),
        case("nan at the end", 1e-5, 1, 40, 0.05, 8),
        Case("inf at the end", (rates, overflow)),
        case("large rates", 0.01, 100, 30, 4.0, 3),
        case("few rates, the lowest at the end", 1e-3, 1, 7, 1),
        Case("the largest rate first", (down[::-1], falling[::-1])),
        Case("one nan before the lowest", (rates, rough)),
    ]


SOLUTION = """
def range_pick(rates, losses):
    finite = np.where(np.isfinite(losses), losses, np.inf)
    best = np.argmin(finite)
    return rates[best] / 10
"""

MISTAKES = (
    Mistake(
        "at_the_bottom",
        "return rates[best]",
        "You return the rate of the lowest loss, where the fall has stopped already. A "
        "tenth of it is wanted.",
    ),
    Mistake(
        "nan_picked",
        "finite = losses",
        "You let np.argmin take a nan for the least. Put inf in the place of what is "
        "not finite.",
    ),
    Mistake(
        "zero_for_nan",
        "finite = np.where(np.isfinite(losses), losses, 0)",
        "You put 0 in the place of what is not finite: then it is the lowest. Put inf.",
    ),
    Mistake(
        "shortened",
        "best = np.argmin(losses[np.isfinite(losses)])",
        "You took the index in a list without the nans, and used it on the full one.",
    ),
    Mistake(
        "last_finite",
        "best = np.flatnonzero(np.isfinite(losses))[-1]",
        "You took the last finite loss. Look for the lowest one.",
    ),
    Mistake(
        "steepest",
        "best = np.argmin(np.diff(np.where(np.isfinite(losses), losses, 9e9)))",
        "You took the steepest place. A tenth of the rate of the lowest one is wanted.",
    ),
    Mistake(
        "highest",
        "best = np.argmax(np.where(np.isfinite(losses), losses, -1))",
        "You took the highest loss; look for the lowest.",
    ),
    Mistake(
        "ten_places_before",
        "return rates[max(best - 10, 0)]",
        "You went ten places back; divide the rate by ten.",
    ),
    Mistake(
        "loss_divided",
        "return finite[best] / 10",
        "You returned a loss; return a rate.",
    ),
    Mistake(
        "times_ten",
        "return rates[best] * 10",
        "You multiplied by ten: that rate diverges. Divide.",
    ),
    Mistake(
        "one_before",
        "return rates[best - 1]",
        "You took the rate before the lowest loss; a tenth of the rate at the lowest "
        "is wanted.",
    ),
    Mistake(
        "index_divided",
        "return rates[best // 10]",
        "You divided the index by ten; divide the rate.",
    ),
    Mistake(
        "index_returned",
        "return best / 10",
        "You returned a tenth of the index; take rates[best].",
    ),
    Mistake(
        "logarithm",
        "return np.log10(rates[best]) - 1",
        "You returned the logarithm of the rate.",
    ),
)

RIGHT = (
    """
def range_pick(rates, losses):
    return rates[np.nanargmin(losses)] * 0.1
""",
    """
def range_pick(rates, losses):
    best = None
    for rate, loss in zip(rates, losses):
        if np.isfinite(loss) and (best is None or loss < best[0]):
            best = loss, rate
    return float(best[1]) / 10
""",
    """
def range_pick(rates, losses):
    keep = np.isfinite(losses)
    return np.float32(rates[keep][losses[keep].argmin()] / 10)
""",
)

EXERCISE = Exercise(
    title="Pick a rate from a range test",
    points=2,
    minutes=6,
    difficulty=1,
    solution=SOLUTION,
    cases=range_cases,
    picture=range_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
