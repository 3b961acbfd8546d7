"""Write the cosine decay: half a wave down to a floor, and flat after it."""

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.schedules import loguniform


def cosine_picture(answer):
    from course_utils import plots

    t = range(151)
    lines = {
        f"yours, floor {low}": [answer(0.1, low, 100, k) for k in t]
        for low in (0.0, 0.02)
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines)
    ax.axvline(100, color="#b4bcc6", linewidth=1)
    ax.set(title="Your cosine decay, T = 100", xlabel="steps taken", ylabel="rate")
    return fig, "Your rate falls in half a wave to its floor at 100, and stays there."


def cosine_cases(rng):
    def rates():
        lr0 = loguniform(rng, 1e-2, 3)
        return lr0, lr0 * float(rng.uniform(0.05, 0.2))

    T = int(rng.integers(40, 200))
    return [
        Case("no step taken yet", (*rates(), T, 0)),
        Case("an early step", (*rates(), T, T // 8)),
        Case("half of the way", (*rates(), 2 * T, T)),
        Case("a late step", (*rates(), T, T - T // 6)),
        Case("one step before the end", (*rates(), 20, 19)),
        Case("at the end", (*rates(), T, T)),
        Case("one step past the end", (*rates(), 20, 21)),
        Case("past the end", (*rates(), T, T + T // 3)),
        Case("long past the end", (*rates(), T, 5 * T + T // 4)),
        Case("a floor of zero", (rates()[0], 0.0, T, T // 3)),
        Case("a large first rate", (30.0, 2.0, T, T // 4)),
        Case("a decay of one step, at its start", (*rates(), 1, 0)),
        Case("the end of a decay of one step to zero", (rates()[0], 0.0, 1, 1)),
    ]


SOLUTION = """
def cosine_decay(lr0, lr_min, T, t):
    t = min(t, T)
    return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * t / T)) / 2
"""

MISTAKES = (
    Mistake(
        "rises_again",
        """
        def cosine_decay(lr0, lr_min, T, t):
            return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * t / T)) / 2
        """,
        "Your rate rises again past T, as a cosine does. From T on it must stay"
        " at lr_min.",
    ),
    Mistake(
        "starts_again",
        "t = t % T",
        "You start again from lr0 at T. Such restarts exist, but here the rate "
        "stays at lr_min from T on.",
    ),
    Mistake(
        "zero_past_the_end",
        """
        if t > T: return 0.0
        t = min(t, T)
        """,
        "Past T you return 0; the rate stays at lr_min there.",
    ),
    Mistake(
        "max_for_min",
        "t = max(t, T)",
        "You took the larger of t and T, so the rate is at its floor from the "
        "start and rises later. The smaller one is meant.",
    ),
    Mistake(
        "without_pi",
        "return lr_min + (lr0 - lr_min) * (1 + np.cos(t / T)) / 2",
        "You left out pi: at T the cosine has covered only a part of its half "
        "wave, and the rate never gets down to lr_min.",
    ),
    Mistake(
        "two_pi",
        "return lr_min + (lr0 - lr_min) * (1 + np.cos(2 * np.pi * t / T)) / 2",
        "You took a whole wave, 2 pi: the rate is back at lr0 when t reaches T."
        " Half a wave goes down once.",
    ),
    Mistake(
        "quarter_wave",
        "return lr_min + (lr0 - lr_min) * np.cos(np.pi * t / T / 2)",
        "You took a quarter of a wave: it falls steeply into the floor. Half a "
        "wave is flat at both ends.",
    ),
    Mistake(
        "sine",
        "return lr_min + (lr0 - lr_min) * (1 + np.sin(np.pi * t / T)) / 2",
        "You took a sine: it starts in the middle and rises. The cosine starts "
        "at its top.",
    ),
    Mistake(
        "upside_down",
        "return lr_min + (lr0 - lr_min) * (1 - np.cos(np.pi * t / T)) / 2",
        "Your rate rises from lr_min to lr0: it is 1 + cos, or else lr0 and "
        "lr_min are swapped.",
    ),
    Mistake(
        "one_missing",
        "return lr_min + (lr0 - lr_min) * np.cos(np.pi * t / T) / 2",
        "You left out the 1 in 1 + cos: the cosine alone falls below zero, and "
        "starts at half the height.",
    ),
    Mistake(
        "cosine_alone",
        "return lr_min + (lr0 - lr_min) * np.cos(np.pi * t / T)",
        "You used the cosine alone, which runs from 1 to -1. Lift it by 1 and "
        "halve it, to run from 1 to 0.",
    ),
    Mistake(
        "not_halved",
        "return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * t / T))",
        "You did not halve 1 + cos, which starts at 2.",
    ),
    Mistake(
        "straight_line",
        "return lr_min + (lr0 - lr_min) * (1 - t / T)",
        "You wrote a straight line. The cosine is flat at both ends and steep between.",
    ),
    Mistake(
        "floor_left_out",
        "return lr0 * (1 + np.cos(np.pi * t / T)) / 2",
        "You left lr_min out: your rate falls to 0.",
    ),
    Mistake(
        "floor_not_added",
        "return (lr0 - lr_min) * (1 + np.cos(np.pi * t / T)) / 2",
        "You did not add lr_min to the wave: your rate falls to 0, and starts "
        "below lr0.",
    ),
    Mistake(
        "floor_on_top",
        "return lr_min + lr0 * (1 + np.cos(np.pi * t / T)) / 2",
        "You added lr_min on top of the full wave, so you start above lr0. The "
        "height of the wave is lr0 - lr_min.",
    ),
    Mistake(
        "floor_added_to_the_height",
        "return lr_min + (lr0 + lr_min) * (1 + np.cos(np.pi * t / T)) / 2",
        "You start above lr0: the height of the wave is the difference of lr0 "
        "and lr_min, not their sum.",
    ),
    Mistake(
        "floor_as_limit",
        "return max(lr_min, lr0 * (1 + np.cos(np.pi * t / T)) / 2)",
        "You cut a wave to zero off at lr_min. The wave itself must end there: "
        "its height is lr0 - lr_min.",
    ),
    Mistake(
        "one_step_ahead",
        "t = min(t + 1, T)",
        "You are one step ahead: t counts the steps already taken, so at t = 0 "
        "the rate is lr0.",
    ),
    Mistake(
        "end_one_step_late",
        "return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * t / (T + 1))) / 2",
        "You divide by T + 1, so the rate never reaches lr_min.",
    ),
    Mistake(
        "end_one_step_early",
        """
        t = min(t, T - 1)
        return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * t / (T - 1))) / 2
        """,
        "You divide by T - 1, so the floor is reached one step early: it is due"
        " at t = T.",
    ),
    Mistake(
        "whole_division",
        "return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * (t // T))) / 2",
        "You used //, which makes t // T zero until the end. Use a single /.",
    ),
    Mistake(
        "parentheses_lost",
        "return lr_min + (lr0 - lr_min) * 1 + np.cos(np.pi * t / T) / 2",
        "You lost the parentheses around 1 + cos: the whole of (1 + cos(..)) / 2 is "
        "multiplied by lr0 - lr_min.",
    ),
)

RIGHT = (
    """
def cosine_decay(lr0, lr_min, T, t):
    if t > T:
        return lr_min
    half = (lr0 - lr_min) / 2
    return lr_min + half + half * np.cos(t / T * np.pi)
""",
    """
def cosine_decay(a, b, T, t):
    return b + (a - b) * np.cos(np.pi / 2 * min(t / T, 1)) ** 2
""",
    """
def cosine_decay(lr0, lr_min, T, t):
    return [
        np.float32((lr0 + lr_min) / 2)
        + np.float32((lr0 - lr_min) / 2 * np.cos(np.pi * np.clip(t, 0, T) / T))
    ]
""",
)

EXERCISE = Exercise(
    title="Half a wave",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=cosine_cases,
    picture=cosine_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
