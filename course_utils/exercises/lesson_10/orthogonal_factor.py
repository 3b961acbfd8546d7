"""Make a matrix orthogonal: all its singular values become 1."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def orthogonal_picture(answer):
    from course_utils import plots

    G = np.random.default_rng(3).standard_normal((8, 12)) * np.geomspace(1, 0.2, 12)
    before = np.linalg.svd(G / np.linalg.norm(G))[1]
    after = np.linalg.svd(np.asarray(answer(G)))[1]
    fig, ax = plots.figure()
    ax.plot(np.arange(1, 9), before, **plots.data_style("G / |G|"), marker="o")
    plots.curves(ax, {"yours": after}, x=np.arange(1, 9), marker="o")
    ax.set(title="Singular values", xlabel="direction", ylim=(0, 1.15))
    return fig, "Your matrix has all singular values at 1; those of G fall."


def matrix(rng, rows, columns):
    """Singular values from 1 down to a quarter or so, so that few steps will do."""
    n = min(rows, columns)
    U = np.linalg.qr(rng.standard_normal((rows, n)))[0]
    V = np.linalg.qr(rng.standard_normal((columns, n)))[0]
    return U * rng.uniform(0.25, 1, n) @ V.T


def orthogonal_cases(rng):
    return [
        Case("more columns than rows", (matrix(rng, 3, 5),)),
        Case("a square matrix", (matrix(rng, 4, 4),)),
        Case("more rows than columns", (3 * matrix(rng, 6, 3),)),
        Case("a thousand times as large", (1000 * matrix(rng, 3, 4),)),
        Case("tiny", (1e-6 * matrix(rng, 4, 5),)),
        Case("a single row", (matrix(rng, 1, 4),)),
        Case("a large square matrix", (20 * matrix(rng, 8, 8),)),
        Case("all entries alike", (np.ones((4, 4)) + rng.uniform(0.6, 1) * np.eye(4),)),
    ]


SOLUTION = """
def orthogonal_factor(G):
    X = G / np.linalg.norm(G)
    for _ in range(20):
        X = 1.5 * X - 0.5 * X @ X.T @ X
    return X
"""

MISTAKES = (
    Mistake(
        "not_scaled",
        """
def orthogonal_factor(G):
    X = G
    for _ in range(20):
        X = 1.5 * X - 0.5 * X @ X.T @ X
    return X
""",
        "You did not divide G by its norm: singular values above 1.7 come out with the "
        "wrong sign or grow without end, and tiny ones are not lifted to 1.",
    ),
    Mistake(
        "largest_entry",
        """
def orthogonal_factor(G):
    X = G / np.abs(G).max()
    for _ in range(20):
        X = 1.5 * X - 0.5 * X @ X.T @ X
    return X
""",
        "You divided by the largest entry; a singular value may be larger than it. "
        "Divide by the root of the sum of squares.",
    ),
    Mistake(
        "one_step",
        "for _ in range(1):",
        "You took one step: it makes small singular values 1.5 times as large. Repeat "
        "it 20 times.",
    ),
    Mistake(
        "scaled_only",
        "return G / np.linalg.norm(G)",
        "You only divided by the norm: the singular values keep their ratios.",
    ),
    Mistake(
        "entries_cubed",
        "X = 1.5 * X - 0.5 * X * X * X",
        "You cubed each entry with *; X X' X is a product of matrices: @.",
    ),
    Mistake(
        "sign_of_entries",
        "return np.sign(G)",
        "You took the sign of each entry: that is Lion's step. Here it is the "
        "singular values that become 1.",
    ),
    Mistake(
        "rows_alone",
        "return G / np.linalg.norm(G, axis=1, keepdims=True)",
        "You made each row one long, but the rows are not at right angles.",
    ),
    Mistake(
        "size_put_back",
        "return X * np.linalg.norm(G)",
        "You multiplied by the norm again: the result must not depend on G's size.",
    ),
    Mistake(
        "plus",
        "X = 1.5 * X + 0.5 * X @ X.T @ X",
        "You added the second term: without the minus the values grow without end.",
    ),
    Mistake(
        "transposed",
        "return X.T",
        "Your matrix is right, but transposed: it must have the shape of G.",
    ),
    Mistake(
        "half_left_out",
        "X = 1.5 * X - X @ X.T @ X",
        "You left out the 0.5: the singular values settle at 0.71, not at 1.",
    ),
    Mistake(
        "singular_values_kept",
        "return G",
        "You returned G as it is: its singular values are to become 1.",
    ),
)

RIGHT = (
    """
def orthogonal_factor(G):
    print("a stray print")
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return U @ Vt
""",
    """
def orthogonal_factor(G):
    X = G / np.sqrt((G * G).sum())
    tall = G.shape[0] > G.shape[1]
    X = X.T if tall else X
    for _ in range(40):
        X = (1.5 * np.eye(len(X)) - 0.5 * X @ X.T) @ X
    return (X.T if tall else X).tolist()
""",
    """
def orthogonal_factor(G):
    X = G / np.linalg.norm(G, 2)
    for _ in range(15):
        X = X @ (3 * np.eye(X.shape[1]) - X.T @ X) / 2
    return X.astype(np.float32)
""",
)

EXERCISE = Exercise(
    title="Muon's step: a matrix made orthogonal",
    points=4,
    minutes=12,
    difficulty=3,
    solution=SOLUTION,
    cases=orthogonal_cases,
    picture=orthogonal_picture,
    mistakes=MISTAKES,
    right=RIGHT,
    rtol=1e-3,
    atol=1e-5,
)
