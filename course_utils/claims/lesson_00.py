"""Raw and scaled features, and noise: the experiments of lesson 00 and its claims."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.claims import claim
from course_utils.claims.patients import each_patient
from course_utils.compare import verdict
from course_utils.descent import run
from course_utils.networks import LogisticRegression
from course_utils.optimizers import GradientDescent
from course_utils.problems import ravine

RATES = {"raw": np.geomspace(1e-7, 1e-4, 10), "scaled": np.geomspace(0.01, 10, 10)}
SIZES = np.array([1, 4, 16, 64])  # of mini-batches
LRS = np.array([0.06, 0.006])  # in the ravine with noise


class Outcome(NamedTuple):
    """One split of the patients, trained at each of the ten rates.

    loss : array, shape (steps + 1, 10), of the training set
    best : the number of the rate that ended with the lowest validation loss
    right : % of the test set that the best rate gets right
    """

    loss: np.ndarray
    best: int
    right: float


@cache
def trained(kind, seed, steps):
    """Descend at ten rates on one split; `kind` is "raw" or "scaled"."""
    X, y, _ = datasets.breast_cancer()
    data, model = datasets.split(X, y, seed), LogisticRegression(30)
    Xs = data.X_train, data.X_val, data.X_test
    if kind == "scaled":
        Xs = datasets.standardize(*Xs)
    problem = model.problem(Xs[0], data.y_train)
    trace = run(GradientDescent(RATES[kind]), problem, steps=steps)
    best = model.loss(trace.theta[-1], Xs[1], data.y_val).argmin()
    right = model.accuracy(trace.theta[-1, :, best], Xs[2], data.y_test)
    return Outcome(trace.loss, best, 100 * right)


def gradient_noise(each, seed):
    """How far a mini-batch's gradient lies from the whole one, root mean square.

    each : array, shape (samples, d), the gradient of each sample
    Returns an array, shape (4,): for batches of SIZES, over 1,000 of each.
    """
    rng, whole = np.random.default_rng(seed), each.mean(axis=0)
    picks = [rng.integers(0, len(each), (1000, size)) for size in SIZES]
    off = [each[pick].mean(axis=1) - whole for pick in picks]
    return np.sqrt([(o**2).sum(axis=1).mean() for o in off])


@cache
def noisy_walks(seeds):
    """Ten runs a seed in the ravine with noise of deviation 1, at both LRS: a Trace."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    noise = [rng.standard_normal((2000, 2, 1, 10)) for rng in rngs]
    noise = np.concatenate(noise, axis=-1)
    return run(GradientDescent(LRS[:, None]), ravine(25), steps=2000, noise=noise)


def floors(walks):
    """Mean loss over the last 500 steps, shape (2, 2): a row per rate, along first."""
    h = np.array([[1], [25]])
    return (h * (walks.theta[-500:] ** 2).mean(axis=(0, -1)) / 2).T


@claim("Scaled after 10 steps is right more often than raw after 1,000", "higher")
def scaled_beats_raw(seeds):
    raw = [trained("raw", seed, 1000).right for seed in seeds]
    return verdict([trained("scaled", k, 10).right for k in seeds] - np.array(raw))


@claim("Raw rates too small to jump end above the rate that gets furthest", "higher")
def calm_rates_creep(seeds):
    def lead(losses, best):
        calm = ~(np.diff(losses, axis=0) > 0).any(axis=0)
        return losses[-1, calm].min() - losses[-1, best]

    return verdict([lead(*trained("raw", seed, 1000)[:2]) for seed in seeds])


@claim("Scaled losses after 10 steps are lower than raw ones after 1,000", "lower")
def scaled_loss_is_lower(seeds):
    def end(kind, steps, seed):
        outcome = trained(kind, seed, steps)
        return outcome.loss[-1, outcome.best]

    return verdict([end("scaled", 10, k) - end("raw", 1000, k) for k in seeds])


@claim("Four times the batch halves the noise of a gradient")
def four_times_the_batch_halves_the_noise(seeds):
    off = np.array([gradient_noise(each_patient(), seed) for seed in seeds])
    return bool((abs(off[:, 1:] / off[:, :-1] - 0.5) < 0.05).all())


@claim("0.06 is lower in the first 100 steps, higher in the last 500", "lower, higher")
def fast_first_low_last(seeds):
    large, small = noisy_walks(seeds).loss.swapaxes(0, 1)
    lead = large - small
    return f"{verdict(lead[:100].mean(axis=0))}, {verdict(lead[-500:].mean(axis=0))}"


@claim("The noise floor is that of the formula, within a tenth")
def floor_is_as_the_formula_says(seeds):
    formula = LRS[:, None] / (2 * (2 - LRS[:, None] * [1, 25]))
    return bool((abs(floors(noisy_walks(seeds)) / formula - 1) < 0.1).all())
