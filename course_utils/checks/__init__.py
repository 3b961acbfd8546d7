"""`check("ema", ema)`: is the answer right, and if not, which mistake is it?"""

import textwrap
from contextlib import suppress

from course_utils.checks.diagnosis import judge

LEFT_OUT = object()  # not None: that is the answer of an untouched cell


class NotYet(AssertionError):
    """An answer is not right yet; shown as its message alone, without a stack."""

    def _render_traceback_(self):
        return str(self).splitlines()


def check(exercise_id, answer=LEFT_OUT, seed=0):
    """Check the answer to an exercise; print one line and a picture when it is right.

    Parameters
    ----------
    exercise_id : str
    answer : the function or value that the exercise asks for
    seed : draws the cases; the grader uses another one

    Raises
    ------
    NotYet
        The answer is open or wrong: with the mistake, and the case that shows it; or it
        needs what is not there when it is graded; or there is no such exercise.
    """
    from course_utils.checks.kernel import done, lost
    from course_utils.exercises import find

    if not isinstance(exercise_id, str):
        raise NotYet('Name the exercise first, in quotes: check("ema", ema).')
    try:
        exercise = find(exercise_id)
    except KeyError as error:
        raise NotYet(error.args[0]) from None
    if answer is LEFT_OUT:
        raise NotYet(f'Give your answer, too: check("{exercise_id}", {exercise_id}).')
    verdict = judge(exercise, answer, seed)
    done[exercise_id] = verdict.passed if verdict.answered else None
    if not verdict.answered:
        raise NotYet(f"OPEN  {exercise_id}: answer in the cell above.")
    if not verdict.passed:
        diagnosis = textwrap.fill(verdict.diagnosis, 80)
        lines = [f"WRONG {exercise_id}: not right yet.", "", diagnosis]
        raise NotYet("\n".join([*lines, "", verdict.evidence]).rstrip())
    if reason := lost(exercise, seed):
        done[exercise_id] = False
        told = textwrap.fill(f"{exercise_id} is right here, but {reason}", 80)
        raise NotYet(f"WRONG {exercise_id}: would not be graded.\n\n{told}")
    print(exercise.passing_line)
    show_picture(exercise, answer)


def points(lesson):
    """Print the points of a lesson so far, and which of its exercises are left.

    What counts is the last check of each since this kernel started.
    """
    from course_utils.checks.kernel import done
    from course_utils.exercises import lesson_exercises

    exercises = lesson_exercises(lesson)
    most = sum(exercise.points for exercise in exercises)
    reached = sum(exercise.points for exercise in exercises if done.get(exercise.id))
    print(f"{reached} of {most} points.")
    for what, state in (("Open", None), ("Not right yet", False)):
        left = [e.id for e in exercises if done.get(e.id) is state]
        if left:
            print(f"{what}: {', '.join(left)}.")


def show_picture(exercise, answer):
    """Show the learner's own answer at work; a right answer stays right without it."""
    if exercise.picture is None:
        return
    with suppress(Exception):
        from course_utils.plots import show

        fig, alt = exercise.picture(answer)
        fig.supxlabel(textwrap.fill(alt, 100), x=0.01, ha="left", fontsize=10)
        show(fig, alt, compare=False)
