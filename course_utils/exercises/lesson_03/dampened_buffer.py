"""Predict PyTorch's dampened buffer after three steps."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "average",
        0.081,
        "That is the average, 0.1 times 0.9^2. But PyTorch's buffer begins with"
        " the first gradient itself, undamped.",
    ),
    Mistake(
        "last_gradient",
        0.0,
        "The last gradients are 0, but the buffer remembers the first.",
    ),
    Mistake(
        "one_step_short",
        0.9,
        "That is the buffer after two steps.",
    ),
    Mistake(
        "one_step_more",
        0.729,
        "That is the buffer after four steps.",
    ),
    Mistake(
        "first",
        1.0,
        "That is the buffer after one step: it fades after that.",
    ),
    Mistake(
        "sum",
        2.71,
        "You added up what the buffer was at the three steps; asked is what it "
        "is at last.",
    ),
)

RIGHT = (
    0.81,
    0.9 * 0.9,
)

EXERCISE = Exercise(
    title="Predict: does dampening make an average?",
    points=1,
    minutes=3,
    difficulty=1,
    solution=0.81,
    rtol=1e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
