"""Adam's parts off one by one are known rules; each slip does what its name says."""

import numpy as np
import pytest

from course_utils import variants
from course_utils.averages import bias_corrected_ema, ema
from course_utils.descent import run
from course_utils.optimizers import Adam, GradientDescent, Momentum, RMSprop
from course_utils.problems import ravine, rosenbrock
from course_utils.schedules import cosine, exponential
from course_utils.variants import SLIPS, AdamParts

OFF = {"average": False, "scale": False, "correct": False}


def steps_of(optimizer, gs):
    """What each step takes from theta, for given gradients of shape (n, d)."""
    theta = np.zeros(gs.shape[1:])
    state, steps = optimizer.init(theta), []
    for g in gs:
        moved, state = optimizer.step(theta, g, state)
        steps.append(theta - moved)
    return np.array(steps)


def gradients(n=100, d=5, seed=6):
    rng = np.random.default_rng(seed)
    return np.geomspace(1e-3, 1e3, d) * (rng.standard_normal((n, d)) + 0.3)


def same_path(one, other, **keywords):
    one = run(one, rosenbrock(), **keywords)
    other = run(other, rosenbrock(), **keywords)
    return np.array_equal(one.theta, other.theta)


def test_with_all_parts_on_it_is_adam_bit_for_bit():
    settings = {"lr": exponential(0.1, 0.99), "beta1": 0.8, "beta2": 0.99, "eps": 0.01}
    assert same_path(AdamParts(**settings), Adam(**settings))
    assert np.array_equal(
        steps_of(AdamParts(), gradients()), steps_of(Adam(), gradients())
    )


def test_without_scale_it_is_momentum():
    assert same_path(
        AdamParts(0.001, scale=False, correct=False), Momentum(0.001, beta=0.9)
    )
    corrected = 0.001 * bias_corrected_ema(gradients(), 0.9)
    steps = steps_of(AdamParts(0.001, scale=False), gradients())
    np.testing.assert_allclose(steps, corrected, rtol=1e-13)


def test_without_average_it_is_rmsprop():
    uncorrected = AdamParts(0.01, beta2=0.9, average=False, correct=False)
    assert same_path(uncorrected, RMSprop(0.01, beta=0.9))
    gs = gradients()
    expected = 0.01 * gs / (np.sqrt(bias_corrected_ema(gs**2, 0.999)) + 1e-8)
    steps = steps_of(AdamParts(0.01, average=False), gs)
    np.testing.assert_allclose(steps, expected, rtol=1e-12)


def test_with_all_parts_off_it_is_gradient_descent():
    assert same_path(AdamParts(0.001, **OFF), GradientDescent(0.001))


def test_without_correction_the_averages_are_raw():
    gs = gradients()
    expected = 0.01 * ema(gs, 0.9) / (np.sqrt(ema(gs**2, 0.999)) + 1e-8)
    steps = steps_of(AdamParts(0.01, correct=False), gs)
    np.testing.assert_allclose(steps, expected, rtol=1e-12)
    first = steps_of(AdamParts(0.01, correct=False, eps=1e-300), gs)[0]
    np.testing.assert_allclose(first, 0.01 * np.sign(gs[0]) * 0.1 / 0.001**0.5)


def test_swapped_moments_only_ever_go_down():
    steps = steps_of(AdamParts(0.01, swap=True), gradients())
    assert (steps > 0).all()
    swapped = bias_corrected_ema(gradients() ** 2, 0.999) / (
        np.sqrt(abs(bias_corrected_ema(gradients(), 0.9))) + 1e-8
    )
    np.testing.assert_allclose(steps, 0.01 * swapped, rtol=1e-12)


@pytest.mark.parametrize("off", [{}, *[{name: False} for name in OFF], {"swap": True}])
def test_the_rate_times_what_it_scales_is_the_step(off):
    trace = run(AdamParts(cosine(0.001, 0, 50), **off), ravine(2), steps=50)
    assert np.isfinite(trace.theta).all()
    above, _ = trace.optimizer.fraction(trace.state)
    steps = trace.theta[:-1] - trace.theta[1:]
    np.testing.assert_allclose(trace.rate * above, steps, rtol=1e-9, atol=1e-14)


