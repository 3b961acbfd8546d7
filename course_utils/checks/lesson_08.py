"""The exercises of lesson 08: what does a wrong optimizer look like?"""

from itertools import combinations

import numpy as np

from course_utils import optimizers, schedules
from course_utils.checks.before import Case, Exercise, Mistake

RATE_BUGS = (
    "decayed rate decayed again",
    "steps counted for epochs",
    "rises past T",
    "floor not reached",
    "boundary one step late",
    "only the first boundary",
)

rate_bug_mistakes = (
    Mistake(
        "slow_and_fast_swapped",
        (
            "steps counted for epochs",
            "decayed rate decayed again",
            "rises past T",
            "boundary one step late",
        ),
        "C and D are right. In A and B, divide each rate by the one before: where the "
        "bug is compounding, the rate falls by 2, then by 3, by 4 ..",
    ),
    Mistake(
        "floor",
        (
            "decayed rate decayed again",
            "steps counted for epochs",
            "floor not reached",
            "boundary one step late",
        ),
        "A, B and D are right. C does reach its floor, 0, at epoch 6. What does it do "
        "after that?",
    ),
    Mistake(
        "first_boundary",
        (
            "decayed rate decayed again",
            "steps counted for epochs",
            "rises past T",
            "only the first boundary",
        ),
        "A, B and C are right. D has both of its drops. When do they come?",
    ),
)


def rates_picture(answer):
    from course_utils import plots

    epochs = np.arange(13)
    lines = {
        "as meant: 1/t": schedules.inverse_time(0.1, 1)(epochs),
        "A: decayed again": 0.1 / np.cumprod(1.0 + epochs),
        "B: 100 steps an epoch": schedules.inverse_time(0.1, 1)(100 * epochs),
        "C: rises past T": 0.05 * (1 + np.cos(np.pi * epochs / 6)),
        "D: one step late": schedules.piecewise(0.1, 0.5, [4, 7])(epochs),
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, log=True, marker=".")
    ax.set(title="Four rates with a flaw", xlabel="epoch", ylabel="rate")
    ax.set_ylim(1e-7, 0.2)
    return fig, "A falls without end, B at once, C comes back up, D is a step late."


def rmsprop(theta, g, s, lr, beta, eps):
    rule = optimizers.RMSprop(lr, beta, eps)
    theta, state = rule.step(theta, g, optimizers.State(0, s=s))
    return theta, state.s


def rmsprop_cases(rng):
    def arrays(shape, scale=1.0):
        theta = rng.uniform(1, 3, shape) * rng.choice([-1.0, 1.0], shape)
        g = rng.uniform(0.5, 2, shape) * rng.choice([-1.0, 1.0], shape) * scale
        return theta, g, rng.uniform(0.3, 4, shape) * np.square(scale)

    scales = 10.0 ** np.array([-8, -5, -2, 0, 4])
    theta, g, s = arrays((4,))
    dead_g, dead_s = g.copy(), s.copy()
    dead_g[1], dead_s[1] = 0.0, 0.0
    fresh = arrays((3,))
    return [
        Case("three parameters", (*arrays((3,)), 0.05, 0.9, 1e-8)),
        Case("a matrix", (*arrays((2, 3)), 0.05, 0.8, 1e-8)),
        Case("a large eps", (*arrays((3,), 0.1), 0.1, 0.9, 0.5)),
        Case("a middling eps", (*arrays((5,)), 0.1, 0.6, 0.1)),
        Case("a gradient that is always zero", (theta, dead_g, dead_s, 0.1, 0.9, 1e-8)),
        Case("the first step", (*fresh[:2], 0 * fresh[2], 0.02, 0.9, 1e-8)),
        Case("scales apart", (*arrays((5,), scales), 0.1, 0.95, 1e-8)),
        Case("a single parameter", (*arrays((1,)), 0.1, 0.99, 0.2)),
    ]


def rms_step(step):
    """A wrong RMSprop step from its change of theta, (g, s, lr, eps), s updated."""

    def answer(theta, g, s, lr, beta, eps):
        s = beta * s + (1 - beta) * g**2
        return theta - step(g, s, lr, eps), s

    return answer


