"""The largest learning rate that does not diverge on a bowl of curvatures h."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.descent import run
from course_utils.exercises.families.steps import SCALES
from course_utils.optimizers import GradientDescent
from course_utils.problems import ravine


def rate_picture(answer):
    from course_utils import plots

    limit = float(answer(np.array([1.0, 25.0])))
    shares = 1.02, 0.98, 0.8
    losses = {
        f"your limit × {share}": run(
            GradientDescent(share * limit), ravine(), steps=60
        ).loss
        for share in shares
    }
    fig, ax = plots.figure()
    plots.curves(ax, losses, log=True)
    ax.set(title="Above and below your limit", xlabel="step", ylabel="loss")
    return fig, "Below your limit the loss falls; just above it, it rises for ever."


def curvature_cases(rng):
    lists = [rng.uniform(0.5, 9, n) for n in (2, 3, 6)]
    middle = rng.permutation([rng.uniform(1, 3), rng.uniform(5, 9), rng.uniform(3, 5)])
    wide = rng.permutation(SCALES) * rng.uniform(1, 9, 13)
    return [
        Case("the course's ravine", (np.array([1.0, 25.0]),)),
        Case("the steepest direction first", (np.sort(lists[1])[::-1].copy(),)),
        Case("curvatures in any order", (np.roll(np.sort(middle), 1),)),
        *[Case("curvatures in any order", (h,)) for h in lists],
        Case("steep and flat at once", (wide,)),
        Case("one direction", (rng.uniform(0.3, 0.5, 1),)),
    ]


SOLUTION = """
def largest_stable_rate(h):
    return 2 / np.max(h)
"""

MISTAKES = (
    Mistake(
        "one_over_largest",
        "return 1 / np.max(h)",
        "You returned 1 / max(h): with that rate the steepest direction lands "
        "at the bottom in one step. It may overshoot, and still come closer, up"
        " to twice that.",
    ),
    Mistake(
        "flattest",
        "return 2 / np.min(h)",
        "You used the smallest curvature. That direction is the last to break; "
        "the steepest one is the first, and it sets the limit for all.",
    ),
    Mistake(
        "mean_curvature",
        "return 2 / np.mean(h)",
        "You used the mean curvature: the steepest direction is above the mean "
        "and would already diverge.",
    ),
    Mistake(
        "sum",
        "return 2 / np.sum(h)",
        "You added up the curvatures. The directions do not disturb each other:"
        " the steepest alone sets the limit.",
    ),
    Mistake(
        "best_rate",
        "return 2 / (np.min(h) + np.max(h))",
        "You returned 2 / (min + max), the rate that is *fastest* on such a "
        "bowl. Asked is the largest that does not diverge.",
    ),
    Mistake(
        "condition_number",
        "return 2 * np.min(h) / np.max(h)",
        "You divided 2 by the ratio of the curvatures. The ratio says how slow "
        "descent will be; the limit depends on the largest one alone.",
    ),
    Mistake(
        "upside_down",
        "return np.max(h) / 2",
        "You have the fraction upside down: the steeper, the *smaller* the rate.",
    ),
    Mistake(
        "product",
        "return 2 * np.max(h)",
        "You multiplied by the curvature: the steeper, the *smaller* the rate must be.",
    ),
    Mistake(
        "one_for_each",
        "return 2 / h",
        "You returned a limit for each direction. All share one rate: which of "
        "the limits is the one that counts?",
    ),
    Mistake(
        "first_one",
        "return 2 / h[0]",
        "You used the first curvature; the steepest may stand anywhere in h.",
    ),
    Mistake(
        "last_one",
        "return 2 / h[-1]",
        "You used the last curvature; the steepest may stand anywhere in h.",
    ),
    Mistake(
        "floored",
        "return 2 // np.max(h)",
        "Your result has lost its decimals: a division is written /, and // drops what "
        "comes after the point.",
    ),
    Mistake(
        "largest_curvature",
        "return np.max(h)",
        "You returned the largest curvature; the largest rate is 2 divided by it.",
    ),
)

RIGHT = (
    """
def largest_stable_rate(curvatures):
    return min(2 / curvature for curvature in curvatures)
""",
    "largest_stable_rate = lambda h: [2 / sorted(h)[-1]]",
    "largest_stable_rate = lambda h: np.float32(2) / h.astype(np.float32).max()",
)

EXERCISE = Exercise(
    title="How large may the rate be?",
    points=2,
    minutes=6,
    difficulty=2,
    solution=SOLUTION,
    cases=curvature_cases,
    picture=rate_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
