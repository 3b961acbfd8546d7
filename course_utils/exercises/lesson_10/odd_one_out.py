"""A law that catches a slip: of four recorded Adams one is wrong."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake

BETAS = 0.9, 0.999
SLIPS = ("none", "no hat on v", "no hat on s", "t stuck", "eps added", "old v", "up")


def walked(gs, theta, lr, slip="none", from_step=1):
    """Adam's points under given gradients, shape (n+1, d), with a slip from a step on.

    `slip` is one of SLIPS.
    """
    (b1, b2), eps = BETAS, 1e-8
    v = s = 0 * theta
    points = [theta]
    for t, g in enumerate(gs, start=1):
        now = slip if t >= from_step else "none"
        old, v, s = v, b1 * v + (1 - b1) * g, b2 * s + (1 - b2) * g**2
        k = 1 if now == "t stuck" else t
        v_hat = {"no hat on v": v, "old v": old}.get(now, v / (1 - b1**k))
        s_hat = s if now == "no hat on s" else s / (1 - b2**k)
        step = v_hat / (np.sqrt(s_hat) + (0.1 if now == "eps added" else eps))
        theta = theta + lr * step if now == "up" else theta - lr * step
        points.append(theta)
    return np.array(points)


def odd_cases(rng):
    def case(label, slip, where, from_step=1, n=12, falls=False, scale=1.0):
        gs = rng.standard_normal((4, n, 3)) + rng.uniform(-1, 1, 3)
        gs = scale * (-abs(gs) if falls else gs)  # uphill, all gaps are negative
        starts, lr = rng.uniform(-2, 2, (4, 3)), float(rng.uniform(0.01, 0.1))
        slips = ["none"] * 4
        slips[where] = slip
        walks = [
            walked(g, start, lr, one, from_step)
            for g, start, one in zip(gs, starts, slips, strict=True)
        ]
        return Case(label, (np.array(walks), gs, lr))

    places = [*rng.permutation(4), *rng.permutation(4)]
    return [
        case("v_hat left out", "no hat on v", int(places[0])),
        case("s_hat left out", "no hat on s", int(places[1])),
        case("t that stays at 1", "t stuck", int(places[2]), n=30),
        case("a large eps", "eps added", int(places[3])),
        case("the old v in the step", "old v", int(places[4])),
        case("uphill", "up", int(places[5]), falls=True),
        case("a slip from step 6 on", "no hat on v", int(places[6]), 6),
        case("a slip in the last step", "up", int(places[7]), 12),
        case("small gradients", "up", int(places[0]), scale=1e-5),
    ]


def odd_picture(answer):
    from course_utils import plots

    thetas, gs, lr = odd_cases(np.random.default_rng(8))[6].args
    which, off = answer(thetas, gs, lr)
    fig, ax = plots.figure(height=2.6)
    ax.bar(range(4), np.maximum(off, 1e-18), color=plots.data_style()["color"])
    ax.bar(int(which), off[int(which)], color=plots.your_style()["color"])
    ax.set(yscale="log", ylim=(1e-18, 1), xticks=range(4), xlabel="walk")
    ax.set(title="The largest gap between a walk and Adam", ylabel="gap")
    return fig, "Three gaps are rounding errors; that of the wrong walk stands out."


SOLUTION = """
def odd_one_out(thetas, gs, lr):
    off = np.zeros(4)
    for k in range(4):
        v = s = np.zeros(thetas.shape[2])
        for t in range(1, gs.shape[1] + 1):
            g = gs[k, t - 1]
            v = 0.9 * v + 0.1 * g
            s = 0.999 * s + 0.001 * g**2
            step = v / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
            gap = thetas[k, t] - (thetas[k, t - 1] - lr * step)
            off[k] = max(off[k], np.abs(gap).max())
    return np.argmax(off), off
