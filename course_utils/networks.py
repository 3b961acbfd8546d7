"""Three models with hand-written gradients, their parameters in one flat vector.

They share one interface: `init(rng)`, `loss(theta, X, y)`, `gradient(theta, X, y)` and
`accuracy(theta, X, y)`. X has shape (n, n_in), one sample a row; y holds n labels.
theta has shape (P, ...): sweep axes are allowed, and a run in a sweep gets the same
bits as alone. `loss` (the mean, in nats) and `accuracy` (0 to 1) have the sweep's
shape, `gradient` has that of theta.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from course_utils.inputs import as_count
from course_utils.problems import Problem


@dataclass(frozen=True)
class LogisticRegression:
    """Two classes, y in {0, 1}: p = 1 / (1 + exp(-(X w + b))), theta = (w, b).

    P = n_in + 1. The loss is the mean cross-entropy.
    """

    n_in: int

    def __post_init__(self):
        as_count("n_in", self.n_in)

    def init(self, rng=None):
        return np.zeros(self.n_in + 1)

    def scores(self, theta, X):
        """X w + b, shape (..., n)."""
        check_fit(theta, self.n_in + 1, X, self.n_in)
        theta = runs_first(theta)
        w, b = theta[..., :-1, None], theta[..., -1:]
        return (X @ w)[..., 0] + b

    def loss(self, theta, X, y):
        z, y = self.scores(theta, X), as_labels(y, X)
        return (np.logaddexp(0, z) - y * z).mean(axis=-1)

    def gradient(self, theta, X, y):
        z, y = self.scores(theta, X), as_labels(y, X)
        p = (1 + np.tanh(z / 2)) / 2  # 1 / (1 + exp(-z)), but cannot overflow
        error = p - y
        w = (X.T @ error[..., None])[..., 0] / len(X)
        b = error.mean(axis=-1, keepdims=True)
        return runs_last(np.concatenate([w, b], axis=-1))

    def accuracy(self, theta, X, y):
        return ((self.scores(theta, X) > 0) == as_labels(y, X)).mean(axis=-1)

    def problem(self, X, y, name="logistic regression"):
        """The loss on all of X and y as a Problem, for `descent.run`."""
        return Problem(
            name,
            lambda theta: self.loss(theta, X, y),
            lambda theta: self.gradient(theta, X, y),
            None,
            None,
            self.init(),
        )


@dataclass(frozen=True)
class Perceptron:
    """One hidden layer: softmax(relu(X W1 + b1) W2 + b2), theta = (W1, b1, W2, b2).

    P = (n_in + 1) n_hidden + (n_hidden + 1) n_out. The loss is the mean cross-entropy.
    W1 starts as in He et al. (2015), with the variance
    2 / n_in; W2, which no relu follows, with 1 / n_hidden; b1 and b2 at zero.
    """

    n_in: int
    n_hidden: int
    n_out: int

    def __post_init__(self):
        for name in ("n_in", "n_hidden", "n_out"):
            as_count(name, getattr(self, name))

    def init(self, rng):
        W1 = rng.standard_normal((self.n_in, self.n_hidden)) * np.sqrt(2 / self.n_in)
        W2 = rng.standard_normal((self.n_hidden, self.n_out)) * np.sqrt(
            1 / self.n_hidden
        )
        zeros = np.zeros(self.n_hidden), np.zeros(self.n_out)
        return np.concatenate([W1.ravel(), zeros[0], W2.ravel(), zeros[1]])

    def split(self, theta):
        """Views W1, b1, W2, b2 into parameters or a gradient; sweep axes come first."""
        theta = runs_first(theta)
        sweep, a = theta.shape[:-1], self.n_in * self.n_hidden
        b, c = a + self.n_hidden, a + self.n_hidden + self.n_hidden * self.n_out
        W1 = theta[..., :a].reshape(*sweep, self.n_in, self.n_hidden)
        W2 = theta[..., b:c].reshape(*sweep, self.n_hidden, self.n_out)
        return W1, theta[..., a:b], W2, theta[..., c:]

    def join(self, W1, b1, W2, b2):
        """What `split` took apart, shape (P, ...)."""
        flat = (part.reshape(*b1.shape[:-1], -1) for part in (W1, b1, W2, b2))
        return runs_last(np.concatenate(list(flat), axis=-1))

    def forward(self, theta, X):
        """Hidden activations, shape (..., n, n_hidden), and scores, (..., n, n_out)."""
        n_theta = (self.n_in + 1) * self.n_hidden + (self.n_hidden + 1) * self.n_out
        check_fit(theta, n_theta, X, self.n_in)
        W1, b1, W2, b2 = self.split(theta)
        h = np.maximum(X @ W1 + b1[..., None, :], 0)
        return h, h @ W2 + b2[..., None, :]

    def loss(self, theta, X, y):
        (_, z), hit = self.forward(theta, X), self.one_hot(y, X)
        z = z - z.max(axis=-1, keepdims=True)
        right = np.where(hit, z, 0).sum(axis=-1)
        return (np.log(np.exp(z).sum(axis=-1)) - right).mean(axis=-1)

    def gradient(self, theta, X, y):
        (h, z), hit = self.forward(theta, X), self.one_hot(y, X)
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        p = e / e.sum(axis=-1, keepdims=True)
        error = (p - hit) / len(X)
        back = error @ self.split(theta)[2].mT * (h > 0)
        b1, b2 = back.sum(axis=-2), error.sum(axis=-2)
        return self.join(X.T @ back, b1, h.mT @ error, b2)

    def accuracy(self, theta, X, y):
        _, z = self.forward(theta, X)
        return (z.argmax(axis=-1) == as_labels(y, X)).mean(axis=-1)

    def one_hot(self, y, X):
        """True where a sample's label stands, shape (n, n_out)."""
        return as_labels(y, X)[:, None] == np.arange(self.n_out)


