"""The exercises of lesson 02: what goes wrong at the start?"""

import numpy as np

from course_utils import averages
from course_utils.checks.before import Case, Exercise, Mistake
from course_utils.checks.lesson_01 import from_first_value, running_mean, series_cases


def start_cases(rng):
    """The series of lesson 01, and a long one: t from 1 to 300."""
    long = 20 + rng.standard_normal(300)
    return [*series_cases(rng), Case("a long series", (long, 0.98))]


def plain(v, x_t, beta):
    return beta * v + (1 - beta) * x_t


def right_divisor(beta, t):
    return 1 - beta**t


def corrected(divisor=right_divisor, update=plain, start=lambda x: 0.0, stored=False):
    """A corrected average, right or wrong, from its rules."""

    def answer(x, beta):
        v, out = start(x), []
        for t, x_t in enumerate(x, start=1):
            v = update(v, x_t, beta)
            v_hat = v / divisor(beta, t)
            v = v_hat if stored else v
            out.append(v_hat)
        return np.array(out)

    return answer


average_mistakes = (
    Mistake(
        "stored_back",
        corrected(stored=True),
        "You stored the corrected value back in v, so the next step corrects it "
        "again. Keep v plain; v_hat is only what you return.",
    ),
    Mistake(
        "not_corrected",
        averages.ema,
        "You returned the plain average: divide v_t by 1 - beta^t.",
    ),
    Mistake(
        "t_from_zero",
        corrected(lambda beta, t: 1 - beta ** (t - 1)),
        "Your t starts at 0: then 1 - beta^0 = 0, and the first value is divided by "
        "zero. At the first value t is 1.",
    ),
    Mistake(
        "t_from_zero_error",
        lambda x, beta: corrected(lambda beta, t: 1 - beta ** (t - 1))(
            x.tolist(), beta
        ),
        "Your t starts at 0: then 1 - beta^0 = 0, and you divide by zero. At the "
        "first value t is 1.",
    ),
    Mistake(
        "t_one_too_large",
        corrected(lambda beta, t: 1 - beta ** (t + 1)),
        "Your t is one too large, so the correction is too weak: at the first value "
        "t is 1, not 2.",
    ),
    Mistake(
        "t_frozen_at_one",
        corrected(lambda beta, t: 1 - beta),
        "You divided by 1 - beta at every step: t stays at 1. (Adding x_t with "
        "weight 1 and no correction gives the same, a fading sum.)",
    ),
    Mistake(
        "t_frozen_at_the_end",
        lambda x, beta: averages.ema(x, beta) / (1 - beta ** len(x)),
        "You divided every value by 1 - beta^n, with n the length of x. Each value "
        "has its own t.",
    ),
    Mistake(
        "parentheses",
        lambda x, beta: averages.ema(x, beta) - beta ** np.arange(1, len(x) + 1),
        "You wrote v / 1 - beta**t: without parentheses only the 1 divides, and "
        "beta^t is subtracted.",
    ),
    Mistake(
        "power_parentheses",
        corrected(lambda beta, t: 2 - beta ** (t - 1)),
        "You wrote 1 - beta**t + 1: the power takes only t, and 1 is added after it."
        " Put t + 1 in parentheses.",
    ),
    Mistake(
        "weight_parentheses",
        corrected(update=lambda v, x_t, beta: beta * v + 1 - beta * x_t),
        "You wrote 1 - beta * x: without parentheses beta multiplies x first.",
    ),
    Mistake(
        "multiplied",
        corrected(lambda beta, t: 1 / (1 - beta**t)),
        "You multiplied by 1 - beta^t. The plain average is too small at the start; "
        "dividing makes it larger.",
    ),
    Mistake(
        "power_of_the_difference",
        corrected(lambda beta, t: (1 - beta) ** t),
        "You divided by (1 - beta)^t. The power belongs to beta alone: 1 - beta**t.",
    ),
    Mistake(
        "times_for_power",
        corrected(lambda beta, t: 1 - beta * t),
        "You divided by 1 - beta t. What is left of the start fades by beta at each "
        "step: a power, not a product.",
    ),
    Mistake(
        "what_is_missing",
        corrected(lambda beta, t: beta**t),
        "You divided by beta^t, the weight that still lies on the zero; divide by "
        "the weight that lies on the data.",
    ),
    Mistake(
        "plus",
        corrected(lambda beta, t: 1 + beta**t),
        "You divided by 1 + beta^t, which makes the small start even smaller.",
    ),
    Mistake(
        "corrected_twice",
        corrected(start=lambda x: x[0]),
        "You started from x[0] and divided by 1 - beta^t as well. One cure is "
        "enough: the correction is made for a start at zero.",
    ),
    Mistake(
        "started_at_first_value",
        from_first_value,
        "You started from x[0] instead of correcting: the first value then counts "
        "far too much for a long time. Start at zero and divide.",
    ),
    Mistake(
        "sum_for_average",
        corrected(update=lambda v, x_t, beta: beta * v + x_t),
        "You added x_t with weight 1 instead of 1 - beta, so all is 1 / (1 - beta) "
        "times too large.",
    ),
    Mistake(
        "weights_swapped",
        corrected(update=lambda v, x_t, beta: (1 - beta) * v + beta * x_t),
        "You swapped the weights in the average: the past keeps beta, the new value "
        "gets 1 - beta.",
    ),
    Mistake(
        "same_weight",
        corrected(update=lambda v, x_t, beta: beta * v + beta * x_t),
        "You gave the past and the new value the same weight beta; the new value "
        "gets 1 - beta.",
    ),
    Mistake(
        "beta_exchanged",
        lambda x, beta: (
            averages.bias_corrected_ema(x, 1 - beta) if beta else x * np.nan
        ),
        "You have beta and 1 - beta exchanged throughout: the past keeps beta.",
    ),
    Mistake(
        "past_dropped",
        corrected(update=lambda v, x_t, beta: (1 - beta) * x_t),
        "You dropped the past: v is set anew from x_t alone. Is v set to zero inside"
        " the loop?",
    ),
    Mistake(
        "running_mean",
        running_mean,
        "You computed the mean of all values so far. It has no start to correct, but"
        " it never forgets.",
    ),
    Mistake(
        "last_only",
        lambda x, beta: averages.bias_corrected_ema(x, beta)[-1],
        "You returned only the last value; all are wanted, one for each value of x.",
    ),
)


