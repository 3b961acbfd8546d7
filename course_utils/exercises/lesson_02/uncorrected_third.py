"""Predict the third value of an average that starts at zero."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "no_bias",
        20.0,
        "You gave the level of the series itself. The plain average starts at 0"
        " and needs many steps to get there; that is what this lesson is about.",
    ),
    Mistake(
        "one_step",
        4.0,
        "That is the average after one value; three have come.",
    ),
    Mistake(
        "two_steps",
        7.2,
        "That is the average after two values; three have come.",
    ),
    Mistake(
        "four_steps",
        11.808,
        "That is the average after four values; three have come.",
    ),
    Mistake(
        "missing",
        10.24,
        "That is what is still *missing* after three values, 20 times 0.8^3.",
    ),
    Mistake(
        "straight_line",
        12.0,
        "You added 4 at each step. The past is multiplied by 0.8 each time, so "
        "the steps get smaller.",
    ),
    Mistake(
        "sum",
        48.8,
        "You added each value with weight 1. It comes in with weight 1 - beta = 0.2.",
    ),
    Mistake(
        "weights_swapped",
        20 * (1 - 0.2**3),
        "You swapped the weights: the past counts 0.8, and the new value 0.2.",
    ),
    Mistake(
        "beta_of_the_lesson",
        20 * (1 - 0.9**3),
        "You used beta = 0.9; here it is 0.8.",
    ),
)

RIGHT = (
    9.76,
    20 - 20 * 0.8**3,
    9.8,
)

EXERCISE = Exercise(
    title="Predict: an average that starts at zero",
    points=1,
    minutes=3,
    difficulty=1,
    solution=9.76,
    rtol=5e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
