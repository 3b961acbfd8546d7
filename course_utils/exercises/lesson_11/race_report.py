"""The capstone: run a race, tune both rivals alike, and report what the data tell."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.checks.slips import compiled
from course_utils.compare import t_of


def drawn(rng, seeds, steps, on_val, on_test, noise=0.3, d=2):
    """Samples of three parts: shapes (seeds, steps, d), (seeds, 4, d), (seeds, 5, d).

    Each seed has a goal of its own. The samples of the other parts scatter around
    `on_val` and `on_test` times that goal, so that each part likes another rate.
    """
    goals = rng.uniform(0.8, 1.2, (seeds, 1, d)) * rng.choice([-1, 1], (seeds, 1, d))
    shares = (steps, 1), (4, on_val), (5, on_test)
    return [
        share * goals + noise * rng.standard_normal((seeds, n, d))
        for n, share in shares
    ]


def race_cases(rng):
    report = compiled(SOLUTION, "race_report")

    def case(label, seeds, steps, on_val, on_test, lrs, d=2, scale=1):
        while True:  # till no value is so near 0 that the rounding of float32 counts
            parts = drawn(rng, seeds, steps, on_val, on_test, 0.1, d)
            parts = [scale * part for part in parts]
            args = *parts, np.array(lrs), float(t_of(seeds))
            values = np.abs(report(*args)[:3])
            if values.min() > 0.01 * values.max():
                return Case(label, args)

    near, wide = [0.05, 0.15, 0.1], [0.02, 0.1, 0.3]
    # what is near for one seed is far for the next
    turns, odd = np.resize([1.0, 0.2], (6, 1, 1)), np.ones((8, 1, 1))
    others = np.resize([1.0, 0.1, 0.1], (6, 1, 1))
    odd[:3] = 0.1
    far = np.ones((6, 1, 1))
    far[3] = -0.3  # this seed alone likes small rates
    return [
        case("three seeds", 3, 2, 0.15, 1.0, wide, d=3),
        case("tiny samples, where eps counts", 3, 3, 1.0, 1.0, wide, scale=1e-6),
        case("small rates: who falls arrives late", 4, 4, 1.0, 1.0, [0.02, 0.05]),
        case("each has its own best rate", 4, 4, 1.0, 1.0, [0.2, 0.5]),
        case("seeds that disagree", 6, 4, 0.9, turns, near),
        case("seeds that disagree the other way", 6, 4, 0.9, others, near),
        case("the first seeds are odd", 8, 4, odd, 0.5, wide),
        case("one seed far off", 6, 4, far, 1.0, [0.1, 0.3]),
        case("a validation part that likes large rates", 3, 5, 1.0, 0.2, wide),
    ]


def race_picture(answer):
    from course_utils import plots

    rng = np.random.default_rng(5)
    train, val, test = drawn(rng, 40, 30, 1, 1, noise=0.6)
    lrs, counts = np.array([0.03, 0.1, 0.3]), [3, 5, 10, 20, 40]
    fig, ax = plots.figure(height=2.4)
    red = plots.your_style()["color"]
    for place, n in enumerate(counts):
        parts = train[:n], val[:n], test[:n]
        mean, low, high, lead = map(float, answer(*parts, lrs, t_of(n)))
        bars, fill = [[mean - low], [high - mean]], red if lead else "white"
        ax.errorbar(place, mean, bars, fmt="o", mfc=fill, color=red, capsize=5)
        told = "ahead" if lead else "cannot tell"
        ax.annotate(told, (place, high), (6, -3), textcoords="offset points")
    ax.axhline(0, color="#8a94a0", linewidth=1)
    ax.set_xticks(range(len(counts)), counts)
    ax.set(title="Your race", xlabel="seeds", ylabel="falling - constant")
    ax.set(xlim=(-0.5, len(counts)))
    return fig, "The more seeds, the shorter the interval of the difference."


SOLUTION = """
def race_report(train, val, test, lrs, q):
    tested = []
    for fall in (1, 0):
        on_val, on_test = np.zeros((2, len(lrs), len(train)))
        for i, lr in enumerate(lrs):
            for k, xs in enumerate(train):
                theta = v = s = np.zeros(train.shape[2])
                for t, x in enumerate(xs):
                    rate = lr * (1 - fall * (1 - np.cos(np.pi * t / len(xs))) / 2)
                    g = theta - x
                    v = 0.9 * v + 0.1 * g
                    s = 0.95 * s + 0.05 * g**2
                    v_hat = v / (1 - 0.9 ** (t + 1))
                    s_hat = s / (1 - 0.95 ** (t + 1))
                    theta = theta - rate * v_hat / (np.sqrt(s_hat) + 1e-8)
                on_val[i, k] = np.mean((theta - val[k]) ** 2)
                on_test[i, k] = np.mean((theta - test[k]) ** 2)
        best = np.argmin(on_val.mean(axis=1))
        tested.append(on_test[best])
    d = tested[0] - tested[1]
    mean = d.mean()
    half = q * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    lead = int(high < 0) - int(low > 0)
    return mean, low, high, lead
