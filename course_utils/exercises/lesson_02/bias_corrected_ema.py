"""The average of a series, each value divided by 1 - beta^t."""

import numpy as np

from course_utils import averages
from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families import series
from course_utils.exercises.families.averaging import added_on


def average_picture(answer):
    from course_utils import datasets, plots

    celsius = datasets.temperatures()[1][:120]
    fig, ax = plots.figure()
    lines = {
        "plain, β = 0.98": averages.ema(celsius, 0.98),
        "yours, β = 0.98": answer(celsius, 0.98),
    }
    ax.plot(np.arange(1, 121), celsius, **plots.data_style("daily"))
    plots.curves(ax, lines, x=np.arange(1, 121))
    ax.set(title="Your corrected average on the first days in Seattle")
    ax.set(xlabel="day of 2012", ylabel="°C")
    return fig, "The plain average climbs from zero; yours is right from the first day."


def start_cases(rng):
    """The series of lesson 01, and a long one: t from 1 to 300."""
    long = 20 + rng.standard_normal(300)
    return [*series.series_cases(rng), Case("a long series", (long, 0.98))]


SOLUTION = """
def bias_corrected_ema(x, beta):
    v_hat = np.zeros(len(x))
    v = 0.0
    for t in range(len(x)):
        v = beta * v + (1 - beta) * x[t]
        v_hat[t] = v / (1 - beta ** (t + 1))
    return v_hat
"""

