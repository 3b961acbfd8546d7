"""A warm-up joined to a cosine that begins where the warm-up ends."""

import numpy as np

from course_utils import schedules
from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.schedules import loguniform


def joined_picture(answer):
    from course_utils import plots

    t = np.arange(21)
    yours = np.array([answer(0.1, 7, 21, int(k)) for k in t])
    both = schedules.warmup(schedules.cosine(0.1, 0, 21), 7)(t)
    fig, ax = plots.figure()
    plots.curves(ax, {"yours": yours, "warm-up times cosine": both}, marker=".")
    ax.set(title="Warm-up 7 of 21 steps", xlabel="steps taken", ylabel="rate")
    return fig, "Yours reaches 0.1; the product of both stays below it."


def joined_cases(rng):
    def lr():
        return loguniform(rng, 1e-3, 0.7)

    w = int(rng.integers(8, 15))
    return [
        Case("the first step", (lr(), w, 50, 0)),
        Case("in the rise", (lr(), w, 50, w // 2)),
        Case("the last step of the rise", (lr(), w, 50, w - 1)),
        Case("the first step after it", (lr(), w, 50, w)),
        Case("in the fall", (lr(), w, 50, int(rng.integers(22, 30)))),
        Case("late in the fall", (lr(), w, 50, 44)),
        Case("the last step of the fall", (lr(), w, 50, 49)),
        Case("the end", (lr(), w, 50, 50)),
        Case("past the end", (lr(), w, 50, 70)),
        Case("a rate above 1", (6.0, 5, 30, 12)),
        Case("a rise of one step", (lr(), 1, 20, 0)),
    ]


SOLUTION = """
def warmup_then_cosine(lr, warmup, T, t):
    if t < warmup:
        return lr * (t + 1) / warmup
    done = min(1, (t - warmup) / (T - warmup))
    return lr * (1 + np.cos(np.pi * done)) / 2
"""

MISTAKES = (
    Mistake(
        "cosine_from_zero",
        "done = min(1, t / T)",
        "Your cosine begins at step 0: when the warm-up ends, it has fallen already, "
        "and the rate jumps down. It must begin at warmup.",
    ),
    Mistake(
        "product",
        """
        def warmup_then_cosine(lr, warmup, T, t):
            rise = min(1, (t + 1) / warmup)
            return lr * rise * (1 + np.cos(np.pi * min(1, t / T))) / 2
        """,
        "You multiplied the two over the same steps: the full rate is never reached. "
        "The cosine must begin where the rise ends.",
    ),
    Mistake(
        "ends_late",
        "done = min(1, (t - warmup) / T)",
        "Your cosine takes T steps after the warm-up and ends at T + warmup; it has "
        "T - warmup steps.",
    ),
    Mistake(
        "rises_again",
        "done = (t - warmup) / (T - warmup)",
        "Past T your cosine rises again: done must not exceed 1.",
    ),
    Mistake(
        "first_step_wasted",
        """
def warmup_then_cosine(lr, warmup, T, t):
    if t < warmup:
        return lr * t / warmup
    done = min(1, (t - warmup) / (T - warmup))
    return lr * (1 + np.cos(np.pi * done)) / 2
""",
        "Your rise starts at 0: the first step goes nowhere. At t = 0 it is 1/warmup.",
    ),
    Mistake(
        "rise_too_long",
        "if t <= warmup:",
        "Your rise takes one step too many: at t = warmup the cosine begins, at lr.",
    ),
    Mistake(
        "no_warmup",
        "if t < 0:",
        "Your rate starts on the cosine: there is no rise.",
    ),
    Mistake(
        "half_left_out",
        "return lr * (1 + np.cos(np.pi * done))",
        "You left out the half: the cosine starts at twice lr.",
    ),
    Mistake(
        "below_zero",
        "return lr * np.cos(np.pi * done)",
        "You took the cosine itself, which falls to -1: add 1 and halve it.",
    ),
    Mistake(
        "quarter",
        "return lr * np.cos(np.pi * done / 2)",
        "You took a quarter of a wave: it ends steeply. Half a wave, raised by 1 and "
        "halved, is meant.",
    ),
    Mistake(
        "linear",
        """
def warmup_then_cosine(lr, warmup, T, t):
    if t < warmup:
        return lr * (t + 1) / warmup
    done = min(1, (t - warmup) / (T - warmup))
    return lr * (1 - done)
""",
        "Your rate falls along a straight line; a cosine is meant.",
    ),
    Mistake(
        "stays_up",
        """
def warmup_then_cosine(lr, warmup, T, t):
    if t < warmup:
        return lr * (t + 1) / warmup
    return lr
""",
        "After the warm-up your rate stays at lr: the cosine is missing.",
    ),
    Mistake(
        "upside_down",
        "return lr * (1 - np.cos(np.pi * done)) / 2",
        "Your cosine rises from 0 to lr: it is 1 + cos, which falls.",
    ),
    Mistake(
        "one_ahead",
        "done = min(1, (t - warmup + 1) / (T - warmup))",
        "Your cosine counts the step that is being taken: at t = warmup the rate is "
        "lr itself.",
    ),
    Mistake(
        "ends_early",
        "done = min(1, (t - warmup) / max(T - warmup - 1, 1))",
        "Your cosine has one step too few: it takes T - warmup.",
    ),
    Mistake(
        "pi_left_out",
        "return lr * (1 + np.cos(done)) / 2",
        "You left out pi: the cosine runs from 0 to pi.",
    ),
    Mistake(
        "fall_without_rate",
        "return (1 + np.cos(np.pi * done)) / 2",
        "You left lr out of the fall.",
    ),
    Mistake(
        "half_of_cosine",
        "return lr * (1 + np.cos(np.pi * done) / 2)",
        "You halved the cosine alone: halve 1 + cos.",
    ),
    Mistake(
        "rise_too_short",
        "if t < warmup - 1:",
        "Your rise ends one step early: t = warmup - 1 is its last.",
    ),
)

RIGHT = (
    """
def warmup_then_cosine(peak, w, T, t):
    print("a stray print")
    rise = (t + 1) / w
    angle = np.pi * np.clip((t - w) / (T - w), 0, 1)
    return peak * min(rise, np.cos(angle / 2) ** 2)
""",
    """
def warmup_then_cosine(lr, warmup, T, t):
    if t >= T:
        return 0.0
    if t >= warmup:
        return 0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (T - warmup)))
    return lr / warmup * (1 + t)
""",
    """
def warmup_then_cosine(lr, warmup, T, t):
    fall = (1 + np.cos(np.pi * np.clip((t - warmup) / (T - warmup), 0, 1))) / 2
    return np.float32(np.where(t < warmup, lr * (t + 1) / warmup, lr * fall))
""",
)

EXERCISE = Exercise(
    title="Warm-up, then cosine",
    points=2,
    minutes=7,
    difficulty=2,
    solution=SOLUTION,
    cases=joined_cases,
    picture=joined_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
