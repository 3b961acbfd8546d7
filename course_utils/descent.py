"""Running optimizers on a loss surface: `run` keeps every step, `grid` the end alone.

`train`, for data, stands in training.py, and can be had from here.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from course_utils.inputs import as_array, as_count
from course_utils.problems import Problem
from course_utils.settings import State, check_optimizer, sweep_shape
from course_utils.sweeps import cuts, optimizer_of, part_of, side_by_side
from course_utils.training import Training as Training
from course_utils.training import train as train

# A sweep makes many short-lived arrays. Linux's malloc fetches each from the system
# until a larger block has been freed once; with this line a large `run` takes half as
# long.
np.empty(4_000_000)


@dataclass(frozen=True)
class Trace:
    """Everything that happened in a run; `...` are the axes of the sweep, if any.

    theta : array, shape (steps+1, d, ...), from the start on
    g : array, shape (steps, d, ...), the gradient that each step saw
    state : State of arrays, shape (steps, d, ...), after each step; state.t is 1, 2, ..
    """

    optimizer: object
    problem: Problem
    theta: np.ndarray
    g: np.ndarray
    state: State

    @cached_property
    def loss(self):
        """The loss along the path, shape (steps+1, ...)."""
        with np.errstate(all="ignore"):
            return self.problem.value(np.moveaxis(self.theta, 1, 0))

    @cached_property
    def rate(self):
        """The effective learning rate of each step, shape (steps, d, ...)."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(self.optimizer.rate(self.state), self.g.shape)

    @cached_property
    def hats(self):
        """The corrected averages v_hat, s_hat of each step, shape (steps, d, ...)."""
        return self.optimizer.hats(self.state)


def prepared(optimizer, problem, theta0, steps, noise):
    """Check what `run` was given; return theta0, the noise and the sweep's shape."""
    check_optimizer(optimizer)
    check_problem(problem)
    steps = as_count("steps", steps)
    theta = as_array("theta0", problem.start if theta0 is None else theta0)
    d = len(problem.start)
    if theta.shape[:1] != (d,):
        raise ValueError(
            f"theta0 has shape {theta.shape}, but {problem.name} wants "
            f"{d} coordinates on the first axis"
        )
    noise = np.zeros((steps, d)) if noise is None else as_array("noise", noise)
    if noise.ndim < 2 or len(noise) < steps or noise.shape[1] != d:
        raise ValueError(
            f"noise has shape {noise.shape}, but {steps} steps of {problem.name} "
            f"want ({steps}, {d}, ...)"
        )
    return theta, noise[:steps], sweep_of(theta, optimizer, noise)


def steps_of(optimizer, problem, theta, noise):
    """Yield (theta before, g, theta after, state after) for each step."""
    sweep = sweep_of(theta, optimizer, noise)
    theta = np.broadcast_to(with_axes(theta, 1, sweep), (len(theta), *sweep)).copy()
    shaken = noise.any(axis=tuple(range(1, noise.ndim))).tolist()
    state = optimizer.init(theta)
    with np.errstate(all="ignore"):  # divergence is data: it shows as inf or nan
        for k, shake in enumerate(with_axes(noise, 2, sweep)):
            before, g = theta, problem.gradient(theta)
            if shaken[k]:  # adding zeros would cost a large sweep 3 %
                g = g + shake
            theta, state = optimizer.step(theta, g, state)
            yield before, g, theta, state


def check_problem(problem):
    """Refuse the function that makes a problem where the problem is meant."""
    if not isinstance(problem, Problem):
        name = getattr(problem, "__name__", "rosenbrock")
        raise TypeError(f"problem must be one such as {name}(), not {problem!r:.60}")


def sweep_of(theta, optimizer, noise):
    """The axes of a sweep: those of its start, its hyper-parameters and its noise."""
    shapes = theta.shape[1:], sweep_shape(optimizer), noise.shape[2:]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(
            "the axes of a sweep must broadcast, but those of theta0 are {}, of the "
            "hyper-parameters {}, of the noise {}".format(*shapes)
        ) from None


def with_axes(array, first, sweep):
    """Put axes of length 1 after the first ones, so that `array` fits a sweep."""
    missing = len(sweep) + first - array.ndim
    return array.reshape(*array.shape[:first], *[1] * missing, *array.shape[first:])


def run(optimizer, problem, theta0=None, steps=100, noise=None):
    """Run an optimizer, or a whole sweep of them, and keep every step.

    Parameters
    ----------
    optimizer : an optimizer; its hyper-parameters may be arrays, see optimizers.py
    problem : Problem
    theta0 : array, shape (d, ...), where to start; by default `problem.start`
    steps : number of steps
    noise : array, shape (steps, d, ...), added to the gradient; by default none.
        Without sweep axes, every run of a sweep meets the same noise.

    Returns
    -------
    Trace. A run that diverges holds inf or nan from there on.

    Raises
    ------
    ValueError
        theta0, noise or the sweep's axes do not fit, or hold nan or inf.
    TypeError
        `optimizer` or `problem` is a class or a function: call it first.
    """
    thetas, gs, states = [], [], []
    theta0, noise, _ = prepared(optimizer, problem, theta0, steps, noise)
    for before, g, theta, state in steps_of(optimizer, problem, theta0, noise):  # noqa: B007
        thetas.append(before)
        gs.append(g)
        states.append(state)
    parts = zip(*states, strict=True)
    state = State(*[None if part[0] is None else np.array(part) for part in parts])
    state = state._replace(t=state.t.reshape(-1, *[1] * theta.ndim))
    return Trace(optimizer, problem, np.array([*thetas, theta]), np.array(gs), state)


def grid(optimizer, problem, theta0=None, steps=100, noise=None):
    """The loss at the end of every run of a sweep, shape (...): data for a heat map.

    Takes and raises the same as `run`, but keeps nothing on the way.
    """
    theta0, noise, sweep = prepared(optimizer, problem, theta0, steps, noise)
    axis, parts = cuts(sweep, len(theta0))

    def end(where):
        rule = optimizer_of(optimizer, axis, where)
        start = part_of(theta0, axis, where, first=1)
        shaking = part_of(noise, axis, where, first=2)
        for *_, theta, _ in steps_of(rule, problem, start, shaking):  # noqa: B007
            pass
        with np.errstate(all="ignore"):
            return problem.value(theta)

    ends = side_by_side(end, [(where,) for where in parts])
    return np.concatenate(ends, axis=axis) if len(ends) > 1 else ends[0]
