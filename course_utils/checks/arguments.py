"""Observations on what an answer does with its arguments: see observations.py."""

from functools import partial
from itertools import combinations

import numpy as np

from course_utils.checks.outcomes import agrees, call

USUAL = (0.9, 0.99, 0.999, 0.95, 0.5, 0.1, 0.01, 0.001, 1, 0, 1e-8, 1e-7, 1e-6)
OTHERS = (0.5, 0.9, 1.1, 2.0, 3.0, 1e-3, 1e3)  # factors that change an argument
MORE = (1, 2, 3, 7, 10, 50, 1000)  # what is added to a whole number


def constant(run):
    """The same result in every case, where the right ones differ."""
    first, *others = run.given
    if first.fault or not run.whole() or not others:
        return None
    if all(agrees(run.exercise, other, first.parts) for other in others):
        return "You return the same in every case, whatever is given.", run.clean[0]


def as_if(run, change):
    """Whether the answer is what the reference gives for changed arguments, always."""
    exercise, differs = run.exercise, False
    if any(outcome.fault for outcome in run.given):
        return False
    for i, case in enumerate(run.cases):
        args = change(list(case.args))
        if args is None:
            return False
        like = call(exercise.reference, args, exercise.arguments, run.expected[i])
        if like.fault or not agrees(exercise, run.given[i], like.parts):
            return False
        differs = differs or not agrees(exercise, like, run.expected[i])
    return differs


def hard_coded(run):
    """A usual number in place of an argument."""
    for k, name in enumerate(run.exercise.arguments):
        kinds = {type(case.args[k]) for case in run.cases}
        if kinds <= {int, float, np.float64, bool}:
            for value in (1, 0) if kinds <= {int} else USUAL:

                def change(args, k=k, value=value):
                    return [*args[:k], value, *args[k + 1 :]]

                if as_if(run, change):
                    tiny = value == 0 and as_if(run, partial(change, value=1e-8))
                    near = ", or nearly so" if tiny else ""
                    return (
                        f"It computes as if {name} were always {value:g}{near}, "
                        "whatever is given.",
                        run.clean[0],
                    )


def exchanged(run):
    """Two arguments exchanged."""
    names = run.exercise.arguments
    for j, k in combinations(range(len(names)), 2):

        def change(args, j=j, k=k):
            if np.shape(args[j]) != np.shape(args[k]):
                return None
            args[j], args[k] = args[k], args[j]
            return args

        if as_if(run, change):
            return (
                f"It computes the right thing for {names[j]} and {names[k]} exchanged.",
                run.wrong[0],
            )


def unused(run):
    """An argument that makes no difference to the answer but does to the reference."""
    exercise, names = run.exercise, run.exercise.arguments
    for k, name in enumerate(names):
        moved = 0
        seen = zip(run.cases, run.given, run.expected, strict=True)
        for case, given, right in seen:
            for other in variations(case.args[k]):
                args = (*case.args[:k], other, *case.args[k + 1 :])
                like = call(exercise.reference, args, names)
                if like.fault:
                    continue
                form = like.parts
                result = call(run.answer, args, names, form, exercise.returns)
                same = not result.fault and not given.fault
                if not same or not agrees(exercise, result, given.parts):
                    moved = -1
                    break
                moved += not agrees(exercise, like, right)
            if moved < 0:
                break
        if moved > 0:
            return (
                f"The argument {name} made no difference to what you return, however "
                "it was changed.",
                run.clean[0],
            )


def variations(value):
    """Other values of an argument of a case."""
    if isinstance(value, bool | str | list | tuple) or value is None:
        return []
    if isinstance(value, int | np.integer):
        return [value + more for more in MORE]
    if np.ndim(value):
        uneven = np.linspace(0.5, 1.5, np.size(value)).reshape(np.shape(value))
        more = [value * uneven, value + uneven, value[::-1], np.roll(value, 1)]
        return [*more, *(value * c for c in OTHERS)]
    return [value * factor for factor in OTHERS] if value else [value + 0.25]
