"""One step of schedule-free descent: z steps, x is its mean, theta lies between."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def free_picture(answer):
    from course_utils import plots

    noise = np.random.default_rng(6).standard_normal(200)
    theta, z, x = (np.array([3.0]) for _ in range(3))
    zs, xs = [], []
    for t in range(1, 201):
        theta, z, x = answer(z, x, theta + noise[t - 1], t, 0.2, 0.5)
        zs.append(float(np.ravel(z)[0]))
        xs.append(float(np.ravel(x)[0]))
    fig, ax = plots.figure()
    ax.plot(zs, **plots.data_style("z"))
    plots.curves(ax, {"your x": xs})
    ax.set(title="A noisy bowl with its minimum at 0", xlabel="step")
    return fig, "The walk z shakes on for ever; your x calms down near the minimum."


def free_cases(rng):
    def case(label, shape, t, beta=0.9):
        # z and x of one sign, the step shorter: nothing cancels, so float32 is near
        z, x = rng.choice([-1, 1]) * rng.uniform(2, 4, (2, *shape))
        g = rng.choice([-1, 1]) * rng.uniform(1, 3, shape)
        x = x if t > 1 else z.copy()
        return Case(label, (z, x, g, t, float(rng.uniform(0.05, 0.4)), beta))

    return [
        case("after some steps", (3,), 6),
        case("the first step", (3,), 1),
        case("the second step", (2,), 2),
        case("a matrix of parameters", (2, 3), 4, 0.8),
        case("after many steps", (3,), 400),
        case("the gradient at z, beta = 0", (2,), 5, 0.0),
        case("the gradient half way", (3,), 9, 0.5),
    ]


SOLUTION = """
def schedule_free_step(z, x, g, t, lr, beta):
    z = z - lr * g
    x = (1 - 1 / t) * x + z / t
    theta = (1 - beta) * z + beta * x
    return theta, z, x
"""

MISTAKES = (
    Mistake(
        "old_z_in_mean",
        """
        old, z = z, z - lr * g
        x = (1 - 1 / t) * x + old / t
        """,
        "You put the old z into the mean: step z first.",
    ),
    Mistake(
        "old_z_in_theta",
        """
        old, z = z, z - lr * g
        theta = (1 - beta) * old + beta * x
        """,
        "You made theta of the old z: it lies between the new z and the new x.",
    ),
    Mistake(
        "weights_swapped",
        "theta = beta * z + (1 - beta) * x",
        "You swapped the weights in theta: x gets beta, z gets 1 - beta.",
    ),
    Mistake(
        "mean_weights_swapped",
        "x = x / t + (1 - 1 / t) * z",
        "You swapped the weights in the mean: of t values the new z is one, so it "
        "gets 1/t.",
    ),
    Mistake(
        "t_too_large",
        "x = (1 - 1 / (t + 1)) * x + z / (t + 1)",
        "You divided by t + 1: at the first step, t = 1, x must become z.",
    ),
    Mistake(
        "ema_for_mean",
        "x = beta * x + (1 - beta) * z",
        "You made x an EMA with beta; it is the plain mean, with the weight 1/t.",
    ),
    Mistake(
        "sum_for_mean",
        "x = x + z / t",
        "You kept the whole x: it gets 1 - 1/t, so that the weights make 1.",
    ),
    Mistake(
        "always_half",
        "x = (x + z) / 2",
        "You gave the new z the weight 1/2 at each step; of t values it is one: 1/t.",
    ),
    Mistake(
        "t_for_its_inverse",
        "x = (1 - t) * x + t * z",
        "You gave the new z the weight t; of t values it is one, so it gets 1/t.",
    ),
    Mistake(
        "brackets_in_mean",
        "x = 1 - 1 / t * x + z / t",
        "You left out the brackets around 1 - 1/t: Python multiplies first.",
    ),
    Mistake(
        "brackets_in_theta",
        "theta = 1 - beta * z + beta * x",
        "You left out the brackets around 1 - beta: Python multiplies first.",
    ),
    Mistake(
        "ema_swapped",
        "x = (1 - beta) * x + beta * z",
        "You weighed x and z with beta; x is the plain mean, with the weight 1/t.",
    ),
    Mistake(
        "uphill",
        "z = z + lr * g",
        "You added the step to z: subtract it.",
    ),
    Mistake(
        "z_left_behind",
        "z = x - lr * g",
        "You stepped from x; it is z that walks, from where it stood.",
    ),
    Mistake(
        "x_for_theta",
        "theta = x",
        "You returned x as theta. x is what to use in the end; the next gradient is "
        "taken between z and x.",
    ),
    Mistake(
        "z_for_theta",
        "theta = z",
        "You returned z as theta. The next gradient is taken between z and x, as "
        "beta says.",
    ),
    Mistake(
        "rate_falls",
        "z = z - lr / t * g",
        "You let the rate fall; the point of the rule is that lr stays, and the mean "
        "does the rest.",
    ),
    Mistake(
        "order",
        "return z, x, theta",
        "You returned theta last; the order is theta, z, x.",
    ),
)

RIGHT = (
    """
def schedule_free_step(z, x, g, t, lr, beta):
    print("a stray print")
    z = z - lr * g
    x = x + (z - x) / t
    return [(z + beta * (x - z)).tolist(), z.tolist(), x.tolist()]
""",
    """
def schedule_free_step(walk, mean, slope, step, rate, share):
    walk = walk.copy()
    walk -= rate * slope
    mean = ((step - 1) * mean + walk) / step
    return share * mean + (1 - share) * walk, walk, mean
""",
    """
def schedule_free_step(z, x, g, t, lr, beta):
    z, x, g = (a.astype(np.float32) for a in (z, x, g))
    z = z - lr * g
    x = x * (t - 1) / t + z / t
    return np.array([beta * x + (1 - beta) * z, z, x])
""",
)

EXERCISE = Exercise(
    title="One schedule-free step",
    points=3,
    minutes=10,
    difficulty=2,
    solution=SOLUTION,
    cases=free_cases,
    returns=("theta", "z", "x"),
    picture=free_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
