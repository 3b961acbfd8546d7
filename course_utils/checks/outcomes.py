"""Calling an answer, and bringing what it returns into the form of the right result."""

import copy
import io
import warnings
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import numpy as np


class Outcome(NamedTuple):
    """What a call gave: `parts` as arrays, or else the `fault` that prevented it.

    detail : what else is known of the fault; it may hold numbers of the case
    """

    parts: tuple = ()
    fault: str = ""
    changed: tuple = ()
    detail: str = ""


def call(answer, args, names, like=None, returns=()):
    """Call an answer with copies of the arguments, quietly, and note what happens.

    `like` is what the reference returned: the form the result must have. Without it
    (for the reference itself) any result is taken.
    """
    given = copy.deepcopy(args)
    try:
        with (
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            result = answer(*given)
    except NotImplementedError:
        return Outcome(fault="is not answered yet")
    except Exception as error:
        fault = getattr(error, "fault", f"stops with {type(error).__name__}")
        return Outcome(fault=fault, detail=str(error)[:300])
    pairs = zip(names, args, given, strict=True)
    changed = tuple(name for name, old, new in pairs if not same(old, new))
    if like is None:
        return Outcome(as_parts(result), "", changed)
    parts, fault, *detail = in_form(result, like, returns)
    return Outcome(parts, fault, changed, *detail)


def same(old, new):
    """Whether an argument is unchanged, nan included."""
    try:
        return np.array_equal(old, new, equal_nan=True)
    except TypeError:
        return old == new


def as_parts(result):
    """The reference's result as a tuple of arrays."""
    parts = result if isinstance(result, tuple) else (result,)
    return tuple(np.asarray(part) for part in parts)


def in_form(result, like, returns):
    """Bring a learner's result into the form of `like`, or say why that fails."""
    if result is None or result is ...:
        return (), "returns nothing yet; end it with a return"
    if len(like) == 1:
        result = [result]
    else:
        wanted = f"{len(like)} things ({', '.join(returns)})"
        try:
            if isinstance(result, np.ndarray) and result.shape == like[0].shape:
                raise TypeError  # the first of them alone
            result = list(result)
        except TypeError:
            return (), f"returns one thing where {wanted} are wanted"
        if len(result) != len(like):
            few = "too few" if len(result) < len(like) else "too many"
            return (), f"returns {few} things where {wanted} are wanted"
    names = returns or ("the result",) * len(like)
    parts = []
    for part, wanted, name in zip(result, like, names, strict=True):
        try:
            array = np.asarray(part)
            if array.dtype.kind not in "biuf" or array.dtype.kind == "c":
                raise TypeError
        except Exception:
            kind = type(part).__name__
            return (), f"returns a {kind} where an array of numbers is wanted ({name})"
        if array.size == 1 and wanted.size == 1:
            array = array.reshape(wanted.shape)
        if array.shape != wanted.shape:
            return wrong_shape(array.shape, wanted.shape, name)
        parts.append(array.astype(float))
    return tuple(parts), ""


def wrong_shape(given, wanted, name):
    """What `in_form` says of a wrong shape; the numbers are kept apart as detail."""
    if len(given) != len(wanted):
        what = f"{len(given)} axes where {len(wanted)} are wanted"
    elif given == wanted[::-1]:
        what = "its axes exchanged"
    else:
        less = np.prod(given) < np.prod(wanted)
        one = "one value" if abs(np.prod(given) - np.prod(wanted)) == 1 else "values"
        what = f"{one} too {'few' if less else 'many'}"
    fault = f"returns an array with {what} ({name})"
    return (), fault, f"its shape is {given}, not {wanted}"


def agrees(exercise, outcome, expected):
    """Whether an outcome is right."""
    return not outcome.fault and all(
        part.shape == like.shape and exercise.close(part, like).all()
        for part, like in zip(outcome.parts, expected, strict=True)
    )
