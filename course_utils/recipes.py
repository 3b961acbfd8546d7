"""A whole training in plain functions: the pieces of the lessons, joined in a loop.

A `Walk` is all that has to be saved; `step` goes on from it. A batch is drawn from the
seed and the step's number, so that a walk that was saved and loaded stays the same one.
"""

from functools import cache
from io import BytesIO
from typing import NamedTuple

import numpy as np

from course_utils.schedules import cosine, warmup


class Walk(NamedTuple):
    """What a training is after t steps: parameters, both averages, and t."""

    theta: np.ndarray
    v: np.ndarray
    s: np.ndarray
    t: int = 0


class Recipe(NamedTuple):
    """What is chosen before a training.

    lr : a number, or a schedule of the number of steps taken
    beta2 : how long Adam remembers squares
    clip : the largest norm of a gradient
    decay : the weight decay, times lr as in AdamW
    decays : 1 where a parameter decays, 0 where not; see `matrices`
    batch : samples a step
    """

    lr: object = 0.003
    beta2: float = 0.95
    clip: float = np.inf
    decay: float = 0.0
    decays: object = 1.0
    batch: int = 64


def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    """One step of Adam, t = 1 at the first; returns theta, v, s."""
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return theta - lr * v_hat / (np.sqrt(s_hat) + eps), v, s


def warmup_cosine(peak, w, T):
    """A straight rise to `peak` in w steps, then half a cosine to 0 at step T."""
    fall = cosine(peak, 0, T - w)
    return warmup(lambda t: fall(np.maximum(np.asarray(t) - w, 0)), w)


def clipped(g, most):
    """The gradient, shortened to the norm `most` if it is longer."""
    norm = np.linalg.norm(g)
    return g * most / norm if norm > most else g


def matrices(network):
    """1 for a weight that stands in a matrix, 0 for a bias, shape (P,)."""
    parts = network.split(network.init(np.random.default_rng(0)))
    return network.join(*[np.full(p.shape, float(p.ndim == 2)) for p in parts])


def begin(network, seed):
    """The Walk before the first step."""
    theta = network.init(np.random.default_rng(seed))
    return Walk(theta, np.zeros_like(theta), np.zeros_like(theta))


def batch_of(split, t, seed, size=64):
    """X and y of the step after t steps; each epoch has an order of its own."""
    n = len(split.y_train)
    epoch, k = divmod(t, n // size)
    rows = order_of(n, seed, epoch)[k * size :][:size]
    return split.X_train[rows], split.y_train[rows]


@cache  # each of an epoch's steps asks for the same
def order_of(n, seed, epoch):
    """The order of n samples in an epoch."""
    return np.random.default_rng([seed, epoch]).permutation(n)


def step(walk, g, recipe):
    """One step from a Walk to the next: clip, decay, Adam."""
    theta, v, s, t = walk
    lr = recipe.lr(t) if callable(recipe.lr) else recipe.lr
    g = clipped(g, recipe.clip)
    theta = theta - lr * recipe.decay * recipe.decays * theta
    theta, v, s = adam_step(theta, g, v, s, t + 1, lr, 0.9, recipe.beta2, 1e-8)
    return Walk(theta, v, s, t + 1)


def saved(walk):
    """A Walk as bytes, for a file."""
    file = BytesIO()
    np.savez(file, **walk._asdict())
    return file.getvalue()


def loaded(data):
    """The Walk of such bytes."""
    parts = np.load(BytesIO(data))
    return Walk(parts["theta"], parts["v"], parts["s"], int(parts["t"]))


def training(network, split, recipe, steps, seed, walk=None, spoil=None):
    """Take `steps` steps from `walk`, or from the start; return the last Walk and
    the loss of each batch before its step.

    spoil : a function of X and the number of steps taken, to damage a batch
    """
    walk, losses = walk or begin(network, seed), []
    with np.errstate(all="ignore"):  # divergence is data: it shows as inf or nan
        for t in range(walk.t, walk.t + steps):
            X, y = batch_of(split, t, seed, recipe.batch)
            X = X if spoil is None else spoil(X, t)
            losses.append(network.loss(walk.theta, X, y))
            walk = step(walk, network.gradient(walk.theta, X, y), recipe)
    return walk, np.array(losses)
