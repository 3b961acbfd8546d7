"""The exercises of lesson 01: what does an average remember?"""

import numpy as np

from course_utils import averages
from course_utils.checks.before import Case, Exercise, Mistake


def series_cases(rng):
    """Series with a rate each: what tells one wrong average from another."""
    impulse, step = np.zeros(14), np.ones(20)
    impulse[2], step[:8] = 1.0, -1.0
    noise = 60 + 10 * rng.standard_normal(30)  # no zero crossing: float32 must pass
    scales = 10.0 ** rng.permutation(np.arange(-8, 5)) * rng.uniform(1, 9, 13)
    few = rng.uniform(1, 5, 3)
    return [
        Case("an impulse", (impulse, 0.9)),
        Case("a constant series", (np.full(12, rng.uniform(2, 4)), 0.8)),
        Case("a step change", (step, 0.7)),
        Case("noise", (noise, rng.uniform(0.3, 0.6))),
        Case("a slow average", (noise, 0.99)),
        Case("large and small values", (scales, rng.uniform(0.85, 0.95))),
        Case("nothing kept, beta = 0", (few, 0.0)),
        Case("a single value", (few[:1], 0.9)),
    ]


def recursion(update):
    """An average from an update rule (v, x_t, beta) -> v, right or wrong."""

    def answer(x, beta):
        v, averages = 0.0, []
        for x_t in x:
            v = update(v, x_t, beta)
            averages.append(v)
        return np.array(averages)

    return answer


def running_mean(x, beta):
    return np.cumsum(x) / np.arange(1, len(x) + 1)


def late(x, beta):
    return np.concatenate([[0.0], averages.ema(x, beta)[:-1]])


def from_first_value(x, beta):
    v, out = x[0], []
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
        out.append(v)
    return np.array(out)


def window_mean(x, beta):
    return averages.moving_average(x, max(1, round(1 / (1 - beta))))


def overwriting(x, beta):
    v = 0.0
    for t in range(len(x)):
        v = beta * v + (1 - beta) * x[t]
        x[t] = v
    return x


ema_mistakes = (
    Mistake(
        "weights_swapped",
        recursion(lambda v, x_t, beta: (1 - beta) * v + beta * x_t),
        "You swapped the weights: the past must keep beta and the new value gets "
        "1 - beta. Yours forgets too fast.",
    ),
    Mistake(
        "sum_for_average",
        recursion(lambda v, x_t, beta: beta * v + x_t),
        "You added the new value with weight 1 instead of 1 - beta: that is a fading "
        "sum, 1 / (1 - beta) times too large.",
    ),
    Mistake(
        "new_value_not_kept_apart",
        recursion(lambda v, x_t, beta: beta * (v + (1 - beta) * x_t)),
        "You multiplied the new value by beta as well: only the past v is to be "
        "multiplied by beta.",
    ),
    Mistake(
        "past_undamped",
        recursion(lambda v, x_t, beta: v + (1 - beta) * x_t),
        "You kept the whole past: v must be multiplied by beta before the new value "
        "is added, or nothing is ever forgotten.",
    ),
    Mistake(
        "past_dropped",
        recursion(lambda v, x_t, beta: (1 - beta) * x_t),
        "You dropped the past: each value stands alone. Is v set to zero inside the "
        "loop, or its update never stored?",
    ),
    Mistake(
        "minus",
        recursion(lambda v, x_t, beta: beta * v - (1 - beta) * x_t),
        "You subtracted the new value where it is to be added.",
    ),
    Mistake(
        "running_mean",
        running_mean,
        "You computed the mean of all values so far: it never forgets, and beta plays "
        "no part.",
    ),
    Mistake(
        "window_mean",
        window_mean,
        "You took the mean of the last 1/(1-beta) values: a window with a hard edge. "
        "The average has none; its weights fade by beta at each step.",
    ),
    Mistake(
        "appended_before_update",
        late,
        "You stored v before you updated it, or averaged the x of the step before: "
        "every value comes one step late, and the first is the zero you started from.",
    ),
    Mistake(
        "started_at_first_value",
        from_first_value,
        "You started from x[0]; here the average starts from zero. (Lesson 02 asks "
        "what that costs.)",
    ),
    Mistake(
        "corrected",
        averages.bias_corrected_ema,
        "You divided by 1 - beta^t: that is the corrected average of lesson 02. Here "
        "the plain one is wanted.",
    ),
    Mistake(
        "argument_changed",
        overwriting,
        "You wrote the averages into x itself, so the caller's data are lost. Write "
        "into a new array.",
    ),
    Mistake(
        "last_only",
        lambda x, beta: averages.ema(x, beta)[-1],
        "You returned only the last average; all of them are wanted, one for each "
        "value of x.",
    ),
    Mistake(
        "start_included",
        lambda x, beta: np.concatenate([[0.0], averages.ema(x, beta)]),
        "You returned one value too many: the start v_0 = 0 belongs to no value of x. "
        "Leave it out.",
    ),
    Mistake(
        "beta_ignored",
        lambda x, beta: averages.ema(x, 0.9),
        "You used the number 0.9 and not the argument beta.",
    ),
)


