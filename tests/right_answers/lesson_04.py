"""Right answers to the exercises of lesson 04."""

import numpy as np


def adagrad_in_loops(w, grad, total, rate, small):
    print("a stray print")
    w, total = w.copy(), total.copy()
    for i in np.ndindex(w.shape):
        total[i] += grad[i] * grad[i]
        w[i] -= rate / (total[i] ** 0.5 + small) * grad[i]
    return [w, total]


def adagrad_as_lists(theta, g, s, lr, eps):
    s = np.add(s, np.square(g))
    return (theta + -lr * (g / (eps + s**0.5))).tolist(), s.tolist()


def adagrad_in_float32(theta, g, s, lr, eps):
    theta, g, s = (a.astype(np.float32) for a in (theta, g, s))
    s += np.abs(g) ** 2
    theta -= lr * g / (np.sqrt(s) + eps)
    return theta, s


def rmsprop_by_difference(theta, g, s, lr, beta, eps):
    s = s + (1 - beta) * (g * g - s)
    rate = lr / (np.sqrt(s) + eps)
    return np.stack([theta - rate * g, s])


def rmsprop_on_copies(w, grad, sq, rate, decay, small):
    w, sq = np.array(w), np.array(sq)
    sq *= decay
    sq += (1 - decay) * grad**2
    w -= rate * grad / (sq**0.5 + small)
    return [w.tolist(), sq]


def rmsprop_in_float32(theta, g, s, lr, beta, eps):
    theta, g, s = (a.astype(np.float32) for a in (theta, g, s))
    s = np.float32(beta) * s + np.float32(1 - beta) * np.square(g)
    return theta - np.float32(lr) * g / (np.sqrt(s) + np.float32(eps)), s


def many(step):
    def answer(theta, gs, lr, beta, eps):
        s = 0 * theta
        for k in range(len(gs)):
            theta, s = step(theta, gs[k], s, lr, beta, eps)
        return theta, s

    return answer


def one_parameter_after_the_other(theta, gs, lr, beta, eps):
    s, out = [0.0] * len(theta), list(theta)
    for i in range(len(theta)):
        for g in gs[:, i]:
            s[i] = beta * s[i] + (1 - beta) * g**2
            out[i] -= lr * g / (s[i] ** 0.5 + eps)
    return out, s


RIGHT = {
    "rmsprop_first_step": [0.05, np.float32(0.05), [0.05]],
    "adagrad_step": [adagrad_in_loops, adagrad_as_lists, adagrad_in_float32],
    "rmsprop_step": [rmsprop_by_difference, rmsprop_on_copies, rmsprop_in_float32],
    "rates_of_a_rare_word": [
        ["rmsprop, beta = 0.9", " AdaGrad", "RMSprop, beta = 0.99"],
    ],
    "eps_two_ways": [(0.99, 0.01), np.array([0.9901, 0.0099995])],
    "wrong_scales": [["no root", "|g| for g^2 ", "One scale for all"]],
    "mended_run": [
        many(rmsprop_by_difference),
        many(rmsprop_on_copies),
        many(rmsprop_in_float32),
        one_parameter_after_the_other,
    ],
    "rmsprop_settings": [(0.2, 0.99), [1, 0.99], np.array([0.1, 0.999])],
}
