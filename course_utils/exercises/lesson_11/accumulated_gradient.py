"""Put the gradient of a batch together from those of its parts."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def accumulated_picture(answer):
    from course_utils import plots

    rng = np.random.default_rng(0)
    samples = rng.normal(1, 1, (64, 1))
    ends = np.cumsum([8, 8, 16, 32])
    gs = np.array([part.mean(axis=0) for part in np.split(samples, ends[:-1])])
    sizes = np.array([8, 8, 16, 32])
    rows = {"plain mean": np.full(4, gs.mean())}
    rows |= {"yours": np.full(4, answer(gs, sizes)[0])}
    fig, ax = plots.figure()
    ax.plot(np.arange(1, 5), gs[:, 0], **plots.data_style("parts"), marker="o")
    plots.curves(ax, rows, x=np.arange(1, 5), marker="o")
    ax.set(xlabel="part", ylabel="g", title="64 samples in parts of 8, 8, 16, 32")
    ax.set(xticks=range(1, 5))
    return fig, "Yours lies nearer to the large parts than the plain mean does."


def accumulated_cases(rng):
    def case(label, sizes, d, scale=1.0):
        gs = scale * rng.uniform(0.5, 3, (len(sizes), d)) * rng.choice([-1, 1], d)
        return Case(label, (gs, np.array(sizes)))

    return [
        case("parts of unlike sizes", [8, 8, 16, 32], 3),
        case("a small last part", [24, 24, 16], 2),
        case("equal parts", [16, 16, 16, 16], 4),
        case("a single part", [64], 3),
        case("parts of one sample", [1, 1, 1], 2),
        case("small gradients", [10, 30], 3, 1e-7),
        case("the largest part first", [40, 10, 5], 3),
    ]


SOLUTION = """
def accumulated_gradient(gs, sizes):
    g = np.zeros(gs.shape[1])
    for k, size in enumerate(sizes):
        g = g + size * gs[k]
    return g / np.sum(sizes)
"""

MISTAKES = (
    Mistake(
        "plain_sum",
        "return np.sum(gs, axis=0)",
        "You added up the gradients: that is the number of parts times too large, for "
        "parts of equal size.",
    ),
    Mistake(
        "plain_mean",
        "return np.mean(gs, axis=0)",
        "You took the plain mean of the parts: it holds only for parts of one size. "
        "Weight each part by its number of samples.",
    ),
    Mistake(
        "not_divided",
        "return g",
        "You did not divide by the number of samples in all.",
    ),
    Mistake(
        "means_for_sums",
        "return np.sum(gs, axis=0) / np.sum(sizes)",
        "You took the rows of gs for sums. Each is a mean: multiply it by its size "
        "first.",
    ),
    Mistake(
        "divided_by_parts",
        "return g / len(sizes)",
        "You divided by the number of parts; divide by the number of samples in all.",
    ),
    Mistake(
        "last_part",
        "g = size * gs[k]",
        "You keep the last part alone: add to g.",
    ),
    Mistake(
        "divided_by_size",
        "g = g + gs[k] / size",
        "You divided each part by its size. Its gradient is a mean already: multiply "
        "by the size to get the sum over its samples.",
    ),
    Mistake(
        "first_size",
        "return g / (sizes[0] * len(sizes))",
        "You took all parts to be as large as the first one.",
    ),
    Mistake(
        "divided_by_mean_size",
        "return g / np.mean(sizes)",
        "You divided by the mean size; divide by the number of samples in all.",
    ),
    Mistake(
        "return_in_loop",
        """
def accumulated_gradient(gs, sizes):
    g = np.zeros(gs.shape[1])
    for k, size in enumerate(sizes):
        g = g + size * gs[k]
        return g / np.sum(sizes)
""",
        "Your return stands inside the loop, so it ends after the first part.",
    ),
    Mistake(
        "divided_twice",
        "g = g + size * gs[k] / np.sum(sizes)",
        "You divided by the number of samples in all, in the loop and again at the "
        "end.",
    ),
)

RIGHT = (
    """
def accumulated_gradient(gs, sizes):
    return np.average(gs, axis=0, weights=sizes)
""",
    """
def accumulated_gradient(grads, n):
    return (n / n.sum()) @ grads
""",
    """
def accumulated_gradient(gs, sizes):
    total = 0
    for k in range(len(gs)):
        total = total + gs[k].astype(np.float32) * (sizes[k] / sum(sizes))
    return list(total)
""",
)

EXERCISE = Exercise(
    title="Accumulate to the same step",
    points=2,
    minutes=6,
    difficulty=1,
    solution=SOLUTION,
    cases=accumulated_cases,
    picture=accumulated_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
