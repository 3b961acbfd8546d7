"""What each schedule does at its corners: boundary, floor and first step."""

import numpy as np
import pytest

from course_utils.schedules import (
    constant,
    cosine,
    exponential,
    inverse_time,
    piecewise,
    warmup,
)

CASES = {
    "constant": (constant(0.1), [0, 9], [0.1, 0.1]),
    "exponential": (exponential(0.1, 0.5), [0, 1, 3], [0.1, 0.05, 0.0125]),
    "at a boundary": (piecewise(0.1, 0.5, [3]), [2, 3, 4], [0.1, 0.05, 0.05]),
    "any order": (piecewise(1, 0.1, [6, 3]), [2, 3, 5, 6], [1, 0.1, 0.1, 0.01]),
    "inverse time": (inverse_time(0.1, 1), [0, 1, 5], [0.1, 0.05, 0.1 / 6]),
    "cosine": (cosine(0.1, 0, 10), [0, 5, 10], [0.1, 0.05, 0]),
    "flat past T": (cosine(0.1, 0.02, 10), [10, 11, 15, 1000], [0.02] * 4),
    "warm-up": (warmup(0.1, 4), [0, 1, 3, 4, 9], [0.025, 0.05, 0.1, 0.1, 0.1]),
    "in front": (warmup(exponential(1, 0.5), 2), [0, 1, 2], [0.5, 0.5, 0.25]),
}


@pytest.mark.parametrize("case", CASES)
def test_values(case):
    schedule, t, expected = CASES[case]
    np.testing.assert_allclose(schedule(np.array(t)), expected, rtol=1e-15, atol=1e-17)
    one_by_one = [schedule(k) for k in t]
    np.testing.assert_allclose(schedule(np.array(t)), one_by_one, rtol=1e-15)
    assert np.shape(schedule(t[0])) == ()


def test_no_step_is_wasted_by_a_warmup():
    rates = warmup(0.1, 5)(np.arange(10))
    assert rates[0] > 0
    assert (rates[4:] == 0.1).all() and rates[3] < 0.1


@pytest.mark.parametrize(
    "make",
    [
        constant,
        lambda lr: exponential(lr, 0.9),
        lambda lr: exponential(0.1, 1 - lr),
        lambda lr: piecewise(lr, 0.5, [2, 4]),
        lambda lr: piecewise(0.1, lr, [2, 4]),
        lambda lr: inverse_time(lr, 0.3),
        lambda lr: inverse_time(0.3, lr),
        lambda lr: cosine(lr, 0.001, 5),
        lambda lr: warmup(cosine(lr, lr / 10, 5), 3),
    ],
)
def test_a_sweep_equals_its_rates_one_by_one(make):
    rates = np.geomspace(0.01, 0.5, 37)
    sweep = make(rates)
    for t in range(8):
        assert np.array_equal(sweep(t), [make(rate)(t) for rate in rates])
