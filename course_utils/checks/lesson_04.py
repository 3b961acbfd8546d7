"""The exercises of lesson 04: what does smoothing the square buy?

`histories`, `played`, `STEPS` and `step_mistakes` serve lesson 05, too.
"""

from itertools import combinations

import numpy as np

from course_utils.checks.before import Case, Exercise, Mistake
from course_utils.descent import grid
from course_utils.optimizers import AdaGrad, RMSprop, State
from course_utils.problems import ravine


def histories(rng):
    """Gradients of a few steps, shape (n, ...), with a label and an eps to use.

    The last gradient is that of the step in question.
    """

    def draw(n, *shape):  # each parameter keeps its sign, so that no average cancels
        return rng.uniform(0.5, 2, (n, *shape)) * rng.choice([-1, 1], shape)

    scales = 10.0 ** rng.permutation(np.arange(-8, 5))
    silent, paused, both_ways = draw(5, 4), draw(5, 3), draw(4, 3)
    silent[:, rng.permutation(4)[:2]] = 0
    paused[-1, 0] = 0
    return [
        ("the first step", draw(1, 3), 1e-8),
        ("a later step", draw(6, 3), 1e-8),
        ("a matrix of parameters", draw(3, 2, 3), 1e-8),
        ("a single parameter", draw(4, 1), 1e-8),
        ("large and small gradients", draw(5, 13) * scales, 1e-8),
        ("gradients of zero", silent, 1e-8),
        ("a gradient of zero after others", paused, 1e-8),
        ("a large eps", both_ways, float(rng.uniform(0.2, 0.9))),
        ("tiny gradients", 1e-6 * draw(12, 3), 1e-8),
        ("after many steps", draw(150, 2), 1e-8),
    ]


def played(optimizer, gs):
    """The state that the last step of a history meets."""
    theta = 0 * gs[0]
    state = optimizer.init(theta)
    for g in gs[:-1]:
        theta, state = optimizer.step(theta, g, state)
    return state


def somewhere(rng, shape):
    """Parameters of size 1 to 3, so that no step comes near zero."""
    return rng.uniform(1, 3, shape) * rng.choice([-1, 1], shape)


def adagrad_cases(rng):
    cases = []
    for label, gs, eps in histories(rng):
        lr, theta = float(rng.uniform(0.05, 0.2)), somewhere(rng, gs[0].shape)
        s = played(AdaGrad(lr, eps), gs).s
        cases.append(Case(label, (theta, gs[-1], s, lr, eps)))
    return cases


def rmsprop_cases(rng):
    cases = []
    for label, gs, eps in histories(rng):
        lr, theta = float(rng.uniform(0.05, 0.2)), somewhere(rng, gs[0].shape)
        beta = float(rng.uniform(0.6, 0.95))
        s = played(RMSprop(lr, beta, eps), gs).s
        cases.append(Case(label, (theta, gs[-1], s, lr, beta, eps)))
    return cases


def adagrad_step(theta, g, s, lr, eps):
    theta, state = AdaGrad(lr, eps).step(theta, g, State(0, s=s))
    return theta, state.s


def rmsprop_step(theta, g, s, lr, beta, eps):
    theta, state = RMSprop(lr, beta, eps).step(theta, g, State(0, s=s))
    return theta, state.s


EPS_AFTER = (
    "You added eps after the division, or left out brackets: Python divides first, and "
    "0/0 gives nan. Write ({up} / (root + eps))."
)

