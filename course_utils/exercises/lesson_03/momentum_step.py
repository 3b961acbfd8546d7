"""One step with momentum: a new v, and theta moved by it."""

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.descent import run
from course_utils.exercises.families import steps
from course_utils.exercises.families.averaging import added_on
from course_utils.optimizers import GradientDescent
from course_utils.problems import ravine


def momentum_picture(answer):
    from course_utils import plots

    problem, lr, beta = ravine(), 0.075, 0.6

    def step(theta, v):
        return answer(theta, problem.gradient(theta), v, lr, beta)

    points = steps.walk(step, problem.start, steps=40)
    fig, ax = plots.figure(height=3.6)
    plots.contours(ax, problem)
    plots.path(ax, run(GradientDescent(lr), problem, steps=40))
    plots.path(ax, points, **plots.your_style("your momentum"))
    plots.beside(ax).set(title="Forty steps with α = 0.075")
    return fig, "Plain descent zig-zags; your momentum soon runs along the ravine."


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
    added_on("v", "beta * v + (1 - beta) * g"),
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
def momentum_step(theta, g, v, lr, beta):
    theta, g, v, lr, beta = (np.float32(a) for a in (theta, g, v, lr, beta))
    v = beta * v + (1 - beta) * g
    theta = theta - lr * v
    return theta, v
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
    cases=steps.momentum_cases,
    returns=("theta", "v"),
    picture=momentum_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
