"""One step of AdaGrad: s sums the squares, and its root divides the step."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families import steps
from course_utils.exercises.families.scaled_steps import (
    return_mistakes,
    square_mistakes,
    step_mistakes,
)
from course_utils.optimizers import AdaGrad
from course_utils.problems import ravine


def adagrad_picture(answer):
    from course_utils import plots

    problem, paths = ravine(), {}
    for lr in (2, 0.5):

        def step(theta, s, lr=lr):
            return answer(theta, problem.gradient(theta), s, lr, 1e-10)

        paths[f"yours, α = {lr}"] = steps.walk(step, problem.start, steps=60)
    fig, (left, right) = plots.figure(1, 2)
    first = paths["yours, α = 2"]
    plots.path(plots.contours(left, problem), first, **plots.your_style())
    left.set(title="Your AdaGrad in the ravine, α = 2")
    lengths = {name: np.abs(np.diff(path[:, 0])) for name, path in paths.items()}
    plots.curves(right, lengths, log=True)
    right.set(title="How far each step goes along", xlabel="step")
    return fig, (
        "Your AdaGrad crosses the ravine a few times, then walks to the minimum in "
        "ever shorter steps."
    )


def adagrad_cases(rng):
    cases = []
    for label, gs, eps in steps.histories(rng):
        lr, theta = float(rng.uniform(0.05, 0.2)), steps.somewhere(rng, gs[0].shape)
        s = steps.played(AdaGrad(lr, eps), gs).s
        cases.append(Case(label, (theta, gs[-1], s, lr, eps)))
    return cases


SOLUTION = """
def adagrad_step(theta, g, s, lr, eps):
    s = s + g**2
    theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta, s
"""

MISTAKES = (
    *return_mistakes(new_s="s + g**2"),
    *square_mistakes(new_s="s + g**2"),
    Mistake(
        "absolute_value",
        "s = s + np.abs(g)",
        "You added |g| where g**2 is to be added.",
    ),
    Mistake(
        "square_left_out",
        "s = s + g",
        "You added g where g**2 is to be added: a negative sum has no root (nan).",
    ),
    Mistake(
        "past_dropped",
        "s = g**2",
        "You dropped the old s: AdaGrad adds the new square to all that came "
        "before. Yours makes every step lr long.",
    ),
    Mistake(
        "forgets",
        "s = 0.9 * s + 0.1 * g**2",
        "You let s forget, with beta = 0.9: that is RMSprop, the next exercise."
        " AdaGrad keeps a plain sum.",
    ),
    Mistake(
        "one_scale",
        "s = s + np.mean(g**2)",
        "You added the mean of g**2 over all parameters: one scale for all. Add"
        " each parameter's own square.",
    ),
    Mistake(
        "one_scale_sum",
        "s = s + np.sum(g**2)",
        "You added the sum of g**2 over all parameters: one scale for all. Add "
        "each parameter's own square.",
    ),
    Mistake(
        "lr_in_s",
        "s = s + (lr * g) ** 2",
        "You put lr times g into s: s is about gradients alone, and lr belongs "
        "in the step.",
    ),
    Mistake(
        "square_of_sum",
        "s = (s + g) ** 2",
        "You squared s as well: square g alone, then add.",
    ),
    *step_mistakes(up="g", s="s"),
    Mistake(
        "mean_over_axis",
        "s = s + (g**2).mean(axis=0)",
        "You averaged the squares over an axis of g. Each parameter has its own: add "
        "g**2 as it is.",
    ),
    Mistake(
        "sign_of_g",
        "theta = theta - lr * np.sign(g)",
        "You stepped by the sign of g alone, whatever s is. The step is lr g, divided "
        "by the root of s.",
    ),
)

RIGHT = (
    """
def adagrad_step(w, grad, total, rate, small):
    print("a stray print")
    w, total = w.copy(), total.copy()
    for i in np.ndindex(w.shape):
        total[i] += grad[i] * grad[i]
        w[i] -= rate / (total[i] ** 0.5 + small) * grad[i]
    return [w, total]
""",
    """
def adagrad_step(theta, g, s, lr, eps):
    s = np.add(s, np.square(g))
    return (theta + -lr * (g / (eps + s**0.5))).tolist(), s.tolist()
""",
    """
def adagrad_step(theta, g, s, lr, eps):
    theta, g, s = (a.astype(np.float32) for a in (theta, g, s))
    s += np.abs(g) ** 2
    theta -= lr * g / (np.sqrt(s) + eps)
    return theta, s
""",
)

EXERCISE = Exercise(
    title="One step of AdaGrad",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=adagrad_cases,
    returns=("theta", "s"),
    picture=adagrad_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
