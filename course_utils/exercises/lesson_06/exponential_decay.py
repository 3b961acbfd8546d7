"""Write the exponential decay: every step multiplies the rate by gamma."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.schedules import loguniform


def exponential_picture(answer):
    from course_utils import plots

    t = range(101)
    gammas = (0.99, 0.97, 0.9)
    lines = {
        f"yours, γ = {g}": np.array([answer(0.1, g, k) for k in t]) for g in gammas
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, log=True)
    ax.set(title="Your exponential decay", xlabel="steps taken", ylabel="rate")
    return fig, "On a logarithmic axis your decay is a straight line for each gamma."


def exponential_cases(rng):
    def lr0():
        return loguniform(rng, 1e-3, 5)

    return [
        Case("no step taken yet", (lr0(), 0.9, 0)),
        Case("one step taken", (lr0(), float(rng.uniform(0.6, 0.8)), 1)),
        Case("two steps taken", (lr0(), float(rng.uniform(0.3, 0.6)), 2)),
        Case("some steps", (lr0(), float(rng.uniform(0.85, 0.95)), 11)),
        Case("many steps", (lr0(), 0.99, int(rng.integers(200, 500)))),
        Case("no decay at all", (lr0(), 1.0, 17)),
        Case("a large first rate", (30.0, float(rng.uniform(0.8, 0.9)), 5)),
    ]


SOLUTION = """
def exponential_decay(lr0, gamma, t):
    return lr0 * gamma**t
"""

MISTAKES = (
    Mistake(
        "one_step_ahead",
        "return lr0 * gamma ** (t + 1)",
        "You decayed once too often: t counts the steps already taken, so at t "
        "= 0 the rate is still lr0.",
    ),
    Mistake(
        "one_step_behind",
        "return lr0 * gamma ** (t - 1)",
        "You decayed once too little: after t steps lr0 has been multiplied by "
        "gamma t times, not t - 1 times.",
    ),
    Mistake(
        "multiplied_by_t",
        "return lr0 * gamma * t",
        "You multiplied by t. gamma is to be applied t times over: a power.",
    ),
    Mistake(
        "straight_line",
        "return lr0 * (1 - (1 - gamma) * t)",
        "You took the same amount off at each step: a straight line, that falls"
        " below zero. Here each step keeps the same share, gamma.",
    ),
    Mistake(
        "gamma_as_loss",
        "return lr0 * (1 - gamma) ** t",
        "You took gamma for the share that is lost at each step; it is the "
        "share that is kept.",
    ),
    Mistake(
        "exp_of_gamma",
        "return lr0 * np.exp(-gamma * t)",
        "You wrote exp(-gamma t). That is another convention for gamma: here "
        "each step multiplies the rate by gamma itself.",
    ),
    Mistake(
        "lr0_in_the_power",
        "return (lr0 * gamma) ** t",
        "You raised lr0 to the power t as well. Only gamma is applied t times; "
        "check the parentheses.",
    ),
    Mistake(
        "base_and_power_swapped",
        "return lr0 * t**gamma",
        "You swapped base and power: it is gamma that is raised to the power t.",
    ),
    Mistake(
        "lr0_missing",
        "return gamma**t",
        "You returned the share that is left, without the first rate lr0.",
    ),
    Mistake(
        "decayed_once",
        "return lr0 * gamma",
        "You multiplied by gamma once, whatever t is.",
    ),
    Mistake(
        "growing",
        "return lr0 / gamma**t",
        "You divided by gamma^t: the rate grows with time.",
    ),
    Mistake(
        "inverse_time",
        "return lr0 / (1 + gamma * t)",
        "You wrote the 1/t decay. The exponential one multiplies by gamma at "
        "each step.",
    ),
    Mistake(
        "compounded",
        "return lr0 * gamma ** (t * (t + 1) / 2)",
        "You decayed the decayed rate again: gamma, gamma^2, gamma^3 .. are all"
        " multiplied up. Start from lr0 each time.",
    ),
)

RIGHT = (
    """
def exponential_decay(first, keep, t):
    print("a stray print")
    lr = first
    for _ in range(t):
        lr *= keep
    return lr
""",
    """
def exponential_decay(a, b, c):
    return a * np.exp(c * np.log(b))
""",
    """
def exponential_decay(lr0, gamma, t):
    return np.float32(lr0) * np.float32(gamma) ** np.float32(t)
""",
    """
def exponential_decay(lr0, gamma, t):
    return np.array([lr0 * np.power(gamma, t)])
""",
)

EXERCISE = Exercise(
    title="The same share at every step",
    points=1,
    minutes=4,
    difficulty=1,
    solution=SOLUTION,
    cases=exponential_cases,
    picture=exponential_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