"""

MISTAKES = (
    Mistake(
        "the_best",
        "return np.argmin(off), off",
        "You returned the walk that fits best; the odd one fits worst.",
    ),
    Mistake(
        "one_too_many",
        "return np.argmax(off) + 1, off",
        "You count from 1; the first walk is number 0.",
    ),
    Mistake(
        "first_step_only",
        "for t in range(1, 2):",
        "You compared the first step alone; a slip may begin later.",
    ),
    Mistake(
        "last_gap_only",
        "off[k] = np.abs(gap).max()",
        "You kept the gap of the last step alone; keep the largest of all steps.",
    ),
    Mistake(
        "last_step_left_out",
        "for t in range(1, gs.shape[1]):",
        "You left out the last step: range(1, n) ends at n - 1.",
    ),
    Mistake(
        "farthest",
        "return np.argmax(np.abs(thetas[:, -1] - thetas[:, 0]).sum(axis=1)), off",
        "Your gaps are right, but you named the walk that went farthest. The wrong one "
        "is that with the largest gap.",
    ),
    Mistake(
        "gaps_added",
        "off[k] = off[k] + np.abs(gap).max()",
        "You added up the gaps of all steps; asked is the largest.",
    ),
    Mistake(
        "length_of_the_gap",
        "off[k] = max(off[k], np.linalg.norm(gap))",
        "You took the length of the gap over all parameters; asked is the largest one.",
    ),
    Mistake(
        "uncorrected",
        "step = v / (np.sqrt(s) + 1e-8)",
        "You left out the corrections: Adam steps by v_hat and s_hat.",
    ),
    Mistake(
        "eps_inside",
        "step = v / (1 - 0.9**t) / np.sqrt(s / (1 - 0.999**t) + 1e-8)",
        "You put eps inside the root; it stands outside.",
    ),
    Mistake(
        "own_walk",
        """
        theta = (thetas[k, 0] if t == 1 else theta) - lr * step
        gap = thetas[k, t] - theta
        """,
        "You compare with a walk of your own, on which a slip piles up. Start each "
        "step from the recorded point before it.",
    ),
    Mistake(
        "signed",
        "off[k] = max(off[k], gap.max())",
        "You left out the absolute value: a gap may be negative.",
    ),
    Mistake(
        "uphill",
        "gap = thetas[k, t] - (thetas[k, t - 1] + lr * step)",
        "You added the step to the point before: Adam subtracts it.",
    ),
    Mistake(
        "mean_gap",
        "off[k] = max(off[k], np.abs(gap).mean())",
        "You took the mean over the parameters; asked is the largest gap.",
    ),
    Mistake(
        "sum_of_gaps",
        "off[k] = max(off[k], np.abs(gap).sum())",
        "You added up the gaps of all parameters; asked is the largest.",
    ),
    Mistake(
        "squared",
        "off[k] = max(off[k], (gap**2).max())",
        "You squared the gap; asked is its size.",
    ),
    Mistake(
        "only_v_corrected",
        "step = v / (1 - 0.9**t) / (np.sqrt(s) + 1e-8)",
        "You corrected v but not s.",
    ),
    Mistake(
        "only_s_corrected",
        "step = v / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)",
        "You corrected s but not v.",
    ),
    Mistake(
        "eps_left_out",
        "step = v / (1 - 0.9**t) / np.sqrt(s / (1 - 0.999**t))",
        "You left out eps, 1e-8.",
    ),
    Mistake(
        "weights_swapped",
        "v = 0.1 * v + 0.9 * g",
        "In v you swapped the weights: the past keeps 0.9, the new g gets 0.1.",
    ),
    Mistake(
        "largest_alone",
        "return np.argmax(off), off.max()",
        "You returned the largest gap alone; the four gaps are wanted.",
    ),
)

RIGHT = (
    """
def odd_one_out(thetas, gs, lr):
    print("a stray print")
    moved = np.diff(thetas, axis=1)
    v, s, off = 0.0, 0.0, np.zeros(4)
    for i in range(gs.shape[1]):
        v, s = v + 0.1 * (gs[:, i] - v), s + 0.001 * (gs[:, i] ** 2 - s)
        root = np.sqrt(s / (1 - 0.999 ** (i + 1))) + 1e-8
        gap = moved[:, i] + lr * v / (1 - 0.9 ** (i + 1)) / root
        off = np.maximum(off, np.abs(gap).max(axis=1))
    return int(np.argmax(off)), off.tolist()
""",
    """
def odd_one_out(thetas, gs, lr):
    off = []
    for walk, slopes in zip(thetas, gs):
        v, s, gaps = 0.0, 0.0, []
        for t, g in enumerate(slopes, start=1):
            v, s = 0.9 * v + 0.1 * g, 0.999 * s + 0.001 * g * g
            root = (s / (1 - 0.999**t)) ** 0.5 + 1e-8
            right = walk[t - 1] - lr * v / (1 - 0.9**t) / root
            gaps += abs(walk[t] - right).tolist()
        off.append(max(gaps))
    return off.index(max(off)), np.array(off)
""",
    """
def odd_one_out(thetas, gs, lr):
    n = gs.shape[1]
    ages = np.arange(n)[:, None] - np.arange(n)
    t = np.arange(1, n + 1)[:, None]

    def averaged(x, beta):
        weights = np.where(ages >= 0, (1 - beta) * beta ** np.maximum(ages, 0.0), 0)
        return weights @ x / (1 - beta**t)

    step = averaged(gs, 0.9) / (np.sqrt(averaged(gs**2, 0.999)) + 1e-8)
    off = np.abs(np.diff(thetas, axis=1) + lr * step).max(axis=(1, 2))
    return [np.argmax(off), off]
""",
)

EXERCISE = Exercise(
    title="A law: which of four Adams is wrong?",
    points=4,
    minutes=15,
    difficulty=3,
    solution=SOLUTION,
    cases=odd_cases,
    picture=odd_picture,
    returns=("which", "off"),
    mistakes=MISTAKES,
    right=RIGHT,
    atol=1e-6,
)
