"""Running optimizers: on a loss surface with `run` and `grid`, on data with `train`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from course_utils.inputs import as_array, as_count
from course_utils.optimizers import State, sweep_shape
from course_utils.problems import Problem


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
        """The corrected averages v_hat and s_hat of each step, shape (steps, d, ...)."""
        return self.optimizer.hats(self.state)


def steps_of(optimizer, problem, theta0, steps, noise):
    """Yield (theta before, g, theta after, state after) for each step."""
    theta = as_array("theta0", problem.start if theta0 is None else theta0)
    if theta.ndim == 0 or len(theta) != len(problem.start):
        raise ValueError(
            f"theta0 has shape {theta.shape}, but {problem.name} wants "
            f"{len(problem.start)} coordinates on the first axis"
        )
    noise = np.zeros(1) if noise is None else as_array("noise", noise)
    if noise.ndim > 1 and (len(noise) < steps or noise.shape[1] != len(theta)):
        raise ValueError(
            f"noise has shape {noise.shape}, but {steps} steps of {problem.name} "
            f"want ({steps}, {len(theta)}, ...)"
        )
    sweep = np.broadcast_shapes(
        theta.shape[1:], sweep_shape(optimizer), noise.shape[2:]
    )
    theta = theta.reshape(len(theta), *[1] * (len(sweep) + 1 - theta.ndim), *theta.shape[1:])
    theta = np.broadcast_to(theta, (len(theta), *sweep)).copy()
    if noise.ndim > 1:
        missing = [1] * (len(sweep) + 2 - noise.ndim)
        noise = noise.reshape(*noise.shape[:2], *missing, *noise.shape[2:])
    state = optimizer.init(theta)
    with np.errstate(all="ignore"):  # divergence is data: it shows as inf or nan
        for k in range(as_count("steps", steps)):
            g = problem.gradient(theta)
            if noise.ndim > 1:
                g = g + noise[k]
            before = theta
            theta, state = optimizer.step(theta, g, state)
            yield before, g, theta, state


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
        theta0 or noise does not fit the problem, or is not finite.
    """
    thetas, gs, states = [], [], []
    for before, g, theta, state in steps_of(optimizer, problem, theta0, steps, noise):
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
    for *_, theta, _ in steps_of(optimizer, problem, theta0, steps, noise):  # noqa: B007
        pass
    with np.errstate(all="ignore"):
        return problem.value(theta)


@dataclass(frozen=True)
class Training:
    """What training a network gave, measured after each epoch on whole data sets.

    theta : array, shape (P,), the parameters at the end
    loss : array, shape (epochs,), mean loss on the training set
    accuracy : array, shape (epochs,), share right on the validation set, 0 to 1
    """

    theta: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray


def train(optimizer, network, split, epochs=20, batch_size=64, seed=0):
    """Train a network on mini-batches, shuffled anew each epoch.

    Parameters
    ----------
    optimizer : an optimizer with plain hyper-parameters; a schedule counts steps
    network : see networks.py
    split : datasets.Split; only its training and validation parts are used
    epochs, batch_size : whole numbers; a last, smaller batch is used too
    seed : of the initial parameters and of the order of the samples

    Returns
    -------
    Training. A training that diverges holds inf or nan from there on.
    """
    epochs, batch_size = as_count("epochs", epochs), as_count("batch_size", batch_size)
    rng = np.random.default_rng(seed)
    theta = network.init(rng)
    state = optimizer.init(theta)
    losses, accuracies = [], []
    n = len(split.X_train)
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            order = rng.permutation(n)
            X, y = split.X_train[order], split.y_train[order]
            for i in range(0, n, batch_size):
                g = network.gradient(theta, X[i : i + batch_size], y[i : i + batch_size])
                theta, state = optimizer.step(theta, g, state)
            losses.append(network.loss(theta, split.X_train, split.y_train))
            accuracies.append(network.accuracy(theta, split.X_val, split.y_val))
    return Training(theta, np.array(losses), np.array(accuracies))
