"""Noise, a turned matrix and a race of what came after Adam, with their claims."""

from dataclasses import replace
from functools import cache

import numpy as np

from course_utils import schedules
from course_utils.claims import claim
from course_utils.claims.bowls import SIDE, matrix_bowl
from course_utils.claims.digits import NETWORK, splits
from course_utils.compare import on_test, tune, verdict
from course_utils.descent import run
from course_utils.modern import AveragedAdam, Lion, Matrix, Muon, ScheduleFreeAdamW
from course_utils.optimizers import Adam, Momentum
from course_utils.problems import quadratic

RATES = 10.0 ** np.arange(-2.5, -0.4, 0.5)  # Adam's on the digits; see `rivals`


def rivals(base, network):
    """{name: a rule with the rates `base`, times what suits its kind of step}."""
    return {
        "Momentum": Momentum(30 * base),
        "Adam": Adam(base),
        "Lion": Lion(base / 5),
        "Muon": Muon(base, 0.9, network=network),
        "ScheduleFreeAdamW": ScheduleFreeAdamW(base),
        "AveragedAdam": AveragedAdam(base, beta_x=0.9),
    }


def linear(lr0, T):
    """A straight line from lr0 at step 0 to zero at step T."""
    return lambda t: lr0 * np.maximum(0, 1 - t / T)


def stable_decay(lr0, warmup, decay, T):
    """Warm-up, a constant rate, and a straight line to zero over the last steps."""
    fall = schedules.warmup(lr0, warmup)
    return lambda t: fall(t) * np.clip((T - t) / decay, 0, 1)


@cache
def steps_in_noise(seed):
    """{rule: the lengths of its steps, in units of lr}, gradients of pure noise."""
    gs, found = np.random.default_rng(seed).standard_normal((2000, 50)), {}
    for rule in (Adam(1.0), Lion(1.0)):
        theta = np.zeros(50)
        state, thetas = rule.init(theta), [theta]
        for g in gs:
            theta, state = rule.step(theta, g, state)
            thetas.append(theta)
        found[type(rule).__name__] = abs(np.diff(thetas, axis=0))
    return found


def lengths(seeds):
    """The root mean square of Lion's steps over that of Adam's, for each seed."""
    both = [steps_in_noise(seed) for seed in seeds]
    sizes = [{k: np.sqrt((v[500:] ** 2).mean()) for k, v in b.items()} for b in both]
    return np.array([size["Lion"] / size["Adam"] for size in sizes])


@claim("In pure noise Lion's steps are 4 to 5 times as long as Adam's at the same α")
def lion_keeps_its_step(seeds):
    found = lengths(seeds)
    return verdict(found - 4) == "higher" and verdict(found - 5) == "lower"


def matrix_rules(steps, base):
    """{name: a rule with rates around base that fall to zero} for the matrix bowl."""
    rates = rivals(base, Matrix(SIDE, SIDE))
    return {k: replace(rule, lr=linear(rule.lr, steps)) for k, rule in rates.items()}


@cache
def walk(name, seed, turned, steps=40):
    """Losses of a rule on the matrix bowl, as a share of the start's: (steps+1,).

    The rate falls to zero, from whichever of 17 ends lowest.
    """
    base = np.geomspace(0.01, 100, 17)
    rule = matrix_rules(steps, base)[name]
    loss = run(rule, matrix_bowl(seed, turned), steps=steps).loss
    return loss[:, np.nanargmin(loss[-1])] / loss[0, 0]


def end(name, seeds, turned):
    """log10 of the last loss of `walk`, for each seed."""
    return np.log10([walk(name, seed, turned)[-1] for seed in seeds])


@claim("Turned, Adam and Lion end higher on the matrix bowl", "higher, higher")
def turning_costs(seeds):
    pairs = [(end(k, seeds, True), end(k, seeds, False)) for k in ("Adam", "Lion")]
    return ", ".join(verdict(turned - axes) for turned, axes in pairs)


@claim("Muon walks the same losses, whichever way the matrix bowl is turned")
def turning_leaves_muon_alone(seeds):
    rule = matrix_rules(40, np.array([1.0]))["Muon"]
    return all(
        np.allclose(*[run(rule, matrix_bowl(s, t), steps=15).loss for t in (0, 1)])
        for s in seeds
    )


@cache
def averages_in_noise(seeds, steps=400):
    """{name: the loss after each step, shape (seeds, steps)}, means of 20 walks.

    Adam on curvatures 1 and 25 in noise of variance 1; each rule at the rate, of seven,
    that ends lowest over all seeds.
    """
    rates, problem = 10.0 ** np.arange(-2.5, 0.6, 0.5)[:, None], quadratic([1.0, 25.0])
    draws = [np.random.default_rng(s).standard_normal((steps, 2, 20)) for s in seeds]
    noise, found = np.stack(draws, axis=2)[..., None, :], {}
    for name, rule in {
        "constant": Adam(rates),
        "cosine": Adam(schedules.cosine(rates, 0, steps)),
        "EMA of weights": AveragedAdam(rates, beta_x=0.98),
        "schedule-free": ScheduleFreeAdamW(rates),
    }.items():
        trace = run(rule, problem, steps=steps, noise=noise)
        used = np.moveaxis(rule.weights(trace.theta[1:], trace.state), 1, 0)
        loss = problem.value(used).mean(axis=-1)  # (steps, seeds, rates)
        found[name] = loss[:, :, loss[-1].mean(axis=0).argmin()].T
    return found


