"""Patients, raw and scaled: the experiment of lesson 05 and its claims."""

from functools import cache

import numpy as np

from course_utils import datasets
from course_utils.claims import claim
from course_utils.compare import on_test, tune, verdict
from course_utils.networks import LogisticRegression
from course_utils.variants import AdamParts

# Adam's memory and its correction in all four; what is off names the rule.
KINDS = {
    "GradientDescent": {"average": False, "scale": False},
    "Momentum": {"scale": False},
    "RMSprop": {"average": False},
    "Adam": {},
}
RATES = 10.0 ** np.arange(-5.5, 0, 0.5)
FEATURES = "raw", "scaled"


@cache
def patients(seeds):
    """{(features, rule): test loss for each seed}, each at its own tuned rate."""
    X, y, _ = datasets.breast_cancer()
    raw, scaled = [datasets.split(X, y, seed) for seed in seeds], []
    for s in raw:
        Z = datasets.standardize(s.X_train, s.X_val, s.X_test)
        scaled.append(s._replace(X_train=Z[0], X_val=Z[1], X_test=Z[2]))
    network, found = LogisticRegression(30), {}
    for features, splits in zip(FEATURES, (raw, scaled), strict=True):
        for name, off in KINDS.items():
            rule = AdamParts(RATES, **off)
            _, fit = tune(rule, network, splits, 20, 32, list(seeds))
            found[features, name] = on_test(network.loss, fit, splits)
    return found


def gap(seeds, features, name):
    """How much more loss than Adam, for each seed."""
    found = patients(tuple(seeds))
    return found[features, name] - found[features, "Adam"]


@claim("Raw features: without v the test loss is higher", "higher")
def v_helps_on_raw(seeds):
    return verdict(gap(seeds, "raw", "RMSprop"))


@claim("Raw features: without S the test loss is higher", "higher")
def s_helps_on_raw(seeds):
    return verdict(gap(seeds, "raw", "Momentum"))


@claim("Raw features: with neither the test loss is higher", "higher")
def both_help_on_raw(seeds):
    return verdict(gap(seeds, "raw", "GradientDescent"))


@claim("Scaled features: Adam is ahead of none of its parts", True)
def no_lead_on_scaled(seeds):
    parts = list(KINDS)[:3]
    return all(verdict(gap(seeds, "scaled", name)) != "higher" for name in parts)
