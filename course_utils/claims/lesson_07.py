"""The race on the digits and on the moons: the experiments of lesson 07."""

from functools import cache

import numpy as np

from course_utils import datasets, optimizers
from course_utils.claims import claim
from course_utils.claims.digits import NETWORK, splits
from course_utils.compare import choose, mean_interval, on_test, tune, verdict
from course_utils.networks import Perceptron
from course_utils.training import train

NAMES = ["GradientDescent", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam"]
RATES = 10.0 ** np.arange(-3.5, 1.5, 0.5)
SMALL = Perceptron(2, 16, 2)


def rule(name):
    """The optimizer of that name, at all rates of the grid."""
    return getattr(optimizers, name)(RATES)


@cache
def race(seeds):
    """{name: Training}, each at ten rates, eight epochs, with 20 seeds or so."""
    rest = NETWORK, splits(seeds), 8, 64, list(seeds)
    return {name: train(rule(name), *rest) for name in NAMES}


def hills(seeds):
    """{name: % of the validation digits right, shape (seeds, rates)}."""
    return {name: 100 * fit.accuracy[:, -1] for name, fit in race(seeds).items()}


@cache
def picks(seeds):
    """{name: (the optimizer of each seed, their Training)}, by the validation loss."""
    return {
        name: choose([rule(name)], [fit], NETWORK, splits(seeds))
        for name, fit in race(seeds).items()
    }


@cache
def tuned(seeds):
    """{name: % of the test digits right for each seed}, each at the rate it picked."""
    return {
        name: 100 * on_test(NETWORK.accuracy, fit, splits(seeds))
        for name, (_, fit) in picks(seeds).items()
    }


@cache
def sprint(seeds):
    """As `tuned`, but the race, tuning included, ends after one epoch."""
    found = {}
    for name in ["GradientDescent", "Momentum", "Adam"]:
        _, fit = tune(rule(name), NETWORK, splits(seeds), 1, 64, list(seeds))
        found[name] = 100 * on_test(NETWORK.accuracy, fit, splits(seeds))
    return found


@cache
def moons(seeds, names=tuple(NAMES)):
    """{name: % of 80 new points right for each seed}, which draws its own moons."""
    drawn = [datasets.split(*datasets.moons(400, 0.2, seed), seed) for seed in seeds]
    found = {}
    for name in names:
        _, fit = tune(rule(name), SMALL, drawn, 20, 64, list(seeds))
        found[name] = 100 * on_test(SMALL.accuracy, fit, drawn)
    return found


def winners(seeds):
    """For each seed, all who are best on the test part: that many people's winners."""
    found = tuned(seeds)
    best = np.max(list(found.values()), axis=0)
    return [[n for n in NAMES if found[n][k] == best[k]] for k in range(len(best))]


def leaders_of_rates(seeds):
    """{rate: who has the highest mean when all run at this one rate}."""
    means = {name: values.mean(axis=0) for name, values in hills(seeds).items()}
    return {lr: max(NAMES, key=lambda n: means[n][k]) for k, lr in enumerate(RATES)}


def false_alarm(races=2000, seeds=20, rivals=5):
    """How often five equals look ahead of a sixth, or behind: at least one of them.

    Each race draws the scores of all six from one normal distribution.
    """
    rng = np.random.default_rng(0)
    own, others = np.split(rng.standard_normal((rivals + 1, seeds, races)), [1])
    mean, low, high = mean_interval(np.moveaxis(own - others, 1, 0))
    return ((low > 0) | (high < 0)).any(axis=0).mean()


@cache
def lucky(seeds, guessers=1000):
    """% right of the best of 1000 guessers: on the test part where it was picked, and
    on the validation part, which is new to it. Shape (2, seeds)."""
    found = []
    for split, seed in zip(splits(seeds), seeds, strict=True):
        rng = np.random.default_rng(seed)
        guesses = rng.integers(10, size=(guessers, len(split.y_test)))
        right = (guesses == split.y_test).mean(axis=1)
        new = rng.integers(10, size=(guessers, len(split.y_val))) == split.y_val
        found.append([100 * right.max(), 100 * new[right.argmax()].mean()])
    return np.array(found).T


@claim("Adam - descent at the shared rate 0.01, and at 1", "higher, lower")
def a_shared_rate_shows_either(seeds):
    found = hills(seeds)
    gain = found["Adam"] - found["GradientDescent"]
    return ", ".join(verdict(gain[:, np.isclose(RATES, lr)][:, 0]) for lr in (0.01, 1))


@claim(
    "Best rates: RMSprop, Adam at 0.01 or 0.03, AdaGrad at 0.1, the others at 1 or 3"
)
def hills_stand_apart(seeds):
    best = {name: RATES[v.mean(axis=0).argmax()] for name, v in hills(seeds).items()}
    small, large = (best["RMSprop"], best["Adam"]), [best[name] for name in NAMES[:3]]
    return bool(
        0.005 < min(small) <= max(small) < 0.05 < best["AdaGrad"] < 0.2 < min(large)
    )


@claim("With some shared rate, at least five of the six can be made to win")
def five_can_be_made_to_win(seeds):
    return len(set(leaders_of_rates(seeds).values())) >= 5


@claim("Twenty people with one seed each name four winners or more")
def one_seed_is_a_lottery(seeds):
    return len(set(sum(winners(seeds), []))) >= 4


@claim("No seed picks the smallest or the largest rate of the grid")
def grid_is_wide_enough(seeds):
    rates = [one.lr for chosen, _ in picks(seeds).values() for one in chosen]
    return not np.isin(rates, RATES[[0, -1]]).any()


@claim("Tuned, Adam's mean is above that of descent, AdaGrad and RMSprop")
def adam_leads_three(seeds):
    found = tuned(seeds)
    rivals = [found[name].mean() for name in ("GradientDescent", "AdaGrad", "RMSprop")]
    return bool(found["Adam"].mean() > max(rivals))


@claim("Tuned, no rival is 2.5 points from Adam; Momentum and Nesterov not 1.5")
def all_are_near(seeds):
    found = tuned(seeds)
    return all(
        verdict(gain - most) == "lower" and verdict(gain + most) == "higher"
        for name in NAMES[:-1]
        for gain in [found["Adam"] - found[name]]
        for most in [1.5 if name in ("Momentum", "Nesterov") else 2.5]
    )


@claim("One epoch: Adam - Momentum, and Momentum - descent", "higher, higher")
def the_start_differs(seeds):
    found = sprint(seeds)
    gains = found["Adam"] - found["Momentum"]
    return f"{verdict(gains)}, {verdict(found['Momentum'] - found['GradientDescent'])}"


@claim("On the moons Momentum and Nesterov are within 3 points of Adam")
def the_moons_tell_less(seeds):
    found = moons(seeds)
    gains = [found["Adam"] - found[name] for name in ("Momentum", "Nesterov")]
    return all(verdict(g - 3) == "lower" and verdict(g + 3) == "higher" for g in gains)


@claim("The best of 1000 guessers: 3 points more on the test part than on new digits")
def luck_stays_behind(seeds):
    test, new = lucky(seeds)
    return verdict(test - new - 3) == "higher"
