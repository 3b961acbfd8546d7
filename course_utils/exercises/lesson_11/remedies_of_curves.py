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
        "larger_for_a",
        {"A": "larger rate"},
        "A falls well but for one jump: its steps are long enough.",
    ),
    Mistake(
        "fall_for_a",
        {"A": "let the rate fall"},
        "A falls well before the jump and after it: its rate serves. One gradient "
        "was too long.",
    ),
    Mistake(
        "batch_for_a",
        {"A": "find the bad batch"},
        "In A the data look as always, and the loss stays a number: one gradient "
        "was too long, no more.",
    ),
    Mistake(
        "decay_for_a",
        {"A": "more decay"},
        "Decay shrinks the weights a little at each step; A's jump came within one.",
    ),
    Mistake(
        "clip_for_b",
        {"B": "clip the gradient"},
        "Clipping only shortens steps. B hardly moves: its steps are too short "
        "already.",
    ),
    Mistake(
        "fall_for_b",
        {"B": "let the rate fall"},
        "B has hardly moved in 200 steps: a falling rate moves it even less.",
    ),
    Mistake(
        "batch_for_b",
        {"B": "find the bad batch"},
        "One bad batch shows as a jump or a nan. B is slow from the first step to "
        "the last.",
    ),
    Mistake(
        "decay_for_b",
        {"B": "more decay"},
        "Decay pulls weights to zero; it does not make the steps of B longer.",
    ),
    Mistake(
        "clip_for_c",
        {"C": "clip the gradient"},
        "C shakes for 150 steps, not at one: no single gradient is too long.",
    ),
    Mistake(
        "larger_for_c",
        {"C": "larger rate"},
        "C shakes about a level that belongs to its rate: a larger one raises that "
        "level.",
    ),
    Mistake(
        "batch_for_c",
        {"C": "find the bad batch"},
        "C shakes for 150 steps: that is no single batch.",
    ),
    Mistake(
        "decay_for_c",
        {"C": "more decay"},
        "In C the *training* loss stays high: decay would not lower that.",
    ),
    Mistake(
        "clip_for_d",
        {"D": "clip the gradient"},
        "In D one batch holds a nan, and nan times a number is nan: clipping "
        "cannot help.",
    ),
    Mistake(
        "larger_for_d",
        {"D": "larger rate"},
        "D falls well until step 120: its steps are long enough. A nan came in.",
    ),
    Mistake(
        "fall_for_d",
        {"D": "let the rate fall"},
        "D falls well until step 120. Then a nan came in, and a small rate times "
        "nan is nan.",
    ),
    Mistake(
        "decay_for_d",
        {"D": "more decay"},
        "D falls well until step 120. Then a nan came in, and a nan that decays is "
        "still nan.",
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
