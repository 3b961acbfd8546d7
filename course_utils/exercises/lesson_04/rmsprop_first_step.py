"""Predict how far the first step of RMSprop goes."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

FIRST_STEP = 0.01 / np.sqrt(1 - 0.96)

MISTAKES = (
    Mistake(
        "rate",
        0.01,
        "You took the step to be lr. That holds once s has settled at g**2; at "
        "the first step s is only (1 - beta) g**2.",
    ),
    Mistake(
        "root_left_out",
        0.01 / 0.04,
        "You divided by 1 - beta. The step divides by the root of s, so it is "
        "sqrt(1 - beta) that counts.",
    ),
    Mistake(
        "multiplied",
        0.01 * 0.2,
        "You multiplied by sqrt(1 - beta). A small s stands below the fraction:"
        " it makes the step longer, not shorter.",
    ),
    Mistake(
        "multiplied_no_root",
        0.01 * 0.04,
        "You multiplied by 1 - beta. A small s stands below the fraction: it "
        "makes the step longer. And there is a root.",
    ),
    Mistake(
        "beta_for_rest",
        0.01 / np.sqrt(0.96),
        "You divided by sqrt(beta). The new square enters s with weight 1 - beta.",
    ),
    Mistake(
        "gradient_left_in",
        0.01 * 300 / 0.2,
        "You left the gradient in: s holds g**2, so its root cancels the 300.",
    ),
    Mistake(
        "plain_descent",
        3.0,
        "That is lr g, the step of plain gradient descent. RMSprop divides it "
        "by the root of s.",
    ),
    Mistake(
        "momentum",
        0.01 * 0.04 * 300,
        "That is lr (1 - beta) g, the first step of Momentum. RMSprop averages "
        "the square, and divides by its root.",
    ),
    Mistake(
        "factor_alone",
        5.0,
        "That is the factor 1 / sqrt(1 - beta). Times lr it is the step.",
    ),
    Mistake(
        "signed",
        -FIRST_STEP,
        "Right, but asked is how far: give it without sign.",
    ),
    Mistake(
        "infinite",
        np.inf,
        "You used S = 0. That holds before the step, but S is updated before it"
        " is used.",
    ),
)

RIGHT = (
    0.05,
    np.float32(0.05),
    [0.05],
)

EXERCISE = Exercise(
    title="Predict: the first step of RMSprop",
    points=1,
    minutes=4,
    difficulty=1,
    solution=FIRST_STEP,
    rtol=2e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
