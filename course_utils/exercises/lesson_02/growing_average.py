"""Diagnose a corrected average that grows and grows."""

from course_utils.checks.exercise import Exercise, Mistake

FLAW = "t never incremented"

MISTAKES = (
    Mistake(
        "stored",
        "corrected value stored back",
        "Stored back, it would explode: 1, 10.3, 68.7. Here it grows towards 20.",
    ),
    Mistake(
        "left_out",
        "correction left out",
        "Left out, the first value would be 0.05. Here the first is right, and "
        "the others are 20 times the plain average.",
    ),
    Mistake(
        "from_zero",
        "t counted from 0",
        "From 0 the very first value would be a division by zero.",
    ),
    Mistake(
        "multiplied",
        "multiplied instead of divided",
        "Multiplied, the first value would be 0.05 times 0.05 = 0.0025.",
    ),
)

RIGHT = ("T never incremented",)

EXERCISE = Exercise(
    title="Diagnose: an average that grows",
    points=1,
    minutes=4,
    difficulty=2,
    solution=FLAW,
    options=(
        "correction left out",
        FLAW,
        "t counted from 0",
        "corrected value stored back",
        "multiplied instead of divided",
    ),
    mistakes=MISTAKES,
    right=RIGHT,
)
