"""Cases and pictures of exercises on one step of a rule."""

import numpy as np

from course_utils import averages


def signs(rng, shape):
    """Random signs, both of them present where there is more than one."""
    return rng.choice([-1.0, 1.0], shape)


def run_so_far(rng, shape, n, beta, scale=1.0):
    """A point, a gradient and what v is after n gradients before it.

    theta is of the size of g, and v of one sign with g, so that nothing cancels.
    """
    theta = signs(rng, shape) * rng.uniform(1, 3, shape) * scale
    gs = signs(rng, shape) * rng.uniform(0.5, 3, (n + 1, *shape)) * scale
    v = averages.ema(gs[:-1], beta)[-1] if n else np.zeros(shape)
    return theta, gs[-1], v


def walk(step, theta, steps):
    """The path that a step function (theta, v) -> (theta, v) takes, from v = 0."""
    points, v = [np.array(theta, dtype=float)], np.zeros(2)
    for _ in range(steps):
        theta, v = (np.asarray(part) for part in step(points[-1], v))
        points.append(theta)
    return np.array(points)
