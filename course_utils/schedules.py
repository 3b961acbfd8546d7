"""Learning rates that change with time: each call returns a function, step -> lr.

A step is the number of steps already taken, 0 at the first, as in PyTorch and optax; it
may be an array. `lr0` may be an array too: a schedule then serves a whole sweep.

Where libraries differ, tests/test_parity.py measures by how much.
"""

import numpy as np

from course_utils.inputs import as_array, as_count, as_positive


def constant(lr):
    """The same rate at every step: lr."""
    lr = as_positive("lr", lr, zero=True)
    return lambda t: lr + np.zeros(np.shape(t))


def exponential(lr0, gamma):
    """lr0 * gamma^t: multiplied by `gamma` in (0, 1] at each step."""
    lr0, gamma = as_positive("lr0", lr0), as_positive("gamma", gamma)
    if (gamma > 1).any():
        raise ValueError(
            f"gamma must lie in (0, 1], not {gamma.max():g}; try gamma=0.99"
        )
    return lambda t: lr0 * np.power(gamma, t)


def piecewise(lr0, factor, boundaries):
    """lr0 * factor^(number of boundaries reached): drops when t reaches a boundary.

    PyTorch's MultiStepLR and optax drop at the boundary too, Keras one step after it.
    """
    lr0, factor = as_positive("lr0", lr0), as_positive("factor", factor)
    boundaries = np.sort(as_array("boundaries", boundaries).ravel())
    return lambda t: (
        lr0 * np.power(factor, np.searchsorted(boundaries, t, side="right"))
    )


def inverse_time(lr0, k):
    """lr0 / (1 + k t), the 1/t decay: always of the first rate, never of the last."""
    lr0, k = as_positive("lr0", lr0), as_positive("k", k, zero=True)
    return lambda t: lr0 / (1 + k * np.asarray(t))


def cosine(lr0, lr_min, T):
    """Half a cosine from `lr0` at step 0 to `lr_min` at step T, and flat from there.

    lr_min + (lr0 - lr_min) (1 + cos(pi t / T)) / 2

    optax and Keras stay at the floor past T; PyTorch's CosineAnnealingLR rises again.
    Source: Loshchilov and Hutter (2017), "SGDR".
    """
    lr0, lr_min = as_positive("lr0", lr0), as_positive("lr_min", lr_min, zero=True)
    T = as_count("T", T)
    return lambda t: (
        lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * np.minimum(t, T) / T)) / 2
    )


def warmup(schedule, steps):
    """A straight rise over the first `steps` steps, in front of `schedule`.

    (t + 1) / steps * schedule(t): the first step is not wasted on a rate of zero, and
    the rise is over when `steps` steps have been taken. The warm-ups of optax and Keras
    start from a rate that is 0 in most examples.
    """
    if not callable(schedule):
        schedule = constant(schedule)
    steps = as_count("steps", steps)
    return lambda t: np.minimum(1, (np.asarray(t) + 1) / steps) * schedule(t)
