"""Choose a beta with which a value's weight halves in a week."""

import numpy as np

from course_utils import averages
from course_utils.checks.exercise import Exercise, Mistake


def smooth_week(beta):
    """The goal of `beta_for_a_week`: remember a week, neither more nor less."""
    beta = float(beta)
    if not 0 <= beta < 1:
        return f"beta must lie in [0, 1); yours is {beta:g}."
    half = averages.half_life(beta) if beta else 0.0
    if abs(half - 7) <= 0.5:
        return ""
    return (
        f"With beta = {beta:g} a value's weight has halved after {half:.2f} days; "
        f"wanted are 7, give or take half a day."
    )


MISTAKES = (
    Mistake(
        "window_of_seven",
        1 - 1 / 7,
        "From 1/(1-beta) = 7? That is the time to fade to about 1/e; half is"
        " reached after 4.5 days already.",
    ),
    Mistake(
        "one_over_seven",
        1 / 7,
        "From 1/7? A *large* beta is what remembers long.",
    ),
    Mistake(
        "half_a_day",
        0.5,
        "With beta = 0.5 the weight halves every day.",
    ),
    Mistake(
        "two_over_n",
        1 - 2 / 8,
        "That is what the rule beta = 1 - 2/(n+1) gives, which matches the mean age "
        "of a mean of n days, not a half-life.",
    ),
    Mistake(
        "upside_down",
        0.5**7,
        "From 1/2 to the power 7? What is wanted is the number whose 7th power is 1/2.",
    ),
)

RIGHT = (
    0.9,
    0.91,
    np.exp(np.log(0.5) / 7),
)

EXERCISE = Exercise(
    title="Choose: remember a week",
    points=2,
    minutes=6,
    difficulty=2,
    solution=0.5 ** (1 / 7),
    goal=smooth_week,
    rtol=2e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
