"""Runs, seeds and racers of exercises on comparisons."""

import numpy as np

from course_utils import descent, optimizers, problems

RACERS = {
    "Gradient descent": optimizers.GradientDescent,
    "Momentum": optimizers.Momentum,
    "Adam": optimizers.Adam,
}

# Student's, for a 95 % interval of the mean of so many values
QUANTILES = {3: 4.303, 4: 3.182, 5: 2.776, 8: 2.365, 10: 2.262, 15: 2.145}


def spread(rng, n, mean, std):
    """n values of exactly that mean and standard deviation (n - 1 below the line)."""
    noise = rng.exponential(size=n)
    return mean + std * (noise - noise.mean()) / noise.std(ddof=1)


def noisy_runs(rates, seeds, first_seed=0):
    """Losses of Adam after 60 noisy steps in a bowl, shape (n_rates, n_seeds)."""
    rng = np.random.default_rng(first_seed)
    noise = rng.normal(0, 1, (60, 2, 1, seeds))
    adam = optimizers.Adam(np.asarray(rates, dtype=float)[:, None])
    return descent.grid(adam, problems.quadratic([1.0, 4.0]), steps=60, noise=noise)
