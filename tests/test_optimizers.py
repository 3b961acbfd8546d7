"""Laws that tie the optimizers to each other and to their formulas."""

import inspect

import numpy as np
import pytest
from rows import ALL, ROWS, declared

from course_utils import modern, optimizers
from course_utils.averages import bias_corrected_ema, ema
from course_utils.drawing.figures import STYLES
from course_utils.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
)
from course_utils.schedules import cosine, exponential
from course_utils.settings import State, sweep_shape

ADAMS = [Adam, AMSGrad]


def gradients(n=200, d=7, seed=6):
    """Gradients of very unequal scales that change their sign and size."""
    rng = np.random.default_rng(seed)
    return np.geomspace(1e-8, 1e4, d) * (rng.standard_normal((n, d)) + 0.3)


def walk(optimizer, gs):
    """The parameters and the state after each step from zero."""
    theta = np.zeros(gs.shape[1:])
    state, thetas, states = optimizer.init(theta), [], []
    for g in gs:
        theta, state = optimizer.step(theta, g, state)
        thetas.append(theta)
        states.append(state)
    return np.array(thetas), states


def assert_same_walk(one, other, rtol=1e-12):
    assert (abs(one - other) <= rtol * abs(other).max(axis=0)).all()


@pytest.mark.parametrize("kind", [*ADAMS, AdamW])
def test_first_step_is_lr_against_the_sign(kind):
    g = np.array([1e-8, -1e-3, 2.0, -1e4])
    theta = walk(kind(lr=0.01, eps=1e-300), g[None])[0]
    np.testing.assert_allclose(theta[0], -0.01 * np.sign(g), rtol=1e-12)


@pytest.mark.parametrize("kind", [*ADAMS, AdaGrad, RMSprop])
@pytest.mark.parametrize("scale", [1e-6, 3.0, 1e6])
def test_the_scale_of_the_loss_does_not_matter(kind, scale):
    gs, optimizer = gradients(), kind(eps=1e-300)
    assert_same_walk(walk(optimizer, gs)[0], walk(optimizer, scale * gs)[0])


@pytest.mark.parametrize(
    "optimizer, same_as",
    [
        (Momentum(lr=0.1, beta=0), GradientDescent(lr=0.1)),
        (Nesterov(lr=0.1, beta=0), GradientDescent(lr=0.1)),
        (AdamW(weight_decay=0), Adam()),
        (Adam(lr=1e11, beta2=0, eps=1e12), Adam(lr=1e11, beta2=0.9, eps=1e12)),
    ],
)
def test_one_optimizer_contains_the_other(optimizer, same_as):
    gs = gradients()
    assert_same_walk(walk(optimizer, gs)[0], walk(same_as, gs)[0], 1e-7)


def test_momentum_without_memory_is_descent_to_the_bit():
    gs = gradients()
    for kind in (Momentum, Nesterov):
        descent = walk(GradientDescent(), gs)[0]
        assert np.array_equal(walk(kind(beta=0), gs)[0], descent)
    assert np.array_equal(walk(AdamW(weight_decay=0), gs)[0], walk(Adam(), gs)[0])


def test_adam_without_first_memory_is_corrected_rmsprop():
    gs = gradients()
    s_hat = bias_corrected_ema(gs**2, 0.99)
    expected = np.cumsum(-0.01 * gs / (np.sqrt(s_hat) + 1e-8), axis=0)
    assert_same_walk(walk(Adam(0.01, beta1=0, beta2=0.99), gs)[0], expected)
    raw = walk(RMSprop(0.01, beta=0.99), gs)[1]
    corrected = walk(Adam(0.01, beta1=0, beta2=0.99), gs)[1]
    assert all(np.array_equal(a.s, b.s) for a, b in zip(raw, corrected, strict=True))


def test_states_hold_the_averages_of_lesson_01():
    gs = gradients()
    _, states = walk(Adam(), gs)
    v, s = ema(gs, 0.9), ema(gs**2, 0.999)
    for k in (0, 9, 199):
        assert states[k].t == k + 1
        assert np.array_equal(states[k].v, v[k]) and np.array_equal(states[k].s, s[k])
        v_hat, s_hat = Adam().hats(states[k])
        np.testing.assert_allclose(v_hat, bias_corrected_ema(gs, 0.9)[k], 1e-15)
        np.testing.assert_allclose(s_hat, bias_corrected_ema(gs**2, 0.999)[k], 1e-15)


def test_a_step_is_never_larger_than_its_bound():
    """lr (1 - beta1) / sqrt(1 - beta2), reached by a gradient after long silence."""
    gs = np.zeros((5000, 1))
    gs[-1] = 1
    step = abs(np.diff(walk(Adam(lr=1, eps=1e-300), gs)[0], axis=0)).max()
    bound = 0.1 / np.sqrt(0.001)
    assert 0.99 * bound < step <= bound
    assert bound == pytest.approx(3.16, abs=0.01)


def test_amsgrad_never_takes_a_smaller_scale():
    gs = np.array([[100.0], *[[1.0]] * 300])
    s_max = [state.s_max for state in walk(AMSGrad(), gs)[1]]
    assert all(after >= before for before, after in zip(s_max, s_max[1:], strict=False))
    assert abs(walk(AMSGrad(), gs)[0][-1]) < abs(walk(Adam(), gs)[0][-1])


