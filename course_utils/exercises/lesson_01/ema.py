"""The exponential moving average of a series, from zero, a value for each x."""

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.exercises.families import series
from course_utils.exercises.families.averaging import added_on


def ema_picture(answer):
    from course_utils import datasets, plots

    days, celsius = datasets.temperatures()
    year = slice(0, 365)
    fig, ax = plots.figure()
    lines = {f"yours, β = {b}": answer(celsius, b)[year] for b in (0.9, 0.98)}
    ax.plot(days[year], celsius[year], **plots.data_style("daily"))
    plots.curves(ax, lines, x=days[year])
    ax.set(title="Your ema on a year in Seattle", ylabel="°C")
    return fig, "Your average follows the daily temperatures, smoother as beta grows."


SOLUTION = """
def ema(x, beta):
    averages = np.zeros(len(x))
    v = 0.0
    for t in range(len(x)):
        v = beta * v + (1 - beta) * x[t]
        averages[t] = v
    return averages
"""

MISTAKES = (
    Mistake(
        "weights_swapped",
        "v = (1 - beta) * v + beta * x[t]",
        "You swapped the weights: the past must keep beta and the new value "
        "gets 1 - beta. Yours forgets too fast.",
    ),
    Mistake(
        "sum_for_average",
        "v = beta * v + x[t]",
        "You added the new value with weight 1 instead of 1 - beta: that is a "
        "fading sum, 1 / (1 - beta) times too large.",
    ),
    Mistake(
        "parentheses",
        "v = beta * v + 1 - beta * x[t]",
        "You wrote 1 - beta * x[t]: without parentheses beta multiplies x[t] first. "
        "Write (1 - beta) * x[t].",
    ),
    Mistake(
        "return_in_the_loop",
        """
        def ema(x, beta):
            averages = np.zeros(len(x))
            v = 0.0
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                averages[t] = v
                return averages
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
        "last_value_left_out",
        "for t in range(len(x) - 1):",
        "Your loop leaves out the last value of x: range(n) ends at n - 1 already.",
    ),
    Mistake(
        "new_value_not_kept_apart",
        "v = beta * (v + (1 - beta) * x[t])",
        "You multiplied the new value by beta as well: only the past v is to be"
        " multiplied by beta.",
    ),
    Mistake(
        "past_undamped",
        "v = v + (1 - beta) * x[t]",
        "You kept the whole past: v must be multiplied by beta before the new "
        "value is added, or nothing is ever forgotten.",
    ),
    Mistake(
        "power_in_the_loop",
        "v = beta**t * v + (1 - beta) * x[t]",
        "You raised beta to the power t: each step keeps beta itself of v, and the "
        "powers come by themselves.",
    ),
    Mistake(
        "past_dropped",
        "v = (1 - beta) * x[t]",
        "You dropped the past: each value stands alone. Is v set to zero inside"
        " the loop, or its update never stored?",
    ),
    Mistake(
        "minus",
        "v = beta * v - (1 - beta) * x[t]",
        "You subtracted the new value where it is to be added.",
    ),
    Mistake(
        "running_mean",
        "averages[t] = np.mean(x[: t + 1])",
        "You computed the mean of all values so far: it never forgets, and beta"
        " plays no part.",
    ),
    Mistake(
        "window_mean",
        """
        n = max(1, round(1 / (1 - beta)))
        averages[t] = np.mean(x[max(0, t + 1 - n) : t + 1])
        """,
        "You took the mean of the last 1/(1-beta) values: a window with a hard "
        "edge. The average has none; its weights fade by beta at each step.",
    ),
    Mistake(
        "appended_before_update",
        """
        old, v = v, beta * v + (1 - beta) * x[t]
        averages[t] = old
        """,
        "You stored v before you updated it, or averaged the x of the step "
        "before: every value comes one step late, and the first is the zero you"
        " started from.",
    ),
    Mistake(
        "started_at_first_value",
        """
        def ema(x, beta):
            averages = np.zeros(len(x))
            v = x[0]
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                averages[t] = v
            return averages
        """,
        "You started from x[0]; here the average starts from zero. (Lesson 02 "
        "asks what that costs.)",
    ),
    Mistake(
        "corrected",
        "averages[t] = v / (1 - beta ** (t + 1))",
        "You divided by 1 - beta^t: that is the corrected average of lesson 02."
        " Here the plain one is wanted.",
    ),
    Mistake(
        "last_only",
        "return averages[-1]",
        "You returned only the last average; all of them are wanted, one for "
        "each value of x.",
    ),
    Mistake(
        "start_included",
        "return np.concatenate([[0.0], averages])",
        "You returned one value too many: the start v_0 = 0 belongs to no value"
        " of x. Leave it out.",
    ),
    Mistake(
        "beta_ignored",
        "v = 0.9 * v + 0.1 * x[t]",
        "You used the number 0.9 and not the argument beta.",
    ),
    Mistake(
        "whole_numbers_only",
        "averages = np.zeros_like(x)",
        "You made the result with the kind of numbers of x: if x holds whole "
        "numbers, the decimals of v are cut off. Write np.zeros(len(x)).",
    ),
    Mistake(
        "whole_numbers_carried_on",
        """
        def ema(x, beta):
            v = np.zeros_like(x)
            v[0] = (1 - beta) * x[0]
            for t in range(1, len(x)):
                v[t] = beta * v[t - 1] + (1 - beta) * x[t]
            return v
        """,
        "You keep v in an array of the kind of numbers of x: if x holds whole "
        "numbers, the decimals are cut off at each step. Write np.zeros(len(x)).",
    ),
    added_on("v", "beta * v + (1 - beta) * x[t]"),
)

RIGHT = (
    """
def ema(series, b):
    n = len(series)
    age = np.arange(n)[:, None] - np.arange(n)
    return np.where(age >= 0, (1 - b) * b ** np.maximum(age, 0), 0) @ series
""",
    """
import warnings


def ema(x, beta):
    print("a stray print")
    warnings.warn("a stray warning", stacklevel=1)
    v, out = 0, []
    for value in x:
        v += (1 - beta) * (value - v)
        out += [v]
    return out
""",
    """
def ema(x, beta):
    x = x.astype(float)
    x *= 1 - beta
    for t in range(1, len(x)):
        x[t] += beta * x[t - 1]
    return x
""",
    """
def ema(x, beta):
    x, beta = x.astype(np.float32), np.float32(beta)
    x *= 1 - beta
    for t in range(1, len(x)):
        x[t] += beta * x[t - 1]
    return x
""",
)

EXERCISE = Exercise(
    title="The exponential moving average",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=series.series_cases,
    picture=ema_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
