"""The data of the lessons: three sets that ship, four kinds that are generated.

X has shape (n, features), one sample a row, and y the n labels. data/README.md names
the source and the licence of each file. Every call hands out new arrays.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.inputs import as_array, as_count, as_positive

DATA = Path(__file__).parent / "data"


@cache
def read(name, dtype=float):
    """The columns of a shipped file: their names, and an array of its rows."""
    with open(DATA / name, encoding="utf-8") as file:
        names = file.readline().strip().split(",")
        return names, np.loadtxt(file, dtype, delimiter=",")


def temperatures():
    """Daily mean temperature in Seattle, 2012 to 2015: (highest + lowest) / 2.

    Returns
    -------
    dates : array of datetime64[D], shape (1461,)
    mean_temperature : array, shape (1461,), in °C

    Source: NOAA, public domain.
    """
    _, rows = read("seattle-temperatures.csv", "datetime64[D],f8,f8")
    return rows["f0"].copy(), (rows["f1"] + rows["f2"]) / 2


def digits():
    """Handwritten digits of 8×8 pixels.

    Returns
    -------
    X : array, shape (1797, 64), from 0 (paper) to 1 (ink), row by row
    y : array of int, shape (1797,), the digit

    Source: Alpaydin and Kaynak (1998), UCI Machine Learning Repository.
    """
    _, rows = read("digits.csv", int)
    return rows[:, :-1] / 16, rows[:, -1].copy()


def breast_cancer():
    """Measurements of cell nuclei, on scales from 0.001 to 4,000.

    Returns
    -------
    X : array, shape (569, 30), unscaled
    y : array of int, shape (569,), 1 for benign and 0 for malignant
    names : list of the 30 features' names

    Source: Wolberg and others (1995), UCI Machine Learning Repository.
    """
    names, rows = read("breast-cancer.csv")
    return rows[:, :-1].copy(), rows[:, -1].astype(int), names[:-1]


def moons(n=400, noise=0.1, seed=0):
    """Two interleaved half circles of radius 1, one for each class.

    `n` points in all, `noise` the standard deviation that is added to both coordinates.
    Returns X, shape (n, 2), and y, shape (n,), of 0 and 1.
    """
    rng, y = two_classes(n, seed)
    angle = np.pi * rng.random(len(y))
    upper = np.array([np.cos(angle), np.sin(angle)])
    lower = np.array([1 - np.cos(angle), 0.5 - np.sin(angle)])
    return noisy(np.where(y, lower, upper).T, noise, rng), y


def spirals(n=400, turns=1.5, noise=0.02, seed=0):
    """Two arms of one spiral, wound `turns` times around the origin, radius up to 1.

    Takes `n`, `noise` and `seed`, and returns X and y, as `moons` does.
    """
    turns = as_positive("turns", turns)
    rng, y = two_classes(n, seed)
    radius = np.sqrt(rng.random(len(y)))  # so that the density along an arm is even
    angle = 2 * np.pi * turns * radius + np.pi * y
    X = radius * np.array([np.cos(angle), np.sin(angle)])
    return noisy(X.T, noise, rng), y


def sparse_words(n=4000, vocabulary=500, seed=0):
    """Short texts as bags of words; a few common and some rare words decide the label.

    The k-th most common word is met with a frequency in proportion to 1/k (Zipf's law),
    and a text has 40 words. One word in five tells the class: the common ones (k up to
    50) with a weight of ±1, the rare ones with ±4: made so that rare words say more.

    P(y = 1) = 1 / (1 + exp(-(X w - c))), c the median of X w: the classes are even

    Returns
    -------
    X : array, shape (n, vocabulary), 1 where the text holds the word, else 0
    y : array of int, shape (n,), of 0 and 1
    w : array, shape (vocabulary,), the weights that decided, mostly 0

    Source of the idea: Duchi, Hazan and Singer (2011), section 1.
    """
    n, vocabulary = as_count("n", n), as_count("vocabulary", vocabulary)
    if vocabulary < 100:
        raise ValueError(f"vocabulary must be 100 words or more, not {vocabulary}")
    rng = np.random.default_rng(seed)
    k = np.arange(1, vocabulary + 1)
    words = rng.choice(vocabulary, size=(n, 40), p=1 / k / (1 / k).sum())
    X = np.zeros((n, vocabulary))
    X[np.arange(n)[:, None], words] = 1
    w = rng.choice([-1.0, 1.0], vocabulary) * np.where(k > 50, 4, 1) * (k % 5 == 0)
    scores = X @ w
    y = rng.random(n) < 1 / (1 + np.exp(np.median(scores) - scores))
    return X, y.astype(int), w


def standardize(X_train, *others):
    """Scale each feature to mean 0 and standard deviation 1 on the training data.

    z = (x - mean) / deviation; a feature that never changes becomes 0. `others`, such
    as validation data, are scaled by the *training* data's mean and deviation.

    Returns one array for each that is given; a single one alone, not as a tuple.
    """
    X_train = as_array("X_train", X_train)
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    # of equal numbers such as 0.1 the deviation is not 0, but a rounding error
    deviation = np.where(np.ptp(X_train, axis=0) > 0, deviation, 1)
    scaled = [(X - mean) / deviation for X in (X_train, *others)]
    return tuple(scaled) if others else scaled[0]


class Split(NamedTuple):
    """Data in three parts: to fit, to choose settings by, and to be judged on once."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_val: np.ndarray
    y_val: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def split(X, y, seed=0, shares=(0.6, 0.2, 0.2)):
    """Shuffle data and cut it in three, each part with the same mix of classes.

    X has shape (n, ...), y holds n labels, `shares` are those of training, validation
    and test and add up to 1. Returns a Split.
    """
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} samples, but y has {len(y)} labels")
    shares = as_positive("shares", shares, zero=True)
    if shares.shape != (3,) or abs(shares.sum() - 1) > 1e-9:
        raise ValueError(
            f"shares must be three numbers that add up to 1, not {shares.tolist()}; "
            f"try shares=(0.6, 0.2, 0.2)"
        )
    rng = np.random.default_rng(seed)
    part = np.empty(len(y), int)
    for label in np.unique(y):
        where = rng.permutation(np.flatnonzero(y == label))
        cuts = np.round(np.cumsum(shares)[:2] * len(where)).astype(int)
        for k, members in enumerate(np.split(where, cuts)):
            part[members] = k
    order = rng.permutation(len(y))
    parts = [order[part[order] == k] for k in range(3)]
    return Split(*[array[rows] for rows in parts for array in (X, y)])


def two_classes(n, seed):
    """A generator and n labels of 0 and 1, half and half, shuffled."""
    rng = np.random.default_rng(seed)
    return rng, rng.permutation(np.arange(as_count("n", n)) % 2)


def noisy(X, noise, rng):
    return X + as_positive("noise", noise, zero=True) * rng.standard_normal(X.shape)
