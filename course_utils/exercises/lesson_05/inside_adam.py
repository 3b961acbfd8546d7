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
    Mistake(
        "steady_for_a",
        {"A": "steady"},
        "In A v_hat is a seventh of the root of s_hat; a steady gradient makes "
        "them the same size.",
    ),
    Mistake(
        "first_for_a",
        {"A": "first gradient just now"},
        "Just after a first gradient v_hat is about three times the root of s_hat; "
        "in A it is a seventh.",
    ),
    Mistake(
        "silent_for_a",
        {"A": "silent lately"},
        "In 200 silent steps v_hat fades to 0.9^200 = 7e-10 of what it was; in A "
        "it is 1.11.",
    ),
    Mistake(
        "steady_for_b",
        {"B": "steady"},
        "In B v_hat is almost nothing beside the root of s_hat; a steady gradient "
        "makes them the same size.",
    ),
    Mistake(
        "sign_for_b",
        {"B": "changing sign"},
        "Signs that change leave far more in v_hat: the newest gradient alone "
        "comes in with weight 0.1. B's is 4e-10.",
    ),
    Mistake(
        "first_for_b",
        {"B": "first gradient just now"},
        "Just after a first gradient v_hat is about three times the root of s_hat; "
        "in B it is almost nothing.",
    ),
    Mistake(
        "sign_for_c",
        {"C": "changing sign"},
        "Signs that change cancel in v_hat and not in s_hat; in C v_hat is as "
        "large as the root of s_hat.",
    ),
    Mistake(
        "first_for_c",
        {"C": "first gradient just now"},
        "Just after a first gradient v_hat is about three times the root of s_hat; "
        "in C they are the same size.",
    ),
    Mistake(
        "silent_for_c",
        {"C": "silent lately"},
        "In 200 silent steps v_hat fades to almost nothing beside the root of "
        "s_hat; in C they are the same size.",
    ),
    Mistake(
        "steady_for_d",
        {"D": "steady"},
        "In D v_hat is three times the root of s_hat; a steady gradient makes them "
        "the same size.",
    ),
    Mistake(
        "sign_for_d",
        {"D": "changing sign"},
        "Signs that change cancel in v_hat and not in s_hat; in D v_hat is the larger.",
    ),
    Mistake(
        "silent_for_d",
        {"D": "silent lately"},
        "In 200 silent steps v_hat fades to almost nothing beside the root of "
        "s_hat; in D it is the larger.",
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
