"""Choose a beta that settles within 100 values and still smooths."""

from course_utils import averages
from course_utils.checks.exercise import Exercise, Mistake


def settled_and_smooth(beta):
    """The goal of `beta_settled_and_smooth`: little bias at t = 100, little noise."""
    beta = float(beta)
    if not 0 <= beta < 1:
        return f"beta must lie in [0, 1); yours is {beta:g}."
    share, window = 1 - beta**100, averages.equivalent_window(beta)
    if share > 0.99 and window > 29.99:
        return ""
    return (
        f"With beta = {beta:g} the average has put {share:.3%} of its weight on data "
        f"after 100 values, and is as steady as the mean of {window:.1f} values. "
        f"Wanted are more than 99 % and at least 30."
    )


MISTAKES = (
    Mistake(
        "usual",
        0.9,
        "The usual 0.9 has settled after 44 values, but it is only as steady as"
        " a mean of 19.",
    ),
    Mistake(
        "two_nines",
        0.99,
        "With 0.99 it is very steady, but after 100 values 37 % of its weight "
        "still lies on the zero it started from.",
    ),
    Mistake(
        "three_nines",
        0.999,
        "With 0.999 the average is very steady, but after 100 values only a "
        "tenth of the way is done.",
    ),
    Mistake(
        "window_by_e_folding",
        1 - 1 / 30,
        "From 1/(1-beta) = 30? For the same noise as a mean of n values it "
        "is (1+beta)/(1-beta) = n, which allows a smaller beta.",
    ),
)

RIGHT = (
    0.94,
    0.95,
    29 / 31,
)

EXERCISE = Exercise(
    title="Choose: settled, and smooth",
    points=2,
    minutes=7,
    difficulty=3,
    solution=0.945,
    goal=settled_and_smooth,
    mistakes=MISTAKES,
    right=RIGHT,
)