def average_picture(answer):
    from course_utils import datasets, plots

    celsius = datasets.temperatures()[1][:120]
    fig, ax = plots.figure()
    lines = {
        "daily": celsius,
        "plain, β = 0.98": averages.ema(celsius, 0.98),
        "yours, β = 0.98": answer(celsius, 0.98),
    }
    plots.curves(ax, lines, x=np.arange(1, 121))
    ax.set(title="Your corrected average on the first days in Seattle")
    ax.set(xlabel="day of 2012", ylabel="°C")
    return fig, "The plain average climbs from zero; yours is right from the first day."


def update_cases(rng):
    """States from real runs, each coordinate of one sign."""

    def state(shape, t, beta, scale=1.0):
        sign = rng.choice([-1.0, 1.0], shape)
        x = sign * rng.uniform(1, 3, (t, *shape)) * scale
        v = averages.ema(x[:-1], beta)[-1] if t > 1 else np.zeros(shape)
        return v, x[-1], t, beta

    some_zero = np.array([1.0, 0.0, 1.0, 0.0])
    scales = 10.0 ** rng.permutation(np.arange(-8, 5))
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


def corrected_update(v, x_t, t, beta):
    v = plain(v, x_t, beta)
    return v, v / averages.bias_correction(beta, t)


def one_update(
    divisor=right_divisor, update=plain, result=lambda old, v, v_hat: (v, v_hat)
):
    """One corrected step, right or wrong."""

    def answer(v, x_t, t, beta):
        new = update(v, x_t, beta)
        return result(v, new, new / np.float64(divisor(beta, t)))

    return answer


def both_hats(old, v, v_hat):
    return v_hat, v_hat


