"""A whole training of the digits: the experiments of lesson 11 and their claims."""

from functools import cache

import numpy as np

from course_utils import datasets
from course_utils.averages import bias_corrected_ema
from course_utils.claims import claim
from course_utils.compare import verdict
from course_utils.networks import DeepPerceptron
from course_utils.recipes import (
    Recipe,
    Walk,
    begin,
    matrices,
    training,
    warmup_cosine,
)

NETWORK = DeepPerceptron((64, 32, 32, 10))
STEPS, WARM = 160, 10  # ten epochs of batches of 64
RATES = np.geomspace(1e-5, 1, 100)  # of the range test
SPOILED = 60  # the step that meets a batch 255 times too bright


@cache
def split_of(seed):
    return datasets.split(*datasets.digits(), seed)


def too_bright(X, t):
    """One batch that nobody divided by 255."""
    return X * 255 if t == SPOILED else X


def one_nan(X, t):
    """One pixel of one batch is nan."""
    X = X.copy()
    if t == SPOILED:
        X[12, 34] = np.nan
    return X


SPOILS = {"no": None, "bright": too_bright, "nan": one_nan}


@cache
def fit(seed, lr, warm=0, steps=STEPS, spoiled="no", decays="none", **rest):
    """The last Walk and the losses of its batches; `warm` steps, then a cosine."""
    rate = warmup_cosine(lr, warm, steps) if warm else lr
    groups = {"none": 0.0, "all": 1.0, "matrices": matrices(NETWORK)}[decays]
    recipe = Recipe(rate, decay=0.1, decays=groups, **rest)
    spoil = SPOILS[spoiled]
    return training(NETWORK, split_of(seed), recipe, steps, seed, spoil=spoil)


def loss(seed, part="train", **setup):
    """Mean loss at the end on a part of the data, in nats."""
    s = split_of(seed)
    X, y = (s.X_train, s.y_train) if part == "train" else (s.X_val, s.y_val)
    return NETWORK.loss(fit(seed, **setup)[0].theta, X, y)


def right(seed, **setup):
    """Per cent right on the test part."""
    s = split_of(seed)
    return 100 * NETWORK.accuracy(fit(seed, **setup)[0].theta, s.X_test, s.y_test)


def differences(seeds, score, one, other):
    """score(one) - score(other), one per seed."""
    return np.array([score(k, **one) - score(k, **other) for k in seeds])


def tuned(seed, lrs, **setup):
    """Per cent right at the rate of the lowest validation loss."""
    best = min(lrs, key=lambda lr: loss(seed, "val", lr=lr, **setup))
    return right(seed, lr=best, **setup)


@cache
def range_test(seed):
    """The loss of each batch while the rate rises from 0.00001 to 1."""
    recipe = Recipe(lambda t: RATES[t])
    return training(NETWORK, split_of(seed), recipe, len(RATES), seed)[1]


def range_pick(seed):
    """A tenth of the rate at which the smoothed loss is lowest."""
    smooth = bias_corrected_ema(range_test(seed), 0.9)
    return RATES[np.nanargmin(smooth)] / 10


CONSTANT = [0.003, 0.01, 0.03]
PEAKS = [0.01, 0.03, 0.1]


@claim("Warm-up and cosine end above the best constant rate", "higher")
def falling_rate_is_ahead(seeds):
    pairs = [(tuned(k, PEAKS, warm=WARM), tuned(k, CONSTANT)) for k in seeds]
    return verdict(np.subtract(*zip(*pairs, strict=True)))


@claim("The rate of one range test is less than a point behind the tuned one", "higher")
def range_test_is_near(seeds):
    lag = [
        right(k, lr=range_pick(k), warm=WARM) - tuned(k, PEAKS, warm=WARM)
        for k in seeds
    ]
    return verdict(np.array(lag) + 1)


@claim("At a peak of 0.1, ten steps of warm-up gain accuracy", "higher")
def warmup_saves_a_large_rate(seeds):
    one, other = {"lr": 0.1, "warm": WARM}, {"lr": 0.1, "warm": 1}
    return verdict(differences(seeds, right, one, other))