def old_s(theta, g, s, lr, beta, eps):
    return theta - lr * g / (np.sqrt(s) + eps), beta * s + (1 - beta) * g**2


rmsprop_mistakes = (
    Mistake(
        "unmended",
        rms_step(lambda g, s, lr, eps: lr * g / np.sqrt(s) - eps),
        "That is the code as it was: division comes before addition, so eps is added "
        "to theta and does not guard the division.",
    ),
    Mistake(
        "eps_taken_off",
        rms_step(lambda g, s, lr, eps: lr * g / np.sqrt(s) + eps),
        "You left eps outside the division: every parameter is still moved by eps, and "
        "0/0 is still there.",
    ),
    Mistake(
        "eps_times_rate",
        rms_step(lambda g, s, lr, eps: lr * (g / np.sqrt(s) + eps)),
        "You put the quotient and eps in parentheses. eps belongs below the line: "
        "sqrt(s) + eps is what needs them.",
    ),
    Mistake(
        "eps_above",
        rms_step(lambda g, s, lr, eps: lr * (g + eps) / np.sqrt(s)),
        "You added eps above the line. It has to guard the division, below the line.",
    ),
    Mistake(
        "eps_left_out",
        rms_step(lambda g, s, lr, eps: lr * g / np.sqrt(s)),
        "You left eps out: theta drifts no more, but a gradient of zero still gives "
        "0/0.",
    ),
    Mistake(
        "nan_replaced",
        rms_step(lambda g, s, lr, eps: np.nan_to_num(lr * g / np.sqrt(s))),
        "You replaced the nan and left eps out. With eps below the line no nan comes "
        "up, and a large eps makes all the steps shorter.",
    ),
    Mistake(
        "eps_inside",
        rms_step(lambda g, s, lr, eps: lr * g / np.sqrt(s + eps)),
        "You put eps inside the root. Then it counts as sqrt(eps): 1e-8 acts like "
        "1e-4. Here it stands outside.",
    ),
    Mistake(
        "eps_squared_inside",
        rms_step(lambda g, s, lr, eps: lr * g / np.sqrt(s + eps**2)),
        "You put the square of eps inside the root. That is close where eps is tiny; "
        "here eps is added to the root.",
    ),
    Mistake(
        "larger_of_both",
        rms_step(lambda g, s, lr, eps: lr * g / np.maximum(np.sqrt(s), eps)),
        "You took the larger of sqrt(s) and eps; the two are to be added.",
    ),
    Mistake(
        "eps_subtracted",
        rms_step(lambda g, s, lr, eps: lr * g / (np.sqrt(s) - eps)),
        "You subtracted eps below the line: add it.",
    ),
    Mistake(
        "no_root",
        rms_step(lambda g, s, lr, eps: lr * g / (s + eps)),
        "You lost the root of s.",
    ),
    Mistake(
        "old_s",
        old_s,
        "You used the old s in the step: update s first, as the code did.",
    ),
    Mistake(
        "uphill",
        rms_step(lambda g, s, lr, eps: -lr * g / (np.sqrt(s) + eps)),
        "You walk uphill: the step is to be subtracted.",
    ),
    Mistake(
        "own_eps",
        rms_step(lambda g, s, lr, eps: lr * g / (np.sqrt(s) + 1e-8)),
        "You used 1e-8 and not the argument eps.",
    ),
    Mistake(
        "order_swapped",
        lambda *args: rmsprop(*args)[::-1],
        "You returned s first; theta comes first.",
    ),
)


def rmsprop_picture(answer):
    from course_utils import plots

    def walk(step):
        theta, s, path = np.array([0.0]), np.array([0.0]), []
        for g in np.random.default_rng(3).standard_normal((80, 1)):
            theta, s = step(theta, g, s, 0.02, 0.9, 0.02)
            path.append(np.ravel(theta)[0])
        return path

    fig, ax = plots.figure()
    old = rms_step(lambda g, s, lr, eps: lr * g / np.sqrt(s) - eps)
    plots.curves(ax, {"yours": walk(answer), "as it was": walk(old)})
    ax.set(title="Noise alone, with eps = 0.02", xlabel="step", ylabel="θ")
    return fig, "Your theta wanders about zero; the old one drifts up by eps a step."


