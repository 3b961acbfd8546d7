"""Make rates to try: from low to high, each the one before times the same."""

import numpy as np

from course_utils import descent, problems
from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.comparing import RACERS


def grid_picture(answer):
    from course_utils import plots

    problem, rates = problems.ravine(), np.array(answer(1e-3, 1.0, 25))
    lines = {
        name: descent.grid(rule(rates), problem, steps=100)
        for name, rule in RACERS.items()
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=rates, log=True, marker=".")
    ax.set(xscale="log", ylim=(1e-6, 1e3), xlabel="α", ylabel="loss after 100 steps")
    ax.set(title="Your grid on the ravine")
    return fig, "Each optimizer has its best rate at another place of your grid."


def grid_cases(rng):
    def ends():
        low = 10 ** rng.uniform(-5, -3)
        return float(low), float(low * 10 ** rng.uniform(1.2, 4))

    return [
        Case("whole decades", (0.001, 1.0, 4)),
        Case("two rates a decade", (1e-4, 1.0, 9)),
        Case("odd ends", (*ends(), 7)),
        Case("many rates", (*ends(), 25)),
        Case("only the ends", (*ends(), 2)),
        Case("rates above 1", (2.0, 90.0, 6)),
    ]


SOLUTION = """
def log_grid(low, high, n):
    ratio = (high / low) ** (1 / (n - 1))
    return low * ratio ** np.arange(n)
"""

MISTAKES = (
    Mistake(
        "evenly_spaced",
        "return np.linspace(low, high, n)",
        "You spaced the rates evenly: nearly all of them lie in the top decade."
        " The *ratio* of neighbours is to be the same.",
    ),
    Mistake(
        "ends_as_exponents",
        "return np.logspace(low, high, n)",
        "You gave np.logspace the rates; it wants exponents of ten. Take their "
        "logarithm to base 10 first, or use np.geomspace.",
    ),
    Mistake(
        "exponents_returned",
        "return np.linspace(np.log10(low), np.log10(high), n)",
        "You returned the exponents. Raise ten to them to get the rates.",
    ),
    Mistake(
        "logarithms_returned",
        "return np.linspace(np.log(low), np.log(high), n)",
        "You returned the logarithms of the rates. Undo them with np.exp.",
    ),
    Mistake(
        "two_logarithms",
        "return np.logspace(np.log(low), np.log(high), n)",
        "You mixed two logarithms: np.log is to base e, np.logspace raises ten.",
    ),
    Mistake(
        "last_left_out",
        "ratio = (high / low) ** (1 / n)",
        "Your grid stops short of high: n rates have n - 1 gaps between them.",
    ),
    Mistake(
        "first_left_out",
        """
        ratio = (high / low) ** (1 / n)
        return low * ratio ** np.arange(1, n + 1)
        """,
        "Your grid leaves out low: start with it, and make n - 1 gaps.",
    ),
    Mistake(
        "one_too_many",
        """
        ratio = (high / low) ** (1 / n)
        return low * ratio ** np.arange(n + 1)
        """,
        "You returned n + 1 rates: n gaps, where n rates are wanted.",
    ),
    Mistake(
        "gaps_in_place_of_rates",
        "return low * ratio ** np.arange(n - 1)",
        "You returned n - 1 rates: high itself is missing.",
    ),
    Mistake(
        "decades",
        "return low * 10.0 ** np.arange(n)",
        "You went up by ten at each rate, wherever that ends. The last rate is high.",
    ),
    Mistake(
        "falling",
        "return high / ratio ** np.arange(n)",
        "Your grid falls from high to low; it is to rise.",
    ),
    Mistake(
        "exp_of_log10",
        "return np.exp(np.linspace(np.log10(low), np.log10(high), n))",
        "You undid log10 with exp; log10 is undone by 10**, and exp undoes log.",
    ),
)

RIGHT = (
    """
def log_grid(low, high, n):
    print("a stray print")
    rates = [low]
    while len(rates) < n:
        rates.append(rates[-1] * (high / low) ** (1 / (n - 1)))
    return rates
""",
    """
def log_grid(a, b, m):
    return np.geomspace(a, b, m)
""",
    """
def log_grid(low, high, n):
    return np.logspace(np.log10(low), np.log10(high), n)
""",
    """
def log_grid(low, high, n):
    return np.exp(np.linspace(np.log(low), np.log(high), n)).astype(np.float32)
""",
)

EXERCISE = Exercise(
    title="Rates to try",
    points=2,
    minutes=5,
    difficulty=1,
    solution=SOLUTION,
    cases=grid_cases,
    picture=grid_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
