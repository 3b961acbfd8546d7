"""Read off which of four averages was started in which way."""

from course_utils.checks.exercise import Exercise, Mistake

AVERAGES = ("plain", "corrected", "started at x_1", "stored back")

MISTAKES = (
    Mistake(
        "middle_exchanged",
        ("started at x_1", "stored back", "corrected", "plain"),
        "B and D are right. A and C both begin at 4. Started at x_1 the 4 has "
        "weight 0.9 at step 2; corrected, the two values share about equally.",
    ),
    Mistake(
        "low_and_high_exchanged",
        ("corrected", "plain", "started at x_1", "stored back"),
        "A and C are right. A plain average begins near zero; what is corrected"
        " again and again grows.",
    ),
    Mistake(
        "plain_for_first",
        ("plain", "stored back", "started at x_1", "corrected"),
        "B and C are right. D begins at 0.4 = 0.1 times 4: is that corrected or plain?",
    ),
    Mistake(
        "plain_for_third",
        ("corrected", "stored back", "plain", "started at x_1"),
        "A and B are right. One that starts at x_1 shows x_1 = 4 at step 1.",
    ),
    Mistake(
        "first_for_a",
        {"A": "started at x_1"},
        "Started at x_1, step 2 would be 0.9 times 4 plus 0.1 times 1 = 3.7; A shows "
        "2.42.",
    ),
    Mistake(
        "plain_for_a",
        {"A": "plain"},
        "A begins at 4; plain begins at 0.1 times 4 = 0.4.",
    ),
    Mistake(
        "stored_for_a",
        {"A": "stored back"},
        "A comes down towards 1; what is corrected again and again grows.",
    ),
    Mistake(
        "growing_b",
        {"B": ("plain", "corrected", "started at x_1")},
        "B grows far past every value of the series: no average of them can, unless it"
        " is corrected again and again.",
    ),
    Mistake(
        "third",
        {"C": ("plain", "corrected", "stored back")},
        "C begins at 4, and at step 2 it is 3.70 = 0.9 times 4 plus 0.1 times 1: the "
        "first 4 still has weight 0.9.",
    ),
    Mistake(
        "low_d",
        {"D": ("corrected", "started at x_1", "stored back")},
        "D begins at 0.4 = 0.1 times 4, far too low: nothing has made up for the start"
        " at zero.",
    ),
)

RIGHT = (["corrected", "stored back", "Started at x_1", "plain"],)

EXERCISE = Exercise(
    title="Read: four ways to start",
    points=2,
    minutes=4,
    difficulty=1,
    solution=("corrected", "stored back", "started at x_1", "plain"),
    options=AVERAGES,
    mistakes=MISTAKES,
    right=RIGHT,
)
