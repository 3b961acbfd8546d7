"""Compare two optimizers that share their seeds: the interval of the differences."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.compare import mean_interval
from course_utils.exercises.families.comparing import QUANTILES, noisy_runs, spread


def paired_picture(answer):
    from course_utils import plots

    a, b = noisy_runs([0.3, 0.28], 10)
    fig, ax = plots.figure(height=2.4)
    three = [mean_interval(a), mean_interval(b), answer(a, b, QUANTILES[10])]
    for row, (values, (mean, low, high)) in enumerate(
        zip([a, b, a - b], three, strict=True)
    ):
        ax.plot(values, np.full(10, row), "o", mfc="none", color="#8a94a0", ms=4)
        bars = [[mean - low], [high - mean]]
        look = plots.your_style() if row == 2 else plots.data_style()
        ax.errorbar(mean, row, xerr=bars, fmt="o", capsize=5, color=look["color"])
    ax.axvline(0, color="#8a94a0", linewidth=1)
    ax.set_yticks(range(3), ["a", "b", "a - b, paired"])
    ax.set(title="Two rates of Adam on the same ten seeds", xlabel="loss")
    ax.set_ylim(-0.5, 2.5)
    return fig, "The intervals of a and b overlap; that of a - b leaves out 0."


def paired_cases(rng):
    def runs(n, level, difference, std):
        seeds = rng.uniform(0.5, 1.5, n) * level  # what a seed does to both
        return seeds + spread(rng, n, difference, std), seeds, QUANTILES[n]

    return [
        Case("a clear lead", runs(5, 2.0, 0.5, 0.1)),
        Case("a clear lag", runs(8, 2.0, -0.4, 0.1)),
        Case("a tie", runs(5, 2.0, 0.1, 0.3)),
        Case("three seeds", runs(3, 3.0, 0.5, 0.05)),
        Case("ten seeds", runs(10, 1.0, 0.3, 0.2)),
        Case("small losses", runs(5, 1e-3, 3e-4, 1e-4)),
        Case("large losses", runs(4, 1e4, 3e3, 1e3)),
        Case("below zero", runs(5, -2.0, 0.4, 0.2)),
        Case("another quantile", (*runs(5, 2.0, 0.6, 0.2)[:2], 4.604)),
    ]


SOLUTION = """
def paired_interval(a, b, q):
    d = a - b
    half = q * d.std(ddof=1) / np.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half
