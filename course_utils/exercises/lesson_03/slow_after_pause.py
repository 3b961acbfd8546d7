"""Diagnose a training whose steps are short after a pause."""

from course_utils.checks.exercise import Exercise, Mistake

RESUMED = "v was not saved"

MISTAKES = (
    Mistake(
        "rate",
        "lr was divided by ten",
        "A smaller rate would keep all later steps at 0.0100; these grow back to 0.1.",
    ),
    Mistake(
        "theta",
        "theta was not saved",
        "Then the loss would start again from the beginning. The size of a step"
        " says nothing of theta here: the gradient is 1 everywhere.",
    ),
    Mistake(
        "beta",
        "beta was set to 0",
        "Without momentum each step would be 0.1 times the gradient, 0.1000, at once.",
    ),
    Mistake(
        "order",
        "the data came in another order",
        "The gradient is 1 whatever the data: their order can change nothing.",
    ),
)

RIGHT = ("V was not saved",)

EXERCISE = Exercise(
    title="Diagnose: slow after a pause",
    points=1,
    minutes=4,
    difficulty=2,
    solution=RESUMED,
    options=(
        "lr was divided by ten",
        "theta was not saved",
        RESUMED,
        "beta was set to 0",
        "the data came in another order",
    ),
    mistakes=MISTAKES,
    right=RIGHT,
)
