"""Read who won in a table, and where it may be luck."""

from course_utils.checks.exercise import Exercise, Mistake

MISTAKES = (
    Mistake(
        "overlap",
        ("tie", "first", "tie"),
        "Rows 1 and 2 are right. In row 3 the two own intervals overlap, but "
        "the runs share their seeds: the interval of the *differences* decides,"
        " and it leaves out 0.",
    ),
    Mistake(
        "higher_mean_wins",
        ("first", "first", "second"),
        "You named the higher mean each time. In row 1 the interval of the "
        "difference holds 0: that lead may be luck.",
    ),
    Mistake(
        "sign",
        ("tie", "second", "first"),
        "You have the sign wrong: the difference is first minus second, of "
        "accuracies, so above 0 means that the first is better.",
    ),
    Mistake(
        "all_tie",
        ("tie", "tie", "tie"),
        "Not all are ties. Where the interval of the difference leaves out 0, "
        "the lead is more than luck.",
    ),
)

RIGHT = (
    ["tie", "first", "second"],
    ("Tie", "First", "Second"),
)

EXERCISE = Exercise(
    title="Read: who won, and was it luck",
    points=2,
    minutes=5,
    difficulty=2,
    solution=("tie", "first", "second"),
    options=("first", "second", "tie"),
    mistakes=MISTAKES,
    right=RIGHT,
)
