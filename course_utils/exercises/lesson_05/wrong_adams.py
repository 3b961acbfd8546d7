"""Diagnose three wrong Adams by where they go."""

from course_utils.checks.exercise import Exercise, Mistake

SYMPTOMS = ("roles exchanged", "no correction", "hats stored")

OPTIONS = (*SYMPTOMS, "beta1 and beta2 swapped", "theta climbs")

MISTAKES = (
    Mistake(
        "roles_and_none",
        ("no correction", "roles exchanged", "hats stored"),
        "C is right. Without correction the steps are too long, but go the right way. "
        "Which row walks away from the minimum?",
    ),
    Mistake(
        "none_and_hats",
        ("roles exchanged", "hats stored", "no correction"),
        "A is right. Look at the first step: without correction it is 3.16 lr long, "
        "with hats stored back the first step is still right.",
    ),
    Mistake(
        "roles_and_hats",
        ("hats stored", "no correction", "roles exchanged"),
        "B is right. A state that is corrected again and again grows. Does a large S "
        "make large steps, or small ones?",
    ),
    Mistake(
        "none_for_a",
        {"A": "no correction"},
        "Without correction the first step is 3.16 lr long, but towards the "
        "minimum. A walks away from it.",
    ),
    Mistake(
        "hats_for_a",
        {"A": "hats stored"},
        "With hats stored back the first step is still right, -1.900. A goes to "
        "-2.283.",
    ),
    Mistake(
        "betas_for_a",
        {"A": "beta1 and beta2 swapped"},
        "With the betas swapped the first step is still lr long, towards the "
        "minimum. A goes to -2.283.",
    ),
    Mistake(
        "climbs_for_a",
        {"A": "theta climbs"},
        "A step with the wrong sign would lead from -2 to -2.1. A goes further.",
    ),
    Mistake(
        "roles_for_b",
        {"B": "roles exchanged"},
        "With the roles exchanged theta walks away from the minimum: Ŝ has no "
        "sign. B comes nearer.",
    ),
    Mistake(
        "hats_for_b",
        {"B": "hats stored"},
        "With hats stored back the first step is still right, -1.900. B goes to "
        "-1.684.",
    ),
    Mistake(
        "betas_swapped_for_b",
        {"B": "beta1 and beta2 swapped"},
        "With the betas swapped the first step is still right, -1.900: the "
        "corrections are swapped, too. B goes to -1.684.",
    ),
    Mistake(
        "climbs_for_b",
        {"B": "theta climbs"},
        "A step with the wrong sign would lead from -2 to -2.1. B goes the right way.",
    ),
    Mistake(
        "roles_for_c",
        {"C": "roles exchanged"},
        "With the roles exchanged theta walks away from the minimum: Ŝ has no "
        "sign. C's first step is right.",
    ),
    Mistake(
        "none_for_c",
        {"C": "no correction"},
        "Without correction the first step is 3.16 lr long. C's is right, and the "
        "later ones are too short.",
    ),
    Mistake(
        "betas_swapped_for_c",
        {"C": "beta1 and beta2 swapped"},
        "With the betas swapped v forgets too slowly, and theta swings past the "
        "minimum. C stops on the way.",
    ),
    Mistake(
        "climbs_for_c",
        {"C": "theta climbs"},
        "A step with the wrong sign would lead from -2 to -2.1. C's first step is "
        "right.",
    ),
)

RIGHT = (["roles exchanged", "no correction", "hats stored"],)

EXERCISE = Exercise(
    title="Diagnose: three wrong Adams",
    points=2,
    minutes=8,
    difficulty=2,
    solution=SYMPTOMS,
    options=OPTIONS,
    mistakes=MISTAKES,
    right=RIGHT,
)
