"""No observation says what is not so: each sentence against a definition of its own.

The answers are known mistakes whose names are hidden, pairs of them, answers with two
random slips, and roundings, steps and shifts of right ones. `COURSE_ANSWERS=300` tries
that many random ones of each exercise; `python tests/test_observations.py` counts.
"""

import collections
import os
import random
import re
import sys
from dataclasses import replace
from itertools import combinations, islice

import numpy as np
import pytest
from mutants import expected, mutants

from course_utils import exercises
from course_utils.checks import slips
from course_utils.checks.diagnosis import judge

RANDOM = int(os.environ.get("COURSE_ANSWERS", 12))
FUNCTIONS = [name for name in exercises.files() if exercises.find(name).cases]
HIDDEN = {name: replace(exercises.find(name), mistakes=()) for name in FUNCTIONS}


def on_result(exercise, change):
    """The right answer with a change of each part of what it returns."""

    def answer(*args):
        result = exercise.reference(*args)
        if isinstance(result, tuple):
            return tuple(change(np.asarray(part, dtype=float)) for part in result)
        return change(np.asarray(result, dtype=float))

    return answer


def on_argument(exercise, k, change):
    """The right answer to a changed k-th argument."""
    return lambda *args: exercise.reference(*args[:k], change(args[k]), *args[k + 1 :])


