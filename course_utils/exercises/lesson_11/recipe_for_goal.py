"""Choose a recipe that reaches a goal in sixty steps."""

from functools import cache

import numpy as np

from course_utils import datasets
from course_utils.checks.exercise import Exercise, Mistake
from course_utils.networks import DeepPerceptron
from course_utils.recipes import Recipe, training, warmup_cosine

STEPS, WANTED = 60, 0.25  # of training; the validation loss at their end


@cache
def reached(peak, warm):
    """The validation loss after a training, and the losses of its batches."""
    network = DeepPerceptron((64, 32, 32, 10))
    split = datasets.split(*datasets.digits(), 0)
    recipe = Recipe(warmup_cosine(peak, warm, STEPS), clip=1.0)
    walk, losses = training(network, split, recipe, STEPS, 0)
    with np.errstate(all="ignore"):
        return float(network.loss(walk.theta, split.X_val, split.y_val)), losses


def recipe_picture(answer):
    from course_utils import plots

    mine = float(answer[0]), int(answer[1])
    fig, ax = plots.figure()
    ax.plot(reached(0.003, 5)[1], **plots.data_style("0.003, 5"))
    plots.curves(ax, {"yours": reached(*mine)[1]})
    ax.set(title="Sixty steps on the digits", xlabel="step", ylabel="loss of a batch")
    return fig, "In sixty steps your loss falls further than that of a peak of 0.003."


def low_enough(settings):
    """Say what validation loss the recipe reaches; "" if it is low enough."""
    if isinstance(settings, dict) or np.shape(settings) != (2,):
        return "Set the name to a tuple of two numbers, (peak, warm)."
    peak, warm = map(float, settings)
    if not 0 < peak < 1e6:
        return f"The peak must be above 0 and below a million; yours is {peak:g}."
    if warm not in range(1, STEPS):
        return f"The warm-up must be a whole number of steps, 1 to {STEPS - 1}."
    loss, _ = reached(peak, int(warm))
    if loss <= WANTED:
        return ""
    got = f"a validation loss of {loss:.3f}" if np.isfinite(loss) else "no finite loss"
    steps = "step" if warm == 1 else "steps"
    tried = f"a peak of {peak:g} and {warm:g} {steps} of warm-up"
    return f"With {tried} you get {got}; wanted is at most {WANTED}."


MISTAKES = (
    Mistake(
        "usual_rate",
        (0.001, 5),
        "With a peak of 0.001 sixty steps are over before the network has learnt much. "
        "A short budget wants a larger rate.",
    ),
    Mistake(
        "lesson_rate",
        (0.003, 5),
        "A peak of 0.003 is still too small for sixty steps. What does a range test "
        "say?",
    ),
    Mistake(
        "rate_of_one",
        (1.0, 5),
        "A peak of 1 moves each weight by about 1 at a step, far more than its size. "
        "Take a smaller one.",
    ),
    Mistake(
        "all_warm_up",
        (0.03, 55),
        "The rate rises for 55 of the 60 steps: hardly any are left for the fall.",
    ),
)

RIGHT = ((0.03, 10), [0.05, 5], np.array([0.04, 8.0]))

EXERCISE = Exercise(
    title="Choose: a recipe for sixty steps",
    points=3,
    minutes=10,
    difficulty=3,
    solution=(0.03, 5),
    goal=low_enough,
    picture=recipe_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
