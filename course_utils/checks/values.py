"""Answers that are no functions: a number, a word, or a tuple of them."""

import re
import unicodedata
from difflib import get_close_matches
from string import ascii_uppercase

import numpy as np

from course_utils.checks.outcomes import NO_TUPLE, as_numbers, kind_of

CLOSE = 0.02  # of the right number: then more digits are asked for

# what people write for an option that looks nothing like it
MEANT = {"tie": "cannot tell", "draw": "cannot tell", "luck": "cannot tell"}


def judge_value(exercise, value):
    """Judge a value: (passed, diagnosis, ids of the known mistakes)."""
    value = unwrapped(value, exercise.reference)
    if callable(value):
        return False, f"{exercise.id} is {kind_of(value)}, not a value.", ()
    reached = says(exercise, value)
    if not reached:
        return True, "", ()
    known = [m for m in exercise.mistakes if made(exercise, value, m.wrong)]
    if not known:
        return False, reached, ()
    known = [m for m in known if not isinstance(m.wrong, dict)] or known
    told = [mistake.message for mistake in known]
    parts = [m.wrong for m in known if isinstance(m.wrong, dict)]
    if exercise.goal is not None:
        told.append(reached)
    elif parts and len(parts) == len(known):
        explained = {letter for wrong in parts for letter in wrong}
        others = [x for x in wrong_parts(exercise, value) if x not in explained]
        if others:
            unknown = (in_list(exercise, part) for part in in_order(value))
            told.append(next(filter(None, unknown), "") or not_yet(others))
        return False, " ".join(told), tuple(m.id for m in known)
    separator = " " if exercise.goal is not None else " Or: "
    return False, separator.join(told), tuple(mistake.id for mistake in known)


def says(exercise, value):
    """What to say of a value that is no known mistake; "" if it is right."""
    if exercise.goal is None:
        right = equal_values(exercise, value, exercise.reference)
        return "" if right else describe_value(exercise, value)
    wanted = exercise.reference
    count = len(wanted) if isinstance(wanted, tuple) else 1
    numbers = as_floats(value, count)
    if numbers is None:
        return no_number(
            value, f"a tuple of {count} numbers" if count > 1 else "a number"
        )
    return exercise.goal(tuple(numbers) if count > 1 else numbers[0])


def unwrapped(value, wanted):
    """A single value out of a list, tuple or array of one, where one is wanted."""
    if isinstance(wanted, tuple) or type(value).__name__ in NO_TUPLE:
        return value
    if not isinstance(value, list | tuple | np.ndarray):
        return value
    try:
        parts = np.ravel(np.array(value, dtype=object))
    except ValueError:  # arrays of different shapes
        return value
    return parts[0] if parts.size == 1 else value


def as_floats(value, count):
    """`count` numbers; None if it is something else. Text that writes one serves."""
    try:
        if type(value).__name__ in ("dict", "set", "frozenset"):
            return None
        several = count > 1 and not isinstance(value, str)
        parts = list(
            np.ravel(np.array(list(value), dtype=object)) if several else [value]
        )
        numbers = [as_number(part) for part in parts]
    except Exception:
        return None
    return numbers if len(numbers) == count and None not in numbers else None


def as_number(value):
    """A value as a float; None if it is none. "0.81" and "1/3" serve, too."""
    if isinstance(value, bool | np.bool_):
        return None
    if isinstance(value, str):
        try:  # Fraction would work out all digits of "1e999999999"
            parts = [float(part) for part in value.strip(" \"'").rstrip(".").split("/")]
            number = parts[0] / parts[1] if len(parts) == 2 else float(*parts)
        except (ValueError, TypeError, ZeroDivisionError):
            return None
        return number if np.isfinite(number) else None
    array = as_numbers(value)
    if array is None or array.size != 1:
        return None
    try:
        return float(array.ravel()[0])
    except OverflowError:
        return None


def word(value):
    """A word as it is compared: without case, blanks, hyphens, quotes, a full stop.

    A hat over a letter is the word: v̂ is v_hat.
    """
    text = unicodedata.normalize("NFD", str(value).casefold()).strip(" .\"'")
    text = text.replace("\N{COMBINING CIRCUMFLEX ACCENT}", "hat")
    return re.sub(r"[\s_-]+", "", text)


def equal_values(exercise, value, expected):
    """Whether a value is the expected one; 0.5 serves for "0.5"."""
    if isinstance(expected, str):
        number = as_number(expected)
        if number is not None and not isinstance(value, bool):
            return as_number(value) == number
        return isinstance(value, str) and word(value) == word(expected)
    if isinstance(expected, tuple):
        parts = in_order(value)
        return len(parts) == len(expected) and all(
            equal_values(exercise, part, like)
            for part, like in zip(parts, expected, strict=True)
        )
    number = as_number(value)
    return number is not None and bool(exercise.close(number, expected))


def in_order(value):
    """The parts of a tuple, list or array; of a dict by A, B ...; none of a set."""
    keys = (
        [str(key).strip().upper() for key in value] if isinstance(value, dict) else []
    )
    if keys and keys == letters(len(keys)):
        return list(value.values())
    if type(value).__name__ in NO_TUPLE:
        return []
    try:
        return list(value)
    except TypeError:
        return []


