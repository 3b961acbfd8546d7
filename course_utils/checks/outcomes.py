"""Calling an answer, and bringing what it returns into the form of the right result."""

import copy
import inspect
import io
import linecache
import traceback
import warnings
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

OPEN = "is not answered yet"
NOTHING = "returns nothing"
# Kinds by name: what comes out of the sandbox has only the name of what it was.
NO_TUPLE = ("dict", "set", "frozenset", "str", "bytes")


class Outcome(NamedTuple):
    """What a call gave: `parts` as arrays, or else the `fault` that prevented it.

    changed : the names of the arguments that it changed in place
    detail : what else is known of the fault; it may hold numbers of the case
    raw : arrays of a wrong shape or number, to compare with those of a known mistake
    printed : what the answer printed
    """

    parts: tuple = ()
    fault: str = ""
    changed: tuple = ()
    detail: str = ""
    raw: tuple = ()
    printed: str = ""


def call(answer, args, names, like=None, returns=()):
    """Call an answer with copies of the arguments, quietly, and note what happens.

    `like` is what the reference returned: the form the result must have. Without it
    (for the reference itself) any result is taken.
    """
    given, said = copy.deepcopy(args), io.StringIO()
    try:
        with (
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
            redirect_stdout(said),
            redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            result = answer(*given)
    except NotImplementedError:
        return Outcome(fault=OPEN)
    except Exception as error:
        fault = getattr(error, "fault", f"stops with {type(error).__name__}")
        detail = told(error, answer)
        return Outcome(fault=fault, detail=detail, printed=said.getvalue())
    pairs = zip(names, args, given, strict=True)
    changed = tuple(name for name, old, new in pairs if not same(old, new))
    if like is None:
        return Outcome(as_parts(result), "", changed)
    formed = in_form(result, like, returns)
    return formed._replace(changed=changed, printed=said.getvalue())


def told(error, answer):
    """An error's own words, the learner's line that raised it, and a hint if any."""
    lines = [f"{type(error).__name__}: {str(error)[:300]}".removesuffix(": ")]
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if f.filename == file
    ]
    if frames and file:
        number = frames[-1].lineno
        text = linecache.getline(file, number).strip() or (frames[-1].line or "")
        lines.append(f"in your line {number}: {text}".removesuffix(": "))
    elif getattr(error, "line", None):
        lines.append(error.line)
    return "\n  ".join([*lines, *hint(error)])


def hint(error):
    """What to add to an error that many meet and whose own words lead astray."""
    words = str(error)
    if isinstance(error, TypeError) and ("for ^" in words or "bitwise_xor" in words):
        yield "In Python a power is written **, not ^."
    if "truth value of an array" in words:
        yield (
            "An if, while, and, or, max or min was given a whole array. np.where, "
            "np.maximum and np.minimum work number by number."
        )
    if "Cannot cast ufunc" in words:
        yield "An array of whole numbers cannot take decimals: make it float first."


def same(old, new):
    """Whether an argument is unchanged, nan included."""
    if isinstance(old, int | float | str):
        return True  # cannot be changed in place
    if isinstance(old, np.ndarray) and old.tobytes() == new.tobytes():
        return old.shape == new.shape
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
        return Outcome(fault=NOTHING)
    if len(like) == 1:
        results = [result]
        taken = np.shape(as_numbers(result)) in (like[0].shape, (1,))
        if type(result) is tuple and len(result) > 1 and not taken:
            form = "one array is" if like[0].ndim else "one number is"
            return Outcome(fault=f"returns {len(result)} things where {form} wanted")
    else:
        wanted = f"{len(like)} things ({', '.join(returns)})"
        if type(result).__name__ in NO_TUPLE:
            kind = kind_of(result)
            return Outcome(fault=f"returns {kind} where a tuple of {wanted} is wanted")
        try:
            if isinstance(result, np.ndarray) and result.shape == like[0].shape:
                raise TypeError  # the first of them alone
            results = list(result)
        except TypeError:
            fault = f"returns one thing where {wanted} are wanted"
            return Outcome(fault=fault, raw=raw([result]))
        if len(results) != len(like):
            few = "too few" if len(results) < len(like) else "too many"
            fault = f"returns {few} things where {wanted} are wanted"
            return Outcome(fault=fault, raw=raw(results))
    names = returns or ("",) * len(like)
    parts = []
    for part, wanted, name in zip(results, like, names, strict=True):
        of = f" ({name})" if name else ""
        array = as_numbers(part)
        if array is None:
            form = "an array of numbers" if wanted.ndim else "a number"
            return Outcome(fault=f"returns {kind_of(part)} where {form} is wanted{of}")
        if array.size == 1 and wanted.size == 1:
            array = array.reshape(wanted.shape)
        if array.shape != wanted.shape:
            what = wrong_shape(array.shape, wanted.shape)
            detail = f"its shape is {array.shape}, not {wanted.shape}"
            return Outcome(fault=f"returns {what}{of}", detail=detail, raw=(array,))
        parts.append(array.astype(float))
    return Outcome(tuple(parts))


