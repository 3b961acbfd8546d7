"""Runs: a sweep equals its runs bit for bit, a Trace tells what happened."""

import warnings
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from rows import ALL, ROWS, betas

from course_utils import sweeps
from course_utils.descent import grid, run, train
from course_utils.networks import LogisticRegression, Perceptron
from course_utils.optimizers import Adam, AMSGrad, GradientDescent, Momentum
from course_utils.problems import beale, quadratic, ravine, rosenbrock, saddle
from course_utils.schedules import cosine, exponential, inverse_time, piecewise, warmup
from course_utils.settings import sweep_shape
from course_utils.sweeps import run_of

STEPS = 40
RATES = np.geomspace(1e-4, 0.3, 9)[:, None]
BETAS = np.linspace(0, 0.999, 5)
PROBLEMS = [
    ravine(),
    ravine(100, angle=45),
    quadratic(np.arange(1, 21)),
    saddle(),
    rosenbrock(),
    beale(),
]
SCHEDULES = {
    "constant": lambda lr: lr,
    "exponential": lambda lr: exponential(lr, 0.97),
    "piecewise": lambda lr: piecewise(lr, 0.3, [10, 20, 30]),
    "inverse_time": lambda lr: inverse_time(lr, 0.1),
    "warm-up and cosine": lambda lr: warmup(cosine(lr, lr / 100, 30), 5),
}


def swept(kind, schedule=lambda lr: lr, rates=RATES, keep=BETAS):
    """An optimizer with an array for its rate, and for each of its betas."""
    return kind(lr=schedule(rates), **dict.fromkeys(betas(kind), keep))


