"""Laws of the moving average and its correction, and the syllabus' figures."""

import numpy as np
import pytest

from course_utils.averages import (
    bias_corrected_ema,
    bias_correction,
    ema,
    ema_weights,
    equivalent_window,
    half_life,
    moving_average,
)

BETAS = [0.0, 0.5, 0.9, 0.999]


@pytest.fixture
def x():
    return np.random.default_rng(1).standard_normal((300, 2))


@pytest.mark.parametrize("beta", BETAS)
def test_ema_is_the_sum_over_its_weights(x, beta):
    weights = ema_weights(beta, len(x))
    expected = [weights[: t + 1] @ x[t::-1] for t in range(len(x))]
    np.testing.assert_allclose(ema(x, beta), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("beta", BETAS)
def test_corrected_ema_of_a_constant_is_that_constant(beta):
    np.testing.assert_allclose(bias_corrected_ema([7.0] * 5000, beta), 7, rtol=1e-12)


@pytest.mark.parametrize("beta", BETAS)
def test_correction_is_the_sum_of_the_weights_so_far(beta):
    total = np.cumsum(ema_weights(beta, 50))
    np.testing.assert_allclose(bias_correction(beta, np.arange(1, 51)), total, 1e-12)


def test_no_memory_gives_the_series_back(x):
    assert np.array_equal(ema(x, 0), x)
    assert np.array_equal(bias_corrected_ema(x, 0), x)


@pytest.mark.parametrize("average", [ema, bias_corrected_ema])
def test_a_sweep_of_betas_equals_the_betas_one_by_one(x, average):
    sweep = average(x[:, 0], BETAS)
    assert sweep.shape == (len(x), len(BETAS))
    table = average(x[:, :, None], BETAS)
    assert table.shape == (len(x), 2, len(BETAS))
    for j, beta in enumerate(BETAS):
        assert np.array_equal(sweep[:, j], average(x[:, 0], beta))
        assert np.array_equal(table[:, :, j], average(x, beta))


@pytest.mark.parametrize(
    "function",
    [
        lambda x: ema(x, 0.9),
        lambda x: bias_corrected_ema(x, 0.9),
        lambda x: moving_average(x, 7),
    ],
)
def test_the_series_is_not_changed(x, function):
    before = x.copy()
    result = function(x)
    assert result.shape == x.shape
    result[:] = 0
    assert np.array_equal(x, before)


def test_integers_are_averaged_as_numbers():
    assert ema([1, 0, 0], 0.5).tolist() == [0.5, 0.25, 0.125]


def test_moving_average_is_the_mean_of_the_last_n():
    assert moving_average([1e17, 1, 3, 5], 2).tolist() == [1e17, 5e16, 2, 4]
    assert moving_average([1, 3], 10).tolist() == [1, 2]
    assert moving_average([[1, 2], [3, 4]], 2).tolist() == [[1, 2], [2, 3]]


@pytest.mark.parametrize(
    "value, expected, digits",
    [
        (half_life(0.9), 6.58, 2),
        (half_life(0.0), 0, 12),
        (half_life(0.5), 1, 12),
        (equivalent_window(0.9), 19, 12),
        (ema_weights(0.9, 10).sum(), 0.65, 2),
        (ema_weights(0.0, 3), [1, 0, 0], 12),
        (bias_correction(0.9, [43, 44]) > 0.99, [False, True], 0),
        (bias_correction(0.999, [4602, 4603]) > 0.99, [False, True], 0),
    ],
)
def test_figures_of_the_syllabus(value, expected, digits):
    assert np.array_equal(np.round(value, digits), expected)


def test_equivalent_window_is_that_of_a_mean_under_white_noise():
    weights = ema_weights([0.5, 0.9, 0.99], 10_000)
    variance = (weights**2).sum(axis=0)
    np.testing.assert_allclose(1 / variance, equivalent_window([0.5, 0.9, 0.99]))
