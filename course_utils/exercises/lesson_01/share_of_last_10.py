"""Predict how much of the weight lies on the last ten values."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "hard_window",
        1.0,
        "You took 1/(1-beta) = 10 as a hard edge: that all of the weight lies "
        "in the last 10 steps. Older values keep the rest.",
    ),
    Mistake(
        "rest",
        0.9**10,
        "You computed 0.9^10: the share of everything *older* than 10 steps. "
        "The question asks for the others.",
    ),
    Mistake(
        "one_weight",
        0.1 * 0.9**10,
        "You computed the weight of one single value; add up those of k = 0 to 9.",
    ),
    Mistake(
        "one_weight_last",
        0.1 * 0.9**9,
        "You computed the weight of the tenth value alone; add up those of k = 0 to 9.",
    ),
    Mistake(
        "nine_steps",
        1 - 0.9**9,
        "You added up nine weights; k = 0 to 9 are ten.",
    ),
    Mistake(
        "eleven_steps",
        1 - 0.9**11,
        "You added up eleven weights; k = 0 to 9 are ten.",
    ),
    Mistake(
        "percent",
        100 * (1 - 0.9**10),
        "That is in percent; give a share between 0 and 1.",
    ),
    Mistake(
        "e_folding",
        1 - np.exp(-1),
        "You used 1 - 1/e, which holds in the limit of slow averages. At beta ="
        " 0.9 the exact value is a little more: sum the weights.",
    ),
    Mistake(
        "half",
        0.5,
        "Half of the weight lies in the last 6.58 steps, the half-life; ten "
        "steps hold more.",
    ),
    Mistake(
        "weights_without_entry",
        sum(0.9**k for k in range(10)),
        "You added up beta^k alone; each weight is (1 - beta) beta^k, and a share "
        "lies between 0 and 1.",
    ),
    Mistake(
        "two_thirds",
        2 / 3,
        "Two thirds is near; add up the ten weights for two digits or more.",
    ),
)

RIGHT = (
    0.6513,
    0.65,
    sum(0.1 * 0.9**k for k in range(10)),
)

EXERCISE = Exercise(
    title="Predict: what the last ten steps hold",
    points=1,
    minutes=4,
    difficulty=1,
    solution=1 - 0.9**10,
    rtol=5e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