compounded_mistakes = (
    Mistake(
        "as_it_was_meant",
        0.1 / 6,
        "That is the rate as it was meant, 0.1 / (1 + 5). The loop divides the rate of "
        "the epoch before, again and again.",
    ),
    Mistake(
        "one_epoch_short",
        0.1 / 120,
        "That is the rate at epoch 4. Epochs count from 0: at epoch 5 it is divided by "
        "6 as well.",
    ),
    Mistake(
        "one_epoch_too_many",
        0.1 / 5040,
        "That is the rate at epoch 6. At epoch 5 the last division is by 6.",
    ),
    Mistake(
        "always_by_two",
        0.1 / 2**5,
        "You divided by 2 at each epoch. The divisor grows: 1, 2, 3, 4, 5, 6.",
    ),
    Mistake(
        "always_by_six",
        0.1 / 6**5,
        "You divided by 6 at each epoch. The divisor grows: 1, 2, 3, 4, 5, 6.",
    ),
    Mistake(
        "divisors_added",
        0.1 / 21,
        "You added the divisors. Dividing by one after the other multiplies them up.",
    ),
    Mistake(
        "epochs_added",
        0.1 / 16,
        "You added up the epochs, 1 + 15. Dividing by one after the other multiplies "
        "the divisors.",
    ),
    Mistake(
        "factor_only",
        720,
        "That is by how much the rate was divided. Give the rate itself.",
    ),
)


def mended_decay(lr0, k, n):
    return schedules.inverse_time(lr0, k)(np.arange(n))


def mended_decay_cases(rng):
    def lr0():
        return float(10 ** rng.uniform(-3, 0))

    return [
        Case("six epochs", (lr0(), 1.0, 6)),
        Case("a slow decay", (lr0(), 0.05, 20)),
        Case("another decay", (lr0(), float(rng.uniform(0.2, 0.8)), 8)),
        Case("a fast decay", (lr0(), float(rng.uniform(1.5, 3)), 5)),
        Case("no decay", (lr0(), 0.0, 5)),
        Case("a single epoch", (lr0(), 0.5, 1)),
        Case("a large first rate", (20.0, 0.3, 7)),
    ]


def rates_by(rate):
    """Rates of n epochs from a rule (lr0, k, epochs)."""
    return lambda lr0, k, n: rate(lr0, k, np.arange(n))


decay_mistakes = (
    Mistake(
        "unmended",
        rates_by(lambda lr0, k, e: lr0 / np.cumprod(1 + k * e)),
        "That is the code as it was: each epoch divides the rate of the one before. "
        "Divide the first rate, lr0, each time.",
    ),
    Mistake(
        "constant_divisor",
        rates_by(lambda lr0, k, e: lr0 / (1 + k) ** e),
        "You divide by 1 + k at each epoch. That is an exponential decay; here lr0 is "
        "divided by 1 + k epoch.",
    ),
    Mistake(
        "constant_divisor_at_once",
        rates_by(lambda lr0, k, e: lr0 / (1 + k) ** (e + 1)),
        "You divide by 1 + k at each epoch, the first one included. Here lr0 is "
        "divided by 1 + k epoch, so epoch 0 keeps lr0.",
    ),
    Mistake(
        "epoch_left_out",
        rates_by(lambda lr0, k, e: lr0 / (1 + k) + 0.0 * e),
        "You left the epoch out: every rate is lr0 / (1 + k).",
    ),
    Mistake(
        "never_decayed",
        rates_by(lambda lr0, k, e: lr0 + 0.0 * e),
        "Your rate stays at lr0. Is the decayed rate the one that is stored?",
    ),
    Mistake(
        "epochs_from_one",
        rates_by(lambda lr0, k, e: lr0 / (1 + k * (e + 1))),
        "You count epochs from 1. The first one is epoch 0 and keeps lr0.",
    ),
    Mistake(
        "stored_before",
        rates_by(lambda lr0, k, e: lr0 / (1 + k * np.maximum(e - 1, 0))),
        "You store the rate before it is decayed: all come one epoch late.",
    ),
    Mistake(
        "one_too_many",
        lambda lr0, k, n: mended_decay(lr0, k, n + 1),
        "You return n + 1 rates; epochs 0 to n - 1 are n.",
    ),
    Mistake(
        "last_only",
        lambda lr0, k, n: mended_decay(lr0, k, n)[-1],
        "You return the last rate alone; those of all epochs are wanted.",
    ),
    Mistake(
        "parentheses",
        rates_by(lambda lr0, k, e: lr0 / 1 + k * e),
        "You left out the parentheses: lr0 / 1 + k * epoch divides by 1 and then adds.",
    ),
    Mistake(
        "growing",
        rates_by(lambda lr0, k, e: lr0 * (1 + k * e)),
        "You multiply where you should divide: the rate grows.",
    ),
    Mistake(
        "k_ignored",
        rates_by(lambda lr0, k, e: lr0 / (1 + e)),
        "You left out k, which says how fast the rate falls.",
    ),
)


