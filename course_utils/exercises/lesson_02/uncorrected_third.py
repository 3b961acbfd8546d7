"""Predict the third value of an average that starts at zero."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "no_bias",
        10.0,
        "You gave the level of the series itself. The plain average starts at 0"
        " and needs many steps to get there; that is what this lesson is about.",
    ),
    Mistake(
        "one_step",
        1.0,
        "That is the average after one value; three have come.",
    ),
    Mistake(
        "two_steps",
        1.9,
        "That is the average after two values; three have come.",
    ),
    Mistake(
        "four_steps",
        3.439,
        "That is the average after four values; three have come.",
    ),
    Mistake(
        "missing",
        7.29,
        "That is what is still *missing* after three values, 10 times 0.9^3.",
    ),
    Mistake(
        "straight_line",
        3.0,
        "You added 1 at each step. The past is multiplied by 0.9 each time, so "
        "the steps get smaller.",
    ),
    Mistake(
        "sum",
        27.1,
        "You added each value with weight 1. It comes in with weight 1 - beta = 0.1.",
    ),
    Mistake(
        "weights_swapped",
        10 * (1 - 0.1**3),
        "You swapped the weights: the past counts 0.9, and the new value 0.1.",
    ),
)

RIGHT = (
    2.71,
    10 - 10 * 0.9**3,
    2.7,
)

EXERCISE = Exercise(
    title="Predict: an average that starts at zero",
    points=1,
    minutes=3,
    difficulty=1,
    solution=2.71,
    rtol=5e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
