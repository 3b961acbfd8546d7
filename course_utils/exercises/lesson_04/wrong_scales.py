"""Diagnose three wrong divisors from the steps that they make."""

from course_utils.checks.exercise import Exercise, Mistake

SCALES = ("no root", "|g| for g^2", "one scale for all")

SCALE_OPTIONS = (*SCALES, "sum for average", "eps inside the root")

MISTAKES = (
    Mistake(
        "root_and_square",
        ("|g| for g^2", "no root", "one scale for all"),
        "C is right. For A and B put g = 100 in: g / g**2 is tiny, g / "
        "sqrt(|g|) is large.",
    ),
    Mistake(
        "square_and_scale",
        ("no root", "one scale for all", "|g| for g^2"),
        "A is right. With one scale for all, the steps keep the ratios of the "
        "gradients: 1 to 100 to 10000.",
    ),
    Mistake(
        "root_and_scale",
        ("one scale for all", "|g| for g^2", "no root"),
        "B is right. Without the root the divisor is g**2: which row has its "
        "largest step at the smallest gradient?",
    ),
    Mistake(
        "turned",
        ("one scale for all", "no root", "|g| for g^2"),
        "None is right yet. Put g = 0.01 and g = 100 into g / g**2 and into g /"
        " sqrt(|g|), and look which row has such ratios.",
    ),
    Mistake(
        "turned_on",
        ("|g| for g^2", "one scale for all", "no root"),
        "None is right yet. Put g = 0.01 and g = 100 into g / g**2 and into g /"
        " sqrt(|g|), and look which row has such ratios.",
    ),
    Mistake(
        "divisor_of_a",
        {
            "A": (
                "|g| for g^2",
                "one scale for all",
                "sum for average",
                "eps inside the root",
            )
        },
        "In A the smallest gradient makes the largest step: its divisors are 0.0001, 1"
        " and 10000.",
    ),
    Mistake(
        "divisor_of_b",
        {
            "B": (
                "no root",
                "one scale for all",
                "sum for average",
                "eps inside the root",
            )
        },
        "In B the divisors are 0.1, 1 and 10, the roots of the gradients' sizes: what "
        "was averaged?",
    ),
    Mistake(
        "sum_for_c",
        {"C": "sum for average"},
        "A sum of squares for each parameter would still give three equal steps; in C "
        "they are as the gradients, 1 to 100 to 10000.",
    ),
    Mistake(
        "divisor_of_c",
        {"C": ("no root", "|g| for g^2", "eps inside the root")},
        "In C the steps are as the gradients, 1 to 100 to 10000: all three were "
        "divided by one and the same number.",
    ),
)

RIGHT = (["no root", "|g| for g^2 ", "One scale for all"],)

EXERCISE = Exercise(
    title="Diagnose: three wrong divisors",
    points=2,
    minutes=8,
    difficulty=2,
    solution=SCALES,
    options=SCALE_OPTIONS,
    mistakes=MISTAKES,
    right=RIGHT,
)
