"""Right answers to the exercises of lesson 01."""

import warnings

import numpy as np


def ema_by_matrix(series, b):
    n = len(series)
    age = np.arange(n)[:, None] - np.arange(n)
    return np.where(age >= 0, (1 - b) * b ** np.maximum(age, 0), 0) @ series


def ema_as_list(x, beta):
    print("a stray print")
    warnings.warn("a stray warning", stacklevel=1)
    v, out = 0, []
    for value in x:
        v += (1 - beta) * (value - v)
        out += [v]
    return out


def ema_on_a_copy(x, beta):
    x = x.copy()
    x *= 1 - beta
    for t in range(1, len(x)):
        x[t] += beta * x[t - 1]
    return x


def ema_in_float32(x, beta):
    return ema_on_a_copy(x.astype(np.float32), np.float32(beta))


RIGHT = {
    "ema": [ema_by_matrix, ema_as_list, ema_on_a_copy, ema_in_float32],
    "ema_weight": [
        lambda b, age: b**age - b ** (age + 1),
        lambda beta, k: (
            np.exp(k * np.log(beta)) * (1 - beta) if beta else float(k == 0)
        ),
        lambda beta, k: [(1 - beta) * float(np.prod([beta] * k))],
    ],
    "half_life": [
        lambda beta: np.log(2) / -np.log(beta),
        lambda beta: -1 / np.log2(beta),
        lambda b: np.float32(np.log(0.5) / np.log(b)),
    ],
    "share_of_last_10": [0.6513, 0.65, sum(0.1 * 0.9**k for k in range(10))],
    "beta_for_a_week": [0.9, 0.91, np.exp(np.log(0.5) / 7)],
    "betas_of_curves": [["0.5", "0.95", "0.8"], np.array(["0.5", "0.95", "0.8"])],
    "late_average": ["Stored before the update "],
}
