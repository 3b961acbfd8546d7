"""Mend a step of RMSprop that adds eps to theta."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.exercises.families.averaging import added_on


def as_it_was(theta, g, s, lr, beta, eps):
    s = beta * s + (1 - beta) * g**2
    return theta - lr * g / np.sqrt(s) + eps, s


def rmsprop_picture(answer):
    from course_utils import plots

    def walk(step):
        theta, s, path = np.array([0.0]), np.array([0.0]), []
        for g in np.random.default_rng(3).standard_normal((80, 1)):
            theta, s = step(theta, g, s, 0.02, 0.9, 0.02)
            path.append(np.ravel(theta)[0])
        return path

    fig, ax = plots.figure()
    ax.plot(walk(as_it_was), **plots.data_style("as it was"))
    plots.curves(ax, {"yours": walk(answer)})
    ax.set(title="Noise alone, with eps = 0.02", xlabel="step", ylabel="θ")
    return fig, "Your theta wanders about zero; the old one drifts up by eps a step."


def rmsprop_cases(rng):
    def arrays(shape, scale=1.0):
        theta = rng.uniform(1, 3, shape) * rng.choice([-1.0, 1.0], shape)
        g = rng.uniform(0.5, 2, shape) * rng.choice([-1.0, 1.0], shape) * scale
        return theta, g, rng.uniform(0.3, 4, shape) * np.square(scale)

    scales = 10.0 ** np.array([-8, -5, -2, 0, 4])
    theta, g, s = arrays((4,))
    dead_g, dead_s = g.copy(), s.copy()
    dead_g[1], dead_s[1] = 0.0, 0.0
    fresh = arrays((3,))
    return [
        Case("three parameters", (*arrays((3,)), 0.05, 0.9, 1e-8)),
        Case("a matrix", (*arrays((2, 3)), 0.05, 0.8, 1e-8)),
        Case("a large eps", (*arrays((3,), 0.1), 0.1, 0.9, 0.5)),
        Case("a middling eps", (*arrays((5,)), 0.1, 0.6, 0.1)),
        Case("a gradient that is always zero", (theta, dead_g, dead_s, 0.1, 0.9, 1e-8)),
        Case("the first step", (*fresh[:2], 0 * fresh[2], 0.02, 0.9, 1e-8)),
        Case("scales apart", (*arrays((5,), scales), 0.1, 0.95, 1e-8)),
        Case("a single parameter", (*arrays((1,)), 0.1, 0.99, 0.2)),
    ]


SOLUTION = """
def mended_rmsprop(theta, g, s, lr, beta, eps):
    s = beta * s + (1 - beta) * g**2
    theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta, s
"""

MISTAKES = (
    as_given(
        """
        def mended_rmsprop(theta, g, s, lr, beta, eps):
            s = beta * s + (1 - beta) * g**2
            theta = theta - lr * g / np.sqrt(s) + eps
            return theta, s
        """,
        "the fault is",
    ),
    Mistake(
        "eps_taken_off",
        "theta = theta - lr * g / np.sqrt(s) - eps",
        "You left eps outside the division: every parameter is still moved by "
        "eps, and 0/0 is still there.",
    ),
    Mistake(
        "eps_times_rate",
        "theta = theta - lr * (g / np.sqrt(s) + eps)",
        "You put the quotient and eps in parentheses. eps belongs below the "
        "line: sqrt(s) + eps is what needs them.",
    ),
    Mistake(
        "eps_above",
        "theta = theta - lr * (g + eps) / np.sqrt(s)",
        "You added eps above the line. It has to guard the division, below the line.",
    ),
    Mistake(
        "eps_left_out",
        "theta = theta - lr * g / np.sqrt(s)",
        "You left eps out: theta drifts no more, but a gradient of zero still "
        "gives 0/0.",
    ),
    Mistake(
        "nan_replaced",
        "theta = theta - np.nan_to_num(lr * g / np.sqrt(s))",
        "You replaced the nan and left eps out. With eps below the line no nan "
        "comes up, and a large eps makes all the steps shorter.",
    ),
    Mistake(
        "eps_inside",
        "theta = theta - lr * g / np.sqrt(s + eps)",
        "You put eps inside the root. Then it counts as sqrt(eps): 1e-8 acts "
        "like 1e-4. Here it stands outside.",
    ),
    Mistake(
        "eps_squared_inside",
        "theta = theta - lr * g / np.sqrt(s + eps**2)",
        "You put the square of eps inside the root. That is close where eps is "
        "tiny; here eps is added to the root.",
    ),
    Mistake(
        "larger_of_both",
        "theta = theta - lr * g / np.maximum(np.sqrt(s), eps)",
        "You took the larger of sqrt(s) and eps; the two are to be added.",
    ),
    Mistake(
        "eps_multiplied",
        "theta = theta - lr * g / (np.sqrt(s) * eps)",
        "You multiplied sqrt(s) by eps below the line: add it.",
    ),
    Mistake(
        "eps_subtracted",
        "theta = theta - lr * g / (np.sqrt(s) - eps)",
        "You subtracted eps below the line: add it.",
    ),
    Mistake(
        "no_root",
        "theta = theta - lr * g / (s + eps)",
        "You lost the root of s.",
    ),
    Mistake(
        "old_s",
        """
        old, s = s, beta * s + (1 - beta) * g**2
        theta = theta - lr * g / (np.sqrt(old) + eps)
        """,
        "You used the old s in the step: update s first, as the code did.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * g / (np.sqrt(s) + eps)",
        "You walk uphill: the step is to be subtracted.",
    ),
    Mistake(
        "own_eps",
        "theta = theta - lr * g / (np.sqrt(s) + 1e-8)",
        "You used 1e-8 and not the argument eps.",
    ),
    Mistake(
        "order_swapped",
        "return s, theta",
        "You returned s first; theta comes first.",
    ),
    Mistake(
        "step_times_eps",
        "theta = theta - lr * g / np.sqrt(s) * eps",
        "You multiplied the step by eps; eps is added to the root, in parentheses.",
    ),
    added_on("s", "beta * s + (1 - beta) * g**2"),
)

RIGHT = (
    """
def mended_rmsprop(theta, g, s, lr, beta, eps):
    theta, s = theta.copy(), s.copy()
    s += (1 - beta) * (g * g - s)
    theta -= lr * g / (eps + s**0.5)
    return [theta, s]
""",
    """
def rmsprop_in_place_on_copies(theta, g, s, lr, beta, eps):
    theta, s = theta.copy(), s.copy()
    s += (1 - beta) * (g * g - s)
    theta -= lr * g / (eps + s**0.5)
    return [theta, s]


def mended_rmsprop(*args):
    return rmsprop_in_place_on_copies(
        *[np.asarray(a, dtype=np.float32) for a in args[:3]], *args[3:]
    )
""",
    """
def mended_rmsprop(p, grad, sq, rate, b, e):
    sq = b * sq + (1 - b) * np.square(grad)
    root = np.sqrt(sq)
    root += e
    return (p - rate / root * grad).tolist(), sq.tolist()
""",
)

EXERCISE = Exercise(
    title="Mend: the parameters that drift",
    points=2,
    minutes=5,
    difficulty=1,
    solution=SOLUTION,
    cases=rmsprop_cases,
    returns=("theta", "s"),
    picture=rmsprop_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