"""

MISTAKES = (
    Mistake(
        "tuned_on_test",
        "best = np.argmin(on_test.mean(axis=1))",
        "You chose the rates on the test part, and report the same part: the race is "
        "decided by what it should be judged by. Choose on the validation part.",
    ),
    Mistake(
        "best_of_test",
        "tested.append(on_test.min(axis=0))",
        "You took the lowest test loss of all rates for each seed: that is tuned on "
        "the test part. Choose one rate on the validation part.",
    ),
    Mistake(
        "tuned_on_training",
        "on_val[i, k] = np.mean((theta - xs) ** 2)",
        "You chose the rates on the samples that were trained on. Choose on the "
        "validation part.",
    ),
    Mistake(
        "validation_reported",
        "tested.append(on_val[best])",
        "You report the validation loss by which the rates were chosen; it flatters "
        "whoever was lucky there. Report the test loss.",
    ),
    Mistake(
        "one_seed",
        "best = np.argmin(on_val[:, 0])",
        "You chose the rates on the first seed alone. Take the mean over the seeds, "
        "and its lowest.",
    ),
    Mistake(
        "worst_seed",
        "best = np.argmin(on_val.max(axis=1))",
        "You chose the rates by the worst seed. Take the mean over the seeds, and its "
        "lowest.",
    ),
    Mistake(
        "rate_per_seed",
        """
        best = np.argmin(on_val, axis=0)
        tested.append(on_test[best, np.arange(len(train))])
        """,
        "You chose a rate for each seed. Asked is one rate for each rival, that of the "
        "lowest mean over the seeds.",
    ),
    Mistake(
        "shared_rate",
        "best = best if tested else np.argmin(on_val.mean(axis=1))",
        "You tuned the falling rate and gave the constant one the same. Each rival "
        "needs a rate of its own.",
    ),
    Mistake(
        "constant_untuned",
        "best = np.argmin(on_val.mean(axis=1)) if fall else 0",
        "You tuned the falling rate, and left the constant one at its first. Both need "
        "the same number of tries.",
    ),
    Mistake(
        "lead_of_the_mean",
        "lead = 1 if mean < 0 else -1 if mean > 0 else 0",
        "You name a leader by the mean alone. Where the interval holds 0, these data "
        "cannot tell: lead is 0.",
    ),
    Mistake(
        "lead_reversed",
        "lead = int(low > 0) - int(high < 0)",
        "You took the higher loss for the better one. Below 0 from end to end means "
        "that the falling rate is ahead.",
    ),
    Mistake(
        "best_seeds",
        "mean = tested[0].min() - tested[1].min()",
        "You compare the best seed of one with the best of the other. Take the mean of "
        "all differences.",
    ),
    Mistake(
        "first_seed_reported",
        "mean = d[0]",
        "You report the first seed alone. Take the mean of all differences.",
    ),
    Mistake(
        "not_paired",
        "half = q * np.sqrt((tested[0].var(ddof=1) + tested[1].var(ddof=1)) / len(d))",
        "You treated the runs as unrelated and added their variances. Run k of both "
        "shares a seed: take the interval of the differences.",
    ),
    Mistake(
        "divided_by_n",
        "half = q * d.std() / np.sqrt(len(d))",
        "You used np.std as it comes, which divides by n. For a sample it is n - 1: "
        "ddof=1.",
    ),
    Mistake(
        "root_left_out",
        "half = q * d.std(ddof=1)",
        "You left out sqrt(n): that is how far single differences scatter.",
    ),
    Mistake(
        "difference_reversed",
        "d = tested[1] - tested[0]",
        "You subtracted the falling rate's loss from the constant one's. Wanted is "
        "falling - constant.",
    ),
    Mistake(
        "both_fall",
        "rate = lr * (1 + np.cos(np.pi * t / len(xs))) / 2",
        "You let the rate fall for both rivals, so they are one and the same.",
    ),
    Mistake(
        "cosine_one_ahead",
        "rate = lr * (1 - fall * (1 - np.cos(np.pi * (t + 1) / len(xs))) / 2)",
        "Your cosine counts the step that is being taken, too. At the first step the "
        "rate is lr itself.",
    ),
    Mistake(
        "v_uncorrected",
        "v_hat = v",
        "You left v uncorrected: divide it by 1 - 0.9**t, t = 1 at the first step.",
    ),
    Mistake(
        "s_uncorrected",
        "s_hat = s",
        "You left S uncorrected: divide it by 1 - 0.95**t, t = 1 at the first step.",
    ),
)

RIGHT = (
    """
