"""Diagnose the bugs of four Adams by the lengths of their steps."""

import numpy as np

from course_utils.checks.exercise import Exercise, Mistake

BUGS = (
    STUCK := "t never incremented",
    RESTARTED := "t restarted each epoch",
    STORED := "corrected v stored back",
    LEFT_OUT := "v_hat left out",
    UNCORRECTED := "both corrections left out",
    OUTSIDE := "eps outside the division",
)
ANSWER = (STUCK, STORED, LEFT_OUT, RESTARTED)


def step_lengths(bug="", n=100, epoch=20, beta1=0.9, beta2=0.999):
    """Steps of Adam under a constant gradient, as multiples of lr, with one bug."""
    v = s = 0.0
    lengths = []
    for k in range(1, n + 1):
        t = {STUCK: 1, RESTARTED: (k - 1) % epoch + 1}.get(bug, k)
        v, s = beta1 * v + (1 - beta1), beta2 * s + (1 - beta2)
        v_hat, s_hat = v / (1 - beta1**t), s / (1 - beta2**t)
        if bug == STORED:
            v = v_hat
        if bug == LEFT_OUT:
            v_hat = v
        lengths.append(v_hat / np.sqrt(s_hat))
    return np.array(lengths)


def step_bug_picture(answer):
    from course_utils import plots

    names = zip("ABCD", answer, ANSWER, strict=True)
    lines = {f"{a}: {name}": step_lengths(bug) for a, name, bug in names}
    lines["as it should be"] = step_lengths()
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=np.arange(1, 101), log=True)
    ax.set(title="Adam under a constant gradient", xlabel="step", ylabel="step / α")
    return fig, "B shoots up, A swells and shrinks, C starts short, D jumps at step 21."


MISTAKES = (
    Mistake(
        "stuck_for_restarted",
        (RESTARTED, STORED, LEFT_OUT, STUCK),
        "B and C are right. You swapped A and D: one of them is right through "
        "all of the first 20 steps. When does it go wrong?",
    ),
    Mistake(
        "stored_for_left_out",
        (STUCK, LEFT_OUT, STORED, RESTARTED),
        "A and D are right. You swapped B and C: a correction that is stored is"
        " corrected again at the next step, and so it grows.",
    ),
    Mistake(
        "a_uncorrected",
        {"A": (LEFT_OUT, UNCORRECTED)},
        "A's first step is 1.000, so it was corrected. It goes wrong at step 2.",
    ),
    Mistake(
        "a_restarted",
        {"A": RESTARTED},
        "A is wrong at step 2 already, and an epoch has 20 steps: a restart of t would"
        " show at step 21.",
    ),
    Mistake(
        "a_stored",
        {"A": STORED},
        "A's steps are never longer than about 2. A v that is corrected, stored and "
        "corrected again grows five times at step 2.",
    ),
    Mistake(
        "a_eps",
        {"A": OUTSIDE},
        "An eps outside the division adds the same small number to each step; A's "
        "steps are twice too long.",
    ),
    Mistake(
        "b_grows",
        {"B": (STUCK, RESTARTED, LEFT_OUT, UNCORRECTED, OUTSIDE)},
        "B's second step is five times too long, its third 18 times. What makes v grow"
        " at each step, and by how much is it divided at the second?",
    ),
    Mistake(
        "c_both",
        {"C": UNCORRECTED},
        "With both corrections left out the first step of C would be 0.1 / sqrt(0.001)"
        " = 3.16, too long and not too short.",
    ),
    Mistake(
        "c_short",
        {"C": (STUCK, RESTARTED, STORED, OUTSIDE)},
        "C's first step is 0.100 where the others have 1.000, and step t is 1 - 0.9^t:"
        " which average, uncorrected, is that?",
    ),
    Mistake(
        "d_late",
        {"D": (STUCK, STORED, LEFT_OUT, UNCORRECTED, OUTSIDE)},
        "D is right through all of the first 20 steps. What begins at step 21?",
    ),
)

RIGHT = (
    [
        "t never incremented",
        "corrected v stored back",
        "V_hat left out",
        "t restarted each epoch",
    ],
    (STUCK, STORED, "v̂ left out", RESTARTED),
)

EXERCISE = Exercise(
    title="Diagnose: four Adams with a bug",
    points=3,
    minutes=8,
    difficulty=2,
    solution=ANSWER,
    options=BUGS,
    picture=step_bug_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
