"""Read off which beta belongs to which of three step responses."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "reversed",
        ("0.95", "0.5", "0.8"),
        "You have fast and slow exchanged for A and B: a larger beta keeps more"
        " of the past, so it climbs more slowly.",
    ),
    Mistake(
        "all_reversed",
        ("0.95", "0.8", "0.5"),
        "You gave the fastest curve the largest beta: a larger beta keeps more "
        "of the past, so it climbs more slowly.",
    ),
    Mistake(
        "slow_pair",
        ("0.5", "0.8", "0.95"),
        "A is right. Of B and C, the one that climbs more slowly has the larger beta.",
    ),
    Mistake(
        "fast_pair",
        ("0.8", "0.95", "0.5"),
        "B is right. Of A and C, the one that climbs more slowly has the larger beta.",
    ),
    Mistake(
        "first_step_of_a",
        {"A": ("0.8", "0.95")},
        "At step 1 A shows 0.5: one value of 1, with weight 1 - beta.",
    ),
    Mistake(
        "first_step_of_b",
        {"B": ("0.5", "0.8")},
        "At step 1 B shows 0.05: one value of 1, with weight 1 - beta.",
    ),
    Mistake(
        "first_step_of_c",
        {"C": ("0.5", "0.95")},
        "At step 1 C shows 0.2: one value of 1, with weight 1 - beta.",
    ),
)

RIGHT = (
    ["0.5", "0.95", "0.8"],
    np.array(["0.5", "0.95", "0.8"]),
)

EXERCISE = Exercise(
    title="Read: three step responses",
    points=2,
    minutes=4,
    difficulty=1,
    solution=("0.5", "0.95", "0.8"),
    options=("0.5", "0.8", "0.95"),
    mistakes=MISTAKES,
    right=RIGHT,
)
