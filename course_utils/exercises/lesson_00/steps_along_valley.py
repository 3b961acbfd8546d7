"""Predict how many steps descent needs along the valley."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "across",
        1,
        "That is the direction *across*: there 1 - lr h = 0, and one step does "
        "it. Along the valley the curvature is 1.",
    ),
    Mistake(
        "condition_number",
        25,
        "You took the condition number for the count of steps. After 25 steps "
        "0.96^25 = 36 % is left, about 1/e.",
    ),
    Mistake(
        "straight_line",
        24.75,
        "You let theta lose 0.04 of its *start* at each step. It loses 0.04 of "
        "what is left.",
    ),
    Mistake(
        "not_whole",
        np.log(0.01) / np.log(0.96),
        "That solves the equation; the question asks for the first whole step "
        "at which it is reached.",
    ),
    Mistake(
        "rounded_down",
        112,
        "After 112 steps a little more than 1 % is left: 0.96^112 = 0.0103.",
    ),
    Mistake(
        "exponential",
        116,
        "You used exp(-lr t) for (1 - lr)^t. That is close, but the steps are "
        "not infinitely small.",
    ),
    Mistake(
        "loss",
        57,
        "You asked when the *loss* is down to 1 %. It goes with theta squared, "
        "so theta itself takes twice as long.",
    ),
    Mistake(
        "half",
        17,
        "You computed the steps to one half; asked is 1 %.",
    ),
)

RIGHT = (
    113.0,
    next(t for t in range(200) if 0.96**t <= 0.01),
)

EXERCISE = Exercise(
    title="Predict: how long is the way along?",
    points=1,
    minutes=5,
    difficulty=2,
    solution=113,
    mistakes=MISTAKES,
    right=RIGHT,
)