def ema_picture(answer):
    from course_utils import datasets, plots

    days, celsius = datasets.temperatures()
    year = slice(0, 365)
    fig, ax = plots.figure()
    lines = {f"β = {beta}": answer(celsius, beta)[year] for beta in (0.8, 0.9, 0.98)}
    plots.curves(ax, {"daily": celsius[year], **lines}, x=days[year])
    ax.set(title="Your ema on a year in Seattle", ylabel="°C")
    return fig, "Your average follows the daily temperatures, smoother as beta grows."


def weight(beta, k):
    return (1 - beta) * beta**k


def beta_and_age_cases(rng):
    betas, ages = rng.uniform(0.1, 0.99, 6), rng.integers(1, 30, 6)
    return [
        Case("the newest value, k = 0", (0.9, 0)),
        Case("the value before it, k = 1", (0.7, 1)),
        *[
            Case("an older value", (float(b), int(k)))
            for b, k in zip(betas, ages, strict=True)
        ],
    ]


weight_mistakes = (
    Mistake(
        "age_off_by_one",
        lambda beta, k: (1 - beta) * beta ** (k + 1),
        "You are one step off: the newest value has k = 0 and has not faded yet.",
    ),
    Mistake(
        "age_off_by_one_early",
        lambda beta, k: (1 - beta) * beta ** (k - 1),
        "You are one step off: the newest value has k = 0, so it has faded k times, "
        "not k - 1 times.",
    ),
    Mistake(
        "fading_only",
        lambda beta, k: beta**k,
        "You left out the weight 1 - beta that a value gets when it comes in.",
    ),
    Mistake(
        "weights_swapped",
        lambda beta, k: beta * (1 - beta) ** k,
        "You swapped beta and 1 - beta: the past is multiplied by beta at each step.",
    ),
    Mistake(
        "all_of_it_fades",
        lambda beta, k: (1 - beta) ** k,
        "You took (1 - beta)^k: the past is multiplied by beta at each step, and a new "
        "value enters with 1 - beta.",
    ),
    Mistake(
        "straight_line",
        lambda beta, k: (1 - beta) * beta * k,
        "You multiplied by k where beta is to be applied k times: a power.",
    ),
    Mistake(
        "equal_weights",
        lambda beta, k: 1 - beta,
        "You gave every value the same weight 1 - beta; older values have faded.",
    ),
    Mistake(
        "hard_window",
        lambda beta, k: (1 - beta) if k < 1 / (1 - beta) else 0.0,
        "You took a window with a hard edge at 1/(1-beta); the weights fade and never "
        "reach zero.",
    ),
)


def weight_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    ages = np.arange(40)
    betas = (0.8, 0.9, 0.95)
    lines = {f"β = {b}": np.array([answer(b, int(k)) for k in ages]) for b in betas}
    plots.curves(ax, lines, x=ages)
    ax.set(title="Your weights", xlabel="age k of a value (steps)", ylabel="weight")
    return fig, "Your weights fade with age, more slowly for a larger beta."


