"""Choose lr and beta with which RMSprop comes to rest in a ravine."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.descent import grid
from course_utils.optimizers import RMSprop
from course_utils.problems import ravine


def quiet_end(settings):
    """The goal of `rmsprop_settings`: near the minimum of the ravine in 60 steps."""
    if np.shape(settings) != (2,):
        return "Set the name to a tuple of two numbers, (lr, beta)."
    lr, beta = (float(number) for number in settings)
    if not (0 < lr < 1e6 and 0 <= beta < 1):
        wanted = "lr must be above 0 and below a million, and beta in [0, 1)"
        return f"{wanted}; yours are {lr:g} and {beta:g}."
    loss = float(grid(RMSprop(lr, beta), ravine(100), steps=60))
    if loss < 1e-3:
        return ""
    tried = f"lr = {lr:g} and beta = {beta:g}"
    return f"With {tried} the loss ends at {loss:.3g}; wanted is less than 0.001."


MISTAKES = (
    Mistake(
        "usual",
        (0.01, 0.9),
        "These are the usual settings. Each step is about lr long, and 60 of "
        "them do not reach.",
    ),
    Mistake(
        "pytorch",
        (0.01, 0.99),
        "The long memory is a good idea; lr = 0.01 is too small to arrive in 60 steps.",
    ),
    Mistake(
        "large_rate_short_memory",
        (0.2, 0.9),
        "Almost there: as S forgets, its steps grow until one overshoots across, "
        "and along there is still a tenth to go. What keeps steps small?",
    ),
    Mistake(
        "rate_one",
        (1.0, 0.9),
        "Each step stays about lr = 1 long, and that throws it across the "
        "ravine forever. What lets steps shrink?",
    ),
)

RIGHT = (
    (0.2, 0.99),
    [1, 0.99],
    np.array([0.1, 0.999]),
)

EXERCISE = Exercise(
    title="Choose: come to rest in a ravine",
    points=2,
    minutes=8,
    difficulty=3,
    solution=(0.2, 0.99),
    goal=quiet_end,
    mistakes=MISTAKES,
    right=RIGHT,
)
