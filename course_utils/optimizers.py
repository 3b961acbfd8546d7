"""The optimizers, from plain descent to AdamW and AMSGrad, one line per equation.

Each is a frozen dataclass of hyper-parameters with two pure methods:

    state = optimizer.init(theta)
    theta, state = optimizer.step(theta, g, state)

`theta` and `g` are float64 arrays of the same shape, coordinates on the first axis.
`lr` is a number, an array or a schedule (see schedules.py). Every hyper-parameter may
be an array that broadcasts against the axes of `theta` after the first: with `theta` of
shape (2, n_lr, n_beta), `lr` has shape (n_lr, 1) and `beta` (n_beta,).

`rate(state)` is the effective learning rate, what the direction of a step was
multiplied with. States hold `t`, the number of steps taken, and the averages `v` (of
the gradient) and `s` (of its square) where the rule needs them.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from course_utils.inputs import as_beta, as_pair, as_positive

Number = float | np.ndarray
Rate = Number | Callable


class State(NamedTuple):
    """What an optimizer remembers between steps; None where its rule needs nothing."""

    t: int
    v: np.ndarray | None = None
    s: np.ndarray | None = None
    s_max: np.ndarray | None = None


class Settings:
    """Checks the hyper-parameters of every optimizer below, by name."""

    def __post_init__(self):
        for field in fields(self):
            name, value = field.name, getattr(self, field.name)
            if name.startswith("beta"):
                as_beta(name, value)
            elif not (name == "lr" and callable(value)):
                as_positive(name, value, zero=True)

    def __str__(self):
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        shown = (f"{name}={value}" for name, value in values if not callable(value))
        return f"{type(self).__name__}({', '.join(shown)})"


def lr_at(lr, t):
    """The rate at a step: that of a schedule, or the same one always."""
    return lr(t) if callable(lr) else np.asarray(lr)


@dataclass(frozen=True)
class GradientDescent(Settings):
    """theta = theta - lr g.  Source: Cauchy (1847)."""

    lr: Rate = 0.1

    def init(self, theta):
        return State(0)

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr = lr_at(self.lr, state.t)
        return theta - lr * g, State(state.t + 1)

    def rate(self, state):
        return lr_at(self.lr, state.t - 1)


@dataclass(frozen=True)
class Momentum(Settings):
    """v = beta v + (1-beta) g,  theta = theta - lr v.

    An average of the gradient. PyTorch and optax keep a sum, `buf = beta buf + g`; the
    paths are equal when their rate is lr (1 - beta). PyTorch's dampening=beta is no
    average: its first buffer is the undamped gradient. Keras puts lr inside v: the same
    path only while lr is constant.  Source: Polyak (1964).
    """

    lr: Rate = 0.1
    beta: Number = 0.9

    def init(self, theta):
        return State(0, v=np.zeros_like(theta, dtype=float))

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr, v = lr_at(self.lr, state.t), state.v
        v = self.beta * v + (1 - self.beta) * g
        return theta - lr * v, State(state.t + 1, v)

    def rate(self, state):
        return lr_at(self.lr, state.t - 1)


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v = beta v + (1-beta) g,  theta = theta - lr (beta v + (1-beta) g).

    The look-ahead written so that the gradient is taken at theta itself, as PyTorch
    and optax do; their rate is lr (1 - beta).  Source: Nesterov (1983); Sutskever et
    al. (2013), "On the importance of initialization and momentum".
    """

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr, v = lr_at(self.lr, state.t), state.v
        v = self.beta * v + (1 - self.beta) * g
        ahead = self.beta * v + (1 - self.beta) * g
        return theta - lr * ahead, State(state.t + 1, v)


@dataclass(frozen=True)
class AdaGrad(Settings):
    """s = s + g^2,  theta = theta - lr g / (sqrt(s) + eps).

    The sum starts at 0 and eps stands outside the root, as in PyTorch; optax and Keras
    start it at 0.1 and put eps inside.
    Source: Duchi, Hazan and Singer (2011).
    """

    lr: Rate = 0.1
    eps: Number = 1e-10

    def init(self, theta):
        return State(0, s=np.zeros_like(theta, dtype=float))

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr, s = lr_at(self.lr, state.t), state.s
        s = s + g**2
        return theta - lr * g / (np.sqrt(s) + self.eps), State(state.t + 1, s=s)

    def rate(self, state):
        return lr_at(self.lr, state.t - 1) / (np.sqrt(state.s) + self.eps)


