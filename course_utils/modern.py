"""What came after Adam: sign, matrix and averaging, one line per equation.

Made like those of optimizers.py. Two of them hand out other parameters than those they
step from: `weights(theta, state)` returns what to use, and `train` judges by it.
"""

from dataclasses import dataclass

import numpy as np

from course_utils.inputs import as_count
from course_utils.networks import runs_first, runs_last
from course_utils.optimizers import Adam
from course_utils.settings import Number, Rate, Settings, lr_at

NEWTON_SCHULZ = 3.4445, -4.7750, 2.0315


@dataclass(frozen=True)
class Lion(Settings):
    """theta = theta - lr (sign(beta1 v + (1-beta1) g) + wd theta),  then
    v = beta2 v + (1-beta2) g.

    Every parameter moves by lr; one average is all that is kept, half of Adam's memory.
    PyTorch has none; optax and Keras compute the same.
    Source: Chen et al. (2023), "Symbolic discovery of optimization algorithms".
    """

    lr: Rate = 0.0001
    beta1: Number = 0.9
    beta2: Number = 0.99
    weight_decay: Number = 0.0
    keeps = ("v",)

    def update(self, theta, g, lr, state):
        ahead = self.beta1 * state.v + (1 - self.beta1) * g
        theta = theta - lr * (np.sign(ahead) + self.weight_decay * theta)
        v = self.beta2 * state.v + (1 - self.beta2) * g
        return theta, state._replace(v=v)


@dataclass(frozen=True)
class Matrix:
    """A theta that is one matrix, stored row by row: what Muon wants to be told."""

    rows: int
    columns: int

    def __post_init__(self):
        as_count("rows", self.rows), as_count("columns", self.columns)

    def split(self, theta):
        """The matrix, shape (..., rows, columns), as the only one of a list."""
        theta = runs_first(theta)
        return [theta.reshape(*theta.shape[:-1], self.rows, self.columns)]

    def join(self, matrix):
        """Back to shape (rows * columns, ...)."""
        return runs_last(matrix.reshape(*matrix.shape[:-2], -1))


@dataclass(frozen=True)
class Muon(Settings):
    """Momentum whose average is made orthogonal, matrix by matrix: all its singular
    values become about 1.

    v = beta v + (1-beta) g,  ahead = beta v + (1-beta) g
    theta = theta - lr orthogonal(ahead) sqrt(max(1, columns / rows))

    `network` tells the matrices: a Perceptron or a Matrix, whatever has `split` and
    `join`. A vector counts as a matrix of one row; libraries leave vectors to Adam.
    PyTorch makes orthogonal in bfloat16, and stores a matrix the other way round; optax
    agrees for nesterov=False, and otherwise corrects both averages for their start.
    Source: Jordan et al. (2024), "Muon: an optimizer for hidden layers in neural
    networks".
    """

    lr: Rate = 0.02
    beta: Number = 0.95
    network: object = None
    nesterov: bool = True
    keeps = ("v",)

    def __post_init__(self):
        super().__post_init__()
        if not hasattr(self.network, "split") or not hasattr(self.network, "join"):
            raise TypeError(
                f"network must be what theta belongs to, Perceptron(64, 32, 10) or "
                f"Matrix(3, 4), not {self.network!r:.40}"
            )

    def update(self, theta, g, lr, state):
        v = self.beta * state.v + (1 - self.beta) * g
        ahead = self.beta * v + (1 - self.beta) * g if self.nesterov else v
        steps = [orthogonal(part, theta.ndim) for part in self.network.split(ahead)]
        return theta - lr * self.network.join(*steps), state._replace(v=v)


