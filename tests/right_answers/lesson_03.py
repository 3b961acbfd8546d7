"""Right answers to the exercises of lesson 03."""

import warnings

import numpy as np


def momentum_as_list(point, slope, average, rate, keep):
    print("a stray print")
    average = average + (1 - keep) * (slope - average)
    return [(point - rate * average).tolist(), average.tolist()]


def momentum_on_copies(theta, g, v, lr, beta):
    theta, v = theta.copy(), v.copy()
    v *= beta
    v += (1 - beta) * g
    theta -= lr * v
    return theta, v


def momentum_in_float32(theta, g, v, lr, beta):
    theta, g, v = (a.astype(np.float32) for a in (theta, g, v))
    return momentum_on_copies(theta, g, v, np.float32(lr), np.float32(beta))


def momentum_one_by_one(theta, g, v, lr, beta):
    theta, v = theta.copy(), v.copy()
    for i in np.ndindex(theta.shape):
        v[i] = beta * v[i] + (1 - beta) * g[i]
        theta[i] -= lr * v[i]
    return np.array([theta, v])


def torch_on_copies(theta, g, buf, lr, beta, weight_decay):
    warnings.warn("a stray warning", stacklevel=1)
    g, buf = g.copy(), buf.copy()
    g += weight_decay * theta
    buf *= beta
    buf += g
    return theta - lr * buf, buf


def torch_in_float32(theta, g, buf, lr, beta, weight_decay):
    theta, g, buf = (a.astype(np.float32) for a in (theta, g, buf))
    return torch_on_copies(theta, g, buf, lr, beta, weight_decay)


def nesterov_from_ahead(theta, h, v, lr, beta):
    ahead = theta - lr * beta * v
    g = h * ahead
    return [ahead - lr * (1 - beta) * g, beta * v + (1 - beta) * g]


def nesterov_as_change(theta, h, v, lr, beta):
    new = v + (1 - beta) * (h * theta - h * lr * beta * v - v)
    return (theta - lr * new).tolist(), new.tolist()


def nesterov_in_float32(theta, h, v, lr, beta):
    return nesterov_as_change(*(np.float32(a) for a in (theta, h, v, lr, beta)))


RIGHT = {
    "torch_rate": [
        lambda lr, beta: lr - lr * beta,
        lambda a, b: [(1 - b) * a],
        lambda lr, beta: np.float32(lr) * np.float32(1 - beta),
    ],
    "dampened_buffer": [0.81, 0.9 * 0.9],
    "momentum_step": [
        momentum_as_list,
        momentum_on_copies,
        momentum_in_float32,
        momentum_one_by_one,
    ],
    "betas_of_runs": [("0.99", "0", "0.9"), [0.99, 0, 0.9]],
    "slow_after_pause": ["V was not saved"],
    "torch_step": [
        torch_on_copies,
        torch_in_float32,
        lambda theta, g, buf, lr, beta, weight_decay: [
            theta * (1 - lr * weight_decay) - lr * g - lr * beta * buf,
            (beta * buf + g + weight_decay * theta).tolist(),
        ],
    ],
    "nesterov_step": [nesterov_from_ahead, nesterov_as_change, nesterov_in_float32],
    "lr_beta_for_ravine": [[0.11, 0.72], (0.08, 0.7), np.array([4 / 40, 81 / 121])],
}