def raw(results):
    """Results of another form as arrays; none if one of them holds no numbers."""
    arrays = tuple(as_numbers(result) for result in results)
    return () if any(array is None for array in arrays) else arrays


def is_long(value):
    """Whether a value is a whole number that NumPy's have no room for."""
    return type(value) is int and abs(value) >= 2**63


def as_numbers(value):
    """A value as an array of real numbers; None if it is none."""
    if isinstance(value, Fraction | Decimal) or is_long(value):
        try:
            value = float(value)
        except OverflowError:
            return None
    name = type(value).__name__
    if callable(value) or name in NO_TUPLE:
        return None
    if name in ("generator", "map", "zip", "range"):
        value = list(value)
    try:
        array = np.asarray(value)
    except Exception:
        return None
    return array if array.dtype.kind in "biuf" else None


def kind_of(value):
    """What a value is, in words, where numbers were wanted."""
    if inspect.iscoroutine(value):
        value.close()
        return "a coroutine (write def, not async def)"
    name = type(value).__name__
    if name == "type":
        return "a class"
    if callable(value) or name == "function":
        return "a function (call it: put the parentheses)"
    if isinstance(value, str | bytes | np.str_):
        return "text"
    if name.startswith("complex"):
        return "a complex number"
    if isinstance(value, list | tuple | np.ndarray):
        try:
            kind = np.asarray(value).dtype.kind
        except Exception:
            return "rows of different lengths"
        inside = dict.fromkeys("biuf", "numbers") | {"U": "text", "S": "text"}
        inside = (inside | {"c": "complex numbers"}).get(kind, "objects")
        form = (
            "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
        )
        return f"{form} of {inside}"
    if not name.isidentifier() or len(name) > 30:
        name = "object"
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def wrong_shape(given, wanted):
    """What is returned in place of the wanted shape; without the case's numbers."""
    if wanted == ():
        return "several numbers where one number is wanted"
    if given == ():
        return "a single number where an array is wanted"
    if len(given) != len(wanted):
        axes = f"{len(given)} {'axis' if len(given) == 1 else 'axes'}"
        return f"an array with {axes} where one with {len(wanted)} is wanted"
    if given == wanted[::-1]:
        return "an array with its axes exchanged"
    less = np.prod(given) < np.prod(wanted)
    few = "few" if less else "many"
    if len(wanted) == 1 and abs(given[0] - wanted[0]) == 1:
        return f"one value too {few}"
    if np.prod(given) == np.prod(wanted):
        return "an array of another shape than is wanted"
    return f"an array with too {few} values"


def agrees(exercise, outcome, expected):
    """Whether an outcome is right."""
    return not outcome.fault and all(
        part.shape == like.shape and exercise.close(part, like).all()
        for part, like in zip(outcome.parts, expected, strict=True)
    )


def alike(exercise, one, other):
    """Whether two outcomes are the same: the values, or else the fault."""
    if one.fault != other.fault:
        return False
    if one.fault:
        return len(one.raw) == len(other.raw) and all(
            a.shape == b.shape and exercise.close(a, b).all()
            for a, b in zip(one.raw, other.raw, strict=True)
        )
    return agrees(exercise, one, other.parts)