def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    root = np.sqrt(s / (1 - beta2**t)) + eps
    return theta - lr * v / (1 - beta1**t) / root, v, s


def race_report(train, val, test, lrs, q):
    def end(xs, lr, falling):
        theta = v = s = np.zeros(train.shape[2])
        for t in range(len(xs)):
            share = np.cos(np.pi * t / 2 / len(xs)) ** 2 if falling else 1.0
            g = theta - xs[t]
            theta, v, s = adam_step(theta, g, v, s, t + 1, lr * share, 0.9, 0.95, 1e-8)
        return theta

    def loss(theta, part):
        return np.mean((theta - part) ** 2)

    def on_test(falling):
        ends = [[end(xs, lr, falling) for xs in train] for lr in lrs]
        val_loss = [[loss(e, p) for e, p in zip(row, val)] for row in ends]
        best = int(np.argmin(np.mean(val_loss, axis=1)))
        return np.array([loss(e, p) for e, p in zip(ends[best], test)])

    d = on_test(True) - on_test(False)
    half = q * np.std(d, ddof=1) / len(d) ** 0.5
    low, high = d.mean() - half, d.mean() + half
    return [d.mean(), low, high, int(high < 0) - int(low > 0)]
""",
    """
def race_report(train, val, test, lrs, q):
    seeds, T, dim = train.shape
    shape = (2, len(lrs), seeds, dim)
    theta, v, s = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for t in range(T):
        shares = np.array([(1 + np.cos(np.pi * t / T)) / 2, 1.0])
        rate = (shares[:, None] * lrs)[:, :, None, None]
        g = theta - train[:, t]
        v += 0.1 * (g - v)
        s += 0.05 * (g * g - s)
        root = np.sqrt(s / (1 - 0.95 ** (t + 1))) + 1e-8
        theta = theta - rate * v / (1 - 0.9 ** (t + 1)) / root
    far = theta[..., None, :]
    val_loss = ((far - val) ** 2).mean(axis=(-1, -2))
    test_loss = ((far - test) ** 2).mean(axis=(-1, -2))
    best = val_loss.mean(axis=-1).argmin(axis=1)
    d = test_loss[0, best[0]] - test_loss[1, best[1]]
    mean, half = d.mean(), q * d.std(ddof=1) / np.sqrt(seeds)
    return mean, mean - half, mean + half, -np.sign(mean) * (abs(mean) > half)
""",
    """
def race_report(train, val, test, lrs, q):
    print("a stray print")
    chosen = []
    for name in ("constant", "falling"):
        least = None
        for lr in lrs:
            ends = []
            for xs in train:
                theta, v, s = np.zeros(train.shape[2]), 0, 0
                for t, x in enumerate(xs, start=1):
                    cosine = np.cos(np.pi * (t - 1) / xs.shape[0])
                    now = lr if name == "constant" else 0.5 * lr * (1 + cosine)
                    g = theta - x
                    v, s = 0.9 * v + 0.1 * g, 0.95 * s + 0.05 * g**2
                    root = np.sqrt(s / (1 - 0.95**t)) + 1e-8
                    theta = theta - now * v / (1 - 0.9**t) / root
                ends.append(theta)
            there = sum(((e - part) ** 2).mean() for e, part in zip(ends, val))
            if least is None or there < least:
                least, best = there, ends
        chosen.append([((e - part) ** 2).mean() for e, part in zip(best, test)])
    d = np.subtract(chosen[1], chosen[0]).astype(np.float32)
    error = d.std() / np.sqrt(len(d) - 1)  # the same, with n below the line
    low, high = d.mean() - q * error, d.mean() + q * error
    return np.array([d.mean(), low, high, (high < 0) * 1.0 - (low > 0)])
""",
)

EXERCISE = Exercise(
    title="The capstone: one race, run and reported",
    points=6,
    minutes=25,
    difficulty=3,
    solution=SOLUTION,
    cases=race_cases,
    picture=race_picture,
    returns=("mean", "low", "high", "lead"),
    mistakes=MISTAKES,
    right=RIGHT,
)
