"""Three ways to start an average of squared gradients: an experiment and its claims."""

from functools import cache

import numpy as np

from course_utils.averages import bias_correction, ema
from course_utils.claims import claim
from course_utils.claims.patients import each_patient
from course_utils.compare import verdict

BETA, STEPS, SIZE = 0.999, 2000, 16


def squares(seed):
    """Squared gradients of mini-batches, a batch a step: shape (STEPS, 31)."""
    each = each_patient()
    batches = np.random.default_rng(seed).integers(0, len(each), (STEPS, SIZE))
    return each[batches].mean(axis=1) ** 2


@cache
def errors(seeds):
    """How far the average of g² is off, {start: array, shape (seeds, STEPS)}.

    The error is relative, a mean over the parameters.
    """
    mean, variance = each_patient().mean(axis=0), each_patient().var(axis=0)
    truth = mean**2 + variance / SIZE
    correction = bias_correction(BETA, np.arange(1, STEPS + 1))[:, None]
    off = {"from zero": [], "from the first value": [], "corrected": []}
    for g2 in map(squares, seeds):
        v = ema(g2, BETA)
        starts = [v, v + (1 - correction) * g2[0], v / correction]
        for found, start in zip(off.values(), starts, strict=True):
            found.append(abs(start / truth - 1).mean(axis=1))
    return {name: np.array(found) for name, found in off.items()}


@claim("After 100 steps the corrected average is nearest to the truth")
def corrected_is_nearest(seeds):
    zero, first, corrected = (off[:, 99] for off in errors(seeds).values())
    return verdict(corrected - zero) == verdict(corrected - first) == "lower"


@claim("After 100 steps the shortcut is off more than five times as far as corrected")
def shortcut_is_five_times_as_far(seeds):
    _, first, corrected = (off[:, 99] for off in errors(seeds).values())
    return verdict(first - 5 * corrected) == "higher"


@claim("After 1,000 steps corrected is off less than from the first value", "lower")
def still_ahead_after_1000(seeds):
    _, first, corrected = (off[:, 999] for off in errors(seeds).values())
    return verdict(corrected - first)


@claim("A wrong start has β^99 of its error left at step 100, within a twentieth")
def a_wrong_start_fades_like_its_weight(seeds):
    zero, first, _ = (off.mean(axis=0) for off in errors(seeds).values())
    left = np.array([zero[99] / zero[0], first[99] / first[0]])
    return bool((abs(left / BETA**99 - 1) < 0.05).all())