def assert_same_bits(sweep, alone, at):
    """`alone` is entry `at` of the sweep, nan for nan."""
    for whole, part in [(sweep.theta, alone.theta), (sweep.g, alone.g)]:
        assert np.array_equal(whole[..., *at], part, equal_nan=True)
    assert np.array_equal(sweep.loss[..., *at], alone.loss, equal_nan=True)
    for whole, part in zip(sweep.state[1:], alone.state[1:], strict=True):
        assert (whole is None and part is None) or np.array_equal(
            whole[..., *at], part, equal_nan=True
        )


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("kind", ALL)
def test_a_sweep_equals_its_runs_one_by_one(kind, schedule):
    make = SCHEDULES[schedule]
    noise = np.random.default_rng(7).standard_normal((STEPS, 20))
    for problem in PROBLEMS:
        d = len(problem.start)
        setting = {"problem": problem, "steps": STEPS, "noise": noise[:, :d]}
        sweep = run(swept(kind, make), **setting)
        map_ = grid(swept(kind, make), **setting)
        shape = (9, 5) if betas(kind) else (9, 1)
        assert sweep.theta.shape == (STEPS + 1, d, *shape)
        assert np.array_equal(map_, sweep.loss[-1], equal_nan=True)
        for i, j in [(0, 0), (3, shape[1] - 1), (8, shape[1] // 2)]:
            one = swept(kind, make, RATES[i, 0], BETAS[j])
            assert_same_bits(sweep, run(one, **setting), (i, j))
            assert np.array_equal(map_[i, j], grid(one, **setting), equal_nan=True)


def test_starts_and_noise_may_be_swept_too():
    rng = np.random.default_rng(8)
    starts, noise = rng.uniform(-1, 1, (2, 4, 1)), rng.standard_normal((STEPS, 2, 3))
    sweep = run(Adam(lr=0.1), beale(), starts, STEPS, noise)
    assert sweep.theta.shape == (STEPS + 1, 2, 4, 3)
    for i, j in np.ndindex(4, 3):
        alone = run(Adam(lr=0.1), beale(), starts[:, i, 0], STEPS, noise[:, :, j])
        assert_same_bits(sweep, alone, (i, j))


@pytest.mark.parametrize("kind", ALL)
def test_a_trace_is_what_the_steps_gave(kind):
    optimizer, problem = kind(lr=exponential(0.05, 0.9)), saddle()
    trace = run(optimizer, problem, steps=12)
    theta = problem.start
    state = optimizer.init(theta)
    assert trace.optimizer is optimizer and trace.problem is problem
    assert trace.loss.shape == (13,) and trace.theta.shape == (13, 2)
    assert trace.rate.shape == trace.g.shape == (12, 2)
    for k in range(12):
        assert np.array_equal(trace.theta[k], theta)
        assert trace.loss[k] == problem.value(theta)
        g = problem.gradient(theta)
        assert np.array_equal(trace.g[k], g)
        theta, state = optimizer.step(theta, g, state)
        assert trace.state.t[k] == state.t == k + 1
        for whole, part in zip(trace.state[1:], state[1:], strict=True):
            assert (whole is None) == (part is None)
            assert whole is None or np.array_equal(whole[k], part)
        np.testing.assert_allclose(trace.rate[k], optimizer.rate(state) + 0 * g, 1e-15)
        if isinstance(optimizer, Adam):
            for whole, part in zip(trace.hats, optimizer.hats(state), strict=True):
                np.testing.assert_allclose(whole[k], part, rtol=1e-15)
    assert np.array_equal(trace.theta[-1], theta)


def test_hats_and_rate_of_a_sweep_have_its_axes():
    for kind in (Adam, AMSGrad):
        trace = run(swept(kind, SCHEDULES["piecewise"]), ravine(), steps=STEPS)
        alone = run(
            swept(kind, SCHEDULES["piecewise"], RATES[4, 0], BETAS[2]),
            ravine(),
            steps=STEPS,
        )
        assert trace.rate.shape == trace.g.shape == (STEPS, 2, 9, 5)
        pairs = [(trace.rate, alone.rate), *zip(trace.hats, alone.hats, strict=True)]
        for whole, part in pairs:
            np.testing.assert_allclose(whole[..., 4, 2], part, rtol=1e-15)


@pytest.mark.parametrize("kind", ALL)
def test_divergence_is_data(kind):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for problem in PROBLEMS:
            trace = run(kind(lr=1e300), problem, steps=30)
            assert not np.isfinite(trace.loss[-1])
            assert np.isfinite(trace.theta[0]).all()
            assert trace.rate.shape == trace.g.shape
            assert not np.isfinite(grid(kind(lr=1e300), problem, steps=30))
            if isinstance(trace.optimizer, Adam):
                assert trace.hats[0].shape == trace.g.shape


def test_a_diverging_run_does_not_touch_its_neighbours():
    both = run(GradientDescent(lr=np.array([1e-4, 1e9])), rosenbrock(), steps=STEPS)
    alone = run(GradientDescent(lr=1e-4), rosenbrock(), steps=STEPS)
    assert np.isnan(both.loss[-1, 1]) and np.isfinite(alone.loss).all()
    assert_same_bits(both, alone, (0,))


def test_a_run_changes_none_of_its_arguments():
    noise, start = np.ones((STEPS, 2)), np.array([1.0, 2.0])
    problem = ravine()
    given = [noise, start, problem.start]
    before = [array.copy() for array in given]
    trace = run(Momentum(), problem, start, STEPS, noise)
    trace.theta[:] = 0
    run(Momentum(), problem, steps=3).theta[:] = 0
    assert all(np.array_equal(a, b) for a, b in zip(given, before, strict=True))


def test_noise_is_added_to_the_gradient():
    noise = np.random.default_rng(9).standard_normal((STEPS, 2))
    trace = run(GradientDescent(), ravine(), steps=STEPS, noise=noise)
    exact = np.array([ravine().gradient(theta) for theta in trace.theta[:-1]])
    assert np.array_equal(trace.g, exact + noise)


def test_momentum_needs_fewer_steps_in_a_ravine():
    plain = grid(GradientDescent(lr=0.03), ravine(), steps=60)
    assert grid(Momentum(lr=0.2, beta=0.8), ravine(), steps=60) < plain / 100


@pytest.fixture
def data():
    rng = np.random.default_rng(10)
    X = rng.standard_normal((230, 3))
    y = (X @ [1.0, -2.0, 0.5] > 0.1).astype(int)
    parts = {"X_train": X[:150], "y_train": y[:150], "X_val": X[150:], "y_val": y[150:]}
    return SimpleNamespace(**parts)


@pytest.mark.parametrize("network", [LogisticRegression(3), Perceptron(3, 8, 2)])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind.__name__)
def test_training_learns_and_repeats(row, network, data):
    before = data.X_train.copy()
    optimizer = row.kind(row.lr)
    training = train(optimizer, network, data, epochs=12, batch_size=32, seed=3)
    again = train(optimizer, network, data, epochs=12, batch_size=32, seed=3)
    other = train(optimizer, network, data, epochs=12, batch_size=32, seed=4)
    assert training.loss.shape == training.accuracy.shape == (12,)
    assert training.loss[-1] < 0.3 and training.accuracy[-1] > 0.9
    assert np.array_equal(training.theta, again.theta)
    assert not np.array_equal(training.theta, other.theta)
    assert training.loss[-1] == network.loss(training.theta, data.X_train, data.y_train)
    assert np.array_equal(data.X_train, before)


SWEEPS = {
    "rates": np.geomspace(1e-4, 1e3, 7),
    "rates and betas": np.geomspace(1e-3, 10, 4)[:, None],
    "schedules": exponential(np.geomspace(1e-3, 10, 3), 0.9),
    "diverging": np.array([1e-3, 1e300, 0.1]),
}


@pytest.mark.parametrize("network", [LogisticRegression(3), Perceptron(3, 8, 2)])
@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("name", SWEEPS)
def test_a_sweep_of_trainings_equals_them_one_by_one(name, kind, network, data):
    """Over seeds, each with a split of its own; a last, smaller batch; cut in parts."""
    lr, keep = SWEEPS[name], 0.8
    if name == "rates and betas":
        keep = np.array([0, 0.5, 0.9])
    rule = swept(kind, rates=lr, keep=keep)
    other = SimpleNamespace(**vars(data) | {"X_train": 2 * data.X_train[:101]})
    other.y_train = data.y_train[:101]
    splits, seeds, setting = [data, other], [5, 3], (3, 32)
    whole = train(rule, network, splits, *setting, seeds)
    shape = sweep_shape(rule)
    assert whole.loss.shape == whole.accuracy.shape == (2, 3, *shape)
    assert whole.theta.shape == (2, len(network.init(np.random.default_rng(0))), *shape)
    for at in np.ndindex(shape):
        for k, split in enumerate(splits):
            alone = train(run_of(rule, at), network, split, *setting, seeds[k])
            for field in ("theta", "loss", "accuracy"):
                part = getattr(whole, field)[k, :, *at]
                assert np.array_equal(part, getattr(alone, field), equal_nan=True)


def test_a_sweep_gives_the_same_bits_however_it_is_cut(data, monkeypatch):
    network, rule = (
        Perceptron(3, 8, 2),
        Adam(np.geomspace(1e-3, 1, 6)[:, None], [0, 0.9]),
    )
    problem, map_ = rosenbrock(), Adam(RATES, BETAS)
    whole, ends = train(rule, network, data, 3), grid(map_, problem, steps=30)
    for largest, cores in [(50, 1), (50, 3), (2**15, 3), (100, 2)]:
        monkeypatch.setattr(sweeps, "LARGEST", largest)
        monkeypatch.setattr(sweeps, "SMALLEST", 10)
        monkeypatch.setattr(sweeps, "threads", lambda cores=cores: cores)
        parts = sweeps.cuts((6, 2), 50)[1]
        assert len(parts) == (6 if largest <= 100 else cores)
        assert np.array_equal(
            np.arange(6), np.concatenate([np.arange(6)[p] for p in parts])
        )
        cut = train(rule, network, data, 3)
        assert np.array_equal(cut.theta, whole.theta)
        assert np.array_equal(cut.loss, whole.loss)
        assert np.array_equal(grid(map_, problem, steps=30), ends)


def test_one_split_serves_several_seeds(data):
    both = train(Adam(0.1), LogisticRegression(3), data, 2, seed=range(2))
    alone = train(Adam(0.1), LogisticRegression(3), data, 2, seed=1)
    assert np.array_equal(both.theta[1], alone.theta) and both.loss.shape == (2, 2)


def test_an_error_in_a_thread_is_the_error_of_the_call(data):
    with pytest.raises(ValueError, match="the model wants"):
        train(Adam(np.ones(4)), Perceptron(4, 8, 2), [data] * 3, seed=range(3))


def test_one_full_batch_is_descent_on_the_whole_loss(data):
    network = LogisticRegression(3)
    training = train(Adam(lr=0.1), network, data, epochs=20, batch_size=1000)
    problem = network.problem(data.X_train, data.y_train)
    trace = run(Adam(lr=0.1), problem, steps=20)
    np.testing.assert_allclose(training.theta, trace.theta[-1], rtol=1e-10)
    np.testing.assert_allclose(training.loss, trace.loss[1:], rtol=1e-10)


def test_a_schedule_counts_batches_and_the_last_one_may_be_small(data):
    seen = []

    def schedule(t):
        seen.append(t)
        return 0.1

    network = LogisticRegression(3)
    train(replace(Adam(), lr=schedule), network, data, epochs=2, batch_size=64)
    assert seen[-6:] == [0, 1, 2, 3, 4, 5]


def test_a_diverging_training_warns_of_nothing(data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        training = train(GradientDescent(lr=1e300), Perceptron(3, 8, 2), data, epochs=2)
    assert not np.isfinite(training.loss[-1])