"""

MISTAKES = (
    Mistake(
        "not_paired",
        "half = q * np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))",
        "You treated the runs as unrelated and added their variances. Run i of "
        "both shares a seed: take the differences first, and the luck they "
        "share cancels.",
    ),
    Mistake(
        "spreads_added",
        "half = q * (a.std(ddof=1) + b.std(ddof=1)) / np.sqrt(len(d))",
        "You added the two half-widths. Run i of both shares a seed: take the "
        "differences first, and then their one interval.",
    ),
    Mistake(
        "ends_subtracted",
        """
        half_a = q * a.std(ddof=1) / np.sqrt(len(a))
        half_b = q * b.std(ddof=1) / np.sqrt(len(b))
        half = half_a - half_b
        """,
        "You subtracted the ends of two intervals. Take the differences first, "
        "and then their one interval.",
    ),
    Mistake(
        "spread_of_a",
        "half = q * a.std(ddof=1) / np.sqrt(len(d))",
        "You used the spread of a alone; it is the differences whose spread matters.",
    ),
    Mistake(
        "spread_of_b",
        "half = q * b.std(ddof=1) / np.sqrt(len(d))",
        "You used the spread of b alone; it is the differences whose spread matters.",
    ),
    Mistake(
        "sorted_first",
        "d = np.sort(a) - np.sort(b)",
        "You sorted the runs, which tears the pairs apart: run i of a and run i"
        " of b share a seed.",
    ),
    Mistake(
        "reversed",
        "d = b - a",
        "You subtracted a from b; wanted is a - b.",
    ),
    Mistake(
        "sizes_only",
        "d = np.abs(a - b)",
        "You dropped the signs of the differences: who leads can change from "
        "seed to seed.",
    ),
    Mistake(
        "sums",
        "d = a + b",
        "You added the two; the differences a - b are wanted.",
    ),
    Mistake(
        "ratio",
        "d = a / b",
        "You took ratios; the differences a - b are wanted.",
    ),
    Mistake(
        "a_alone",
        "d = a",
        "You returned the interval of a alone: b plays no part.",
    ),
    Mistake(
        "half_for_ends",
        "return d.mean(), half, half",
        "You returned half the width twice: the ends are the mean minus and plus it.",
    ),
    Mistake(
        "ends_around_zero",
        "return d.mean(), -half, half",
        "Your ends lie around 0; they lie around the mean.",
    ),
    Mistake(
        "ends_alone",
        "return d.mean() - half, d.mean() + half",
        "You returned the ends alone; the mean comes first.",
    ),
    Mistake(
        "mean_and_half",
        "return d.mean(), half",
        "You returned the mean and half the width: the ends are mean minus and plus "
        "it.",
    ),
    Mistake(
        "smallest_and_largest",
        "return d.mean(), d.min(), d.max()",
        "You returned the smallest and the largest difference; the interval of the "
        "mean is wanted.",
    ),
    Mistake(
        "root_multiplied",
        "half = q * d.std(ddof=1) * np.sqrt(len(d))",
        "You multiplied by sqrt(n), where you should divide.",
    ),
    Mistake(
        "divided_by_n",
        "half = q * d.std() / np.sqrt(len(d))",
        "You used np.std as it comes, which divides by n. For a sample it is n "
        "- 1: ddof=1.",
    ),
    Mistake(
        "n_minus_one_twice",
        "half = q * d.std(ddof=1) / np.sqrt(len(d) - 1)",
        "You used n - 1 twice. It belongs in the standard deviation; the root "
        "is that of n.",
    ),
    Mistake(
        "runs_counted_twice",
        "half = q * d.std(ddof=1) / np.sqrt(2 * len(d))",
        "You counted 2 n runs. There are n differences, and n is what counts.",
    ),
    Mistake(
        "root_of_n_missing",
        "half = q * d.std(ddof=1)",
        "You left out sqrt(n): that is how far single differences scatter.",
    ),
    Mistake(
        "n_for_its_root",
        "half = q * d.std(ddof=1) / len(d)",
        "You divided by n, not by sqrt(n).",
    ),
    Mistake(
        "variance",
        "half = q * d.var(ddof=1) / np.sqrt(len(d))",
        "You used the variance, the square of the standard deviation.",
    ),
    Mistake(
        "q_left_out",
        "half = d.std(ddof=1) / np.sqrt(len(d))",
        "You left out q: plus-minus one standard error is no 95 % interval.",
    ),
    Mistake(
        "q_of_many_seeds",
        "half = 1.96 * d.std(ddof=1) / np.sqrt(len(d))",
        "You used 1.96 for q, which holds for very many seeds. Use the argument.",
    ),
)

RIGHT = (
    """
def paired_interval(first, second, quantile):
    d = [x - y for x, y in zip(first, second)]
    n, mean = len(d), sum(d) / len(d)
    s = (sum((x - mean) ** 2 for x in d) / (n - 1)) ** 0.5
    half = quantile * s / n**0.5
    return [mean, mean - half, mean + half]
""",
    """
def paired_interval(a, b, q):
    d = (a - b).astype(np.float32)
    error = d.std() / np.sqrt(len(d) - 1)  # the same, with n below the line
    return d.mean() + np.array([0, -1, 1], dtype=np.float32) * np.float32(q) * error
""",
    """
def paired_interval(first, second, q):
    return tuple(
        np.mean(first - second)
        + sign * q * np.std(second - first, ddof=1) / len(first) ** 0.5
        for sign in (0, -1, 1)
    )
""",
)

EXERCISE = Exercise(
    title="The same seeds for both",
    points=3,
    minutes=8,
    difficulty=3,
    solution=SOLUTION,
    cases=paired_cases,
    returns=("mean", "low", "high"),
    picture=paired_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
