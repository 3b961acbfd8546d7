"""The exercises of lesson 06: adaptive or scheduled?"""

import numpy as np

from course_utils import averages, descent, optimizers, problems, schedules
from course_utils.checks.before import Case, Exercise, Mistake


def loguniform(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def exponential_cases(rng):
    def lr0():
        return loguniform(rng, 1e-3, 5)

    return [
        Case("no step taken yet", (lr0(), 0.9, 0)),
        Case("one step taken", (lr0(), float(rng.uniform(0.6, 0.8)), 1)),
        Case("two steps taken", (lr0(), float(rng.uniform(0.3, 0.6)), 2)),
        Case("some steps", (lr0(), float(rng.uniform(0.85, 0.95)), 11)),
        Case("many steps", (lr0(), 0.99, int(rng.integers(200, 500)))),
        Case("no decay at all", (lr0(), 1.0, 17)),
        Case("a large first rate", (30.0, float(rng.uniform(0.8, 0.9)), 5)),
    ]


def exponential_decay(lr0, gamma, t):
    return schedules.exponential(lr0, gamma)(t)


exponential_mistakes = (
    Mistake(
        "one_step_ahead",
        lambda lr0, gamma, t: lr0 * gamma ** (t + 1),
        "You decayed once too often: t counts the steps already taken, so at t = 0 the "
        "rate is still lr0.",
    ),
    Mistake(
        "one_step_behind",
        lambda lr0, gamma, t: lr0 * gamma ** (t - 1),
        "You decayed once too little: after t steps lr0 has been multiplied by gamma t "
        "times, not t - 1 times.",
    ),
    Mistake(
        "multiplied_by_t",
        lambda lr0, gamma, t: lr0 * gamma * t,
        "You multiplied by t. gamma is to be applied t times over: a power.",
    ),
    Mistake(
        "straight_line",
        lambda lr0, gamma, t: lr0 * (1 - (1 - gamma) * t),
        "You took the same amount off at each step: a straight line, that falls below "
        "zero. Here each step keeps the same share, gamma.",
    ),
    Mistake(
        "gamma_as_loss",
        lambda lr0, gamma, t: lr0 * (1 - gamma) ** t,
        "You took gamma for the share that is lost at each step; it is the share that "
        "is kept.",
    ),
    Mistake(
        "exp_of_gamma",
        lambda lr0, gamma, t: lr0 * np.exp(-gamma * t),
        "You wrote exp(-gamma t). That is another convention for gamma: here each step "
        "multiplies the rate by gamma itself.",
    ),
    Mistake(
        "lr0_in_the_power",
        lambda lr0, gamma, t: (lr0 * gamma) ** t,
        "You raised lr0 to the power t as well. Only gamma is applied t times; check "
        "the parentheses.",
    ),
    Mistake(
        "base_and_power_swapped",
        lambda lr0, gamma, t: lr0 * t**gamma,
        "You swapped base and power: it is gamma that is raised to the power t.",
    ),
    Mistake(
        "lr0_missing",
        lambda lr0, gamma, t: gamma**t,
        "You returned the share that is left, without the first rate lr0.",
    ),
    Mistake(
        "decayed_once",
        lambda lr0, gamma, t: lr0 * gamma,
        "You multiplied by gamma once, whatever t is.",
    ),
    Mistake(
        "growing",
        lambda lr0, gamma, t: lr0 / gamma**t,
        "You divided by gamma^t: the rate grows with time.",
    ),
    Mistake(
        "inverse_time",
        lambda lr0, gamma, t: lr0 / (1 + gamma * t),
        "You wrote the 1/t decay. The exponential one multiplies by gamma at each "
        "step.",
    ),
    Mistake(
        "compounded",
        lambda lr0, gamma, t: lr0 * gamma ** (t * (t + 1) / 2),
        "You decayed the decayed rate again: gamma, gamma^2, gamma^3 .. are all "
        "multiplied up. Start from lr0 each time.",
    ),
)


def exponential_picture(answer):
    from course_utils import plots

    t = range(101)
    gammas = (0.99, 0.97, 0.9)
    lines = {f"γ = {g}": np.array([answer(0.1, g, k) for k in t]) for g in gammas}
    fig, ax = plots.figure()
    plots.curves(ax, lines, log=True)
    ax.set(title="Your exponential decay", xlabel="steps taken", ylabel="rate")
    return fig, "On a logarithmic axis your decay is a straight line for each gamma."


FOUR = {
    "piecewise": schedules.piecewise(0.1, 0.5, [20, 50, 80]),
    "1/t": schedules.inverse_time(0.1, 0.05),
    "cosine": schedules.cosine(0.1, 0.01, 100),
    "exponential": schedules.exponential(0.1, 0.97),
}

schedule_mistakes = (
    Mistake(
        "curves_swapped",
        ("piecewise", "exponential", "cosine", "1/t"),
        "A and C are right. Of B and D one is multiplied by the same number every ten "
        "steps; the other falls fast at first and then ever more slowly.",
    ),
    Mistake(
        "cosine_for_exponential",
        ("piecewise", "1/t", "exponential", "cosine"),
        "A and B are right. An exponential decay never stops at a floor, and it falls "
        "fastest at the start.",
    ),
    Mistake(
        "cosine_for_inverse",
        ("piecewise", "cosine", "1/t", "exponential"),
        "A and D are right. Of B and C one hardly falls in the first steps: a cosine "
        "starts flat.",
    ),
    Mistake(
        "flat_start_for_stairs",
        ("cosine", "1/t", "piecewise", "exponential"),
        "B and D are right. Of A and C one stands still for many steps and then halves "
        "at once.",
    ),
    Mistake(
        "order_of_the_list",
        ("exponential", "piecewise", "1/t", "cosine"),
        "None is right yet. Start with the one that stands still and then halves at "
        "once.",
    ),
)


def schedules_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    letters = zip("ABCD", FOUR.items(), strict=True)
    t = np.arange(151)
    plots.curves(ax, {f"{a}: {name}": lr(t) for a, (name, lr) in letters})
    ax.set(title="The four schedules", xlabel="steps taken", ylabel="rate")
    return fig, "A goes down in stairs, B and D in a hollow curve, C in half a wave."


def inverse_time_decay(lr0, k, t):
    return float(schedules.inverse_time(lr0, k)(t))


def inverse_time_cases(rng):
    def lr0():
        return loguniform(rng, 1e-3, 5)

    return [
        Case("no step taken yet", (lr0(), 0.5, 0)),
        Case("one step taken", (lr0(), float(rng.uniform(0.2, 0.9)), 1)),
        Case("some steps", (lr0(), float(rng.uniform(0.2, 0.9)), 5)),
        Case("a fast decay", (lr0(), float(rng.uniform(1.5, 3)), 4)),
        Case("a slow decay", (lr0(), 0.01, int(rng.integers(30, 70)))),
        Case("many steps", (lr0(), float(rng.uniform(0.2, 0.9)), 1000)),
        Case("no decay at all", (lr0(), 0.0, 9)),
        Case("a large first rate", (30.0, 0.25, 7)),
    ]


inverse_time_mistakes = (
    Mistake(
        "compounded",
        lambda lr0, k, t: lr0 / np.prod([1 + k * j for j in range(1, t + 1)]),
        "You divided the already decayed rate again: all the factors 1 + k, 1 + 2k, .. "
        "1 + t k are multiplied up. Always divide the first rate, lr0.",
    ),
    Mistake(
        "compounded_late",
        lambda lr0, k, t: lr0 / np.prod([1 + k * j for j in range(t)]),
        "You divided the already decayed rate again, once for each step before this "
        "one. Always divide the first rate, lr0, and only once.",
    ),
    Mistake(
        "same_factor_again",
        lambda lr0, k, t: lr0 / (1 + k) ** t,
        "You divided by 1 + k at every step: that is an exponential decay. Divide lr0 "
        "once, by 1 + k t.",
    ),
    Mistake(
        "parentheses",
        lambda lr0, k, t: lr0 / 1 + k * t,
        "You left out the parentheses: lr0 / 1 + k * t divides by 1 and then adds k t.",
    ),
    Mistake(
        "times_t_last",
        lambda lr0, k, t: lr0 / (1 + k) * t,
        "You divided by 1 + k and then multiplied by t. The t belongs below the line: "
        "check the parentheses.",
    ),
    Mistake(
        "one_missing",
        lambda lr0, k, t: lr0 / (k * t),
        "You left out the 1 below the line: at t = 0 that divides by zero.",
    ),
    Mistake(
        "one_step_ahead",
        lambda lr0, k, t: lr0 / (1 + k * (t + 1)),
        "You are one step ahead: t counts the steps already taken, so at t = 0 the "
        "rate is still lr0.",
    ),
    Mistake(
        "one_step_behind",
        lambda lr0, k, t: lr0 / (1 + k * (t - 1)),
        "You are one step behind: the first step has t = 0 here, not t = 1.",
    ),
    Mistake(
        "growing",
        lambda lr0, k, t: lr0 * (1 + k * t),
        "You multiplied where you should divide: the rate grows with time.",
    ),
    Mistake(
        "straight_line",
        lambda lr0, k, t: lr0 * (1 - k * t),
        "You subtracted k t: a straight line, that falls below zero. The 1/t decay "
        "divides and never reaches zero.",
    ),
    Mistake(
        "minus",
        lambda lr0, k, t: lr0 / (1 - k * t),
        "You have a minus below the line: the rate grows, and then turns negative.",
    ),
    Mistake(
        "square_root",
        lambda lr0, k, t: lr0 / np.sqrt(1 + k * t),
        "You took a root below the line. That 1/sqrt(t) decay exists, too; here the "
        "plain 1/t decay is wanted.",
    ),
    Mistake(
        "k_ignored",
        lambda lr0, k, t: lr0 / (1 + t),
        "You left out k, which says how fast the rate falls.",
    ),
    Mistake(
        "k_added",
        lambda lr0, k, t: lr0 / (1 + k + t),
        "You added k to t; the two are to be multiplied.",
    ),
    Mistake(
        "exponential",
        lambda lr0, k, t: lr0 * np.exp(-k * t),
        "You wrote an exponential decay. This one divides by 1 + k t.",
    ),
    Mistake(
        "floor_division",
        lambda lr0, k, t: lr0 // (1 + k * t),
        "You used //, which cuts off everything behind the point. Use a single /.",
    ),
    Mistake(
        "staircase",
        lambda lr0, k, t: lr0 / (1 + int(k * t)),
        "You rounded k t down to a whole number: the rate falls in stairs, and not "
        "smoothly. Leave k t as it is.",
    ),
    Mistake(
        "lr0_missing",
        lambda lr0, k, t: 1 / (1 + k * t),
        "You left out the first rate, lr0.",
    ),
)


def inverse_time_picture(answer):
    from course_utils import plots

    t = np.arange(0, 301, 3)
    lines = {f"1/t, k = {k}": [answer(0.1, k, int(j)) for j in t] for k in (0.01, 0.05)}
    lines["exponential, γ = 0.97"] = schedules.exponential(0.1, 0.97)(t)
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=t, log=True)
    ax.set(title="Your 1/t decay", xlabel="steps taken", ylabel="rate")
    return fig, "Your 1/t decay falls fast at first, then ever more slowly."


