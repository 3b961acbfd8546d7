"""Answers that are no functions: a number, a word, or a tuple of them."""

import numpy as np

from course_utils.checks.outcomes import Outcome


def equal_values(exercise, value, expected):
    """Whether a value is the expected one; words without case, 0.5 serves for "0.5"."""
    if isinstance(expected, str):
        return str(value).strip().lower() == expected.lower()
    if isinstance(expected, tuple):
        try:
            parts = list(value)
        except TypeError:
            return False
        return len(parts) == len(expected) and all(
            equal_values(exercise, part, like)
            for part, like in zip(parts, expected, strict=True)
        )
    outcome = Outcome(*in_form_of_number(value))
    return not outcome.fault and bool(exercise.close(outcome.parts[0], expected))


def in_form_of_number(value):
    """A value as a single number, or why it is none."""
    try:
        number = np.asarray(value)
        if number.dtype.kind not in "biuf" or number.size != 1:
            raise TypeError
        return (number.astype(float).reshape(()),), ""
    except Exception:
        return (), "is not a number"


def describe_value(exercise, value):
    """What to say of a wrong value that is no known mistake."""
    expected = exercise.reference
    if exercise.options:
        words = {str(v).strip().lower() for v in np.atleast_1d(np.array(value, object))}
        if not words <= {option.lower() for option in exercise.options}:
            return f"Answer with words from this list: {', '.join(exercise.options)}."
    if isinstance(expected, str):
        if not isinstance(value, str):
            return "The answer is a word in quotes."
        return "That is not it. Look at the figure or the formula again."
    if isinstance(expected, tuple):
        try:
            parts = list(value)
        except TypeError:
            parts = []
        if len(parts) != len(expected):
            return f"The answer is a tuple of {len(expected)} values."
        pairs = enumerate(zip(parts, expected, strict=True), start=1)
        wrong = [str(i) for i, (p, e) in pairs if not equal_values(exercise, p, e)]
        return f"Not yet right: number {', '.join(wrong)} of {len(expected)}."
    (parts, fault_) = in_form_of_number(value)
    if fault_:
        return f"The answer is a number, not {value!r:.60}."
    if not np.isfinite(parts[0]):
        return f"The answer is a finite number, not {parts[0]}."
    return f"Your number is too {'large' if parts[0] > expected else 'small'}."
