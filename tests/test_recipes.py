"""The pieces of a whole training, alone and joined, and the same in PyTorch."""

import numpy as np
import pytest

from course_utils.claims import in_torch
from course_utils.claims.lesson_11 import NETWORK, STEPS, WARM, split_of
from course_utils.networks import DeepPerceptron
from course_utils.optimizers import AdamW
from course_utils.recipes import (
    Recipe,
    batch_of,
    begin,
    clipped,
    loaded,
    matrices,
    saved,
    step,
    training,
    warmup_cosine,
)

RECIPE = Recipe(
    warmup_cosine(0.03, WARM, STEPS), clip=1.0, decay=0.1, decays=matrices(NETWORK)
)


def test_warm_up_reaches_the_peak_and_the_cosine_ends_at_zero():
    rates = warmup_cosine(0.3, 10, 100)(np.arange(101))
    assert rates[0] == pytest.approx(0.03) and rates[9] == rates[10] == 0.3
    assert rates[55] == pytest.approx(0.15) and rates[100] == 0
    assert (np.diff(rates[:10]) > 0).all() and (np.diff(rates[10:]) < 0).all()


def test_clipping_keeps_the_direction_and_leaves_short_gradients_alone():
    g = np.array([3.0, -4.0])
    assert clipped(g, 1) == pytest.approx([0.6, -0.8])
    assert clipped(g, 5) is g and clipped(g, np.inf) is g
    assert not clipped(np.zeros(2), 1).any()


def test_decay_is_for_matrices():
    network = DeepPerceptron((3, 2, 4))
    W1, b1, W2, b2 = network.split(matrices(network))
    assert W1.all() and W2.all() and not b1.any() and not b2.any()


def test_a_step_is_a_step_of_adamw():
    walk, rule = begin(NETWORK, 0), AdamW(0.01, 0.9, 0.95, weight_decay=0.1)
    theta, state = walk.theta, rule.init(walk.theta)
    for t in range(5):
        g = NETWORK.gradient(theta, *batch_of(split_of(0), t, 0))
        walk = step(walk, g, Recipe(0.01, decay=0.1))
        theta, state = rule.step(theta, g, state)
        assert np.array_equal(walk.theta, theta)


def test_an_epoch_shows_each_sample_once_and_the_next_in_another_order():
    split = split_of(0)
    n = len(split.y_train) // 64
    epochs = [
        np.concatenate([batch_of(split, t, 0)[0] for t in range(first, first + n)])
        for first in (0, n)
    ]
    assert len(np.unique(epochs[0], axis=0)) == len(epochs[0])
    assert not np.array_equal(*epochs)


def test_saved_and_loaded_it_goes_on_to_the_same_walk():
    whole, losses = training(NETWORK, split_of(0), RECIPE, 40, 0)
    half, first = training(NETWORK, split_of(0), RECIPE, 15, 0)
    end, second = training(NETWORK, split_of(0), RECIPE, 25, 0, loaded(saved(half)))
    assert all(np.array_equal(a, b) for a, b in zip(whole, end, strict=True))
    assert np.array_equal(losses, np.concatenate([first, second]))


def test_the_stored_losses_of_pytorch_are_ours():
    _, ours = training(NETWORK, split_of(0), RECIPE, STEPS, 0)
    np.testing.assert_allclose(ours, np.loadtxt(in_torch.PATH), rtol=0, atol=2e-6)


@pytest.mark.parity
def test_pytorch_computes_the_stored_losses():
    stored = np.loadtxt(in_torch.PATH)
    np.testing.assert_allclose(in_torch.losses(), stored, rtol=0, atol=1e-9)


@pytest.mark.parity
def test_without_clipping_pytorch_agrees_to_the_last_digits():
    start = begin(NETWORK, 0).theta
    theirs = in_torch.torch_losses(start, split_of(0), 0, clip=1e9)
    _, ours = training(NETWORK, split_of(0), RECIPE._replace(clip=np.inf), STEPS, 0)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
