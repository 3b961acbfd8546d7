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
        "climbs",
        ("theta climbs", "no correction", "hats stored"),
        "B and C are right. A step with the wrong sign would lead from -2 to -2.1. "
        "Row A goes further.",
    ),
    Mistake(
        "betas_for_hats",
        ("roles exchanged", "no correction", "beta1 and beta2 swapped"),
        "A and B are right. With the betas swapped v forgets too slowly, and theta "
        "swings past the minimum. Row C stops.",
    ),
    Mistake(
        "betas_for_none",
        ("roles exchanged", "beta1 and beta2 swapped", "hats stored"),
        "A and C are right. With the betas swapped the first step is still lr, since "
        "the corrections are swapped, too.",
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
