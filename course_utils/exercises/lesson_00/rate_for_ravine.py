"""Choose a learning rate that comes through the ravine in 50 steps."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.descent import run
from course_utils.optimizers import GradientDescent
from course_utils.problems import ravine


def fifty_steps(lr):
    """The goal of `rate_for_ravine`: loss at most 0.05 after 50 steps."""
    lr = float(lr)
    if not 0 < lr < 1e6:
        return f"Choose a learning rate above 0 and below a million; yours is {lr:g}."
    trace = run(GradientDescent(lr), ravine(), steps=50)
    if trace.loss[-1] <= 0.05:
        return ""
    along, across = np.abs(trace.theta[-1])
    reached = f"With lr = {lr:g} the loss after 50 steps is {trace.loss[-1]:.3g}"
    if across > 1:
        return f"{reached}: it swings across the ravine further and further."
    where = "across" if 25 * across**2 > along**2 else "along"
    return f"{reached}, wanted is 0.05. What is left lies {where} the ravine."


MISTAKES = (
    Mistake(
        "limit",
        0.08,
        "A rate of 0.08 = 2/25 is the border itself: across the ravine it swings from "
        "side to side for ever and never comes closer.",
    ),
    Mistake(
        "one_over_steepest",
        0.04,
        "A rate of 1/25 = 0.04 does the way across in one step, but along the ravine "
        "it is too slow: a larger rate overshoots across and still wins.",
    ),
    Mistake(
        "along_only",
        1.0,
        "A rate of 1 is the best for the direction along alone. Across it, where "
        "the curvature is 25, each step makes things 24 times worse.",
    ),
    Mistake(
        "tenth",
        0.1,
        "A rate of 0.1 is above 2/25: across the ravine each step lands further "
        "out than the one before.",
    ),
    Mistake(
        "hundredth",
        0.01,
        "With 0.01 it is safe and slow: along the ravine 60 % of the way is "
        "still to go after 50 steps.",
    ),
)

RIGHT = (
    0.07,
    0.0769,
    0.075,
)

EXERCISE = Exercise(
    title="Choose: through the ravine in 50 steps",
    points=2,
    minutes=6,
    difficulty=2,
    solution=2 / 26,
    goal=fifty_steps,
    rtol=2e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
