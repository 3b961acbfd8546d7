"""Predict how large a batch has a quarter of the gradient's noise."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "one_over_n",
        64,
        "You took the noise to fall like 1/b. It falls like 1/sqrt(b): four "
        "times the examples halve it.",
    ),
    Mistake(
        "root_for_square",
        32,
        "You made the batch twice as large for a quarter of the noise. The root"
        " goes the other way: the batch must grow by more than the noise falls.",
    ),
    Mistake(
        "smaller",
        4,
        "You made the batch smaller: fewer examples make a noisier gradient.",
    ),
    Mistake(
        "smaller_squared",
        1,
        "A batch of one is the noisiest of all.",
    ),
    Mistake(
        "factor_only",
        16,
        "That is the batch you have already, or the factor by which it must "
        "grow; the question is how large the new one is.",
    ),
)

RIGHT = (
    256.0,
    16 * (0.8 / 0.2) ** 2,
)

EXERCISE = Exercise(
    title="Predict: a batch with a quarter of the noise",
    points=1,
    minutes=3,
    difficulty=1,
    solution=256,
    mistakes=MISTAKES,
    right=RIGHT,
)
