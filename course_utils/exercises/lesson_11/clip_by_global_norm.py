"""Clip the gradients of a matrix and of its bias by their common norm."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def clip_picture(answer):
    from course_utils import plots

    scales = np.geomspace(0.1, 10, 40)
    pairs = [answer(s * np.array([[0.6]]), s * np.array([0.8]), 1.0) for s in scales]
    norms = [np.sqrt(np.sum(np.square(W)) + np.sum(np.square(b))) for W, b in pairs]
    fig, ax = plots.figure()
    ax.plot(scales, scales, **plots.data_style("before"))
    plots.curves(ax, {"yours": norms}, x=scales)
    ax.set(xscale="log", yscale="log", xlabel="norm before", ylabel="norm after")
    return fig, "Yours rises with the norm before up to 1, and stays there."


def clip_cases(rng):
    def pair(n, m, size):
        gW, gb = rng.normal(size=(n, m)), rng.normal(size=m)
        norm = np.sqrt((gW**2).sum() + (gb**2).sum())
        return gW * size / norm, gb * size / norm

    wide = rng.normal(size=(3, 2)), 30 * rng.normal(size=2)
    return [
        Case("a long gradient", (*pair(3, 2, 7.0), 1.0)),
        Case("a short gradient", (*pair(2, 4, 0.3), 1.0)),
        Case("just above the limit", (*pair(3, 3, 2.6), 2.5)),
        Case("most of it in the bias", (*wide, 2.0)),
        Case("very long", (*pair(4, 2, 1e6), 0.5)),
        Case("tiny", (*pair(2, 2, 1e-6), 1e-7)),
        Case("no gradient at all", (np.zeros((2, 3)), np.zeros(3), 1.0)),
        Case("a longer limit", (*pair(2, 2, 30.0), 12.0)),
    ]


SOLUTION = """
def clip_by_global_norm(gW, gb, most):
    norm = np.sqrt(np.sum(gW**2) + np.sum(gb**2))
    scale = most / max(norm, most)
    gW = gW * scale
    gb = gb * scale
    return gW, gb
"""

MISTAKES = (
    Mistake(
        "each_by_its_own",
        """
def clip_by_global_norm(gW, gb, most):
    def short(g):
        norm = np.linalg.norm(g)
        return g * most / norm if norm > most else g
    return short(gW), short(gb)
""",
        "You clipped each array by its own norm. That turns the direction: one norm "
        "over both is wanted.",
    ),
    Mistake(
        "by_value",
        """
        gW = np.clip(gW, -most, most)
        gb = np.clip(gb, -most, most)
        """,
        "You clipped each number on its own, which turns the direction. Multiply all "
        "of them by one factor.",
    ),
    Mistake(
        "always",
        "scale = most / max(norm, 1e-300)",
        "You bring every gradient to the norm `most`, short ones too. Only one that "
        "is longer is to be changed.",
    ),
    Mistake(
        "always_0_by_0",
        "scale = most / norm",
        "You bring every gradient to the norm `most`, short ones too, and divide 0 by "
        "0 where there is none. Only one that is longer is to be changed.",
    ),
    Mistake(
        "no_root",
        "norm = np.sum(gW**2) + np.sum(gb**2)",
        "You lost the root: a norm is the root of the sum of squares.",
    ),
    Mistake(
        "norms_added",
        "norm = np.sqrt(np.sum(gW**2)) + np.sqrt(np.sum(gb**2))",
        "You added the two norms. Add the squares of both, and take one root.",
    ),
    Mistake(
        "matrix_alone",
        "norm = np.sqrt(np.sum(gW**2))",
        "Your norm leaves out the bias: the global norm is over both arrays.",
    ),
    Mistake(
        "bias_untouched",
        "gb = gb",
        "You left the bias as it was: both arrays get the same factor.",
    ),
    Mistake(
        "unit_norm",
        "scale = 1 / max(norm, most)",
        "You left out `most` above the line: a long gradient then has the norm 1.",
    ),
    Mistake(
        "mean_square",
        "norm = np.sqrt(np.mean(np.append(gW, gb) ** 2))",
        "You took the mean of the squares where their sum is wanted.",
    ),
    Mistake(
        "bias_in_each_row",
        "norm = np.sqrt(np.sum(gW**2 + gb**2))",
        "You added gb**2 to each row of gW**2: the bias then counts once for each row.",
    ),
    Mistake(
        "larger_norm",
        "norm = max(np.linalg.norm(gW), np.linalg.norm(gb))",
        "You took the larger of the two norms. Add the squares of both, and take one "
        "root.",
    ),
    Mistake(
        "sizes_added",
        "norm = np.sum(np.abs(gW)) + np.sum(np.abs(gb))",
        "You added up the sizes of all numbers; a norm is the root of the sum of "
        "squares.",
    ),
    Mistake(
        "largest_number",
        "norm = max(np.abs(gW).max(), np.abs(gb).max())",
        "You took the largest number; the norm is the root of the sum of squares.",
    ),
    Mistake(
        "bias_alone",
        "norm = np.sqrt(np.sum(gb**2))",
        "Your norm leaves out the matrix: the global norm is over both arrays.",
    ),
    Mistake(
        "matrix_untouched",
        "gW = gW",
        "You left the matrix as it was: both arrays get the same factor.",
    ),
    Mistake(
        "upside_down",
        "scale = max(norm, most) / most",
        "Your factor is upside down: a long gradient gets longer.",
    ),
    Mistake(
        "short_ones_stretched",
        "scale = most / min(norm, most)",
        "You stretch short gradients and leave long ones; it is the long ones that "
        "shrink.",
    ),
    Mistake(
        "pytorch",
        "scale = min(1, most / (norm + 1e-6))",
        "You added 1e-6 to the norm, as PyTorch does: with tiny norms it counts.",
    ),
)

RIGHT = (
    """
def clip_by_global_norm(gW, gb, most):
    norm = np.linalg.norm(np.concatenate([gW.ravel(), gb]))
    scale = most / max(norm, most)
    return [scale * gW, scale * gb]
""",
    """
def clip_by_global_norm(a, b, limit):
    a, b = a.astype(np.float32), b.astype(np.float32)
    norm = np.hypot(np.linalg.norm(a), np.linalg.norm(b))
    if norm > limit:
        a, b = a / norm * limit, b / norm * limit
    return a, b
""",
    """
def clip_by_global_norm(gW, gb, most):
    gW, gb = gW.copy(), gb.copy()
    total = sum(float((g * g).sum()) for g in (gW, gb))
    if total > most**2:
        for g in (gW, gb):
            g *= most / total**0.5
    return gW, gb
""",
)

EXERCISE = Exercise(
    title="Clip by the global norm",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=clip_cases,
    returns=("gW", "gb"),
    picture=clip_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
