"""One step downhill: theta moved against its gradient, by lr times g."""

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families import steps
from course_utils.problems import ravine


def descent_picture(answer):
    from course_utils import plots

    problem, points = ravine(), [ravine().start]
    for _ in range(30):
        points.append(answer(points[-1], problem.gradient(points[-1]), 0.07))
    fig, ax = plots.figure(height=3.6)
    plots.path(plots.contours(ax, problem), points, **plots.your_style())
    ax.set(title="Your step, 30 times, in the ravine (α = 0.07)")
    return fig, "Your path zig-zags across the ravine and creeps along it."


def gradient_cases(rng):
    """Points and gradients; a step moves each coordinate by a part of its size."""

    def pair(shape, scale=1.0):
        theta = steps.signs(rng, shape) * rng.uniform(1, 3, shape) * scale
        return theta, steps.signs(rng, shape) * rng.uniform(0.5, 3, shape) * scale

    scales = rng.permutation(steps.SCALES)
    theta, g = pair(4)
    g[1:3] = 0.0
    return [
        Case("three parameters", (*pair(3), rng.uniform(0.05, 0.15))),
        Case("a matrix of parameters", (*pair((2, 3)), rng.uniform(0.01, 0.05))),
        Case("a gradient of zero in places", (theta, g, 0.1)),
        Case("large and small values", (*pair(13, scales), rng.uniform(0.1, 0.2))),
        Case("a large rate", (*pair(3), rng.uniform(4, 6))),
        Case("a single parameter", (*pair(1), 0.02)),
    ]


SOLUTION = """
def descent_step(theta, g, lr):
    return theta - lr * g
"""

MISTAKES = (
    Mistake(
        "uphill",
        "return theta + lr * g",
        "You added the step. The gradient points uphill, so subtract it, or the"
        " loss rises.",
    ),
    Mistake(
        "rate_left_out",
        "return theta - g",
        "You subtracted the whole gradient: multiply it by the learning rate lr.",
    ),
    Mistake(
        "rate_divides",
        "return theta - g / lr",
        "You divided by lr: a small rate would then make large steps. Multiply.",
    ),
    Mistake(
        "g_divides",
        "return theta - lr / g",
        "You divided by the gradient: where it is small, the step is huge. Multiply.",
    ),
    Mistake(
        "step_alone",
        "return -lr * g",
        "You returned the step alone; return the new point, theta plus that step.",
    ),
    Mistake(
        "step_alone_uphill",
        "return lr * g",
        "You returned lr * g, the step alone; return the new point: take the "
        "step away from theta.",
    ),
    Mistake(
        "rate_on_theta_too",
        "return lr * (theta - g)",
        "You multiplied theta by lr as well: only the gradient is scaled by it.",
    ),
    Mistake(
        "step_times_theta",
        "return theta * (1 - lr * g)",
        "You multiplied the step by theta. That would be right if g were the "
        "curvature; g is the gradient already.",
    ),
    Mistake(
        "swapped",
        "return g - lr * theta",
        "You have theta and g exchanged: start from theta and go against g.",
    ),
    Mistake(
        "unit_length",
        "return theta - lr * g / np.linalg.norm(g)",
        "You divided the gradient by its length, so every step has length lr. "
        "In plain descent the steps shrink as the ground gets flat.",
    ),
    Mistake(
        "sign_only",
        "return theta - lr * np.sign(g)",
        "You used the sign of the gradient only; its size counts too.",
    ),
    Mistake(
        "size_only",
        "return theta - lr * np.abs(g)",
        "You took the absolute value of the gradient: its sign says which way is down.",
    ),
    Mistake(
        "squared",
        "return theta - lr * g**2",
        "You squared the gradient, which loses its sign and distorts its size.",
    ),
    Mistake(
        "mean_gradient",
        "return theta - lr * g.mean()",
        "You moved every parameter by the same step, from the mean of g. Each "
        "parameter has its own slope.",
    ),
    Mistake(
        "norm_of_g",
        "return theta - lr * np.linalg.norm(g)",
        "You took the length of the gradient for every parameter: each one has its own "
        "component of g.",
    ),
    Mistake(
        "rate_added_to_g",
        "return theta - (lr + g)",
        "You added lr to the gradient; the step is their product.",
    ),
    Mistake(
        "rate_on_theta",
        "return lr * theta - g",
        "You multiplied theta by lr; it is the gradient that is to be multiplied.",
    ),
    Mistake(
        "whole_rate",
        "return theta - int(lr) * g",
        "You cut the decimals off lr: with int a rate below 1 becomes 0.",
    ),
)

RIGHT = (
    """
def descent_step(point, slope, rate):
    print("a stray print")
    point = point.copy()
    point -= rate * slope
    return point
""",
    """
def descent_step(theta, g, lr):
    return theta.astype(np.float32) - np.float32(lr) * g.astype(np.float32)
""",
    "descent_step = lambda theta, g, lr: (theta - lr * g).tolist()",
    "descent_step = lambda theta, g, lr: -(lr * g - theta)",
)

EXERCISE = Exercise(
    title="One step downhill",
    points=1,
    minutes=3,
    difficulty=1,
    solution=SOLUTION,
    cases=gradient_cases,
    picture=descent_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
