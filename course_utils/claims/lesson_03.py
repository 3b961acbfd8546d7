"""What Momentum does to noise, and to the digits: the experiments and their claims."""

from functools import cache

import numpy as np

from course_utils.claims import claim
from course_utils.claims.digits import NETWORK, splits
from course_utils.compare import on_test, tune, verdict
from course_utils.descent import run
from course_utils.optimizers import GradientDescent, Momentum
from course_utils.problems import quadratic, ravine

RATES = np.array([0.1, 0.3, 1, 3, 10])
RULES = {"Gradient descent": GradientDescent(RATES), "Momentum": Momentum(RATES, 0.9)}


def count(rule, k):
    """Steps until less than 1 % of the way is left for good, in a ravine with κ = k."""
    far = np.linalg.norm(run(rule, ravine(k), steps=3 * k).theta, axis=1)
    return int(np.flatnonzero(far > 0.01 * far[0])[-1]) + 1


def floor(lr, beta):
    """The variance of θ at rest, on curvature 1 in noise of variance 1."""
    return lr / (2 - lr * (1 - beta) / (1 + beta))


@cache
def noisy(lr, beta, seeds):
    """θ on curvature 1 in noise of variance 1, after a run-up of 200 steps.

    Shape (1000 steps, seeds, 50 walks); a seed draws the same noise for each rule.
    """
    draws = [np.random.default_rng(seed).standard_normal((1200, 50)) for seed in seeds]
    noise = np.stack(draws, axis=1)[:, None]
    return run(Momentum(lr, beta), quadratic([1]), [0], 1200, noise).theta[201:, 0]


@claim("At the same α, β = 0.9 takes less than a tenth off the variance of θ", "lower")
def variance_is_almost_the_same(seeds):
    plain, heavy = (noisy(0.1, beta, seeds).var(axis=(0, 2)) for beta in (0.0, 0.9))
    return verdict(heavy - plain) if verdict(heavy - 0.9 * plain) == "higher" else False


@cache
def digits(size, seeds):
    """{rule: (% right on test data, the rates chosen)}, an entry for each seed."""
    found = {}
    for name, rule in RULES.items():
        chosen, fit = tune(rule, NETWORK, splits(seeds), 5, size, list(seeds))
        right = 100 * on_test(NETWORK.accuracy, fit, splits(seeds))
        found[name] = right, np.array([one.lr for one in chosen])
    return found


def lead(size, seeds):
    """By how many points Momentum is ahead of descent, for each seed."""
    (plain, _), (heavy, _) = digits(size, seeds).values()
    return heavy - plain


@claim("Batches of 256: Momentum is ahead of descent by more than 5 points", "higher")
def large_batches_gain(seeds):
    return verdict(lead(256, seeds) - 5)


@claim(
    "Momentum's lead is larger with batches of 256 than with batches of 16", "higher"
)
def large_batches_gain_more(seeds):
    return verdict(lead(256, seeds) - lead(16, seeds))