def decay_picture(answer):
    from course_utils import plots

    epochs = np.arange(20)
    lines = {"yours": answer(0.1, 1.0, 20), "as it was": 0.1 / np.cumprod(1.0 + epochs)}
    fig, ax = plots.figure()
    plots.curves(ax, lines, log=True, marker=".")
    ax.set(title="Your decay, and the old one", xlabel="epoch", ylabel="rate")
    return fig, "Your rate falls ever more slowly; the old one falls ever faster."


def mended_descent(start, minimum, lr, steps):
    theta = np.array(start, dtype=float)
    for _ in range(steps):
        theta = theta - lr * (theta - minimum)
    return theta


def descent_cases(rng):
    def whole(n):
        return [int(k) for k in rng.integers(1, 9, n)]

    def minimum(n):
        return rng.uniform(11, 14, n)

    decimal = [float(x) for x in rng.uniform(1, 3, 3)]
    return [
        Case("a start in whole numbers", (whole(3), minimum(3), 0.1, 10)),
        Case("a start at zeros", ([0, 0], minimum(2), 0.3, 4)),
        Case("small steps", (whole(4), minimum(4), 0.01, 25)),
        Case("a start with decimals", (decimal, minimum(3), 0.2, 6)),
        Case("a single step", (whole(3), minimum(3), 0.15, 1)),
        Case("many steps", (whole(2), minimum(2), 0.1, 150)),
        Case("a single parameter", (whole(1), minimum(1), 0.25, 5)),
    ]


def descent_by(step, kind=float):
    """A descent by an update (theta, minimum, lr), kept in numbers of one kind."""

    def answer(start, minimum, lr, steps):
        theta = np.array(start, dtype=kind)
        for _ in range(steps):
            theta[:] = step(theta, minimum, lr)
        return theta

    return answer


def one_gradient(start, minimum, lr, steps):
    theta = np.array(start, dtype=float)
    return theta - steps * lr * (theta - minimum)


def right_step(theta, minimum, lr):
    return theta - lr * (theta - minimum)


descent_mistakes = (
    Mistake(
        "unmended",
        descent_by(right_step, None),
        "That is the code as it was: an array made from whole numbers holds whole "
        "numbers only, and cuts off what you write into it.",
    ),
    Mistake(
        "always_whole",
        descent_by(right_step, int),
        "You keep theta in whole numbers, whatever start holds. It needs decimals: "
        "dtype=float.",
    ),
    Mistake(
        "rounded",
        descent_by(lambda *args: np.round(right_step(*args))),
        "You round at each step. That cuts less off, but a step shorter than a half is "
        "still lost.",
    ),
    Mistake(
        "cut_at_the_end",
        lambda *args: mended_descent(*args).astype(int),
        "You cut the decimals off at the end.",
    ),
    Mistake(
        "cut_if_start_was_whole",
        lambda start, *rest: mended_descent(start, *rest).astype(np.array(start).dtype),
        "You turn theta back to the kind of numbers of start at the end, which cuts "
        "the decimals off.",
    ),
    Mistake(
        "one_step_too_many",
        lambda start, minimum, lr, steps: mended_descent(start, minimum, lr, steps + 1),
        "You take one step too many.",
    ),
    Mistake(
        "one_step_short",
        lambda start, minimum, lr, steps: mended_descent(start, minimum, lr, steps - 1),
        "You take one step too few.",
    ),
    Mistake(
        "one_step",
        lambda start, minimum, lr, steps: mended_descent(start, minimum, lr, 1),
        "You take a single step. Is the return inside the loop, or each step taken "
        "from the start again?",
    ),
    Mistake(
        "one_gradient",
        one_gradient,
        "You use the gradient of the start for all steps. Compute it anew in each.",
    ),
    Mistake(
        "uphill",
        descent_by(lambda theta, minimum, lr: theta + lr * (theta - minimum)),
        "You walk away from the minimum: the step is to be subtracted.",
    ),
    Mistake(
        "minimum_ignored",
        descent_by(lambda theta, minimum, lr: theta - lr * theta),
        "You walk to zero: the gradient is theta - minimum.",
    ),
    Mistake(
        "no_step",
        lambda start, minimum, lr, steps: np.array(start, dtype=float),
        "You return the start. Is the new theta kept?",
    ),
)