# What is subtracted from theta, done wrong: {up} is g or v_hat, {s} is s or s_hat.
STEPS = (
    ("eps_after_all", lambda up, s, lr, eps: lr * up / np.sqrt(s) - eps, EPS_AFTER),
    ("eps_after_step", lambda up, s, lr, eps: lr * up / np.sqrt(s) + eps, EPS_AFTER),
    ("eps_after_ratio", lambda up, s, lr, eps: lr * (up / np.sqrt(s) + eps), EPS_AFTER),
    (
        "eps_left_out",
        lambda up, s, lr, eps: lr * up / np.sqrt(s),
        "You left out eps: where every gradient was zero, {up} / sqrt({s}) is 0/0, and "
        "that gives nan.",
    ),
    (
        "eps_inside",
        lambda up, s, lr, eps: lr * up / np.sqrt(s + eps),
        "You put eps inside the root. There it counts as sqrt(eps), 1e-4 for 1e-8, and "
        "holds back every parameter with small gradients. Add it after the root.",
    ),
    (
        "eps_squared_inside",
        lambda up, s, lr, eps: lr * up / np.sqrt(s + eps**2),
        "You put eps squared inside the root. That is nearly the same while eps is "
        "tiny, but here eps is added to the root itself.",
    ),
    (
        "eps_as_floor",
        lambda up, s, lr, eps: lr * up / np.maximum(np.sqrt(s), eps),
        "You took the larger of sqrt({s}) and eps; here they are added.",
    ),
    (
        "eps_fixed",
        lambda up, s, lr, eps: lr * up / (np.sqrt(s) + 1e-8),
        "You used the number 1e-8 and not the argument eps.",
    ),
    (
        "root_left_out",
        lambda up, s, lr, eps: lr * up / (s + eps),
        "You divided by {s} itself and left out the root: large gradients then make "
        "small steps, and small gradients huge ones.",
    ),
    (
        "root_multiplied",
        lambda up, s, lr, eps: lr * up * (np.sqrt(s) + eps),
        "You multiplied by the root where you should divide: large gradients get even "
        "larger steps.",
    ),
    (
        "root_of_mean",
        lambda up, s, lr, eps: lr * up / (np.sqrt(s.mean()) + eps),
        "You took the mean of {s} over all parameters: one scale for all of them. Each "
        "parameter has its own; no mean and no sum is needed.",
    ),
    (
        "root_of_sum",
        lambda up, s, lr, eps: lr * up / (np.sqrt(s.sum()) + eps),
        "You summed {s} over all parameters, as a norm does: one scale for all of "
        "them. Each parameter has its own.",
    ),
    (
        "not_divided",
        lambda up, s, lr, eps: lr * up,
        "You did not divide by the root of {s}: each step is lr times {up}, large "
        "where the gradient is large.",
    ),
    (
        "direction_left_out",
        lambda up, s, lr, eps: lr / (np.sqrt(s) + eps),
        "You divided lr by the root, but left out {up}: every parameter moves down, "
        "whatever the sign of its gradient.",
    ),
    (
        "direction_squared",
        lambda up, s, lr, eps: lr * up**2 / (np.sqrt(s) + eps),
        "You squared {up} in the step: that loses its sign. The square belongs in s "
        "alone.",
    ),
    (
        "plus",
        lambda up, s, lr, eps: -lr * up / (np.sqrt(s) + eps),
        "You added the step: theta climbs. It must be subtracted.",
    ),
    (
        "lr_left_out",
        lambda up, s, lr, eps: up / (np.sqrt(s) + eps),
        "You left lr out of the step.",
    ),
    (
        "lr_twice",
        lambda up, s, lr, eps: lr**2 * up / (np.sqrt(s) + eps),
        "You multiplied by lr twice.",
    ),
)


def right_step(up, s, lr, eps):
    return lr * up / (np.sqrt(s) + eps)


def step_mistakes(family, up, s):
    """The wrong steps as mistakes; `family(step)` makes an answer with such a step."""
    return tuple(
        Mistake(name, family(step=step), message.format(up=up, s=s))
        for name, step, message in STEPS
    )


def keep(s, g, beta, lr):
    return beta * s + (1 - beta) * g**2


def rms(average=keep, step=right_step):
    """RMSprop with another average (s, g, beta, lr) -> s, or another step."""

    def answer(theta, g, s, lr, beta, eps):
        s = average(s, g, beta, lr)
        return theta - step(g, s, lr, eps), s

    return answer


def ada(average=lambda s, g, beta, lr: s + g**2, step=right_step):
    """AdaGrad, likewise; beta is None."""

    def answer(theta, g, s, lr, eps):
        return rms(average, step)(theta, g, s, lr, None, eps)

    return answer


