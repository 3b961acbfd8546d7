"""Read four curves and say what to do first."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

REMEDIES = (
    "clip the gradient",
    "larger rate",
    "let the rate fall",
    "find the bad batch",
    "more decay",
)


def remedies_picture(answer):
    from course_utils import plots

    steps = np.arange(200)
    noise = 0.04 * np.random.default_rng(0).standard_normal(200)
    spike = 2 * np.exp(-steps / 60) + np.where(
        steps >= 100, np.exp(-(steps - 100) / 15), 0
    )
    fall = 2.3 * np.exp(-steps / 30)
    lines = {
        "A": spike + 0.1,
        "B": 2.3 - 0.0005 * steps,
        "C": np.maximum(fall, 0.5) + noise,
        "D": np.where(steps < 120, fall + 0.05, np.nan),
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines)
    ax.set(title="Four trainings", xlabel="step", ylabel="loss of a batch")
    return fig, "A has a spike, B is flat, C is flat and noisy, D ends at step 120."


MISTAKES = (
    Mistake(
        "flat_and_noisy_exchanged",
        (
            "clip the gradient",
            "let the rate fall",
            "larger rate",
            "find the bad batch",
        ),
        "A and D are right. B has hardly begun to fall; C fell fast and then shakes "
        "about a level. Which of them needs longer steps, which shorter ones?",
    ),
    Mistake(
        "nan_clipped",
        (
            "find the bad batch",
            "larger rate",
            "let the rate fall",
            "clip the gradient",
        ),
        "B and C are right. Clipping multiplies a gradient: nan times a number is nan. "
        "It helps where the gradient is long, not where it is no number.",
    ),
    Mistake(
        "larger_for_noisy",
        (
            "clip the gradient",
            "larger rate",
            "larger rate",
            "find the bad batch",
        ),
        "A, B and D are right. C shakes about a level that belongs to its rate: a "
        "larger one raises that level.",
    ),
    Mistake(
        "decay_for_noisy",
        (
            "clip the gradient",
            "larger rate",
            "more decay",
            "find the bad batch",
        ),
        "A, B and D are right. In C the *training* loss stays high: decay would not "
        "lower that.",
    ),
    Mistake(
        "clip_for_nan",
        (
            "clip the gradient",
            "larger rate",
            "let the rate fall",
            "clip the gradient",
        ),
        "A, B and C are right. In D one batch holds a nan, and nan times a number is "
        "nan: clipping cannot help.",
    ),
    Mistake(
        "fall_for_flat",
        (
            "clip the gradient",
            "let the rate fall",
            "let the rate fall",
            "find the bad batch",
        ),
        "A, C and D are right. B has hardly moved in 200 steps: a falling rate moves "
        "it even less.",
    ),
)

RIGHT = (
    [
        "Clip the gradient",
        "larger rate",
        "let the rate fall",
        "find the bad batch",
    ],
)

EXERCISE = Exercise(
    title="Diagnose: four curves, and what to do first",
    points=2,
    minutes=6,
    difficulty=1,
    solution=(
        "clip the gradient",
        "larger rate",
        "let the rate fall",
        "find the bad batch",
    ),
    options=REMEDIES,
    picture=remedies_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
