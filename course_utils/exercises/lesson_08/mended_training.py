"""Mend an Adam with four bugs: two of t, one of v, one of the path."""

from itertools import combinations

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.checks.slips import compiled
from course_utils.exercises.families.averaging import added_on


def training_picture(answer):
    from course_utils import plots

    gs = 1 + 0.1 * np.random.default_rng(0).standard_normal((3, 20, 2))
    args = (np.array([2.0, 2.0]), gs, 0.01, 0.9, 0.999, 1e-8)
    restarted = compiled(with_bugs("restarted"), "mended_training")
    per_parameter = compiled(with_bugs("per_parameter"), "mended_training")
    lines = {
        "yours": np.asarray(answer(*args))[:, 0],
        "t restarted each epoch": restarted(*args)[:, 0],
        "t counts parameters": per_parameter(*args)[:, 0],
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=np.arange(1, 61))
    ax.set(title="Your Adam over three epochs", xlabel="step", ylabel="θ")
    return fig, "Your theta falls along a straight line; the two with a bug do not."


def training_cases(rng):
    def start(d):
        return rng.uniform(1, 3, d) * rng.choice([-1.0, 1.0], d)

    def gradients(*shape, scale=1.0):
        return (rng.normal(size=shape) + rng.choice([-1, 1], shape[-1])) * scale

    scales = 10.0 ** np.array([-8, -3, 0, 4])
    zeros = gradients(2, 4, 3)
    zeros[..., 1] = 0.0
    usual, fast = (0.9, 0.999, 1e-8), (0.8, 0.95, 1e-8)
    return [
        Case("three epochs", (start(3), gradients(3, 5, 3), 0.02, *usual)),
        Case("two long epochs", (start(2), gradients(2, 12, 2), 0.02, *usual)),
        Case("scales apart", (start(4), gradients(2, 4, 4, scale=scales), 0.03, *fast)),
        Case("zero gradients", (start(3), zeros, 0.03, *usual)),
        Case("a large eps", (start(3), gradients(3, 3, 3), 0.05, 0.7, 0.99, 0.3)),
        Case("one batch an epoch", (start(2), gradients(6, 1, 2), 0.03, *fast)),
        Case("a single epoch", (start(3), gradients(1, 8, 3), 0.03, *usual)),
        Case("a start at zeros", (np.zeros(3), gradients(2, 4, 3), 0.03, *usual)),
    ]


SOLUTION = """
def mended_training(theta, gs, lr, beta1, beta2, eps):
    v, s = np.zeros(len(theta)), np.zeros(len(theta))
    t, path = 0, []
    for epoch in gs:
        for g in epoch:
            t += 1
            v = beta1 * v + (1 - beta1) * g
            s = beta2 * s + (1 - beta2) * g**2
            v_hat = v / (1 - beta1**t)
            s_hat = s / (1 - beta2**t)
            theta = theta - lr * v_hat / (np.sqrt(s_hat) + eps)
            path.append(theta)
    return np.array(path)
"""

# what a mark names is a line of that bug alone, "not" of all but that bug
AS_IT_WAS = """
def mended_training(theta, gs, lr, beta1, beta2, eps):
    theta = theta.copy()
    v, s = np.zeros(len(theta)), np.zeros(len(theta))
    path = []
    t = 0  # not restarted
    for epoch in gs:
        t = 0  # restarted
        for g in epoch:
            t += 1  # not per_parameter
            for i in range(len(theta)):
                t += 1  # per_parameter
                v[i] = beta1 * v[i] + (1 - beta1) * g[i]
                s[i] = beta2 * s[i] + (1 - beta2) * g[i] ** 2
                v_hat = v[i] / (1 - beta1**t)
                v[i] = v_hat  # stored
                s_hat = s[i] / (1 - beta2**t)
                theta[i] = theta[i] - lr * v_hat / (np.sqrt(s_hat) + eps)
            path.append(theta)  # one_array
            path.append(theta.copy())  # not one_array
    return np.array(path)
"""
STILL = {
    "restarted": "t starts again in each epoch",
    "per_parameter": "t counts parameters and not steps",
    "stored": "the corrected v is stored back as v",
    "one_array": "all rows of the path are one and the same array",
}


def with_bugs(*bugs):
    """The code as it was with these of its bugs, and the others mended."""
    lines = []
    for line in AS_IT_WAS.splitlines():
        code, _, of = line.partition("  # ")
        bug = of.removeprefix("not ")
        if not of or (bug in bugs) == (of == bug):
            lines.append(code)
    return "\n".join(lines)


MENDED = {
    3: "One of four bugs is mended. One of those left",
    2: "Two of four bugs are mended. One of those left",
    1: "Three of four bugs are mended. Left is",
}


def unfinished():
    """A mistake for each set of the bugs that may be left; it tells the first alone."""
    for n, mended in MENDED.items():
        for bugs in combinations(STILL, n):
            message = f"{mended}: {STILL[bugs[0]]}."
            yield Mistake("_and_".join(bugs), with_bugs(*bugs), message)


