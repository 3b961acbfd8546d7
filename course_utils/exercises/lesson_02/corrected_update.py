"""Mend one step of an average: a new v, and the corrected v_hat."""

import numpy as np

from course_utils import averages
from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.exercises.families.averaging import added_on
from course_utils.exercises.families.series import SCALES


def update_picture(answer):
    from course_utils import plots

    v, pairs = np.zeros(1), []
    for t in range(1, 41):
        v, v_hat = answer(v, np.ones(1), t, 0.9)
        pairs.append((float(np.ravel(v)[0]), float(np.ravel(v_hat)[0])))
    fig, ax = plots.figure()
    lines = dict(zip(("your v", "your v_hat"), np.array(pairs).T, strict=True))
    plots.curves(ax, lines, x=np.arange(1, 41))
    ax.set(title="Your update on a constant 1 (β = 0.9)", xlabel="t", ylim=(0, 1.1))
    return fig, "Your v climbs slowly from 0.1 to 1; your v_hat is 1 from the start."


def update_cases(rng):
    """States from real runs, each coordinate of one sign."""

    def state(shape, t, beta, scale=1.0):
        sign = rng.choice([-1.0, 1.0], shape)
        x = sign * rng.uniform(1, 3, (t, *shape)) * scale
        v = averages.ema(x[:-1], beta)[-1] if t > 1 else np.zeros(shape)
        return v, x[-1], t, beta

    some_zero = np.array([1.0, 0.0, 1.0, 0.0])
    scales = rng.permutation(SCALES)
    return [
        Case("the second value", state((3,), 2, 0.9)),
        Case("the first value, v = 0", state((3,), 1, 0.9)),
        Case("after some steps", state((2, 3), int(rng.integers(4, 9)), 0.8)),
        Case("many steps with a slow average", state((3,), 1000, 0.999)),
        Case("large and small values", state((13,), 5, rng.uniform(0.9, 0.95), scales)),
        Case("zeros in places", state((4,), 3, 0.7, some_zero)),
        Case("zeros in places, first value", state((4,), 1, 0.7, some_zero)),
        Case("nothing kept, beta = 0", state((2,), 4, 0.0)),
        Case("a single number", state((1,), 12, rng.uniform(0.5, 0.9))),
    ]


SOLUTION = """
def corrected_update(v, x_t, t, beta):
    v = beta * v + (1 - beta) * x_t
    v_hat = v / (1 - beta**t)
    return v, v_hat
"""

MISTAKES = (
    as_given(
        """
        def corrected_update(v, x_t, t, beta):
            v = beta * v + (1 - beta) * x_t
            v = v / (1 - beta ** (t - 1))
            return v, v
        """,
        "both faults are",
    ),
    Mistake(
        "stored_back",
        "return v_hat, v_hat",
        "You return the corrected value as v too: the next step would correct "
        "it again, and a constant 1 would grow to 5.3, then 17.9. Give it a "
        "name of its own.",
    ),
    Mistake(
        "t_minus_one",
        "v_hat = v / (1 - beta ** (t - 1))",
        "Your v is right. In the correction t is one too small: the first value"
        " has t = 1 already, and 1 - beta^0 would be 0.",
    ),
    Mistake(
        "t_plus_one",
        "v_hat = v / (1 - beta ** (t + 1))",
        "Your v is right. In the correction t is one too large: the first value"
        " has t = 1.",
    ),
    Mistake(
        "t_frozen_at_one",
        "v_hat = v / (1 - beta)",
        "Your v is right, but you divided by 1 - beta whatever t is: the "
        "correction never fades.",
    ),
    Mistake(
        "order",
        "return v_hat, v",
        "You returned v_hat first; return v, then v_hat.",
    ),
    Mistake(
        "not_corrected",
        "return v, v",
        "You returned the plain v twice: v_hat is v divided by 1 - beta^t.",
    ),
    Mistake(
        "v_not_kept",
        """
        old, v = v, beta * v + (1 - beta) * x_t
        return old, v_hat
        """,
        "Your v_hat is right, but you return the old v: the next step would not"
        " know of x_t.",
    ),
    Mistake(
        "old_v_corrected",
        """
        old, v = v, beta * v + (1 - beta) * x_t
        v_hat = old / (1 - beta**t)
        """,
        "You corrected the old v: update v first, then divide the new one.",
    ),
    Mistake(
        "parentheses",
        "v_hat = v / 1 - beta**t",
        "You wrote v / 1 - beta**t: without parentheses only the 1 divides, and"
        " beta^t is subtracted.",
    ),
    Mistake(
        "weight_parentheses",
        "v = beta * v + 1 - beta * x_t",
        "You wrote 1 - beta * x_t: without parentheses beta multiplies x_t first.",
    ),
    Mistake(
        "multiplied",
        "v_hat = v * (1 - beta**t)",
        "You multiplied by 1 - beta^t; divide, for v is too small at the start.",
    ),
    Mistake(
        "power_of_the_difference",
        "v_hat = v / (1 - beta) ** t",
        "You divided by (1 - beta)^t. The power belongs to beta alone: 1 - beta**t.",
    ),
    Mistake(
        "times_for_power",
        "v_hat = v / (1 - beta * t)",
        "You divided by 1 - beta t: what is left of the start is beta to the power t.",
    ),
    Mistake(
        "weights_swapped",
        "v = (1 - beta) * v + beta * x_t",
        "You swapped the weights: the past v keeps beta, the new x_t gets 1 - beta.",
    ),
    Mistake(
        "sum_for_average",
        "v = beta * v + x_t",
        "You added x_t with weight 1 instead of 1 - beta.",
    ),
    Mistake(
        "minus",
        "v = beta * v - (1 - beta) * x_t",
        "You subtracted the new value in the average; it is to be added.",
    ),
    Mistake(
        "same_weight",
        "v = beta * v + beta * x_t",
        "You gave the past and the new value the same weight beta; the new "
        "value gets 1 - beta.",
    ),
    Mistake(
        "new_value_corrected",
        """
        old, v = v, beta * v + (1 - beta) * x_t
        v_hat = beta * old + (1 - beta) * x_t / (1 - beta**t)
        """,
        "You divided only the new part by 1 - beta^t: the whole of v is too "
        "small, so divide all of it.",
    ),
    added_on("v", "beta * v + (1 - beta) * x_t"),
)

RIGHT = (
    """
def corrected_update(average, new, count, rate):
    average = average + (1 - rate) * (new - average)
    return [average.tolist(), (average / (1 - rate**count)).tolist()]
""",
    """
def corrected_update(v, x_t, t, beta):
    v = v.copy()
    v *= beta
    v += (1 - beta) * x_t
    return v, v / -np.expm1(t * np.log(beta)) if beta else v
""",
    """
def corrected_update(v, x_t, t, beta):
    v = np.float32(beta) * v.astype(np.float32) + np.float32(1 - beta) * x_t
    return np.array([v, v / (1 - beta**t)], dtype=np.float32)
""",
)

EXERCISE = Exercise(
    title="Mend: one corrected step",
    points=3,
    minutes=7,
    difficulty=2,
    solution=SOLUTION,
    cases=update_cases,
    returns=("v", "v_hat"),
    picture=update_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
