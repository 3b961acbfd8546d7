"""Fair comparisons: settings chosen on validation data, several seeds, intervals."""

from math import ceil, inf
from typing import NamedTuple

import numpy as np

from course_utils.inputs import as_array
from course_utils.settings import sweep_shape
from course_utils.sweeps import run_of, side_by_side
from course_utils.training import Training, as_pairs, stacked, train

# Student's t, 97.5 %: DEGREES of freedom and their QUANTILES.
DEGREES = np.array([1, 2, 3, 4, 5, 7, 9, 14, 29, 1e9])
QUANTILES = np.array(
    [12.71, 4.303, 3.182, 2.776, 2.571, 2.365, 2.262, 2.145, 2.045, 1.96]
)
POWER = 0.8416  # the 80 % quantile of a normal distribution


def tune(optimizers, network, split, epochs=20, batch_size=64, seed=0):
    """Train with each setting; keep the one with the lowest validation loss.

    The test part of the split is not touched; a training that diverged never wins.

    Parameters
    ----------
    optimizers : an optimizer with arrays, such as Adam(np.logspace(-4, 0, 9)), or a
        list of optimizers
    network, split, epochs, batch_size, seed : as for `training.train`

    Returns
    -------
    (optimizer, Training); of several seeds, each of which chooses for itself, a list of
    optimizers, and one Training with the seeds on its first axis

    Raises
    ------
    ValueError
        The list is empty, or no training of a seed ended with a finite loss.
    """
    rules = list(optimizers) if isinstance(optimizers, list | tuple) else [optimizers]
    given = network, split, epochs, batch_size, seed
    fits = side_by_side(train, [(rule, *given) for rule in rules])
    pairs, several = as_pairs(split, seed)
    return choose(rules, fits, network, [s for s, _ in pairs] if several else split)


def choose(rules, fits, network, split):
    """The second half of `tune`, for trainings that are there: keep the best setting.

    rules, fits : a list of optimizers, and of the Training of each
    network, split : as they were given to `train`

    Returns and raises the same as `tune`.
    """
    if hasattr(split, "X_train"):
        return lowest(rules, fits, network, split)
    found = []
    for k, own_split in enumerate(split):
        own = [Training(f.theta[k], f.loss[k], f.accuracy[k]) for f in fits]
        found.append(lowest(rules, own, network, own_split))
    chosen, best = zip(*found, strict=True)
    return list(chosen), stacked(best)


def lowest(rules, fits, network, split):
    """The optimizer and the Training with the lowest validation loss of one seed."""
    best, least = None, inf
    for rule, fit in zip(rules, fits, strict=True):
        for at in np.ndindex(sweep_shape(rule)):
            with np.errstate(all="ignore"):
                loss = network.loss(fit.theta[:, *at], split.X_val, split.y_val)
            if loss < least:
                best, least = (rule, fit, at), loss
    if best is None:
        raise ValueError("no training ended with a finite loss; try smaller rates")
    rule, fit, at = best
    arrays = (array[:, *at] for array in (fit.theta, fit.loss, fit.accuracy))
    return run_of(rule, at), Training(*arrays)


def on_test(score, training, splits):
    """A score on the test part for each seed, shape (seeds,); look at it once.

    score : network.accuracy or network.loss
    training : Training of several seeds without a sweep, as from `tune`
    splits : the list of splits that it was trained on
    """
    pairs = zip(training.theta, splits, strict=True)
    with np.errstate(all="ignore"):
        return np.array([score(theta, s.X_test, s.y_test) for theta, s in pairs])


def mean_interval(values):
    """Mean over the first axis and its 95 % interval by Student's t: (mean, low, high).

    `values` has shape (seeds, ...), seeds at least 2.
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    if n < 2:
        raise ValueError(f"an interval needs at least 2 seeds, not {n}")
    mean, half = values.mean(axis=0), t_of(n) * values.std(axis=0, ddof=1) / np.sqrt(n)
    return mean, mean - half, mean + half


def t_of(n):
    """Student's t for n values: the mean lies within t standard errors, 95 %."""
    return np.interp(1 / (n - 1), 1 / DEGREES[::-1], QUANTILES[::-1])


class Difference(NamedTuple):
    """The mean of a difference over seeds, and its 95 % interval from low to high."""

    mean: float
    low: float
    high: float

    @property
    def verdict(self):
        """ "higher" or "lower" where the interval leaves out 0, else "cannot tell"."""
        return "higher" if self.low > 0 else "lower" if self.high < 0 else "cannot tell"

    def words(self, digits=1):
        """The verdict and the figures: "higher: +1.2 (+0.7 to +1.7)".

        Or "cannot tell: -0.6 to +1.2": the difference may be as large as either end.
        """
        mean, low, high = (f"{value:+.{digits}f}" for value in self)
        if self.verdict == "cannot tell":
            return f"cannot tell: {low} to {high}"
        return f"{self.verdict}: {mean} ({low} to {high})"


def verdict(differences):
    """The verdict on differences between two rivals, one per seed: see Difference."""
    return Difference(*mean_interval(differences)).verdict


def paired(a, b):
    """Compare two rivals seed by seed: the Difference a - b.

    `a` and `b` hold one result per seed, shape (seeds,), the same seeds in one order.
    What a seed does to both cancels, so this tells more than two intervals that overlap
    or do not.

    Raises
    ------
    TypeError, ValueError
        They differ in length, hold fewer than 2 seeds, or nan or inf.
    """
    return Difference(*map(float, mean_interval(differences(a, b))))


def leaders(results, highest=True):
    """All that tie for first: the best mean, and whatever it cannot be told from.

    `results` is {name: one result per seed}; `highest` says whether more is better.
    Returns the names, best mean first.
    """
    sign = 1 if highest else -1
    names = sorted(results, key=lambda name: -sign * np.mean(results[name]))
    best = results[names[0]]
    apart = [paired(best, results[name]).verdict for name in names]
    return [n for n, how in zip(names, apart, strict=True) if how == "cannot tell"]


def seeds_to_tell(a, b):
    """How many seeds a difference such as a - b needs, so that `paired` tells it.

    The smallest n with |mean| >= (t + 0.84) deviation / sqrt(n): with so many seeds, an
    experiment shows a difference of this size in four cases of five. What is put in are
    the mean and the deviation of these seeds: with few of them, a rough estimate.
    Takes and raises the same as `paired`; inf if there is no difference.
    """
    d = differences(a, b)
    mean, deviation = abs(d.mean()), d.std(ddof=1)
    if mean == 0:
        return inf
    n = max(2, ceil(((QUANTILES[-1] + POWER) * deviation / mean) ** 2))
    while mean * np.sqrt(n) < (t_of(n) + POWER) * deviation:
        n += 1
    return n


def differences(a, b):
    """a - b, one per seed."""
    a, b = as_array("a", a), as_array("b", b)
    if a.ndim != 1 or a.shape != b.shape or len(a) < 2:
        raise ValueError(
            f"a and b must hold one result for each of the same 2 or more seeds, but "
            f"have shapes {a.shape} and {b.shape}"
        )
    return a - b