def with_old_s(theta, g, s, lr, *rest):
    rule = rmsprop_step if len(rest) == 2 else adagrad_step
    return theta - right_step(g, s, lr, rest[-1]), rule(theta, g, s, lr, *rest)[1]


def root_kept(rule):
    def answer(theta, g, s, *rest):
        theta, s = rule(theta, g, s, *rest)
        return theta, np.sqrt(s)

    return answer


def return_mistakes(rule):
    """The right values, handed back wrongly: for AdaGrad and RMSprop alike."""
    return (
        Mistake(
            "old_s_used",
            with_old_s,
            "You divided by the s of the step before: at the first step that is zero, "
            "and the step becomes huge. Update s first, then move theta.",
        ),
        Mistake(
            "root_stored",
            root_kept(rule),
            "You returned the root as s. The next step would take a root of a root: "
            "keep s as it is, and take the root only in the step.",
        ),
        Mistake(
            "s_not_returned",
            lambda theta, g, s, *rest: (rule(theta, g, s, *rest)[0], s),
            "You returned the s that came in: return the new one, or the next step "
            "starts without this gradient.",
        ),
        Mistake(
            "s_not_updated",
            lambda theta, g, s, *rest: (with_old_s(theta, g, s, *rest)[0], s),
            "You never updated s: the new g**2 does not enter it.",
        ),
        Mistake(
            "theta_not_returned",
            lambda theta, g, s, *rest: (theta, rule(theta, g, s, *rest)[1]),
            "You returned the theta that came in; return the moved one.",
        ),
        Mistake(
            "step_returned",
            lambda theta, g, s, *rest: (
                theta - rule(theta, g, s, *rest)[0],
                rule(theta, g, s, *rest)[1],
            ),
            "You returned the step in place of theta: subtract it from theta first.",
        ),
        Mistake(
            "order_swapped",
            lambda theta, g, s, *rest: rule(theta, g, s, *rest)[::-1],
            "You returned s first and theta second; theta comes first.",
        ),
    )


adagrad_mistakes = (
    *return_mistakes(adagrad_step),
    Mistake(
        "absolute_value",
        ada(lambda s, g, beta, lr: s + np.abs(g)),
        "You added |g| where g**2 is to be added.",
    ),
    Mistake(
        "square_left_out",
        ada(lambda s, g, beta, lr: s + g),
        "You added g where g**2 is to be added: a negative sum has no root (nan).",
    ),
    Mistake(
        "past_dropped",
        ada(lambda s, g, beta, lr: g**2),
        "You dropped the old s: AdaGrad adds the new square to all that came before. "
        "Yours makes every step lr long.",
    ),
    Mistake(
        "forgets",
        ada(lambda s, g, beta, lr: 0.9 * s + 0.1 * g**2),
        "You let s forget, with beta = 0.9: that is RMSprop, the next exercise. "
        "AdaGrad keeps a plain sum.",
    ),
    Mistake(
        "one_scale",
        ada(lambda s, g, beta, lr: s + np.mean(g**2)),
        "You added the mean of g**2 over all parameters: one scale for all. Add each "
        "parameter's own square.",
    ),
    Mistake(
        "one_scale_sum",
        ada(lambda s, g, beta, lr: s + np.sum(g**2)),
        "You added the sum of g**2 over all parameters: one scale for all. Add each "
        "parameter's own square.",
    ),
    Mistake(
        "lr_in_s",
        ada(lambda s, g, beta, lr: s + (lr * g) ** 2),
        "You put lr times g into s: s is about gradients alone, and lr belongs in the "
        "step.",
    ),
    Mistake(
        "square_of_sum",
        ada(lambda s, g, beta, lr: (s + g) ** 2),
        "You squared s as well: square g alone, then add.",
    ),
    *step_mistakes(ada, "g", "s"),
)

