"""Mend a warm-up: its first step goes nowhere, and its rise never ends."""

import numpy as np

from course_utils import schedules
from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.exercises.families.schedules import loguniform


def warmup_picture(answer):
    from course_utils import plots

    t = np.arange(120)
    cosine = schedules.cosine(1.0, 0.0, 120)(t)
    rise = np.array([answer(0.1, 20, int(k)) for k in t])
    fig, ax = plots.figure()
    plots.curves(ax, {"your warm-up": rise, "with a cosine": rise * cosine})
    ax.set(title="Your warm-up", xlabel="steps taken", ylabel="rate")
    return fig, "Your rate rises for 20 steps; times a cosine it falls again after."


def warmup_cases(rng):
    def lr():
        return loguniform(rng, 1e-3, 0.7)

    return [
        Case("the first step", (lr(), int(rng.integers(8, 20)), 0)),
        Case("the second step", (lr(), int(rng.integers(8, 20)), 1)),
        Case("in the middle of the rise", (lr(), 12, int(rng.integers(4, 8)))),
        Case("the last step but one of the rise", (lr(), 9, 7)),
        Case("the last step of the rise", (lr(), 9, 8)),
        Case("the step after the rise", (lr(), 9, 9)),
        Case("long after the rise", (lr(), 10, int(rng.integers(100, 200)))),
        Case("a rise of one step, at its start", (lr(), 1, 0)),
        Case("a rate above 1", (7.0, 10, 6)),
    ]


SOLUTION = """
def warmup_rate(lr, steps, t):
    return lr * min(1, (t + 1) / steps)
"""

MISTAKES = (
    as_given(
        "def warmup_rate(lr, steps, t):\n    return lr * t / steps",
        "both faults are",
    ),
    Mistake(
        "first_step_wasted",
        "return lr * min(1, t / steps)",
        "The rise ends now, but it still starts at 0: the first step goes "
        "nowhere. At t = 0 one step of the rise is due.",
    ),
    Mistake(
        "never_ends",
        "return lr * (t + 1) / steps",
        "The first step is right now, but the rise never ends: past the warm-up"
        " the rate must stay at lr.",
    ),
    Mistake(
        "one_too_many",
        "return lr * (t + 1) / steps if t <= steps else lr",
        "Your rise takes one step too many: t = steps - 1 is its last.",
    ),
    Mistake(
        "too_slow",
        "return lr * min(1, (t + 1) / (steps + 1))",
        "You divided by steps + 1: the full rate comes one step too late.",
    ),
    Mistake(
        "from_zero_to_the_last_step",
        "return lr * min(1, t / (steps - 1))",
        "You rise from 0 over steps - 1 steps: the first step is wasted, and a "
        "warm-up of one step divides by zero.",
    ),
    Mistake(
        "one_step_early",
        "return lr * min(1, (t + 2) / steps)",
        "You are one step early: the first step, t = 0, gets 1/steps of the "
        "rate, not 2/steps.",
    ),
    Mistake(
        "capped_at_one",
        "return min(1, lr * (t + 1) / steps)",
        "You limited the rate to 1. It is the share (t + 1) / steps that must "
        "not exceed 1.",
    ),
    Mistake(
        "max_for_min",
        "return lr * max(1, (t + 1) / steps)",
        "You took the larger where the smaller of the two is meant: there is no"
        " rise, and then no end.",
    ),
    Mistake(
        "zero_afterwards",
        "return lr * (t + 1) / steps if t < steps else 0.0",
        "Your rate falls to 0 when the warm-up is over. It must stay at lr.",
    ),
    Mistake(
        "falling",
        "return lr * max(0, 1 - t / steps)",
        "Your rate falls during the warm-up; it is meant to rise.",
    ),
    Mistake(
        "floor_division",
        "return lr * min(1, (t + 1) // steps)",
        "You used //, which cuts the share off to 0: no step is taken during "
        "the warm-up. Use a single /.",
    ),
    Mistake(
        "parentheses",
        "return lr * min(1, t + 1 / steps)",
        "You left out the parentheses: t + 1 / steps divides only the 1.",
    ),
    Mistake(
        "no_warmup",
        "return lr",
        "You return the full rate at once: that is no warm-up.",
    ),
    Mistake(
        "rate_not_scaled",
        "return min(lr, (t + 1) / steps)",
        "You let the share (t + 1) / steps rise up to lr. The share rises up to 1, "
        "and multiplies lr.",
    ),
)

RIGHT = (
    """
def warmup_rate(lr, steps, t):
    if t >= steps:
        return lr
    return lr / steps + lr / steps * t
""",
    """
def warmup_rate(lr, steps, t):
    return np.minimum(t + 1, steps) * lr / steps
""",
    """
def warmup_rate(lr, n, t):
    return np.clip((t + 1) / n, 0, 1) * np.float32(lr)
""",
)

EXERCISE = Exercise(
    title="Mend: a warm-up with two faults",
    points=2,
    minutes=6,
    difficulty=2,
    solution=SOLUTION,
    cases=warmup_cases,
    picture=warmup_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
