"""Laws of what came after Adam: sign, matrix, averages."""

import numpy as np
import pytest
from rows import declared

from course_utils import modern
from course_utils.averages import bias_corrected_ema
from course_utils.datasets import moons, split
from course_utils.descent import run, train
from course_utils.modern import (
    AveragedAdam,
    Lion,
    Matrix,
    Muon,
    ScheduleFree,
    ScheduleFreeAdamW,
    orthogonal,
)
from course_utils.networks import Perceptron
from course_utils.optimizers import Adam, GradientDescent
from course_utils.problems import ravine, rosenbrock
from course_utils.sweeps import run_of
from course_utils.variants import SignMomentum

NETWORK = Perceptron(2, 8, 2)
RATES = np.array([0.01, 0.1, 1e300])
RULES = {
    kind: kind(RATES, network=NETWORK) if kind is Muon else kind(RATES)
    for kind in declared(modern)
}


@pytest.mark.parametrize("kind", RULES)
def test_a_sweep_of_trainings_equals_them_one_by_one(kind):
    splits, seeds = [split(*moons(150, seed=k), seed=k) for k in (0, 1)], [0, 1]
    whole = train(RULES[kind], NETWORK, splits, 3, 32, seeds)
    for k, at in np.ndindex(2, 3):
        alone = train(run_of(RULES[kind], (at,)), NETWORK, splits[k], 3, 32, seeds[k])
        assert np.array_equal(whole.theta[k, :, at], alone.theta, equal_nan=True)
        assert np.array_equal(whole.loss[k, :, at], alone.loss, equal_nan=True)


def test_lion_with_one_beta_is_the_sign_of_momentum():
    lion = run(Lion(0.01, 0.9, 0.9), rosenbrock(), steps=50)
    sign = run(SignMomentum(0.01, 0.9), rosenbrock(), steps=50)
    assert np.array_equal(lion.theta, sign.theta)


@pytest.mark.parametrize("shape", [(3, 4), (4, 3), (5, 5), (1, 6)])
def test_orthogonal_keeps_the_directions_and_evens_out_the_singular_values(shape):
    matrix = np.random.default_rng(0).standard_normal((20, *shape))
    made = orthogonal(matrix, axes=2)
    U, values, Vt = np.linalg.svd(matrix, full_matrices=False)
    scale = np.sqrt(max(1, shape[1] / shape[0]))
    inner = U.mT @ made @ Vt.mT / scale  # diagonal if the directions are kept
    diagonal = np.einsum("kii->ki", inner)
    assert abs(inner - diagonal[..., None] * np.eye(min(shape))).max() < 1e-9
    large = values > 0.01 * values.max(axis=1, keepdims=True)
    assert ((diagonal > 0.6) & (diagonal < 1.25))[large].all()
    np.testing.assert_allclose(made, orthogonal(1000 * matrix, axes=2), rtol=1e-9)


def test_muon_takes_the_matrices_of_a_network_one_by_one():
    g = np.random.default_rng(1).standard_normal(42)
    rule = Muon(1, beta=0, network=NETWORK)
    theta, _ = rule.step(np.zeros_like(g), g, rule.init(g))
    for step, part in zip(NETWORK.split(-theta), NETWORK.split(g), strict=True):
        np.testing.assert_allclose(step, orthogonal(part, axes=1), rtol=1e-9)
    W1 = NETWORK.split(g)[0]
    alone = Muon(1, beta=0, network=Matrix(*W1.shape))
    flat, _ = alone.step(np.zeros(W1.size), W1.ravel(), alone.init(W1.ravel()))
    np.testing.assert_allclose(flat, theta[: W1.size], rtol=1e-12)


def test_muon_says_what_it_wants_to_be_told():
    with pytest.raises(TypeError, match="network must be what theta belongs to"):
        Muon(0.1)


def test_schedule_free_uses_the_mean_of_its_walk():
    rule = ScheduleFree(0.03, beta=0.9)
    trace = run(rule, ravine(), steps=60)
    means = np.cumsum(trace.state.z, axis=0) / np.arange(1, 61)[:, None]
    np.testing.assert_allclose(trace.state.x, means, rtol=1e-10)
    np.testing.assert_allclose(trace.theta[1:], 0.1 * trace.state.z + 0.9 * means, 1e-9)
    assert rule.weights(trace.theta[-1], trace.state) is trace.state.x


def test_schedule_free_without_beta_walks_as_descent_does():
    free = run(ScheduleFree(0.03, beta=0), ravine(), steps=40)
    plain = run(GradientDescent(0.03), ravine(), steps=40)
    assert np.array_equal(free.theta, plain.theta)


def test_schedule_free_adamw_divides_by_the_corrected_root():
    trace = run(ScheduleFreeAdamW(0.1, weight_decay=0.01), rosenbrock(), steps=30)
    root = np.sqrt(bias_corrected_ema(trace.g**2, 0.999)) + 1e-8
    moved = -0.1 * (trace.g / root + 0.01 * trace.theta[:-1])
    z = trace.theta[0] + np.cumsum(moved, axis=0)
    np.testing.assert_allclose(trace.state.z, z, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(trace.rate, 0.1 / root, rtol=1e-12)


def test_averaged_adam_walks_as_adam_and_uses_the_corrected_average():
    rule = AveragedAdam(0.1, beta_x=0.8)
    trace = run(rule, rosenbrock(), steps=40)
    assert np.array_equal(trace.theta, run(Adam(0.1), rosenbrock(), steps=40).theta)
    used = rule.weights(trace.theta[1:], trace.state)
    np.testing.assert_allclose(used, bias_corrected_ema(trace.theta[1:], 0.8), 1e-12)


def test_training_judges_what_is_to_be_used():
    data = split(*moons(150, seed=0), seed=0)
    plain = train(Adam(0.1), NETWORK, data, 4)
    averaged = train(AveragedAdam(0.1), NETWORK, data, 4)
    assert not np.array_equal(plain.theta, averaged.theta)
    loss = NETWORK.loss(averaged.theta, data.X_train, data.y_train)
    assert averaged.loss[-1] == loss
    same = train(AveragedAdam(0.1, beta_x=0), NETWORK, data, 4)
    assert np.array_equal(same.theta, plain.theta)


@pytest.mark.parametrize("kind", RULES)
def test_arguments_are_not_changed(kind):
    rule = run_of(RULES[kind], (0,))
    theta = NETWORK.init(np.random.default_rng(0))
    g, state = np.ones_like(theta), rule.init(theta)
    given = [part for part in (theta, g, *state) if part is not None]
    before = [np.copy(part) for part in given]
    after, moved = rule.step(theta, g, state)
    rule.weights(after, moved)
    assert all(map(np.array_equal, given, before))
