"""Training networks on data: one training, or a sweep over settings and seeds."""

from dataclasses import dataclass

import numpy as np

from course_utils.inputs import as_count
from course_utils.settings import check_optimizer, sweep_shape
from course_utils.sweeps import cuts, optimizer_of, side_by_side


@dataclass(frozen=True)
class Training:
    """What training a network gave, measured after each epoch on whole data sets.

    Several seeds are one more axis, the first of all three; a sweep's axes are last.

    theta : array, shape (P, ...), the parameters to use at the end
    loss : array, shape (epochs, ...), mean loss on the training set
    accuracy : array, shape (epochs, ...), share right on the validation set, 0 to 1
    """

    theta: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray


def train(optimizer, network, split, epochs=20, batch_size=64, seed=0):
    """Train a network on mini-batches, shuffled anew each epoch; or a whole sweep.

    A sweep and several seeds in one call give, bit for bit, what the trainings give one
    by one.

    Parameters
    ----------
    optimizer : an optimizer; its hyper-parameters may be arrays, see optimizers.py. A
        schedule counts steps
    network : see networks.py
    split : datasets.Split, or a list of one for each seed; only its training and
        validation parts are used
    epochs, batch_size : whole numbers; a last, smaller batch is used too
    seed : of the initial parameters and of the order of the samples, or a list of them

    Returns
    -------
    Training. A training that diverges holds inf or nan from there on.

    Raises
    ------
    TypeError, ValueError
        `split` is no Split or list of them; there are not as many seeds as splits.
    """
    check_optimizer(optimizer)
    epochs, batch_size = as_count("epochs", epochs), as_count("batch_size", batch_size)
    pairs, several = as_pairs(split, seed)
    size = len(network.init(np.random.default_rng(0)))
    axis, parts = cuts(sweep_shape(optimizer), size, len(pairs))
    rules = [optimizer_of(optimizer, axis, where) for where in parts]
    rest = network, epochs, batch_size
    jobs = [(rule, *pair, *rest) for pair in pairs for rule in rules]
    done = iter(side_by_side(train_part, jobs))
    by_seed = [joined([next(done) for _ in rules], axis) for _ in pairs]
    return stacked(by_seed) if several else by_seed[0]


def joined(parts, axis):
    """The Training of a whole sweep from those of its parts."""
    if len(parts) == 1:
        return parts[0]
    arrays = zip(*map(arrays_of, parts), strict=True)
    return Training(*[np.concatenate(array, axis=axis) for array in arrays])


def stacked(trainings):
    """One Training of several seeds, which become the first axis."""
    return Training(*map(np.array, zip(*map(arrays_of, trainings), strict=True)))


def arrays_of(training):
    return training.theta, training.loss, training.accuracy


def as_pairs(split, seed):
    """Pairs of a split and a seed, and whether they were given as lists."""
    one = hasattr(split, "X_train")
    if not one and not isinstance(split, list | tuple):
        raise TypeError(
            f"split must be one from datasets.split, or a list of them, one for each "
            f"seed, not {split!r:.40}"
        )
    if one and np.ndim(seed) == 0:
        return [(split, seed)], False
    seeds = np.atleast_1d(seed).tolist()
    splits = [split] * len(seeds) if one else list(split)
    if len(splits) != len(seeds):
        raise ValueError(
            f"{len(splits)} splits want as many seeds, not {len(seeds)}; "
            f"try seed=range({len(splits)})"
        )
    return list(zip(splits, seeds, strict=True)), True


def train_part(optimizer, split, seed, network, epochs, batch_size):
    """The Training of one seed with one part of a sweep."""
    rng = np.random.default_rng(seed)
    theta, sweep = network.init(rng), sweep_shape(optimizer)
    # in memory, the parameters of one run lie side by side, as the matrices want them
    theta = np.moveaxis(np.broadcast_to(theta, (*sweep, len(theta))).copy(), -1, 0)
    state = optimizer.init(theta)
    losses, accuracies = [], []
    n = len(split.X_train)
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            order = rng.permutation(n)
            X, y = split.X_train[order], split.y_train[order]
            for i in range(0, n, batch_size):
                batch = slice(i, i + batch_size)
                g = network.gradient(theta, X[batch], y[batch])
                theta, state = optimizer.step(theta, g, state)
            used = optimizer.weights(theta, state)
            for run in used.reshape(len(used), -1).T:  # one alone fits the cache
                losses.append(network.loss(run, split.X_train, split.y_train))
                accuracies.append(network.accuracy(run, split.X_val, split.y_val))
    shape = epochs, *sweep
    return Training(used, np.reshape(losses, shape), np.reshape(accuracies, shape))
