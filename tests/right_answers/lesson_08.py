"""Right answers to the exercises of lesson 08."""

import numpy as np


def decay_from_the_last(lr0, k, n):
    print("a stray print")
    rates = [lr0]
    for epoch in range(1, n):
        rates.append(rates[-1] * (1 + k * (epoch - 1)) / (1 + k * epoch))
    return rates


def rmsprop_in_place_on_copies(theta, g, s, lr, beta, eps):
    theta, s = theta.copy(), s.copy()
    s += (1 - beta) * (g * g - s)
    theta -= lr * g / (eps + s**0.5)
    return [theta, s]


def rmsprop_in_float32(*args):
    return rmsprop_in_place_on_copies(
        *[np.asarray(a, dtype=np.float32) for a in args[:3]], *args[3:]
    )


def rmsprop_of_lists(p, grad, sq, rate, b, e):
    sq = b * sq + (1 - b) * np.square(grad)
    root = np.sqrt(sq)
    root += e
    return (p - rate / root * grad).tolist(), sq.tolist()


def descent_in_plain_python(start, minimum, lr, steps):
    theta = list(map(float, start))
    for _ in range(steps):
        theta = [x - lr * (x - m) for x, m in zip(theta, minimum, strict=True)]
    return theta


def training_by_parameter(theta, gs, lr, beta1, beta2, eps):
    theta, path, t = theta.copy(), [], 0
    v, s = np.zeros(len(theta)), np.zeros(len(theta))
    for epoch in gs:
        for g in epoch:
            t += 1
            for i in range(len(theta)):
                v[i] = beta1 * v[i] + (1 - beta1) * g[i]
                s[i] = beta2 * s[i] + (1 - beta2) * g[i] ** 2
                v_hat = v[i] / (1 - beta1**t)
                s_hat = s[i] / (1 - beta2**t)
                theta[i] = theta[i] - lr * v_hat / (np.sqrt(s_hat) + eps)
            path.append(theta.copy())
    return path


def training_in_one_line_of_steps(theta, gs, a, b1, b2, e):
    v = s = np.zeros_like(theta)
    path = np.empty((gs.shape[0] * gs.shape[1], len(theta)))
    for t, g in enumerate(gs.reshape(-1, len(theta)), start=1):
        v, s = v + (1 - b1) * (g - v), s + (1 - b2) * (g * g - s)
        root = np.sqrt(1 - b2**t)
        theta = theta - a * root / (1 - b1**t) * v / (np.sqrt(s) + e * root)
        path[t - 1] = theta
    return path


def training_in_float32(theta, gs, *rest):
    return training_by_parameter(theta.astype(np.float32), gs.astype(np.float32), *rest)


RIGHT = {
    "bugs_of_rates": [
        [
            "Decayed rate decayed again",
            "steps counted for epochs",
            "rises past t",
            "boundary one step late",
        ]
    ],
    "compounded_rate": [0.000139, 1.389e-4, 0.1 / np.prod(np.arange(1, 7))],
    "mended_decay": [
        decay_from_the_last,
        lambda first, decay, n: first / (1 + decay * np.arange(n)),
        lambda a, k, n: np.array([a / (1 + k * e) for e in range(n)], np.float32),
    ],
    "mended_rmsprop": [
        rmsprop_in_place_on_copies,
        rmsprop_in_float32,
        rmsprop_of_lists,
    ],
    "mended_descent": [
        descent_in_plain_python,
        lambda start, m, lr, n: m + (np.array(start) - m) * (1 - lr) ** n,
        lambda start, m, lr, n: (
            np.float32(m) - np.float32(m - start) * np.float32(1 - lr) ** n
        ),
    ],
    "restarted_step": [0.316, 0.32, 1 / np.sqrt(10)],
    "bugs_of_steps": [
        [
            "t never incremented",
            "corrected v stored back",
            "V_hat left out",
            "t restarted each epoch",
        ]
    ],
    "mended_training": [
        training_by_parameter,
        training_in_one_line_of_steps,
        training_in_float32,
    ],
}
