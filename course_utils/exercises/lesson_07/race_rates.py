"""Choose a rate for each of three optimizers with which it arrives."""

import numpy as np

from course_utils import descent, problems
from course_utils.checks.exercise import Exercise, Mistake
from course_utils.exercises.families.comparing import RACERS

STEPS = 100  # down the ravine
WANTED, LAST = 0.01, 20  # the largest of the last losses must be so low


def reached(rates):
    """{name: (its rate, the largest of its last losses)} of each racer."""
    pairs = zip(RACERS.items(), rates, strict=True)
    return {
        name: (
            rate,
            descent.run(rule(rate), problems.ravine(), steps=STEPS).loss[-LAST:].max(),
        )
        for (name, rule), rate in pairs
    }


def race_picture(answer):
    from course_utils import plots

    pairs = zip(RACERS.items(), answer, strict=True)
    lines = {
        name: descent.run(rule(float(rate)), problems.ravine(), steps=STEPS).loss
        for (name, rule), rate in pairs
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, log=True)
    ax.axhline(WANTED, color="#8a94a0", linewidth=1)
    ax.set(title="Each at a rate of its own", xlabel="step", ylabel="loss")
    return fig, "With a rate of its own each of the three falls below the line at 0.01."


def all_arrive(rates):
    """Say which racers do not arrive at their rate; "" if all do."""
    if isinstance(rates, dict) or np.shape(rates) != (3,):
        return "The answer is a tuple of three rates, such as (0.1, 0.1, 0.1)."
    rates = [float(rate) for rate in rates]
    if not all(np.isfinite(rates)) or min(rates) <= 0:
        return "Each rate must be a finite number above 0."
    faults = [
        f"{name} at {rate:g} "
        + (f"is still at {loss:.2g}" if loss < 1e3 else "diverges")
        for name, (rate, loss) in reached(rates).items()
        if not loss <= WANTED
    ]
    wanted = f"Wanted are last {LAST} losses of {WANTED} or less."
    return f"{wanted} {'; '.join(faults)}." if faults else ""


MISTAKES = (
    Mistake(
        "shared_small",
        (0.01, 0.01, 0.01),
        "You gave all of them 0.01: none arrives. Give each a rate of its own.",
    ),
    Mistake(
        "shared_tenth",
        (0.1, 0.1, 0.1),
        "You gave all of them 0.1: Momentum arrives, gradient descent diverges,"
        " Adam is too slow. No shared rate suits all three.",
    ),
    Mistake(
        "shared_for_descent",
        (0.07, 0.07, 0.07),
        "The rate 0.07 suits gradient descent and will do for Momentum, but "
        "Adam's steps are about as long as its rate: 100 of them cover 7, and "
        "the way is 9.",
    ),
    Mistake(
        "shared_for_adam",
        (0.5, 0.5, 0.5),
        "The rate 0.5 suits Momentum and Adam, but gradient descent diverges "
        "above 2/25 = 0.08.",
    ),
    Mistake(
        "library_defaults",
        (0.01, 0.01, 0.001),
        "You took the rates that libraries start from. They know nothing of "
        "this loss: all three are too slow here.",
    ),
)

RIGHT = (
    (0.06, 0.1, 1.0),
    [0.075, 1, 0.3],
    np.array([0.05, 0.2, 0.4]),
)

EXERCISE = Exercise(
    title="Choose: a rate for each",
    points=2,
    minutes=8,
    difficulty=2,
    solution=(0.07, 0.5, 0.5),
    goal=all_arrive,
    picture=race_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
