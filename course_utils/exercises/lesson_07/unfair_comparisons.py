"""Diagnose what is unfair in five comparisons."""

from course_utils.checks.exercise import Exercise, Mistake

FAULTS = (
    "one shared rate",
    "one seed",
    "tuned on the test set",
    "unequal tuning",
    "batch loss",
    "fair",
)

MISTAKES = (
    Mistake(
        "last_called_unfair",
        (
            "tuned on the test set",
            "one shared rate",
            "unequal tuning",
            "one seed",
            "one seed",
        ),
        "A to D are right. E has ten seeds and equal grids, and touches the "
        "test set once: what would you still ask for?",
    ),
    Mistake(
        "first_called_fair",
        ("fair", "one shared rate", "unequal tuning", "one seed", "fair"),
        "B to E are right. In A, look at which set the rate was chosen on, and "
        "which the marks are from.",
    ),
    Mistake(
        "tuning_for_seeds",
        (
            "tuned on the test set",
            "one shared rate",
            "one seed",
            "unequal tuning",
            "fair",
        ),
        "A, B and E are right. You swapped C and D: one of them gives an "
        "optimizer more chances to find a good rate, the other has a single run"
        " of each.",
    ),
    Mistake(
        "sharing_for_tuning",
        (
            "tuned on the test set",
            "unequal tuning",
            "one shared rate",
            "one seed",
            "fair",
        ),
        "A, D and E are right. You swapped B and C: in one of them the rates "
        "were not tuned at all.",
    ),
    Mistake(
        "test_for_sharing",
        (
            "one shared rate",
            "tuned on the test set",
            "unequal tuning",
            "one seed",
            "fair",
        ),
        "C, D and E are right. You swapped A and B: which of them gives each "
        "optimizer a rate of its own?",
    ),
)

RIGHT = (
    [
        "tuned on the test set",
        "One shared rate",
        "unequal tuning",
        "one seed",
        "fair",
    ],
)

EXERCISE = Exercise(
    title="Diagnose: which of these are fair?",
    points=2,
    minutes=6,
    difficulty=1,
    solution=(
        "tuned on the test set",
        "one shared rate",
        "unequal tuning",
        "one seed",
        "fair",
    ),
    options=FAULTS,
    mistakes=MISTAKES,
    right=RIGHT,
)
