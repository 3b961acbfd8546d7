"""Return a mean, and the 95 % interval in which the true one may lie."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.comparing import QUANTILES, noisy_runs, spread


def interval_picture(answer):
    from course_utils import plots

    counts = [3, 4, 5, 8, 10, 15]
    losses = noisy_runs([0.3], 15)[0]
    ends = np.array([answer(losses[:n], QUANTILES[n]) for n in counts]).T
    fig, ax = plots.figure()
    for n in counts:
        ax.plot(np.full(n, n), losses[:n], "o", mfc="none", color="#8a94a0", ms=4)
    bars, red = np.abs(ends[1:] - ends[0]), plots.your_style()["color"]
    ax.errorbar(counts, ends[0], bars, fmt="o", capsize=5, color=red)
    ax.set(title="Your interval, 3 to 15 seeds", xlabel="seeds", ylabel="loss")
    return (
        fig,
        "Your interval closes in as seeds are added; the runs scatter as before.",
    )


def interval_cases(rng):
    def runs(n, mean, std):
        return spread(rng, n, mean, std), QUANTILES[n]

    return [
        Case("five losses", runs(5, rng.uniform(1, 2), 0.3)),
        Case("three losses", runs(3, rng.uniform(2, 3), 0.5)),
        Case("ten losses", runs(10, rng.uniform(1, 2), 0.4)),
        Case("small losses", runs(8, 2e-4, 6e-5)),
        Case("large losses", runs(5, 3e4, 6e3)),
        Case("accuracies in percent", runs(4, 80.0, 7.0)),
        Case("both signs, another quantile", (spread(rng, 5, -0.5, 2.0), 4.604)),
    ]


SOLUTION = """
def mean_and_interval(values, q):
    mean = values.mean()
    half = q * values.std(ddof=1) / np.sqrt(len(values))
    return mean, mean - half, mean + half
"""

MISTAKES = (
    Mistake(
        "divided_by_n",
        "half = q * values.std() / np.sqrt(len(values))",
        "You used np.std as it comes, which divides by n. For a sample it is n "
        "- 1: ddof=1. With five seeds yours is 11 % too narrow.",
    ),
    Mistake(
        "n_minus_one_twice",
        "half = q * values.std(ddof=1) / np.sqrt(len(values) - 1)",
        "You used n - 1 twice. It belongs in the standard deviation; the root "
        "is that of n.",
    ),
    Mistake(
        "root_of_n_missing",
        "half = q * values.std(ddof=1)",
        "You left out sqrt(n). That is how far single runs scatter; their "
        "*mean* is known sqrt(n) times better.",
    ),
    Mistake(
        "n_for_its_root",
        "half = q * values.std(ddof=1) / len(values)",
        "You divided by n, not by sqrt(n): four times the seeds halve the "
        "interval, and not more.",
    ),
    Mistake(
        "variance",
        "half = q * values.var(ddof=1) / np.sqrt(len(values))",
        "You used the variance, the square of the standard deviation.",
    ),
    Mistake(
        "q_left_out",
        "half = values.std(ddof=1) / np.sqrt(len(values))",
        "You left out q: plus-minus one standard error holds the true mean in "
        "two cases of three, not 95 %.",
    ),
    Mistake(
        "q_of_many_seeds",
        "half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))",
        "You used 1.96 for q. That holds for very many seeds; with a few the "
        "interval is wider, and q says by how much.",
    ),
    Mistake(
        "two_for_q",
        "half = 2 * values.std(ddof=1) / np.sqrt(len(values))",
        "You used 2 for q. With few seeds that is too narrow: use the argument.",
    ),
    Mistake(
        "half_of_the_half",
        "half = q * values.std(ddof=1) / np.sqrt(len(values)) / 2",
        "You halved the half-width: q standard errors go to each side.",
    ),
    Mistake(
        "best_and_worst",
        "return mean, values.min(), values.max()",
        "You returned the lowest and the highest run. These move apart with "
        "more seeds; the interval of the mean closes in.",
    ),
    Mistake(
        "percentiles",
        """
        low, high = np.percentile(values, [2.5, 97.5])
        return mean, low, high
        """,
        "You returned percentiles of the runs: where single runs lie, not how "
        "well their mean is known.",
    ),
    Mistake(
        "median",
        "mean = np.median(values)",
        "You took the median for the mean.",
    ),
    Mistake(
        "offsets",
        "return mean, -half, half",
        "You returned the half-widths. low and high are the ends themselves: "
        "add the mean.",
    ),
    Mistake(
        "ends_swapped",
        "return mean, mean + half, mean - half",
        "You swapped low and high.",
    ),
    Mistake(
        "mean_last",
        "return mean - half, mean, mean + half",
        "The three are right, but in another order: mean first, then low and high.",
    ),
)

RIGHT = (
    """
def mean_and_interval(xs, quantile):
    n = len(xs)
    mean = sum(xs) / n
    s = (sum((x - mean) ** 2 for x in xs) / (n - 1)) ** 0.5
    half = quantile * s / n**0.5
    return [mean, mean - half, mean + half]
""",
    """
def mean_and_interval(values, q):
    values = values.astype(np.float32)
    error = values.std() / np.sqrt(len(values) - 1)  # the same, with n below the line
    return (
        values.mean() + np.array([0, -1, 1], dtype=np.float32) * np.float32(q) * error
    )
""",
    """
def mean_and_interval(x, q):
    return tuple(x.mean() + k * q * np.sqrt(x.var(ddof=1) / x.size) for k in (0, -1, 1))
""",
)

EXERCISE = Exercise(
    title="A mean, and how well it is known",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=interval_cases,
    returns=("mean", "low", "high"),
    picture=interval_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
