"""Checks of arguments: each raises one clear error that says what to type instead."""

import numpy as np


def as_array(name, value):
    """Return `value` as a new float64 array; refuse what is no finite number.

    Raises
    ------
    TypeError
        `value` does not convert to numbers, e.g. a string or a ragged list.
    ValueError
        `value` is empty or holds nan or inf.
    """
    try:
        array = np.array(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} must be an array of numbers, not {value!r:.60}; "
            f"try {name}=np.array([1.0, 2.0])"
        ) from None
    if array.size == 0:
        raise ValueError(f"{name} is empty; give it at least one number")
    array = array.astype(float)
    if not np.isfinite(array).all():
        where = np.argwhere(~np.isfinite(array))[0].tolist()
        raise ValueError(
            f"{name} must be finite, but holds nan or inf, first at index {where}; "
            f"drop or fill such values before the call"
        )
    return array


def as_beta(name, value):
    """Return `value` as a float64 array in [0, 1): how much of the past to keep."""
    beta = as_array(name, value)
    if ((beta < 0) | (beta >= 1)).any():
        worst = beta[(beta < 0) | (beta >= 1)].flat[0]
        raise ValueError(f"{name} must lie in [0, 1), not {worst:g}; try {name}=0.9")
    return beta


def as_positive(name, value, *, zero=False):
    """Return `value` as a float64 array of positive numbers; `zero` allows 0 too."""
    array = as_array(name, value)
    if (array < 0).any() or (not zero and (array == 0).any()):
        wanted = "0 or more" if zero else "more than 0"
        raise ValueError(f"{name} must be {wanted}, not {array.min():g}")
    return array


def as_pair(theta, g):
    """Return parameters and their gradient as arrays of one shape; g may hold nan."""
    theta, g = np.asarray(theta), np.asarray(g)
    if theta.dtype.kind not in "biuf" or g.dtype.kind not in "biuf":
        raise TypeError(
            "theta and g must be arrays of numbers; try np.array([1.0, 2.0])"
        )
    if theta.shape != g.shape:
        raise ValueError(
            f"g has shape {g.shape}, but theta has {theta.shape}; "
            f"a gradient has one entry for each parameter"
        )
    return theta, g


def as_count(name, value):
    """Return `value` as an int of at least 1, such as a number of steps."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, not {value!r:.40}")
    return int(value)
