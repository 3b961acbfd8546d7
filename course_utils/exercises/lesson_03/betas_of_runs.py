"""Read off which beta belongs to which of three runs down a slope."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "slow_and_fast_exchanged",
        ("0", "0.99", "0.9"),
        "You have A and B exchanged. At step 1 theta moved by 0.1 (1 - beta): "
        "the larger beta, the shorter.",
    ),
    Mistake(
        "overshoot_to_largest",
        ("0.9", "0", "0.99"),
        "B is right. C has gone past 0 by step 30, and A not yet by step 50: "
        "the longer the memory, the *later* it goes past.",
    ),
    Mistake(
        "overshoot_to_none",
        ("0.99", "0.9", "0"),
        "A is right. C runs past 0; plain descent with this small rate cannot do that.",
    ),
    Mistake(
        "in_order",
        ("0", "0.9", "0.99"),
        "Look at step 1: theta moved by 0.1 (1 - beta), which is 0.1 without momentum.",
    ),
    Mistake(
        "shifted",
        ("0.9", "0.99", "0"),
        "Look at step 1: theta moved by 0.1 (1 - beta), which is 0.1 without momentum.",
    ),
    Mistake(
        "first_step_of_a",
        {"A": ("0", "0.9")},
        "In A theta moved by 0.001 at step 1. It moves by 0.1 (1 - beta).",
    ),
    Mistake(
        "first_step_of_b",
        {"B": ("0.9", "0.99")},
        "In B theta moved by 0.1 at step 1. It moves by 0.1 (1 - beta).",
    ),
    Mistake(
        "first_step_of_c",
        {"C": ("0", "0.99")},
        "In C theta moved by 0.01 at step 1. It moves by 0.1 (1 - beta).",
    ),
)

RIGHT = (
    ("0.99", "0", "0.9"),
    [0.99, 0, 0.9],
)

EXERCISE = Exercise(
    title="Read: three runs down a slope",
    points=2,
    minutes=4,
    difficulty=2,
    solution=("0.99", "0", "0.9"),
    options=("0", "0.9", "0.99"),
    mistakes=MISTAKES,
    right=RIGHT,
)