@claim("In noise an EMA of weights, a schedule-free mean and a cosine end lower")
def averaging_lowers_the_floor(seeds):
    found = averages_in_noise(tuple(seeds))
    ends = {name: loss[:, -1] for name, loss in found.items()}
    floor = ends.pop("constant")
    return all(verdict(end - floor) == "lower" for end in ends.values())


@claim("In noise the EMA of weights ends lower than the cosine", "lower")
def the_ema_needs_no_schedule(seeds):
    found = averages_in_noise(tuple(seeds))
    return verdict(found["EMA of weights"][:, -1] - found["cosine"][:, -1])


def second_moment(seed):
    """Ŝ of the first layer's weights after two epochs of Adam on digits.

    Shape (pixels that are not always 0, 32).
    """
    (s,) = splits((seed,))
    rule, theta = Adam(0.01), NETWORK.init(np.random.default_rng(seed))
    state = rule.init(theta)
    for i in 2 * list(range(0, len(s.X_train), 64)):
        g = NETWORK.gradient(theta, s.X_train[i : i + 64], s.y_train[i : i + 64])
        theta, state = rule.step(theta, g, state)
    squares = NETWORK.split(rule.hats(state)[1])[0]
    return squares[squares.sum(axis=1) > 0]


def factored(squares):
    """The table of rank one with the row and column sums of `squares`."""
    rows, columns = squares.sum(axis=1), squares.sum(axis=0)
    return np.outer(rows, columns) / squares.sum()


@cache
def digits(seeds, epochs=8):
    """{rule: % right on test digits for each seed}: rate and schedule are tuned.

    Five rates, constant or falling to zero; schedule-free has no schedule.
    """
    steps, found = epochs * -(-len(splits(seeds)[0].X_train) // 64), {}
    for name, rule in rivals(RATES, NETWORK).items():
        both = [rule, replace(rule, lr=linear(rule.lr, steps))]
        rules = both[: 1 if "Free" in name else 2]
        _, fit = tune(rules, NETWORK, splits(seeds), epochs, 64, list(seeds))
        found[name] = 100 * on_test(NETWORK.accuracy, fit, splits(seeds))
    return found


@cache
def matrices(seeds, steps=40):
    """{rule: log10 of the last loss on a turned matrix bowl, for each seed}.

    Rate and schedule are chosen on another bowl, drawn from another seed.
    """
    found = {}
    for name, rule in rivals(10 * RATES, Matrix(SIDE, SIDE)).items():
        both = [rule, replace(rule, lr=linear(rule.lr, steps))]
        rules = both[: 1 if "Free" in name else 2]
        found[name] = np.array([chosen_end(rules, seed, steps) for seed in seeds])
    return found


def chosen_end(rules, seed, steps):
    """log10 of the last loss at the setting that ends lowest on another bowl."""
    ends = [[last(r, s, steps) for r in rules] for s in (seed + 10**6, seed)]
    other, own = np.reshape(ends, (2, -1))
    return own[np.nanargmin(other)]


def last(rule, seed, steps):
    """log10 of the loss of what a rule hands out at the end, as a share of the start's.

    Shape (rates,).
    """
    problem = matrix_bowl(seed)
    trace = run(rule, problem, steps=steps)
    used = rule.weights(trace.theta[1:], trace.state)[-1]
    return np.log10(problem.value(used) / trace.loss[0])


def lead(name, found):
    """What `name` has more than Adam, for each seed."""
    return found[name] - found["Adam"]


@claim("On the digits Muon is ahead of Adam, Lion is behind", "higher, lower")
def muon_is_ahead_on_digits(seeds):
    found = digits(tuple(seeds))
    return ", ".join(verdict(lead(name, found)) for name in ("Muon", "Lion"))


@claim("On the digits Momentum and both averages are less than 1.5 points off Adam")
def the_others_are_near_on_digits(seeds):
    names = "Momentum", "ScheduleFreeAdamW", "AveragedAdam"
    gaps = [lead(name, digits(tuple(seeds))) for name in names]
    return all(
        verdict(g - 1.5) == "lower" and verdict(g + 1.5) == "higher" for g in gaps
    )


@claim("On the turned matrix Muon ends at less than a third of any rival's loss")
def muon_is_ahead_on_matrices(seeds):
    found = matrices(tuple(seeds))
    rivals = [v for name, v in found.items() if name != "Muon"]
    return all(verdict(found["Muon"] - v + np.log10(3)) == "lower" for v in rivals)
