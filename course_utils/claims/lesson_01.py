"""How calm and how late an average is: the measurements of lesson 01, and its claim."""

import numpy as np

from course_utils.averages import ema
from course_utils.claims import claim
from course_utils.compare import mean_interval


def variance_ratios(seeds, beta=0.9, n=10_000):
    """By how much the average divides the variance of noise, one ratio per seed."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    noise = np.array([rng.standard_normal(n) for rng in rngs]).T
    return noise.var(axis=0) / ema(noise, beta).var(axis=0)


def lateness(x, v):
    """Days by which v must be shifted to agree best with x, smoothed without delay.

    x, v : arrays, shape (n,), a daily series of some years and its average. The smooth
        one is a mean over 15 days before and 15 after; the first 200 days are left out.
    """
    smooth = np.convolve(x, np.ones(31) / 31, mode="valid")[200:-100]  # from day 215 on
    shifted = [v[215 + lag :][: len(smooth)] for lag in range(100)]
    return int(np.argmin([((s - smooth) ** 2).mean() for s in shifted]))


@claim("At β = 0.9 the average divides the variance of noise by 19, within a twentieth")
def variance_is_divided_by_19(seeds):
    mean, _, _ = mean_interval(variance_ratios(seeds))
    return bool(abs(mean / 19 - 1) < 0.05)