update_mistakes = (
    Mistake(
        "as_given",
        one_update(lambda beta, t: 1 - beta ** (t - 1), result=both_hats),
        "That is still what the broken code computes: its v is no longer the plain "
        "average, and at t = 1 it divides by zero.",
    ),
    Mistake(
        "stored_back",
        one_update(result=both_hats),
        "You return the corrected value as v too: the next step would correct it "
        "again, and a constant 1 would grow to 5.3, then 17.9. Give it a name of its"
        " own.",
    ),
    Mistake(
        "t_minus_one",
        one_update(lambda beta, t: 1 - beta ** (t - 1)),
        "Your v is right. In the correction t is one too small: the first value has "
        "t = 1 already, and 1 - beta^0 would be 0.",
    ),
    Mistake(
        "t_plus_one",
        one_update(lambda beta, t: 1 - beta ** (t + 1)),
        "Your v is right. In the correction t is one too large: the first value has "
        "t = 1.",
    ),
    Mistake(
        "t_frozen_at_one",
        one_update(lambda beta, t: 1 - beta),
        "Your v is right, but you divided by 1 - beta whatever t is: the correction "
        "never fades.",
    ),
    Mistake(
        "order",
        one_update(result=lambda old, v, v_hat: (v_hat, v)),
        "You returned v_hat first; return v, then v_hat.",
    ),
    Mistake(
        "not_corrected",
        one_update(result=lambda old, v, v_hat: (v, v)),
        "You returned the plain v twice: v_hat is v divided by 1 - beta^t.",
    ),
    Mistake(
        "v_not_kept",
        one_update(result=lambda old, v, v_hat: (old, v_hat)),
        "Your v_hat is right, but you return the old v: the next step would not know"
        " of x_t.",
    ),
    Mistake(
        "old_v_corrected",
        lambda v, x_t, t, beta: (plain(v, x_t, beta), v / np.float64(1 - beta**t)),
        "You corrected the old v: update v first, then divide the new one.",
    ),
    Mistake(
        "parentheses",
        lambda v, x_t, t, beta: (
            plain(v, x_t, beta),
            plain(v, x_t, beta) - beta**t,
        ),
        "You wrote v / 1 - beta**t: without parentheses only the 1 divides, and "
        "beta^t is subtracted.",
    ),
    Mistake(
        "weight_parentheses",
        one_update(update=lambda v, x_t, beta: beta * v + 1 - beta * x_t),
        "You wrote 1 - beta * x_t: without parentheses beta multiplies x_t first.",
    ),
    Mistake(
        "multiplied",
        one_update(lambda beta, t: 1 / (1 - beta**t)),
        "You multiplied by 1 - beta^t; divide, for v is too small at the start.",
    ),
    Mistake(
        "power_of_the_difference",
        one_update(lambda beta, t: (1 - beta) ** t),
        "You divided by (1 - beta)^t. The power belongs to beta alone: 1 - beta**t.",
    ),
    Mistake(
        "times_for_power",
        one_update(lambda beta, t: 1 - beta * t),
        "You divided by 1 - beta t: what is left of the start is beta to the power t.",
    ),
    Mistake(
        "weights_swapped",
        one_update(update=lambda v, x_t, beta: (1 - beta) * v + beta * x_t),
        "You swapped the weights: the past v keeps beta, the new x_t gets 1 - beta.",
    ),
    Mistake(
        "sum_for_average",
        one_update(update=lambda v, x_t, beta: beta * v + x_t),
        "You added x_t with weight 1 instead of 1 - beta.",
    ),
    Mistake(
        "minus",
        one_update(update=lambda v, x_t, beta: beta * v - (1 - beta) * x_t),
        "You subtracted the new value in the average; it is to be added.",
    ),
    Mistake(
        "same_weight",
        one_update(update=lambda v, x_t, beta: beta * v + beta * x_t),
        "You gave the past and the new value the same weight beta; the new value "
        "gets 1 - beta.",
    ),
    Mistake(
        "new_value_corrected",
        lambda v, x_t, t, beta: (
            plain(v, x_t, beta),
            beta * v + (1 - beta) * x_t / np.float64(1 - beta**t),
        ),
        "You divided only the new part by 1 - beta^t: the whole of v is too small, "
        "so divide all of it.",
    ),
)


def update_picture(answer):
    from course_utils import plots

    v, pairs = np.zeros(1), []
    for t in range(1, 41):
        v, v_hat = answer(v, np.ones(1), t, 0.9)
        pairs.append((float(np.ravel(v)[0]), float(np.ravel(v_hat)[0])))
    fig, ax = plots.figure()
    lines = dict(zip(("v", "v_hat"), np.array(pairs).T, strict=True))
    plots.curves(ax, lines, x=np.arange(1, 41))
    ax.set(title="Your update on a constant 1 (β = 0.9)", xlabel="t", ylim=(0, 1.1))
    return fig, "Your v climbs slowly from 0.1 to 1; your v_hat is 1 from the start."


