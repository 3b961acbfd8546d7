"""One step with momentum."""

import numpy as np

from course_utils import averages
from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.descent import run
from course_utils.optimizers import GradientDescent
from course_utils.problems import ravine


# SHARED by 3 exercises of lesson 3; from lesson 0
def signs(rng, shape):
    """Of every two numbers one is 1 and one is -1."""
    return (2.0 * (rng.permutation(np.prod(shape)) % 2) - 1).reshape(shape)


# SHARED by 3 exercises of lesson 3; from lesson 3
def walk(step, problem, theta, steps):
    """The path that a step function (theta, v) -> (theta, v) takes, from v = 0."""
    points, v = [np.array(theta, dtype=float)], np.zeros(2)
    for _ in range(steps):
        theta, v = (np.asarray(part) for part in step(points[-1], v))
        points.append(theta)
    return np.array(points)


# SHARED by 3 exercises of lesson 3; from lesson 3
def run_so_far(rng, shape, n, beta, scale=1.0):
    """A point, a gradient and what v is after n gradients before it.

    theta is of the size of g, and v of one sign with g, so that nothing cancels.
    """
    theta, sign = (
        signs(rng, shape) * rng.uniform(1, 3, shape) * scale,
        signs(rng, shape),
    )
    gs = sign * rng.uniform(0.5, 3, (n + 1, *shape)) * scale
    v = averages.ema(gs[:-1], beta)[-1] if n else np.zeros(shape)
    return theta, gs[-1], v


def momentum_picture(answer):
    from course_utils import plots

    problem, lr = ravine(), 0.075
    points = walk(
        lambda theta, v: answer(theta, problem.gradient(theta), v, lr, 0.6),
        problem,
        problem.start,
        40,
    )
    fig, ax = plots.figure(height=3.6)
    plots.contours(ax, problem)
    plots.path(ax, run(GradientDescent(lr), problem, steps=40))
    plots.path(ax, points, **plots.style("Momentum") | {"label": "your momentum"})
    plots.beside(ax).set(title="Forty steps with α = 0.075")
    return fig, "Plain descent zig-zags; your momentum soon runs along the ravine."


# SHARED by 2 exercises of lesson 3; from lesson 3
def momentum_cases(rng):
    def case(label, shape, n, lr, beta, scale=1.0):
        return Case(label, (*run_so_far(rng, shape, n, beta, scale), float(lr), beta))

    scales = 10.0 ** rng.permutation(np.arange(-8, 5))
    theta, g, v = run_so_far(rng, (4,), 5, 0.8)
    g[1:3], v[2] = 0.0, 0.0
    turned = run_so_far(rng, (3,), 30, 0.95)
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


SOLUTION = """
def momentum_step(theta, g, v, lr, beta):
    v = beta * v + (1 - beta) * g
    theta = theta - lr * v
    return theta, v
"""

