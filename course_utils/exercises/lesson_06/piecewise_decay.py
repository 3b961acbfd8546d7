"""Write the piecewise decay: a drop when t reaches a boundary."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.schedules import loguniform


def piecewise_picture(answer):
    from course_utils import plots

    t, boundaries = np.arange(101), np.array([30.0, 60.0, 90.0])
    rates = [answer(0.1, 0.3, boundaries, int(k)) for k in t]
    fig, ax = plots.figure()
    ax.vlines(boundaries, 0, 0.1, color="#b4bcc6", linewidth=1)
    ax.step(t, rates, where="post", **plots.your_style())
    ax.set(title="Your piecewise decay", xlabel="steps taken", ylabel="rate")
    return fig, "Your rate goes down a stair at each of the boundaries 30, 60 and 90."


def piecewise_cases(rng):
    def lr0():
        return loguniform(rng, 1e-2, 5)

    def factor():
        return float(rng.uniform(0.2, 0.45))

    gaps = rng.integers(5, 30, 4)
    many = np.cumsum(gaps).astype(float)
    return [
        Case("no step taken yet", (lr0(), factor(), many, 0)),
        Case("before the first boundary", (lr0(), factor(), many, int(many[0]) - 2)),
        Case("one step before it", (lr0(), factor(), many, int(many[0]) - 1)),
        Case("at the first boundary", (lr0(), factor(), many, int(many[0]))),
        Case("one step past it", (lr0(), factor(), many, int(many[0]) + 1)),
        Case("between two boundaries", (lr0(), factor(), many, int(many[2]) - 2)),
        Case("at the third boundary", (lr0(), factor(), many, int(many[2]))),
        Case("past the last one", (lr0(), factor(), many, int(many[3]) + 40)),
        Case("long past it", (lr0(), factor(), many, int(many[3]) + 1003)),
        Case("a single boundary", (30.0, factor(), many[:1], int(many[1]))),
    ]


SOLUTION = """
def piecewise_decay(lr0, factor, boundaries, t):
    reached = np.sum(t >= boundaries)
    return lr0 * factor**reached
"""

MISTAKES = (
    Mistake(
        "one_step_late",
        "reached = np.sum(t > boundaries)",
        "Your rate drops one step late: when t *reaches* a boundary the drop is"
        " due, so equal counts, too.",
    ),
    Mistake(
        "one_step_early",
        "reached = np.sum(t + 1 >= boundaries)",
        "Your rate drops one step early: the drop is due when t reaches the "
        "boundary, and not the step before.",
    ),
    Mistake(
        "first_boundary_only",
        "reached = int(t >= boundaries[0])",
        "You honour only the first boundary. Do you return inside the loop, or "
        "test with if and elif from the first one up?",
    ),
    Mistake(
        "last_boundary_only",
        "reached = int(t >= boundaries[-1])",
        "You honour only the last boundary. Each one that has been reached "
        "brings a drop of its own.",
    ),
    Mistake(
        "last_boundary_ignored",
        "reached = np.sum(t >= boundaries[:-1])",
        "You leave out the last boundary. Does the loop end one too soon?",
    ),
    Mistake(
        "first_boundary_ignored",
        "reached = np.sum(t >= boundaries[1:])",
        "You leave out the first boundary. Does the loop start at index 1?",
    ),
    Mistake(
        "boundaries_ahead",
        "reached = np.sum(t < boundaries)",
        "You count the boundaries still ahead. It is those already reached that"
        " bring the rate down.",
    ),
    Mistake(
        "all_boundaries",
        "reached = len(boundaries)",
        "You dropped the rate for every boundary, reached or not: compare each with t.",
    ),
    Mistake(
        "one_drop_too_many",
        "reached = 1 + np.sum(t >= boundaries)",
        "You drop once too often: before the first boundary the rate is lr0.",
    ),
    Mistake(
        "periodic",
        "reached = t // boundaries[0]",
        "You took the first boundary for a period that repeats. The others need"
        " not be evenly spaced: compare t with each.",
    ),
    Mistake(
        "every_step",
        "reached = max(0, t - boundaries[0] + 1)",
        "From the first boundary on you decay at every step. One drop for each "
        "boundary, and flat between them.",
    ),
    Mistake(
        "multiplied_by_count",
        "return lr0 * factor * reached",
        "You multiplied by the number of drops. Each drop multiplies by factor:"
        " a power.",
    ),
    Mistake(
        "divided",
        "return lr0 / factor**reached",
        "You divided by factor: the rate grows at each boundary.",
    ),
    Mistake(
        "factor_as_loss",
        "return lr0 * (1 - factor) ** reached",
        "You took factor for the share that is lost in a drop; it is the share "
        "that is kept.",
    ),
    Mistake(
        "subtracted",
        "return lr0 - factor * reached",
        "You subtracted factor at each boundary; the rate is to be multiplied by it.",
    ),
    Mistake(
        "lr0_missing",
        "return factor**reached",
        "You left out the first rate, lr0.",
    ),
    Mistake(
        "one_for_each_boundary",
        "reached = t >= boundaries",
        "You returned a rate for each boundary. One rate is wanted: count the "
        "boundaries that t has reached.",
    ),
    Mistake(
        "power_of_t",
        "return lr0 * factor**t",
        "You raised factor to the power t: the rate drops at each step. The power is "
        "the number of boundaries that t has reached.",
    ),
    Mistake(
        "boundaries_summed",
        "reached = np.sum(boundaries[t >= boundaries])",
        "You added up the boundaries that were reached; count them.",
    ),
)

RIGHT = (
    """
def piecewise_decay(lr0, factor, boundaries, t):
    for b in boundaries:
        if t >= b:
            lr0 *= factor
    return lr0
""",
    """
def piecewise_decay(lr, f, bs, t):
    bs = list(bs)
    while bs and bs.pop(0) <= t:
        lr = lr * f
    return [lr]
""",
    """
def piecewise_decay(a, f, b, t):
    return a * f ** np.searchsorted(b, t, side="right")
""",
    """
def piecewise_decay(a, f, b, t):
    return a * np.prod(np.where(b <= t, np.float32(f), 1))
""",
)

EXERCISE = Exercise(
    title="Down the stairs",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=piecewise_cases,
    picture=piecewise_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
