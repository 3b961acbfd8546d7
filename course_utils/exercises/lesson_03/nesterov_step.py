"""One step of Nesterov's momentum: the gradient is taken ahead of theta."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.descent import run
from course_utils.exercises.families import steps
from course_utils.exercises.families.averaging import added_on
from course_utils.optimizers import Momentum
from course_utils.problems import ravine


def nesterov_picture(answer):
    from course_utils import plots

    problem, h, lr, beta = ravine(), np.array([1.0, 25.0]), 0.2, 0.9
    points = steps.walk(
        lambda theta, v: answer(theta, h, v, lr, beta), problem.start, steps=120
    )
    losses = {
        "Momentum": run(Momentum(lr, beta), problem, steps=120).loss,
        "yours": problem.value(points.T),
    }
    fig, ax = plots.figure()
    plots.curves(ax, losses, log=True)
    ax.set(title="Your look-ahead in the ravine (α = 0.2, β = 0.9)", xlabel="step")
    ax.set(ylabel="loss")
    return fig, "Momentum swings for long; with your look-ahead the loss falls faster."


def nesterov_cases(rng):
    """As for momentum, with curvatures h of a bowl in place of g.

    v has the sign of theta, as on a path that comes down, so that nothing cancels.
    """
    cases = []
    for label, (theta, g, v, lr, beta) in steps.momentum_cases(rng):
        args = theta, np.abs(g / theta), np.abs(v) * np.sign(theta), lr, beta
        cases.append(Case(label.replace("gradient", "curvature"), args))
    theta, h, v, lr, beta = cases[0].args
    h = rng.uniform(0.1, 0.3, h.shape)
    cases[4] = Case("v points away from the minimum", (theta, h, -v, lr, beta))
    return cases


SOLUTION = """
def nesterov_step(theta, h, v, lr, beta):
    ahead = theta - lr * beta * v
    g = h * ahead
    v = beta * v + (1 - beta) * g
    theta = theta - lr * v
    return theta, v
"""

MISTAKES = (
    Mistake(
        "no_look_ahead",
        "g = h * theta",
        "You took the gradient at theta itself: that is plain momentum. Take it"
        " at the point ahead.",
    ),
    Mistake(
        "looked_back",
        "ahead = theta + lr * beta * v",
        "You looked back, not ahead: the step goes along -v, so the point ahead"
        " is theta *minus* lr beta v.",
    ),
    Mistake(
        "too_far_ahead",
        "ahead = theta - lr * v",
        "You looked ahead by lr v; only beta v of the old v lives on, so the "
        "point ahead is theta - lr beta v.",
    ),
    Mistake(
        "ahead_without_rate",
        "ahead = theta - beta * v",
        "You looked ahead by beta v without lr: multiply by the rate, as in a step.",
    ),
    Mistake(
        "ahead_by_new_weight",
        "ahead = theta - lr * (1 - beta) * v",
        "You looked ahead by lr (1 - beta) v; what lives on of the old v is beta v.",
    ),
    Mistake(
        "moved_from_ahead",
        "theta = ahead - lr * v",
        "You moved on from the point ahead, so the past counts twice. The point"
        " ahead is for the gradient only: move from theta.",
    ),
    Mistake(
        "moved_by_g",
        "theta = theta - lr * g",
        "You moved theta by the gradient and not by v.",
    ),
    Mistake(
        "returned_ahead",
        "return ahead, v",
        "You returned the point ahead in place of the new theta, theta - lr v.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * v",
        "Your v is right, but you added the step to theta: subtract it.",
    ),
    Mistake(
        "minus_in_v",
        "v = beta * v - (1 - beta) * g",
        "You subtracted the gradient in v; it is added there. The minus belongs"
        " to the step of theta.",
    ),
    Mistake(
        "parentheses",
        "g = h * theta - lr * beta * v",
        "You wrote h * theta - lr * beta * v: without parentheses h multiplies "
        "theta alone. The gradient is h times the whole point ahead.",
    ),
    Mistake(
        "sum_for_average",
        "v = beta * v + g",
        "You added g with weight 1 instead of 1 - beta.",
    ),
    Mistake(
        "weights_swapped",
        "v = (1 - beta) * v + beta * g",
        "You swapped the weights: the past v keeps beta, the gradient gets 1 - beta.",
    ),
    Mistake(
        "dot",
        "g = h @ ahead",
        "You wrote h @ ahead, which sums over the parameters. Each gradient is h times "
        "its own parameter: h * ahead.",
    ),
    Mistake(
        "curvature_left_out",
        "g = ahead",
        "You left out the curvature: the gradient at a point is h times that point.",
    ),
    Mistake(
        "curvature_for_gradient",
        "g = h",
        "You used the curvature h as if it were the gradient; that is h times "
        "the point ahead.",
    ),
    Mistake(
        "loss_for_gradient",
        "g = h * ahead**2 / 2",
        "You used the loss, 1/2 h theta^2, in place of its gradient h theta.",
    ),
    Mistake(
        "shifted_form",
        """
        g = h * theta
        theta = theta - lr * (beta * v + (1 - beta) * g)
        """,
        "You wrote the form that PyTorch uses, with the gradient at theta. It "
        "walks the path of the points ahead; here the path of theta is wanted.",
    ),
    Mistake(
        "old_v_returned",
        """
        old, v = v, beta * v + (1 - beta) * g
        return theta, old
        """,
        "Your theta is right, but you return the old v.",
    ),
    Mistake(
        "order",
        "return v, theta",
        "You returned v first; return theta, then v.",
    ),
    added_on("v", "beta * v + (1 - beta) * g"),
)

RIGHT = (
    """
def nesterov_step(theta, h, v, lr, beta):
    ahead = theta - lr * beta * v
    g = h * ahead
    return [ahead - lr * (1 - beta) * g, beta * v + (1 - beta) * g]
""",
    """
def nesterov_step(theta, h, v, lr, beta):
    new = v + (1 - beta) * (h * theta - h * lr * beta * v - v)
    return (theta - lr * new).tolist(), new.tolist()
""",
    """
def nesterov_step(theta, h, v, lr, beta):
    theta, h, v, lr, beta = (np.float32(a) for a in (theta, h, v, lr, beta))
    new = v + (1 - beta) * (h * theta - h * lr * beta * v - v)
    return theta - lr * new, new
""",
)

EXERCISE = Exercise(
    title="Look ahead before you step",
    points=3,
    minutes=9,
    difficulty=3,
    solution=SOLUTION,
    cases=nesterov_cases,
    returns=("theta", "v"),
    picture=nesterov_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