def half_life_cases(rng):
    slow = 1 - 10 ** rng.uniform(-4, -2, 3)
    return [
        Case("beta = 0.5, which halves at once", (0.5,)),
        *[Case("a fast average", (float(b),)) for b in rng.uniform(0.05, 0.45, 3)],
        *[Case("a usual average", (float(b),)) for b in rng.uniform(0.6, 0.95, 3)],
        *[Case("a slow average", (float(b),)) for b in slow],
    ]


half_life_mistakes = (
    Mistake(
        "e_folding",
        lambda beta: 1 / (1 - beta),
        "You returned 1/(1-beta). After that many steps about 1/e of the weight is "
        "left, 37 %, not half.",
    ),
    Mistake(
        "e_folding_exact",
        lambda beta: -1 / np.log(beta),
        "You returned the time to fade to 1/e; the half-life is when half is left.",
    ),
    Mistake(
        "window_times_ln2",
        lambda beta: np.log(2) / (1 - beta),
        "You used ln(2) / (1 - beta). That is close for slow averages only: divide by "
        "-ln(beta), which 1 - beta approximates.",
    ),
    Mistake(
        "negative",
        lambda beta: np.log(2) / np.log(beta),
        "You have the sign wrong: ln(beta) is negative, and so is ln(1/2).",
    ),
    Mistake(
        "inverted",
        lambda beta: np.log(beta) / np.log(0.5),
        "You have the fraction upside down: it is ln(1/2) / ln(beta).",
    ),
    Mistake(
        "new_weight_halved",
        lambda beta: np.log(0.5) / np.log(1 - beta),
        "You used 1 - beta, the share of the new value; what fades at each step is "
        "multiplied by beta.",
    ),
    Mistake(
        "half_of_window",
        lambda beta: 0.5 / (1 - beta),
        "You took half of 1/(1-beta); the weights do not fade along a straight line.",
    ),
    Mistake(
        "rounded",
        lambda beta: np.ceil(np.log(0.5) / np.log(beta)),
        "You rounded up to whole steps; return the exact number, such as 6.58.",
    ),
    Mistake(
        "rounded_down",
        lambda beta: np.floor(np.log(0.5) / np.log(beta)),
        "You rounded down to whole steps; return the exact number, such as 6.58.",
    ),
)

share_mistakes = (
    Mistake(
        "hard_window",
        1.0,
        "You took 1/(1-beta) = 10 as a hard edge: that all of "
        "the weight lies in the last 10 steps. Older values keep the rest.",
    ),
    Mistake(
        "rest",
        0.9**10,
        "You computed 0.9^10: the share of everything *older* "
        "than 10 steps. The question asks for the others.",
    ),
    Mistake(
        "one_weight",
        0.1 * 0.9**10,
        "You computed the weight of one single value; add up those of k = 0 to 9.",
    ),
    Mistake(
        "one_weight_last",
        0.1 * 0.9**9,
        "You computed the weight of the tenth value alone; add up those of k = 0 to 9.",
    ),
    Mistake("nine_steps", 1 - 0.9**9, "You added up nine weights; k = 0 to 9 are ten."),
    Mistake(
        "eleven_steps", 1 - 0.9**11, "You added up eleven weights; k = 0 to 9 are ten."
    ),
    Mistake(
        "percent",
        100 * (1 - 0.9**10),
        "That is in percent; give a share between 0 and 1.",
    ),
    Mistake(
        "e_folding",
        1 - np.exp(-1),
        "You used 1 - 1/e, which holds in the limit of "
        "slow averages. At beta = 0.9 the exact value is a little more: sum the "
        "weights.",
    ),
    Mistake(
        "half",
        0.5,
        "Half of the weight lies in the last 6.58 steps, the "
        "half-life; ten steps hold more.",
    ),
)


def smooth_week(beta):
    """The goal of `beta_for_a_week`: remember a week, neither more nor less."""
    beta = float(beta)
    if not 0 <= beta < 1:
        return f"beta must lie in [0, 1); yours is {beta:g}."
    half = averages.half_life(beta) if beta else 0.0
    if abs(half - 7) <= 0.5:
        return ""
    return (
        f"With beta = {beta:g} a value's weight has halved after {half:.2f} days; "
        f"wanted are 7, give or take half a day."
    )


