"""Right answers to the exercises of lesson 07."""

import numpy as np


def grid_in_a_loop(low, high, n):
    print("a stray print")
    rates = [low]
    while len(rates) < n:
        rates.append(rates[-1] * (high / low) ** (1 / (n - 1)))
    return rates


def interval_by_hand(xs, quantile):
    n = len(xs)
    mean = sum(xs) / n
    s = (sum((x - mean) ** 2 for x in xs) / (n - 1)) ** 0.5
    half = quantile * s / n**0.5
    return [mean, mean - half, mean + half]


def interval_in_float32(values, q):
    values = values.astype(np.float32)
    error = values.std() / np.sqrt(len(values) - 1)  # the same, with n below the line
    return (
        values.mean() + np.array([0, -1, 1], dtype=np.float32) * np.float32(q) * error
    )


def pick_in_a_loop(rates, validation, test):
    best = None
    for k, losses in enumerate(validation):
        mean = sum(losses) / len(losses)
        if np.isfinite(mean) and (best is None or mean < best[0]):
            best = mean, k
    k = best[1]
    return [float(rates[k]), float(np.mean(test[k]))]


def pick_from_the_finite(rates, validation_losses, test_losses):
    rows = np.flatnonzero(np.isfinite(validation_losses).all(axis=1))
    best = rows[validation_losses[rows].sum(axis=1).argmin()]
    return np.array([rates[best], test_losses[best].mean()])


def pick_with_nanargmin(rates, validation_losses, test_losses):
    best = np.nanargmin(np.mean(validation_losses.astype(np.float32), axis=1))
    return rates[best], test_losses.mean(axis=1)[best]


RIGHT = {
    "log_grid": [
        grid_in_a_loop,
        lambda a, b, m: np.geomspace(a, b, m),
        lambda low, high, n: np.logspace(np.log10(low), np.log10(high), n),
        lambda low, high, n: np.exp(np.linspace(np.log(low), np.log(high), n)).astype(
            np.float32
        ),
    ],
    "unfair_comparisons": [
        [
            "tuned on the test set",
            "One shared rate",
            "unequal tuning",
            "one seed",
            "fair",
        ]
    ],
    "seeds_needed": [36.0, (2 * 0.6 / 0.2) ** 2, np.int64(36)],
    "verdicts_of_table": [["tie", "first", "second"], ("Tie", "First", "Second")],
    "mean_and_interval": [
        interval_by_hand,
        interval_in_float32,
        lambda x, q: tuple(
            x.mean() + k * q * np.sqrt(x.var(ddof=1) / x.size) for k in (0, -1, 1)
        ),
    ],
    "race_rates": [(0.06, 0.1, 1.0), [0.075, 1, 0.3], np.array([0.05, 0.2, 0.4])],
    "pick_rate": [pick_in_a_loop, pick_from_the_finite, pick_with_nanargmin],
    "paired_interval": [
        lambda a, b, q: interval_by_hand([x - y for x, y in zip(a, b)], q),  # noqa: B905
        lambda a, b, q: interval_in_float32(a - b, q),
        lambda first, second, q: tuple(
            np.mean(first - second)
            + sign * q * np.std(second - first, ddof=1) / len(first) ** 0.5
            for sign in (0, -1, 1)
        ),
    ],
}
