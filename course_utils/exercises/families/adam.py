"""Cases of exercises on one step of Adam and its kin."""

import numpy as np

from course_utils.checks.exercise import Case
from course_utils.exercises.families.steps import (
    SMALL_EPS,
    histories,
    played,
    somewhere,
)
from course_utils.optimizers import Adam
from course_utils.problems import ravine

FADED = "large gradients long ago"
USUAL = ("the first step", "a matrix of parameters")  # have the usual betas


def adam_histories(rng):
    """Histories for a step of Adam; in one s has fallen below its maximum."""
    usual = histories(rng)
    gs = rng.uniform(0.5, 2, (12, 4)) * rng.choice([-1, 1], 4)
    gs[0, :3] *= 20
    return [*usual, (FADED, gs, SMALL_EPS)]


def adam_case(rng, label, gs, eps):
    """Arguments (theta, g, v, s, t, lr, beta1, beta2, eps) after a history."""
    beta1 = 0.9 if label in USUAL else float(rng.uniform(0.5, 0.95))
    beta2 = 0.999 if label in USUAL else float(rng.uniform(0.75, 0.99))
    if label == FADED:
        beta2 = 0.75  # so that even s_hat has fallen below the maximum
    lr, theta = float(rng.uniform(0.05, 0.2)), somewhere(rng, gs[0].shape)
    state = played(Adam(lr, beta1, beta2, eps), gs)
    args = (theta, gs[-1], state.v, state.s, len(gs), lr, beta1, beta2, eps)
    return Case(label, args)


def adam_cases(rng):
    """A case for each of the histories."""
    return [adam_case(rng, *history) for history in adam_histories(rng)]


def adam_picture(answer):
    from course_utils import plots

    problem, paths = ravine(), {}
    for correct in (True, False):
        theta, v, s = problem.start, np.zeros(2), np.zeros(2)
        path = [theta]
        for t in range(1, 121):
            t_used = t if correct else 10**6
            g = problem.gradient(theta)
            theta, v, s = answer(theta, g, v, s, t_used, 0.2, 0.9, 0.999, 1e-8)
            path.append(theta)
        paths[correct] = np.array(path)
    fig, (left, right) = plots.figure(1, 2)
    plots.path(plots.contours(left, problem), paths[True], **plots.your_style())
    left.set(title="Your Adam in the ravine")
    lengths = {k: np.abs(np.diff(p[:, 0])) for k, p in paths.items()}
    lines = {"yours": lengths[True][:30], "yours, uncorrected": lengths[False][:30]}
    plots.curves(right, lines, x=np.arange(1, 31))
    right.set(title="Its steps along $θ_1$, at α = 0.2", xlabel="step t")
    return fig, (
        "Your Adam walks to the minimum. Its first step is as long as the rate; "
        "without the corrections it would be three times as long."
    )