def test_a_switch_is_true_or_false():
    with pytest.raises(TypeError, match="scale must be True or False, not 'off'"):
        AdamParts(scale="off")


def test_the_sign_of_momentum_is_always_lr_long():
    gs = gradients()
    steps = steps_of(variants.SignMomentum(0.01), gs)
    assert np.array_equal(steps, 0.01 * np.sign(ema(gs, 0.9)))


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_not_adam_and_runs_as_a_sweep(slip):
    lr = np.array([0.01, 0.5])
    sweep = run(slip(lr, eps=0.001), rosenbrock(), steps=30)
    alone = run(slip(0.5, eps=0.001), rosenbrock(), steps=30)
    adam = run(Adam(0.5, eps=0.001), rosenbrock(), steps=30)
    assert np.array_equal(sweep.theta[..., 1], alone.theta, equal_nan=True)
    assert abs(alone.theta[1:] - adam.theta[1:]).max() > 1e-3
    assert alone.rate.shape == alone.g.shape and alone.hats[0].shape == alone.g.shape


ONES = np.ones((60, 2))


def test_no_parentheses_adds_eps_to_the_parameters():
    steps = steps_of(variants.NoParentheses(0.1, eps=0.01), ONES)
    np.testing.assert_allclose(steps, 0.1 - 0.01)


def test_a_frozen_t_ends_at_a_third_of_the_step():
    steps = steps_of(variants.FrozenT(1), np.ones((20000, 1)))
    np.testing.assert_allclose(steps[[0, -1], 0], [1, 10 / 1000**0.5], rtol=1e-6)


def test_a_restarted_t_jumps_with_the_epoch():
    steps = steps_of(variants.RestartedT(1, steps_per_epoch=20), ONES)[:, 0]
    np.testing.assert_allclose(steps[:20], 1, rtol=1e-6)
    assert steps[20] == pytest.approx((1 - 0.9**21) / 0.1 / (21**0.5), rel=0.01)


def test_counting_per_array_corrects_the_second_too_little():
    steps = steps_of(variants.CountedPerParameter(1, eps=0), ONES[:1])[0]
    t = 2
    second = 0.1 / (1 - 0.9**t) / np.sqrt(0.001 / (1 - 0.999**t))
    np.testing.assert_allclose(steps, [1, second])
    four = variants.CountedPerParameter(1, arrays=4)
    counts = steps_of(four, np.ones((1, 8)))[0]
    assert len(set(counts.round(6))) == 4


def test_a_stored_hat_is_corrected_twice():
    trace_of_v = []
    optimizer, theta = variants.StoredHat(), np.zeros(1)
    state = optimizer.init(theta)
    for g in np.ones((3, 1)):
        theta, state = optimizer.step(theta, g, state)
        trace_of_v.append(state.v.item())
    np.testing.assert_allclose(trace_of_v, [1, 5.26, 17.85], rtol=1e-3)


def test_a_missing_hat_shows_at_the_first_step():
    assert steps_of(variants.NoHatOnV(1), ONES)[0, 0] == pytest.approx(0.1)
    assert steps_of(variants.NoHatOnS(1), ONES)[0, 0] == pytest.approx(1000**0.5)


def test_whole_numbers_never_leave_zero():
    optimizer = variants.WholeNumbers(0.5)
    theta, state = np.array([3.0, 0.0]), optimizer.init(np.zeros(2))
    for _ in range(5):
        theta, state = optimizer.step(theta, np.array([-1.0, -1.0]), state)
    assert np.array_equal(theta, [3, 0])


def test_a_rate_decayed_again_is_far_too_small():
    schedule = variants.compounding_inverse_time(0.1, 1)
    assert schedule(5) == pytest.approx(0.000139, rel=0.01)
    assert np.array_equal(schedule(np.array([0, 5])), [0.1, schedule(5)])


def test_a_cosine_that_nobody_holds_rises_again():
    schedule = variants.rising_cosine(0.1, 0.01, 40)
    np.testing.assert_allclose(schedule(np.array([0, 40, 80])), [0.1, 0.01, 0.1])
