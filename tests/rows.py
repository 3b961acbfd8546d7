"""A row for each optimizer of optimizers.py, which the tests share."""

from collections.abc import Callable
from dataclasses import fields
from typing import NamedTuple

from course_utils import optimizers
from course_utils.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
)
from course_utils.settings import Settings


class Row(NamedTuple):
    """kind; a rate that learns test_descent's data; what `rate` is multiplied with."""

    kind: type
    lr: float
    direction: Callable


def gradient(rule, state, g):
    return g


def average(rule, state, g):
    return state.v


def ahead(rule, state, g):
    return rule.beta * state.v + (1 - rule.beta) * g


def v_hat(rule, state, g):
    return rule.hats(state)[0]


ROWS = [
    Row(GradientDescent, 0.5, gradient),
    Row(Momentum, 0.5, average),
    Row(Nesterov, 0.5, ahead),
    Row(AdaGrad, 0.5, gradient),
    Row(RMSprop, 0.05, gradient),
    Row(Adam, 0.05, v_hat),
    Row(AdamW, 0.05, v_hat),
    Row(AMSGrad, 0.05, v_hat),
]
ALL = [row.kind for row in ROWS]


def declared(*modules):
    """The optimizers that modules define, by default those of optimizers.py."""
    return [
        kind
        for module in modules or (optimizers,)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Settings)
        and kind.__module__ == module.__name__
    ]


def betas(kind):
    """The names of an optimizer's betas."""
    return [field.name for field in fields(kind) if field.name.startswith("beta")]
