"""`check("ema", ema)`: is the answer right, and if not, which mistake is it?"""

import textwrap
from contextlib import suppress

from course_utils.checks.diagnosis import judge


class NotYet(AssertionError):
    """An answer is not right yet; shown as its message alone, without a stack."""

    def _render_traceback_(self):
        return str(self).splitlines()


def check(exercise_id, answer, seed=0):
    """Check the answer to an exercise; print one line and a picture when it is right.

    Parameters
    ----------
    exercise_id : str
    answer : the function or value that the exercise asks for
    seed : draws the cases; the grader uses another one

    Raises
    ------
    NotYet
        The answer is wrong: with the first case that differs, and with the mistake.
    KeyError
        There is no such exercise.
    """
    from course_utils.checks.catalogue import find

    exercise = find(exercise_id)
    verdict = judge(exercise, answer, seed)
    if not verdict.answered:
        raise NotYet(f"{exercise_id} is still open: answer in the cell above.")
    if not verdict.passed:
        diagnosis = textwrap.fill(verdict.diagnosis, 80)
        lines = [f"{exercise_id} is not right yet.", "", diagnosis]
        raise NotYet("\n".join([*lines, "", verdict.evidence]).rstrip())
    print(exercise.passing_line)
    show_picture(exercise, answer)


def show_picture(exercise, answer):
    """Show the learner's own answer at work; a right answer stays right without it."""
    if exercise.picture is None:
        return
    from course_utils.plots import show

    with suppress(Exception):
        fig, alt = exercise.picture(answer)
        show(fig, alt, compare=False)
