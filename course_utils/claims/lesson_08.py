"""Wrong optimizers on the digits, wrong loops on a bowl: what lesson 08 shows."""

from functools import cache, partial

import numpy as np

from course_utils import schedules, variants
from course_utils.averages import bias_corrected_ema
from course_utils.claims import claim
from course_utils.claims.digits import NETWORK, splits
from course_utils.claims.second_ward import GOAL, SLIPS, gradients, held, loop, symptom
from course_utils.compare import Difference, choose, mean_interval, on_test, verdict
from course_utils.descent import run, train
from course_utils.optimizers import Adam
from course_utils.problems import quadratic, ravine

EPOCHS, EPOCH = 8, 17  # 17 batches of 64, an epoch
RATES = np.array([0.003, 0.01, 0.03, 0.1])
restarted = partial(variants.RestartedT, steps_per_epoch=EPOCH)
KINDS = {  # each with four rates, about three times apart, on a range of its own
    "Adam": (Adam, RATES),
    "FrozenT": (variants.FrozenT, RATES),
    "RestartedT": (restarted, RATES),
    "CountedPerParameter": (partial(variants.CountedPerParameter, arrays=4), RATES),
    "NoHatOnV": (variants.NoHatOnV, RATES),
    "NoHatOnS": (variants.NoHatOnS, RATES / 3),
    "StoredHat": (variants.StoredHat, 3e-5 * RATES),
}


@cache
def fits(name, seeds):
    """The Training of a rule, all its rates and all seeds in one sweep."""
    kind, lrs = KINDS[name]
    return train(kind(lrs), NETWORK, splits(seeds), EPOCHS, 64, list(seeds))


def curves(name, seeds, k=1):
    """Training losses after each epoch at the k-th rate, shape (seeds, epochs)."""
    return fits(name, seeds).loss[:, :, k]


@cache
def tuned(seeds):
    """{rule: loss on test data of each seed, at the rate best on validation data}."""
    found = {}
    for name, (kind, lrs) in KINDS.items():
        _, fit = choose([kind(lrs)], [fits(name, seeds)], NETWORK, splits(seeds))
        found[name] = on_test(NETWORK.loss, fit, splits(seeds))
    return found


def cost(name, seeds):
    """How much more test loss a tuned slip has than tuned Adam, one per seed."""
    return tuned(seeds)[name] - tuned(seeds)["Adam"]


def costs(seeds):
    """A line for each slip: its cost in words, and how often it is ahead of Adam."""
    for name in list(KINDS)[1:]:
        words = Difference(*mean_interval(cost(name, seeds))).words(3)
        ahead = (cost(name, seeds) < 0).sum()
        yield f"{name:20} {words:34} ahead on {ahead:2} of {len(seeds)}"


@cache
def shared(seeds, lr=0.001):
    """Loss on test data of a forgotten hat minus that of Adam, both at one rate."""
    found = []
    for kind in (variants.NoHatOnS, Adam):
        fit = train(kind(lr), NETWORK, splits(seeds), EPOCHS, 64, list(seeds))
        found.append(on_test(NETWORK.loss, fit, splits(seeds)))
    return found[0] - found[1]


PAIRS = {  # {meant as: (healthy, ill)}, of the number of the epoch
    "1/t decay": (
        schedules.inverse_time(0.03, 0.5),
        variants.compounding_inverse_time(0.03, 0.5),
    ),
    "cosine": (schedules.cosine(0.03, 0, 4), variants.rising_cosine(0.03, 0, 4)),
}


