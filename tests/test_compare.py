"""Fair comparisons: tuning looks at validation data only; intervals are Student's."""

import numpy as np
import pytest

from course_utils import datasets
from course_utils.compare import (
    Difference,
    leaders,
    mean_interval,
    on_test,
    paired,
    seeds_to_tell,
    t_of,
    tune,
    verdict,
)
from course_utils.networks import LogisticRegression
from course_utils.optimizers import Adam, GradientDescent, Momentum
from course_utils.schedules import cosine

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


LRS, SEEDS = np.geomspace(1e-3, 10, 5), range(3)
SPLITS = [parts(seed) for seed in SEEDS]


@pytest.mark.parametrize(
    "sweep, one_by_one",
    [
        (Adam(LRS), [Adam(lr) for lr in LRS]),
        (
            Momentum(LRS[:, None], [0, 0.9]),
            [Momentum(a, b) for a in LRS for b in (0.0, 0.9)],
        ),
        (Adam(cosine(LRS, 0, 12)), [Adam(cosine(lr, 0, 12)) for lr in LRS]),
    ],
)
def test_tuning_a_sweep_over_seeds_is_tuning_each_alone(sweep, one_by_one):
    chosen, fits = tune(sweep, NETWORK, SPLITS, 4, 32, SEEDS)
    listed, same = tune(one_by_one, NETWORK, SPLITS, 4, 32, SEEDS)
    assert fits.loss.shape == (3, 4) and len(chosen) == len(listed) == 3
    for k, split in enumerate(SPLITS):
        rule, fit = tune(one_by_one, NETWORK, split, 4, 32, k)
        for several in (fits, same):
            assert np.array_equal(several.theta[k], fit.theta)
            assert np.array_equal(several.loss[k], fit.loss)
            assert np.array_equal(several.accuracy[k], fit.accuracy)
        assert str(chosen[k]) == str(listed[k]) == str(rule)
        for t in (0, 5):
            rates = [r.lr(t) if callable(r.lr) else r.lr for r in (chosen[k], rule)]
            assert rates[0] == rates[1]
    scores = on_test(NETWORK.accuracy, fits, SPLITS)
    by_hand = NETWORK.accuracy(fits.theta[1], SPLITS[1].X_test, SPLITS[1].y_test)
    assert scores.shape == (3,) and scores[1] == by_hand


def test_a_seed_whose_trainings_all_diverge_is_an_error():
    broken = SPLITS[1]._replace(X_train=SPLITS[1].X_train * 1e200)
    with pytest.raises(ValueError, match="try smaller rates"):
        tune(
            GradientDescent([1e200, 1e250]), NETWORK, [SPLITS[0], broken], 3, 64, [0, 1]
        )


@pytest.mark.parametrize("n, t", [(2, 12.706), (5, 2.776), (20, 2.093), (60, 2.001)])
def test_quantiles_are_those_of_the_tables(n, t):
    assert t_of(n) == pytest.approx(t, rel=2e-3)


rng = np.random.default_rng(4)
A, B = rng.normal(1, 1, 12), rng.normal(0, 1, 12)


def test_a_paired_difference_turns_its_sign_with_its_rivals():
    there, back = paired(A, B), paired(B, A)
    assert there == pytest.approx((-back.mean, -back.high, -back.low))
    opposite = {"higher": "lower", "lower": "higher", "cannot tell": "cannot tell"}
    assert there.verdict == opposite[back.verdict] == verdict(A - B)
    assert there == pytest.approx(paired(A + 7, B + 7))  # what a seed does to both
    assert tuple(there) == pytest.approx(mean_interval(A - B))


def test_a_paired_difference_holds_the_true_one_in_19_cases_of_20():
    held = 0
    for a, b in rng.normal([[0.5], [0]], 1, (4000, 2, 10)):
        shared = rng.normal(0, 5, 10)
        _, low, high = paired(a + shared, b + shared)
        held += low <= 0.5 <= high
    assert held / 4000 == pytest.approx(0.95, abs=0.012)


def test_a_verdict_is_in_words_and_says_how_far_apart_they_could_be():
    assert Difference(1.2, 0.7, 1.7).words() == "higher: +1.2 (+0.7 to +1.7)"
    assert Difference(-2, -3, -1).words(0) == "lower: -2 (-3 to -1)"
    assert Difference(0.3, -0.6, 1.2).words() == "cannot tell: -0.6 to +1.2"
    assert paired([1, 2, 3], [1, 2, 3]).verdict == "cannot tell"


def test_leaders_are_the_best_and_all_that_cannot_be_told_from_it():
    near = A + np.tile([0.1, -0.12], 6)
    results = {"far": B - 5, "first": A, "near": near}
    assert leaders(results) == ["first", "near"]
    assert leaders(results, highest=False) == ["far"]
    turned = {name: -values for name, values in results.items()}
    assert leaders(turned, highest=False) == ["first", "near"]


def test_seeds_to_tell_is_the_smallest_number_with_a_power_of_four_in_five():
    d = np.array([1.0, 3.0])  # mean 2, deviation sqrt(2)
    for scale in (1, 0.2, 0.05):
        n = seeds_to_tell(d - 2 + 2 * scale, np.zeros(2))
        samples = rng.normal(2 * scale, np.sqrt(2), (n, 20_000))
        told = np.mean(mean_interval(samples)[1] > 0)
        assert told == pytest.approx(0.8, abs=0.04 if n > 6 else 0.12)
    assert seeds_to_tell(A, B) == seeds_to_tell(B, A) == seeds_to_tell(9 * A, 9 * B)
    assert (
        seeds_to_tell([1, 2], [2, 1]) == np.inf and seeds_to_tell([3, 4], [1, 2]) == 2
    )
