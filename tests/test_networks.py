"""Hand-written gradients against differences, and the shapes of both models."""

import numpy as np
import pytest
from test_problems import slopes

from course_utils.descent import run
from course_utils.networks import DeepPerceptron, LogisticRegression, Perceptron
from course_utils.optimizers import Adam

rng = np.random.default_rng(5)
X = rng.standard_normal((40, 6))
MODELS = {
    "logistic": (LogisticRegression(6), rng.integers(0, 2, 40)),
    "perceptron": (Perceptron(6, 5, 4), rng.integers(0, 4, 40)),
    "deep": (DeepPerceptron((6, 5, 7, 4)), rng.integers(0, 4, 40)),
}


@pytest.fixture(params=MODELS)
def model(request):
    return MODELS[request.param]


def test_gradient_is_the_slope_of_the_loss(model):
    network, y = model
    for seed in range(5):
        theta = network.init(np.random.default_rng(seed))
        theta = theta + 0.3 * np.random.default_rng(seed).standard_normal(theta.shape)
        expected = slopes(lambda theta: network.loss(theta, X, y), theta)
        np.testing.assert_allclose(
            network.gradient(theta, X, y), expected, rtol=1e-5, atol=1e-8
        )


def test_nothing_is_changed(model):
    network, y = model
    theta = network.init(np.random.default_rng(0))
    given = theta, X, y
    before = [array.copy() for array in given]
    network.loss(*given), network.gradient(*given), network.accuracy(*given)
    assert all(np.array_equal(a, b) for a, b in zip(given, before, strict=True))


def test_huge_scores_neither_overflow_nor_give_nan(model):
    network, y = model
    theta = 1e4 * np.ones_like(network.init(np.random.default_rng(0)))
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(network.loss(theta, X, y))
        assert np.isfinite(network.gradient(theta, X, y)).all()


def test_a_clueless_model_loses_the_log_of_its_classes():
    for network, classes in [(LogisticRegression(6), 2), (Perceptron(6, 5, 4), 4)]:
        theta = np.zeros_like(network.init(np.random.default_rng(0)))
        y = np.arange(40) % classes
        assert network.loss(theta, X, y) == pytest.approx(np.log(classes))
        assert network.accuracy(theta, X, y) == 1 / classes


def test_perceptron_starts_as_he_et_al():
    network = Perceptron(400, 300, 10)
    W1, b1, W2, b2 = network.split(network.init(np.random.default_rng(0)))
    assert (W1.shape, b1.shape, W2.shape, b2.shape) == (
        (400, 300),
        (300,),
        (300, 10),
        (10,),
    )
    assert W1.std() == pytest.approx(np.sqrt(2 / 400), rel=0.01)
    assert not b1.any() and not b2.any()


def test_a_deep_perceptron_of_one_hidden_layer_is_the_perceptron_bit_for_bit():
    one, deep, y = Perceptron(6, 5, 4), DeepPerceptron((6, 5, 4)), MODELS["deep"][1]
    theta = one.init(np.random.default_rng(3))
    assert np.array_equal(theta, deep.init(np.random.default_rng(3)))
    theta = np.random.default_rng(4).standard_normal((len(theta), 3))
    for name in ("loss", "gradient", "accuracy"):
        ours = getattr(deep, name)(theta, X, y)
        assert np.array_equal(ours, getattr(one, name)(theta, X, y)), name


def test_sizes_of_a_deep_perceptron_are_two_or_more_whole_numbers():
    for wrong in [(64,), (64, 0, 10), (64, 2.5, 10)]:
        with pytest.raises((TypeError, ValueError), match="sizes"):
            DeepPerceptron(wrong)


def test_logistic_sweep_equals_its_runs_one_by_one():
    network, y = MODELS["logistic"]
    problem = network.problem(X, y)
    rates = np.geomspace(1e-3, 1, 7)
    sweep = run(Adam(lr=rates), problem, steps=60)
    assert sweep.theta.shape == (61, 7, 7) and sweep.loss.shape == (61, 7)
    accuracy = network.accuracy(sweep.theta[-1], X, y)
    for j, rate in enumerate(rates):
        alone = run(Adam(lr=rate), problem, steps=60)
        assert np.array_equal(sweep.theta[:, :, j], alone.theta)
        assert accuracy[j] == network.accuracy(alone.theta[-1], X, y)
        np.testing.assert_allclose(sweep.loss[:, j], alone.loss, rtol=1e-14)


def test_a_model_takes_sweep_axes_and_gives_each_run_the_bits_it_has_alone(model):
    network, y = model
    size = len(network.init(np.random.default_rng(0)))
    theta = np.random.default_rng(6).standard_normal((size, 3, 2))
    g, loss = network.gradient(theta, X, y), network.loss(theta, X, y)
    accuracy = network.accuracy(theta, X, y)
    assert g.shape == theta.shape and loss.shape == accuracy.shape == (3, 2)
    for i, j in np.ndindex(3, 2):
        one = theta[:, i, j].copy()
        assert np.array_equal(g[:, i, j], network.gradient(one, X, y))
        assert loss[i, j] == network.loss(one, X, y)
        assert accuracy[i, j] == network.accuracy(one, X, y)
