"""The exponential moving average and its bias correction: what all else is built on.

Time runs along the first axis of a series. `beta` may be an array: its axes then come
after those of one entry of the series, so a whole sweep of betas is one call.
"""

import numpy as np

from course_utils.inputs import as_array, as_beta, as_count


def ema(x, beta):
    """Exponential moving average of a series, started at zero.

    v_t = beta v_(t-1) + (1 - beta) x_t,  v_0 = 0

    Parameters
    ----------
    x : array, shape (n, ...)
        The series; time is the first axis.
    beta : number or array in [0, 1)
        The share of the past that is kept; broadcasts against one entry of `x`.

    Returns
    -------
    array, shape (n, ...)
        v_1 .. v_n. The start v_0 is left out.

    Raises
    ------
    TypeError, ValueError
        `x` is empty, not finite or not numbers; `beta` lies outside [0, 1).

    Examples
    --------
    >>> ema([1, 1, 1], 0.5)
    array([0.5  , 0.75 , 0.875])

    Source: Roberts (1959), "Control chart tests based on geometric moving averages".
    """
    x, beta = as_series(x), as_beta("beta", beta)
    v, averages = 0.0, []
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
        averages.append(v)
    return np.array(averages)


def bias_correction(beta, t):
    """The weight that an average from zero has put on data after t steps, 1 - beta^t.

    `t` is 1 at the first step; both arguments broadcast. Source: Kingma and Ba (2015),
    "Adam: a method for stochastic optimization", section 3.
    """
    beta, t = as_beta("beta", beta), as_array("t", t)
    if (t < 1).any():
        raise ValueError(f"t must be 1 or more, not {t.min():g}; the first step is t=1")
    return 1 - np.power(beta, t)


def bias_corrected_ema(x, beta):
    """Exponential moving average whose start is not pulled towards zero.

    v_hat_t = v_t / (1 - beta^t)

    Takes, returns and raises the same as `ema`.

    Examples
    --------
    >>> bias_corrected_ema([2, 2, 2], 0.9).round(12)
    array([2., 2., 2.])
    """
    v, beta = ema(x, beta), as_beta("beta", beta)
    t = counted(v)  # 1, 2, 3, ...
    v_hat = v / (1 - beta**t)
    return v_hat


def ema_weights(beta, n):
    """The weights that the average gives to the last n values, newest first.

    (1 - beta) beta^k for k = 0 .. n-1: shape (n,) for one beta, else (n, ...).
    """
    beta = as_beta("beta", beta)
    k = np.arange(as_count("n", n)).reshape(-1, *[1] * beta.ndim)
    return (1 - beta) * np.power(beta, k)


def half_life(beta):
    """Steps after which a value's weight has halved: ln(1/2) / ln(beta)."""
    with np.errstate(divide="ignore"):  # beta = 0 forgets at once: 0 steps
        return np.log(0.5) / np.log(as_beta("beta", beta))


def equivalent_window(beta):
    """How many points a plain mean needs for the same variance under white noise.

    (1 + beta) / (1 - beta): 19 at beta = 0.9.
    """
    beta = as_beta("beta", beta)
    return (1 + beta) / (1 - beta)


def moving_average(x, n):
    """Plain mean of the last n values; of all values so far while there are fewer.

    `x` has shape (m, ...) with time on the first axis, and so has what is returned.
    """
    x, n = as_series(x), as_count("n", n)
    windows = (x[max(0, t + 1 - n) : t + 1] for t in range(len(x)))
    return np.array([window.mean(axis=0) for window in windows])


def counted(series):
    """1, 2, .. along the first axis of a series, shape (n, 1, ...)."""
    return np.arange(1, len(series) + 1).reshape(-1, *[1] * (series.ndim - 1))


def as_series(x):
    """Return `x` as a float64 array with time on its first axis."""
    x = as_array("x", x)
    if x.ndim == 0:
        raise ValueError(
            f"x must be a series, not the single number {x:g}; try x=[{x:g}]"
        )
    return x