@dataclass(frozen=True)
class RMSprop(Settings):
    """s = beta s + (1-beta) g^2,  theta = theta - lr g / (sqrt(s) + eps).

    eps stands outside the root as in PyTorch; Keras, and optax by default, put it
    inside. None corrects the start: the first step is about lr / sqrt(1 - beta).
    Source: Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine
    learning".
    """

    lr: Rate = 0.01
    beta: Number = 0.9
    eps: Number = 1e-8

    def init(self, theta):
        return State(0, s=np.zeros_like(theta, dtype=float))

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr, s = lr_at(self.lr, state.t), state.s
        s = self.beta * s + (1 - self.beta) * g**2
        return theta - lr * g / (np.sqrt(s) + self.eps), State(state.t + 1, s=s)

    def rate(self, state):
        return lr_at(self.lr, state.t - 1) / (np.sqrt(state.s) + self.eps)


@dataclass(frozen=True)
class Adam(Settings):
    """Momentum and RMSprop together, both corrected for their start at zero.

    v = beta1 v + (1-beta1) g         v_hat = v / (1 - beta1^t)
    s = beta2 s + (1-beta2) g^2       s_hat = s / (1 - beta2^t)
    theta = theta - lr v_hat / (sqrt(s_hat) + eps)

    PyTorch and optax compute the same. Keras' eps equals ours times sqrt(1 - beta2^t),
    as it corrects the step and not s; only eps = 0 agrees.
    Source: Kingma and Ba (2015), algorithm 1.
    """

    lr: Rate = 0.001
    beta1: Number = 0.9
    beta2: Number = 0.999
    eps: Number = 1e-8

    def init(self, theta):
        return State(
            0, v=np.zeros_like(theta, dtype=float), s=np.zeros_like(theta, dtype=float)
        )

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr, t, v, s = lr_at(self.lr, state.t), state.t + 1, state.v, state.s
        v = self.beta1 * v + (1 - self.beta1) * g
        s = self.beta2 * s + (1 - self.beta2) * g**2
        v_hat, s_hat = self.hats(State(t, v, s))
        return theta - lr * v_hat / (np.sqrt(s_hat) + self.eps), State(t, v, s)

    def hats(self, state):
        """The corrected averages v_hat and s_hat of a state, or of a whole trace."""
        v_hat = state.v / (1 - np.power(self.beta1, state.t))
        s_hat = state.s / (1 - np.power(self.beta2, state.t))
        return v_hat, s_hat

    def rate(self, state):
        _, s_hat = self.hats(state)
        return lr_at(self.lr, state.t - 1) / (np.sqrt(s_hat) + self.eps)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam, and each step also shrinks the parameters: theta = theta - lr wd theta.

    The decay does not pass through the averages; that is the difference from adding
    wd * theta to the gradient.  Source: Loshchilov and Hutter (2019), "Decoupled
    weight decay regularization".
    """

    weight_decay: Number = 0.01

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        decayed = theta - lr_at(self.lr, state.t) * self.weight_decay * theta
        return super().step(decayed, g, state)


@dataclass(frozen=True)
class AMSGrad(Adam):
    """Adam whose scale never shrinks: s_max = max(s_max, s) stands for s in the step.

    PyTorch and Keras keep the maximum of s, as here; optax that of s_hat, whose
    first, noisy values may stay the largest.
    Source: Reddi, Kale and Kumar (2018), "On the convergence of Adam and beyond".
    """

    def init(self, theta):
        return super().init(theta)._replace(s_max=np.zeros_like(theta, dtype=float))

    def step(self, theta, g, state):
        theta, g = as_pair(theta, g)
        lr, t, v, s = lr_at(self.lr, state.t), state.t + 1, state.v, state.s
        v = self.beta1 * v + (1 - self.beta1) * g
        s = self.beta2 * s + (1 - self.beta2) * g**2
        state = State(t, v, s, np.maximum(state.s_max, s))
        v_hat, s_hat = self.hats(state)
        return theta - lr * v_hat / (np.sqrt(s_hat) + self.eps), state

    def hats(self, state):
        """The corrected averages; s_hat is that of the largest s so far."""
        return super().hats(state._replace(s=state.s_max))


def sweep_shape(optimizer):
    """The shape that an optimizer's hyper-parameters broadcast to: () for one run."""
    values = [getattr(optimizer, field.name) for field in fields(optimizer)]
    shapes = [np.shape(value(0) if callable(value) else value) for value in values]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(
            f"the hyper-parameters of {type(optimizer).__name__} must broadcast, but "
            f"have shapes {', '.join(map(str, shapes))}"
        ) from None
