"""Go on with Adam from a saved walk."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.scaled_steps import step_mistakes
from course_utils.recipes import adam_step


def saved_walk(gs, theta, lr, beta1, beta2, eps):
    v = s = np.zeros_like(theta)
    for t, g in enumerate(gs, 1):
        theta, v, s = adam_step(theta, g, v, s, t, lr, beta1, beta2, eps)
    return theta, v, s, len(gs)


def resumed_picture(answer):
    from course_utils import plots

    gs = 1 + 0.2 * np.random.default_rng(0).standard_normal((40, 1))
    settings = (0.02, 0.9, 0.999, 1e-8)
    whole = [saved_walk(gs[:n], np.ones(1), *settings)[0][0] for n in range(41)]
    saved = saved_walk(gs[:20], np.ones(1), *settings)
    yours = [answer(*saved, gs[20:n], *settings)[0] for n in range(21, 41)]
    fig, ax = plots.figure()
    ax.plot(whole, **plots.data_style("never stopped"))
    ax.plot(range(21, 41), yours, **plots.your_style("yours, resumed"), marker="o")
    plots.beside(ax).set(xlabel="step", ylabel="θ")
    return fig, "Your twenty points after the stop lie on the line that never stopped."


def resumed_cases(rng):
    def case(label, n, more, d, lr, beta1, beta2, eps=1e-8, scale=1.0):
        theta = rng.uniform(1, 3, d) * rng.choice([-1, 1], d)
        gs = (rng.normal(size=(n + more, d)) + rng.choice([-2, 2], d)) * scale
        settings = lr, beta1, beta2, eps
        return Case(label, (*saved_walk(gs[:n], theta, *settings), gs[n:], *settings))

    return [
        case("after ten steps", 10, 8, 3, 0.05, 0.9, 0.999),
        case("after one step", 1, 5, 2, 0.05, 0.9, 0.999),
        case("after many steps", 200, 6, 2, 0.05, 0.9, 0.99),
        case("one step more", 7, 1, 3, 0.08, 0.8, 0.95),
        case("not begun yet", 0, 6, 2, 0.05, 0.9, 0.999),
        case("a large eps", 5, 6, 3, 0.1, 0.7, 0.9, eps=3.0),
        case("small gradients", 12, 4, 2, 0.05, 0.9, 0.95, scale=1e-6),
    ]


SOLUTION = """
def resumed_adam(theta, v, s, t, gs, lr, beta1, beta2, eps):
    for g in gs:
        t = t + 1
        v = beta1 * v + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        v_hat = v / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        theta = theta - lr * v_hat / (np.sqrt(s_hat) + eps)
    return theta
"""


def begun_with(line):
    """The solution with a line before its loop."""
    head, loop = SOLUTION.split("    for g in gs:")
    return f"{head}    {line}\n    for g in gs:{loop}"


MISTAKES = (
    Mistake(
        "all_new",
        begun_with("v, s, t = 0 * theta, 0 * theta, 0"),
        "You begin Adam anew: v, s and t are given, go on from them.",
    ),
    Mistake(
        "averages_new",
        begun_with("v, s = 0 * theta, 0 * theta"),
        "You set v and s to zero although t goes on: both are given, go on from them.",
    ),
    Mistake(
        "v_new",
        begun_with("v = 0 * theta"),
        "You set v to zero: it is given, go on from it.",
    ),
    Mistake(
        "s_new",
        begun_with("s = 0 * theta"),
        "You set s to zero although t goes on: the first steps are too long.",
    ),
    Mistake(
        "t_new",
        begun_with("t = 0"),
        "You set t to zero: v and s are corrected as if they were young.",
    ),
    Mistake(
        "first_step_alone",
        "for g in gs[:1]:",
        "You take the first step alone: does the return stand inside the loop?",
    ),
    Mistake(
        "t_stands",
        "t = t",
        "Your t stands still. The first step here is number t + 1, the next t + 2.",
    ),
    Mistake(
        "t_behind",
        """
def resumed_adam(theta, v, s, t, gs, lr, beta1, beta2, eps):
    for g in gs:
        v = beta1 * v + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        v_hat = v / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        theta = theta - lr * v_hat / (np.sqrt(s_hat) + eps)
        t = t + 1
    return theta
""",
        "You corrected the first step with t: t steps were taken before, so it is "
        "number t + 1.",
    ),
    Mistake(
        "t_twice",
        "t = t + 2",
        "Your t grows by two at each step.",
    ),
    Mistake(
        "t_late",
        """
        v_hat = v / (1 - beta1 ** (t + 1))
        s_hat = s / (1 - beta2 ** (t + 1))
        """,
        "Your corrections are one step ahead: count t up once for each step.",
    ),
    Mistake(
        "uncorrected",
        """
        v_hat = v
        s_hat = s
        """,
        "You left out the corrections.",
    ),
    Mistake(
        "v_uncorrected",
        "v_hat = v",
        "You left out the correction of v.",
    ),
    Mistake(
        "s_uncorrected",
        "s_hat = s",
        "You left out the correction of s.",
    ),
    Mistake(
        "t_frozen",
        """
v_hat = v / (1 - beta1)
s_hat = s / (1 - beta2)
""",
        "You left out the power t in the corrections.",
    ),
    Mistake(
        "hats_stored",
        """
def resumed_adam(theta, v, s, t, gs, lr, beta1, beta2, eps):
    for g in gs:
        t = t + 1
        v = (beta1 * v + (1 - beta1) * g) / (1 - beta1**t)
        s = (beta2 * s + (1 - beta2) * g**2) / (1 - beta2**t)
        theta = theta - lr * v / (np.sqrt(s) + eps)
    return theta
""",
        "You stored the corrected averages in v and s: the next step corrects them "
        "again.",
    ),
    Mistake(
        "gs_from_t",
        "for g in gs[t:]:",
        "You skipped the first t rows of gs: it holds the new gradients alone.",
    ),
    Mistake(
        "gradient_in_step",
        "theta = theta - lr * g / (np.sqrt(s_hat) + eps)",
        "You moved along g where v_hat belongs.",
    ),
    *step_mistakes("v_hat", "s_hat"),
)

RIGHT = (
    """
def resumed_adam(theta, v, s, t, gs, lr, b1, b2, eps):
    for k, g in enumerate(gs, start=t + 1):
        v, s = v + (1 - b1) * (g - v), s + (1 - b2) * (g * g - s)
        theta = theta - lr * v / (1 - b1**k) / (np.sqrt(s / (1 - b2**k)) + eps)
    return theta
""",
    """
def resumed_adam(theta, v, s, t, gs, lr, beta1, beta2, eps):
    theta, v, s = theta.copy(), v.copy(), s.copy()
    for g in gs:
        t += 1
        v *= beta1
        v += (1 - beta1) * g
        s *= beta2
        s += (1 - beta2) * g**2
        root = np.sqrt(1 - beta2**t)
        theta -= lr * root / (1 - beta1**t) * v / (np.sqrt(s) + eps * root)
    return theta
""",
    """
def one(theta, g, v, s, t, lr, beta1, beta2, eps):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    step = lr * (v / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return theta - step, v, s


def resumed_adam(theta, v, s, t, gs, *settings):
    for k in range(len(gs)):
        theta, v, s = one(theta, gs[k], v, s, t + k + 1, *settings)
    return theta.tolist()
""",
)

EXERCISE = Exercise(
    title="Go on from a saved walk",
    points=4,
    minutes=10,
    difficulty=2,
    solution=SOLUTION,
    cases=resumed_cases,
    picture=resumed_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