MISTAKES = (
    Mistake(
        "whole_numbers_only",
        "v_hat = np.zeros_like(x)",
        "You made the result with the kind of numbers of x: if x holds whole "
        "numbers, the decimals are cut off. Write np.zeros(len(x)).",
    ),
    Mistake(
        "whole_numbers_carried_on",
        """
        def bias_corrected_ema(x, beta):
            v = np.zeros_like(x)
            v[0] = (1 - beta) * x[0]
            for t in range(1, len(x)):
                v[t] = beta * v[t - 1] + (1 - beta) * x[t]
            return v / (1 - beta ** np.arange(1, len(x) + 1))
        """,
        "You keep v in an array of the kind of numbers of x: if x holds whole "
        "numbers, the decimals are cut off at each step. Write np.zeros(len(x)).",
    ),
    Mistake(
        "stored_back",
        """
        v = beta * v + (1 - beta) * x[t]
        v = v / (1 - beta ** (t + 1))
        v_hat[t] = v
        """,
        "You stored the corrected value back in v, so the next step corrects it"
        " again. Keep v plain; v_hat is only what you return.",
    ),
    Mistake(
        "not_corrected",
        "v_hat[t] = v",
        "You returned the plain average: divide v_t by 1 - beta^t.",
    ),
    Mistake(
        "t_from_zero",
        "v_hat[t] = v / (1 - beta**t)",
        "Your t starts at 0: then 1 - beta^0 = 0, and the first value is "
        "divided by zero. At the first value t is 1.",
    ),
    Mistake(
        "t_from_zero_error",
        "v_hat[t] = float(v) / (1 - beta**t)",
        "Your t starts at 0: then 1 - beta^0 = 0, and you divide by zero. At "
        "the first value t is 1.",
    ),
    Mistake(
        "t_one_too_large",
        "v_hat[t] = v / (1 - beta ** (t + 2))",
        "Your t is one too large, so the correction is too weak: at the first "
        "value t is 1, not 2.",
    ),
    Mistake(
        "t_frozen_at_one",
        "v_hat[t] = v / (1 - beta)",
        "You divided by 1 - beta at every step: t stays at 1. (Adding x_t with "
        "weight 1 and no correction gives the same, a fading sum.)",
    ),
    Mistake(
        "t_frozen_at_the_end",
        "v_hat[t] = v / (1 - beta ** len(x))",
        "You divided every value by 1 - beta^n, with n the length of x. Each "
        "value has its own t.",
    ),
    Mistake(
        "parentheses",
        "v_hat[t] = v / 1 - beta ** (t + 1)",
        "You wrote v / 1 - beta**t: without parentheses only the 1 divides, and"
        " beta^t is subtracted.",
    ),
    Mistake(
        "power_parentheses",
        "v_hat[t] = v / (1 - beta**t + 1)",
        "You wrote 1 - beta**t + 1: the power takes only t, and 1 is added "
        "after it. Put t + 1 in parentheses.",
    ),
    Mistake(
        "weight_parentheses",
        "v = beta * v + 1 - beta * x[t]",
        "You wrote 1 - beta * x: without parentheses beta multiplies x first.",
    ),
    Mistake(
        "multiplied",
        "v_hat[t] = v * (1 - beta ** (t + 1))",
        "You multiplied by 1 - beta^t. The plain average is too small at the "
        "start; dividing makes it larger.",
    ),
    Mistake(
        "beta_fixed",
        """
        v = 0.9 * v + 0.1 * x[t]
        v_hat[t] = v / (1 - 0.9 ** (t + 1))
        """,
        "You used the number 0.9 and not the argument beta.",
    ),
    Mistake(
        "beta_fixed_in_correction",
        "v_hat[t] = v / (1 - 0.9 ** (t + 1))",
        "You used the number 0.9 in the correction, and not the argument beta.",
    ),
    Mistake(
        "return_in_the_loop",
        """
        def bias_corrected_ema(x, beta):
            v_hat = np.zeros(len(x))
            v = 0.0
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                v_hat[t] = v / (1 - beta ** (t + 1))
                return v_hat
        """,
        "You return after the first value: the return stands inside the loop. Move "
        "it out, to the depth of the for.",
    ),
    Mistake(
        "first_value_left_out",
        "for t in range(1, len(x)):",
        "Your loop leaves out the first value of x: indices begin at 0.",
    ),
    Mistake(
        "power_of_the_difference",
        "v_hat[t] = v / (1 - beta) ** (t + 1)",
        "You divided by (1 - beta)^t. The power belongs to beta alone: 1 - beta**t.",
    ),
    Mistake(
        "times_for_power",
        "v_hat[t] = v / (1 - beta * (t + 1))",
        "You divided by 1 - beta t. What is left of the start fades by beta at "
        "each step: a power, not a product.",
    ),
    Mistake(
        "what_is_missing",
        "v_hat[t] = v / beta ** (t + 1)",
        "You divided by beta^t, the weight that still lies on the zero; divide "
        "by the weight that lies on the data.",
    ),
    Mistake(
        "plus",
        "v_hat[t] = v / (1 + beta ** (t + 1))",
        "You divided by 1 + beta^t, which makes the small start even smaller.",
    ),
    Mistake(
        "corrected_twice",
        """
        def bias_corrected_ema(x, beta):
            v_hat = np.zeros(len(x))
            v = x[0]
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                v_hat[t] = v / (1 - beta ** (t + 1))
            return v_hat
        """,
        "You started from x[0] and divided by 1 - beta^t as well. One cure is "
        "enough: the correction is made for a start at zero.",
    ),
    Mistake(
        "started_at_first_value",
        """
        def bias_corrected_ema(x, beta):
            v_hat = np.zeros(len(x))
            v = x[0]
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                v_hat[t] = v
            return v_hat
        """,
        "You started from x[0] instead of correcting: the first value then "
        "counts far too much for a long time. Start at zero and divide.",
    ),
    Mistake(
        "sum_for_average",
        "v = beta * v + x[t]",
        "You added x_t with weight 1 instead of 1 - beta, so all is 1 / (1 - "
        "beta) times too large.",
    ),
    Mistake(
        "weights_swapped",
        "v = (1 - beta) * v + beta * x[t]",
        "You swapped the weights in the average: the past keeps beta, the new "
        "value gets 1 - beta.",
    ),
    Mistake(
        "same_weight",
        "v = beta * v + beta * x[t]",
        "You gave the past and the new value the same weight beta; the new "
        "value gets 1 - beta.",
    ),
    Mistake(
        "beta_exchanged",
        """
        v = (1 - beta) * v + beta * x[t]
        v_hat[t] = v / (1 - (1 - beta) ** (t + 1))
        """,
        "You have beta and 1 - beta exchanged throughout: the past keeps beta.",
    ),
    Mistake(
        "past_dropped",
        "v = (1 - beta) * x[t]",
        "You dropped the past: v is set anew from x_t alone. Is v set to zero "
        "inside the loop?",
    ),
    Mistake(
        "running_mean",
        "v_hat[t] = np.mean(x[: t + 1])",
        "You computed the mean of all values so far. It has no start to "
        "correct, but it never forgets.",
    ),
    Mistake(
        "last_only",
        "return v_hat[-1]",
        "You returned only the last value; all are wanted, one for each value of x.",
    ),
    added_on("v", "beta * v + (1 - beta) * x[t]"),
)

RIGHT = (
    """
def bias_corrected_ema(series, b):
    out = []
    for t in range(1, len(series) + 1):
        weights = b ** np.arange(t)[::-1]
        out.append(weights @ series[:t] / weights.sum())
    return out
""",
    """
def bias_corrected_ema(x, beta):
    print("a stray print")
    v_hat, out = 0.0, np.empty(len(x))
    for t in range(1, len(x) + 1):
        v_hat += (1 - beta) / (1 - beta**t) * (x[t - 1] - v_hat)
        out[t - 1] = v_hat
    return out
""",
    """
def bias_corrected_ema(x, beta):
    x, total = x.astype(float), 0.0
    for t in range(len(x)):
        total = beta * total + x[t]
        x[t] = total * (1 - beta) / (1 - beta ** (t + 1))
    return x
""",
    """
def bias_corrected_ema(x, beta):
    x, beta, total = x.astype(np.float32), np.float32(beta), np.float32(0)
    for t in range(len(x)):
        total = beta * total + x[t]
        x[t] = total * (1 - beta) / (1 - beta ** (t + 1))
    return x
""",
)

EXERCISE = Exercise(
    title="An average that is right from the start",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=start_cases,
    picture=average_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
