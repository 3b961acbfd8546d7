"""The first step at which a given share of the weight lies on the data."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def settling_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    t = np.arange(1, 6001)
    betas = 0.9, 0.99, 0.999
    plots.curves(ax, {f"β = {b}": 1 - b**t for b in betas}, x=t)
    for beta in betas:
        ax.plot(float(answer(beta, 0.99)), 0.99, "o", **plots.your_style("_"))
    ax.set(xscale="log", title="Your steps until 99 %", xlabel="t", ylabel="1 - β^t")
    return fig, "Your dots stand where each curve passes 99 %: at 44, 459 and 4603."


def settling_cases(rng):
    """Betas and shares that are passed well between two whole steps."""

    def case(beta, t, after):
        return float(beta), float(1 - beta ** (t - 1 + after))

    slow = 1 - 10 ** rng.uniform(-3.2, -2.5)
    return [
        Case("beta = 0.9, 99 percent", (0.9, 0.99)),
        Case("beta = 0.999, 99 percent", (0.999, 0.99)),
        Case("settled at once", case(rng.uniform(0.05, 0.2), 1, 0.5)),
        Case("a fast average", case(rng.uniform(0.4, 0.6), 3, 0.3)),
        Case("a usual average", case(rng.uniform(0.8, 0.95), 17, 0.7)),
        Case("a usual average", case(rng.uniform(0.8, 0.95), 8, 0.3)),
        Case("a slow average", case(slow, rng.integers(900, 1100), 0.3)),
        Case("a share that is met exactly, and then passed", (0.5, 0.75)),
        Case("a small share", case(0.99, rng.integers(5, 9), 0.6)),
    ]


SOLUTION = """
def steps_until_settled(beta, share):
    return np.floor(np.log(1 - share) / np.log(beta)) + 1
"""

MISTAKES = (
    Mistake(
        "rounded_down",
        "return np.floor(np.log(1 - share) / np.log(beta))",
        "You are one step short: you rounded down, or counted from 0. The share"
        " is first passed at the next whole step.",
    ),
    Mistake(
        "at_least",
        "return np.ceil(np.log(1 - share) / np.log(beta))",
        "You return the first step at which the share is *reached*; asked is the "
        "first at which it is more. Where the two meet exactly that is one step on.",
    ),
    Mistake(
        "not_rounded",
        "return np.log(1 - share) / np.log(beta)",
        "You solved the equation, but steps are whole: return the first whole t"
        " at which the share is passed.",
    ),
    Mistake(
        "rounded",
        "return np.round(np.log(1 - share) / np.log(beta))",
        "You rounded to the nearest whole step; that is at times one short. Go "
        "up to the next one.",
    ),
    Mistake(
        "one_more",
        "return np.ceil(np.log(1 - share) / np.log(beta)) + 1",
        "You are one step late: rounding up is enough where the share is not met "
        "exactly, or you counted the step after the one that passes.",
    ),
    Mistake(
        "share_for_rest",
        "return np.ceil(np.log(share) / np.log(beta))",
        "You solved beta^t = share. beta^t is the rest, what is still missing: "
        "it must fall to 1 - share.",
    ),
    Mistake(
        "share_for_rest_not_rounded",
        "return np.log(share) / np.log(beta)",
        "You solved beta^t = share. beta^t is the rest, what is still missing: "
        "it must fall to 1 - share. And steps are whole.",
    ),
    Mistake(
        "e_folding",
        "return 1 / (1 - beta)",
        "You returned 1/(1-beta). After that many steps about 63 % is reached, "
        "whatever share was asked for.",
    ),
    Mistake(
        "e_folding_up",
        "return np.ceil(np.log(1 - share) / (beta - 1))",
        "You used exp(-(1-beta) t) for beta^t. That is close for slow averages "
        "only: use ln(beta).",
    ),
    Mistake(
        "new_weight",
        "return np.ceil(np.log(1 - share) / np.log(1 - beta))",
        "You took powers of 1 - beta; what is missing is multiplied by beta at "
        "each step.",
    ),
    Mistake(
        "sign",
        "return np.ceil(-np.log(1 - share) / np.log(beta))",
        "You have the sign wrong: both logarithms are negative, so their ratio "
        "is positive.",
    ),
    Mistake(
        "upside_down",
        "return np.ceil(np.log(beta) / np.log(1 - share))",
        "You have the fraction upside down: it is ln(1 - share) / ln(beta).",
    ),
    Mistake(
        "log_left_out",
        "return np.ceil(np.log(1 - share) / beta)",
        "You divided by beta itself: the logarithm is taken on both sides, so "
        "beta becomes ln(beta).",
    ),
    Mistake(
        "difference",
        "return np.ceil(np.log((1 - share) / beta))",
        "You took the logarithm of a ratio where the ratio of two logarithms is"
        " wanted.",
    ),
)

RIGHT = (
    """
import itertools


def steps_until_settled(beta, share):
    return next(t for t in itertools.count(1) if 1 - beta**t > share)
""",
    """
def steps_until_settled(b, wanted):
    t, missing = 0, 1.0
    while missing >= 1 - wanted:
        t, missing = t + 1, missing * b
    return t
""",
    """
def steps_until_settled(beta, share):
    return [int(np.log1p(-share) / np.log(beta)) + 1]
""",
)

EXERCISE = Exercise(
    title="How long does the start last?",
    points=2,
    minutes=6,
    difficulty=2,
    solution=SOLUTION,
    cases=settling_cases,
    picture=settling_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
