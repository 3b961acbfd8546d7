"""Compute each parameter's rate at each step: a schedule over RMSprop's root."""

import numpy as np

from course_utils import schedules
from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.averaging import added_on


def effective_rate_picture(answer):
    from course_utils import plots

    g = np.random.default_rng(1).standard_normal((200, 2)) * [10, 0.1]
    g[100:, 0] /= 100
    fig, (left, right) = plots.figure(1, 2, sharey=True)
    for ax, lr in [
        (left, schedules.constant(0.01)),
        (right, schedules.cosine(0.01, 1e-4, 200)),
    ]:
        rates = answer(g, lr(np.arange(200)), 0.8, 1e-8).T
        names = ["yours, first", "yours, second"]
        lines = dict(zip(names, rates, strict=True))
        plots.curves(ax, lines, log=True, legend=ax is right)
    left.set(title="constant rate", xlabel="step", ylabel="effective rate")
    right.set(title="cosine", xlabel="step")
    return fig, (
        "The first parameter's rate rises when its gradient shrinks at step 100; the "
        "schedule brings both rates down alike."
    )


def effective_rate_cases(rng):
    def gradients(*shape):
        return rng.uniform(1, 3, shape) * rng.choice([-1.0, 1.0], shape)

    def falling(n):
        return 0.1 * rng.uniform(0.7, 0.95) ** np.arange(n)

    scales = 10.0 ** np.array([-8, -5, -2, 0, 4])
    zeros = gradients(6, 3)
    zeros[:, 1], zeros[2, 0] = 0.0, 0.0
    burst = gradients(9, 2)
    burst[4] *= 100
    return [
        Case("two parameters", (gradients(10, 2), falling(10), 0.9, 1e-8)),
        Case("a burst of large gradients", (burst, falling(9), 0.8, 1e-8)),
        Case("scales apart", (gradients(7, 5) * scales, falling(7), 0.95, 1e-8)),
        Case("zero gradients", (zeros, falling(6), 0.9, 0.01)),
        Case("a large eps", (gradients(5, 4), falling(5), 0.7, 0.5)),
        Case("as many steps as parameters", (gradients(4, 4), falling(4), 0.6, 1e-8)),
        Case("a rate that rises", (gradients(5, 3), falling(5)[::-1], 0.9, 1e-4)),
        Case("a single step", (gradients(1, 3), falling(1), 0.99, 1e-6)),
    ]


SOLUTION = """
def effective_rates(gs, lrs, beta, eps):
    s = np.zeros(gs.shape[1])
    rates = []
    for g, lr in zip(gs, lrs, strict=True):
        s = beta * s + (1 - beta) * g**2
        rates.append(lr / (np.sqrt(s) + eps))
    return np.array(rates)
"""

