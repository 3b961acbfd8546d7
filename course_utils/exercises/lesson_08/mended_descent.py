"""Mend a descent that stands still because its array holds whole numbers."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given


def as_it_was(start, minimum, lr, steps):
    theta = np.array(start)
    for _ in range(steps):
        theta[:] = theta - lr * (theta - minimum)
    return theta


def descent_picture(answer):
    from course_utils import plots

    minimum, steps = np.array([10.0]), np.arange(41)
    old = [as_it_was([3], minimum, 0.1, int(n))[0] for n in steps]
    new = [np.ravel(answer([3], minimum, 0.1, int(n)))[0] for n in steps]
    fig, ax = plots.figure()
    ax.plot(old, **plots.data_style("as it was"))
    plots.curves(ax, {"yours": new})
    ax.set(title="From 3, with the minimum at 10", xlabel="step", ylabel="θ")
    return fig, "Your theta goes to 10; the old one stands still at 3."


def descent_cases(rng):
    def whole(n):
        return [int(k) for k in rng.integers(1, 9, n)]

    def minimum(n):
        return rng.uniform(11, 14, n)

    decimal = [float(x) for x in rng.uniform(-3, -1, 3)]
    return [
        Case("a start in whole numbers", (whole(3), minimum(3), 0.1, 10)),
        Case("a start at zeros", ([0, 0], minimum(2), 0.3, 4)),
        Case("small steps", (whole(4), minimum(4), 0.01, 25)),
        Case("a start with decimals, below zero", (decimal, minimum(3), 0.2, 6)),
        Case("a single step", (whole(3), minimum(3), 0.15, 1)),
        Case("many steps", (whole(2), minimum(2), 0.1, 150)),
        Case("a single parameter", (whole(1), minimum(1), 0.25, 5)),
    ]


SOLUTION = """
def mended_descent(start, minimum, lr, steps):
    theta = np.array(start, dtype=float)
    for _ in range(steps):
        g = theta - minimum
        theta = theta - lr * g
    return theta
"""

MISTAKES = (
    as_given(
        """
        def mended_descent(start, minimum, lr, steps):
            theta = np.array(start)
            for _ in range(steps):
                g = theta - minimum
                theta[:] = theta - lr * g
            return theta
        """,
        "the fault is",
    ),
    Mistake(
        "always_whole",
        """
        def mended_descent(start, minimum, lr, steps):
            theta = np.array(start, dtype=int)
            for _ in range(steps):
                g = theta - minimum
                theta[:] = theta - lr * g
            return theta
        """,
        "You keep theta in whole numbers, whatever start holds. It needs "
        "decimals: dtype=float.",
    ),
    Mistake(
        "rounded",
        "theta = np.round(theta - lr * g)",
        "You round at each step. That cuts less off, but a step shorter than a "
        "half is still lost.",
    ),
    Mistake(
        "cut_at_the_end",
        "return theta.astype(int)",
        "You cut the decimals off at the end.",
    ),
    Mistake(
        "cut_if_start_was_whole",
        "return theta.astype(np.array(start).dtype)",
        "You turn theta back to the kind of numbers of start at the end, which "
        "cuts the decimals off.",
    ),
    Mistake(
        "one_step_too_many",
        "for _ in range(steps + 1):",
        "You take one step too many.",
    ),
    Mistake(
        "one_step_short",
        "for _ in range(steps - 1):",
        "You take one step too few.",
    ),
    Mistake(
        "one_step",
        "for _ in range(1):",
        "You take a single step. Is the return inside the loop, or each step "
        "taken from the start again?",
    ),
    Mistake(
        "one_gradient",
        "g = np.array(start) - minimum",
        "You use the gradient of the start for all steps. Compute it anew in each.",
    ),
    Mistake(
        "uphill",
        "theta = theta + lr * g",
        "You walk away from the minimum: the step is to be subtracted.",
    ),
    Mistake(
        "minimum_ignored",
        "g = theta",
        "You walk to zero: the gradient is theta - minimum.",
    ),
    Mistake(
        "no_step",
        "return np.array(start, dtype=float)",
        "You return the start. Is the new theta kept?",
    ),
)

RIGHT = (
    """
def mended_descent(start, minimum, lr, steps):
    theta = list(map(float, start))
    for _ in range(steps):
        theta = [x - lr * (x - m) for x, m in zip(theta, minimum, strict=True)]
    return theta
""",
    """
def mended_descent(start, m, lr, n):
    return m + (np.array(start) - m) * (1 - lr) ** n
""",
    """
def mended_descent(start, m, lr, n):
    return np.float32(m) - np.float32(m - start) * np.float32(1 - lr) ** n
""",
)

EXERCISE = Exercise(
    title="Mend: the descent that stands still",
    points=2,
    minutes=6,
    difficulty=2,
    solution=SOLUTION,
    cases=descent_cases,
    picture=descent_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