def warmup_rate(lr, steps, t):
    return float(schedules.warmup(lr, steps)(t))


def warmup_cases(rng):
    def lr():
        return loguniform(rng, 1e-3, 0.7)

    return [
        Case("the first step", (lr(), int(rng.integers(8, 20)), 0)),
        Case("the second step", (lr(), int(rng.integers(8, 20)), 1)),
        Case("in the middle of the rise", (lr(), 12, int(rng.integers(4, 8)))),
        Case("the last step of the rise", (lr(), 9, 8)),
        Case("the step after the rise", (lr(), 9, 9)),
        Case("long after the rise", (lr(), 10, int(rng.integers(100, 200)))),
        Case("a rise of one step, at its start", (lr(), 1, 0)),
        Case("a rate above 1", (7.0, 10, 6)),
    ]


warmup_mistakes = (
    Mistake(
        "unmended",
        lambda lr, steps, t: lr * t / steps,
        "That is the code as it was: the first step has the rate 0, and the rise never "
        "ends.",
    ),
    Mistake(
        "first_step_wasted",
        lambda lr, steps, t: lr * min(1, t / steps),
        "The rise ends now, but it still starts at 0: the first step goes nowhere. At "
        "t = 0 one step of the rise is due.",
    ),
    Mistake(
        "never_ends",
        lambda lr, steps, t: lr * (t + 1) / steps,
        "The first step is right now, but the rise never ends: past the warm-up the "
        "rate must stay at lr.",
    ),
    Mistake(
        "too_slow",
        lambda lr, steps, t: lr * min(1, (t + 1) / (steps + 1)),
        "You divided by steps + 1: the full rate comes one step too late.",
    ),
    Mistake(
        "from_zero_to_the_last_step",
        lambda lr, steps, t: lr * min(1, t / (steps - 1)),
        "You rise from 0 over steps - 1 steps: the first step is wasted, and a warm-up "
        "of one step divides by zero.",
    ),
    Mistake(
        "one_step_early",
        lambda lr, steps, t: lr * min(1, (t + 2) / steps),
        "You are one step early: the first step, t = 0, gets 1/steps of the rate, not "
        "2/steps.",
    ),
    Mistake(
        "capped_at_one",
        lambda lr, steps, t: min(1, lr * (t + 1) / steps),
        "You limited the rate to 1. It is the share (t + 1) / steps that must not "
        "exceed 1.",
    ),
    Mistake(
        "max_for_min",
        lambda lr, steps, t: lr * max(1, (t + 1) / steps),
        "You took the larger where the smaller of the two is meant: there is no rise, "
        "and then no end.",
    ),
    Mistake(
        "zero_afterwards",
        lambda lr, steps, t: lr * (t + 1) / steps if t < steps else 0.0,
        "Your rate falls to 0 when the warm-up is over. It must stay at lr.",
    ),
    Mistake(
        "falling",
        lambda lr, steps, t: lr * max(0, 1 - t / steps),
        "Your rate falls during the warm-up; it is meant to rise.",
    ),
    Mistake(
        "floor_division",
        lambda lr, steps, t: lr * min(1, (t + 1) // steps),
        "You used //, which cuts the share off to 0: no step is taken during the "
        "warm-up. Use a single /.",
    ),
    Mistake(
        "parentheses",
        lambda lr, steps, t: lr * min(1, t + 1 / steps),
        "You left out the parentheses: t + 1 / steps divides only the 1.",
    ),
    Mistake(
        "no_warmup",
        lambda lr, steps, t: lr,
        "You return the full rate at once: that is no warm-up.",
    ),
)


def warmup_picture(answer):
    from course_utils import plots

    t = np.arange(120)
    cosine = schedules.cosine(1.0, 0.0, 120)(t)
    rise = np.array([answer(0.1, 20, int(k)) for k in t])
    fig, ax = plots.figure()
    plots.curves(ax, {"your warm-up": rise, "with a cosine": rise * cosine})
    ax.set(title="Your warm-up", xlabel="steps taken", ylabel="rate")
    return fig, "Your rate rises for 20 steps; times a cosine it falls again after."


def piecewise_decay(lr0, factor, boundaries, t):
    return schedules.piecewise(lr0, factor, boundaries)(t)


def piecewise_cases(rng):
    def lr0():
        return loguniform(rng, 1e-2, 5)

    def factor():
        return float(rng.uniform(0.2, 0.45))

    gaps = rng.integers(5, 30, 4)
    many = np.cumsum(gaps).astype(float)
    return [
        Case("no step taken yet", (lr0(), factor(), many, 0)),
        Case("before the first boundary", (lr0(), factor(), many, int(many[0]) - 2)),
        Case("one step before it", (lr0(), factor(), many, int(many[0]) - 1)),
        Case("at the first boundary", (lr0(), factor(), many, int(many[0]))),
        Case("one step past it", (lr0(), factor(), many, int(many[0]) + 1)),
        Case("between two boundaries", (lr0(), factor(), many, int(many[2]) - 2)),
        Case("at the third boundary", (lr0(), factor(), many, int(many[2]))),
        Case("past the last one", (lr0(), factor(), many, int(many[3]) + 40)),
        Case("a single boundary", (30.0, factor(), many[:1], int(many[1]))),
    ]


def drops(counted):
    """A piecewise decay that counts its drops in its own way, (boundaries, t)."""
    return lambda lr0, factor, boundaries, t: lr0 * factor ** counted(boundaries, t)


piecewise_mistakes = (
    Mistake(
        "one_step_late",
        drops(lambda b, t: np.sum(t > b)),
        "Your rate drops one step late: when t *reaches* a boundary the drop is due, "
        "so equal counts, too.",
    ),
    Mistake(
        "one_step_early",
        drops(lambda b, t: np.sum(t + 1 >= b)),
        "Your rate drops one step early: the drop is due when t reaches the boundary, "
        "and not the step before.",
    ),
    Mistake(
        "first_boundary_only",
        drops(lambda b, t: int(t >= b[0])),
        "You honour only the first boundary. Do you return inside the loop, or test "
        "with if and elif from the first one up?",
    ),
    Mistake(
        "last_boundary_only",
        drops(lambda b, t: int(t >= b[-1])),
        "You honour only the last boundary. Each one that has been reached brings a "
        "drop of its own.",
    ),
    Mistake(
        "last_boundary_ignored",
        drops(lambda b, t: np.sum(t >= b[:-1])),
        "You leave out the last boundary. Does the loop end one too soon?",
    ),
    Mistake(
        "first_boundary_ignored",
        drops(lambda b, t: np.sum(t >= b[1:])),
        "You leave out the first boundary. Does the loop start at index 1?",
    ),
    Mistake(
        "boundaries_ahead",
        drops(lambda b, t: np.sum(t < b)),
        "You count the boundaries still ahead. It is those already reached that bring "
        "the rate down.",
    ),
    Mistake(
        "all_boundaries",
        drops(lambda b, t: len(b)),
        "You dropped the rate for every boundary, reached or not: compare each with t.",
    ),
    Mistake(
        "one_drop_too_many",
        drops(lambda b, t: 1 + np.sum(t >= b)),
        "You drop once too often: before the first boundary the rate is lr0.",
    ),
    Mistake(
        "periodic",
        drops(lambda b, t: t // b[0]),
        "You took the first boundary for a period that repeats. The others need not be "
        "evenly spaced: compare t with each.",
    ),
    Mistake(
        "every_step",
        drops(lambda b, t: max(0, t - b[0] + 1)),
        "From the first boundary on you decay at every step. One drop for each "
        "boundary, and flat between them.",
    ),
    Mistake(
        "multiplied_by_count",
        lambda lr0, factor, boundaries, t: lr0 * factor * np.sum(t >= boundaries),
        "You multiplied by the number of drops. Each drop multiplies by factor: a "
        "power.",
    ),
    Mistake(
        "divided",
        drops(lambda b, t: -np.sum(t >= b)),
        "You divided by factor: the rate grows at each boundary.",
    ),
    Mistake(
        "factor_as_loss",
        lambda lr0, factor, boundaries, t: (
            lr0 * (1 - factor) ** np.sum(t >= boundaries)
        ),
        "You took factor for the share that is lost in a drop; it is the share that "
        "is kept.",
    ),
    Mistake(
        "subtracted",
        lambda lr0, factor, boundaries, t: lr0 - factor * np.sum(t >= boundaries),
        "You subtracted factor at each boundary; the rate is to be multiplied by it.",
    ),
    Mistake(
        "lr0_missing",
        lambda lr0, factor, boundaries, t: factor ** np.sum(t >= boundaries),
        "You left out the first rate, lr0.",
    ),
    Mistake(
        "one_for_each_boundary",
        lambda lr0, factor, boundaries, t: lr0 * factor ** (t >= boundaries),
        "You returned a rate for each boundary. One rate is wanted: count the "
        "boundaries that t has reached.",
    ),
)


def piecewise_picture(answer):
    from course_utils import plots

    t, boundaries = np.arange(101), np.array([30.0, 60.0, 90.0])
    rates = [answer(0.1, 0.3, boundaries, int(k)) for k in t]
    fig, ax = plots.figure()
    ax.vlines(boundaries, 0, 0.1, color="#b4bcc6", linewidth=1)
    ax.step(t, rates, where="post", color=plots.style("Adam")["color"])
    ax.set(title="Your piecewise decay", xlabel="steps taken", ylabel="rate")
    return fig, "Your rate goes down a stair at each of the boundaries 30, 60 and 90."


def cosine_decay(lr0, lr_min, T, t):
    return schedules.cosine(lr0, lr_min, T)(t)


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
        Case("past the end", (*rates(), T, T + T // 3)),
        Case("long past the end", (*rates(), T, 5 * T + T // 4)),
        Case("a floor of zero", (rates()[0], 0.0, T, T // 3)),
        Case("a large first rate", (30.0, 2.0, T, T // 4)),
    ]


def half_wave(wave, past=lambda t, T: min(t, T)):
    """A cosine decay with another wave, (t, T), or another t past the end."""

    def answer(lr0, lr_min, T, t):
        return lr_min + (lr0 - lr_min) * wave(past(t, T), T)

    return answer


def wave(t, T):
    return (1 + np.cos(np.pi * t / T)) / 2


cosine_mistakes = (
    Mistake(
        "rises_again",
        half_wave(wave, lambda t, T: t),
        "Your rate rises again past T, as a cosine does. From T on it must stay at "
        "lr_min.",
    ),
    Mistake(
        "starts_again",
        half_wave(wave, lambda t, T: t % T),
        "You start again from lr0 at T. Such restarts exist, but here the rate stays "
        "at lr_min from T on.",
    ),
    Mistake(
        "zero_past_the_end",
        lambda lr0, lr_min, T, t: half_wave(wave)(lr0, lr_min, T, t) if t <= T else 0.0,
        "Past T you return 0; the rate stays at lr_min there.",
    ),
    Mistake(
        "max_for_min",
        half_wave(wave, max),
        "You took the larger of t and T, so the rate is at its floor from the start "
        "and rises later. The smaller one is meant.",
    ),
    Mistake(
        "without_pi",
        half_wave(lambda t, T: (1 + np.cos(t / T)) / 2),
        "You left out pi: at T the cosine has covered only a part of its half wave, "
        "and the rate never gets down to lr_min.",
    ),
    Mistake(
        "two_pi",
        half_wave(lambda t, T: (1 + np.cos(2 * np.pi * t / T)) / 2),
        "You took a whole wave, 2 pi: the rate is back at lr0 when t reaches T. Half "
        "a wave goes down once.",
    ),
    Mistake(
        "quarter_wave",
        half_wave(lambda t, T: np.cos(np.pi * t / T / 2)),
        "You took a quarter of a wave: it falls steeply into the floor. Half a wave is "
        "flat at both ends.",
    ),
    Mistake(
        "sine",
        half_wave(lambda t, T: (1 + np.sin(np.pi * t / T)) / 2),
        "You took a sine: it starts in the middle and rises. The cosine starts at its "
        "top.",
    ),
    Mistake(
        "upside_down",
        half_wave(lambda t, T: (1 - np.cos(np.pi * t / T)) / 2),
        "Your rate rises from lr_min to lr0: it is 1 + cos, or else lr0 and lr_min "
        "are swapped.",
    ),
    Mistake(
        "one_missing",
        half_wave(lambda t, T: np.cos(np.pi * t / T) / 2),
        "You left out the 1 in 1 + cos: the cosine alone falls below zero, and starts "
        "at half the height.",
    ),
    Mistake(
        "cosine_alone",
        half_wave(lambda t, T: np.cos(np.pi * t / T)),
        "You used the cosine alone, which runs from 1 to -1. Lift it by 1 and halve "
        "it, to run from 1 to 0.",
    ),
    Mistake(
        "not_halved",
        half_wave(lambda t, T: 1 + np.cos(np.pi * t / T)),
        "You did not halve 1 + cos, which starts at 2.",
    ),
    Mistake(
        "straight_line",
        half_wave(lambda t, T: 1 - t / T),
        "You wrote a straight line. The cosine is flat at both ends and steep between.",
    ),
    Mistake(
        "floor_left_out",
        lambda lr0, lr_min, T, t: lr0 * wave(min(t, T), T),
        "You left lr_min out: your rate falls to 0.",
    ),
    Mistake(
        "floor_not_added",
        lambda lr0, lr_min, T, t: (lr0 - lr_min) * wave(min(t, T), T),
        "You did not add lr_min to the wave: your rate falls to 0, and starts below "
        "lr0.",
    ),
    Mistake(
        "floor_on_top",
        lambda lr0, lr_min, T, t: lr_min + lr0 * wave(min(t, T), T),
        "You added lr_min on top of the full wave, so you start above lr0. The height "
        "of the wave is lr0 - lr_min.",
    ),
    Mistake(
        "floor_added_to_the_height",
        lambda lr0, lr_min, T, t: lr_min + (lr0 + lr_min) * wave(min(t, T), T),
        "You start above lr0: the height of the wave is the difference of lr0 and "
        "lr_min, not their sum.",
    ),
    Mistake(
        "floor_as_limit",
        lambda lr0, lr_min, T, t: max(lr_min, lr0 * wave(min(t, T), T)),
        "You cut a wave to zero off at lr_min. The wave itself must end there: its "
        "height is lr0 - lr_min.",
    ),
    Mistake(
        "one_step_ahead",
        half_wave(wave, lambda t, T: min(t + 1, T)),
        "You are one step ahead: t counts the steps already taken, so at t = 0 the "
        "rate is lr0.",
    ),
    Mistake(
        "end_one_step_late",
        half_wave(lambda t, T: wave(t, T + 1)),
        "You divide by T + 1, so the rate never reaches lr_min.",
    ),
    Mistake(
        "end_one_step_early",
        half_wave(lambda t, T: wave(t, T - 1), lambda t, T: min(t, T - 1)),
        "You divide by T - 1, so the floor is reached one step early: it is due at "
        "t = T.",
    ),
    Mistake(
        "whole_division",
        half_wave(lambda t, T: wave(t // T, 1)),
        "You used //, which makes t // T zero until the end. Use a single /.",
    ),
)


def cosine_picture(answer):
    from course_utils import plots

    t = range(151)
    lines = {
        f"floor {low}": [answer(0.1, low, 100, k) for k in t] for low in (0.0, 0.02)
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines)
    ax.axvline(100, color="#b4bcc6", linewidth=1)
    ax.set(title="Your cosine decay, T = 100", xlabel="steps taken", ylabel="rate")
    return fig, "Your rate falls in half a wave to its floor at 100, and stays there."


def decayed_adam(gamma):
    """Mean loss at the end of 64 noisy runs of Adam under an exponential decay."""
    noise = np.random.default_rng(0).normal(size=(300, 2, 64))
    adam = optimizers.Adam(schedules.exponential(0.3, gamma))
    trace = descent.run(adam, problems.quadratic([1.0, 4.0]), steps=300, noise=noise)
    return trace.loss.mean(axis=1)


def noise_floor_cut(gamma):
    """The goal of `gamma_for_floor`: arrive, and then be quiet."""
    gamma = float(gamma)
    if not 0 < gamma <= 1:
        return f"gamma must lie in (0, 1]; yours is {gamma:g}."
    loss = decayed_adam(gamma)[-1]
    if loss <= 0.01:
        return ""
    last = 0.3 * gamma**299
    fault = (
        "it fell too fast, and Adam stopped on the way"
        if gamma < 0.985
        else "it is still too large, and the noise keeps Adam shaking"
    )
    return (
        f"With gamma = {gamma:g} the loss after 300 steps is {loss:.3g}; wanted is "
        f"0.01 or less. The last rate was {last:.1g}: {fault}."
    )


floor_mistakes = (
    Mistake(
        "no_decay",
        1.0,
        "With gamma = 1 nothing decays: the loss stays near 0.107, the noise floor of "
        "a constant rate.",
    ),
    Mistake(
        "beta_of_momentum",
        0.9,
        "You took the usual beta. As a decay 0.9 is far too fast: all steps together "
        "can cover about 0.3 / (1 - 0.9) = 3, and the minimum is 9 away.",
    ),
    Mistake(
        "beta_of_adam",
        0.999,
        "You took the usual beta2. As a decay 0.999 is too slow: after 300 steps three "
        "quarters of the rate are still there, and so is the noise.",
    ),
    Mistake(
        "just_the_distance",
        1 - 0.3 / 9,
        "You set 0.3 / (1 - gamma) = 9: all the steps together just cover the way, if "
        "each is of full length. Leave some to spare.",
    ),
    Mistake(
        "half",
        0.5,
        "With gamma = 0.5 the rate halves at each step: after ten of them Adam hardly "
        "moves.",
    ),
)


def floor_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    lines = {"constant": decayed_adam(1.0), f"γ = {answer:.4g}": decayed_adam(answer)}
    plots.curves(ax, lines, log=True)
    ax.set(title="Adam in noise", xlabel="step", ylabel="mean loss of 64 runs")
    return fig, "With your decay the loss goes on falling below the constant rate's."


def effective_rates(gs, lrs, beta, eps):
    return lrs[:, None] / (np.sqrt(averages.ema(gs**2, beta)) + eps)


def effective_rate_cases(rng):
    def gradients(*shape):
        return rng.uniform(1, 3, shape) * rng.choice([-1.0, 1.0], shape)

    def falling(n):
        return 0.1 * rng.uniform(0.7, 0.95) ** np.arange(n)

    scales = 10.0 ** np.array([-8, -5, -2, 0, 4])
    zeros = gradients(6, 3)
    zeros[:, 1], zeros[2, 0] = 0.0, 0.0
    burst = gradients(9, 2)
    burst[4] *= 100
    return [
        Case("two parameters", (gradients(10, 2), falling(10), 0.9, 1e-8)),
        Case("a burst of large gradients", (burst, falling(9), 0.8, 1e-8)),
        Case("scales apart", (gradients(7, 5) * scales, falling(7), 0.95, 1e-8)),
        Case("zero gradients", (zeros, falling(6), 0.9, 0.01)),
        Case("a large eps", (gradients(5, 4), falling(5), 0.7, 0.5)),
        Case("as many steps as parameters", (gradients(4, 4), falling(4), 0.6, 1e-8)),
        Case("a rate that rises", (gradients(5, 3), falling(5)[::-1], 0.9, 1e-4)),
        Case("a single step", (gradients(1, 3), falling(1), 0.99, 1e-6)),
    ]


def rate_of(second_moment, rate=lambda lr, s, eps: lr / (np.sqrt(s) + eps)):
    """Effective rates from another second moment, (gs, beta), or another rate."""
    return lambda gs, lrs, beta, eps: rate(lrs[:, None], second_moment(gs, beta), eps)


def second_moment(gs, beta):
    return averages.ema(gs**2, beta)


effective_rate_mistakes = (
    Mistake(
        "first_rate_only",
        rate_of(second_moment, lambda lr, s, eps: lr[0] / (np.sqrt(s) + eps)),
        "You used the first learning rate for all steps: the schedule plays no part.",
    ),
    Mistake(
        "schedule_left_out",
        rate_of(second_moment, lambda lr, s, eps: 1 / (np.sqrt(s) + eps)),
        "You left out the learning rate of each step: the schedule plays no part.",
    ),
    Mistake(
        "rates_across_parameters",
        lambda gs, lrs, beta, eps: lrs / (np.sqrt(second_moment(gs, beta)) + eps),
        "You spread the rates over the parameters and not over the steps. Give lrs a "
        "second axis: one row for each step.",
    ),
    Mistake(
        "averaged_across_parameters",
        lambda gs, lrs, beta, eps: (
            lrs[:, None] / (np.sqrt(second_moment(gs.T, beta).T) + eps)
        ),
        "You averaged along the parameters. Time is the first axis: each column has a "
        "history of its own.",
    ),
    Mistake(
        "one_for_all",
        rate_of(
            lambda gs, beta: second_moment(gs, beta).mean(1, keepdims=True) + 0 * gs
        ),
        "You averaged s over all the parameters, so all get one rate. Each has its own "
        "history.",
    ),
    Mistake(
        "not_squared",
        rate_of(lambda gs, beta: averages.ema(np.abs(gs), beta)),
        "You averaged |g| and then took the root. The average is one of g^2.",
    ),
    Mistake(
        "sign_kept",
        rate_of(averages.ema),
        "You averaged g and not g^2: opposite signs cancel, and the root of a negative "
        "average is nan.",
    ),
    Mistake(
        "no_root",
        rate_of(second_moment, lambda lr, s, eps: lr / (s + eps)),
        "You left out the root of s.",
    ),
    Mistake(
        "eps_inside",
        rate_of(second_moment, lambda lr, s, eps: lr / np.sqrt(s + eps)),
        "You put eps inside the root; here it stands outside.",
    ),
    Mistake(
        "precedence",
        rate_of(second_moment, lambda lr, s, eps: lr / np.sqrt(s) + eps),
        "You added eps to the quotient: the parentheses around sqrt(s) + eps are "
        "missing.",
    ),
    Mistake(
        "eps_left_out",
        rate_of(second_moment, lambda lr, s, eps: lr / np.sqrt(s)),
        "You left out eps: a parameter without any gradient gets an infinite rate.",
    ),
    Mistake(
        "weights_swapped",
        rate_of(lambda gs, beta: second_moment(gs, 1 - beta)),
        "You swapped the weights: the past s keeps beta, and g^2 gets 1 - beta.",
    ),
    Mistake(
        "sum_for_average",
        rate_of(lambda gs, beta: second_moment(gs, beta) / (1 - beta)),
        "You added g^2 with weight 1 and not 1 - beta: that is a fading sum.",
    ),
    Mistake(
        "adagrad",
        rate_of(lambda gs, beta: np.cumsum(gs**2, axis=0)),
        "You added up all the squares, as AdaGrad does: nothing is forgotten, and beta "
        "plays no part.",
    ),
    Mistake(
        "past_undamped",
        rate_of(lambda gs, beta: np.cumsum((1 - beta) * gs**2, axis=0)),
        "You kept the whole past: s must be multiplied by beta before the new square "
        "is added.",
    ),
    Mistake(
        "no_memory",
        rate_of(lambda gs, beta: (1 - beta) * gs**2),
        "You forgot the past: s starts from zero at each step. Is its new value kept?",
    ),
    Mistake(
        "old_s",
        rate_of(lambda gs, beta: np.vstack([0 * gs[:1], second_moment(gs, beta)[:-1]])),
        "You used the s of the step before: update s first, then take the rate.",
    ),
    Mistake(
        "corrected",
        rate_of(lambda gs, beta: averages.bias_corrected_ema(gs**2, beta)),
        "You divided s by 1 - beta^t. That is Adam's s_hat; here s is not corrected.",
    ),
    Mistake(
        "step_for_rate",
        lambda gs, lrs, beta, eps: gs * effective_rates(gs, lrs, beta, eps),
        "You returned the step. The rate is what the gradient is multiplied with: "
        "leave g out.",
    ),
    Mistake(
        "last_only",
        lambda gs, lrs, beta, eps: effective_rates(gs, lrs, beta, eps)[-1],
        "You returned the rates of the last step alone; a row for each step is wanted.",
    ),
)


def effective_rate_picture(answer):
    from course_utils import plots

    g = np.random.default_rng(1).standard_normal((200, 2)) * [10, 0.1]
    g[100:, 0] /= 100
    fig, (left, right) = plots.figure(1, 2, sharey=True)
    for ax, lr in [
        (left, schedules.constant(0.01)),
        (right, schedules.cosine(0.01, 1e-4, 200)),
    ]:
        rates = answer(g, lr(np.arange(200)), 0.8, 1e-8).T
        names = ["first parameter", "second parameter"]
        lines = dict(zip(names, rates, strict=True))
        plots.curves(ax, lines, log=True, legend=ax is right)
    left.set(title="constant rate", xlabel="step", ylabel="effective rate")
    right.set(title="cosine", xlabel="step")
    return fig, (
        "The first parameter's rate rises when its gradient shrinks at step 100; the "
        "schedule brings both rates down alike."
    )


EXERCISES = (
    Exercise(
        id="exponential_decay",
        title="The same share at every step",
        lesson=6,
        points=1,
        minutes=4,
        difficulty=1,
        reference=exponential_decay,
        cases=exponential_cases,
        mistakes=exponential_mistakes,
        picture=exponential_picture,
    ),
    Exercise(
        id="schedules_of_curves",
        title="Read: which curve is which schedule",
        lesson=6,
        points=2,
        minutes=5,
        difficulty=1,
        reference=tuple(FOUR),
        mistakes=schedule_mistakes,
        options=("exponential", "piecewise", "1/t", "cosine"),
        picture=schedules_picture,
    ),
    Exercise(
        id="inverse_time_decay",
        title="The 1/t decay",
        lesson=6,
        points=2,
        minutes=5,
        difficulty=1,
        reference=inverse_time_decay,
        cases=inverse_time_cases,
        mistakes=inverse_time_mistakes,
        picture=inverse_time_picture,
    ),
    Exercise(
        id="warmup_rate",
        title="Mend: a warm-up with two faults",
        lesson=6,
        points=2,
        minutes=6,
        difficulty=2,
        reference=warmup_rate,
        cases=warmup_cases,
        mistakes=warmup_mistakes,
        picture=warmup_picture,
    ),
    Exercise(
        id="piecewise_decay",
        title="Down the stairs",
        lesson=6,
        points=3,
        minutes=8,
        difficulty=2,
        reference=piecewise_decay,
        cases=piecewise_cases,
        mistakes=piecewise_mistakes,
        picture=piecewise_picture,
    ),
    Exercise(
        id="cosine_decay",
        title="Half a wave",
        lesson=6,
        points=3,
        minutes=8,
        difficulty=2,
        reference=cosine_decay,
        cases=cosine_cases,
        mistakes=cosine_mistakes,
        picture=cosine_picture,
    ),
    Exercise(
        id="gamma_for_floor",
        title="Choose: below the noise floor",
        lesson=6,
        points=3,
        minutes=8,
        difficulty=2,
        reference=0.987,
        goal=noise_floor_cut,
        mistakes=floor_mistakes,
        rtol=4e-4,
        picture=floor_picture,
    ),
    Exercise(
        id="effective_rates",
        title="A schedule and a history, at once",
        lesson=6,
        points=3,
        minutes=12,
        difficulty=3,
        reference=effective_rates,
        cases=effective_rate_cases,
        mistakes=effective_rate_mistakes,
        picture=effective_rate_picture,
    ),
)
