"""A second moment kept as sums of rows and columns."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def factored_picture(answer):
    from course_utils import plots

    rng = np.random.default_rng(7)
    squares = np.outer(np.geomspace(1, 20, 6), np.geomspace(1, 0.1, 9))
    squares = squares * rng.uniform(0.5, 2, squares.shape)
    yours = np.asarray(answer(squares.sum(axis=1), squares.sum(axis=0)))
    fig, axes = plots.figure(1, 2, height=2.6)
    for ax, table, title in zip(axes, (squares, yours), ("S", "yours"), strict=True):
        ax.imshow(np.log(table), cmap="viridis", aspect="auto")
        ax.set(title=title, xlabel="column", ylabel="row")
        ax.grid(False)
    return fig, "Your table has the bands of S, from 15 numbers in place of 54."


def factored_cases(rng):
    def case(label, rows, columns, scale=1.0):
        squares = scale * rng.uniform(0.5, 3, (rows, columns)) ** 2
        return Case(label, (squares.sum(axis=1), squares.sum(axis=0)))

    return [
        case("a small table", 2, 3),
        case("more rows than columns", 5, 2),
        case("a square table", 4, 4),
        case("a single row", 1, 4),
        case("a single column", 4, 1),
        case("tiny squares", 3, 4, 1e-6),
        case("large squares", 3, 5, 1e4),
        Case("all of rank one", (3 * np.arange(1.0, 5), 10 * np.ones(3))),
    ]


SOLUTION = """
def factored_squares(rows, columns):
    return np.outer(rows, columns) / rows.sum()
"""

MISTAKES = (
    Mistake(
        "undivided",
        "return np.outer(rows, columns)",
        "You did not divide by the total: your table's rows do not add up to rows.",
    ),
    Mistake(
        "total_twice",
        "return np.outer(rows, columns) / rows.sum() ** 2",
        "You divided by the total twice, once for rows and once for columns: then the "
        "table adds up to 1.",
    ),
    Mistake(
        "size",
        "return np.outer(rows, columns) / (len(rows) * len(columns))",
        "You divided by the number of entries; divide by the total of all squares, "
        "rows.sum().",
    ),
    Mistake(
        "transposed",
        "return np.outer(columns, rows) / rows.sum()",
        "Your table is transposed: entry (i, j) belongs to row i and column j.",
    ),
    Mistake(
        "root",
        "return np.sqrt(np.outer(rows, columns) / rows.sum())",
        "You took the root: S itself is wanted. The root comes in Adam's step.",
    ),
    Mistake(
        "added",
        "return (rows[:, None] + columns) / (len(rows) + len(columns))",
        "You added rows and columns: in a table of rank one they are multiplied.",
    ),
    Mistake(
        "spread",
        "return rows[:, None] / len(columns) * np.ones(len(columns))",
        "You spread each row evenly and left columns out: some columns are larger.",
    ),
    Mistake(
        "mean_for_sum",
        "return np.outer(rows, columns) / rows.mean()",
        "You divided by the mean of rows; divide by their sum, the total.",
    ),
)

RIGHT = (
    """
def factored_squares(r, c):
    print("a stray print")
    return [[a * b / sum(c) for b in c] for a in r]
""",
    """
def factored_squares(rows, columns):
    return rows[:, None] * (columns / np.sum(columns))
""",
    """
def factored_squares(rows, columns):
    table = np.einsum("i,j->ij", rows, columns).astype(np.float32)
    return table / np.float32(rows.sum())
""",
)

EXERCISE = Exercise(
    title="A second moment from its margins",
    points=2,
    minutes=6,
    difficulty=1,
    solution=SOLUTION,
    cases=factored_cases,
    picture=factored_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