third_mistakes = (
    Mistake(
        "no_bias",
        10.0,
        "You gave the level of the series itself. The plain average starts at 0 and "
        "needs many steps to get there; that is what this lesson is about.",
    ),
    Mistake("one_step", 1.0, "That is the average after one value; three have come."),
    Mistake("two_steps", 1.9, "That is the average after two values; three have come."),
    Mistake(
        "four_steps", 3.439, "That is the average after four values; three have come."
    ),
    Mistake(
        "missing",
        7.29,
        "That is what is still *missing* after three values, 10 times 0.9^3.",
    ),
    Mistake(
        "straight_line",
        3.0,
        "You added 1 at each step. The past is multiplied by 0.9 each time, so the "
        "steps get smaller.",
    ),
    Mistake(
        "sum",
        27.1,
        "You added each value with weight 1. It comes in with weight 1 - beta = 0.1.",
    ),
)


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
        Case("a small share", case(0.99, rng.integers(5, 9), 0.6)),
    ]


def exact_steps(beta, share):
    return np.log(1 - share) / np.log(beta)


def steps_until_settled(beta, share):
    return np.ceil(exact_steps(beta, share))


settling_mistakes = (
    Mistake(
        "rounded_down",
        lambda beta, share: np.floor(exact_steps(beta, share)),
        "You are one step short: you rounded down, or counted from 0. The share is "
        "first passed at the next whole step.",
    ),
    Mistake(
        "not_rounded",
        exact_steps,
        "You solved the equation, but steps are whole: return the first whole t at "
        "which the share is passed.",
    ),
    Mistake(
        "rounded",
        lambda beta, share: np.round(exact_steps(beta, share)),
        "You rounded to the nearest whole step; that is at times one short. Go up to"
        " the next one.",
    ),
    Mistake(
        "one_more",
        lambda beta, share: np.ceil(exact_steps(beta, share)) + 1,
        "You are one step late: rounding up is enough, or you counted the step after"
        " the one that passes.",
    ),
    Mistake(
        "share_for_rest",
        lambda beta, share: np.ceil(np.log(share) / np.log(beta)),
        "You solved beta^t = share. beta^t is the rest, what is still missing: it "
        "must fall to 1 - share.",
    ),
    Mistake(
        "e_folding",
        lambda beta, share: 1 / (1 - beta),
        "You returned 1/(1-beta). After that many steps about 63 % is reached, "
        "whatever share was asked for.",
    ),
    Mistake(
        "e_folding_up",
        lambda beta, share: np.ceil(np.log(1 - share) / (beta - 1)),
        "You used exp(-(1-beta) t) for beta^t. That is close for slow averages only:"
        " use ln(beta).",
    ),
    Mistake(
        "new_weight",
        lambda beta, share: np.ceil(np.log(1 - share) / np.log(1 - beta)),
        "You took powers of 1 - beta; what is missing is multiplied by beta at each "
        "step.",
    ),
    Mistake(
        "sign",
        lambda beta, share: np.ceil(-exact_steps(beta, share)),
        "You have the sign wrong: both logarithms are negative, so their ratio is "
        "positive.",
    ),
    Mistake(
        "upside_down",
        lambda beta, share: np.ceil(1 / exact_steps(beta, share)),
        "You have the fraction upside down: it is ln(1 - share) / ln(beta).",
    ),
    Mistake(
        "log_left_out",
        lambda beta, share: np.ceil(np.log(1 - share) / beta),
        "You divided by beta itself: the logarithm is taken on both sides, so beta "
        "becomes ln(beta).",
    ),
    Mistake(
        "difference",
        lambda beta, share: np.ceil(np.log((1 - share) / beta)),
        "You took the logarithm of a ratio where the ratio of two logarithms is "
        "wanted.",
    ),
)


def settling_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    t = np.arange(1, 6001)
    betas = 0.9, 0.99, 0.999
    plots.curves(ax, {f"β = {b}": 1 - b**t for b in betas}, x=t)
    for beta in betas:
        ax.plot(float(answer(beta, 0.99)), 0.99, "o", color="black", zorder=5)
    ax.set(xscale="log", title="Your steps until 99 %", xlabel="t", ylabel="1 - β^t")
    return fig, "Your dots stand where each curve passes 99 %: at 44, 459 and 4603."


def settled_and_smooth(beta):
    """The goal of `beta_settled_and_smooth`: little bias at t = 100, little noise."""
    beta = float(beta)
    if not 0 <= beta < 1:
        return f"beta must lie in [0, 1); yours is {beta:g}."
    share, window = 1 - beta**100, averages.equivalent_window(beta)
    if share > 0.99 and window > 29.99:
        return ""
    return (
        f"With beta = {beta:g} the average has put {share:.3%} of its weight on data "
        f"after 100 values, and is as steady as the mean of {window:.1f} values. "
        f"Wanted are more than 99 % and at least 30."
    )


