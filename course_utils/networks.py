"""Two models with hand-written gradients, their parameters in one flat vector.

Both share one interface: `init(rng)`, `loss(theta, X, y)`, `gradient(theta, X, y)` and
`accuracy(theta, X, y)`. X has shape (n, n_in), one sample a row; y holds n labels.
"""

from dataclasses import dataclass

import numpy as np

from course_utils.inputs import as_count
from course_utils.problems import Problem


@dataclass(frozen=True)
class LogisticRegression:
    """Two classes, y in {0, 1}: p = 1 / (1 + exp(-(X w + b))), theta = (w, b).

    theta has shape (n_in + 1, ...): sweep axes are allowed. The loss is the mean
    cross-entropy, in nats.
    """

    n_in: int

    def __post_init__(self):
        as_count("n_in", self.n_in)

    def init(self, rng=None):
        return np.zeros(self.n_in + 1)

    def scores(self, theta, X):
        """X w + b, shape (..., n): the same bits for a run alone and in a sweep."""
        check_fit(theta, self.n_in + 1, X, self.n_in)
        theta = np.moveaxis(theta, 0, -1)
        return (X @ theta[..., :-1, None])[..., 0] + theta[..., -1:]

    def loss(self, theta, X, y):
        z, y = self.scores(theta, X), as_labels(y, X)
        return (np.logaddexp(0, z) - y * z).mean(axis=-1)

    def gradient(self, theta, X, y):
        z, y = self.scores(theta, X), as_labels(y, X)
        p = (1 + np.tanh(z / 2)) / 2  # 1 / (1 + exp(-z)), but cannot overflow
        error = p - y
        weights = (X.T @ error[..., None])[..., 0] / len(X)
        return np.array([*np.moveaxis(weights, -1, 0), error.mean(axis=-1)])

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

    theta has shape (P,), P = (n_in + 1) n_hidden + (n_hidden + 1) n_out. The loss is
    the mean cross-entropy, in nats. W1 starts as in He et al. (2015), with the variance
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
        """Views W1, b1, W2, b2 into a parameter or gradient vector."""
        a = self.n_in * self.n_hidden
        b, c = a + self.n_hidden, a + self.n_hidden + self.n_hidden * self.n_out
        W1 = theta[:a].reshape(self.n_in, self.n_hidden)
        W2 = theta[b:c].reshape(self.n_hidden, self.n_out)
        return W1, theta[a:b], W2, theta[c:]

    def forward(self, theta, X):
        """Hidden activations, shape (n, n_hidden), and scores, shape (n, n_out)."""
        n_theta = (self.n_in + 1) * self.n_hidden + (self.n_hidden + 1) * self.n_out
        check_fit(theta, n_theta, X, self.n_in)
        W1, b1, W2, b2 = self.split(theta)
        h = np.maximum(X @ W1 + b1, 0)
        return h, h @ W2 + b2

    def loss(self, theta, X, y):
        (_, z), y = self.forward(theta, X), as_labels(y, X)
        z = z - z.max(axis=1, keepdims=True)
        return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]).mean()

    def gradient(self, theta, X, y):
        (h, z), y = self.forward(theta, X), as_labels(y, X)
        error = np.exp(z - z.max(axis=1, keepdims=True))
        error /= error.sum(axis=1, keepdims=True)
        error[np.arange(len(y)), y] -= 1
        error /= len(y)
        g = np.empty_like(theta)
        W1, b1, W2, b2 = self.split(g)
        back = (error @ self.split(theta)[2].T) * (h > 0)
        np.matmul(X.T, back, out=W1)
        np.matmul(h.T, error, out=W2)
        b1[:], b2[:] = back.sum(axis=0), error.sum(axis=0)
        return g

    def accuracy(self, theta, X, y):
        _, z = self.forward(theta, X)
        return (z.argmax(axis=1) == as_labels(y, X)).mean()


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