def letters(count):
    return list(ascii_uppercase[:count])


def part_names(exercise):
    """What a message calls the parts: their names, or A, B ... of words."""
    return list(exercise.returns) or letters(len(exercise.reference))


def wrong_parts(exercise, value):
    """The names of the parts that are not right yet."""
    trios = zip(part_names(exercise), in_order(value), exercise.reference, strict=False)
    return [name for name, a, b in trios if not equal_values(exercise, a, b)]


def not_yet(names):
    """ "A and D are not right yet." """
    last = names[-1]
    many = f"{', '.join(names[:-1])} and {last} are" if len(names) > 1 else f"{last} is"
    return f"{many} not right yet."


def picks(part):
    """The wrong picks of one part that get the same reason."""
    return part if isinstance(part, tuple) else (part,)


def made(exercise, value, wrong):
    """Whether a value is a known mistake: a whole value, or {part: its picks}."""
    if isinstance(wrong, dict):
        parts = dict(zip(part_names(exercise), in_order(value), strict=False))
        return len(in_order(value)) == len(exercise.reference) and all(
            name in parts and any(same(parts[name], pick) for pick in picks(part))
            for name, part in wrong.items()
        )
    if isinstance(wrong, tuple):
        parts = in_order(value)
        return len(parts) == len(wrong) and all(map(same, parts, wrong))
    return same(value, wrong)


def same(value, wrong):
    """Whether a value is the wrong one, to the digits in which the learner gave it."""
    if isinstance(wrong, str) and as_number(wrong) is None:
        return isinstance(value, str) and word(value) == word(wrong)
    number, wrong = as_number(value), as_number(wrong)
    if number is None or wrong is None:
        return False
    if number == wrong or np.isclose(number, wrong, rtol=1e-6, atol=0):
        return True
    if not (np.isfinite(number) and np.isfinite(wrong)):
        return False
    digits = len(f"{abs(number):.10g}".split("e")[0].replace(".", "").strip("0"))
    return digits >= 2 and float(f"{wrong:.{digits}g}") == number


def describe_value(exercise, value):
    """What to say of a wrong value that is no known mistake."""
    expected = exercise.reference
    if isinstance(expected, tuple):
        return describe_tuple(exercise, value)
    if isinstance(expected, str):
        return in_list(exercise, value) or (
            "That is not it. Look at the figure or the formula again."
        )
    number = as_number(value)
    if number is None:
        return no_number(value)
    if not np.isfinite(number):
        return f"The answer is a finite number, not {number}."
    way = "large" if number > expected else "small"
    if abs(number - expected) < CLOSE * abs(expected):
        if isinstance(expected, int) and number == round(number):
            return f"That is close, but a little too {way}."
        return "That is close, but not close enough: give more digits, unrounded."
    return f"Your number is too {way}."


def no_number(value, form="a number"):
    """What to say of a value that is no number; 0,5 may be meant for one half."""
    halves = form == "a number" and isinstance(value, tuple) and len(value) == 2
    comma = halves or (isinstance(value, str) and re.search(r"\d,\d", value))
    point = " Decimals are written with a point: 0.5." if comma else ""
    return f"The answer is {form}, not {shown(value)}.{point}"


def describe_tuple(exercise, value):
    """The same for several parts in one answer."""
    expected = exercise.reference
    count, words = len(expected), all(isinstance(part, str) for part in expected)
    example = ", ".join('"..."' if words else "..." for _ in expected)
    what = "words in quotes" if words else "values"
    form = f"a tuple of {count} {what}, ({example})"
    if type(value).__name__ in ("set", "frozenset"):
        return f"A set has no order. Write {form}."
    parts = in_order(value)
    if len(parts) != count:
        return f"The answer is {form}, in the order of the question."
    for part in parts if words else ():
        if told := in_list(exercise, part):
            return told
    if not words and any(as_number(part) is None for part in parts):
        return f"The answer is {form}, in the order of the question."
    return not_yet(wrong_parts(exercise, value))


def in_list(exercise, value):
    """What to say of a word that is none of the options; "" if it is one."""
    options = exercise.options
    if not options or any(equal_values(exercise, value, option) for option in options):
        return ""
    if not isinstance(value, str) and as_number(value) is None:
        return f"The answer is a word in quotes, not {shown(value)}."
    near = [MEANT[word(value)]] if word(value) in MEANT else []
    near = [meant for meant in near if meant in options] or get_close_matches(
        str(value).casefold(), options, n=1, cutoff=0.5
    )
    ask = f' Do you mean "{near[0]}"?' if near else ""
    listed = ", ".join(f'"{option}"' for option in options)
    return (
        f"{shown(value)} is none of the words to choose from.{ask} They are: {listed}."
    )


def shown(value):
    """A value as it was given, if it is plain and short; else what it is."""
    plain = isinstance(value, str | int | float | list | tuple | dict | set | bool)
    try:
        text = repr(value)
    except Exception:
        return kind_of(value)
    return text if plain and len(text) <= 60 and text.isprintable() else kind_of(value)
