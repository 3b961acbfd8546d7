"""Running optimizers: on a loss surface with `run` and `grid`, on data with `train`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from course_utils.inputs import as_array, as_count
from course_utils.problems import Problem
from course_utils.settings import State, sweep_shape

# A sweep makes many short-lived arrays. Linux's malloc fetches each from the system
# until a larger block has been freed once; with this line a sweep takes half the time.
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


def steps_of(optimizer, problem, theta0, steps, noise):
    """Yield (theta before, g, theta after, state after) for each step."""
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
    sweep = sweep_of(theta, optimizer, noise)
    theta = np.broadcast_to(with_axes(theta, 1, sweep), (d, *sweep)).copy()
    shaken = noise.any(axis=tuple(range(1, noise.ndim))).tolist()
    noise = with_axes(noise, 2, sweep)
    state = optimizer.init(theta)
    with np.errstate(all="ignore"):  # divergence is data: it shows as inf or nan
        for k in range(steps):
            before, g = theta, problem.gradient(theta)
            if shaken[k]:  # adding zeros would cost a large sweep 3 %
                g = g + noise[k]
            theta, state = optimizer.step(theta, g, state)
            yield before, g, theta, state


def check_optimizer(optimizer):
    """Refuse the class where one of its instances is meant."""
    if isinstance(optimizer, type) or not hasattr(optimizer, "step"):
        name = getattr(optimizer, "__name__", "Adam")
        raise TypeError(
            f"optimizer must be one such as {name}(), not {optimizer!r:.60}"
        )


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
    steps = steps_of(optimizer, problem, theta0, steps, noise)
    for before, g, theta, state in steps:  # noqa: B007
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
    check_optimizer(optimizer)
    if sweep_shape(optimizer):
        raise ValueError(
            f"train takes one setting at a time, not a sweep of shape "
            f"{sweep_shape(optimizer)}; use a loop"
        )
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
                g = network.gradient(
                    theta, X[i : i + batch_size], y[i : i + batch_size]
                )
                theta, state = optimizer.step(theta, g, state)
            losses.append(network.loss(theta, split.X_train, split.y_train))
            accuracies.append(network.accuracy(theta, split.X_val, split.y_val))
    return Training(theta, np.array(losses), np.array(accuracies))
