"""Choose lr and beta that come through a narrow ravine in 60 steps."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.descent import run
from course_utils.optimizers import Momentum
from course_utils.problems import ravine


def sixty_steps(pair):
    """The goal of `lr_beta_for_ravine`: loss at most 0.001 after 60 steps."""
    values = np.ravel(pair)
    if len(values) != 2:
        return "The answer is a tuple of two numbers, (lr, beta)."
    lr, beta = map(float, values)
    if not (0 < lr < 1e6 and 0 <= beta < 1):
        wanted = "lr must be above 0 and below a million, and beta in [0, 1)"
        return f"{wanted}; yours are {lr:g} and {beta:g}."
    trace = run(Momentum(lr, beta), ravine(100), steps=60)
    if trace.loss[-1] <= 1e-3:
        return ""
    reached = (
        f"With lr = {lr:g} and beta = {beta:g} the loss ends at {trace.loss[-1]:.3g}"
    )
    if not trace.loss[-1] <= trace.loss[0]:
        return f"{reached}: it diverges. Make lr smaller, or beta larger."
    along, across = np.abs(trace.theta[-10:]).max(axis=0)
    where = "across" if 100 * across**2 > along**2 else "along"
    past = trace.theta[:, 0].min() < -0.5
    more = Momentum(lr, beta + 0.01) if beta < 0.98 else None
    if more and run(more, ravine(100), steps=60).loss[-1] <= 1e-3:
        return f"{reached}, wanted is 0.001. You are close: a little more beta."
    hint = " On the way it ran far past the minimum: a shorter memory?" if past else ""
    return f"{reached}, wanted is 0.001. What is left lies {where} the ravine.{hint}"


MISTAKES = (
    Mistake(
        "usual",
        (0.1, 0.9),
        "The rate is good, but with beta = 0.9 the memory is too long: the path swings "
        "past the minimum and back, and its swings shrink by only 5 % at each step.",
    ),
    Mistake(
        "no_momentum_same_rate",
        (0.1, 0.0),
        "Without momentum a rate above 2/100 diverges across the ravine.",
    ),
    Mistake(
        "best_plain",
        (2 / 101, 0.0),
        "That is the rate which serves plain descent best in the long run. Smoothing "
        "allows a rate several times larger.",
    ),
    Mistake(
        "small_rate",
        (0.01, 0.9),
        "The rate is small enough without any momentum, so smoothing buys "
        "nothing: with it you may go several times faster.",
    ),
    Mistake(
        "torch_rate",
        (4 / 121, 81 / 121),
        "These are the best settings for PyTorch's form. In the averaged form "
        "the same path needs lr / (1 - beta).",
    ),
)

RIGHT = (
    [0.11, 0.72],
    (0.08, 0.7),
    np.array([4 / 40, 81 / 121]),
)

EXERCISE = Exercise(
    title="Choose: through a narrow ravine in 60 steps",
    points=3,
    minutes=8,
    difficulty=3,
    solution=(0.1, 0.67),
    goal=sixty_steps,
    rtol=2e-3,
    mistakes=MISTAKES,
    right=RIGHT,
)