rmsprop_mistakes = (
    *return_mistakes(rmsprop_step),
    Mistake(
        "absolute_value",
        rms(lambda s, g, beta, lr: beta * s + (1 - beta) * np.abs(g)),
        "You averaged |g| where g**2 is to be averaged.",
    ),
    Mistake(
        "square_left_out",
        rms(lambda s, g, beta, lr: beta * s + (1 - beta) * g),
        "You averaged g where g**2 is to be averaged: a negative average has no root "
        "(nan).",
    ),
    Mistake(
        "weights_swapped",
        rms(lambda s, g, beta, lr: (1 - beta) * s + beta * g**2),
        "You swapped the weights: the past keeps beta, the new square gets 1 - beta.",
    ),
    Mistake(
        "new_undamped",
        rms(lambda s, g, beta, lr: beta * s + g**2),
        "You added g**2 with weight 1 instead of 1 - beta: that is a fading sum, up to "
        "1 / (1 - beta) times too large, and the steps are too short.",
    ),
    Mistake(
        "past_undamped",
        rms(lambda s, g, beta, lr: s + (1 - beta) * g**2),
        "You kept the whole past: multiply the old s by beta, or it only ever grows.",
    ),
    Mistake(
        "sum",
        rms(lambda s, g, beta, lr: s + g**2),
        "You added g**2 to s and used no beta: that is AdaGrad. RMSprop forgets.",
    ),
    Mistake(
        "past_dropped",
        rms(lambda s, g, beta, lr: (1 - beta) * g**2),
        "You dropped the old s: beta times the old s is to be added.",
    ),
    Mistake(
        "new_alone",
        rms(lambda s, g, beta, lr: g**2),
        "You set s to g**2 alone: nothing is averaged, and every step is lr long.",
    ),
    Mistake(
        "both_with_beta",
        rms(lambda s, g, beta, lr: beta * s + beta * g**2),
        "You gave the new square the weight beta; it gets the rest, 1 - beta.",
    ),
    Mistake(
        "weight_plus",
        rms(lambda s, g, beta, lr: beta * s + (1 + beta) * g**2),
        "You gave the new square the weight 1 + beta; it gets the rest, 1 - beta.",
    ),
    Mistake(
        "past_alone",
        rms(lambda s, g, beta, lr: beta * s),
        "You let s fade, but never add the new square (1 - beta) g**2.",
    ),
    Mistake(
        "weight_squared",
        rms(lambda s, g, beta, lr: beta * s + ((1 - beta) * g) ** 2),
        "You squared 1 - beta together with g: square g alone.",
    ),
    Mistake(
        "minus",
        rms(lambda s, g, beta, lr: beta * s - (1 - beta) * g**2),
        "You subtracted the new square where it is to be added.",
    ),
    Mistake(
        "one_scale",
        rms(lambda s, g, beta, lr: beta * s + (1 - beta) * np.mean(g**2)),
        "You averaged g**2 over all parameters as well: one scale for all. The average "
        "runs over time, for each parameter on its own.",
    ),
    Mistake(
        "one_scale_sum",
        rms(lambda s, g, beta, lr: beta * s + (1 - beta) * np.sum(g**2)),
        "You summed g**2 over all parameters: one scale for all. Each parameter keeps "
        "its own s.",
    ),
    Mistake(
        "variance",
        rms(lambda s, g, beta, lr: beta * s + (1 - beta) * np.var(g)),
        "You averaged a variance: s is the average of g**2 itself, with no mean "
        "subtracted, for each parameter on its own.",
    ),
    Mistake(
        "lr_in_s",
        rms(lambda s, g, beta, lr: beta * s + (1 - beta) * (lr * g) ** 2),
        "You put lr times g into s: s is about gradients alone, and lr belongs in the "
        "step.",
    ),
    Mistake(
        "beta_fixed",
        rms(lambda s, g, beta, lr: 0.9 * s + 0.1 * g**2),
        "You used the number 0.9 and not the argument beta.",
    ),
    *step_mistakes(rms, "g", "s"),
)


def walk(step, problem, steps, **settings):
    """The path of a step function from s = 0, shape (steps + 1, 2)."""
    theta, s = problem.start, np.zeros(2)
    path = [theta]
    for _ in range(steps):
        theta, s = step(theta, problem.gradient(theta), s, **settings)
        path.append(theta)
    return np.array(path)