MISTAKES = (
    Mistake(
        "first_rate_only",
        "rates.append(lrs[0] / (np.sqrt(s) + eps))",
        "You used the first learning rate for all steps: the schedule plays no part.",
    ),
    Mistake(
        "schedule_left_out",
        "rates.append(1 / (np.sqrt(s) + eps))",
        "You left out the learning rate of each step: the schedule plays no part.",
    ),
    Mistake(
        "rates_across_parameters",
        "rates.append(lrs / (np.sqrt(s) + eps))",
        "You spread the rates over the parameters and not over the steps. Give "
        "lrs a second axis: one row for each step.",
    ),
    Mistake(
        "averaged_across_parameters",
        """
        def effective_rates(gs, lrs, beta, eps):
            s, rates = np.zeros(len(gs)), []
            for g in gs.T:
                s = beta * s + (1 - beta) * g**2
                rates.append(lrs / (np.sqrt(s) + eps))
            return np.array(rates).T
        """,
        "You averaged along the parameters. Time is the first axis: each column"
        " has a history of its own.",
    ),
    Mistake(
        "one_for_all",
        "s = beta * s + (1 - beta) * np.mean(g**2)",
        "You averaged s over all the parameters, so all get one rate. Each has "
        "its own history.",
    ),
    Mistake(
        "not_squared",
        "s = beta * s + (1 - beta) * np.abs(g)",
        "You averaged |g| and then took the root. The average is one of g^2.",
    ),
    Mistake(
        "sign_kept",
        "s = beta * s + (1 - beta) * g",
        "You averaged g and not g^2: opposite signs cancel, and the root of a "
        "negative average is nan.",
    ),
    Mistake(
        "no_root",
        "rates.append(lr / (s + eps))",
        "You left out the root of s.",
    ),
    Mistake(
        "eps_inside",
        "rates.append(lr / np.sqrt(s + eps))",
        "You put eps inside the root; here it stands outside.",
    ),
    Mistake(
        "precedence",
        "rates.append(lr / np.sqrt(s) + eps)",
        "You added eps to the quotient: the parentheses around sqrt(s) + eps "
        "are missing.",
    ),
    Mistake(
        "eps_left_out",
        "rates.append(lr / np.sqrt(s))",
        "You left out eps: a parameter without any gradient gets an infinite rate.",
    ),
    Mistake(
        "weights_swapped",
        "s = (1 - beta) * s + beta * g**2",
        "You swapped the weights: the past s keeps beta, and g^2 gets 1 - beta.",
    ),
    Mistake(
        "sum_for_average",
        "s = beta * s + g**2",
        "You added g^2 with weight 1 and not 1 - beta: that is a fading sum.",
    ),
    Mistake(
        "adagrad",
        "s = s + g**2",
        "You added up all the squares, as AdaGrad does: nothing is forgotten, "
        "and beta plays no part.",
    ),
    Mistake(
        "past_undamped",
        "s = s + (1 - beta) * g**2",
        "You kept the whole past: s must be multiplied by beta before the new "
        "square is added.",
    ),
    Mistake(
        "no_memory",
        "s = (1 - beta) * g**2",
        "You forgot the past: s starts from zero at each step. Is its new value kept?",
    ),
    Mistake(
        "old_s",
        """
        old, s = s, beta * s + (1 - beta) * g**2
        rates.append(lr / (np.sqrt(old) + eps))
        """,
        "You used the s of the step before: update s first, then take the rate.",
    ),
    Mistake(
        "started_at_first_square",
        """
        def effective_rates(gs, lrs, beta, eps):
            s = gs[0] ** 2
            rates = []
            for g, lr in zip(gs, lrs, strict=True):
                s = beta * s + (1 - beta) * g**2
                rates.append(lr / (np.sqrt(s) + eps))
            return np.array(rates)
        """,
        "You started s at the first square; here it starts at zero.",
    ),
    Mistake(
        "one_s_for_all_steps",
        """
        def effective_rates(gs, lrs, beta, eps):
            s = np.zeros(gs.shape[1])
            for g in gs:
                s = beta * s + (1 - beta) * g**2
            return lrs[:, None] / (np.sqrt(s) + eps)
        """,
        "You used the last s for all steps. Each step has the s of its own time: if "
        "you store an array that you change in place, store a copy.",
    ),
    Mistake(
        "corrected",
        """
        s_hat = s / (1 - beta ** (len(rates) + 1))
        rates.append(lr / (np.sqrt(s_hat) + eps))
        """,
        "You divided s by 1 - beta^t. That is Adam's s_hat; here s is not corrected.",
    ),
    Mistake(
        "step_for_rate",
        "rates.append(lr * g / (np.sqrt(s) + eps))",
        "You returned the step. The rate is what the gradient is multiplied "
        "with: leave g out.",
    ),
    Mistake(
        "last_only",
        "return rates[-1]",
        "You returned the rates of the last step alone; a row for each step is wanted.",
    ),
    added_on("s", "beta * s + (1 - beta) * g**2"),
)

RIGHT = (
    """
def effective_rates(gs, lrs, beta, eps):
    squares = gs.copy() ** 2
    squares *= 1 - beta
    for t in range(1, len(squares)):
        squares[t] += beta * squares[t - 1]
    return (lrs / (np.sqrt(squares) + eps).T).T
""",
    """
def effective_rates(g, lr, b, e):
    columns = []
    for column in g.T:
        s, rates = 0.0, []
        for t, x in enumerate(column):
            s += (1 - b) * (x * x - s)
            rates.append(lr[t] / (s**0.5 + e))
        columns.append(rates)
    return [list(row) for row in zip(*columns, strict=True)]
""",
    """
def rates_in_place(gs, lrs, beta, eps):
    squares = gs.copy() ** 2
    squares *= 1 - beta
    for t in range(1, len(squares)):
        squares[t] += beta * squares[t - 1]
    return (lrs / (np.sqrt(squares) + eps).T).T


def effective_rates(gs, lrs, beta, eps):
    return rates_in_place(gs.astype(np.float32), lrs.astype(np.float32), beta, eps)
""",
)

EXERCISE = Exercise(
    title="A schedule and a history, at once",
    points=3,
    minutes=12,
    difficulty=3,
    solution=SOLUTION,
    cases=effective_rate_cases,
    picture=effective_rate_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
