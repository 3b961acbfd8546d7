"""Predict how much of the weight lies on the last ten values."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

BETA = 0.8  # the lesson prints the share for 0.9

MISTAKES = (
    Mistake(
        "hard_window",
        1.0,
        "All of it lies on the last ten only if there is an edge, as of a plain "
        "mean of 1/(1-beta) = 5 values. There is none: older values keep the rest.",
    ),
    Mistake(
        "of_the_lesson",
        1 - 0.9**10,
        "That is the share for beta = 0.9. With beta = 0.8 the past fades faster.",
    ),
    Mistake(
        "rest",
        BETA**10,
        "You computed 0.8^10: the share of everything *older* than 10 steps. "
        "The question asks for the others.",
    ),
    Mistake(
        "one_weight",
        (1 - BETA) * BETA**10,
        "You computed the weight of one single value; add up those of k = 0 to 9.",
    ),
    Mistake(
        "one_weight_last",
        (1 - BETA) * BETA**9,
        "You computed the weight of the tenth value alone; add up those of k = 0 to 9.",
    ),
    Mistake(
        "nine_steps",
        1 - BETA**9,
        "You added up nine weights; k = 0 to 9 are ten.",
    ),
    Mistake(
        "eleven_steps",
        1 - BETA**11,
        "You added up eleven weights; k = 0 to 9 are ten.",
    ),
    Mistake(
        "percent",
        100 * (1 - BETA**10),
        "That is in percent; give a share between 0 and 1.",
    ),
    Mistake(
        "e_folding",
        1 - np.exp(-1),
        "You used 1 - 1/e, about the share of the last 1/(1-beta) = 5 values. Ten "
        "hold more: sum the weights.",
    ),
    Mistake(
        "e_folding_twice",
        1 - np.exp(-2),
        "You used 1 - 1/e^2, which holds in the limit of slow averages. At beta ="
        " 0.8 the exact value is a little more: sum the weights.",
    ),
    Mistake(
        "half",
        0.5,
        "Half of the weight lies on the last 3.1 steps, the half-life; ten "
        "steps hold more.",
    ),
    Mistake(
        "weights_without_entry",
        sum(BETA**k for k in range(10)),
        "You added up beta^k alone; each weight is (1 - beta) beta^k, and a share "
        "lies between 0 and 1.",
    ),
    Mistake(
        "minus",
        BETA**10 - 1,
        "You have the sign exchanged: a share lies between 0 and 1.",
    ),
    Mistake(
        "two_thirds",
        2 / 3,
        "Two thirds is about the share of the last 1/(1-beta) = 5 values. Ten hold "
        "more: sum the weights.",
    ),
)

RIGHT = (
    0.8926,
    0.89,
    sum(0.2 * 0.8**k for k in range(10)),
)

EXERCISE = Exercise(
    title="Predict: what the last ten steps hold",
    points=1,
    minutes=4,
    difficulty=1,
    solution=1 - BETA**10,
    rtol=5e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
