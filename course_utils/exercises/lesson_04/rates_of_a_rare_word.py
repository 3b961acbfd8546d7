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
