"""What the learner's kernel knows: the cells that ran, and which checks passed."""

import warnings

from course_utils.checks import reading
from course_utils.checks.diagnosis import judge

done = {}  # exercise id: whether its last check passed


def cells():
    """The sources of the cells that ran, the oldest first; none outside a kernel."""
    try:
        from IPython import get_ipython

        shell = get_ipython()
    except ImportError:
        return []
    ran = shell.user_ns.get("In", [])[:-1] if shell else []
    return [reading.Cell("code", None, source) for source in ran if source]


def lost(exercise, seed):
    """Why a right answer would not be graded; "" if nothing is in the way.

    Its cell is run once more, alone, if it uses what only other cells define, or a
    module that is not there when it is graded.
    """
    ran = cells()
    own = [cell for cell in ran if reading.binds(cell.source, exercise.id)]
    if not own:
        return ""
    source = own[-1].source
    others = [cell for cell in ran if cell not in own]
    names = reading.names_outside(source, others)
    modules = reading.missing_modules(source)
    if not names and not modules or alone(exercise, source, others, seed):
        return ""
    if names:
        many = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
        it = "it" if len(names) == 1 else "them"
        return (
            f"{many} defined in another cell, and only the answer cell is graded: "
            f"move {it} into the answer cell."
        )
    return (
        f"it imports {', '.join(modules)}, which is not there when it is graded: "
        "NumPy and the standard library are."
    )


def alone(exercise, source, others, seed):
    """Whether the answer cell passes by itself, as it does when it is graded."""
    scope = {"__name__": "answer", "check": print, "display": print}
    try:
        from IPython.core.inputtransformer2 import TransformerManager
        from IPython.utils.capture import capture_output

        with capture_output(), warnings.catch_warnings():
            exec(reading.setup(others), scope)
            exec(TransformerManager().transform_cell(source), scope)
            return judge(exercise, scope.get(exercise.id), seed).passed
    except Exception:
        return False
