"""Predict a rate that is decayed again and again."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "as_it_was_meant",
        0.1 / 6,
        "That is the rate as it was meant, 0.1 / (1 + 5). The loop divides the "
        "rate of the epoch before, again and again.",
    ),
    Mistake(
        "one_epoch_short",
        0.1 / 120,
        "That is the rate at epoch 4. Epochs count from 0: at epoch 5 it is "
        "divided by 6 as well.",
    ),
    Mistake(
        "one_epoch_too_many",
        0.1 / 5040,
        "That is the rate at epoch 6. At epoch 5 the last division is by 6.",
    ),
    Mistake(
        "always_by_two",
        0.1 / 2**5,
        "You divided by 2 at each epoch. The divisor grows: 1, 2, 3, 4, 5, 6.",
    ),
    Mistake(
        "always_by_six",
        0.1 / 6**5,
        "You divided by 6 at each epoch. The divisor grows: 1, 2, 3, 4, 5, 6.",
    ),
    Mistake(
        "divisors_added",
        0.1 / 21,
        "You added the divisors. Dividing by one after the other multiplies them up.",
    ),
    Mistake(
        "epochs_added",
        0.1 / 16,
        "You added up the epochs, 1 + 15. Dividing by one after the other "
        "multiplies the divisors.",
    ),
    Mistake(
        "factor_only",
        720,
        "That is by how much the rate was divided. Give the rate itself.",
    ),
    Mistake(
        "first_rate_left_out",
        1 / 720,
        "You left out the first rate, 0.1.",
    ),
)

RIGHT = (
    0.000139,
    1.389e-4,
    0.1 / np.prod(np.arange(1, 7)),
)

EXERCISE = Exercise(
    title="Predict: a decay of the decayed",
    points=1,
    minutes=3,
    difficulty=1,
    solution=0.1 / 720,
    rtol=5e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
