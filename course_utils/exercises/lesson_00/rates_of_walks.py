"""Read off which learning rate made which of four walks across the ravine."""

from course_utils.checks.exercise import Exercise, Mistake

RATES = ("0.02", "0.04", "0.07", "0.085")

MISTAKES = (
    Mistake(
        "zig_zags_exchanged",
        ("0.085", "0.02", "0.07", "0.04"),
        "B and D are right. A and C both change sides at each step; the one "
        "that swings further and further has the larger rate.",
    ),
    Mistake(
        "calm_ones_exchanged",
        ("0.07", "0.04", "0.085", "0.02"),
        "A and C are right. One of B and D lands at the bottom in a single "
        "step: there lr times the curvature is 1.",
    ),
    Mistake(
        "both_pairs_exchanged",
        ("0.085", "0.04", "0.07", "0.02"),
        "You have the right pairs, but each is the wrong way round. Divide step"
        " 1 by step 0: that is 1 - 25 lr.",
    ),
    Mistake(
        "small_rates_zig_zag",
        ("0.04", "0.07", "0.02", "0.085"),
        "You gave the small rates to the walks that change sides. It is a "
        "*large* step that jumps over the bottom.",
    ),
    Mistake(
        "a_factor",
        {"A": ("0.02", "0.04", "0.085")},
        "In A each step multiplies theta by -0.75. That number is 1 - 25 lr.",
    ),
    Mistake(
        "b_factor",
        {"B": ("0.04", "0.07", "0.085")},
        "In B each step multiplies theta by 0.5. That number is 1 - 25 lr.",
    ),
    Mistake(
        "c_factor",
        {"C": ("0.02", "0.04", "0.07")},
        "In C each step multiplies theta by -1.125. That number is 1 - 25 lr.",
    ),
    Mistake(
        "d_factor",
        {"D": ("0.02", "0.07", "0.085")},
        "In D one step multiplies theta by 0. That number is 1 - 25 lr.",
    ),
)

RIGHT = (["0.07", "0.02", "0.085", "0.04"],)

EXERCISE = Exercise(
    title="Read: four walks across the ravine",
    points=2,
    minutes=4,
    difficulty=1,
    solution=("0.07", "0.02", "0.085", "0.04"),
    options=RATES,
    mistakes=MISTAKES,
    right=RIGHT,
)