def descent_picture(answer):
    from course_utils import plots

    minimum, steps = np.array([10.0]), np.arange(41)
    old = [descent_by(right_step, None)([3], minimum, 0.1, int(n))[0] for n in steps]
    new = [np.ravel(answer([3], minimum, 0.1, int(n)))[0] for n in steps]
    fig, ax = plots.figure()
    plots.curves(ax, {"yours": new, "as it was": old})
    ax.set(title="From 3, with the minimum at 10", xlabel="step", ylabel="θ")
    return fig, "Your theta goes to 10; the old one stands still at 3."


restarted_mistakes = (
    Mistake(
        "only_v",
        10.0,
        "You corrected v alone: v_hat is 10 times too large, as 1 - beta1 = 0.1. But "
        "s_hat is too large as well, and stands below the line.",
    ),
    Mistake(
        "only_s",
        1 / np.sqrt(1000),
        "You corrected s alone. v_hat is too large as well, and stands above the line.",
    ),
    Mistake(
        "nothing_happens",
        1.0,
        "That is the step while t goes on. With t = 1 the averages, full as they are, "
        "are divided by 0.1 and 0.001.",
    ),
    Mistake(
        "upside_down",
        np.sqrt(10),
        "You have it upside down, or multiplied by the corrections where they divide. "
        "That would be the first step of Adam without any correction.",
    ),
    Mistake(
        "root_forgotten",
        0.01,
        "You forgot the root of s_hat: it is 1000, and the step has sqrt(1000) below "
        "the line.",
    ),
    Mistake(
        "betas_for_rests",
        0.9 / np.sqrt(0.999),
        "You used the betas where the corrections 1 - beta1 and 1 - beta2 are due.",
    ),
    Mistake(
        "inverse_of_betas",
        np.sqrt(0.999) / 0.9,
        "You divided by the betas; the corrections at t = 1 divide by 1 - beta1 and "
        "1 - beta2.",
    ),
)


def step_lengths(bug="", n=100, epoch=20, beta1=0.9, beta2=0.999):
    """Steps of Adam under a constant gradient, as multiples of lr, with one bug."""
    v = s = 0.0
    lengths = []
    for k in range(1, n + 1):
        t = {"stuck": 1, "restarted": (k - 1) % epoch + 1}.get(bug, k)
        v, s = beta1 * v + (1 - beta1), beta2 * s + (1 - beta2)
        v_hat, s_hat = v / (1 - beta1**t), s / (1 - beta2**t)
        if bug == "stored":
            v = v_hat
        if bug == "v_hat left out":
            v_hat = v
        lengths.append(v_hat / np.sqrt(s_hat))
    return np.array(lengths)


def restarted_picture(answer):
    from course_utils import plots

    v_hat = 1 / (1 - 0.9 ** np.arange(1, 61))
    s_hat = 1 / (1 - 0.999 ** np.arange(1, 61))
    lengths = np.concatenate([np.ones(20), v_hat / np.sqrt(s_hat)])
    fig, ax = plots.figure()
    plots.curves(ax, {"length of a step / α": lengths}, legend=False)
    ax.plot(20, float(answer), "o", color="#d55e00")
    ax.set(title="t set back to 1 at step 20 of the picture", xlabel="step")
    ax.set(ylabel="step / α", ylim=(0, 1.1))
    return fig, "The steps drop to a third at once, shrink further, and recover slowly."


