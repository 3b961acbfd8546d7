"""Read off which rule made which effective rates for a rare word."""

from course_utils.checks.exercise import Exercise, Mistake

RULES = (
    "AdaGrad",
    "RMSprop with beta = 0.9",
    "RMSprop with beta = 0.99",
    "gradient descent",
)

MISTAKES = (
    Mistake(
        "betas_exchanged",
        ("RMSprop with beta = 0.99", "AdaGrad", "RMSprop with beta = 0.9"),
        "B is right. You exchanged the betas: the first step is lr / sqrt(1 - "
        "beta), and a larger beta takes longer to settle.",
    ),
    Mistake(
        "adagrad_is_a",
        ("AdaGrad", "RMSprop with beta = 0.9", "RMSprop with beta = 0.99"),
        "C is right. AdaGrad never forgets: which rates go on falling to the end?",
    ),
    Mistake(
        "adagrad_is_c",
        ("RMSprop with beta = 0.9", "RMSprop with beta = 0.99", "AdaGrad"),
        "A is right. AdaGrad starts at lr and falls as 1/sqrt(n) after n "
        "gradients of 1: look at the first column.",
    ),
    Mistake(
        "turned",
        ("AdaGrad", "RMSprop with beta = 0.99", "RMSprop with beta = 0.9"),
        "None is right yet. AdaGrad's rates go on falling to the end; those of "
        "RMSprop settle.",
    ),
    Mistake(
        "turned_on",
        ("RMSprop with beta = 0.99", "RMSprop with beta = 0.9", "AdaGrad"),
        "None is right yet. AdaGrad starts at lr = 0.1: look at the first column.",
    ),
    Mistake(
        "no_descent",
        {"A": "gradient descent"},
        "Gradient descent has the same rate, 0.1, in every cell; A's change.",
    ),
    Mistake(
        "no_descent_in_b",
        {"B": "gradient descent"},
        "Gradient descent has the same rate, 0.1, in every cell; B's fall.",
    ),
    Mistake(
        "no_descent_in_c",
        {"C": "gradient descent"},
        "Gradient descent has the same rate, 0.1, in every cell; C's change.",
    ),
    Mistake(
        "adagrad_for_a",
        {"A": "AdaGrad"},
        "AdaGrad starts at lr = 0.1, and its rates go on falling to the end; A starts "
        "at 0.316 and settles.",
    ),
    Mistake(
        "long_for_a",
        {"A": "RMSprop with beta = 0.99"},
        "A starts at 0.316 = 0.1 / sqrt(0.1): there 1 - beta is 0.1.",
    ),
    Mistake(
        "rmsprop_for_b",
        {"B": ("RMSprop with beta = 0.9", "RMSprop with beta = 0.99")},
        "B's rates go on falling to the end; those of RMSprop settle.",
    ),
    Mistake(
        "adagrad_for_c",
        {"C": "AdaGrad"},
        "AdaGrad starts at lr = 0.1; C starts at 1.000.",
    ),
    Mistake(
        "short_for_c",
        {"C": "RMSprop with beta = 0.9"},
        "C starts at 1.000 = 0.1 / sqrt(0.01): there 1 - beta is 0.01.",
    ),
)

RIGHT = (["rmsprop with beta = 0.9", " AdaGrad", "RMSprop with beta = 0.99"],)

EXERCISE = Exercise(
    title="Read: who serves a rare word?",
    points=2,
    minutes=6,
    difficulty=2,
    solution=(RULES[1], RULES[0], RULES[2]),
    options=RULES,
    mistakes=MISTAKES,
    right=RIGHT,
)
