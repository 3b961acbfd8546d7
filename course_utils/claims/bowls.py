"""The bowl of a matrix, along the axes or turned: lesson 10 races on it."""

import numpy as np

from course_utils.problems import Problem

SIDE = 8  # rows and columns


def matrix_bowl(seed, turned=True, condition=10_000):
    """1/2 tr (W - G)' H (W - G): an 8 by 8 matrix W, curvatures of 1 down to 1/κ.

    The seed draws the goal G and, if `turned`, the directions of H.
    """
    rng = np.random.default_rng(seed)
    Q = np.linalg.qr(rng.standard_normal((SIDE, SIDE)))[0]
    goal = rng.standard_normal((SIDE, SIDE))
    Q, goal = (Q, Q @ goal) if turned else (np.eye(SIDE), goal)
    H = Q * np.geomspace(1, 1 / condition, SIDE) @ Q.T

    def off(theta):
        return theta.reshape(SIDE, SIDE, -1) - goal[..., None]

    def gradient(theta):
        return np.einsum("ij,jkn->ikn", H, off(theta)).reshape(theta.shape)

    def value(theta):
        away = off(theta)
        loss = (away * np.einsum("ij,jkn->ikn", H, away)).sum(axis=(0, 1)) / 2
        return loss.reshape(theta.shape[1:])

    start, name = np.zeros(SIDE**2), f"matrix bowl, κ = {condition:g}"
    return Problem(name, value, gradient, goal.ravel(), None, start)
