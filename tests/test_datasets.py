"""The data are what their sources say, and the generated ones what their seeds say."""

import numpy as np
import pytest

from course_utils import datasets
from course_utils.descent import grid
from course_utils.networks import LogisticRegression
from course_utils.optimizers import AdaGrad, GradientDescent


def test_temperatures_are_four_whole_years_of_seattle():
    dates, mean = datasets.temperatures()
    assert dates.dtype == "datetime64[D]" and mean.shape == (1461,)
    assert dates[0] == np.datetime64("2012-01-01") and mean[0] == pytest.approx(8.9)
    assert (np.diff(dates) == np.timedelta64(1, "D")).all()
    month = dates.astype("datetime64[M]").astype(int) % 12
    assert mean[month == 6].mean() > 18 > 8 > mean[month == 0].mean()


def test_digits_are_pictures_between_paper_and_ink():
    X, y = datasets.digits()
    assert X.shape == (1797, 64) and (X.min(), X.max()) == (0, 1)
    assert np.bincount(y).min() > 170 and set(y) == set(range(10))


def test_breast_cancer_has_named_features_on_unequal_scales():
    X, y, names = datasets.breast_cancer()
    assert X.shape == (569, 30) and len(names) == 30 and names[3] == "mean area"
    assert np.bincount(y).tolist() == [212, 357]
    assert X.std(axis=0).max() > 1e5 * X.std(axis=0).min()


@pytest.mark.parity
def test_shipped_files_equal_scikit_learns():
    sets = pytest.importorskip("sklearn.datasets")
    theirs, (X, y) = sets.load_digits(), datasets.digits()
    assert (X * 16 == theirs.data).all() and (y == theirs.target).all()
    theirs, (X, y, names) = sets.load_breast_cancer(), datasets.breast_cancer()
    assert (X == theirs.data).all() and (y == theirs.target).all()
    assert names == theirs.feature_names.tolist()


@pytest.mark.parametrize("load", ["temperatures", "digits", "breast_cancer"])
def test_a_changed_array_does_not_change_the_next_call(load):
    first, second = [getattr(datasets, load)() for _ in range(2)]
    for a, b in zip(first, second, strict=True):
        if isinstance(a, np.ndarray):
            a[:] = a[0]
            assert not np.array_equal(a, b)
        else:
            a.clear()
            assert b


@pytest.mark.parametrize("make", ["moons", "spirals", "sparse_words"])
def test_generated_data_depend_on_the_seed_alone(make):
    make = getattr(datasets, make)
    first, again, other = make(200, seed=1), make(200, seed=1), make(200, seed=2)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])
    assert first[0].shape[0] == 200 and set(first[1]) == {0, 1}


def test_moons_without_noise_lie_on_two_half_circles():
    X, y = datasets.moons(200, noise=0)
    assert np.hypot(*X[y == 0].T) == pytest.approx(1) and (X[y == 0, 1] >= 0).all()
    assert np.hypot(*(X[y == 1] - [1, 0.5]).T) == pytest.approx(1)
    assert (X[y == 1, 1] <= 0.5).all()


def test_spirals_are_one_arm_and_the_same_arm_turned():
    X, y = datasets.spirals(200, turns=2, noise=0)
    radius = np.hypot(*X.T)
    turned = np.arctan2(*X.T[::-1]) - 4 * np.pi * radius - np.pi * y
    assert np.cos(turned) == pytest.approx(1) and 0.9 < radius.max() <= 1


def test_words_follow_zipf_and_adagrad_gains_by_the_rare_ones():
    X, y, w = datasets.sparse_words()
    texts = X.sum(axis=0)
    assert texts[49] == pytest.approx(10 * texts[499], rel=0.3)
    assert 0.45 < y.mean() < 0.55 and np.count_nonzero(w) == 100
    parts = datasets.split(X, y)
    network = LogisticRegression(X.shape[1])
    problem = network.problem(parts.X_train, parts.y_train)
    rates = np.geomspace(0.01, 100, 17)
    plain, adaptive = (
        np.nanmin(grid(rule(lr=rates), problem, steps=20))
        for rule in (GradientDescent, AdaGrad)
    )
    assert adaptive < 0.6 * plain


def test_standardize_scales_others_by_the_training_data():
    X = np.array([[1.0, 5], [3, 5]])
    train, other = datasets.standardize(X, [[5, 7]])
    assert train.tolist() == [[-1, 0], [1, 0]] and other.tolist() == [[3, 2]]
    assert datasets.standardize(X).tolist() == train.tolist()


def test_standardize_leaves_a_feature_that_never_changes_at_zero():
    X = np.full((569, 1), 0.1)  # its computed deviation is not 0, but 1e-17
    assert abs(datasets.standardize(X)).max() < 1e-12


def test_split_uses_each_sample_once_and_keeps_the_mix():
    _, y, _ = datasets.breast_cancer()
    parts = datasets.split(np.arange(569), y, seed=3)
    ids = np.concatenate(parts[::2])
    assert sorted(ids) == list(range(569))
    assert [len(part) for part in parts[::2]] == [341, 115, 113]
    for rows, labels in zip(parts[::2], parts[1::2], strict=True):
        assert (y[rows] == labels).all()
        assert labels.mean() == pytest.approx(y.mean(), abs=0.01)
    assert not (np.diff(parts.X_train) > 0).all(), "not shuffled"
    assert (datasets.split(np.arange(569), y, seed=4).X_val != parts.X_val).any()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: datasets.split([1, 2], [1]), "X has 2 samples, but y has 1 labels"),
        (lambda: datasets.split([1], [1], shares=(0.5, 0.2)), "add up to 1"),
        (lambda: datasets.moons(0), "n must be a whole number from 1 up"),
        (lambda: datasets.spirals(noise=-1), "noise must be 0 or more"),
        (lambda: datasets.sparse_words(vocabulary=20), "100 words or more, not 20"),
    ],
)
def test_bad_input_gets_one_clear_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()