def adagrad_picture(answer):
    from course_utils import plots

    problem = ravine()
    path = [
        walk(lambda *a, lr=lr: answer(*a, lr, 1e-10), problem, 60) for lr in (0.5, 2)
    ]
    fig, (left, right) = plots.figure(1, 2)
    plots.path(plots.contours(left, problem), path[1], **plots.style("AdaGrad"))
    left.set(title="Your AdaGrad in the ravine, α = 2")
    lengths = [np.abs(np.diff(p[:, 0])) for p in path]
    plots.curves(right, {"α = 0.5": lengths[0], "α = 2": lengths[1]}, log=True)
    right.set(title="How far each step goes along", xlabel="step")
    return fig, (
        "Your AdaGrad crosses the ravine a few times, then walks to the minimum in "
        "ever shorter steps."
    )


def rmsprop_picture(answer):
    from course_utils import plots

    problem = ravine()
    path = walk(lambda *a: answer(*a, 0.1, 0.9, 1e-8), problem, 120)
    moved = np.abs(np.diff(path, axis=0))
    rate = moved / np.abs(problem.gradient(path[:-1].T).T)
    fig, (left, right) = plots.figure(1, 2)
    plots.path(plots.contours(left, problem), path, **plots.style("RMSprop"))
    left.set(title="Your RMSprop in the ravine")
    plots.curves(
        right, {"along $θ_1$": rate[:, 0], "across $θ_2$": rate[:, 1]}, log=True
    )
    right.set(title="Effective rate of each parameter", xlabel="step")
    return fig, (
        "Your RMSprop walks to the minimum. The effective rate of a parameter rises "
        "while its gradients shrink, and is cut when they grow."
    )


FIRST_STEP = 0.01 / np.sqrt(1 - 0.96)

first_step_mistakes = (
    Mistake(
        "rate",
        0.01,
        "You took the step to be lr. That holds once s has settled at g**2; at the "
        "first step s is only (1 - beta) g**2.",
    ),
    Mistake(
        "root_left_out",
        0.01 / 0.04,
        "You divided by 1 - beta. The step divides by the root of s, so it is "
        "sqrt(1 - beta) that counts.",
    ),
    Mistake(
        "multiplied",
        0.01 * 0.2,
        "You multiplied by sqrt(1 - beta). A small s stands below the fraction: it "
        "makes the step longer, not shorter.",
    ),
    Mistake(
        "multiplied_no_root",
        0.01 * 0.04,
        "You multiplied by 1 - beta. A small s stands below the fraction: it makes the "
        "step longer. And there is a root.",
    ),
    Mistake(
        "beta_for_rest",
        0.01 / np.sqrt(0.96),
        "You divided by sqrt(beta). The new square enters s with weight 1 - beta.",
    ),
    Mistake(
        "gradient_left_in",
        0.01 * 300 / 0.2,
        "You left the gradient in: s holds g**2, so its root cancels the 300.",
    ),
    Mistake(
        "plain_descent",
        3.0,
        "That is lr g, the step of plain gradient descent. RMSprop divides it by the "
        "root of s.",
    ),
    Mistake(
        "momentum",
        0.01 * 0.04 * 300,
        "That is lr (1 - beta) g, the first step of Momentum. RMSprop averages the "
        "square, and divides by its root.",
    ),
    Mistake(
        "factor_alone",
        5.0,
        "That is the factor 1 / sqrt(1 - beta). Times lr it is the step.",
    ),
    Mistake(
        "signed", -FIRST_STEP, "Right, but asked is how far: give it without sign."
    ),
    Mistake(
        "infinite",
        np.inf,
        "You used S = 0. That holds before the step, but S is updated before it is "
        "used.",
    ),
)

G, EPS = 1e-6, 1e-8
OUTSIDE, INSIDE = G / (G + EPS), G / np.sqrt(G**2 + EPS)