MISTAKES = (
    as_given(with_bugs(*STILL), "all four bugs are"),
    *unfinished(),
    Mistake(
        "stuck",
        "t = 1",
        "Now t stays at 1: count it up once for each batch, before it is used.",
    ),
    Mistake(
        "starts_at_zero",
        "t = len(path)",
        "Your t is 0 at the first step, which divides zero by zero. Count up "
        "before you use it.",
    ),
    Mistake(
        "one_too_large",
        "t, path = 1, []",
        "Your t is one too large: it is 1 at the first step.",
    ),
    Mistake(
        "epochs_counted",
        "t = len(path) // len(epoch) + 1",
        "Your t counts epochs; it is to count steps, one for each batch.",
    ),
    Mistake(
        "v_uncorrected",
        "v_hat = v",
        "You use v where the corrected v_hat is due: the first steps are too short.",
    ),
    Mistake(
        "s_uncorrected",
        "s_hat = s",
        "You use s where the corrected s_hat is due: the first steps are too long.",
    ),
    Mistake(
        "uncorrected",
        """
        v_hat = v
        s_hat = s
        """,
        "You left out both corrections: the first steps are too long.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * v_hat / (np.sqrt(s_hat) + eps)",
        "You walk uphill: the step is to be subtracted from theta.",
    ),
    Mistake(
        "g_for_v_hat",
        "theta = theta - lr * g / (np.sqrt(s_hat) + eps)",
        "You step along g; it is v_hat that stands above the line.",
    ),
    Mistake(
        "no_root",
        "theta = theta - lr * v_hat / (s_hat + eps)",
        "You lost the root of s_hat.",
    ),
    Mistake(
        "eps_inside",
        "theta = theta - lr * v_hat / np.sqrt(s_hat + eps)",
        "You put eps inside the root; it stands outside.",
    ),
    Mistake(
        "precedence",
        "theta = theta - lr * v_hat / np.sqrt(s_hat) + eps",
        "You lost the parentheses around sqrt(s_hat) + eps: eps is added to theta.",
    ),
    Mistake(
        "betas_swapped",
        """
        v = beta2 * v + (1 - beta2) * g
        s = beta1 * s + (1 - beta1) * g**2
        v_hat = v / (1 - beta2**t)
        s_hat = s / (1 - beta1**t)
        """,
        "You swapped beta1 and beta2: v has beta1, s has beta2.",
    ),
    Mistake(
        "last_only",
        "return theta",
        "You return the last theta alone; a row for each step is wanted.",
    ),
    Mistake(
        "start_included",
        "t, path = 0, [theta]",
        "You store the start as well, or store theta before the step: a row "
        "belongs to what a step has reached.",
    ),
    Mistake(
        "stored_before",
        """
        old, theta = theta, theta - lr * v_hat / (np.sqrt(s_hat) + eps)
        path.append(old)
        """,
        "You store theta before the step; store it after.",
    ),
    Mistake(
        "one_row_per_epoch",
        "return np.array(path[len(epoch) - 1 :: len(epoch)])",
        "You store theta once in each epoch; a row for each step is wanted.",
    ),
    Mistake(
        "averages_restarted",
        """
        v = beta1 * v * (len(path) % len(epoch) > 0) + (1 - beta1) * g
        s = beta2 * s * (len(path) % len(epoch) > 0) + (1 - beta2) * g**2
        """,
        "You set v and s to zero in each epoch. They go on from epoch to epoch, as t "
        "does: set them once, before the loops.",
    ),
    Mistake(
        "all_restarted",
        """
        t = len(path) % len(epoch) + 1
        v = beta1 * v * (len(path) % len(epoch) > 0) + (1 - beta1) * g
        s = beta2 * s * (len(path) % len(epoch) > 0) + (1 - beta2) * g**2
        """,
        "You start t, v and s again in each epoch. All three go on from epoch to "
        "epoch: set them once, before the loops.",
    ),
    added_on("v", "beta1 * v + (1 - beta1) * g"),
)

RIGHT = (
    """
def mended_training(theta, gs, lr, beta1, beta2, eps):
    theta, path, t = theta.copy(), [], 0
    v, s = np.zeros(len(theta)), np.zeros(len(theta))
    for epoch in gs:
        for g in epoch:
            t += 1
            for i in range(len(theta)):
                v[i] = beta1 * v[i] + (1 - beta1) * g[i]
                s[i] = beta2 * s[i] + (1 - beta2) * g[i] ** 2
                v_hat = v[i] / (1 - beta1**t)
                s_hat = s[i] / (1 - beta2**t)
                theta[i] = theta[i] - lr * v_hat / (np.sqrt(s_hat) + eps)
            path.append(theta.copy())
    return path
""",
    """
def mended_training(theta, gs, a, b1, b2, e):
    v = s = np.zeros_like(theta)
    path = np.empty((gs.shape[0] * gs.shape[1], len(theta)))
    for t, g in enumerate(gs.reshape(-1, len(theta)), start=1):
        v, s = v + (1 - b1) * (g - v), s + (1 - b2) * (g * g - s)
        root = np.sqrt(1 - b2**t)
        theta = theta - a * root / (1 - b1**t) * v / (np.sqrt(s) + e * root)
        path[t - 1] = theta
    return path
""",
    """
def mended_training(theta, gs, lr, beta1, beta2, eps):
    theta, gs = theta.astype(np.float32), gs.astype(np.float32)
    v, s, path = 0 * theta, 0 * theta, [theta]
    for t, g in enumerate(gs.reshape(-1, len(theta)), start=1):
        v, s = beta1 * v + (1 - beta1) * g, beta2 * s + (1 - beta2) * g**2
        root = np.sqrt(s / (1 - beta2**t))
        path.append(path[-1] - lr * v / (1 - beta1**t) / (root + eps))
    return path[1:]
""",
)

EXERCISE = Exercise(
    title="Mend: an Adam with four bugs",
    points=5,
    minutes=20,
    difficulty=3,
    solution=SOLUTION,
    cases=training_cases,
    picture=training_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