def test_decay_does_not_pass_through_the_averages():
    theta, g = np.array([3.0, -2.0]), np.array([0.5, 1e-5])
    plain, decayed = Adam(lr=0.1), AdamW(lr=0.1, weight_decay=0.2)
    a, state_a = plain.step(theta, g, plain.init(theta))
    b, state_b = decayed.step(theta, g, decayed.init(theta))
    np.testing.assert_allclose(b - a, -0.1 * 0.2 * theta, rtol=1e-12)
    assert np.array_equal(state_a.v, state_b.v)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind.__name__)
def test_the_rate_times_the_direction_is_the_step(row):
    optimizer, gs = row.kind(lr=exponential(0.1, 0.9)), gradients()
    decay = getattr(optimizer, "weight_decay", 0)
    thetas, states = walk(optimizer, gs)
    for k in (1, 2, 50):
        step = optimizer.rate(states[k]) * row.direction(optimizer, states[k], gs[k])
        expected = -step - 0.1 * 0.9**k * decay * thetas[k - 1]
        error = abs(thetas[k] - thetas[k - 1] - expected)
        assert (error <= 1e-14 * (abs(thetas[k]) + abs(expected))).all()


def test_every_optimizer_has_its_row_its_style_and_says_what_it_is():
    assert set(ALL) == set(declared())
    for kind in declared(optimizers, modern):
        assert kind.__name__ in STYLES, f"give {kind.__name__} a line in figures.STYLES"
        assert "Source:" in kind.__doc__, f"{kind.__name__}: name its source"
        for method in ("init", "step", "rate", "update"):
            assert inspect.getdoc(getattr(kind, method)), f"{kind.__name__}.{method}"


@pytest.mark.parametrize("kind", ALL)
def test_update_holds_the_equations_alone(kind):
    """step is update, with arguments checked, the step counted, the rate looked up."""
    optimizer, g = kind(lr=cosine(0.1, 0.01, 9)), np.array([3.0, -1e-3])
    state = optimizer.init(np.ones(2))
    for t in (1, 2, 3):
        given = state._replace(t=t)
        by_hand = optimizer.update(np.ones(2), g, optimizer.lr(t - 1), given)
        theta, state = optimizer.step(np.ones(2), g, state)
        assert np.array_equal(theta, by_hand[0]) and state.t == t
        assert all(map(np.array_equal, state, by_hand[1]))
    for plumbing in ("as_pair", "lr_at", ".t + 1"):
        assert plumbing not in inspect.getsource(kind.update)


def test_the_state_holds_what_the_rule_needs_and_nothing_else():
    for kind in ALL:
        state = kind().init(np.ones((2, 3)))
        assert state.t == 0
        for name, part in zip(State._fields[1:], state[1:], strict=True):
            assert (part is not None) == (name in kind.keeps)
            assert part is None or (part.shape == (2, 3) and not part.any())


@pytest.mark.parametrize("kind", ALL)
def test_arguments_are_not_changed(kind):
    optimizer, gs = kind(), gradients()
    theta = np.ones(7)
    state = optimizer.init(theta)
    for g in gs[:3]:
        given = [theta, g, *state]
        before = [np.copy(part) if part is not None else None for part in given]
        theta, state = optimizer.step(theta, g, state)
        for part, copy in zip(given, before, strict=True):
            assert part is copy or np.array_equal(part, copy)
        assert not any(part is theta for part in given)


@pytest.mark.parametrize("kind", ALL)
def test_integers_and_lists_are_taken_as_numbers(kind):
    optimizer = kind(lr=0.5)
    whole = optimizer.step([1, 2], [3, 4], optimizer.init([1, 2]))
    theta = np.array([1.0, 2.0])
    real = optimizer.step(theta, np.array([3.0, 4.0]), optimizer.init(theta))
    assert np.array_equal(whole[0], real[0]) and whole[0].dtype == np.float64


@pytest.mark.parametrize("kind", ALL)
def test_a_walk_cut_in_two_is_the_whole_walk(kind):
    optimizer, gs = kind(lr=cosine(0.1, 0.01, 150)), gradients()
    thetas, states = walk(optimizer, gs)
    theta, state = thetas[99], states[99]
    for g in gs[100:]:
        theta, state = optimizer.step(theta, g, state)
    assert np.array_equal(theta, thetas[-1])


def test_zero_gradients_leave_the_parameters_alone():
    for kind in ALL:
        assert not walk(kind(), np.zeros((3, 2)))[0].any()


def test_settings_are_shown_and_frozen():
    assert str(Adam(lr=0.1)) == "Adam(lr=0.1, beta1=0.9, beta2=0.999, eps=1e-08)"
    assert str(Momentum(lr=cosine(1, 0, 5))) == "Momentum(beta=0.9)"
    with pytest.raises(AttributeError):
        Adam().lr = 1


def test_a_list_of_settings_is_taken_as_an_array():
    listed, arrays = (
        Adam([0.1, 1], (0.5, 0.9)),
        Adam(np.array([0.1, 1]), np.array([0.5, 0.9])),
    )
    gs = gradients()[:, :, None] * np.ones(2)
    assert np.array_equal(walk(listed, gs)[0], walk(arrays, gs)[0])


def test_sweep_shape_is_that_of_the_settings_together():
    assert sweep_shape(Adam()) == ()
    assert sweep_shape(Adam(lr=np.ones((4, 1)), beta1=np.zeros(3))) == (4, 3)
    assert sweep_shape(Momentum(lr=exponential(np.ones(5), 0.9))) == (5,)
