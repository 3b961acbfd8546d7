"""Diagnose a training that no learning rate serves."""

from course_utils.checks.exercise import Exercise, Mistake

SYMPTOM = "features on different scales"

MISTAKES = (
    Mistake(
        "too_small",
        "rate too small",
        "At 1e-6 it may look so, but at 1e-5 the loss already jumps. Why is "
        "there no rate between that works?",
    ),
    Mistake(
        "too_large",
        "rate too large",
        "At 1e-5 it is too large, but at 1e-6 the loss hardly falls. What if no"
        " rate is right for all weights at once?",
    ),
    Mistake(
        "uphill",
        "step added instead of subtracted",
        "With the wrong sign the loss would rise at the small rate too; there "
        "it falls.",
    ),
    Mistake(
        "noise",
        "batch too small",
        "Every step used all the data, so there is no noise of batches.",
    ),
)

RIGHT = ("Features on different scales",)

EXERCISE = Exercise(
    title="Diagnose: no rate is right",
    points=1,
    minutes=3,
    difficulty=2,
    solution=SYMPTOM,
    options=(
        "rate too small",
        "rate too large",
        "batch too small",
        SYMPTOM,
        "step added instead of subtracted",
    ),
    mistakes=MISTAKES,
    right=RIGHT,
)
