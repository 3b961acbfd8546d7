"""Right answers to the exercises of lesson 02."""

import itertools

import numpy as np


def corrected_by_weights(series, b):
    out = []
    for t in range(1, len(series) + 1):
        weights = b ** np.arange(t)[::-1]
        out.append(weights @ series[:t] / weights.sum())
    return out


def corrected_by_moving_rate(x, beta):
    print("a stray print")
    v_hat, out = 0.0, np.empty(len(x))
    for t in range(1, len(x) + 1):
        v_hat += (1 - beta) / (1 - beta**t) * (x[t - 1] - v_hat)
        out[t - 1] = v_hat
    return out


def corrected_on_a_copy(x, beta):
    x, total = x.copy(), 0.0
    for t in range(len(x)):
        total = beta * total + x[t]
        x[t] = total * (1 - beta) / (1 - beta ** (t + 1))
    return x


def corrected_in_float32(x, beta):
    return corrected_on_a_copy(x.astype(np.float32), np.float32(beta))


def update_as_list(average, new, count, rate):
    average = average + (1 - rate) * (new - average)
    return [average.tolist(), (average / (1 - rate**count)).tolist()]


def update_on_a_copy(v, x_t, t, beta):
    v = v.copy()
    v *= beta
    v += (1 - beta) * x_t
    return v, v / -np.expm1(t * np.log(beta)) if beta else v


def update_in_float32(v, x_t, t, beta):
    v = np.float32(beta) * v.astype(np.float32) + np.float32(1 - beta) * x_t
    return np.array([v, v / (1 - beta**t)], dtype=np.float32)


def counted(beta, share):
    return next(t for t in itertools.count(1) if 1 - beta**t > share)


def counted_by_what_is_missing(b, wanted):
    t, missing = 0, 1.0
    while missing >= 1 - wanted:
        t, missing = t + 1, missing * b
    return t


RIGHT = {
    "uncorrected_third": [2.71, 10 - 10 * 0.9**3, 2.7],
    "starts_of_averages": [["corrected", "stored back", "Started at x_1", "plain"]],
    "bias_corrected_ema": [
        corrected_by_weights,
        corrected_by_moving_rate,
        corrected_on_a_copy,
        corrected_in_float32,
    ],
    "corrected_update": [update_as_list, update_on_a_copy, update_in_float32],
    "growing_average": ["T never incremented"],
    "steps_until_settled": [
        counted,
        counted_by_what_is_missing,
        lambda beta, share: [int(np.log1p(-share) / np.log(beta)) + 1],
    ],
    "beta_settled_and_smooth": [0.94, 0.95, 29 / 31],
}
