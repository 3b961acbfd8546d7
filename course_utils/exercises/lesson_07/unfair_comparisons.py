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
    Mistake(
        "fault_of_a",
        {"A": ("one shared rate", "one seed", "unequal tuning", "batch loss", "fair")},
        "In A each optimizer has its own rate, the best of ten; look at which set it "
        "was chosen on, and which the marks are from.",
    ),
    Mistake(
        "fault_of_b",
        {
            "B": (
                "fair",
                "one seed",
                "tuned on the test set",
                "unequal tuning",
                "batch loss",
            )
        },
        "In B no rate was chosen for either: how far apart do the best rates of Adam "
        "and Momentum lie?",
    ),
    Mistake(
        "fault_of_c",
        {
            "C": (
                "fair",
                "one seed",
                "one shared rate",
                "tuned on the test set",
                "batch loss",
            )
        },
        "In C count the chances: the best of 30 is likely to be better than the best "
        "of 3, whatever the optimizer.",
    ),
    Mistake(
        "fault_of_d",
        {
            "D": (
                "fair",
                "one shared rate",
                "tuned on the test set",
                "unequal tuning",
                "batch loss",
            )
        },
        "In D count the runs behind each number. The marks are accuracies on the test "
        "set, and each rate is the best of ten.",
    ),
    Mistake(
        "fault_of_e",
        {
            "E": (
                "one seed",
                "one shared rate",
                "tuned on the test set",
                "unequal tuning",
                "batch loss",
            )
        },
        "E has ten seeds and equal grids, chose its rates on the validation set and "
        "pairs the runs: what would you still ask for?",
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
