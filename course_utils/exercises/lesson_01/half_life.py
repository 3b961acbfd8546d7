"""The exact number of steps after which half of a weight is left."""

from course_utils.checks.exercise import Case, Exercise, Mistake


def half_life_cases(rng):
    slow = 1 - 10 ** rng.uniform(-4, -2, 3)
    return [
        Case("beta = 0.5, which halves at once", (0.5,)),
        *[Case("a fast average", (float(b),)) for b in rng.uniform(0.05, 0.45, 3)],
        *[Case("a usual average", (float(b),)) for b in rng.uniform(0.6, 0.95, 3)],
        *[Case("a slow average", (float(b),)) for b in slow],
    ]


SOLUTION = """
def half_life(beta):
    return np.log(0.5) / np.log(beta)
"""

MISTAKES = (
    Mistake(
        "e_folding",
        "return 1 / (1 - beta)",
        "You returned 1/(1-beta). After that many steps about 1/e of the weight"
        " is left, 37 %, not half.",
    ),
    Mistake(
        "e_folding_exact",
        "return -1 / np.log(beta)",
        "You returned the time to fade to 1/e; the half-life is when half is left.",
    ),
    Mistake(
        "window_times_ln2",
        "return np.log(2) / (1 - beta)",
        "You used ln(2) / (1 - beta). That is close for slow averages only: "
        "divide by -ln(beta), which 1 - beta approximates.",
    ),
    Mistake(
        "negative",
        "return np.log(2) / np.log(beta)",
        "You have the sign wrong: ln(beta) is negative, and so is ln(1/2).",
    ),
    Mistake(
        "inverted",
        "return np.log(beta) / np.log(0.5)",
        "You have the fraction upside down: it is ln(1/2) / ln(beta).",
    ),
    Mistake(
        "new_weight_halved",
        "return np.log(0.5) / np.log(1 - beta)",
        "You used 1 - beta, the share of the new value; what fades at each step"
        " is multiplied by beta.",
    ),
    Mistake(
        "mean_age",
        "return beta / (1 - beta)",
        "You returned beta/(1-beta), the mean age of the weights. The half-life is "
        "when a weight has fallen to half.",
    ),
    Mistake(
        "log_of_ratio",
        "return np.log(0.5 / beta)",
        "You took the logarithm of a ratio, or the difference of two; wanted is the "
        "ratio of the two logarithms.",
    ),
    Mistake(
        "log_left_out",
        "return np.log(0.5) / beta",
        "You divided by beta itself; the logarithm is taken on both sides.",
    ),
    Mistake(
        "half_of_window",
        "return 0.5 / (1 - beta)",
        "You took half of 1/(1-beta); the weights do not fade along a straight line.",
    ),
    Mistake(
        "rounded",
        "return np.ceil(np.log(0.5) / np.log(beta))",
        "You rounded up to whole steps; return the exact number, such as 6.58.",
    ),
    Mistake(
        "rounded_down",
        "return np.floor(np.log(0.5) / np.log(beta))",
        "You rounded down to whole steps; return the exact number, such as 6.58.",
    ),
)

RIGHT = (
    "half_life = lambda beta: np.log(2) / -np.log(beta)",
    "half_life = lambda beta: -1 / np.log2(beta)",
    "half_life = lambda b: np.float32(np.log(0.5) / np.log(b))",
)

EXERCISE = Exercise(
    title="When half is forgotten",
    points=2,
    minutes=6,
    difficulty=2,
    solution=SOLUTION,
    cases=half_life_cases,
    mistakes=MISTAKES,
    right=RIGHT,
)