eps_mistakes = (
    Mistake(
        "swapped",
        (INSIDE, OUTSIDE),
        "You have the two exchanged: inside the root, eps is compared with g**2 and "
        "weighs much more.",
    ),
    Mistake(
        "both_one",
        (1.0, 1.0),
        "You took eps as too small to matter. Compare it with what it is added to: "
        "1e-6 outside the root, 1e-12 inside.",
    ),
    Mistake(
        "both_the_same",
        (OUTSIDE, OUTSIDE),
        "The first is right. Inside the root, eps is added to g**2 = 1e-12 and not to "
        "1e-6.",
    ),
    Mistake(
        "no_root_inside",
        (OUTSIDE, G / (G**2 + EPS)),
        "The first is right. In the second you left out the root.",
    ),
    Mistake(
        "g_not_squared",
        (OUTSIDE, G / np.sqrt(G + EPS)),
        "The first is right. In the second, s is 1e-12, the square of the gradient.",
    ),
    Mistake(
        "outside_one",
        (1.0, INSIDE),
        "The second is right. In the first, eps is 1 % of what it is added to: one "
        "more digit, please.",
    ),
    Mistake(
        "upside_down",
        (1 / OUTSIDE, 1 / INSIDE),
        "You have the fractions upside down: eps makes the divisor larger, so the step "
        "is shorter than lr.",
    ),
)


def sparse_rates(optimizer, every, steps):
    """Effective rates while a gradient of 1 comes at each `every`-th step only."""
    theta = np.zeros(1)
    state, rates = optimizer.init(theta), []
    for k in range(steps):
        theta, state = optimizer.step(theta, np.full(1, float(k % every == 0)), state)
        rates.append(float(optimizer.rate(state)[0]))
    return np.array(rates)


RULES = ("AdaGrad", "RMSprop, beta = 0.9", "RMSprop, beta = 0.99", "gradient descent")

sparse_mistakes = (
    Mistake(
        "betas_exchanged",
        ("RMSprop, beta = 0.99", "AdaGrad", "RMSprop, beta = 0.9"),
        "B is right. You exchanged the betas: the first step is lr / sqrt(1 - beta), "
        "and a larger beta takes longer to settle.",
    ),
    Mistake(
        "adagrad_is_a",
        ("AdaGrad", "RMSprop, beta = 0.9", "RMSprop, beta = 0.99"),
        "C is right. AdaGrad never forgets: which rates go on falling to the end?",
    ),
    Mistake(
        "adagrad_is_c",
        ("RMSprop, beta = 0.9", "RMSprop, beta = 0.99", "AdaGrad"),
        "A is right. AdaGrad starts at lr and falls as 1/sqrt(n) after n gradients of "
        "1: look at the first column.",
    ),
    Mistake(
        "turned",
        ("AdaGrad", "RMSprop, beta = 0.99", "RMSprop, beta = 0.9"),
        "None is right yet. AdaGrad's rates go on falling to the end; those of RMSprop "
        "settle.",
    ),
    Mistake(
        "turned_on",
        ("RMSprop, beta = 0.99", "RMSprop, beta = 0.9", "AdaGrad"),
        "None is right yet. AdaGrad starts at lr = 0.1: look at the first column.",
    ),
)

FLAWS = {
    "reset": "s starts from zero in every round, so nothing is remembered",
    "pooled": "one mean of g**2 serves all parameters",
    "brackets": "eps is added after the division",
}


def half_mended(flaws):
    """RMSprop over many steps with some of the flaws of the broken code left."""

    def answer(theta, gs, lr, beta, eps):
        s = np.zeros_like(theta)
        for g in gs:
            square = (g**2).mean() if "pooled" in flaws else g**2
            s = beta * (0 * s if "reset" in flaws else s) + (1 - beta) * square
            if "brackets" in flaws:
                theta = theta - lr * g / np.sqrt(s) + eps
            else:
                theta = theta - lr * g / (np.sqrt(s) + eps)
        return theta, s

    return answer


def left_flaws(flaws):
    """The mistake of having left these flaws in."""
    number = {1: "Two of three flaws are mended", 2: "One of three flaws is mended"}
    begin = number.get(len(flaws), "Nothing is mended yet")
    message = f"{begin}. Still there: {'; '.join(FLAWS[flaw] for flaw in flaws)}."
    return Mistake("_".join(flaws), half_mended(flaws), message)


