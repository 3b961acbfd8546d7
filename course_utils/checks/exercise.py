"""What an exercise is: data from which check, diagnosis, notebooks and tests come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NamedTuple

import numpy as np

from course_utils.checks import slips

DIFFICULTIES = {1: "easy", 2: "standard", 3: "challenge"}


class Case(NamedTuple):
    """Arguments to call an answer with; `label` tells in a few words what they try."""

    label: str
    args: tuple


class Mistake(NamedTuple):
    """A known wrong answer.

    wrong : the line (or lines) that the learner wrote; each takes the place of the
        solution's line that sets the same, see slips.py. What does not fit is a whole
        function. For an exercise on a value: the wrong value, or of a tuple
        {part: wrong pick}, or {part: (picks that get the same reason)}, whatever the
        other parts are. A whole value goes before its parts
    message : one sentence that tells the learner what they did, "You ..."
    """

    id: str
    wrong: object
    message: str


def as_given(code, left):
    """The mistake of handing in, unchanged, code that is to be mended.

    It is told how many faults are `left`, "both faults are", and not which: to find
    them is the task. `code` is a whole function, so that no pair of slips contains it.
    """
    return Mistake(
        "as_given",
        code,
        f"Nothing is mended yet: this computes what the given code does, and {left} "
        "still in it. Hint 1 says where to look.",
    )


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One graded exercise. The learner's answer is a variable named like its id.

    id, lesson : from the place of its file, `exercises/lesson_NN/ID.py`
    solution : the source of the right function, or the right value
    cases : function of a Generator that returns a list of Case; None for a value
    mistakes : the known mistakes, most specific first
    right : other right answers, sources or values, for the tests
    goal : for values with many right answers: function of the value that returns ""
        when it is right, else one sentence that says what it reached
    options : for a value, the words to choose from, if it is a choice
    returns : the names of what is returned, if that is more than one thing
    picture : function of a right answer that returns a figure and its alternative text
    """

    title: str
    points: int
    minutes: int
    difficulty: int
    solution: object
    cases: Callable | None = None
    mistakes: tuple[Mistake, ...] = ()
    right: tuple = ()
    goal: Callable | None = None
    options: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    picture: Callable | None = None
    rtol: float = 1e-4  # float32's rounding passes
    atol: float = 1e-12
    id: str = ""
    lesson: int = 0
    built: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def terms(self):
        """The line under an exercise's title."""
        points = f"{self.points} point{'s' * (self.points > 1)}"
        minutes = f"about {self.minutes} minute{'s' * (self.minutes > 1)}"
        return f"**{points} · {minutes} · {DIFFICULTIES[self.difficulty]}**"

    @property
    def passing_line(self):
        """What the check prints, and nbval compares, when the answer is right."""
        return f"PASS {self.id}: right, {self.terms.strip('*').split(' · ')[0]}"

    @property
    def reference(self):
        """The right function, or the right value."""
        return self.build(self.solution)

    def build(self, source):
        """What a source of this exercise defines; a value is taken as it is."""
        if self.cases is None or not isinstance(source, str):
            return source
        if source not in self.built:
            self.built[source] = slips.compiled(source, self.id)
        return self.built[source]

    def answer(self, mistake):
        """The wrong answer of a known mistake: a function or a value."""
        return self.build(self.source(mistake))

    def source(self, mistake):
        """The source of a known mistake's answer; of a value the value itself."""
        if isinstance(mistake.wrong, dict):
            names = self.returns or ascii_uppercase
            parts = dict(zip(names, self.solution, strict=False))
            for name, wrong in mistake.wrong.items():
                parts[name] = wrong[0] if isinstance(wrong, tuple) else wrong
            return tuple(parts.values())
        if self.cases is None or not isinstance(mistake.wrong, str):
            return mistake.wrong
        return slips.put(self.solution, mistake.wrong)

    def lines(self, mistake):
        """The places of the solution whose lines a mistake changes; None if whole."""
        if self.cases is None or not isinstance(mistake.wrong, str):
            return None
        return slips.placed(self.solution, mistake.wrong)

    @property
    def arguments(self):
        """The names of the reference's arguments, for messages."""
        code = self.reference.__code__
        return list(code.co_varnames[: code.co_argcount])

    def close(self, given, expected):
        """Whether two arrays agree within the tolerance, element by element."""
        return np.isclose(given, expected, self.rtol, self.atol, equal_nan=True)
