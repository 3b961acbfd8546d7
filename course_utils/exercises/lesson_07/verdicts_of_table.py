"""Read who won in a table, and where it may be luck."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "sign",
        ("cannot tell", "second", "first"),
        "You have the sign wrong: the difference is first minus second, of "
        "accuracies, so above 0 means that the first is better.",
    ),
    Mistake(
        "all_tie",
        ("cannot tell", "cannot tell", "cannot tell"),
        "Of two rows the data can tell. Where the interval of the difference leaves "
        "out 0, the lead is more than luck.",
    ),
    Mistake(
        "first_row",
        {"Row 1": ("second", "first")},
        "In row 1 the interval of the difference holds 0: the lead may be luck.",
    ),
    Mistake(
        "second_row_tie",
        {"Row 2": "cannot tell"},
        "In row 2 the interval of the difference leaves out 0: the lead is more than "
        "luck.",
    ),
    Mistake(
        "second_row_sign",
        {"Row 2": "second"},
        "In row 2 the difference, first minus second, is above 0 from end to end: the "
        "first has more right.",
    ),
    Mistake(
        "third_row_tie",
        {"Row 3": "cannot tell"},
        "In row 3 the two own intervals overlap, but the runs share their seeds: the "
        "interval of the *differences* decides, and it leaves out 0.",
    ),
    Mistake(
        "third_row_sign",
        {"Row 3": "first"},
        "In row 3 the difference, first minus second, is below 0 from end to end: the "
        "second has more right.",
    ),
)

RIGHT = (
    ["cannot tell", "first", "second"],
    ("Cannot tell", "First", "Second"),
)

EXERCISE = Exercise(
    title="Read: who won, and was it luck",
    points=2,
    minutes=5,
    difficulty=2,
    solution=("cannot tell", "first", "second"),
    returns=("Row 1", "Row 2", "Row 3"),
    options=("first", "second", "cannot tell"),
    mistakes=MISTAKES,
    right=RIGHT,
)