STEP_BUGS = (
    "t never incremented",
    "t restarted each epoch",
    "corrected v stored back",
    "v_hat left out",
    "both corrections left out",
    "eps outside the division",
)
STEP_ANSWER = (STEP_BUGS[0], STEP_BUGS[2], STEP_BUGS[3], STEP_BUGS[1])

step_bug_mistakes = (
    Mistake(
        "stuck_for_restarted",
        (STEP_BUGS[1], STEP_BUGS[2], STEP_BUGS[3], STEP_BUGS[0]),
        "B and C are right. You swapped A and D: one of them is right through all of "
        "the first 20 steps. When does it go wrong?",
    ),
    Mistake(
        "both_for_one",
        (STEP_BUGS[0], STEP_BUGS[2], STEP_BUGS[4], STEP_BUGS[1]),
        "A, B and D are right. With both corrections left out the first step of C "
        "would be 0.1 / sqrt(0.001) = 3.16, too long and not too short.",
    ),
    Mistake(
        "stored_for_left_out",
        (STEP_BUGS[0], STEP_BUGS[3], STEP_BUGS[2], STEP_BUGS[1]),
        "A and D are right. You swapped B and C: a correction that is stored is "
        "corrected again at the next step, and so it grows.",
    ),
    Mistake(
        "uncorrected_for_stuck",
        (STEP_BUGS[4], STEP_BUGS[2], STEP_BUGS[3], STEP_BUGS[1]),
        "B, C and D are right. A's first step is 1.000, so it was corrected. With both "
        "corrections left out it would be 3.16.",
    ),
    Mistake(
        "uncorrected_for_stored",
        (STEP_BUGS[0], STEP_BUGS[4], STEP_BUGS[3], STEP_BUGS[1]),
        "A, C and D are right. Without corrections B's first step would be 3.16 and "
        "its longest 6.6. Here something grows at each step.",
    ),
)


def step_bug_picture(answer):
    from course_utils import plots

    bugs = ("stuck", "stored", "v_hat left out", "restarted", "")
    names = zip("ABCD", answer, strict=True)
    labels = [*(f"{a}: {name}" for a, name in names), "as it should be"]
    lines = {la: step_lengths(bug) for la, bug in zip(labels, bugs, strict=True)}
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=np.arange(1, 101), log=True)
    ax.set(title="Adam under a constant gradient", xlabel="step", ylabel="step / α")
    return fig, "B shoots up, A swells and shrinks, C starts short, D jumps at step 21."


STILL = {
    "restarted": "t starts again in each epoch",
    "per_parameter": "t counts parameters and not steps",
    "stored": "the corrected v is stored back as v",
    "one_array": "all rows of the path are one and the same array",
}


def move(lr, g, v_hat, s_hat, eps):
    return lr * v_hat / (np.sqrt(s_hat) + eps)


def training(
    *bugs, count=lambda epoch, k, n: epoch * n + k + 1, corrected="vs", move=move
):
    """Adam over epochs of batches, with some of the bugs of STILL or another flaw.

    count : t from the epoch, the batch k in it and n batches an epoch
    corrected : which of the averages v and s are corrected
    move : the change of theta
    """

    def answer(theta, gs, lr, beta1, beta2, eps):
        path, d = [], len(theta)
        v, s = np.zeros(d), np.zeros(d)
        for epoch, k in np.ndindex(gs.shape[:2]):
            g = gs[epoch, k]
            t = count(0 if "restarted" in bugs else epoch, k, gs.shape[1])
            if "per_parameter" in bugs:
                t = (t - 1) * d + np.arange(1, d + 1)
            v = beta1 * v + (1 - beta1) * g
            s = beta2 * s + (1 - beta2) * g**2
            v_hat = v / (1 - beta1**t) if "v" in corrected else v
            s_hat = s / (1 - beta2**t) if "s" in corrected else s
            if "stored" in bugs:
                v = v_hat
            theta = theta - move(lr, g, v_hat, s_hat, eps)
            path.append(theta)
        return np.array([theta] * len(path) if "one_array" in bugs else path)

    return answer


def adam_path(theta, gs, lr, beta1, beta2, eps):
    rule, path = optimizers.Adam(lr, beta1, beta2, eps), []
    state = rule.init(theta)
    for g in gs.reshape(-1, len(theta)):
        theta, state = rule.step(theta, g, state)
        path.append(theta)
    return np.array(path)


