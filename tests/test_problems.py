"""Gradients, minima and starts of the loss surfaces."""

import numpy as np
import pytest

from course_utils.problems import beale, quadratic, ravine, rosenbrock, saddle

PROBLEMS = {
    "ravine": ravine(),
    "turned": ravine(100, angle=45),
    "bowl of 1": quadratic([3]),
    "bowl of 20": quadratic(np.arange(1, 21)),
    "negative": quadratic([1, -2]),
    "saddle": saddle(),
    "rosenbrock": rosenbrock(),
    "beale": beale(),
}


def slopes(value, theta, h=1e-6):
    """The gradient by central differences."""
    steps = h * np.eye(len(theta))
    return np.array([(value(theta + e) - value(theta - e)) / (2 * h) for e in steps])


@pytest.fixture(params=PROBLEMS)
def problem(request):
    return PROBLEMS[request.param]


def test_gradient_is_the_slope_of_the_value(problem):
    rng = np.random.default_rng(2)
    for theta in rng.uniform(-2, 2, (20, len(problem.start))):
        expected = slopes(problem.value, theta)
        scale = max(1, abs(expected).max())
        np.testing.assert_allclose(
            problem.gradient(theta), expected, rtol=1e-6, atol=1e-8 * scale
        )


def test_the_gradient_vanishes_at_the_minimum_and_nothing_lies_lower(problem):
    if problem.minimum is None:
        assert problem is PROBLEMS["negative"]
        return
    assert abs(problem.gradient(problem.minimum)).max() < 1e-12
    nearby = problem.minimum + 0.1 * np.random.default_rng(3).standard_normal(
        (100, len(problem.start))
    )
    assert (problem.value(nearby.T) > problem.value(problem.minimum)).all()


def test_many_points_at_once_equal_each_alone(problem):
    theta = np.random.default_rng(4).uniform(-2, 2, (len(problem.start), 5, 7))
    before = theta.copy()
    value, gradient = problem.value(theta), problem.gradient(theta)
    assert value.shape == (5, 7) and gradient.shape == theta.shape
    for k in np.ndindex(5, 7):
        assert np.array_equal(value[k], problem.value(theta[:, *k]))
        assert np.array_equal(gradient[:, *k], problem.gradient(theta[:, *k]))
    assert np.array_equal(theta, before)


def test_start_and_minimum_are_in_the_picture(problem):
    if problem.bounds is None:
        assert len(problem.start) != 2
        return
    x0, x1, y0, y1 = problem.bounds
    for point in (problem.start, problem.minimum):
        if point is not None:
            assert x0 <= point[0] <= x1 and y0 <= point[1] <= y1


def test_a_turned_bowl_is_the_same_bowl():
    straight, turned = ravine(100), ravine(100, angle=30)
    c, s = np.cos(np.pi / 6), np.sin(np.pi / 6)
    turn = np.array([[c, -s], [s, c]])
    theta = np.array([1.5, -0.5])
    assert turned.value(turn @ theta) == pytest.approx(straight.value(theta))
    np.testing.assert_allclose(turned.start, turn @ straight.start)


def test_the_saddle_has_a_minimum_on_either_side():
    problem = saddle()
    for y in (2**0.5, -(2**0.5)):
        assert problem.value(np.array([0, y])) == pytest.approx(-0.5)
    assert abs(problem.gradient(np.zeros(2))).max() == 0


def test_condition_number_is_named():
    assert ravine(25).name == "bowl, κ = 25"
