"""Predict a step with eps outside the root and one with eps inside."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

G, EPS = 4e-8, 1e-8  # the lesson prints g = 1e-6 and others
OUTSIDE, INSIDE = G / (G + EPS), G / np.sqrt(G**2 + EPS)

MISTAKES = (
    Mistake(
        "swapped",
        (INSIDE, OUTSIDE),
        "You have the two exchanged: inside the root, eps is compared with g**2"
        " and weighs much more.",
    ),
    Mistake(
        "both_one",
        (1.0, 1.0),
        "You took eps as too small to matter. Compare it with what it is added "
        "to: 4e-8 outside the root, 1.6e-15 inside.",
    ),
    Mistake(
        "both_the_same",
        (OUTSIDE, OUTSIDE),
        "The first is right. Inside the root, eps is added to g**2 = 1.6e-15 "
        "and not to 4e-8.",
    ),
    Mistake(
        "no_root_inside",
        (OUTSIDE, G / (G**2 + EPS)),
        "The first is right. In the second you left out the root.",
    ),
    Mistake(
        "g_not_squared",
        (OUTSIDE, G / np.sqrt(G + EPS)),
        "The first is right. In the second, s is 1.6e-15, the square of the gradient.",
    ),
    Mistake(
        "outside_one",
        (1.0, INSIDE),
        "The second is right. In the first, eps is a quarter of what it is added "
        "to, which makes the step shorter.",
    ),
    Mistake(
        "of_the_lesson",
        (0.99, 0.01),
        "These are the lesson's numbers, for g = 1e-6. A smaller gradient is muted "
        "more.",
    ),
    Mistake(
        "upside_down",
        (1 / OUTSIDE, 1 / INSIDE),
        "You have the fractions upside down: eps makes the divisor larger, so "
        "the step is shorter than lr.",
    ),
)

RIGHT = (
    (0.8, 0.0004),
    np.array([0.8, 4e-4]),
)

EXERCISE = Exercise(
    title="Predict: eps outside and inside the root",
    points=2,
    minutes=6,
    difficulty=2,
    solution=(OUTSIDE, INSIDE),
    returns=("outside", "inside"),
    rtol=3e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
