"""Cases and pictures of exercises on one step of a rule."""

import numpy as np

from course_utils import averages
from course_utils.checks.exercise import Case

SCALES = 10.0 ** np.arange(-8, 5)  # extreme, but no square of them is lost
SMALL_EPS = 1e-8


def signs(rng, shape):
    """Of every two numbers one is 1 and one is -1."""
    return (2.0 * (rng.permutation(np.prod(shape)) % 2) - 1).reshape(shape)


def somewhere(rng, shape):
    """Parameters of size 1 to 3, so that no step comes near zero."""
    return rng.uniform(1, 3, shape) * rng.choice([-1, 1], shape)


def run_so_far(rng, shape, n, beta, scale=1.0):
    """A point, a gradient, and what the average v is after n gradients before it.

    theta is of the size of g, and v of one sign with g, so that nothing cancels.
    """
    theta = signs(rng, shape) * rng.uniform(1, 3, shape) * scale
    sign = signs(rng, shape)
    gs = sign * rng.uniform(0.5, 3, (n + 1, *shape)) * scale
    v = averages.ema(gs[:-1], beta)[-1] if n else np.zeros(shape)
    return theta, gs[-1], v


def momentum_cases(rng):
    """Arguments (theta, g, v, lr, beta) of a step with momentum."""

    def case(label, shape, n, lr, beta, scale=1.0):
        return Case(label, (*run_so_far(rng, shape, n, beta, scale), float(lr), beta))

    scales = rng.permutation(SCALES)
    theta, g, v = run_so_far(rng, shape=(4,), n=5, beta=0.8)
    g[1:3], v[2] = 0.0, 0.0
    turned = run_so_far(rng, shape=(3,), n=30, beta=0.95)
    lr = rng.uniform(0.05, 0.12, 7)
    return [
        case("after some steps", (3,), 6, lr[0], 0.9),
        case("the first step, v = 0", (3,), 0, lr[1], 0.9),
        case("a matrix of parameters", (2, 3), 4, lr[2], rng.uniform(0.6, 0.85)),
        case("large and small values", (13,), 8, lr[3], rng.uniform(0.7, 0.9), scales),
        Case(
            "a gradient that has turned",
            (turned[0], -turned[1], turned[2], lr[4], 0.95),
        ),
        Case("a gradient of zero in places", (theta, g, v, 0.1, 0.8)),
        case("no momentum, beta = 0", (2,), 3, lr[5], 0.0),
        case("a long memory", (3,), 60, lr[6], 0.99),
        case("a single parameter", (1,), 3, 0.02, 0.5),
    ]


def histories(rng):
    """Gradients of a few steps, shape (n, ...), with a label and an eps to use.

    The last gradient is that of the step in question.
    """

    def draw(n, *shape):  # each parameter keeps its sign, so that no average cancels
        return rng.uniform(0.5, 2, (n, *shape)) * rng.choice([-1, 1], shape)

    scales = rng.permutation(SCALES)
    silent, paused, both_ways = draw(5, 4), draw(5, 3), draw(4, 3)
    silent[:, rng.permutation(4)[:2]] = 0
    paused[-1, 0] = 0
    return [
        ("the first step", draw(1, 3), SMALL_EPS),
        ("a later step", draw(6, 3), SMALL_EPS),
        ("a matrix of parameters", draw(3, 2, 3), SMALL_EPS),
        ("a single parameter", draw(4, 1), SMALL_EPS),
        ("large and small gradients", draw(5, 13) * scales, SMALL_EPS),
        ("gradients of zero", silent, SMALL_EPS),
        ("a gradient of zero after others", paused, SMALL_EPS),
        ("a large eps", both_ways, float(rng.uniform(0.2, 0.9))),
        ("tiny gradients", 1e-6 * draw(12, 3), SMALL_EPS),
        ("after many steps", draw(150, 2), SMALL_EPS),
    ]


def played(optimizer, gs):
    """The state that the last step of a history meets."""
    theta = 0 * gs[0]
    state = optimizer.init(theta)
    for g in gs[:-1]:
        theta, state = optimizer.step(theta, g, state)
    return state


def walk(step, theta, steps):
    """The path that a step function (theta, v) -> (theta, v) takes, from v = 0."""
    points, v = [np.array(theta, dtype=float)], np.zeros(2)
    for _ in range(steps):
        theta, v = (np.asarray(part) for part in step(points[-1], v))
        points.append(theta)
    return np.array(points)
