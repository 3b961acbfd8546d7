"""One step of RMSprop: s averages the squares, and its root divides the step."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families import steps
from course_utils.exercises.families.averaging import added_on
from course_utils.exercises.families.scaled_steps import (
    return_mistakes,
    square_mistakes,
    step_mistakes,
)
from course_utils.optimizers import RMSprop
from course_utils.problems import ravine


def rmsprop_picture(answer):
    from course_utils import plots

    problem, lr, beta, eps = ravine(), 0.1, 0.9, 1e-8

    def step(theta, s):
        return answer(theta, problem.gradient(theta), s, lr, beta, eps)

    path = steps.walk(step, problem.start, steps=120)
    moved = np.abs(np.diff(path, axis=0))
    rate = moved / np.abs(problem.gradient(path[:-1].T).T)
    fig, (left, right) = plots.figure(1, 2)
    plots.path(plots.contours(left, problem), path, **plots.your_style())
    left.set(title="Your RMSprop in the ravine")
    names = "yours, along $θ_1$", "yours, across $θ_2$"
    plots.curves(right, dict(zip(names, rate.T, strict=True)), log=True)
    right.set(title="Effective rate of each parameter", xlabel="step")
    return fig, (
        "Your RMSprop walks to the minimum. The effective rate of a parameter rises "
        "while its gradients shrink, and is cut when they grow."
    )


def rmsprop_cases(rng):
    cases = []
    for label, gs, eps in steps.histories(rng):
        lr, theta = float(rng.uniform(0.05, 0.2)), steps.somewhere(rng, gs[0].shape)
        beta = float(rng.uniform(0.6, 0.95))
        s = steps.played(RMSprop(lr, beta, eps), gs).s
        cases.append(Case(label, (theta, gs[-1], s, lr, beta, eps)))
    return cases


SOLUTION = """
def rmsprop_step(theta, g, s, lr, beta, eps):
    s = beta * s + (1 - beta) * g**2
    theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta, s
"""

MISTAKES = (
    *return_mistakes(new_s="beta * s + (1 - beta) * g**2"),
    *square_mistakes(new_s="beta * s + (1 - beta) * g**2"),
    Mistake(
        "absolute_value",
        "s = beta * s + (1 - beta) * np.abs(g)",
        "You averaged |g| where g**2 is to be averaged.",
    ),
    Mistake(
        "square_left_out",
        "s = beta * s + (1 - beta) * g",
        "You averaged g where g**2 is to be averaged: a negative average has no"
        " root (nan).",
    ),
    Mistake(
        "weights_swapped",
        "s = (1 - beta) * s + beta * g**2",
        "You swapped the weights: the past keeps beta, the new square gets 1 - beta.",
    ),
    Mistake(
        "new_undamped",
        "s = beta * s + g**2",
        "You added g**2 with weight 1 instead of 1 - beta: that is a fading "
        "sum, up to 1 / (1 - beta) times too large, and the steps are too "
        "short.",
    ),
    Mistake(
        "past_undamped",
        "s = s + (1 - beta) * g**2",
        "You kept the whole past: multiply the old s by beta, or it only ever grows.",
    ),
    Mistake(
        "sum",
        "s = s + g**2",
        "You added g**2 to s and used no beta: that is AdaGrad. RMSprop forgets.",
    ),
    Mistake(
        "past_dropped",
        "s = (1 - beta) * g**2",
        "You dropped the old s: beta times the old s is to be added.",
    ),
    Mistake(
        "new_alone",
        "s = g**2",
        "You set s to g**2 alone: nothing is averaged, and every step is lr long.",
    ),
    Mistake(
        "both_with_beta",
        "s = beta * s + beta * g**2",
        "You gave the new square the weight beta; it gets the rest, 1 - beta.",
    ),
    Mistake(
        "weight_plus",
        "s = beta * s + (1 + beta) * g**2",
        "You gave the new square the weight 1 + beta; it gets the rest, 1 - beta.",
    ),
    Mistake(
        "past_alone",
        "s = beta * s",
        "You let s fade, but never add the new square (1 - beta) g**2.",
    ),
    Mistake(
        "weight_squared",
        "s = beta * s + ((1 - beta) * g) ** 2",
        "You squared 1 - beta together with g: square g alone.",
    ),
    Mistake(
        "minus",
        "s = beta * s - (1 - beta) * g**2",
        "You subtracted the new square where it is to be added.",
    ),
    Mistake(
        "one_scale",
        "s = beta * s + (1 - beta) * np.mean(g**2)",
        "You averaged g**2 over all parameters as well: one scale for all. The "
        "average runs over time, for each parameter on its own.",
    ),
    Mistake(
        "one_scale_sum",
        "s = beta * s + (1 - beta) * np.sum(g**2)",
        "You summed g**2 over all parameters: one scale for all. Each parameter"
        " keeps its own s.",
    ),
    Mistake(
        "variance",
        "s = beta * s + (1 - beta) * np.var(g)",
        "You averaged a variance: s is the average of g**2 itself, with no mean"
        " subtracted, for each parameter on its own.",
    ),
    Mistake(
        "lr_in_s",
        "s = beta * s + (1 - beta) * (lr * g) ** 2",
        "You put lr times g into s: s is about gradients alone, and lr belongs "
        "in the step.",
    ),
    Mistake(
        "beta_fixed",
        "s = 0.9 * s + 0.1 * g**2",
        "You used the number 0.9 and not the argument beta.",
    ),
    *step_mistakes(up="g", s="s"),
    Mistake(
        "mean_over_axis",
        "s = beta * s + (1 - beta) * (g**2).mean(axis=0)",
        "You averaged the squares over an axis of g. Each parameter has its own s: "
        "average g**2 over time alone.",
    ),
    Mistake(
        "corrected_as_at_first",
        "theta = theta - lr * g / (np.sqrt(s / (1 - beta)) + eps)",
        "You divided s by 1 - beta before the root: that corrects the first step, and "
        "is wrong at all later ones. Here s is used as it is.",
    ),
    Mistake(
        "sign_of_g",
        "theta = theta - lr * np.sign(g)",
        "You stepped by the sign of g alone, whatever s is. The step is lr g, divided "
        "by the root of s.",
    ),
    added_on("s", "beta * s + (1 - beta) * g**2"),
)

RIGHT = (
    """
def rmsprop_step(theta, g, s, lr, beta, eps):
    s = s + (1 - beta) * (g * g - s)
    rate = lr / (np.sqrt(s) + eps)
    return np.stack([theta - rate * g, s])
""",
    """
def rmsprop_step(w, grad, sq, rate, decay, small):
    w, sq = np.array(w), np.array(sq)
    sq *= decay
    sq += (1 - decay) * grad**2
    w -= rate * grad / (sq**0.5 + small)
    return [w.tolist(), sq]
""",
    """
def rmsprop_step(theta, g, s, lr, beta, eps):
    theta, g, s = (a.astype(np.float32) for a in (theta, g, s))
    s = np.float32(beta) * s + np.float32(1 - beta) * np.square(g)
    return theta - np.float32(lr) * g / (np.sqrt(s) + np.float32(eps)), s
""",
)

EXERCISE = Exercise(
    title="One step of RMSprop",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=rmsprop_cases,
    returns=("theta", "s"),
    picture=rmsprop_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
