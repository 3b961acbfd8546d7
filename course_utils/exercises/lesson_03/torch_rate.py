"""The rate with which PyTorch's form walks the path of the averaged form."""

from course_utils.checks.exercise import Case, Exercise, Mistake


def rate_cases(rng):
    def case(label, low, high):
        return Case(
            label, (float(rng.uniform(0.01, 0.5)), float(rng.uniform(low, high)))
        )

    return [
        case("a usual beta", 0.85, 0.95),
        case("a small beta", 0.1, 0.4),
        case("a medium beta", 0.55, 0.8),
        case("a large beta", 0.98, 0.995),
        Case("no momentum, beta = 0", (0.1, 0.0)),
    ]


SOLUTION = """
def torch_rate(lr, beta):
    return lr * (1 - beta)
"""

MISTAKES = (
    Mistake(
        "divided",
        "return lr / (1 - beta)",
        "You divided by 1 - beta. The buffer is *larger* than the average, so "
        "its rate must be smaller.",
    ),
    Mistake(
        "same_rate",
        "return lr",
        "You kept the rate. For a steady gradient of 1 the average comes to 1, "
        "but the buffer to 1 / (1 - beta).",
    ),
    Mistake(
        "times_beta",
        "return lr * beta",
        "You multiplied by beta. Which weight does g have in the average, and "
        "which in the buffer?",
    ),
    Mistake(
        "divided_by_beta",
        "return lr / beta",
        "You divided by beta. Which weight does g have in the average, and "
        "which in the buffer?",
    ),
    Mistake(
        "sign",
        "return lr * (beta - 1)",
        "Your rate is negative: it is 1 - beta, not beta - 1.",
    ),
    Mistake(
        "factor_alone",
        "return 1 - beta",
        "You returned the factor alone; multiply lr by it.",
    ),
    Mistake(
        "difference",
        "return lr - beta",
        "You subtracted beta from lr, or wrote lr * 1 - beta without "
        "parentheses: the two forms differ by a factor.",
    ),
    Mistake(
        "plus",
        "return lr * (1 + beta)",
        "You multiplied by 1 + beta. The buffer is *larger* than the average, "
        "so its rate must be smaller.",
    ),
    Mistake(
        "square",
        "return lr * (1 - beta) ** 2",
        "You used the factor 1 - beta twice; v and buffer differ by one such factor.",
    ),
)

RIGHT = (
    "torch_rate = lambda lr, beta: lr - lr * beta",
    "torch_rate = lambda a, b: [(1 - b) * a]",
    "torch_rate = lambda lr, beta: np.float32(lr) * np.float32(1 - beta)",
)

EXERCISE = Exercise(
    title="The same path in PyTorch's form",
    points=1,
    minutes=4,
    difficulty=1,
    solution=SOLUTION,
    cases=rate_cases,
    mistakes=MISTAKES,
    right=RIGHT,
)
