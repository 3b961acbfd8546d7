"""Cases of exercises on averages of a series."""

import numpy as np

from course_utils.checks.exercise import Case

SCALES = 10.0 ** np.arange(-8, 5)


def series_cases(rng):
    """Series with a rate each: what tells one wrong average from another."""
    impulse, step = np.zeros(14), np.ones(20)
    impulse[2], step[:8] = 1.0, -1.0
    noise = 60 + 10 * rng.standard_normal(30)  # no zero crossing: float32 must pass
    scales = rng.permutation(SCALES) * rng.uniform(1, 9, 13)
    few = rng.uniform(1, 5, 3)
    return [
        Case("an impulse", (impulse, 0.9)),
        Case("a constant series", (np.full(12, rng.uniform(2, 4)), 0.8)),
        Case("a step change", (step, 0.7)),
        Case("noise", (noise, rng.uniform(0.3, 0.6))),
        Case("a slow average", (noise, 0.99)),
        Case("large and small values", (scales, rng.uniform(0.85, 0.95))),
        Case("nothing kept, beta = 0", (few, 0.0)),
        Case("a single value", (few[:1], 0.9)),
        Case("whole numbers", (rng.permutation(np.arange(3, 12)), 0.75)),
    ]