CHANGES = (
    lambda part: np.round(part, 2),
    lambda part: np.round(part),
    lambda part: 100 * part,
    lambda part: -part,
    lambda part: part * 1e-9,
    lambda part: part * 1.003,
    lambda part: part + 0.25,
    lambda part: part + 1e-9,
    lambda part: part + 1e-7 * np.sin(1e6 * part),
    lambda part: (
        np.float64(np.format_float_positional(np.ravel(part)[0], 3))
        if part.ndim == 0
        else np.roll(part, 1, axis=0)
    ),
    lambda part: part[::-1] if part.ndim else part,
    lambda part: np.where(np.arange(part.size).reshape(part.shape) > 2, 0, part),
    lambda part: part**2,
    lambda part: np.trunc(part),
)
STAIRS = (lambda x: x // 10 * 10, lambda x: x * 0, lambda x: min(x, 5), abs)


def answers(name, count):
    """Yield (what, answer) for one exercise."""
    exercise, draw = exercises.find(name), random.Random(name)
    for mistake in exercise.mistakes:
        yield mistake.id, exercise.answer(mistake)
    pairs = list(combinations(filter(exercise.lines, exercise.mistakes), 2))
    for one, other in draw.sample(pairs, min(count, len(pairs))):
        source = slips.both(exercise.solution, one.wrong, other.wrong)
        if source:
            yield f"{one.id} and {other.id}", exercise.build(source)
    for k, change in enumerate(CHANGES):
        yield f"change {k}", on_result(exercise, change)
    for k, argument in enumerate(exercise.arguments):
        for n, change in enumerate(STAIRS):
            yield f"stairs {n} of {argument}", on_argument(exercise, k, change)
    sources = [source for _, source in mutants(exercise.solution.strip())]
    for number in range(count):
        both = [source for _, source in islice(mutants(draw.choice(sources)), 2000)]
        source = draw.choice(both)
        try:
            yield f"mutant {number}: {source}", exercise.build(source)
        except Exception:
            continue


class Seen:
    """The cases of a check, computed anew: what was given, wanted, and right."""

    def __init__(self, exercise, answer, seed):
        self.exercise, self.answer = exercise, answer
        self.cases, wanted = zip(*expected(exercise.id, seed), strict=True)
        self.wanted = [[np.asarray(p, float) for p in parts] for parts in wanted]
        found = [self.parts(answer, case.args) for case in self.cases]
        self.given, self.errors = [f[0] for f in found], [f[1] for f in found]
        self.formed = [
            g is not None and [p.shape for p in g] == [p.shape for p in w]
            for g, w in zip(self.given, self.wanted, strict=True)
        ]
        self.clean = [
            k
            for k, formed in enumerate(self.formed)
            if formed and all(np.isfinite(p).all() for p in self.given[k])
        ]
        self.right = [
            k for k in self.clean if self.equal(self.given[k], self.wanted[k])
        ]
        self.wrong = [k for k in self.clean if k not in self.right]

    def parts(self, function, args):
        """What a function returns as float arrays, and the error if it raises one."""
        args = [arg.copy() if hasattr(arg, "copy") else arg for arg in args]
        try:
            with np.errstate(all="ignore"):
                result = function(*args)
            result = list(result) if self.exercise.returns else [result]
            return [np.asarray(part, dtype=float) for part in result], None
        except Exception as error:
            return None, error

    def equal(self, one, other):
        return not any(map(np.any, map(self.differ, one, other)))

    def differ(self, a, b):
        return ~np.isclose(a, b, self.exercise.rtol, self.exercise.atol, equal_nan=True)

    def flat(self, sentence):
        """(given, wanted) of the cases that a sentence speaks of, part by part."""
        some = sentence.startswith("In the cases that it gets wrong")
        cases = self.wrong if some else range(len(self.cases))
        assert some or len(self.clean) == len(self.cases)
        for k in cases:
            yield from zip(self.given[k], self.wanted[k], strict=True)


def factor_of(text):
    """The number that a sentence names: "2", "-1/3"."""
    if text == "right but for its sign":
        return -1.0
    top, _, bottom = text.split(" ")[0].partition("/")
    return float(top) / float(bottom or 1)


def says_factor(seen, sentence, what, told):
    moves = list(seen.flat(sentence))
    if what == "step of theta":
        k = seen.exercise.arguments.index("theta")
        some = sentence.startswith("In the cases")
        moves = [
            [
                part[0] - seen.cases[i].args[k]
                for part in (seen.given[i], seen.wanted[i])
            ]
            for i in (seen.wrong if some else range(len(seen.cases)))
        ]
    a, b = (np.concatenate([np.ravel(m) for m in s]) for s in zip(*moves, strict=True))
    ratios = a[b != 0] / b[b != 0]
    named = ratios[0] if "one and the same" in told else factor_of(told)
    assert np.allclose(ratios, named, rtol=3e-4, atol=0)
    assert not np.isclose(named, 1, 1e-5)


def says_within_case(seen, sentence, some):
    factors = []
    for k in seen.wrong:
        pairs = zip(seen.given[k], seen.wanted[k], strict=True)
        ratios = np.concatenate([a[b != 0] / b[b != 0] for a, b in pairs])
        assert np.allclose(ratios, ratios[0], rtol=3e-4, atol=0)
        assert not np.isclose(ratios[0], 1, 1e-5)
        factors.append(ratios[0])
    assert np.ptp(factors) > 0
    assert some or len(seen.wrong) == len(seen.cases)


def says_shift(seen, sentence, way):
    for a, b in seen.flat(sentence):
        a, b = np.atleast_1d(a, b)
        late = {"late": (a[1:], b[:-1]), "early": (a[:-1], b[1:])}[way]
        assert seen.equal([late[0]], [late[1]])


def says_reverse(seen, sentence):
    for a, b in seen.flat(sentence):
        assert seen.equal([np.atleast_1d(a)[::-1]], [np.atleast_1d(b)])


def says_offset(seen, sentence, way):
    differences = np.concatenate([(a - b).ravel() for a, b in seen.flat(sentence)])
    assert (differences > 0).all() if way == "large" else (differences < 0).all()
    spread = np.ptp(differences)
    assert spread <= 1e-5 * abs(differences).max()


def says_rounded(seen, sentence, many):
    digits = int({"whole numbers": "0", "one decimal": "1"}.get(many, many[0]))
    for a, b in seen.flat(sentence):
        assert np.allclose(np.round(a, digits), a, 1e-9, 1e-12)
        assert (np.abs(a - b) <= 0.5001 * 10.0**-digits).all()


def says_unused(seen, sentence, name):
    k, rng = seen.exercise.arguments.index(name), np.random.default_rng(99)
    for case, given in zip(seen.cases, seen.given, strict=True):
        for n in range(6):
            other = case.args[k]
            if n < 2 and np.ndim(other) and np.isfinite(other).all():
                other = rng.permutation(other)
            elif isinstance(other, int | np.integer) and not isinstance(other, bool):
                other = int(other + rng.integers(1, 60))
            else:
                other = other * rng.uniform(0.3, 1.05)
            args = (*case.args[:k], other, *case.args[k + 1 :])
            with_other, error = seen.parts(seen.answer, args)
            if error is None and seen.parts(seen.exercise.reference, args)[1] is None:
                assert seen.equal(with_other, given)


def says_as_if(seen, sentence, name, value):
    k = seen.exercise.arguments.index(name)
    for case, given in zip(seen.cases, seen.given, strict=True):
        number = int(value) if value.isdigit() else float(value)
        args = (*case.args[:k], number, *case.args[k + 1 :])
        assert seen.equal(given, seen.parts(seen.exercise.reference, args)[0])


def says_exchanged(seen, sentence, one, other):
    j, k = map(seen.exercise.arguments.index, (one, other))
    for case, given in zip(seen.cases, seen.given, strict=True):
        args = list(case.args)
        args[j], args[k] = args[k], args[j]
        assert seen.equal(given, seen.parts(seen.exercise.reference, args)[0])


def says_right_parts(seen, sentence, right, off):
    for names, wanted in ((right, True), (off, False)):
        for name in re.split(", | and ", names):
            k = seen.exercise.returns.index(name)
            same = [
                seen.equal([seen.given[i][k]], [seen.wanted[i][k]])
                for i in (*seen.wrong, *seen.right)
            ]
            assert all(same) is wanted


def says_constant(seen, sentence):
    for given in seen.given[1:]:
        assert seen.equal(given, seen.given[0])


def says_order(seen, sentence):
    for k in seen.clean:
        left = list(seen.wanted[k])
        for part in seen.given[k]:
            same = [w.shape == part.shape and seen.equal([part], [w]) for w in left]
            del left[same.index(True)]


def says_before(seen, sentence, index, rest):
    index = int(index)
    for k in seen.wrong:
        for a, b in zip(seen.given[k], seen.wanted[k], strict=True):
            assert seen.equal([a[:index]], [b[:index]])
            if rest and not seen.equal([a], [b]):
                for x, y in zip(a[index:], b[index:], strict=True):
                    assert not seen.equal([x], [y])


def says_later(seen, sentence):
    for k in seen.wrong:
        assert all(
            seen.equal([a[:1]], [b[:1]])
            for a, b in zip(seen.given[k], seen.wanted[k], strict=True)
        )


def says_only(seen, sentence, kind, labels):
    labels = labels.split("; ")
    for k, case in enumerate(seen.cases):
        inside = case.label in labels
        assert (k in seen.right) == (inside if kind == "right only on" else not inside)


def says_first_step(seen, sentence, way):
    k = seen.exercise.arguments.index("theta")
    for i in seen.wrong:
        a, b = seen.given[i][0][0], seen.wanted[i][0][0]
        assert not seen.equal([a], [b])
        far = np.abs(a - seen.cases[i].args[k]) - np.abs(b - seen.cases[i].args[k])
        differ = seen.differ(a, b)
        assert way != "goes too far" or (far[differ] > 0).all()
        assert way != "is too short" or (far[differ] < 0).all()


def says_state(seen, sentence, name):
    k = seen.exercise.returns.index(name)
    for i in seen.wrong:
        assert not seen.equal([seen.given[i][k]], [seen.wanted[i][k]])


def says_size(seen, sentence, way):
    names = seen.exercise.returns
    state = re.match(r"(\w+) is off as well", sentence)
    for i in seen.wrong:
        for k, (a, b) in enumerate(zip(seen.given[i], seen.wanted[i], strict=True)):
            if state and names[k] != state[1]:
                continue
            differ = seen.differ(a, b)
            more = (np.abs(a) > np.abs(b))[differ]
            assert more.all() if way == "large" else not more.any()


def says_error(seen, sentence, kind, label):
    pairs = zip(seen.cases, seen.errors, strict=True)
    assert label in [case.label for case, e in pairs if type(e).__name__ == kind]


def says_not_finite(seen, sentence, kind, label):
    test = np.isnan if kind == "nan" else np.isinf
    assert any(
        case.label == label and given is not None and any(test(p).any() for p in given)
        for case, given in zip(seen.cases, seen.given, strict=True)
    )


def says_begun(seen, sentence, what):
    for given, wanted in zip(seen.given, seen.wanted, strict=True):
        n = len(given[0])
        assert n == len(wanted[0]) or not what or n == 1
        assert 0 < n <= len(wanted[0]) and seen.equal([given[0]], [wanted[0][:n]])


SAYS = (
    (
        r"very (value|step of theta) is (right but for its sign|\S+ times the right one"
        r"|the right \w+ times one and the same number)",
        says_factor,
    ),
    (r"Within each case( that it gets .*)? every value is off", says_within_case),
    (r"very value comes one step (late|early)", says_shift),
    (r"he values are right but in reverse order", says_reverse),
    (r"very value is too (large|small) by the same amount", says_offset),
    (r"our result is rounded to (.*)\.$", says_rounded),
    (r"^The argument (\w+) made no difference", says_unused),
    (r"computes as if (\w+) were always ([-\d.e]+),", says_as_if),
    (r"the right thing for (\w+) and (\w+) exchanged", says_exchanged),
    (r"^(.*) (?:is|are) right; (.*) (?:is|are) not\.$", says_right_parts),
    (r"^What you return is right, but in another order", says_order),
    (r"^You return the same in every case, whatever", says_constant),
    (r"^It is right before index (\d+)(, and wrong from there on)?\.$", says_before),
    (r"^It starts right and goes wrong later", says_later),
    (r"it is (right only on): (.*)\.$", says_only),
    (r"cases are right\. It (fails on): (.*)\.$", says_only),
    (r"^The first step of the path (.*) already", says_first_step),
    (r"^(\w+) is off as well", says_state),
    (r"Wherever it differs, it is too (large|small) in size", says_size),
    (r"stops with (\w+)\. \(Case: (.*)\.\)$", says_error),
    (r"returns (nan|inf)\W.*\(Case: (.*)\.\)$", says_not_finite),
    (r"too few(?: values)?: the first (alone)?", says_begun),
)
FORM = re.compile(
    r"returns (?!nan|inf).*wanted|returns .*(few|many|nothing|exchanged)|prints, but"
)


def hold(exercise, answer, seed=0):
    """Judge an answer and test each sentence; return the names of those said."""
    verdict = judge(exercise, answer, seed)
    if verdict.passed or not verdict.answered or "in place" in verdict.diagnosis:
        return []
    seen, found = Seen(exercise, answer, seed), []
    said = verdict.diagnosis
    shown = re.match(r"Case (\d+) of \d+, (.*):", verdict.evidence)
    first, *others = said.split(" And in another case: ")
    case = re.search(r"\(Case: (.*)\.\)$", first)
    assert not case or case[1] == shown[2]
    for sentence in (first, *others):
        matched = False
        for pattern, test in SAYS:
            match = re.search(pattern, sentence)
            if match:
                test(seen, sentence, *match.groups())
                found.append(test.__name__)
                matched = True
        if not matched:
            vague = sentence == "Some values are too large, others too small."
            assert vague or FORM.search(sentence), sentence
            found.append("vague" if vague else "form")
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_sentence_holds(name):
    for what, answer in answers(name, RANDOM):
        try:
            hold(HIDDEN[name], answer)
        except (AssertionError, ValueError) as error:
            said = judge(HIDDEN[name], answer)
            raise AssertionError(
                f"{what}\n{said.diagnosis}\n{said.evidence}"
            ) from error


if __name__ == "__main__":
    counts, false = collections.Counter(), 0
    for name in sys.argv[1:] or FUNCTIONS:
        for what, answer in answers(name, RANDOM):
            counts["answers"] += 1
            try:
                counts.update(hold(HIDDEN[name], answer))
            except (AssertionError, ValueError) as error:
                false += 1
                said = judge(HIDDEN[name], answer)
                print(f"--- {name}: {what}\n{said.diagnosis}\n{said.evidence}\n{error}")
    print(dict(counts), f"{false} false")