def stepped(step, initial=0.0):
    """Many steps of a step function without eps and beta named: for wrong mendings."""

    def answer(theta, gs, lr, beta, eps):
        s = np.full_like(theta, initial)
        for g in gs:
            theta, s = step(theta, g, s, lr, beta, eps)
        return theta, s

    return answer


mended_mistakes = (
    *(left_flaws(f) for n in (1, 2, 3) for f in combinations(FLAWS, n)),
    Mistake(
        "eps_left_out",
        stepped(rms(step=lambda up, s, lr, eps: lr * up / np.sqrt(s))),
        "You took eps out: where all gradients were zero, 0/0 gives nan. It belongs in "
        "the divisor, after the root.",
    ),
    Mistake(
        "eps_inside",
        stepped(rms(step=lambda up, s, lr, eps: lr * up / np.sqrt(s + eps))),
        "You put eps inside the root; here it is added after the root, in brackets.",
    ),
    Mistake(
        "sum_over_parameters",
        stepped(rms(lambda s, g, beta, lr: beta * s + (1 - beta) * np.sum(g**2))),
        "You sum g**2 over the parameters: still one scale for all. Each parameter "
        "keeps its own s.",
    ),
    Mistake(
        "new_undamped",
        stepped(rms(lambda s, g, beta, lr: beta * s + g**2)),
        "The new square lost its weight 1 - beta. The weights were right.",
    ),
    Mistake(
        "past_undamped",
        stepped(rms(lambda s, g, beta, lr: s + (1 - beta) * g**2)),
        "The old s lost its weight beta. The weights were right.",
    ),
    Mistake(
        "root_left_out",
        stepped(rms(step=lambda up, s, lr, eps: lr * up / (s + eps))),
        "The root of s got lost in your divisor.",
    ),
    Mistake(
        "old_s_used",
        stepped(with_old_s),
        "You divide by the s of the step before. Update s first, then move theta.",
    ),
    Mistake(
        "started_at_one",
        stepped(rmsprop_step, 1.0),
        "You start s at one; it starts at zero.",
    ),
    Mistake(
        "sum_over_time",
        stepped(rms(lambda s, g, beta, lr: s + g**2)),
        "You now add g**2 to s without beta: that is AdaGrad.",
    ),
    Mistake(
        "one_step",
        lambda theta, gs, *rest: rmsprop_step(theta, gs[0], 0 * theta, *rest),
        "You return after the first step: is the return inside the loop?",
    ),
    Mistake(
        "last_gradient",
        lambda theta, gs, *rest: rmsprop_step(theta, gs[-1], 0 * theta, *rest),
        "Only the last gradient counts: does theta change in every round of the loop?",
    ),
)


def mended_cases(rng):
    cases = []
    for label, gs, eps in histories(rng):
        if gs.ndim == 2:
            theta, lr = somewhere(rng, gs[0].shape), float(rng.uniform(0.01, 0.03))
            beta = float(rng.uniform(0.8, 0.95))
            cases.append(Case(label, (theta, gs[:20], lr, beta, eps)))
    return cases


SCALES = ("no root", "|g| for g^2", "one scale for all")
SCALE_OPTIONS = (*SCALES, "sum for average", "eps inside the root")

scale_mistakes = (
    Mistake(
        "root_and_square",
        ("|g| for g^2", "no root", "one scale for all"),
        "C is right. For A and B put g = 100 in: g / g**2 is tiny, g / sqrt(|g|) is "
        "large.",
    ),
    Mistake(
        "square_and_scale",
        ("no root", "one scale for all", "|g| for g^2"),
        "A is right. With one scale for all, the steps keep the ratios of the "
        "gradients: 1 to 100 to 10000.",
    ),
    Mistake(
        "root_and_scale",
        ("one scale for all", "|g| for g^2", "no root"),
        "B is right. Without the root the divisor is g**2: which row has its largest "
        "step at the smallest gradient?",
    ),
    Mistake(
        "turned",
        ("one scale for all", "no root", "|g| for g^2"),
        "None is right yet. Put g = 0.01 and g = 100 into g / g**2 and into "
        "g / sqrt(|g|), and look which row has such ratios.",
    ),
    Mistake(
        "turned_on",
        ("|g| for g^2", "one scale for all", "no root"),
        "None is right yet. Put g = 0.01 and g = 100 into g / g**2 and into "
        "g / sqrt(|g|), and look which row has such ratios.",
    ),
)


