"""A small training loop with a slip around the step, for lesson 08.

A weight and a bias on a noisy bowl, four parts to each batch, Adam with a cosine,
clipping and decay. What the loop should be, lesson 11 shows.
"""

from functools import cache, partial

import numpy as np

from course_utils.recipes import adam_step, clipped
from course_utils.schedules import cosine

STEPS, GOAL = 60, np.array([1.0, 3.0])
SLIPS = [
    "clip after the step",
    "schedule per part",
    "decay on biases",
    "averages not saved",
]


@cache
def noise(seed, t):
    """What the four parts of batch t add to the gradient, shape (4, 2)."""
    return np.random.default_rng([seed, t]).standard_normal((4, 2))


def gradients(theta, t, seed=0, parts=4, long=1, slope=1):
    """The gradients of the parts of batch t, shape (parts, 2); `long` times at t 20."""
    gs = slope * (theta - GOAL + noise(seed, t)) * (long if t == 20 else 1)
    return gs.reshape(parts, -1, 2).mean(axis=1)


def loop(slip="", stop=None, gradients=gradients):
    """theta at the start and after each step, shape (STEPS+1, 2), and the rates."""
    theta, v, s, path, rates = np.array([2.0, 2.0]), 0.0, 0.0, [], []
    for t in range(STEPS):
        path.append(theta)
        parts = gradients(theta, t)
        g = parts.mean(axis=0)
        if slip != "clip after the step":  # where it has nothing left to change
            g = clipped(g, 2.0)
        count = t * len(parts) if slip == "schedule per part" else t
        lr = cosine(0.2, 0, STEPS)(count)
        decays = np.array([1, slip == "decay on biases"])
        theta = theta - lr * 0.1 * decays * theta
        theta, v, s = adam_step(theta, g, v, s, t + 1, lr, 0.9, 0.99, 1e-8)
        if t + 1 == stop and slip == "averages not saved":
            v, s = 0.0, 0.0
        rates.append(float(lr))
    return np.array([*path, theta]), np.array(rates)


def held(slip, seed=0):
    """Which laws the loop with this slip obeys: {law: True or False}."""

    def walk(stop=None, **given):
        return loop(slip, stop, partial(gradients, seed=seed, **given))[0]

    return {
        "long": np.allclose(walk(long=100), walk(long=1000)),
        "parts": np.allclose(walk(parts=4), walk(parts=1)),
        "still": bool((walk(slope=0)[:, 1] == 2).all()),
        "stop": np.allclose(walk(stop=30), walk()),
    }


def symptom(slip, ill, seeds):
    """What shows a slip, step by step, mean over seeds: a loss, the rate or the bias.

    Of the healthy loop, if `ill` is False. One gradient is 100 times as long where the
    slip concerns clipping, and the run stops after 30 steps.
    """
    long = 100 if slip == "clip after the step" else 1
    found = []
    for seed in seeds:
        given = partial(gradients, seed=seed, long=long)
        path, rates = loop(slip if ill else "", 30, given)
        loss = ((path[1:] - GOAL) ** 2).sum(axis=1) / 2
        shown = {"schedule per part": rates, "decay on biases": path[1:, 1]}
        found.append(shown.get(slip, loss))
    return np.mean(found, axis=0)
