"""One step of Lion: the sign of an average, and an average with another beta."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families import steps
from course_utils.exercises.families.averaging import average_mistakes
from course_utils.problems import ravine


def lion_picture(answer):
    from course_utils import plots

    problem, theta, v = ravine(), np.array([9.0, 3.0]), np.zeros(2)
    points = [theta]
    for _ in range(40):
        theta, v = answer(theta, problem.gradient(theta), v, 0.25, 0.9, 0.99)
        points.append(np.asarray(theta))
    fig, ax = plots.figure(height=3.6)
    plots.contours(ax, problem)
    plots.path(ax, np.array(points), **plots.your_style("your Lion"))
    plots.beside(ax).set(title="Forty steps with α = 0.25")
    return fig, "Your Lion moves both parameters by α at each step, however steep."


def lion_cases(rng):
    def case(label, shape, n, beta1, beta2, turned=1, scale=1.0):
        theta, g, v = steps.run_so_far(rng, shape, n, beta2)
        lr = float(rng.uniform(0.05, 0.3))
        return Case(label, (theta, turned * g * scale, v * scale, lr, beta1, beta2))

    theta, g, v = steps.run_so_far(rng, (4,), 5, 0.99)
    g[:2], v[1] = 0.0, 0.0
    # v is ahead in all of these; each wrong weight turns the sign in others of them
    turned = rng.uniform(0.4, 0.6, 6)
    ratios = rng.permutation([5, 2, 1.3, 0.95, 0.7, 0.3])
    between = np.full(6, 1.0), -ratios * turned, turned
    undecided = np.full(2, 2.0), -np.full(2, 4.0), rng.uniform(0.9, 1.1, 2)
    weighed = np.full(2, 3.0), np.full(2, -1.5), rng.uniform(0.95, 1.05, 2)
    return [
        case("after some steps", (3,), 6, 0.9, 0.99),
        case("the first step, v = 0", (3,), 0, 0.9, 0.99),
        case("a matrix of parameters", (2, 3), 4, 0.8, 0.95),
        Case("a gradient that has turned", (*between, 0.17, 0.9, 0.7)),
        Case("a gradient that turns the sign", (*undecided, 0.1, 0.7, 0.9)),
        Case("an average that counts by half", (*weighed, 0.1, 0.5, 0.9)),
        case("tiny gradients", (3,), 5, 0.9, 0.99, scale=1e-7),
        Case("a gradient of zero in places", (theta, g, v, 0.1, 0.9, 0.99)),
        case("a single parameter", (1,), 3, 0.5, 0.98),
    ]


SOLUTION = """
def lion_step(theta, g, v, lr, beta1, beta2):
    ahead = beta1 * v + (1 - beta1) * g
    theta = theta - lr * np.sign(ahead)
    v = beta2 * v + (1 - beta2) * g
    return theta, v
"""

MISTAKES = (
    Mistake(
        "sign_left_out",
        "theta = theta - lr * ahead",
        "You moved by the average itself; Lion moves by its sign, so that each step "
        "is lr long.",
    ),
    Mistake(
        "sign_of_g",
        "theta = theta - lr * np.sign(g)",
        "You took the sign of g alone; it is the sign of ahead, in which the past "
        "counts, too.",
    ),
    Mistake(
        "sign_of_old_v",
        "theta = theta - lr * np.sign(v)",
        "You took the sign of the old v, which has not seen this gradient; take that "
        "of ahead.",
    ),
    Mistake(
        "sign_stored",
        "v = beta2 * v + (1 - beta2) * np.sign(g)",
        "You averaged the sign of g in v; v averages g itself, and the sign is taken "
        "in the step alone.",
    ),
    Mistake(
        "ahead_stored",
        "v = ahead",
        "You stored ahead as the new v. v has a memory of its own, beta2.",
    ),
    Mistake(
        "betas_swapped",
        """
        ahead = beta2 * v + (1 - beta2) * g
        v = beta1 * v + (1 - beta1) * g
        """,
        "You swapped the betas: beta1 makes ahead, beta2 makes v.",
    ),
    Mistake(
        "beta2_for_both",
        "ahead = beta2 * v + (1 - beta2) * g",
        "You made ahead with beta2, as the new v is made; ahead has beta1.",
    ),
    Mistake(
        "new_v_in_ahead",
        "ahead = beta1 * (beta2 * v + (1 - beta2) * g) + (1 - beta1) * g",
        "You made ahead of the new v, in which g is already: make it of the old v.",
    ),
    Mistake(
        "averaged_twice",
        "v = beta2 * ahead + (1 - beta2) * g",
        "You put g into v twice: v is made from the old v, not from ahead.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * np.sign(ahead)",
        "Your sign of the step is wrong: subtract it from theta.",
    ),
    Mistake(
        "weights_swapped",
        """
        ahead = (1 - beta1) * v + beta1 * g
        v = (1 - beta2) * v + beta2 * g
        """,
        "You swapped the weights: the past keeps beta, the new g gets 1 - beta.",
    ),
    Mistake(
        "v_not_updated",
        """
        old, v = v, beta2 * v + (1 - beta2) * g
        return theta, old
        """,
        "You returned the v that came in; return the new one.",
    ),
    *average_mistakes("ahead", "v", "g", "beta1"),
    *average_mistakes("v", "v", "g", "beta2"),
    Mistake(
        "beta1_for_new_g",
        "v = beta2 * v + (1 - beta1) * g",
        "In v you keep beta2 of the past but add 1 - beta1 of the new gradient: both "
        "weights come from beta2.",
    ),
    Mistake(
        "ahead_averaged",
        "v = beta2 * v + (1 - beta2) * ahead",
        "You averaged ahead in v; v averages g itself.",
    ),
    Mistake(
        "moves_at_zero",
        "theta = theta - lr * np.where(ahead > 0, 1, -1)",
        "Where ahead is 0 yours still moves: np.sign gives 0 there.",
    ),
    Mistake(
        "order",
        "return v, theta",
        "You returned v first; return theta, then v.",
    ),
)

RIGHT = (
    """
def lion_step(point, slope, average, rate, b1, b2):
    print("a stray print")
    moved = point - rate * np.sign(average + (1 - b1) * (slope - average))
    return [moved.tolist(), (average + (1 - b2) * (slope - average)).tolist()]
""",
    """
def lion_step(theta, g, v, lr, beta1, beta2):
    theta, old, v = theta.copy(), v.copy(), v.copy()
    v *= beta2
    v += (1 - beta2) * g
    theta -= lr * np.sign(beta1 * old + (1 - beta1) * g)
    return theta, v
""",
    """
def lion_step(theta, g, v, lr, beta1, beta2):
    ahead = beta1 * v + (1 - beta1) * g
    step = np.where(ahead > 0, lr, np.where(ahead < 0, -lr, 0))
    return np.array([theta - step, beta2 * v + (1 - beta2) * g])
""",
)

EXERCISE = Exercise(
    title="One step of Lion",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=lion_cases,
    returns=("theta", "v"),
    picture=lion_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
