"""Mend a schedule that is stepped for each part of a batch."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given


def schedule_picture(answer):
    from course_utils import plots

    parts = np.arange(1, 33) / 4
    rates = np.repeat(answer(0.1, 8, 4), 4)
    fast = 0.1 * (1 + np.cos(np.pi * np.minimum(np.arange(32) / 8, 1))) / 2
    fig, ax = plots.figure()
    plots.curves(ax, {"yours": rates, "stepped per part": fast}, x=parts)
    ax.set(xlabel="step", ylabel="rate", title="Eight steps of four parts each")
    return fig, "Yours falls over all eight steps; the other is at zero after two."


def schedule_cases(rng):
    rates = rng.uniform(0.05, 1, 6)
    return [
        Case("eight steps of four parts", (rates[0], 8, 4)),
        Case("five steps of three", (rates[1], 5, 3)),
        Case("whole batches", (rates[2], 6, 1)),
        Case("one step", (rates[3], 1, 4)),
        Case("two steps of many parts", (rates[4], 2, 16)),
        Case("many steps", (1e-3 * rates[5], 40, 2)),
    ]


SOLUTION = """
def mended_schedule(lr0, T, parts):
    t, rates = 0, []
    for k in range(T * parts):
        if (k + 1) % parts == 0:
            rates.append(lr0 * (1 + np.cos(np.pi * min(t, T) / T)) / 2)
            t = t + 1
    return np.array(rates)
"""

MISTAKES = (
    as_given(
        """
def mended_schedule(lr0, T, parts):
    t, rates = 0, []
    for k in range(T * parts):
        t = t + 1
        if (k + 1) % parts == 0:
            rates.append(lr0 * (1 + np.cos(np.pi * min(t, T) / T)) / 2)
    return np.array(rates)
""",
        "the fault is",
    ),
    Mistake(
        "parts_from_zero",
        """
def mended_schedule(lr0, T, parts):
    t, rates = 0, []
    for k in range(T * parts):
        if (k + 1) % parts == 0:
            rates.append(lr0 * (1 + np.cos(np.pi * min(t, T) / T)) / 2)
        t = t + 1
    return np.array(rates)
""",
        "You moved the count behind the step, but it still counts parts. Put it inside "
        "the if.",
    ),
    Mistake(
        "first_rate_lost",
        """
def mended_schedule(lr0, T, parts):
    t, rates = 0, []
    for k in range(T * parts):
        if (k + 1) % parts == 0:
            t = t + 1
            rates.append(lr0 * (1 + np.cos(np.pi * min(t, T) / T)) / 2)
    return np.array(rates)
""",
        "You count before you use t: the first step never gets lr0, and the last one "
        "is wasted on a rate of zero.",
    ),
    Mistake(
        "rate_of_each_part",
        "if True:",
        "You return a rate for each part; one for each step is wanted.",
    ),
    Mistake(
        "stretched",
        "rates.append(lr0 * (1 + np.cos(np.pi * t / (T * parts))) / 2)",
        "You made the cosine longer as well as the count slower: it now ends far "
        "above zero. Steps 0 to T belong together.",
    ),
    Mistake(
        "never_counted",
        "t = 0",
        "Your t stays at 0, and the rate at lr0.",
    ),
    Mistake(
        "ends_at_zero",
        "rates.append(lr0 * (1 + np.cos(np.pi * t / max(T - 1, 1))) / 2)",
        "You divide by T - 1: the last step then has a rate of zero. The cosine "
        "reaches zero at step T, after the last one.",
    ),
    Mistake(
        "below_zero",
        "rates.append(lr0 * np.cos(np.pi * t / T))",
        "You took the cosine itself, which falls to -1: add 1 and halve it.",
    ),
    Mistake(
        "upside_down",
        "rates.append(lr0 * (1 - np.cos(np.pi * t / T)) / 2)",
        "Your rates rise from 0: it is 1 + cos, which falls.",
    ),
)

RIGHT = (
    """
def mended_schedule(lr0, T, parts):
    return lr0 * (1 + np.cos(np.pi * np.arange(T) / T)) / 2
""",
    """
def mended_schedule(lr0, T, parts):
    rates = []
    for k in range(T * parts):
        if k % parts == parts - 1:
            rates.append(lr0 * np.cos(np.pi * (k // parts) / T / 2) ** 2)
    return rates
""",
    """
def mended_schedule(a, T, n):
    steps = np.arange(T * n)[n - 1 :: n] // n
    return (a * (0.5 + 0.5 * np.cos(np.pi * steps / T))).astype(np.float32)
""",
)

EXERCISE = Exercise(
    title="Mend: a schedule stepped too often",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=schedule_cases,
    picture=schedule_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
