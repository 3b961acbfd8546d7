"""What every optimizer shares: all but its equations, which stand in optimizers.py."""

from collections.abc import Callable
from dataclasses import fields
from typing import NamedTuple

import numpy as np

from course_utils.inputs import as_beta, as_pair, as_positive

Number = float | np.ndarray
Rate = Number | Callable


class State(NamedTuple):
    """What an optimizer remembers between steps; None where its rule needs nothing.

    t : the number of steps taken
    v, s : averages of the gradient and of its square (AdaGrad: the sum), like theta
    s_max : the largest s so far, like theta
    z, x : where steps are taken from, and an average of parameters (modern.py)
    """

    t: int
    v: np.ndarray | None = None
    s: np.ndarray | None = None
    s_max: np.ndarray | None = None
    z: np.ndarray | None = None
    x: np.ndarray | None = None


class Settings:
    """The base of every optimizer: hyper-parameters that are checked, `init`, `step`.

    An optimizer is a frozen dataclass with its own `update`, and `keeps`, the fields of
    State that it needs.
    """

    keeps = ()

    def __post_init__(self):
        for field in fields(self):
            name, value = field.name, getattr(self, field.name)
            if (name == "lr" and callable(value)) or field.type is object:
                continue
            if name.startswith("beta"):
                array = as_beta(name, value)
            else:
                array = as_positive(name, value, zero=True)
            if isinstance(value, list | tuple):
                object.__setattr__(self, name, array)  # the class is frozen

    def __str__(self):
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        shown = (f"{name}={value}" for name, value in values if not callable(value))
        return f"{type(self).__name__}({', '.join(shown)})"

    def init(self, theta):
        """The State before the first step from `theta`: t = 0, and averages of zero."""
        zeros = {name: np.zeros_like(theta, dtype=float) for name in self.keeps}
        return State(0, **zeros)

    def step(self, theta, g, state):
        """Take one step; nothing that is given is changed.

        Parameters
        ----------
        theta, g : arrays of one shape (d, ...), the parameters and their gradient
        state : State, from `init` or from the step before

        Returns
        -------
        (theta, state), both new

        Raises
        ------
        TypeError, ValueError
            theta or g is no array of numbers, or their shapes differ.
        """
        theta, g = as_pair(theta, g)
        lr = lr_at(self.lr, state.t)
        return self.update(theta, g, lr, State(state.t + 1, *state[1:]))

    def update(self, theta, g, lr, state):
        """The equations; `state.t` is 1 at the first step, `lr` the rate of this step.

        Returns (theta, state), as `step` does.
        """
        raise NotImplementedError(f"{type(self).__name__} has no update")

    def weights(self, theta, state):
        """The parameters to use after a step: theta, or an average of the state."""
        return theta

    def rate(self, state):
        """The effective learning rate of the step that led to `state`.

        It broadcasts against theta. `state` may also be that of a Trace.
        """
        return lr_at(self.lr, state.t - 1)


def lr_at(lr, t):
    """The rate at a step: that of a schedule, or the same one always."""
    return lr(t) if callable(lr) else np.asarray(lr)


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


def check_optimizer(optimizer):
    """Refuse the class where one of its instances is meant."""
    if isinstance(optimizer, type) or not hasattr(optimizer, "step"):
        name = getattr(optimizer, "__name__", "Adam")
        raise TypeError(
            f"optimizer must be one such as {name}(), not {optimizer!r:.60}"
        )
