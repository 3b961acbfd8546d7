"""Predict how many seeds make a mean known to 0.2 %."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake


def enough(n):
    """35 with 1.96 for the 2, 36 with 2, 37 with Student's q: "about how many"."""
    if 34.5 <= n <= 37.5:
        return ""
    if np.isnan(n):
        return "The answer is a finite number, not nan."
    return f"Your number is too {'large' if n > 37 else 'small'}."


MISTAKES = (
    Mistake(
        "not_squared",
        6,
        "You found sqrt(n) = 6. Square it: to halve an interval takes four "
        "times the seeds.",
    ),
    Mistake(
        "factor_two_left_out",
        9,
        "You left out the factor 2 in 2 s / sqrt(n).",
    ),
    Mistake(
        "ratio_only",
        3,
        "You divided 0.6 by 0.2. The half-width is 2 s / sqrt(n): there is a 2,"
        " and a root to undo.",
    ),
    Mistake(
        "factor_outside_the_square",
        18,
        "You squared 0.6 / 0.2 and then multiplied by 2: the 2 is to be squared, too.",
    ),
    Mistake(
        "full_width",
        144,
        "You asked for a full width of 0.2. It is the half-width, the part "
        "after the plus-minus, that is to be 0.2.",
    ),
    Mistake(
        "root_twice",
        np.sqrt(6),
        "You took a root where a square is due: sqrt(n) = 6, so n is larger than 6.",
    ),
)

RIGHT = (
    36.0,
    (2 * 0.6 / 0.2) ** 2,
    np.int64(36),
    35,  # with 1.96 in place of 2
    37,  # with Student's q
)

EXERCISE = Exercise(
    title="Predict: how many seeds",
    points=1,
    minutes=4,
    difficulty=1,
    solution=36,
    goal=enough,
    mistakes=MISTAKES,
    right=RIGHT,
)
