"""Fair comparisons: tuning looks at validation data only; intervals are Student's."""

import numpy as np
import pytest

from course_utils import datasets
from course_utils.compare import mean_interval, tune, verdict
from course_utils.networks import LogisticRegression
from course_utils.optimizers import GradientDescent

NETWORK = LogisticRegression(2)
RATES = [GradientDescent(lr) for lr in (1e-6, 0.3, 1e200)]


def parts(seed=0):
    return datasets.split(*datasets.moons(200, seed=seed))


def test_tune_takes_the_lowest_validation_loss_and_no_diverged_run():
    optimizer, training = tune(RATES, NETWORK, parts(), epochs=3)
    assert optimizer == RATES[1]
    assert np.isfinite(training.theta).all()


def test_tune_never_reads_the_test_part():
    split = parts()
    blind = split._replace(X_test=None, y_test=None)
    chosen, training = tune(RATES, NETWORK, blind, epochs=3)
    again, same = tune(RATES, NETWORK, split, epochs=3)
    assert chosen == again
    assert np.array_equal(training.theta, same.theta)


def test_tune_says_when_everything_diverged():
    split = parts()
    split = split._replace(X_train=split.X_train * 1e200)
    with pytest.raises(ValueError, match="try smaller rates"):
        tune(RATES[2:], NETWORK, split, epochs=3)


def test_interval_is_students():
    # n = 5: t = 2.776; standard deviation of 1..5 is sqrt(2.5)
    mean, low, high = mean_interval([1, 2, 3, 4, 5])
    half = 2.776 * np.sqrt(2.5 / 5)
    assert (mean, low, high) == pytest.approx((3, 3 - half, 3 + half))


def test_interval_covers_the_mean_in_19_cases_of_20():
    samples = np.random.default_rng(0).standard_normal((5, 20_000))
    _, low, high = mean_interval(samples)
    assert np.mean((low < 0) & (high > 0)) == pytest.approx(0.95, abs=0.005)


def test_interval_of_one_seed_is_refused():
    with pytest.raises(ValueError, match="at least 2 seeds"):
        mean_interval([0.9])


def test_a_verdict_needs_an_interval_without_zero():
    assert verdict([1.0, 2.0, 3.0, 2.0]) == "higher"
    assert verdict([-1.0, -2.0, -3.0, -2.0]) == "lower"
    assert verdict([-1.0, 2.0, 3.0, -2.0]) == "cannot tell"
