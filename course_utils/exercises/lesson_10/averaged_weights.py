"""The EMA of the weights, corrected for its start at zero."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.averaging import added_on, average_mistakes


def averaged_picture(answer):
    from course_utils import plots

    noise = np.random.default_rng(4).standard_normal(150)
    theta = 1 + 2 * np.exp(-np.arange(150) / 10) + 0.3 * noise
    used = [float(np.ravel(answer(theta[:k, None], 0.95))[0]) for k in range(1, 151)]
    fig, ax = plots.figure()
    ax.plot(theta, **plots.data_style("theta"))
    plots.curves(ax, {"your average": used})
    ax.set(title="Weights of a walk, and what to use", xlabel="step")
    return fig, "Your average starts at the first theta and ends calm near 1."


def averaged_cases(rng):
    def walk(n, *shape):
        sign = rng.choice([-1, 1], shape)  # each keeps its own, so that none cancels
        return sign * rng.uniform(2, 4, (n, *shape))

    return [
        Case("some steps", (walk(8, 3), 0.9)),
        Case("a single step", (walk(1, 3), 0.99)),
        Case("two steps", (walk(2, 2), 0.9)),
        Case("a long memory", (walk(20, 3), 0.999)),
        Case("many steps", (walk(150, 2), 0.95)),
        Case("a matrix of weights", (walk(6, 2, 3), 0.8)),
        Case("nothing kept, beta = 0", (walk(5, 2), 0.0)),
        Case("weights that do not move", (np.full((7, 2), rng.uniform(2, 4)), 0.98)),
    ]


SOLUTION = """
def averaged_weights(thetas, beta):
    x = 0 * thetas[0]
    for theta in thetas:
        x = beta * x + (1 - beta) * theta
    return x / (1 - beta ** len(thetas))
"""

MISTAKES = (
    Mistake(
        "uncorrected",
        "return x",
        "You did not correct the start at zero: after a few steps your weights are "
        "much too small. Divide by 1 - beta^t.",
    ),
    Mistake(
        "first_as_start",
        """
def averaged_weights(thetas, beta):
    x = thetas[0]
    for theta in thetas[1:]:
        x = beta * x + (1 - beta) * theta
    return x
""",
        "You started the average at the first theta, as PyTorch does. Here it starts "
        "at zero and is corrected, so that the first theta has no extra weight.",
    ),
    Mistake(
        "first_as_start_corrected",
        """
def averaged_weights(thetas, beta):
    x = thetas[0]
    for theta in thetas[1:]:
        x = beta * x + (1 - beta) * theta
    return x / (1 - beta ** len(thetas))
""",
        "You started at the first theta and corrected for a start at zero: one or the "
        "other. Here x starts at zero.",
    ),
    Mistake(
        "first_alone",
        "for theta in thetas[:1]:",
        "You took in the first theta alone: does the return stand inside the loop?",
    ),
    Mistake(
        "count_from_zero",
        "return x / (1 - beta ** (len(thetas) - 1))",
        "You corrected with t - 1; after n weights t is n.",
    ),
    Mistake(
        "one_too_few",
        "return x / (1 - beta ** (len(thetas) - 1)) if len(thetas) > 1 else x",
        "You corrected with t - 1; after n weights t is n.",
    ),
    Mistake(
        "one_too_many",
        "return x / (1 - beta ** (len(thetas) + 1))",
        "You corrected with t + 1; after n weights t is n.",
    ),
    Mistake(
        "corrected_as_first",
        "return x / (1 - beta)",
        "You divided by 1 - beta, which is right after one step only. The power is "
        "the number of steps.",
    ),
    Mistake(
        "multiplied",
        "return x * (1 - beta ** len(thetas))",
        "You multiplied by 1 - beta^t; the average is too small, so divide by it.",
    ),
    Mistake(
        "plain_mean",
        "return np.mean(thetas, axis=0)",
        "You took the plain mean: the first, bad weights then count as much as the "
        "last. The EMA forgets them.",
    ),
    Mistake(
        "last",
        "return thetas[-1]",
        "You returned the last theta: that is no average.",
    ),
    Mistake(
        "corrected_stored",
        """
        def averaged_weights(thetas, beta):
            x = 0 * thetas[0]
            for t, theta in enumerate(thetas, start=1):
                x = (beta * x + (1 - beta) * theta) / (1 - beta**t)
            return x
        """,
        "You stored the corrected average, so that the next step corrects it again. "
        "Correct once, at the end.",
    ),
    Mistake(
        "brackets_left_out",
        "return x / 1 - beta ** len(thetas)",
        "You left out the brackets around 1 - beta^t: Python divides by 1 first.",
    ),
    Mistake(
        "power_of_rest",
        "return x / (1 - beta) ** len(thetas)",
        "You raised 1 - beta to the power t; it is 1 - beta^t: the power first.",
    ),
    Mistake(
        "divided_by_n",
        "return x / len(thetas)",
        "You divided by the number of weights, as for a mean; divide by 1 - beta^t.",
    ),
    Mistake(
        "weights_in_reverse",
        """
        weights = beta ** np.arange(len(thetas))
        return np.average(thetas, axis=0, weights=weights)
        """,
        "You gave the first theta the largest weight; the last one has it.",
    ),
    Mistake(
        "all_parameters_in_one",
        "return np.mean(x) / (1 - beta ** len(thetas))",
        "You took the mean over the parameters, too: average each on its own.",
    ),
    *average_mistakes("x", "x", "theta", "beta"),
    added_on("x", "beta * x + (1 - beta) * theta"),
)

RIGHT = (
    """
def averaged_weights(thetas, beta):
    print("a stray print")
    weights = beta ** np.arange(len(thetas) - 1, -1, -1)
    return np.tensordot(weights / weights.sum(), thetas, axes=1)
""",
    """
def averaged_weights(walk, keep):
    x, weight = 0.0, 0.0
    for point in walk:
        x, weight = keep * x + point, keep * weight + 1
    return (x / weight).tolist()
""",
    """
def averaged_weights(thetas, beta):
    x = thetas[0].copy()
    for t, theta in enumerate(thetas, start=1):
        x += (1 - beta) / (1 - beta**t) * (theta - x)
    return x.astype(np.float32)
""",
)

EXERCISE = Exercise(
    title="The average of the weights, corrected",
    points=2,
    minutes=6,
    difficulty=1,
    solution=SOLUTION,
    cases=averaged_cases,
    picture=averaged_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