week_mistakes = (
    Mistake(
        "window_of_seven",
        1 - 1 / 7,
        "You set 1/(1-beta) = 7. That is the time to "
        "fade to about 1/e; half is reached after 4.5 days already.",
    ),
    Mistake(
        "one_over_seven",
        1 / 7,
        "You took 1/7 for beta; a *large* beta is what remembers long.",
    ),
    Mistake("half_a_day", 0.5, "With beta = 0.5 the weight halves every day."),
    Mistake(
        "two_over_n",
        1 - 2 / 8,
        "You used the rule beta = 1 - 2/(n+1), which "
        "matches the mean age of an n-day mean, not a half-life.",
    ),
    Mistake(
        "upside_down",
        0.5**7,
        "You raised 1/2 to the power 7; what is wanted is "
        "the number whose 7th power is 1/2.",
    ),
)

STEP_RESPONSES = {"A": 0.5, "B": 0.95, "C": 0.8}

curve_mistakes = (
    Mistake(
        "reversed",
        ("0.95", "0.5", "0.8"),
        "You have fast and slow exchanged for A "
        "and B: a larger beta keeps more of the past, so it climbs more slowly.",
    ),
    Mistake(
        "all_reversed",
        ("0.95", "0.8", "0.5"),
        "You gave the fastest curve the "
        "largest beta: a larger beta keeps more of the past, so it climbs more "
        "slowly.",
    ),
    Mistake(
        "slow_pair",
        ("0.5", "0.8", "0.95"),
        "A is right. Of B and C, the one that climbs more slowly has the larger beta.",
    ),
    Mistake(
        "fast_pair",
        ("0.8", "0.95", "0.5"),
        "B is right. Of A and C, the one that climbs more slowly has the larger beta.",
    ),
)

symptom_mistakes = (
    Mistake(
        "swapped",
        "weights swapped",
        "With the weights swapped the first output "
        "would be beta times the impulse, 0.9. Look at *when* the first value that "
        "is not zero comes.",
    ),
    Mistake(
        "sum",
        "sum instead of average",
        "A fading sum would show 1.0 at the "
        "impulse. Here the heights are right; look at when they come.",
    ),
    Mistake(
        "mean",
        "mean of all values",
        "A mean of all values would fall like 1/t; "
        "here each value is 0.9 of the one before. Look at when they come.",
    ),
    Mistake(
        "x0",
        "started at the first value",
        "The first value here is 0, so that "
        "would change nothing. Look at when the impulse shows.",
    ),
)


EXERCISES = (
    Exercise(
        "ema",
        "The exponential moving average",
        1,
        3,
        8,
        2,
        averages.ema,
        series_cases,
        ema_mistakes,
        picture=ema_picture,
    ),
    Exercise(
        "ema_weight",
        "How much an old value still counts",
        1,
        2,
        5,
        1,
        weight,
        beta_and_age_cases,
        weight_mistakes,
        picture=weight_picture,
    ),
    Exercise(
        "half_life",
        "When half is forgotten",
        1,
        2,
        6,
        2,
        averages.half_life,
        half_life_cases,
        half_life_mistakes,
    ),
    Exercise(
        "share_of_last_10",
        "Predict: what the last ten steps hold",
        1,
        1,
        4,
        1,
        1 - 0.9**10,
        mistakes=share_mistakes,
        rtol=5e-3,
    ),
    Exercise(
        "beta_for_a_week",
        "Choose: remember a week",
        1,
        2,
        6,
        2,
        0.5 ** (1 / 7),
        goal=smooth_week,
        mistakes=week_mistakes,
        rtol=2e-3,
    ),
    Exercise(
        "betas_of_curves",
        "Read: three step responses",
        1,
        2,
        4,
        1,
        ("0.5", "0.95", "0.8"),
        mistakes=curve_mistakes,
        options=("0.5", "0.8", "0.95"),
    ),
    Exercise(
        "late_average",
        "Diagnose: an average with a flaw",
        1,
        1,
        4,
        2,
        "stored before the update",
        mistakes=symptom_mistakes,
        options=(
            "weights swapped",
            "sum instead of average",
            "mean of all values",
            "stored before the update",
            "started at the first value",
        ),
    ),
)
