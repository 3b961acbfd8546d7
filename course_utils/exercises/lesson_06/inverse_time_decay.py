"""Write the 1/t decay: fast at first, then ever more slowly."""

import numpy as np

from course_utils import schedules
from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.schedules import loguniform


def inverse_time_picture(answer):
    from course_utils import plots

    t = np.arange(0, 301, 3)
    ks = 0.01, 0.05
    lines = {f"yours, k = {k}": [answer(0.1, k, int(j)) for j in t] for k in ks}
    lines["exponential, γ = 0.97"] = schedules.exponential(0.1, 0.97)(t)
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=t, log=True)
    ax.set(title="Your 1/t decay", xlabel="steps taken", ylabel="rate")
    return fig, "Your 1/t decay falls fast at first, then ever more slowly."


def inverse_time_cases(rng):
    def lr0():
        return loguniform(rng, 1e-3, 5)

    return [
        Case("no step taken yet", (lr0(), 0.5, 0)),
        Case("one step taken", (lr0(), float(rng.uniform(0.2, 0.9)), 1)),
        Case("some steps", (lr0(), float(rng.uniform(0.2, 0.9)), 5)),
        Case("a fast decay", (lr0(), float(rng.uniform(1.5, 3)), 4)),
        Case("a slow decay", (lr0(), 0.01, int(rng.integers(30, 70)))),
        Case("many steps", (lr0(), float(rng.uniform(0.2, 0.9)), 1000)),
        Case("no decay at all", (lr0(), 0.0, 9)),
        Case("a large first rate", (30.0, 0.25, 7)),
    ]


SOLUTION = """
def inverse_time_decay(lr0, k, t):
    return lr0 / (1 + k * t)
"""

MISTAKES = (
    Mistake(
        "compounded",
        "return lr0 / np.prod([1 + k * j for j in range(1, t + 1)])",
        "You divided the already decayed rate again: all the factors 1 + k, 1 +"
        " 2k, .. 1 + t k are multiplied up. Always divide the first rate, lr0.",
    ),
    Mistake(
        "compounded_late",
        "return lr0 / np.prod([1 + k * j for j in range(t)])",
        "You divided the already decayed rate again, once for each step before "
        "this one. Always divide the first rate, lr0, and only once.",
    ),
    Mistake(
        "same_factor_again",
        "return lr0 / (1 + k) ** t",
        "You divided by 1 + k at every step: that is an exponential decay. "
        "Divide lr0 once, by 1 + k t.",
    ),
    Mistake(
        "parentheses",
        "return lr0 / 1 + k * t",
        "You left out the parentheses: lr0 / 1 + k * t divides by 1 and then adds k t.",
    ),
    Mistake(
        "times_t_last",
        "return lr0 / (1 + k) * t",
        "You divided by 1 + k and then multiplied by t. The t belongs below the"
        " line: check the parentheses.",
    ),
    Mistake(
        "one_missing",
        "return lr0 / (k * t)",
        "You left out the 1 below the line: at t = 0 that divides by zero.",
    ),
    Mistake(
        "one_step_ahead",
        "return lr0 / (1 + k * (t + 1))",
        "You are one step ahead: t counts the steps already taken, so at t = 0 "
        "the rate is still lr0.",
    ),
    Mistake(
        "one_step_behind",
        "return lr0 / (1 + k * (t - 1))",
        "You are one step behind: the first step has t = 0 here, not t = 1.",
    ),
    Mistake(
        "growing",
        "return lr0 * (1 + k * t)",
        "You multiplied where you should divide: the rate grows with time.",
    ),
    Mistake(
        "straight_line",
        "return lr0 * (1 - k * t)",
        "You subtracted k t: a straight line, that falls below zero. The 1/t "
        "decay divides and never reaches zero.",
    ),
    Mistake(
        "minus",
        "return lr0 / (1 - k * t)",
        "You have a minus below the line: the rate grows, and then turns negative.",
    ),
    Mistake(
        "square_root",
        "return lr0 / np.sqrt(1 + k * t)",
        "You took a root below the line. That 1/sqrt(t) decay exists, too; here"
        " the plain 1/t decay is wanted.",
    ),
    Mistake(
        "k_ignored",
        "return lr0 / (1 + t)",
        "You left out k, which says how fast the rate falls.",
    ),
    Mistake(
        "k_added",
        "return lr0 / (1 + k + t)",
        "You added k to t; the two are to be multiplied.",
    ),
    Mistake(
        "exponential",
        "return lr0 * np.exp(-k * t)",
        "You wrote an exponential decay. This one divides by 1 + k t.",
    ),
    Mistake(
        "floor_division",
        "return lr0 // (1 + k * t)",
        "You used //, which cuts off everything behind the point. Use a single /.",
    ),
    Mistake(
        "staircase",
        "return lr0 / (1 + int(k * t))",
        "You rounded k t down to a whole number: the rate falls in stairs, and "
        "not smoothly. Leave k t as it is.",
    ),
    Mistake(
        "lr0_missing",
        "return 1 / (1 + k * t)",
        "You left out the first rate, lr0.",
    ),
    Mistake(
        "power_of_k",
        "return lr0 * k**t",
        "You took k for a factor at each step; divide lr0 once, by 1 + k t.",
    ),
    Mistake(
        "power_below",
        "return lr0 / (1 + k**t)",
        "You raised k to the power t; below the line stands 1 + k t, a product.",
    ),
    Mistake(
        "divided_by_k",
        "return lr0 / (1 + t / k)",
        "You divided t by k; below the line stands 1 + k t, a product.",
    ),
)

RIGHT = (
    """
def inverse_time_decay(lr0, k, t):
    return lr0 * (1 + k * t) ** -1
""",
    """
def inverse_time_decay(lr, decay, n):
    return [1 / (1 / lr + decay * n / lr)]
""",
    """
def inverse_time_decay(lr0, k, t):
    return np.float32(lr0) / np.float32(1 + t * k)
""",
)

EXERCISE = Exercise(
    title="The 1/t decay",
    points=2,
    minutes=5,
    difficulty=1,
    solution=SOLUTION,
    cases=inverse_time_cases,
    picture=inverse_time_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
