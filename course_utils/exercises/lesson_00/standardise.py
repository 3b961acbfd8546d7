"""Mend a function that brings the features of two tables to one scale."""

import numpy as np

from course_utils import datasets
from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.exercises.families import steps


def table_picture(answer):
    from course_utils import plots

    X, *_ = datasets.breast_cancer()
    scaled_train, _ = answer(X[:400], X[400:])
    fig, ax = plots.figure()
    dots = {"marker": "o", "markersize": 4}
    ax.plot(X[:400].std(axis=0), **plots.data_style("raw"), **dots)
    plots.curves(ax, {"yours": scaled_train.std(axis=0)}, log=True, **dots)
    ax.set(title="Thirty features on one scale", xlabel="feature")
    ax.set(ylabel="standard deviation")
    return fig, "Raw, the features spread from 0.003 to 600; scaled by you, all by 1."


def table_cases(rng):
    """Training and test tables whose test mean is elsewhere, so that a mix-up shows."""

    def pair(n, n_test, scale, centre):
        d = len(scale)
        rows = [
            centre + steps.signs(rng, (m, d)) * rng.uniform(0.5, 2, (m, d))
            for m in (n, n_test)
        ]
        rows[1] += rng.uniform(1, 2, d)
        return rows[0] * scale, rows[1] * scale

    ones, wide = np.ones(3), 10.0 ** rng.permutation(np.arange(-6, 5))
    still, still_test = pair(7, 4, np.ones(4), 1.5)
    still[:, 1], still_test[:, 1] = 4.0, 6.0
    return [
        Case("three features", pair(8, 5, rng.uniform(0.5, 4, 3), 2.0)),
        Case("one row to test", pair(6, 1, ones, -3.0)),
        Case("large and small features", pair(12, 3, wide, 1.0)),
        Case("a feature that never changes in training", (still, still_test)),
        Case("a single feature", pair(9, 2, ones[:1], 3.0)),
        Case("more test rows than training rows", pair(5, 9, ones, 1.0)),
    ]


SOLUTION = """
def standardise(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    sd = np.where(sd > 0, sd, 1)
    return (X_train - mean) / sd, (X_test - mean) / sd
"""