@dataclass(frozen=True)
class DeepPerceptron:
    """Several hidden layers: h = relu(h W + b) for each, then softmax(h W + b).

    `sizes` holds the widths from n_in to n_out, (64, 32, 32, 10); with one hidden layer
    it is Perceptron, bit for bit. theta = (W1, b1, W2, b2, ..): P is the sum of
    (n + 1) m over neighbours n, m. It starts as Perceptron does.
    """

    sizes: tuple

    def __post_init__(self):
        sizes = tuple(as_count("each of sizes", size) for size in self.sizes)
        if len(sizes) < 2:
            raise ValueError(f"sizes must hold n_in .. n_out, as (64, 32, 10): {sizes}")
        object.__setattr__(self, "sizes", sizes)  # the class is frozen

    @property
    def layers(self):
        """A pair (n, m) for each layer, n numbers in and m out."""
        return list(pairwise(self.sizes))

    def init(self, rng):
        gains = [2] * (len(self.layers) - 1) + [1]  # no relu follows the last
        parts = []
        for (n, m), gain in zip(self.layers, gains, strict=True):
            W = rng.standard_normal((n, m)) * np.sqrt(gain / n)
            parts += [W.ravel(), np.zeros(m)]
        return np.concatenate(parts)

    def split(self, theta):
        """Views W1, b1, W2, b2, .. into parameters or a gradient; sweep axes first."""
        theta = runs_first(theta)
        parts, a = [], 0
        for n, m in self.layers:
            W = theta[..., a : a + n * m].reshape(*theta.shape[:-1], n, m)
            parts += [W, theta[..., a + n * m : a + n * m + m]]
            a += n * m + m
        return parts

    def join(self, *parts):
        """What `split` took apart, shape (P, ...)."""
        sweep = parts[1].shape[:-1]
        flat = [part.reshape(*sweep, -1) for part in parts]
        return runs_last(np.concatenate(flat, axis=-1))

    def forward(self, theta, X):
        """[X and the activations of each hidden layer], and scores, (..., n, n_out)."""
        check_fit(theta, sum((n + 1) * m for n, m in self.layers), X, self.sizes[0])
        parts, h = self.split(theta), [X]
        for W, b in zip(parts[:-2:2], parts[1:-2:2], strict=True):
            h.append(np.maximum(h[-1] @ W + b[..., None, :], 0))
        return h, h[-1] @ parts[-2] + parts[-1][..., None, :]

    def gradient(self, theta, X, y):
        (h, z), hit = self.forward(theta, X), self.one_hot(y, X)
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        error = (e / e.sum(axis=-1, keepdims=True) - hit) / len(X)
        g, weights = [], self.split(theta)[::2]
        for k in range(len(weights) - 1, -1, -1):  # from the last layer back
            g = [h[k].mT @ error, error.sum(axis=-2), *g]
            if k:
                error = error @ weights[k].mT * (h[k] > 0)
        return self.join(*g)

    def one_hot(self, y, X):
        """True where a sample's label stands, shape (n, n_out)."""
        return as_labels(y, X)[:, None] == np.arange(self.sizes[-1])

    loss, accuracy = Perceptron.loss, Perceptron.accuracy


def runs_first(theta):
    """Shape (P, ...) seen as (..., P), so that a run's matrices can be cut out."""
    return theta.transpose(*range(1, theta.ndim), 0)


def runs_last(g):
    """Shape (..., P) seen as (P, ...)."""
    return g.transpose(-1, *range(g.ndim - 1))


def check_fit(theta, n_theta, X, n_in):
    """Refuse parameters or samples of another size than the model's."""
    if np.ndim(X) != 2 or np.shape(X)[1] != n_in:
        raise ValueError(
            f"X has shape {np.shape(X)}, but the model wants (n, {n_in}), row by row"
        )
    if np.ndim(theta) == 0 or len(theta) != n_theta:
        raise ValueError(
            f"theta has shape {np.shape(theta)}, but the model wants {n_theta} "
            f"parameters; start from init(rng)"
        )


def as_labels(y, X):
    """Return `y` as an array of one label per sample of X."""
    y = np.asarray(y)
    if y.shape != (len(X),):
        raise ValueError(
            f"y has shape {y.shape}, but X has {len(X)} samples; try y.ravel()"
        )
    return y
