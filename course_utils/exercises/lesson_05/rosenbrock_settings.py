"""Choose Adam's settings for 100 steps through a curved valley."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.descent import grid
from course_utils.optimizers import Adam
from course_utils.problems import rosenbrock

STEPS = 100
WANTED = 0.1  # the loss at their end


def through_the_valley(settings):
    """Say how far the path gets down the valley; "" if it is far enough."""
    if np.shape(settings) != (3,):
        return "Set the name to a tuple of three numbers, (lr, beta1, beta2)."
    lr, beta1, beta2 = (float(number) for number in settings)
    if not (0 < lr < 1e6 and 0 <= beta1 < 1 and 0 <= beta2 < 1):
        return "lr must be above 0 and below a million, and both betas in [0, 1)."
    loss = float(grid(Adam(lr, beta1, beta2), rosenbrock(), steps=STEPS))
    if loss < WANTED:
        return ""
    tried = f"lr = {lr:g}, beta1 = {beta1:g}, beta2 = {beta2:g}"
    return f"With {tried} the loss ends at {loss:.3g}; wanted is less than {WANTED}."


MISTAKES = (
    Mistake(
        "default",
        (0.001, 0.9, 0.999),
        "These are the usual settings. A step is about lr long, so 100 of them go 0.1 "
        "in all, and the minimum is more than 2 away.",
    ),
    Mistake(
        "ten_times",
        (0.01, 0.9, 0.999),
        "With lr = 0.01 the path comes down into the valley and no further. "
        "The minimum is more than 2 away.",
    ),
    Mistake(
        "hundred_times",
        (0.1, 0.9, 0.999),
        "Long enough steps, one would think, but S remembers the "
        "steep wall at the start for a thousand steps. Which setting lets it forget?",
    ),
    Mistake(
        "thousand_times",
        (1.0, 0.9, 0.999),
        "So large a rate throws theta about at first, and S remembers the "
        "steep wall for a thousand steps; let it forget, and a smaller rate will do.",
    ),
    Mistake(
        "betas_exchanged",
        (0.1, 0.999, 0.9),
        "You have the betas exchanged: v now remembers a thousand steps and rolls "
        "past every bend of the valley.",
    ),
    Mistake(
        "no_memory",
        (0.1, 0.0, 0.9),
        "Without an average of the gradient theta bounces between the walls of the "
        "valley. Give beta1 some memory back.",
    ),
)

RIGHT = (
    (0.1, 0.9, 0.9),
    [0.2, 0.9, 0.9],
    (0.1, 0.8, 0.9),
)

EXERCISE = Exercise(
    title="Choose: through the curved valley",
    points=3,
    minutes=10,
    difficulty=3,
    solution=(0.1, 0.9, 0.9),
    goal=through_the_valley,
    mistakes=MISTAKES,
    right=RIGHT,
)
