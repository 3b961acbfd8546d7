"""Right answers to the exercises of lesson 05."""

import numpy as np


def adam_in_loops(w, grad, m, u, step, rate, b1, b2, small):
    print("a stray print")
    w, m, u = w.copy(), m.copy(), u.copy()
    for i in np.ndindex(w.shape):
        m[i] += (1 - b1) * (grad[i] - m[i])
        u[i] += (1 - b2) * (grad[i] ** 2 - u[i])
        m_hat, u_hat = m[i] / (1 - b1**step), u[i] / (1 - b2**step)
        w[i] -= rate * m_hat / (u_hat**0.5 + small)
    return [w, m, u]


def adam_with_moved_corrections(theta, g, v, s, t, lr, beta1, beta2, eps):
    v, s = v + (1 - beta1) * (g - v), s + (1 - beta2) * (g * g - s)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - np.power(beta1, t))
    return (theta - rate * v / (np.sqrt(s) + eps * root)).tolist(), v.tolist(), s


def adam_in_float32(theta, g, v, s, t, lr, beta1, beta2, eps):
    theta, g, v, s = (a.astype(np.float32) for a in (theta, g, v, s))
    v *= beta1
    v += (1 - beta1) * g
    s *= beta2
    s += (1 - beta2) * np.square(g)
    theta -= lr * (v / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return theta, v, s


def adam_as_array(theta, g, v, s, t, lr, beta1, beta2, eps):
    return np.array(adam_in_loops(theta, g, v, s, t, lr, beta1, beta2, eps))


def amsgrad_by_where(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    v, s = beta1 * v + g - beta1 * g, beta2 * s + g**2 - beta2 * g**2
    s_max = np.where(s > s_max, s, s_max)
    root = np.sqrt(s_max) / np.sqrt(1 - beta2**t) + eps
    return [theta - lr / (1 - beta1**t) * (v / root), v, s, s_max]


def amsgrad_in_place(w, g, m, u, top, t, lr, b1, b2, eps):
    _, m, u = adam_in_loops(w, g, m, u, t, lr, b1, b2, eps)
    top = top.copy()
    np.maximum(top, u, out=top)
    w = w - lr * m / (1 - b1**t) / ((top / (1 - b2**t)) ** 0.5 + eps)
    return w.tolist(), m, u.tolist(), top


def amsgrad_in_float32(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    theta, v, s, s_max = (a.astype(np.float32) for a in (theta, v, s, s_max))
    _, v, s = adam_in_float32(theta, g, v, s, t, lr, beta1, beta2, eps)
    s_max[s > s_max] = s[s > s_max]
    v_hat, s_hat = v / (1 - beta1**t), s_max / (1 - beta2**t)
    return theta - lr * v_hat / (np.sqrt(s_hat) + eps), v, s, s_max


def decay_first(adam):
    def answer(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
        shrunk = theta * (1 - lr * weight_decay)
        return adam(shrunk, g, v, s, t, lr, beta1, beta2, eps)

    return answer


def decay_in_brackets(w, g, m, u, t, lr, b1, b2, eps, decay):
    m, u = b1 * m + (1 - b1) * g, b2 * u + (1 - b2) * g**2
    m_hat, u_hat = m / (1 - b1**t), u / (1 - b2**t)
    return w - lr * (m_hat / (np.sqrt(u_hat) + eps) + decay * w), m, u


RIGHT = {
    "uncorrected_first_step": [3.16, np.sqrt(10), [3.162]],
    "inside_adam": [
        ["changing sign", "Silent lately", "steady", "first gradient just now"],
    ],
    "adam_step": [
        adam_in_loops,
        adam_with_moved_corrections,
        adam_in_float32,
        adam_as_array,
    ],
    "wrong_adams": [["roles exchanged", "no correction", "hats stored"]],
    "step_after_silence": [
        lambda t, lr, b1, b2: [
            lr * (1 - b1) / (1 - b1**t) * np.sqrt((1 - b2**t) / (1 - b2))
        ],
        lambda k, a, b, c: (
            a * sum(c**i for i in range(k)) ** 0.5 * (1 - b) / (1 - b**k)
        ),
        lambda t, lr, b1, b2: np.float32(
            lr / np.sum(b1 ** np.arange(t)) * np.sqrt(np.sum(b2 ** np.arange(t)))
        ),
    ],
    "amsgrad_step": [amsgrad_by_where, amsgrad_in_place, amsgrad_in_float32],
    "adamw_step": [
        decay_first(adam_in_loops),
        decay_first(adam_in_float32),
        decay_first(adam_with_moved_corrections),
        decay_in_brackets,
    ],
    "rosenbrock_settings": [(0.1, 0.9, 0.9), [0.2, 0.9, 0.9], (0.1, 0.8, 0.9)],
}
