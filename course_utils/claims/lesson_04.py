"""Rare words and raw measurements: the experiments of lesson 04 and its claims."""

from functools import cache

import numpy as np

from course_utils import datasets
from course_utils.claims import claim
from course_utils.compare import on_test, tune, verdict
from course_utils.networks import LogisticRegression
from course_utils.optimizers import AdaGrad, GradientDescent, Momentum, RMSprop

RATES = 10.0 ** np.arange(-2, 1.5, 0.5)
WORDS = {
    "Gradient descent": GradientDescent(RATES),
    "Momentum": Momentum(RATES),
    "RMSprop": RMSprop(RATES / 10),
    "RMSprop, β = 0.99": RMSprop(RATES / 10, 0.99),
    "AdaGrad": AdaGrad(RATES),
}
WIDE = np.logspace(-7, 1, 17)
RAW = {
    "Gradient descent": GradientDescent(WIDE),
    "RMSprop": RMSprop(WIDE),
    "AdaGrad": AdaGrad(WIDE),
}


def tested(rule, splits, epochs, seeds):
    """The test loss for each seed; the rate is chosen on validation data."""
    network = LogisticRegression(splits[0].X_train.shape[1])
    _, fit = tune(rule, network, splits, epochs, 10, list(seeds))
    return on_test(network.loss, fit, splits)


@cache
def words(seeds):
    """{rule: loss on new texts for each seed} after 1,800 texts, each read once."""
    sets = [datasets.sparse_words(3000, 300, seed)[:2] for seed in seeds]
    splits = [datasets.split(*texts, k) for texts, k in zip(sets, seeds, strict=True)]
    return {name: tested(rule, splits, 1, seeds) for name, rule in WORDS.items()}


@cache
def patients(seeds):
    """{rule: loss on new patients for each seed}, raw features, and scaled ones."""
    X, y, _ = datasets.breast_cancer()
    raw = [datasets.split(X, y, seed) for seed in seeds]
    found = {f"{name}, raw": tested(rule, raw, 10, seeds) for name, rule in RAW.items()}
    scaled = []
    for s in raw:
        Xs = datasets.standardize(s.X_train, s.X_val, s.X_test)
        scaled.append(s._replace(X_train=Xs[0], X_val=Xs[1], X_test=Xs[2]))
    plain = tested(RAW["Gradient descent"], scaled, 10, seeds)
    return found | {"Gradient descent, scaled": plain}


def rates_of_words(rule, seed):
    """The effective rate of each of 300 words after 1,800 texts, common ones first."""
    X, y, _ = datasets.sparse_words(3000, 300, seed)
    network = LogisticRegression(300)
    theta, state = network.init(), rule.init(network.init())
    for i in range(0, 1800, 10):
        g = network.gradient(theta, X[i : i + 10], y[i : i + 10])
        theta, state = rule.step(theta, g, state)
    return rule.rate(state)


def lead(one, other, found):
    """By how much the loss of `one` is above that of `other`, for each seed."""
    return found[one] - found[other]


def share(seeds):
    """RMSprop's part, 0 to 1, of what AdaGrad takes off descent's loss on texts."""
    found = words(seeds)
    gains = [lead("Gradient descent", name, found) for name in ("RMSprop", "AdaGrad")]
    return gains[0].mean() / gains[1].mean()


@claim("On rare words AdaGrad's loss is lower than Momentum's and descent's")
def adagrad_is_ahead(seeds):
    rivals = "Momentum", "Gradient descent"
    return all(
        verdict(lead("AdaGrad", k, words(seeds)) + 0.03) == "lower" for k in rivals
    )


@claim("RMSprop makes up about three quarters of AdaGrad's gain, 60 to 90 %")
def a_rate_per_word_does_most(seeds):
    return bool(0.6 < share(seeds) < 0.9)


@claim("On rare words RMSprop's loss is higher than AdaGrad's", "higher")
def a_short_memory_costs(seeds):
    return verdict(lead("RMSprop", "AdaGrad", words(seeds)))


@claim("With β = 0.99 RMSprop's loss is at most 0.005 above AdaGrad's", "lower")
def a_longer_memory_does_the_rest(seeds):
    return verdict(lead("RMSprop, β = 0.99", "AdaGrad", words(seeds)) - 0.005)


@claim("On raw features AdaGrad and RMSprop end lower than descent", "lower, lower")
def adaptive_rates_help_on_raw(seeds):
    rivals = [f"{name}, raw" for name in ("AdaGrad", "RMSprop")]
    plain, found = "Gradient descent, raw", patients(seeds)
    return ", ".join(verdict(lead(name, plain, found)) for name in rivals)


@claim("Descent on scaled features ends more than 0.05 below each rule on raw ones")
def scaling_helps_more(seeds):
    found = patients(seeds)
    gaps = [lead("Gradient descent, scaled", f"{name}, raw", found) for name in RAW]
    return all(verdict(gap + 0.05) == "lower" for gap in gaps)