smooth_mistakes = (
    Mistake(
        "usual",
        0.9,
        "The usual 0.9 has settled after 44 values, but it is only as steady as a "
        "mean of 19.",
    ),
    Mistake(
        "two_nines",
        0.99,
        "With 0.99 it is very steady, but after 100 values 37 % of its weight still "
        "lies on the zero it started from.",
    ),
    Mistake(
        "three_nines",
        0.999,
        "With 0.999 the average is very steady, but after 100 values only a tenth of"
        " the way is done.",
    ),
    Mistake(
        "window_by_e_folding",
        1 - 1 / 30,
        "You set 1/(1-beta) = 30. For the same noise as a mean of n values it is "
        "(1+beta)/(1-beta) = n, which allows a smaller beta.",
    ),
)

AVERAGES = ("plain", "corrected", "started at x_1", "stored back")

start_mistakes = (
    Mistake(
        "middle_exchanged",
        ("started at x_1", "stored back", "corrected", "plain"),
        "B and D are right. A and C both begin at 4. Started at x_1 the 4 has weight"
        " 0.9 at step 2; corrected, the two values share about equally.",
    ),
    Mistake(
        "low_and_high_exchanged",
        ("corrected", "plain", "started at x_1", "stored back"),
        "A and C are right. A plain average begins near zero; what is corrected "
        "again and again grows.",
    ),
    Mistake(
        "plain_for_first",
        ("plain", "stored back", "started at x_1", "corrected"),
        "B and C are right. D begins at 0.4 = 0.1 times 4: is that corrected or plain?",
    ),
    Mistake(
        "plain_for_third",
        ("corrected", "stored back", "plain", "started at x_1"),
        "A and B are right. One that starts at x_1 shows x_1 = 4 at step 1.",
    ),
)

FLAW = "t never incremented"

growing_mistakes = (
    Mistake(
        "stored",
        "corrected value stored back",
        "Stored back, it would explode: 1, 5.3, 17.9. Here it grows towards 10.",
    ),
    Mistake(
        "left_out",
        "correction left out",
        "Left out, the first value would be 0.1. Here the first is right, and the "
        "others are 10 times the plain average.",
    ),
    Mistake(
        "from_zero",
        "t counted from 0",
        "From 0 the very first value would be a division by zero.",
    ),
    Mistake(
        "multiplied",
        "multiplied, not divided",
        "Multiplied, the first value would be 0.1 times 0.1 = 0.01.",
    ),
)


EXERCISES = (
    Exercise(
        "uncorrected_third",
        "Predict: an average that starts at zero",
        2,
        1,
        3,
        1,
        2.71,
        mistakes=third_mistakes,
        rtol=5e-3,
    ),
    Exercise(
        "starts_of_averages",
        "Read: four ways to start",
        2,
        2,
        4,
        1,
        ("corrected", "stored back", "started at x_1", "plain"),
        mistakes=start_mistakes,
        options=AVERAGES,
    ),
    Exercise(
        "bias_corrected_ema",
        "An average that is right from the start",
        2,
        3,
        8,
        2,
        averages.bias_corrected_ema,
        start_cases,
        average_mistakes,
        picture=average_picture,
    ),
    Exercise(
        "corrected_update",
        "Mend: one corrected step",
        2,
        3,
        7,
        2,
        corrected_update,
        update_cases,
        update_mistakes,
        returns=("v", "v_hat"),
        picture=update_picture,
    ),
    Exercise(
        "growing_average",
        "Diagnose: an average that grows",
        2,
        1,
        4,
        2,
        FLAW,
        mistakes=growing_mistakes,
        options=(
            "correction left out",
            FLAW,
            "t counted from 0",
            "corrected value stored back",
            "multiplied, not divided",
        ),
    ),
    Exercise(
        "steps_until_settled",
        "How long does the start last?",
        2,
        2,
        6,
        2,
        steps_until_settled,
        settling_cases,
        settling_mistakes,
        picture=settling_picture,
    ),
    Exercise(
        "beta_settled_and_smooth",
        "Choose: settled, and smooth",
        2,
        2,
        7,
        3,
        0.945,
        mistakes=smooth_mistakes,
        goal=settled_and_smooth,
    ),
)
