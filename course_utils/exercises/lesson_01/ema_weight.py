"""The weight of a value that is k steps old in the average."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def weight_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    ages = np.arange(40)
    betas = (0.8, 0.9, 0.95)
    lines = {f"yours, β = {b}": [answer(b, int(k)) for k in ages] for b in betas}
    plots.curves(ax, lines, x=ages)
    ax.set(title="Your weights", xlabel="age k of a value (steps)", ylabel="weight")
    return fig, "Your weights fade with age, more slowly for a larger beta."


def beta_and_age_cases(rng):
    """Betas and ages whose weights stay far above the tolerance."""

    def case(label, low, high, youngest, oldest):
        age = int(rng.integers(youngest, oldest + 1))
        return Case(label, (float(rng.uniform(low, high)), age))

    return [
        Case("the newest value, k = 0", (0.9, 0)),
        Case("the value before it, k = 1", (0.7, 1)),
        case("a fast average", 0.1, 0.4, 2, 4),
        case("a medium average", 0.45, 0.7, 3, 9),
        case("a usual average", 0.8, 0.93, 5, 20),
        case("a slow average", 0.96, 0.99, 10, 80),
        case("an old value", 0.75, 0.85, 25, 35),
        Case("nothing kept, beta = 0, k = 0", (0.0, 0)),
    ]


SOLUTION = """
def ema_weight(beta, k):
    return (1 - beta) * beta**k
"""

MISTAKES = (
    Mistake(
        "age_off_by_one",
        "return (1 - beta) * beta ** (k + 1)",
        "You are one step off: the newest value has k = 0 and has not faded yet.",
    ),
    Mistake(
        "age_off_by_one_early",
        "return (1 - beta) * beta ** (k - 1)",
        "You are one step off: the newest value has k = 0, so it has faded k "
        "times, not k - 1 times.",
    ),
    Mistake(
        "fading_only",
        "return beta**k",
        "You left out the weight 1 - beta that a value gets when it comes in.",
    ),
    Mistake(
        "weights_swapped",
        "return beta * (1 - beta) ** k",
        "You swapped beta and 1 - beta: the past is multiplied by beta at each step.",
    ),
    Mistake(
        "all_of_it_fades",
        "return (1 - beta) ** k",
        "You took (1 - beta)^k: the past is multiplied by beta at each step, "
        "and a new value enters with 1 - beta.",
    ),
    Mistake(
        "sum_of_weights",
        "return 1 - beta ** (k + 1)",
        "You added up the weights of all values from the newest to this one; asked "
        "is the weight of this one alone.",
    ),
    Mistake(
        "divided",
        "return beta**k / (1 - beta)",
        "You divided by 1 - beta; a new value enters with that weight, so multiply.",
    ),
    Mistake(
        "percent",
        "return 100 * (1 - beta) * beta**k",
        "Your weight is in percent; give it as a number from 0 to 1.",
    ),
    Mistake(
        "straight_line",
        "return (1 - beta) * beta * k",
        "You multiplied by k where beta is to be applied k times: a power.",
    ),
    Mistake(
        "equal_weights",
        "return 1 - beta",
        "You gave every value the same weight 1 - beta; older values have faded.",
    ),
    Mistake(
        "hard_window",
        "return 1 - beta if k < 1 / (1 - beta) else 0.0",
        "You took a window with a hard edge at 1/(1-beta); the weights fade and"
        " never reach zero.",
    ),
)

RIGHT = (
    "ema_weight = lambda b, age: b**age - b ** (age + 1)",
    """
def ema_weight(beta, k):
    return np.exp(k * np.log(beta)) * (1 - beta) if beta else float(k == 0)
""",
    "ema_weight = lambda beta, k: [(1 - beta) * float(np.prod([beta] * k))]",
)

EXERCISE = Exercise(
    title="How much an old value still counts",
    points=2,
    minutes=5,
    difficulty=1,
    solution=SOLUTION,
    cases=beta_and_age_cases,
    picture=weight_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
