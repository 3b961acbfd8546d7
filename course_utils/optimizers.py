"""The optimizers, from plain descent to AdamW and AMSGrad, one line per equation.

Each is a frozen dataclass of hyper-parameters with two pure methods:

    state = optimizer.init(theta)
    theta, state = optimizer.step(theta, g, state)

`theta` and `g` are float64 arrays of the same shape, coordinates on the first axis.
`lr` is a number, an array or a schedule (see schedules.py). Every hyper-parameter may
be an array that broadcasts against the axes of `theta` after the first: with `theta` of
shape (2, n_lr, n_beta), `lr` has shape (n_lr, 1) and `beta` (n_beta,).

The equations stand in `update`; `step` checks the arguments, counts the step and asks
the schedule. `rate(state)` is the effective learning rate, what the direction of a step
was multiplied with.
"""

from dataclasses import dataclass

import numpy as np

from course_utils.settings import Number, Rate, Settings, lr_at
from course_utils.settings import State as State  # so that it can be had from here


@dataclass(frozen=True)
class GradientDescent(Settings):
    """theta = theta - lr g.  Source: Cauchy (1847)."""

    lr: Rate = 0.1

    def update(self, theta, g, lr, state):
        return theta - lr * g, state


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
    keeps = ("v",)

    def update(self, theta, g, lr, state):
        v = self.beta * state.v + (1 - self.beta) * g
        return theta - lr * v, state._replace(v=v)


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v = beta v + (1-beta) g,  theta = theta - lr (beta v + (1-beta) g).

    The look-ahead written so that the gradient is taken at theta itself, as PyTorch
    and optax do; their rate is lr (1 - beta).  Source: Nesterov (1983); Sutskever et
    al. (2013), "On the importance of initialization and momentum".
    """

    def update(self, theta, g, lr, state):
        v = self.beta * state.v + (1 - self.beta) * g
        ahead = self.beta * v + (1 - self.beta) * g
        return theta - lr * ahead, state._replace(v=v)


@dataclass(frozen=True)
class AdaGrad(Settings):
    """s = s + g^2,  theta = theta - lr g / (sqrt(s) + eps).

    The sum starts at 0 and eps stands outside the root, as in PyTorch; optax and Keras
    start it at 0.1 and put eps inside. With eps = 0 a gradient that has always been 0
    gives nan.
    Source: Duchi, Hazan and Singer (2011).
    """

    lr: Rate = 0.1
    eps: Number = 1e-10
    keeps = ("s",)

    def update(self, theta, g, lr, state):
        s = state.s + g**2
        return theta - lr * g / (np.sqrt(s) + self.eps), state._replace(s=s)

    def rate(self, state):
        """lr / (sqrt(s) + eps), a rate for each parameter."""
        return lr_at(self.lr, state.t - 1) / (np.sqrt(state.s) + self.eps)


@dataclass(frozen=True)
class RMSprop(Settings):
    """s = beta s + (1-beta) g^2,  theta = theta - lr g / (sqrt(s) + eps).

    eps stands outside the root as in PyTorch; Keras, and optax by default, put it
    inside. No library corrects the start by default (optax can, bias_correction=True):
    the first step is about lr / sqrt(1 - beta). With eps = 0 a gradient that has always
    been 0 gives nan.
    Source: Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine
    learning".
    """

    lr: Rate = 0.01
    beta: Number = 0.9
    eps: Number = 1e-8
    keeps = ("s",)

    def update(self, theta, g, lr, state):
        s = self.beta * state.s + (1 - self.beta) * g**2
        return theta - lr * g / (np.sqrt(s) + self.eps), state._replace(s=s)

    rate = AdaGrad.rate


@dataclass(frozen=True)
class Adam(Settings):
    """Momentum and RMSprop together, both corrected for their start at zero.

    v = beta1 v + (1-beta1) g         v_hat = v / (1 - beta1^t)
    s = beta2 s + (1-beta2) g^2       s_hat = s / (1 - beta2^t)
    theta = theta - lr v_hat / (sqrt(s_hat) + eps)

    PyTorch and optax compute the same. Keras' eps equals ours times sqrt(1 - beta2^t),
    as it corrects the step and not s; only eps = 0 agrees. With eps = 0 a gradient that
    has always been 0 gives nan.
    Source: Kingma and Ba (2015), algorithm 1.
    """

    lr: Rate = 0.001
    beta1: Number = 0.9
    beta2: Number = 0.999
    eps: Number = 1e-8
    keeps = ("v", "s")

    def update(self, theta, g, lr, state):
        state = self.moments(g, state)
        v_hat, s_hat = self.hats(state)
        return theta - lr * v_hat / (np.sqrt(s_hat) + self.eps), state

    def moments(self, g, state):
        """The state with both averages moved on by the gradient g."""
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        return state._replace(v=v, s=s)

    def hats(self, state):
        """The corrected averages v_hat and s_hat of a state, or of a whole trace."""
        v_hat = state.v / (1 - np.power(self.beta1, state.t))
        s_hat = state.s / (1 - np.power(self.beta2, state.t))
        return v_hat, s_hat

    def rate(self, state):
        """lr / (sqrt(s_hat) + eps), a rate for each parameter."""
        _, s_hat = self.hats(state)
        return lr_at(self.lr, state.t - 1) / (np.sqrt(s_hat) + self.eps)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam, and each step also shrinks the parameters: theta = theta - lr wd theta.

    The decay does not pass through the averages; that is the difference from adding
    wd * theta to the gradient. It is multiplied with lr, as in PyTorch, optax and
    Keras; the paper multiplies it with the schedule's factor alone.
    Source: Loshchilov and Hutter (2019), "Decoupled weight decay regularization".
    """

    weight_decay: Number = 0.01

    def update(self, theta, g, lr, state):
        theta = theta - lr * self.weight_decay * theta
        return super().update(theta, g, lr, state)


@dataclass(frozen=True)
class AMSGrad(Adam):
    """Adam with s_max = max(s_max, s) in the place of s, which never shrinks.

    s_hat = s_max / (1 - beta2^t) still does: its correction fades. PyTorch and Keras
    keep the maximum of s, as here; optax by default that of s_hat, whose first, noisy
    values may stay the largest.
    Source: Reddi, Kale and Kumar (2018), "On the convergence of Adam and beyond".
    """

    keeps = ("v", "s", "s_max")

    def moments(self, g, state):
        state = super().moments(g, state)
        return state._replace(s_max=np.maximum(state.s_max, state.s))

    def hats(self, state):
        """The corrected averages; s_hat is that of the largest s so far."""
        return super().hats(state._replace(s=state.s_max))