MISTAKES = (
    as_given(
        """
        def standardise(X_train, X_test):
            def scaled(X):
                return (X - X.mean(axis=0)) / X.std(axis=0)

            return scaled(X_train), scaled(X_test)
        """,
        "both faults are",
    ),
    Mistake(
        "own_statistics",
        """
        own = np.where(X_test.std(axis=0) > 0, X_test.std(axis=0), 1)
        return (X_train - mean) / sd, (X_test - X_test.mean(axis=0)) / own
        """,
        "You scaled the test set by its own mean and deviation: a shift between"
        " the two sets vanishes, and one row alone becomes all zeros. Use the "
        "training set's.",
    ),
    Mistake(
        "no_guard",
        "sd = sd",
        "You let a feature that never changes in training give 0/0: divide that one "
        "by 1.",
    ),
    Mistake(
        "still_to_zero",
        """
        moved = X_train.std(axis=0) > 0
        return moved * (X_train - mean) / sd, moved * (X_test - mean) / sd
        """,
        "You set a feature that never changed in training to zero in the test "
        "set too. There it may differ: subtract the mean and divide by 1.",
    ),
    Mistake(
        "pooled",
        """
        both = np.concatenate([X_train, X_test])
        mean, sd = both.mean(axis=0), both.std(axis=0)
        """,
        "You took mean and deviation over both tables: so the model sees "
        "something of the test set in training.",
    ),
    Mistake(
        "test_mean_of_its_own",
        "return (X_train - mean) / sd, (X_test - X_test.mean(axis=0)) / sd",
        "You subtracted the test set's own mean from it; use the training set's.",
    ),
    Mistake(
        "test_set_left",
        "return (X_train - mean) / sd, X_test",
        "Your test set is as it was: it is to be scaled, too. If your code does so, "
        "see that mean and deviation are taken before the training set is scaled: "
        "afterwards they are 0 and 1.",
    ),
    Mistake(
        "statistics_of_the_scaled",
        """
        X_train = (X_train - mean) / sd
        return X_train, (X_test - X_train.mean(axis=0)) / X_train.std(axis=0)
        """,
        "You took the test set's mean and deviation from the training set after it was "
        "scaled: there they are 0 and 1. Keep those from before.",
    ),
    Mistake(
        "as_they_came",
        "return X_train, X_test",
        "You returned both tables as they came in: return the scaled ones.",
    ),
    Mistake(
        "one_for_all",
        "mean, sd = X_train.mean(), X_train.std()",
        "You took one mean and one deviation for the whole table: each feature "
        "has its own (axis=0).",
    ),
    Mistake(
        "per_sample",
        """
        def standardise(X_train, X_test):
            def scaled(X):
                mean, sd = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
                return (X - mean) / np.where(sd > 0, sd, 1)

            return scaled(X_train), scaled(X_test)
        """,
        "You scaled each row by itself (axis=1). A row is one sample; the "
        "features are the columns.",
    ),
    Mistake(
        "not_centred",
        "return X_train / sd, X_test / sd",
        "You divided by the deviation but did not subtract the mean.",
    ),
    Mistake(
        "not_divided",
        "return X_train - mean, X_test - mean",
        "You subtracted the mean but did not divide by the deviation.",
    ),
    Mistake(
        "parentheses",
        "return X_train - mean / sd, X_test - mean / sd",
        "You divided only the mean by the deviation: without parentheses "
        "division comes before subtraction.",
    ),
    Mistake(
        "variance",
        "mean, sd = X_train.mean(axis=0), X_train.var(axis=0)",
        "You divided by the variance; divide by its root, the standard deviation.",
    ),
    Mistake(
        "sample_deviation",
        "mean, sd = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)",
        "You divided by n - 1 inside the deviation (ddof=1); here it is n, as "
        "np.std does by itself.",
    ),
    Mistake(
        "range",
        "mean, sd = X_train.min(axis=0), np.ptp(X_train, axis=0)",
        "You scaled to the range from 0 to 1: wanted are mean 0 and deviation 1.",
    ),
    Mistake(
        "added_to_deviation",
        "sd = sd + 1e-8",
        "You added a small number to the deviation: a feature on a tiny scale "
        "is then scaled wrongly. Replace a deviation of exactly 0 by 1.",
    ),
    Mistake(
        "divided_by_next_to_nothing",
        "sd = sd + 1e-12",
        "A feature that never changes in training is divided by next to "
        "nothing: where it differs in the test set, it becomes huge. Divide it "
        "by 1.",
    ),
    Mistake(
        "order",
        "return (X_test - mean) / sd, (X_train - mean) / sd",
        "You returned the test set first; return the training set, then the test set.",
    ),
    Mistake(
        "wrong_axis",
        "mean, sd = X_train.mean(axis=1), X_train.std(axis=1)",
        "You took the mean and the deviation of each row (axis=1). A row is one "
        "sample; the features are the columns: axis=0.",
    ),
    Mistake(
        "wrong_axis_kept",
        """
        mean = X_train.mean(axis=1, keepdims=True)
        sd = X_train.std(axis=1, keepdims=True)
        """,
        "You took the mean and the deviation of each row (axis=1). A row is one "
        "sample; the features are the columns: axis=0, without keepdims.",
    ),
)

RIGHT = (
    """
def standardise(a, b):
    mean = sum(a) / len(a)
    sd = np.sqrt(sum((row - mean) ** 2 for row in a) / len(a))
    sd[np.isclose(sd, 0)] = 1
    return [[(row - mean) / sd for row in table] for table in (a, b)]
""",
    """
def standardise(X_train, X_test):
    X_train, X_test = X_train.copy(), X_test.copy()
    mean, sd = X_train.mean(0), X_train.std(0)
    for X in (X_train, X_test):
        X -= mean
        X[:, sd != 0] /= sd[sd != 0]
    return X_train, X_test
""",
    """
def standardise(X_train, X_test):
    X_train, X_test = X_train.astype(np.float32), X_test.astype(np.float32)
    mean, sd = X_train.mean(0), X_train.std(0)
    for X in (X_train, X_test):
        X -= mean
        X[:, sd != 0] /= sd[sd != 0]
    return X_train, X_test
""",
)

EXERCISE = Exercise(
    title="Mend: features on one scale",
    points=3,
    minutes=8,
    difficulty=2,
    solution=SOLUTION,
    cases=table_cases,
    returns=("X_train", "X_test"),
    picture=table_picture,
    atol=1e-6,  # its results are of size 1, and may come near 0
    mistakes=MISTAKES,
    right=RIGHT,
)
