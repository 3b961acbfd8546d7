"""Predict the first step of an Adam without corrections."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

BETA1, BETA2 = 0.9, 0.96  # the lesson prints the length for 0.9 and 0.999

MISTAKES = (
    Mistake(
        "corrected",
        1.0,
        "You took the step to be lr. That is what the corrections bring about; "
        "without them v holds 0.1 g, and S holds 0.04 g^2.",
    ),
    Mistake(
        "of_the_lesson",
        np.sqrt(10),
        "That is the length with beta2 = 0.999. Here it is 0.96, so S is larger.",
    ),
    Mistake(
        "v_alone",
        0.1,
        "You have the 0.1 of v. S is too small as well, and its root stands below.",
    ),
    Mistake(
        "s_alone",
        1 / np.sqrt(0.04),
        "You have the root of S. v is too small as well: it holds 0.1 g, not g.",
    ),
    Mistake(
        "root_left_out",
        2.5,
        "You left out the root of S: 0.1 / 0.04.",
    ),
    Mistake(
        "upside_down",
        2.0,
        "You have the ratio upside down: v above, the root of S below.",
    ),
    Mistake(
        "betas_for_rests",
        0.9 / np.sqrt(0.96),
        "You used beta where 1 - beta belongs: at the first step only the new "
        "gradient is in v and S.",
    ),
    Mistake(
        "signed",
        -0.5,
        "You gave the sign of the gradient, too; asked is how long.",
    ),
    Mistake(
        "times_lr",
        0.0005,
        "That is the length itself; give it as a multiple of lr.",
    ),
    Mistake(
        "gradient_left_in",
        20.0,
        "You left the gradient in: g above and the root of g^2 below cancel.",
    ),
)

RIGHT = (
    0.5,
    (1 - BETA1) / np.sqrt(1 - BETA2),
    "1/2",
)

EXERCISE = Exercise(
    title="Predict: the first step without correction",
    points=1,
    minutes=4,
    difficulty=1,
    solution=0.5,
    rtol=5e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
