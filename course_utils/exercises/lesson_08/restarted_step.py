"""Predict the step of Adam after t has been set back to 1."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake


def restarted_picture(answer):
    from course_utils import plots

    v_hat = 1 / (1 - 0.9 ** np.arange(1, 61))
    s_hat = 1 / (1 - 0.999 ** np.arange(1, 61))
    lengths = np.concatenate([np.ones(20), v_hat / np.sqrt(s_hat)])
    fig, ax = plots.figure()
    plots.curves(ax, {"length of a step / α": lengths}, legend=False)
    ax.plot(20, float(answer), "o", color=plots.your_style()["color"])
    ax.set(title="t set back to 1 at step 20 of the picture", xlabel="step")
    ax.set(ylabel="step / α", ylim=(0, 1.1))
    return fig, "The steps drop to a third at once, shrink further, and recover slowly."


MISTAKES = (
    Mistake(
        "a_third",
        1 / 3,
        "A third is the best of the three guesses. Now compute it: the quotient of the "
        "two hats is close to a third, but not within 2 %.",
    ),
    Mistake(
        "only_v",
        10.0,
        "You corrected v alone: v_hat is 10 times too large, as 1 - beta1 = "
        "0.1. But s_hat is too large as well, and stands below the line.",
    ),
    Mistake(
        "only_s",
        1 / np.sqrt(1000),
        "You corrected s alone. v_hat is too large as well, and stands above the line.",
    ),
    Mistake(
        "nothing_happens",
        1.0,
        "That is the step while t goes on. With t = 1 the averages, full as "
        "they are, are divided by 0.1 and 0.001.",
    ),
    Mistake(
        "upside_down",
        np.sqrt(10),
        "You have it upside down, or multiplied by the corrections where they "
        "divide. That would be the first step of Adam without any correction.",
    ),
    Mistake(
        "root_forgotten",
        0.01,
        "You forgot the root of s_hat: it is 1000, and the step has sqrt(1000) "
        "below the line.",
    ),
    Mistake(
        "betas_for_rests",
        0.9 / np.sqrt(0.999),
        "You used the betas where the corrections 1 - beta1 and 1 - beta2 are due.",
    ),
    Mistake(
        "inverse_of_betas",
        np.sqrt(0.999) / 0.9,
        "You divided by the betas; the corrections at t = 1 divide by 1 - beta1"
        " and 1 - beta2.",
    ),
)

RIGHT = (
    0.316,
    0.32,
    1 / np.sqrt(10),
)

EXERCISE = Exercise(
    title="Predict: t starts again",
    points=2,
    minutes=6,
    difficulty=2,
    solution=np.sqrt(0.001) / 0.1,
    picture=restarted_picture,
    rtol=2e-2,
    mistakes=MISTAKES,
    right=RIGHT,
)