def training_cases(rng):
    def start(d):
        return rng.uniform(1, 3, d) * rng.choice([-1.0, 1.0], d)

    def gradients(*shape, scale=1.0):
        return (rng.normal(size=shape) + rng.choice([-1, 1], shape[-1])) * scale

    scales = 10.0 ** np.array([-8, -3, 0, 4])
    zeros = gradients(2, 4, 3)
    zeros[..., 1] = 0.0
    usual, fast = (0.9, 0.999, 1e-8), (0.8, 0.95, 1e-8)
    return [
        Case("three epochs", (start(3), gradients(3, 5, 3), 0.02, *usual)),
        Case("two long epochs", (start(2), gradients(2, 12, 2), 0.02, *usual)),
        Case("scales apart", (start(4), gradients(2, 4, 4, scale=scales), 0.03, *fast)),
        Case("zero gradients", (start(3), zeros, 0.03, *usual)),
        Case("a large eps", (start(3), gradients(3, 3, 3), 0.05, 0.7, 0.99, 0.3)),
        Case("one batch an epoch", (start(2), gradients(6, 1, 2), 0.03, *fast)),
        Case("a single epoch", (start(3), gradients(1, 8, 3), 0.03, *usual)),
    ]


def unfinished():
    """A mistake for each set of the four bugs that may still be there."""
    for n in range(4, 0, -1):
        for bugs in combinations(STILL, n):
            left = "; ".join(STILL[bug] for bug in bugs)
            start = "Nothing is mended yet" if n == 4 else "Not all is mended yet"
            yield Mistake("_and_".join(bugs), training(*bugs), f"{start}: {left}.")


training_mistakes = (
    *unfinished(),
    Mistake(
        "stuck",
        training(count=lambda epoch, k, n: 1),
        "Now t stays at 1: count it up once for each batch, before it is used.",
    ),
    Mistake(
        "starts_at_zero",
        training(count=lambda epoch, k, n: epoch * n + k),
        "Your t is 0 at the first step, which divides zero by zero. Count up before "
        "you use it.",
    ),
    Mistake(
        "one_too_large",
        training(count=lambda epoch, k, n: epoch * n + k + 2),
        "Your t is one too large: it is 1 at the first step.",
    ),
    Mistake(
        "epochs_counted",
        training(count=lambda epoch, k, n: epoch + 1),
        "Your t counts epochs; it is to count steps, one for each batch.",
    ),
    Mistake(
        "v_uncorrected",
        training(corrected="s"),
        "You use v where the corrected v_hat is due: the first steps are too short.",
    ),
    Mistake(
        "s_uncorrected",
        training(corrected="v"),
        "You use s where the corrected s_hat is due: the first steps are too long.",
    ),
    Mistake(
        "uncorrected",
        training(corrected=""),
        "You left out both corrections: the first steps are too long.",
    ),
    Mistake(
        "uphill",
        training(move=lambda lr, g, v_hat, s_hat, eps: -move(lr, g, v_hat, s_hat, eps)),
        "You walk uphill: the step is to be subtracted from theta.",
    ),
    Mistake(
        "g_for_v_hat",
        training(move=lambda lr, g, v_hat, s_hat, eps: move(lr, g, g, s_hat, eps)),
        "You step along g; it is v_hat that stands above the line.",
    ),
    Mistake(
        "no_root",
        training(move=lambda lr, g, v_hat, s_hat, eps: lr * v_hat / (s_hat + eps)),
        "You lost the root of s_hat.",
    ),
    Mistake(
        "eps_inside",
        training(
            move=lambda lr, g, v_hat, s_hat, eps: lr * v_hat / (s_hat + eps) ** 0.5
        ),
        "You put eps inside the root; it stands outside.",
    ),
    Mistake(
        "precedence",
        training(move=lambda lr, g, v_hat, s_hat, eps: lr * v_hat / s_hat**0.5 - eps),
        "You lost the parentheses around sqrt(s_hat) + eps: eps is added to theta.",
    ),
    Mistake(
        "betas_swapped",
        lambda theta, gs, lr, beta1, beta2, eps: adam_path(
            theta, gs, lr, beta2, beta1, eps
        ),
        "You swapped beta1 and beta2: v has beta1, s has beta2.",
    ),
    Mistake(
        "last_only",
        lambda *args: adam_path(*args)[-1],
        "You return the last theta alone; a row for each step is wanted.",
    ),
    Mistake(
        "start_included",
        lambda theta, *rest: np.vstack([theta, adam_path(theta, *rest)]),
        "You store the start as well, or store theta before the step: a row belongs "
        "to what a step has reached.",
    ),
    Mistake(
        "stored_before",
        lambda theta, *rest: np.vstack([theta, adam_path(theta, *rest)[:-1]]),
        "You store theta before the step; store it after.",
    ),
    Mistake(
        "one_row_per_epoch",
        lambda theta, gs, *rest: adam_path(theta, gs, *rest)[
            gs.shape[1] - 1 :: gs.shape[1]
        ],
        "You store theta once in each epoch; a row for each step is wanted.",
    ),
)