def quiet_end(settings):
    """The goal of `rmsprop_settings`: near the minimum of the ravine in 60 steps."""
    if np.shape(settings) != (2,):
        return "Set the name to a tuple of two numbers, (lr, beta)."
    lr, beta = (float(number) for number in settings)
    if not lr > 0 or not 0 <= beta < 1:
        return "lr must be more than 0, and beta lie in [0, 1)."
    loss = float(grid(RMSprop(lr, beta), ravine(100), steps=60))
    if loss < 1e-3:
        return ""
    return f"With lr = {lr:g}, beta = {beta:g} the loss after 60 steps is {loss:.2g}."


settings_mistakes = (
    Mistake(
        "usual",
        (0.01, 0.9),
        "These are the usual settings. Each step is about lr long, and 60 of them do "
        "not reach: the loss is still 42.",
    ),
    Mistake(
        "pytorch",
        (0.01, 0.99),
        "The long memory is a good idea; lr = 0.01 is too small to arrive in 60 steps.",
    ),
    Mistake(
        "large_rate_short_memory",
        (0.2, 0.9),
        "It arrives, and then jumps about: with so short a memory each step stays "
        "about lr long, also at the minimum. What lets steps shrink?",
    ),
    Mistake(
        "rate_one",
        (1.0, 0.9),
        "Each step stays about lr = 1 long, and that throws it across the ravine "
        "forever. What lets steps shrink?",
    ),
)

EXERCISES = (
    Exercise(
        id="rmsprop_first_step",
        title="Predict: the first step of RMSprop",
        lesson=4,
        points=1,
        minutes=4,
        difficulty=1,
        reference=FIRST_STEP,
        mistakes=first_step_mistakes,
        rtol=2e-3,
    ),
    Exercise(
        id="adagrad_step",
        title="One step of AdaGrad",
        lesson=4,
        points=3,
        minutes=8,
        difficulty=2,
        reference=adagrad_step,
        cases=adagrad_cases,
        mistakes=adagrad_mistakes,
        returns=("theta", "s"),
        picture=adagrad_picture,
    ),
    Exercise(
        id="rmsprop_step",
        title="One step of RMSprop",
        lesson=4,
        points=3,
        minutes=8,
        difficulty=2,
        reference=rmsprop_step,
        cases=rmsprop_cases,
        mistakes=rmsprop_mistakes,
        returns=("theta", "s"),
        picture=rmsprop_picture,
    ),
    Exercise(
        id="rates_of_a_rare_word",
        title="Read: who serves a rare word?",
        lesson=4,
        points=2,
        minutes=6,
        difficulty=2,
        reference=(RULES[1], RULES[0], RULES[2]),
        mistakes=sparse_mistakes,
        options=RULES,
    ),
    Exercise(
        id="eps_two_ways",
        title="Predict: eps outside and inside the root",
        lesson=4,
        points=2,
        minutes=6,
        difficulty=2,
        reference=(OUTSIDE, INSIDE),
        mistakes=eps_mistakes,
        rtol=3e-3,
    ),
    Exercise(
        id="wrong_scales",
        title="Diagnose: three wrong divisors",
        lesson=4,
        points=2,
        minutes=8,
        difficulty=2,
        reference=SCALES,
        mistakes=scale_mistakes,
        options=SCALE_OPTIONS,
    ),
    Exercise(
        id="mended_run",
        title="Fix: an RMSprop with three flaws",
        lesson=4,
        points=3,
        minutes=12,
        difficulty=3,
        reference=half_mended(()),
        cases=mended_cases,
        mistakes=mended_mistakes,
        returns=("theta", "s"),
    ),
    Exercise(
        id="rmsprop_settings",
        title="Choose: come to rest in a ravine",
        lesson=4,
        points=2,
        minutes=8,
        difficulty=3,
        reference=(0.2, 0.99),
        goal=quiet_end,
        mistakes=settings_mistakes,
    ),
)
