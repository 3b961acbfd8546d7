"""Read from Adam's two averages what the gradients have been like."""

from course_utils.checks.exercise import Exercise, Mistake

HISTORIES = (
    "steady",
    "changing sign",
    "first gradient just now",
    "silent lately",
)

MISTAKES = (
    Mistake(
        "steady_and_first",
        ("changing sign", "silent lately", "first gradient just now", "steady"),
        "A and B are right. For a steady gradient v_hat and the root of s_hat are the "
        "same size: that makes the step lr.",
    ),
    Mistake(
        "sign_and_silence",
        ("silent lately", "changing sign", "steady", "first gradient just now"),
        "C and D are right. Both averages shrink in a silence, v_hat far faster: 0.9 "
        "to the power 200 is 7e-10.",
    ),
    Mistake(
        "sign_and_first",
        ("first gradient just now", "silent lately", "steady", "changing sign"),
        "B and C are right. A change of sign cancels in v_hat and not in s_hat: the "
        "ratio is small. Which ratio is above 1?",
    ),
    Mistake(
        "first_and_silence",
        ("changing sign", "first gradient just now", "steady", "silent lately"),
        "A and C are right. v_hat reacts and forgets fast, s_hat slowly: what is the "
        "ratio just after a first gradient?",
    ),
    Mistake(
        "size_taken_for_steadiness",
        ("steady", "silent lately", "changing sign", "first gradient just now"),
        "B and D are right. A large average is not a steady gradient: look at the "
        "ratio of v_hat to the root of s_hat, not at the size.",
    ),
)

RIGHT = (["changing sign", "Silent lately", "steady", "first gradient just now"],)

EXERCISE = Exercise(
    title="Read: what the two averages tell",
    points=2,
    minutes=5,
    difficulty=1,
    solution=("changing sign", "silent lately", "steady", "first gradient just now"),
    options=HISTORIES,
    mistakes=MISTAKES,
    right=RIGHT,
)
