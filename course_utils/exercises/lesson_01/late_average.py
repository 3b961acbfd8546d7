"""Diagnose an average whose values come one step late."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "swapped",
        "weights swapped",
        "With the weights swapped the first output would be beta times the "
        "impulse, 0.9. Look at *when* the first value that is not zero comes.",
    ),
    Mistake(
        "sum",
        "sum instead of average",
        "A fading sum would show 1.0 at the impulse. Here the heights are "
        "right; look at when they come.",
    ),
    Mistake(
        "mean",
        "mean of all values",
        "A mean of all values would fall like 1/t; here each value is 0.9 of "
        "the one before. Look at when they come.",
    ),
    Mistake(
        "x0",
        "started at the first value",
        "The first value here is 0, so that would change nothing. Look at when "
        "the impulse shows.",
    ),
)

RIGHT = ("Stored before the update ",)

EXERCISE = Exercise(
    title="Diagnose: an average with a flaw",
    points=1,
    minutes=4,
    difficulty=2,
    solution="stored before the update",
    options=(
        "weights swapped",
        "sum instead of average",
        "mean of all values",
        "stored before the update",
        "started at the first value",
    ),
    mistakes=MISTAKES,
    right=RIGHT,
)