def orthogonal(part, axes):
    """About U V' for a matrix U S V', times sqrt(max(1, columns / rows)).

    Five steps of Newton and Schulz: X = a X + (b A + c A A) X with A = X X'. They bring
    every singular value between 0.7 and 1.2, but for those below a hundredth or so.
    `part` has `axes` axes if it holds a vector for each run, and one more for a matrix.
    """
    X = part if part.ndim > axes else part[..., None, :]
    a, b, c = NEWTON_SCHULZ
    rows, columns = X.shape[-2:]
    norm = np.sqrt((X * X).sum(axis=-1).sum(axis=-1))[..., None, None]
    X = X / np.maximum(norm, 1e-8)
    X = X.mT if rows > columns else X
    for _ in range(5):
        A = X @ X.mT
        X = a * X + (b * A + c * A @ A) @ X
    X = X.mT if rows > columns else X
    return (np.sqrt(max(1, columns / rows)) * X).reshape(part.shape)


@dataclass(frozen=True)
class ScheduleFree(Settings):
    """Descent from z, gradients at theta, and x, the mean of all z, as what to use.

    z = z - lr g,  x = (1 - 1/t) x + z / t,  theta = (1-beta) z + beta x

    The mean does what a falling rate would do, without knowing when the end is. With a
    warm-up, libraries weigh the mean by lr^2; optax computes the same at a constant lr.
    Source: Defazio et al. (2024), "The road less scheduled".
    """

    lr: Rate = 0.1
    beta: Number = 0.9

    def init(self, theta):
        start = np.array(theta, dtype=float)
        return Settings.init(self, theta)._replace(z=start, x=start)

    def update(self, theta, g, lr, state):
        z, t = state.z - lr * g, state.t
        x = (1 - 1 / t) * state.x + z / t
        return (1 - self.beta) * z + self.beta * x, state._replace(z=z, x=x)

    def weights(self, theta, state):
        """x, the mean of all z."""
        return state.x


@dataclass(frozen=True)
class ScheduleFreeAdamW(Settings):
    """ScheduleFree with Adam's division and AdamW's decay in the step of z.

    s = beta2 s + (1-beta2) g^2,  s_hat = s / (1 - beta2^t)
    z = z - lr (g / (sqrt(s_hat) + eps) + wd theta)

    x and theta as there, with beta1 for beta. optax computes the same at a constant lr.
    Source: Defazio et al. (2024), "The road less scheduled".
    """

    lr: Rate = 0.0025
    beta1: Number = 0.9
    beta2: Number = 0.999
    eps: Number = 1e-8
    weight_decay: Number = 0.0
    keeps = ("s",)

    init, weights = ScheduleFree.init, ScheduleFree.weights

    def update(self, theta, g, lr, state):
        t = state.t
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        s_hat = s / (1 - np.power(self.beta2, t))
        z = state.z - lr * (g / (np.sqrt(s_hat) + self.eps) + self.weight_decay * theta)
        x = (1 - 1 / t) * state.x + z / t
        return (1 - self.beta1) * z + self.beta1 * x, state._replace(s=s, z=z, x=x)

    def rate(self, state):
        """lr / (sqrt(s_hat) + eps), a rate for each parameter."""
        s_hat = state.s / (1 - np.power(self.beta2, state.t))
        return lr_at(self.lr, state.t - 1) / (np.sqrt(s_hat) + self.eps)


@dataclass(frozen=True)
class AveragedAdam(Adam):
    """Adam, and beside it a moving average of the parameters as what to use.

    x = beta_x x + (1-beta_x) theta,  x_hat = x / (1 - beta_x^t)

    The walk is Adam's, bit for bit. PyTorch's AveragedModel starts its average at the
    first theta, and needs no correction for that.
    Source: Polyak and Juditsky (1992), "Acceleration of stochastic approximation by
    averaging", with an average that forgets.
    """

    beta_x: Number = 0.99
    keeps = ("v", "s", "x")

    def update(self, theta, g, lr, state):
        theta, state = super().update(theta, g, lr, state)
        x = self.beta_x * state.x + (1 - self.beta_x) * theta
        return theta, state._replace(x=x)

    def weights(self, theta, state):
        """x_hat, the corrected average of the parameters."""
        return state.x / (1 - np.power(self.beta_x, state.t))
