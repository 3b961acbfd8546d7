"""Fair comparisons: settings chosen on validation data, several seeds, intervals."""

import numpy as np

from course_utils.descent import train

# Student's t, 97.5 %: DEGREES of freedom and their QUANTILES.
DEGREES = np.array([1, 2, 3, 4, 5, 7, 9, 14, 29, 1e9])
QUANTILES = np.array(
    [12.71, 4.303, 3.182, 2.776, 2.571, 2.365, 2.262, 2.145, 2.045, 1.96]
)


def tune(optimizers, network, split, epochs=20, batch_size=64, seed=0):
    """Train with each optimizer; keep the one with the lowest validation loss.

    The test part of the split is not touched; a training that diverged never wins.

    Parameters
    ----------
    optimizers : a list, such as [Adam(lr) for lr in np.logspace(-4, 0, 9)]
    network, split, epochs, batch_size, seed : as for `descent.train`

    Returns
    -------
    (optimizer, Training)

    Raises
    ------
    ValueError
        The list is empty, or no training ended with a finite loss.
    """
    trainings = [train(o, network, split, epochs, batch_size, seed) for o in optimizers]
    with np.errstate(all="ignore"):
        losses = [network.loss(t.theta, split.X_val, split.y_val) for t in trainings]
    losses = np.where(np.isfinite(losses), losses, np.inf)
    if not np.isfinite(losses).any():
        raise ValueError("no training ended with a finite loss; try smaller rates")
    best = np.argmin(losses)
    return optimizers[best], trainings[best]


def mean_interval(values):
    """Mean over the first axis and its 95 % interval by Student's t: (mean, low, high).

    `values` has shape (seeds, ...), seeds at least 2.
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    if n < 2:
        raise ValueError(f"an interval needs at least 2 seeds, not {n}")
    t = np.interp(1 / (n - 1), 1 / DEGREES[::-1], QUANTILES[::-1])
    mean, half = values.mean(axis=0), t * values.std(axis=0, ddof=1) / np.sqrt(n)
    return mean, mean - half, mean + half


def verdict(differences):
    """What differences between two rivals, one per seed, say: "higher" or "lower" than
    0 where their 95 % interval leaves out 0, and otherwise "cannot tell".
    """
    _, low, high = mean_interval(differences)
    return "higher" if low > 0 else "lower" if high < 0 else "cannot tell"
