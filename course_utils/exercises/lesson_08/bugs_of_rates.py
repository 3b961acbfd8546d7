"""Diagnose the flaws of four rates by what they print."""

import numpy as np

from course_utils import schedules
from course_utils.checks.exercise import Exercise, Mistake

RATE_BUGS = (
    "decayed rate decayed again",
    "steps counted for epochs",
    "rises past T",
    "floor not reached",
    "boundary one step late",
    "only the first boundary",
)


def rates_picture(answer):
    from course_utils import plots

    epochs = np.arange(13)
    lines = {
        "as meant: 1/t": schedules.inverse_time(0.1, 1)(epochs),
        "A: decayed again": 0.1 / np.cumprod(1.0 + epochs),
        "B: 100 steps an epoch": schedules.inverse_time(0.1, 1)(100 * epochs),
        "C: rises past T": 0.05 * (1 + np.cos(np.pi * epochs / 6)),
        "D: one step late": schedules.piecewise(0.1, 0.5, [4, 7])(epochs),
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, marker=".")
    ax.set_yscale("symlog", linthresh=1e-4)  # C is 0 at epoch 6
    ax.set(title="Four rates with a flaw", xlabel="epoch", ylabel="rate")
    ax.set_ylim(-5e-6, 0.2)
    return fig, "A falls without end, B at once, C comes back up, D is a step late."


MISTAKES = (
    Mistake(
        "slow_and_fast_swapped",
        (
            "steps counted for epochs",
            "decayed rate decayed again",
            "rises past T",
            "boundary one step late",
        ),
        "C and D are right. In A and B, divide each rate by the one before: "
        "where the bug is compounding, the rate falls by 2, then by 3, by 4 ..",
    ),
    Mistake(
        "flaw_of_a",
        {
            "A": (
                "steps counted for epochs",
                "rises past T",
                "floor not reached",
                "boundary one step late",
                "only the first boundary",
            )
        },
        "In A divide each rate by the next: 2, 3, 4 .. What was meant divides 0.1 by "
        "2, 3, 4, and not the last rate.",
    ),
    Mistake(
        "flaw_of_b",
        {
            "B": (
                "decayed rate decayed again",
                "rises past T",
                "floor not reached",
                "boundary one step late",
                "only the first boundary",
            )
        },
        "In B the rate of epoch 1 is 0.1 / 101 = 0.00099. An epoch has 100 steps.",
    ),
    Mistake(
        "flaw_of_c",
        {
            "C": (
                "decayed rate decayed again",
                "steps counted for epochs",
                "boundary one step late",
                "only the first boundary",
            )
        },
        "C is what was meant up to epoch 6. What does it do after that?",
    ),
    Mistake(
        "floor_of_c",
        {"C": "floor not reached"},
        "C does reach its floor, 0, at epoch 6. What does it do after that?",
    ),
    Mistake(
        "flaw_of_d",
        {
            "D": (
                "decayed rate decayed again",
                "steps counted for epochs",
                "rises past T",
                "floor not reached",
            )
        },
        "D stands still and halves twice, as meant. When does it halve, and when "
        "should it?",
    ),
    Mistake(
        "boundaries_of_d",
        {"D": "only the first boundary"},
        "D has both of its drops. When do they come?",
    ),
)

RIGHT = (
    [
        "Decayed rate decayed again",
        "steps counted for epochs",
        "rises past t",
        "boundary one step late",
    ],
)

EXERCISE = Exercise(
    title="Diagnose: four rates with a flaw",
    points=2,
    minutes=6,
    difficulty=1,
    solution=(
        "decayed rate decayed again",
        "steps counted for epochs",
        "rises past T",
        "boundary one step late",
    ),
    options=RATE_BUGS,
    picture=rates_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
