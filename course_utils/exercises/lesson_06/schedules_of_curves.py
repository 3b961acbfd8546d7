"""Read which of four curves is which schedule."""

import numpy as np

from course_utils import schedules
from course_utils.checks.exercise import Exercise, Mistake

FOUR = {
    "piecewise": schedules.piecewise(0.1, 0.5, [20, 50, 80]),
    "1/t": schedules.inverse_time(0.1, 0.05),
    "cosine": schedules.cosine(0.1, 0.01, 100),
    "exponential": schedules.exponential(0.1, 0.97),
}


def schedules_picture(answer):
    from course_utils import plots

    fig, ax = plots.figure()
    letters = zip("ABCD", FOUR.items(), strict=True)
    t = np.arange(151)
    plots.curves(ax, {f"{a}: {name}": lr(t) for a, (name, lr) in letters})
    ax.set(title="The four schedules", xlabel="steps taken", ylabel="rate")
    return fig, "A goes down in stairs, B and D in a hollow curve, C in half a wave."


MISTAKES = (
    Mistake(
        "curves_swapped",
        ("piecewise", "exponential", "cosine", "1/t"),
        "A and C are right. Of B and D one is multiplied by the same number "
        "every ten steps; the other falls fast at first and then ever more "
        "slowly.",
    ),
    Mistake(
        "cosine_for_exponential",
        ("piecewise", "1/t", "exponential", "cosine"),
        "A and B are right. An exponential decay never stops at a floor, and it"
        " falls fastest at the start.",
    ),
    Mistake(
        "cosine_for_inverse",
        ("piecewise", "cosine", "1/t", "exponential"),
        "A and D are right. Of B and C one hardly falls in the first steps: a "
        "cosine starts flat.",
    ),
    Mistake(
        "flat_start_for_stairs",
        ("cosine", "1/t", "piecewise", "exponential"),
        "B and D are right. Of A and C one stands still for many steps and then"
        " halves at once.",
    ),
    Mistake(
        "order_of_the_list",
        ("exponential", "piecewise", "1/t", "cosine"),
        "None is right yet. Start with the one that stands still and then "
        "halves at once.",
    ),
    Mistake(
        "stairs",
        {"A": ("exponential", "1/t", "cosine")},
        "A stands still for many steps, and then halves at once.",
    ),
    Mistake(
        "b_piecewise",
        {"B": ("piecewise", "cosine")},
        "B falls fastest in the first steps and then ever more slowly, without a stair"
        " and without a flat start.",
    ),
    Mistake(
        "b_exponential",
        {"B": "exponential"},
        "B falls from 0.1 to 0.05 in 20 steps and is still at 0.0118 after 150: an "
        "exponential would have halved seven times by then.",
    ),
    Mistake(
        "c_half_a_wave",
        {"C": ("exponential", "piecewise", "1/t")},
        "C hardly falls in the first steps, is fastest in the middle and ends flat at "
        "0.01.",
    ),
    Mistake(
        "d_inverse",
        {"D": "1/t"},
        "D keeps the same share in the same time: 0.737 over the first ten steps, and "
        "again over the next ten.",
    ),
    Mistake(
        "d_other",
        {"D": ("piecewise", "cosine")},
        "D falls at every step, fastest at the start, and stops at no floor.",
    ),
)

RIGHT = (
    ["Piecewise", "1/t", "cosine", "exponential"],
    np.array(["piecewise", "1/T", "cosine", " exponential"]),
)

EXERCISE = Exercise(
    title="Read: which curve is which schedule",
    points=2,
    minutes=5,
    difficulty=1,
    solution=tuple(FOUR),
    options=("exponential", "piecewise", "1/t", "cosine"),
    picture=schedules_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