SMALL = {"lr": 0.003}
LARGE = {"lr": 0.003, "batch": 256, "steps": STEPS // 4}
LARGE_FAST = LARGE | {"lr": 0.012}


@claim("Ten epochs, one rate: four times the batch ends at a higher loss", "higher")
def larger_batch_is_behind(seeds):
    return verdict(differences(seeds, loss, LARGE, SMALL))


@claim("Four times the batch: four times the rate ends at a lower loss", "lower")
def larger_rate_makes_up(seeds):
    return verdict(differences(seeds, loss, LARGE_FAST, LARGE))


HURT = {"lr": 0.003, "spoiled": "bright"}
SAVED = HURT | {"clip": 1.0}
# {symptom: (a training that has it, the same with the first remedy)}
SYMPTOMS = {
    "a spike": (HURT, SAVED),
    "flat": ({"lr": 0.00003}, SMALL),
    "flat and noisy": ({"lr": 0.03}, {"lr": 0.03, "warm": WARM}),
    "nan": (SMALL | {"spoiled": "nan"}, SMALL),
}


@claim("Clip, a larger rate, a falling rate: each remedy ends at a lower loss")
def remedies_help(seeds):
    pairs = [pair for name, pair in SYMPTOMS.items() if name != "nan"]
    gaps = [differences(seeds, loss, after, before) for before, after in pairs]
    return all(verdict(gap) == "lower" for gap in gaps)


@claim("After one batch too bright, clipping ends at less than half the loss", "lower")
def clipping_saves(seeds):
    half = [loss(k, **SAVED) - loss(k, **HURT) / 2 for k in seeds]
    return verdict(half)


@claim("Clipped, the bright batch costs less than 0.02 nats", "lower")
def clipped_is_as_good_as_clean(seeds):
    return verdict(differences(seeds, loss, SAVED, SMALL | {"clip": 1.0}) - 0.02)


@cache
def gone_on(seed, kept):
    """The losses of 20 batches after step 80, with what was kept of the Walk there."""
    recipe = Recipe(warmup_cosine(0.03, WARM, STEPS))
    walk, _ = training(NETWORK, split_of(seed), recipe, 80, seed)
    fresh = begin(NETWORK, seed)
    if kept == "theta and t":
        walk = Walk(walk.theta, fresh.v, fresh.s, walk.t)
    elif kept == "theta":
        # the schedule and the order of the data go on, Adam starts again
        walk, restart = Walk(walk.theta, fresh.v, fresh.s, 0), walk.t
        moved = Recipe(lambda t: recipe.lr(t + restart))
        return training(NETWORK, split_of(seed), moved, 20, seed, walk)[1]
    return training(NETWORK, split_of(seed), recipe, 20, seed, walk)[1]


@claim("Resumed without the averages, the next 20 batches lose more", "higher")
def forgotten_averages_cost(seeds):
    means = [gone_on(k, "theta and t").mean() - gone_on(k, "all").mean() for k in seeds]
    return verdict(means)


@claim("Decay on biases or not: less than half a point between them")
def biases_hardly_matter(seeds):
    one, other = ({"lr": 0.03, "warm": WARM, "decays": d} for d in ("all", "matrices"))
    d = differences(seeds, right, one, other)
    return verdict(d - 0.5) == "lower" and verdict(d + 0.5) == "higher"


@cache
def pace(seed, beta2, clip=np.inf):
    """How long Adam's step for a given gradient is, beside that without the bright
    batch: the median over the parameters, after each of the steps 40 to 159."""
    roots = []
    for spoil in (too_bright, None):
        recipe, walk, found = Recipe(beta2=beta2, clip=clip), begin(NETWORK, seed), []
        for _ in range(STEPS):
            walk, _ = training(NETWORK, split_of(seed), recipe, 1, seed, walk, spoil)
            found.append(np.sqrt(walk.s) + 1e-8)
        roots.append(np.array(found[40:]))
    return np.median(roots[1] / roots[0], axis=1)


@claim("100 steps after the bright batch, β₂ = .999 walks slower than .95", "lower")
def long_memory_starves(seeds):
    return verdict([pace(k, 0.999)[-1] - pace(k, 0.95)[-1] for k in seeds])
