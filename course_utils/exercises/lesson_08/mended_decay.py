"""Mend a decay that divides a rate which has been divided already."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given


def decay_picture(answer):
    from course_utils import plots

    epochs = np.arange(20)
    old = 0.1 / np.cumprod(1.0 + epochs)
    fig, ax = plots.figure()
    ax.plot(epochs, old, **plots.data_style("as it was"))
    plots.curves(ax, {"yours": answer(0.1, 1.0, 20)}, log=True, marker=".")
    ax.set(title="Your decay, and the old one", xlabel="epoch", ylabel="rate")
    return fig, "Your rate falls ever more slowly; the old one falls ever faster."


def mended_decay_cases(rng):
    def lr0():
        return float(10 ** rng.uniform(-3, 0))

    return [
        Case("six epochs", (lr0(), 1.0, 6)),
        Case("a slow decay", (lr0(), 0.05, 20)),
        Case("another decay", (lr0(), float(rng.uniform(0.2, 0.8)), 8)),
        Case("a fast decay", (lr0(), float(rng.uniform(1.5, 3)), 5)),
        Case("no decay", (lr0(), 0.0, 5)),
        Case("a single epoch", (lr0(), 0.5, 1)),
        Case("a large first rate", (20.0, 0.3, 7)),
        Case("many epochs", (lr0(), 0.1, 130)),
    ]


SOLUTION = """
def mended_decay(lr0, k, n):
    rates = []
    for epoch in range(n):
        lr = lr0 / (1 + k * epoch)
        rates.append(lr)
    return np.array(rates)
"""

MISTAKES = (
    as_given(
        """
        def mended_decay(lr0, k, n):
            lr, rates = lr0, []
            for epoch in range(n):
                lr = lr / (1 + k * epoch)
                rates.append(lr)
            return np.array(rates)
        """,
        "the fault is",
    ),
    Mistake(
        "constant_divisor",
        "lr = lr0 / (1 + k) ** epoch",
        "You divide by 1 + k at each epoch. That is an exponential decay; here "
        "lr0 is divided by 1 + k epoch.",
    ),
    Mistake(
        "constant_divisor_at_once",
        "lr = lr0 / (1 + k) ** (epoch + 1)",
        "You divide by 1 + k at each epoch, the first one included. Here lr0 is"
        " divided by 1 + k epoch, so epoch 0 keeps lr0.",
    ),
    Mistake(
        "epoch_left_out",
        "lr = lr0 / (1 + k)",
        "You left the epoch out: every rate is lr0 / (1 + k).",
    ),
    Mistake(
        "never_decayed",
        "rates.append(lr0)",
        "Your rate stays at lr0. Is the decayed rate the one that is stored?",
    ),
    Mistake(
        "epochs_from_one",
        "lr = lr0 / (1 + k * (epoch + 1))",
        "You count epochs from 1. The first one is epoch 0 and keeps lr0.",
    ),
    Mistake(
        "stored_before",
        "lr = lr0 / (1 + k * max(epoch - 1, 0))",
        "You store the rate before it is decayed: all come one epoch late.",
    ),
    Mistake(
        "one_too_many",
        "for epoch in range(n + 1):",
        "You return n + 1 rates; epochs 0 to n - 1 are n.",
    ),
    Mistake(
        "last_only",
        "return lr",
        "You return the last rate alone; those of all epochs are wanted.",
    ),
    Mistake(
        "parentheses",
        "lr = lr0 / 1 + k * epoch",
        "You left out the parentheses: lr0 / 1 + k * epoch divides by 1 and then adds.",
    ),
    Mistake(
        "growing",
        "lr = lr0 * (1 + k * epoch)",
        "You multiply where you should divide: the rate grows.",
    ),
    Mistake(
        "k_ignored",
        "lr = lr0 / (1 + epoch)",
        "You left out k, which says how fast the rate falls.",
    ),
)

RIGHT = (
    """
def mended_decay(lr0, k, n):
    print("a stray print")
    rates = [lr0]
    for epoch in range(1, n):
        rates.append(rates[-1] * (1 + k * (epoch - 1)) / (1 + k * epoch))
    return rates
""",
    """
def mended_decay(first, decay, n):
    return first / (1 + decay * np.arange(n))
""",
    """
def mended_decay(a, k, n):
    return np.array([a / (1 + k * e) for e in range(n)], np.float32)
""",
)

EXERCISE = Exercise(
    title="Mend: the rate that vanished",
    points=2,
    minutes=5,
    difficulty=1,
    solution=SOLUTION,
    cases=mended_decay_cases,
    picture=decay_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
