"""Choose a decay with which Adam arrives, and then is quiet."""

import numpy as np

from course_utils import descent, optimizers, problems, schedules
from course_utils.checks.exercise import Exercise, Mistake

LR0, STEPS, RUNS = 0.3, 300, 64
WANTED = 0.01  # the mean loss; a constant rate ends at 0.107
DISTANCE = 9  # of the start from the minimum


def decayed_adam(gamma):
    """Mean loss after each step of noisy runs of Adam under an exponential decay."""
    noise = np.random.default_rng(0).normal(size=(STEPS, 2, RUNS))
    adam = optimizers.Adam(schedules.exponential(LR0, gamma))
    trace = descent.run(adam, problems.quadratic([1.0, 4.0]), steps=STEPS, noise=noise)
    return trace.loss.mean(axis=1)


def floor_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    ax.plot(decayed_adam(1.0), **plots.data_style("constant rate"))
    yours = {f"yours, γ = {answer:.4g}": decayed_adam(answer)}
    plots.curves(ax, yours, log=True)
    ax.set(title="Adam in noise", xlabel="step", ylabel="mean loss of 64 runs")
    return fig, "With your decay the loss goes on falling below the constant rate's."


def what_is_missing(gamma):
    """What is missing for a run to arrive, and then be quiet; "" if nothing."""
    gamma = float(gamma)
    if not 0 < gamma <= 1:
        return f"gamma must lie in (0, 1]; yours is {gamma:g}."
    loss = decayed_adam(gamma)[-1]
    if loss <= WANTED:
        return ""
    last = LR0 * gamma ** (STEPS - 1)
    fault = (
        "it fell too fast, and Adam stopped on the way"
        " (its steps get shorter near the minimum, so they must cover twice the way)"
        if gamma < 0.985
        else "it is still too large, and the noise keeps Adam shaking"
    )
    return (
        f"With gamma = {gamma:g} the loss after {STEPS} steps is {loss:.3g}; wanted is "
        f"{WANTED} or less. The last rate was {last:.1g}: {fault}."
    )


MISTAKES = (
    Mistake(
        "no_decay",
        1.0,
        "With gamma = 1 nothing decays: the loss stays near 0.107, the noise "
        "floor of a constant rate.",
    ),
    Mistake(
        "beta_of_momentum",
        0.9,
        "The usual beta, 0.9? As a decay it is far too fast: all steps "
        "together can cover about 0.3 / (1 - 0.9) = 3, and the minimum is 9 "
        "away.",
    ),
    Mistake(
        "beta_of_adam",
        0.999,
        "The usual beta2, 0.999? As a decay it is too slow: after 300 "
        "steps three quarters of the rate are still there, and so is the noise.",
    ),
    Mistake(
        "just_the_distance",
        1 - LR0 / DISTANCE,
        "From 0.3 / (1 - gamma) = 9? Then all the steps together just cover the "
        "way, if each is of full length. Leave some to spare.",
    ),
    Mistake(
        "half",
        0.5,
        "With gamma = 0.5 the rate halves at each step: after ten of them Adam "
        "hardly moves.",
    ),
)

RIGHT = (
    0.985,
    np.float32(0.99),
    np.array(0.992),
)

EXERCISE = Exercise(
    title="Choose: below the noise floor",
    points=3,
    minutes=8,
    difficulty=2,
    solution=0.987,
    goal=what_is_missing,
    picture=floor_picture,
    rtol=4e-4,
    mistakes=MISTAKES,
    right=RIGHT,
)
