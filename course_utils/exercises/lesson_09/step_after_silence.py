"""Compute how long a step of Adam is after a long silence."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.corrections import correction_mistakes


def silence_picture(answer):
    from course_utils import plots

    t = np.unique(np.geomspace(1, 20_000, 120).astype(int))
    lengths = np.array([answer(int(k), 1.0, 0.9, 0.999) for k in t])
    fig, ax = plots.figure()
    ax.plot(t, np.ones(len(t)), **plots.data_style("steady"))
    plots.curves(ax, {"yours, after a silence": lengths}, x=t)
    title = "Your step after a silence, as a multiple of α"
    ax.set(title=title, xscale="log", xlabel="step t of the first gradient")
    return fig, "Your step dips below the rate at first and climbs to 3.16 times it."


def silence_cases(rng):
    def case(label, t, usual=False):
        betas = rng.uniform(0.5, 0.95), rng.uniform(0.97, 0.999)
        beta1, beta2 = (0.9, 0.999) if usual else map(float, betas)
        return Case(label, (int(t), float(rng.uniform(0.01, 1)), beta1, beta2))

    return [
        case("the very first step", 1),
        case("the second step", 2, usual=True),
        *[case("an early step", t) for t in rng.integers(3, 12, 2)],
        case("after many steps", rng.integers(100, 300), usual=True),
        case("after a long silence", rng.integers(5000, 9000)),
        case("after a very long silence", 30_000, usual=True),
    ]


SOLUTION = """
def step_after_silence(t, lr, beta1, beta2):
    v_hat = (1 - beta1) / (1 - beta1**t)
    s_hat = (1 - beta2) / (1 - beta2**t)
    return lr * v_hat / np.sqrt(s_hat)
"""

MISTAKES = (
    Mistake(
        "always_lr",
        "return lr",
        "You returned lr. A step is that long while the gradient is steady; after a "
        "silence v and s have not caught up, and not alike.",
    ),
    Mistake(
        "not_corrected",
        """
        v_hat = 1 - beta1
        s_hat = 1 - beta2
        """,
        "You left out the corrections: that is the step after an endless silence. At "
        "step t divide v by 1 - beta1**t and s by 1 - beta2**t.",
    ),
    Mistake(
        "only_v_corrected",
        "s_hat = 1 - beta2",
        "You corrected v but not s.",
    ),
    Mistake(
        "only_s_corrected",
        "v_hat = 1 - beta1",
        "You corrected s but not v.",
    ),
    Mistake(
        "root_left_out",
        "return lr * v_hat / s_hat",
        "You left out the root of s_hat.",
    ),
    Mistake(
        "root_not_over_correction",
        "return lr * v_hat / np.sqrt(1 - beta2) * (1 - beta2**t)",
        "You took the root of 1 - beta2 alone: the correction 1 - beta2**t stands "
        "under the root, too.",
    ),
    Mistake(
        "upside_down",
        "return lr * np.sqrt(s_hat) / v_hat",
        "You have the ratio upside down: v_hat above, the root of s_hat below.",
    ),
    Mistake(
        "betas_swapped",
        """
        v_hat = (1 - beta2) / (1 - beta2**t)
        s_hat = (1 - beta1) / (1 - beta1**t)
        """,
        "You swapped beta1 and beta2: beta1 belongs to v, beta2 to s.",
    ),
    Mistake(
        "steady",
        """
        v_hat = 1 - beta1**t
        s_hat = 1 - beta2**t
        """,
        "That is the step without correction when *all* gradients were g. Here all "
        "but the last are zero: v is (1 - beta1) g alone.",
    ),
    Mistake(
        "weights_left_out",
        """
        v_hat = 1 / (1 - beta1**t)
        s_hat = 1 / (1 - beta2**t)
        """,
        "You left out the weights with which g enters: 1 - beta1 in v, 1 - beta2 in s.",
    ),
    Mistake(
        "weight_left_out_of_v",
        "v_hat = 1 / (1 - beta1**t)",
        "In v you left out the weight 1 - beta1 with which g enters.",
    ),
    Mistake(
        "weight_left_out_of_s",
        "s_hat = 1 / (1 - beta2**t)",
        "In s you left out the weight 1 - beta2 with which g**2 enters.",
    ),
    Mistake(
        "beta_for_rest",
        """
        v_hat = beta1 / (1 - beta1**t)
        s_hat = beta2 / (1 - beta2**t)
        """,
        "You gave the new gradient the weights beta1 and beta2; those are the shares "
        "of the past. It gets what is left to 1.",
    ),
    Mistake(
        "beta1_for_both",
        "s_hat = (1 - beta1) / (1 - beta1**t)",
        "You used beta1 for s, too: s is averaged and corrected with beta2.",
    ),
    Mistake(
        "beta2_for_both",
        "v_hat = (1 - beta2) / (1 - beta2**t)",
        "You used beta2 for v, too: v is averaged and corrected with beta1.",
    ),
    Mistake(
        "faded",
        """
        v_hat = beta1**t
        s_hat = beta2**t
        """,
        "You let the gradient fade for t steps; it is new, the silence was before it.",
    ),
    Mistake(
        "root_of_all",
        "return lr * np.sqrt(v_hat / s_hat)",
        "You took the root of v_hat as well: only s_hat stands under it.",
    ),
    Mistake(
        "root_as_factor",
        "return lr * v_hat * np.sqrt(s_hat)",
        "You multiplied by the root of s_hat; the step is divided by it.",
    ),
    Mistake(
        "brackets_left_out",
        """
        v_hat = 1 - beta1 / (1 - beta1**t)
        s_hat = 1 - beta2 / (1 - beta2**t)
        """,
        "Brackets are missing, around 1 - beta or around 1 - beta**t: Python divides "
        "before it subtracts.",
    ),
    *(
        mistake
        for mistake in correction_mistakes(v="(1 - beta1)", s="(1 - beta2)")
        if not mistake.id.startswith("brackets")  # nan, as the ones above
    ),
    Mistake(
        "lr_left_out",
        "return v_hat / np.sqrt(s_hat)",
        "You left lr out: that is the step as a multiple of it.",
    ),
)

RIGHT = (
    """
def step_after_silence(t, lr, b1, b2):
    return [lr * (1 - b1) / (1 - b1**t) * np.sqrt((1 - b2**t) / (1 - b2))]
""",
    """
def step_after_silence(k, a, b, c):
    return a * sum(c**i for i in range(k)) ** 0.5 * (1 - b) / (1 - b**k)
""",
    """
def step_after_silence(t, lr, b1, b2):
    return np.float32(
        lr / np.sum(b1 ** np.arange(t)) * np.sqrt(np.sum(b2 ** np.arange(t)))
    )
""",
)

EXERCISE = Exercise(
    title="How long a step can be",
    points=3,
    minutes=10,
    difficulty=3,
    solution=SOLUTION,
    cases=silence_cases,
    picture=silence_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