@cache
def scheduled(seeds):
    """{meant as: training losses, healthy and ill, shape (seeds, 9 epochs)}."""

    rates = [rate for pair in PAIRS.values() for rate in pair]
    rule = Adam(lambda t: np.array([rate(t // EPOCH) for rate in rates]))
    loss = train(rule, NETWORK, splits(seeds), 9, 64, list(seeds)).loss
    return dict(zip(PAIRS, np.moveaxis(loss, -1, 0).reshape(2, 2, -1, 9), strict=True))


@claim("At α = 0.01 the healthy loss ends between a frozen and a restarted t")
def healthy_is_in_the_middle(seeds):
    frozen, adam, again = (
        curves(name, seeds)[:, -1] for name in ("FrozenT", "Adam", "RestartedT")
    )
    return verdict(frozen - adam) == "lower" and verdict(again - adam) == "higher"


@claim("A frozen t ends lower than Adam at 0.003, 0.01 and 0.03 alike")
def frozen_is_lower_at_three_rates(seeds):
    ends = (
        curves("FrozenT", seeds, k)[:, -1] - curves("Adam", seeds, k)[:, -1]
        for k in range(3)
    )
    return all(verdict(d) == "lower" for d in ends)


@claim("Tuned, four slips cost less than 0.02 of test loss")
def four_slips_cost_little(seeds):
    names = "FrozenT", "RestartedT", "CountedPerParameter", "NoHatOnV"
    return all(verdict(cost(name, seeds) - 0.02) == "lower" for name in names)


@claim("Tuned, a frozen t is at most 0.01 behind Adam", "lower")
def frozen_costs_nothing(seeds):
    return verdict(cost("FrozenT", seeds) - 0.01)


@claim("Tuned, without the hat on S the test loss is higher", "higher")
def no_hat_on_s_costs(seeds):
    return verdict(cost("NoHatOnS", seeds))


@claim("Tuned, a stored hat loses more than 1.5, and is still better than a guess")
def stored_hat_is_a_wreck(seeds):
    guess = tuned(seeds)["StoredHat"] - np.log(10)
    return verdict(cost("StoredHat", seeds) - 1.5) == "higher" and (
        verdict(guess) == "lower"
    )


@claim("At 0.001 for both, the forgotten hat is ahead of Adam on every seed")
def bug_wins_at_a_shared_rate(seeds):
    return bool((shared(seeds) < 0).all())


@claim("On digits NoParentheses is nan in an epoch, and WholeNumbers never moves")
def two_never_start(seeds):
    kinds = variants.NoParentheses, variants.WholeNumbers
    nan, stuck = (
        train(kind(0.01), NETWORK, splits(seeds), 1, 64, list(seeds)).theta
        for kind in kinds
    )
    return bool(np.isnan(nan).any(axis=1).all() and (stuck == 0).all())


@claim("Decayed again and again, the training loss ends half as high again", "higher")
def compounding_starves(seeds):
    healthy, ill = (loss[:, -1] for loss in scheduled(seeds)["1/t decay"])
    return verdict(ill - 1.5 * healthy)


@claim("Three epochs after the floor a rising cosine has the lower training loss")
def rising_cosine_is_lower(seeds):
    healthy, ill = (loss[:, 6] for loss in scheduled(seeds)["cosine"])
    return verdict(ill - healthy) == "lower"


def walk(kind, gs, lr=0.01, eps=1e-8):
    """theta after each step, from 0; gs holds the gradients, shape (n, 2)."""
    flat = quadratic([1e-12, 1e-12])  # no gradient of its own: it is what we add
    return run(kind(lr, eps=eps), flat, [0, 0], steps=len(gs), noise=gs).theta[1:]


@cache
def down_the_ravine(kind, eps, beta2):
    """Loss, step of θ₂ over α, and √Ŝ of θ₂, along 200 steps at α = 0.1."""
    trace = run(kind(0.1, beta2=beta2, eps=eps), ravine(), steps=200)
    moved = abs(np.diff(trace.theta[:, 1])) / 0.1
    return trace.loss, moved, np.sqrt(trace.hats[1][:, 1])


def loss_in_ravine(kind):
    """The loss after 200 steps at α = 0.3; it starts at 53."""
    return run(kind(0.3), ravine(), steps=200).loss[-1]


def by_averages(gs, lr, eps):
    """Where Adam is after each step, made of lesson 02's averages; starts at 0."""
    v_hat, s_hat = bias_corrected_ema(gs, 0.9), bias_corrected_ema(gs**2, 0.999)
    return -np.cumsum(lr * v_hat / (np.sqrt(s_hat) + eps), axis=0)


@claim("Each of four slips around the step breaks one law of its own, and only that")
def each_law_catches_one(seeds):
    found = [[list(held(slip, k).values()) for slip in SLIPS] for k in seeds]
    return bool((np.array(found) == ~np.eye(4, dtype=bool)).all())


@claim("With each slip around the step the loss falls below a tenth of its start")
def all_loops_fall(seeds):
    def end(slip, seed):
        path, _ = loop(slip, 30, partial(gradients, seed=seed))
        return ((path[-1] - GOAL) ** 2).sum() / ((path[0] - GOAL) ** 2).sum()

    ends = [[end(slip, k) for k in seeds] for slip in ["", *SLIPS]]
    return all(verdict(np.array(found) - 0.1) == "lower" for found in ends)


@claim("Clipped late, the loss ends above the healthy; decayed, the bias below it")
def two_slips_show_late(seeds):
    def apart(slip):
        ends = ([symptom(slip, ill, [k])[-1] for k in seeds] for ill in (True, False))
        return verdict(np.subtract(*ends))

    return apart("clip after the step") == "higher" and (
        apart("decay on biases") == "lower"
    )
