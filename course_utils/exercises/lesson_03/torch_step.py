"""Mend one step of PyTorch's SGD with momentum and weight decay."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.descent import run
from course_utils.exercises.families import steps
from course_utils.exercises.families.averaging import added_on
from course_utils.optimizers import Momentum
from course_utils.problems import ravine


def torch_picture(answer):
    from course_utils import plots

    problem, lr, beta, weight_decay = ravine(), 0.03, 0.6, 0.0

    def step(theta, buf):
        return answer(theta, problem.gradient(theta), buf, lr, beta, weight_decay)

    points = steps.walk(step, problem.start, steps=40)
    fig, ax = plots.figure(height=3.6)
    plots.contours(ax, problem)
    theirs = run(Momentum(lr / (1 - beta), beta), problem, steps=40).theta
    rings = {"marker": "o", "markersize": 9, "mfc": "none", "linestyle": "none"}
    ax.plot(*theirs.T, **plots.data_style("average, 0.075") | rings)
    plots.path(ax, points, **plots.your_style("yours, 0.03"))
    plots.beside(ax).set(title="An average with α = 0.075, your buffer with 0.4 α")
    return (
        fig,
        "Your points lie in the rings, those of the averaged form with α = 0.075.",
    )


def torch_cases(rng):
    def case(label, shape, n, lr, beta, decay, scale=1.0):
        theta, g, v = steps.run_so_far(rng, shape, n, beta, scale)
        theta = np.abs(theta) * np.sign(g)  # the decay must not cancel the gradient
        return Case(label, (theta, g, v / (1 - beta), float(lr), beta, decay))

    scales = rng.permutation(steps.SCALES)
    decay = rng.uniform(0.1, 0.4, 5)
    still = case("a gradient of zero in places", (4,), 5, 0.05, 0.7, 0.3).args
    still[1][1:3], still[2][2] = 0.0, 0.0
    return [
        case("after some steps", (3,), 6, 0.02, 0.9, decay[0]),
        case("the first step, buf = 0", (3,), 0, 0.1, 0.9, decay[1]),
        case("no weight decay", (3,), 6, 0.03, 0.8, 0.0),
        case("a matrix of parameters", (2, 3), 4, 0.05, 0.7, decay[2]),
        case("large and small values", (13,), 8, 0.03, 0.75, decay[3], scales),
        Case("a gradient of zero in places", still),
        case("a large weight decay", (3,), 5, 0.03, 0.6, 2.0),
        case("no momentum, beta = 0", (2,), 3, 0.1, 0.0, decay[4]),
        case("a single parameter", (1,), 3, 0.04, 0.5, 0.2),
    ]


SOLUTION = """
def torch_step(theta, g, buf, lr, beta, weight_decay):
    g = g + weight_decay * theta
    buf = beta * buf + g
    theta = theta - lr * buf
    return theta, buf
"""

MISTAKES = (
    as_given(
        """
        def torch_step(theta, g, buf, lr, beta, weight_decay):
            buf = beta * buf + (1 - beta) * g
            theta = theta - lr * (buf + weight_decay * theta)
            return theta, buf
        """,
        "both faults are",
    ),
    Mistake(
        "decay_after_buffer",
        """
        def torch_step(theta, g, buf, lr, beta, weight_decay):
            buf = beta * buf + g
            theta = theta - lr * (buf + weight_decay * theta)
            return theta, buf
        """,
        "Your buffer is PyTorch's, but the decay goes past it. PyTorch adds it "
        "to g first, so that the buffer remembers it too.",
    ),
    Mistake(
        "average",
        "buf = beta * buf + (1 - beta) * g",
        "Your decay is in the right place, but the buffer is still an average: "
        "PyTorch adds the gradient with weight 1.",
    ),
    Mistake(
        "only_gradient_damped",
        "g = (1 - beta) * g + weight_decay * theta",
        "Gradient and decay go into the buffer together, with weight 1 each; "
        "you still have 1 - beta before g.",
    ),
    Mistake(
        "decay_left_out",
        """
        def torch_step(theta, g, buf, lr, beta, weight_decay):
            buf = beta * buf + g
            theta = theta - lr * buf
            return theta, buf
        """,
        "You left the weight decay out: it adds weight_decay * theta to the gradient.",
    ),
    Mistake(
        "decay_pushes_out",
        "g = g - weight_decay * theta",
        "You subtracted the decay from the gradient, so it drives theta away "
        "from zero: add it.",
    ),
    Mistake(
        "decay_twice",
        "theta = theta - lr * (buf + weight_decay * theta)",
        "You used the decay twice, in the gradient and again on theta itself.",
    ),
    Mistake(
        "rate_on_decay",
        "g = g + lr * weight_decay * theta",
        "You multiplied the decay by lr before it goes into the gradient; lr "
        "comes in with the step anyway.",
    ),
    Mistake(
        "decay_of_buffer",
        "g = g + weight_decay * buf",
        "You let the buffer decay in place of theta: it is weight_decay * theta"
        " that joins the gradient.",
    ),
    Mistake(
        "decay_of_gradient",
        "g = g + weight_decay * g",
        "You multiplied the gradient by the decay; it is theta that "
        "weight_decay multiplies.",
    ),
    Mistake(
        "minus_in_buffer",
        "buf = beta * buf - g",
        "You subtracted the gradient in the buffer; it is added there. The "
        "minus belongs to the step of theta.",
    ),
    Mistake(
        "old_buffer",
        """
        old, buf = buf, beta * buf + g
        theta = theta - lr * old
        """,
        "You moved theta by the old buffer: update it first.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * buf",
        "Your buffer is right, but you added the step to theta: subtract it.",
    ),
    Mistake(
        "order",
        "return buf, theta",
        "You returned buf first; return theta, then buf.",
    ),
    added_on("buf", "beta * buf + g"),
)

RIGHT = (
    """
import warnings


def torch_step(theta, g, buf, lr, beta, weight_decay):
    warnings.warn("a stray warning", stacklevel=1)
    g, buf = g.copy(), buf.copy()
    g += weight_decay * theta
    buf *= beta
    buf += g
    return theta - lr * buf, buf
""",
    """
def torch_step(theta, g, buf, lr, beta, weight_decay):
    theta, g, buf = (a.astype(np.float32) for a in (theta, g, buf))
    g += weight_decay * theta
    buf *= beta
    buf += g
    return theta - lr * buf, buf
""",
    """
def torch_step(theta, g, buf, lr, beta, weight_decay):
    return [
        theta * (1 - lr * weight_decay) - lr * g - lr * beta * buf,
        (beta * buf + g + weight_decay * theta).tolist(),
    ]
""",
)

EXERCISE = Exercise(
    title="Mend: PyTorch's step with weight decay",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=torch_cases,
    returns=("theta", "buf"),
    picture=torch_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