def training_picture(answer):
    from course_utils import plots

    gs = 1 + 0.1 * np.random.default_rng(0).standard_normal((3, 20, 2))
    args = (np.array([2.0, 2.0]), gs, 0.01, 0.9, 0.999, 1e-8)
    lines = {
        "yours": np.asarray(answer(*args))[:, 0],
        "t restarted each epoch": training("restarted")(*args)[:, 0],
        "t counts parameters": training("per_parameter")(*args)[:, 0],
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=np.arange(1, 61))
    ax.set(title="Your Adam over three epochs", xlabel="step", ylabel="θ")
    return fig, "Your theta falls along a straight line; the two with a bug do not."


EXERCISES = (
    Exercise(
        id="bugs_of_rates",
        title="Diagnose: four rates with a flaw",
        lesson=8,
        points=2,
        minutes=6,
        difficulty=1,
        reference=(RATE_BUGS[0], RATE_BUGS[1], RATE_BUGS[2], RATE_BUGS[4]),
        mistakes=rate_bug_mistakes,
        options=RATE_BUGS,
        picture=rates_picture,
    ),
    Exercise(
        id="compounded_rate",
        title="Predict: a decay of the decayed",
        lesson=8,
        points=1,
        minutes=3,
        difficulty=1,
        reference=0.1 / 720,
        mistakes=compounded_mistakes,
        rtol=5e-3,
    ),
    Exercise(
        id="mended_decay",
        title="Mend: the rate that vanished",
        lesson=8,
        points=2,
        minutes=5,
        difficulty=1,
        reference=mended_decay,
        cases=mended_decay_cases,
        mistakes=decay_mistakes,
        picture=decay_picture,
    ),
    Exercise(
        id="mended_rmsprop",
        title="Mend: the parameters that drift",
        lesson=8,
        points=2,
        minutes=5,
        difficulty=1,
        reference=rmsprop,
        cases=rmsprop_cases,
        mistakes=rmsprop_mistakes,
        returns=("theta", "s"),
        picture=rmsprop_picture,
    ),
    Exercise(
        id="mended_descent",
        title="Mend: the descent that stands still",
        lesson=8,
        points=2,
        minutes=6,
        difficulty=2,
        reference=mended_descent,
        cases=descent_cases,
        mistakes=descent_mistakes,
        picture=descent_picture,
    ),
    Exercise(
        id="restarted_step",
        title="Predict: t starts again",
        lesson=8,
        points=2,
        minutes=6,
        difficulty=2,
        reference=np.sqrt(0.001) / 0.1,
        mistakes=restarted_mistakes,
        rtol=2e-2,
        picture=restarted_picture,
    ),
    Exercise(
        id="bugs_of_steps",
        title="Diagnose: four Adams with a bug",
        lesson=8,
        points=3,
        minutes=8,
        difficulty=2,
        reference=STEP_ANSWER,
        mistakes=step_bug_mistakes,
        options=STEP_BUGS,
        picture=step_bug_picture,
    ),
    Exercise(
        id="mended_training",
        title="Mend: an Adam with four bugs",
        lesson=8,
        points=5,
        minutes=20,
        difficulty=3,
        reference=adam_path,
        cases=training_cases,
        mistakes=training_mistakes,
        picture=training_picture,
    ),
)
