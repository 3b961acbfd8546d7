"""Schedules on a noisy bowl and on the digits: the experiments of lesson 06."""

from functools import cache

import numpy as np

from course_utils import schedules
from course_utils.claims import claim
from course_utils.claims.digits import NETWORK, splits
from course_utils.compare import on_test, tune, verdict
from course_utils.descent import grid, train
from course_utils.optimizers import Adam
from course_utils.problems import quadratic

BOWL, FIRSTS = quadratic([1, 1]), np.geomspace(0.005, 2, 28)
SHAPES = ["constant", "piecewise", "cosine", "1/t", "exponential"]
EPOCHS, STEPS = 20, 340
RATES = np.array([0.001, 0.01, 0.03, 0.1])


def composed(shape, lr, left=0.01, T=400, warm=1):
    """A schedule of T steps from `lr` to the share `left` of it, after a warm-up."""
    made = {
        "constant": lambda: schedules.constant(lr),
        "piecewise": lambda: schedules.piecewise(lr, left**0.5, [0.4 * T, 0.8 * T]),
        "cosine": lambda: schedules.cosine(lr, left * lr, T),
        "1/t": lambda: schedules.inverse_time(lr, (1 / left - 1) / T),
        "exponential": lambda: schedules.exponential(lr, left ** (1 / T)),
    }[shape]()
    return schedules.warmup(made, warm)


@cache
def fair(T, seeds):
    """{shape: (its best α₀, loss at the end for each seed)}, Adam on the noisy bowl.

    α₀ is the best of 28 in one half of the noise, and judged in the other.
    """
    rngs = [np.random.default_rng(seed) for seed in seeds]
    noise = np.stack([rng.standard_normal((T, 2, 24)) for rng in rngs], axis=2)
    tuning, judging = noise[..., :12].reshape(T, 2, -1), noise[..., 12:]
    found = {}
    for shape in SHAPES:
        sweep = Adam(composed(shape, FIRSTS[:, None], T=T))
        best = FIRSTS[grid(sweep, BOWL, [5, 5], T, tuning).mean(axis=1).argmin()]
        ends = grid(Adam(composed(shape, best, T=T)), BOWL, [5, 5], T, judging)
        found[shape] = best, ends.mean(axis=1)
    return found


def ratio(T, seeds):
    """How many times as high the constant rate ends as the cosine."""
    return fair(T, seeds)["constant"][1].mean() / fair(T, seeds)["cosine"][1].mean()


def right(rate, seeds):
    """% of the validation digits right at the end, shape (seeds, ...)."""
    fits = train(Adam(rate), NETWORK, splits(seeds), EPOCHS, 64, list(seeds))
    return 100 * fits.accuracy[:, -1]


@cache
def shared(seeds):
    """% right of constant rates and of cosines, at α = 0.001 and 0.1."""
    lr = RATES[[0, 3]]
    return right(lr, seeds), right(schedules.cosine(lr, 0, STEPS), seeds)


@cache
def tuned(seeds):
    """% of the test digits right, each side with the best of RATES for each seed."""
    found = []
    for rate in (RATES, schedules.cosine(RATES, 0, STEPS)):
        rule = Adam(rate)
        _, fit = tune(rule, NETWORK, splits(seeds), EPOCHS, 64, list(seeds))
        found.append(100 * on_test(NETWORK.accuracy, fit, splits(seeds)))
    return found


@cache
def long_starts(seeds):
    """% right if the first 1 or 10 steps have α = 0.3, all others 0.01."""
    n = np.array([1, 10])
    return right(lambda t: np.where(t < n, 0.3, 0.01), seeds)


@cache
def warmed(seeds):
    """% right of a cosine from 0.3 with a warm-up of 1, 5 and 34 steps."""
    w, fall = np.array([1, 5, 34]), schedules.cosine(0.3, 0, STEPS)
    return right(lambda t: np.minimum(1, (t + 1) / w) * fall(t), seeds)


@claim("At its best α₀ every falling shape ends lower than the constant rate")
def falling_rates_end_lower(seeds):
    (_, level), *rest = fair(400, seeds).values()
    return all(verdict(loss - level) == "lower" for _, loss in rest)


@claim("Each at its best α₀, the cosine ends higher than exponential and 1/t")
def cosine_is_not_the_lowest(seeds):
    found = fair(400, seeds)
    rivals = found["exponential"][1], found["1/t"][1]
    return all(verdict(found["cosine"][1] - loss) == "higher" for loss in rivals)


@claim("The cosine ends about twice as low with 400 steps; with 100 it gains less")
def the_gain_needs_steps(seeds):
    return bool(1.7 < ratio(400, seeds) < 2.5 and ratio(100, seeds) < 1.6)


@claim("Digits, cosine - constant: at α = 0.001, and at 0.1", "lower, higher")
def one_rate_shows_either(seeds):
    plain, cosine = shared(seeds)
    return ", ".join(map(verdict, (cosine - plain).T))


@claim("Digits, each at its best α: less than a point between the two")
def less_than_a_point(seeds):
    plain, cosine = tuned(seeds)
    gain = cosine - plain
    return verdict(gain - 1) == "lower" and verdict(gain + 1) == "higher"


@claim("One first step at 0.3 leaves above 93 % right; ten leave below 70 %")
def ten_long_steps_wreck(seeds):
    one, ten = long_starts(seeds).T
    return verdict(one - 93) == "higher" and verdict(ten - 70) == "lower"


@claim("At α₀ = 0.3 a warm-up of 34 steps is ahead of none by over 20 points", "higher")
def warmup_rescues(seeds):
    none, _, long = warmed(seeds).T
    return verdict(long - none - 20)
