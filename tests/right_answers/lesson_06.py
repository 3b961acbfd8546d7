"""Right answers to the exercises of lesson 06."""

import numpy as np


def exponential_in_a_loop(first, keep, t):
    print("a stray print")
    lr = first
    for _ in range(t):
        lr *= keep
    return lr


def warmup_with_if(lr, steps, t):
    if t >= steps:
        return lr
    return lr / steps + lr / steps * t


def piecewise_in_a_loop(lr0, factor, boundaries, t):
    for b in boundaries:
        if t >= b:
            lr0 *= factor
    return lr0


def piecewise_until_the_first_ahead(lr, f, bs, t):
    bs = list(bs)
    while bs and bs.pop(0) <= t:
        lr = lr * f
    return [lr]


def cosine_with_if(lr0, lr_min, T, t):
    if t > T:
        return lr_min
    half = (lr0 - lr_min) / 2
    return lr_min + half + half * np.cos(t / T * np.pi)


def rates_in_place(gs, lrs, beta, eps):
    squares = gs.copy() ** 2
    squares *= 1 - beta
    for t in range(1, len(squares)):
        squares[t] += beta * squares[t - 1]
    return (lrs / (np.sqrt(squares) + eps).T).T


def rates_by_column(g, lr, b, e):
    columns = []
    for column in g.T:
        s, rates = 0.0, []
        for t, x in enumerate(column):
            s += (1 - b) * (x * x - s)
            rates.append(lr[t] / (s**0.5 + e))
        columns.append(rates)
    return [list(row) for row in zip(*columns, strict=True)]


def rates_in_float32(gs, lrs, beta, eps):
    return rates_in_place(gs.astype(np.float32), lrs.astype(np.float32), beta, eps)


RIGHT = {
    "exponential_decay": [
        exponential_in_a_loop,
        lambda a, b, c: a * np.exp(c * np.log(b)),
        lambda lr0, gamma, t: np.float32(lr0) * np.float32(gamma) ** np.float32(t),
        lambda lr0, gamma, t: np.array([lr0 * np.power(gamma, t)]),
    ],
    "schedules_of_curves": [
        ["Piecewise", "1/t", "cosine", "exponential"],
        np.array(["piecewise", "1/T", "cosine", " exponential"]),
    ],
    "inverse_time_decay": [
        lambda lr0, k, t: lr0 * (1 + k * t) ** -1,
        lambda lr, decay, n: [1 / (1 / lr + decay * n / lr)],
        lambda lr0, k, t: np.float32(lr0) / np.float32(1 + t * k),
    ],
    "warmup_rate": [
        warmup_with_if,
        lambda lr, steps, t: np.minimum(t + 1, steps) * lr / steps,
        lambda lr, n, t: np.clip((t + 1) / n, 0, 1) * np.float32(lr),
    ],
    "piecewise_decay": [
        piecewise_in_a_loop,
        piecewise_until_the_first_ahead,
        lambda a, f, b, t: a * f ** np.searchsorted(b, t, side="right"),
        lambda a, f, b, t: a * np.prod(np.where(b <= t, np.float32(f), 1)),
    ],
    "cosine_decay": [
        cosine_with_if,
        lambda a, b, T, t: b + (a - b) * np.cos(np.pi / 2 * min(t / T, 1)) ** 2,
        lambda lr0, lr_min, T, t: [
            np.float32((lr0 + lr_min) / 2)
            + np.float32((lr0 - lr_min) / 2 * np.cos(np.pi * np.clip(t, 0, T) / T))
        ],
    ],
    "gamma_for_floor": [0.985, np.float32(0.99), np.array(0.992)],
    "effective_rates": [rates_in_place, rates_by_column, rates_in_float32],
}
