"""Loss surfaces with their gradients: where the optimizers walk.

A point `theta` has its coordinates on the first axis and any sweep axes after it;
`value` returns the sweep's shape, `gradient` that of `theta`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.inputs import as_array


@dataclass(frozen=True)
class Problem:
    """A loss to minimize.

    value, gradient : functions of theta, shape (d, ...)
    minimum : array, shape (d,), or None where none exists or is known
    bounds : (x from, x to, y from, y to), what a figure should show; None if not 2-D
    start : array, shape (d,), where a run usually begins
    """

    name: str
    value: Callable
    gradient: Callable
    minimum: np.ndarray | None
    bounds: tuple | None
    start: np.ndarray


def quadratic(eigenvalues, angle=0.0):
    """A bowl, 1/2 theta' H theta, with the given curvatures along its axes.

    Parameters
    ----------
    eigenvalues : array, shape (d,)
        Curvature along each axis of the bowl. Their largest ratio is the condition
        number; a negative one makes a saddle.
    angle : degrees by which a two-dimensional bowl is turned.

    Raises
    ------
    ValueError
        `eigenvalues` holds 0 or is no plain list; a bowl not in 2-D is turned.
    """
    eigenvalues, angle = as_array("eigenvalues", eigenvalues), as_array("angle", angle)
    if eigenvalues.ndim != 1 or (eigenvalues == 0).any():
        raise ValueError(
            "eigenvalues must be a list of numbers other than 0; try [1, 25]"
        )
    d = len(eigenvalues)
    if angle and d != 2:
        raise ValueError(f"only a bowl with 2 eigenvalues can be turned, not {d}")
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    axes = np.array([[c, -s], [s, c]]) if angle else np.eye(d)
    H = axes * eigenvalues @ axes.T

    def gradient(theta):
        if not angle:
            return H.diagonal().reshape(-1, *[1] * (np.ndim(theta) - 1)) * theta
        x, y = theta
        return np.array([H[0, 0] * x + H[0, 1] * y, H[1, 0] * x + H[1, 1] * y])

    def value(theta):
        return sum(theta * gradient(theta)) / 2  # in one order, for any sweep

    start = axes @ np.array([9.0, *[1.0] * (d - 1)])
    bounds = (-10.5, 10.5, -4.5, 4.5) if not angle else (-10.5, 10.5, -10.5, 10.5)
    name = f"bowl, κ = {abs(eigenvalues).max() / abs(eigenvalues).min():g}"
    minimum = np.zeros(d) if (eigenvalues > 0).all() else None
    return Problem(name, value, gradient, minimum, bounds if d == 2 else None, start)


def ravine(condition_number=25.0, angle=0.0):
    """The course's standing example: a bowl of curvature 1 along, κ across."""
    return quadratic([1.0, condition_number], angle)


def saddle():
    """x²/2 - y²/2 + y⁴/8: flat at the origin, with two minima at y = ±√2."""

    def value(theta):
        x, y = theta
        return x * x / 2 - y * y / 2 + y * y * y * y / 8

    def gradient(theta):
        x, y = theta
        return np.array([x, y * y * y / 2 - y])

    minimum, start = np.array([0.0, 2**0.5]), np.array([-1.8, 1e-3])
    return Problem("saddle", value, gradient, minimum, (-2.2, 2.2, -2.2, 2.2), start)


def rosenbrock():
    """(1-x)² + 100 (y-x²)²: a curved valley.  Source: Rosenbrock (1960)."""

    def value(theta):
        x, y = theta
        a, b = 1 - x, y - x * x
        return a * a + 100 * (b * b)

    def gradient(theta):
        x, y = theta
        b = 200 * (y - x * x)
        return np.array([-2 * (1 - x) - 2 * b * x, b])

    minimum, start = np.array([1.0, 1.0]), np.array([-1.2, 1.0])
    return Problem("Rosenbrock", value, gradient, minimum, (-2, 2, -1, 3), start)


def beale():
    """Beale's function: flat plains, steep corners.  Source: Beale (1958)."""

    def parts(theta):
        x, y = theta
        powers = [y, y * y, y * y * y]
        constants = [1.5, 2.25, 2.625]
        residuals = [c - x + x * p for c, p in zip(constants, powers, strict=True)]
        return x, y, powers, residuals

    def value(theta):
        *_, residuals = parts(theta)
        return sum(r * r for r in residuals)

    def gradient(theta):
        x, y, powers, (a, b, c) = parts(theta)
        dx = 2 * (a * (powers[0] - 1) + b * (powers[1] - 1) + c * (powers[2] - 1))
        dy = 2 * x * (a + 2 * y * b + 3 * powers[1] * c)
        return np.array([dx, dy])

    minimum, start = np.array([3.0, 0.5]), np.array([1.0, 1.5])
    return Problem("Beale", value, gradient, minimum, (-4.5, 4.5, -4.5, 4.5), start)