MISTAKES = (
    Mistake(
        "sum_for_average",
        "v = beta * v + g",
        "You added g with weight 1 instead of 1 - beta. That is PyTorch's form:"
        " with this rate its steps become 1 / (1 - beta) times as long.",
    ),
    Mistake(
        "weights_swapped",
        "v = (1 - beta) * v + beta * g",
        "You swapped the weights: the past v keeps beta, the new g gets 1 - "
        "beta. Yours hardly smooths.",
    ),
    Mistake(
        "same_weight",
        "v = beta * v + beta * g",
        "You gave v and g the same weight beta; the new g gets 1 - beta.",
    ),
    Mistake(
        "parentheses",
        "v = beta * v + 1 - beta * g",
        "You wrote 1 - beta * g: without parentheses beta multiplies g first.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * v",
        "Your v is right, but you added the step to theta: subtract it, or the "
        "loss rises.",
    ),
    Mistake(
        "minus_in_v",
        "v = beta * v - (1 - beta) * g",
        "You subtracted g inside v; v is an average of gradients, so g is added"
        " there. The minus belongs to the step of theta.",
    ),
    Mistake(
        "minus_twice",
        """
        v = beta * v - (1 - beta) * g
        theta = theta + lr * v
        """,
        "You put the minus into v and added v to theta. From v = 0 the path "
        "would be the same, but your v has the wrong sign for the v that is "
        "handed in.",
    ),
    Mistake(
        "rate_twice",
        "v = beta * v + (1 - beta) * lr * g",
        "You multiplied by lr twice, once inside v and once in the step. It "
        "belongs to the step alone.",
    ),
    Mistake(
        "rate_in_v",
        """
        v = beta * v + (1 - beta) * lr * g
        theta = theta - v
        """,
        "You put lr inside v. While lr is constant the path can be the same, "
        "but v is no average of gradients any more, and a change of lr comes "
        "late.",
    ),
    Mistake(
        "rate_in_sum",
        """
        v = beta * v + lr * g
        theta = theta - v
        """,
        "You wrote v = beta v + lr g and moved by v. Here v is an average: g "
        "gets the weight 1 - beta, and lr stands in the step alone.",
    ),
    Mistake(
        "velocity",
        """
        v = beta * v - lr * g
        theta = theta + v
        """,
        "You wrote Keras' form, v = beta v - lr g and theta + v. Here v is an "
        "average of gradients, and lr stands in the step alone.",
    ),
    Mistake(
        "rate_left_out",
        "theta = theta - v",
        "Your v is right, but the step is v itself: multiply it by lr.",
    ),
    Mistake(
        "moved_by_old_v",
        """
        old, v = v, beta * v + (1 - beta) * g
        theta = theta - lr * old
        """,
        "You moved theta by the old v: the first step is then zero, and each "
        "gradient works one step late. Update v first.",
    ),
    Mistake(
        "moved_by_g",
        "theta = theta - lr * g",
        "You updated v, but moved theta by g: that is plain descent. Move by v.",
    ),
    Mistake(
        "past_dropped",
        "v = (1 - beta) * g",
        "You dropped the past: your v is (1 - beta) g alone. Is v set to zero "
        "before its update?",
    ),
    Mistake(
        "past_undamped",
        "v = v + (1 - beta) * g",
        "You kept the whole past: multiply v by beta, or it grows without end.",
    ),
    Mistake(
        "old_v_returned",
        """
        old, v = v, beta * v + (1 - beta) * g
        return theta, old
        """,
        "Your theta is right, but you return the old v: the next step would "
        "know nothing of this gradient.",
    ),
    Mistake(
        "order",
        "return v, theta",
        "You returned v first; return theta, then v.",
    ),
    Mistake(
        "nesterov",
        "theta = theta - lr * (beta * v + (1 - beta) * g)",
        "You put g into the average a second time before the step. That is "
        "Nesterov's rule, which comes later.",
    ),
    Mistake(
        "beta_on_all",
        "v = beta * (v + (1 - beta) * g)",
        "You multiplied the new g by beta as well: only the past v is "
        "multiplied by beta.",
    ),
    Mistake(
        "step_alone",
        "theta = -lr * v",
        "Your v is right, but you returned the step in place of the new theta.",
    ),
)

RIGHT = (
    """
def momentum_step(point, slope, average, rate, keep):
    print("a stray print")
    average = average + (1 - keep) * (slope - average)
    return [(point - rate * average).tolist(), average.tolist()]
""",
    """
def momentum_step(theta, g, v, lr, beta):
    theta, v = theta.copy(), v.copy()
    v *= beta
    v += (1 - beta) * g
    theta -= lr * v
    return theta, v
""",
    """
def momentum_on_copies(theta, g, v, lr, beta):
    theta, v = theta.copy(), v.copy()
    v *= beta
    v += (1 - beta) * g
    theta -= lr * v
    return theta, v


def momentum_step(theta, g, v, lr, beta):
    theta, g, v = (a.astype(np.float32) for a in (theta, g, v))
    return momentum_on_copies(theta, g, v, np.float32(lr), np.float32(beta))
""",
    """
def momentum_step(theta, g, v, lr, beta):
    theta, v = theta.copy(), v.copy()
    for i in np.ndindex(theta.shape):
        v[i] = beta * v[i] + (1 - beta) * g[i]
        theta[i] -= lr * v[i]
    return np.array([theta, v])
""",
)

EXERCISE = Exercise(
    title="One step with momentum",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=momentum_cases,
    returns=("theta", "v"),
    picture=momentum_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
