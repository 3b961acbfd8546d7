"""Checks can be trusted both ways: right answers pass, each mistake gets its name.

`COURSE_SEEDS=200 pytest tests/test_checks.py` draws as many sets of cases.
"""

import ast
import os
import re
import textwrap
from collections.abc import Generator
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import product
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from course_utils.checks import NotYet, check, slips
from course_utils.checks.diagnosis import judge
from course_utils.checks.values import equal_values
from course_utils.exercises import all_exercises, find, lesson_exercises
from course_utils.pack.notebooks import exercise_cells, learners
from course_utils.plots import your_style

EXERCISES = all_exercises()
SEEDS = range(int(os.environ.get("COURSE_SEEDS", 5)))
SOLUTIONS = sorted(
    (Path(__file__).parent.parent / "exercises/solutions").glob("*.ipynb")
)

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
each_solution = pytest.mark.parametrize("path", SOLUTIONS, ids=lambda p: p.stem)
MISTAKES = [
    pytest.param(exercise, mistake, id=f"{exercise.id}-{mistake.id}")
    for exercise in EXERCISES
    for mistake in exercise.mistakes
]


def test_ids_are_unique():
    ids = [exercise.id for exercise in EXERCISES]
    assert len(set(ids)) == len(ids)


@each_exercise
def test_reference_passes(exercise):
    assert all(judge(exercise, exercise.reference, seed).passed for seed in SEEDS)


@each_exercise
def test_rearranged_right_answers_pass(exercise):
    wanted = 3 if exercise.cases else 1
    assert len(exercise.right) >= wanted
    for answer in exercise.right:
        for seed in SEEDS:
            verdict = judge(exercise, exercise.build(answer), seed)
            assert verdict.passed, verdict


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_mistake_is_rejected_and_named(exercise, mistake):
    for seed in SEEDS:
        verdict = judge(exercise, exercise.answer(mistake), seed)
        assert not verdict.passed
        assert mistake.id in verdict.mistakes


@pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES if e.picture], ids=lambda e: e.id
)
def test_picture_of_a_right_answer_is_drawn(exercise):
    fig, alt = exercise.picture(exercise.reference)
    fig.canvas.draw()
    assert alt[0].isupper() and alt.endswith(".")


@each_exercise
def test_mistakes_speak_to_the_learner(exercise):
    assert len(exercise.mistakes) >= 3
    assert len({m.id for m in exercise.mistakes}) == len(exercise.mistakes)
    for mistake in exercise.mistakes:
        assert mistake.message[0].isupper()
        assert mistake.message.rstrip(")")[-1] in ".?"
        assert len(mistake.message) < 260


@each_solution
def test_notebook_holds_the_lessons_exercises(path):
    nb = nbformat.read(path, as_version=4)
    ids = [exercise_id for exercise_id, *_ in exercise_cells(nb)]
    assert sorted(ids) == [e.id for e in lesson_exercises(int(path.name[:2]))]


@each_solution
def test_statement_says_what_the_declaration_says(path):
    nb = nbformat.read(path, as_version=4)
    for exercise_id, statement, answer, check_cell in exercise_cells(nb):
        exercise = find(exercise_id)
        title, _, terms, *_ = statement.source.splitlines()
        assert (title, terms) == (f"### {exercise.title}", exercise.terms)
        assert statement.source.count("<details>") == 3
        assert statement.source.count("</details>") == 3
        assert answer.metadata.nbgrader.grade_id == exercise_id
        assert check_cell.metadata.nbgrader.points == exercise.points


def given_code(statement):
    """The function that a statement asks to mend, fenced or indented; None if none."""
    text = statement.source.partition("<details>")[0]
    fenced = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    found = fenced or re.findall(r"(?:^ {4}.*\n+)+", text, re.MULTILINE)
    if re.match("### (Mend|Fix): ", text):
        [code] = map(textwrap.dedent, found)
        exec(code, scope := {"np": np})
        return scope[re.match(r"def (\w+)", code)[1]]


@each_solution
def test_given_code_is_told_that_nothing_is_mended_and_not_what(path):
    cells = list(exercise_cells(nbformat.read(path, as_version=4)))
    for exercise_id, statement, *_ in cells:
        exercise = find(exercise_id)
        code = given_code(statement)
        known = [m for m in exercise.mistakes if m.id == "as_given"]
        assert len(known) == bool(code), exercise_id
        if code:
            verdict = judge(exercise, code)
            assert verdict.mistakes == ("as_given",)
            assert verdict.diagnosis == known[0].message
            count = re.search(
                r"\b(two|three|four) (faults|flaws|bugs)\b", statement.source
            )
            left = {"two": "both", "three": "all three", "four": "all four"}
            assert (left[count[1]] if count else "the fault") in verdict.diagnosis
            assert exercise.lines(known[0]) is None


@each_solution
def test_notebooks_answer_is_the_declared_solution(path):
    for exercise_id, _, answer, _ in exercise_cells(nbformat.read(path, as_version=4)):
        exercise = find(exercise_id)
        if exercise.cases is None:
            exec(answer.source, scope := {"np": np})
            assert equal_values(exercise, scope[exercise_id], exercise.solution)
        elif isinstance(exercise.solution, str):
            written, declared = map(ast.parse, (answer.source, exercise.solution))
            assert ast.dump(written) == ast.dump(declared), exercise_id


@each_solution
def test_learners_notebook_is_derived(path):
    derived = learners(nbformat.read(path, as_version=4))
    stored = nbformat.read(path.parent.parent / path.name, as_version=4)
    assert stored == derived


@each_solution
def test_learners_notebook_holds_no_solution_and_is_open(path):
    nb = nbformat.read(path.parent.parent / path.name, as_version=4)
    for exercise_id, _, answer, _ in exercise_cells(nb):
        assert "SOLUTION" not in answer.source
        scope = {"np": np}
        exec(answer.source, scope)  # the course's own stub
        verdict = judge(find(exercise_id), scope[exercise_id])
        assert not verdict.passed
        assert not verdict.answered


@pytest.mark.parametrize("value", ["0.1?", [0.07, 1, 2, 3], {}, np.zeros(5)])
def test_value_of_another_form_is_told_what_to_write(value):
    for exercise in EXERCISES:
        if exercise.goal is not None:
            verdict = judge(exercise, value)
            assert re.search("a number, not|a tuple of", verdict.diagnosis)


ODD = [float("nan"), 10**4000, "1e400", "1e999999999", "1/0", "1/2/3", "\ud800", [], {}]
ODD += [[1, [2]], [np.zeros(2), np.zeros((2, 2))], ((1,), (2,)), 1j, object(), ..., int]


@each_exercise
def test_no_answer_is_too_odd_for_the_check(exercise):
    """And none costs more than a moment: "1e999999999" has a billion digits."""
    for odd in ODD if exercise.cases is None else ODD[:2]:
        answer = odd if exercise.cases is None else lambda *args, odd=odd: odd
        verdict = judge(exercise, answer)
        assert not verdict.passed and verdict.diagnosis


NUMBERS = 0, 0.5, 0.98, 0.99, 0.9999, 1, 100, 1e300, -1, 1e-300, float("inf")


@pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES if e.goal is not None], ids=lambda e: e.id
)
def test_goal_has_a_word_for_any_numbers(exercise):
    count = np.size(exercise.reference)
    for numbers in product(NUMBERS[:: 1 + (count > 2)], repeat=count):
        verdict = judge(exercise, numbers if count > 1 else numbers[0])
        assert verdict.passed or verdict.diagnosis
        assert not re.search(r"\b1 (?!is)\w+s\b", verdict.diagnosis)  # "1 steps"


def test_message_names_the_mistake_the_case_and_both_values():
    swapped = find("ema").answer(find("ema").mistakes[0])
    with pytest.raises(NotYet) as error:
        check("ema", swapped)
    message = str(error.value)
    for words in (
        "You swapped the weights",
        "an impulse",
        "yours",
        "expected",
        "beta =",
    ):
        assert words in message
    assert error.value._render_traceback_() == message.splitlines()


def ema(x, beta):
    return find("ema").reference(x, beta)


OBSERVED = {
    "a constant factor": (lambda x, beta: 3 * ema(x, beta), "3 times"),
    "the sign": (lambda x, beta: -ema(x, beta), "right but for its sign"),
    "an early series": (
        lambda x, beta: np.append(ema(x, beta)[1:], ema(x, beta)[-1]),
        "one step early",
    ),
    "an unused argument": (lambda x, beta: ema(x, 0.55), "beta made no difference"),
    "the first index that differs": (
        lambda x, beta: np.where(np.arange(len(x)) > 2, 0, ema(x, beta)),
        "before index 3",
    ),
    "nan": (lambda x, beta: ema(x, beta) * np.nan, "nan"),
    "a usual number for an argument": (
        lambda x, beta: ema(x, 0.5),
        "as if beta were always 0.5",
    ),
    "a rounded result": (
        lambda x, beta: np.round(ema(x, beta), 2),
        "rounded to 2 decimals",
    ),
    "a wrong shape": (
        lambda x, beta: ema(x, beta)[:, None],
        "2 axes where one with 1 is wanted",
    ),
    "the first value alone": (
        lambda x, beta: list(ema(x, beta)[:1]),
        "too few values: the first alone, as with a return inside the loop",
    ),
    "the last value missing": (
        lambda x, beta: ema(x, beta)[: max(1, len(x) - 1)],
        "one value too few: the first ones, which are right",
    ),
    "a wrong type": (lambda x, beta: "none", "returns text"),
    "an error": (lambda x, beta: x[99], "stops with IndexError"),
    "too few arguments": (lambda x: x, "stops with TypeError"),
    "no return": (lambda x, beta: None if len(x) else x, "end it with a return"),
    "not a function": (3.0, "must be a function"),
    "an argument changed": (
        lambda x, beta: (ema(x, beta), x.__imul__(2))[0],
        "changed x in place",
    ),
}


@pytest.mark.parametrize("observed", OBSERVED)
def test_unknown_mistake_gets_the_observation_that_holds(observed):
    answer, words = OBSERVED[observed]
    verdict = judge(replace(find("ema"), mistakes=()), answer)
    assert not verdict.passed
    assert words in verdict.diagnosis


def test_unknown_step_is_told_by_how_much_it_is_off():
    twice = lambda theta, g, lr: theta - 2 * lr * g  # noqa: E731
    verdict = judge(find("descent_step"), twice)
    assert verdict.diagnosis == "Every step of theta is 2 times the right one."


NOT_SAID = {  # (answer, what it is told, what would be false)
    "lion_step": (
        lambda theta, g, v, lr, beta1, beta2: (
            theta - lr * np.sign(v + (1 - beta1) * g),
            find("lion_step").reference(theta, g, v, lr, beta1, beta2)[1],
        ),
        "v is right; theta is not",
        "off by",
    ),
    "range_pick": (  # where the lowest loss stands does make a difference
        lambda rates, losses: rates[np.nanargmin(losses) - 1],
        "too large",
        "made no difference",
    ),
    "mended_schedule": (  # parts makes no difference to a right answer either
        lambda lr0, T, parts: lr0 * np.cos(np.pi * np.arange(T) / T),
        "It is right before index 1",
        "made no difference",
    ),
    "cosine_decay": (  # T is whole
        lambda lr0, lr_min, T, t: find("cosine_decay").reference(lr0, lr_min, 1, t),
        "as if T were always 1,",
        "0.9",
    ),
    "steps_until_settled": (
        lambda beta, share: 1,
        "You return the same in every case",
        "as if",
    ),
    "resumed_adam": (
        lambda theta, v, s, t, gs, *others: (theta, v, s),
        "returns 3 things where one array is wanted",
        "axes",
    ),
    "odd_one_out": (
        lambda thetas, gs, lr: find("odd_one_out").reference(thetas, gs, 0 * lr),
        "as if lr were always 0, or nearly so,",
        "1e-08",
    ),
}


@pytest.mark.parametrize("exercise_id", NOT_SAID)
def test_what_does_not_hold_is_not_said(exercise_id):
    answer, told, false = NOT_SAID[exercise_id]
    verdict = judge(replace(find(exercise_id), mistakes=()), answer)
    assert told in verdict.diagnosis
    assert false not in verdict.diagnosis


def test_too_few_things_are_a_known_mistake_only_if_they_are_the_same():
    exercise = find("amsgrad_step")
    fewer = lambda *args: exercise.reference(*args)[:3]  # noqa: E731
    assert judge(exercise, fewer).mistakes == ("maximum_left_out",)
    assert judge(exercise, lambda *args: fewer(*args)[::-1]).mistakes == ()


@pytest.mark.parametrize(
    ("factor", "words"), [(1.7, "goes too far"), (0.3, "is too short"), (-1, "is off")]
)
def test_path_that_is_off_at_once_is_told_to_begin_there(factor, words):
    exercise = replace(find("mended_training"), mistakes=())

    def stretched(theta, *others):
        return theta + factor * (exercise.reference(theta, *others) - theta)

    verdict = judge(exercise, stretched)
    assert f"The first step of the path {words} already." in verdict.diagnosis


def test_exchanged_arguments_are_told_where_they_give_nan_too():
    exercise = find("rmsprop_step")
    answer = lambda theta, s, g, *others: exercise.reference(theta, g, s, *others)  # noqa: E731
    verdict = judge(exercise, answer)
    assert verdict.diagnosis == "It computes the right thing for g and s exchanged."


def test_of_a_long_table_the_first_and_the_last_row_are_shown():
    verdict = judge(find("standardise"), lambda X_train, X_test: (X_train, X_test))
    assert len(verdict.evidence.splitlines()) <= 21
    assert "\n         ...\n" in verdict.evidence


def test_the_first_of_two_things_alone_is_told_so():
    alone = lambda X_train, X_test: X_train  # noqa: E731
    verdict = judge(find("standardise"), alone)
    assert "returns one thing where 2 things (X_train, X_test)" in verdict.diagnosis


def test_a_number_serves_for_the_word_that_writes_it():
    assert judge(find("rates_of_walks"), (0.07, 0.02, 0.085, 0.04)).passed


def test_a_line_finds_its_place_beside_lambdas_and_conditions_in_one_line():
    source = "def f(a):\n    g = lambda x: x if x else a\n    b = 1 if a else 2\n"
    source += "    if a: b = 3\n    try:\n        c = b\n    except KeyError:\n"
    source += "        d = 5\n    return g(c) if a else d"
    assert slips.put(source, "b = 7") == source.replace("1 if a else 2", "7")
    assert slips.put(source, "d = 6") == source.replace("d = 5", "d = 6")
    assert slips.put(source, "g = len").count("lambda") == 0
    assert slips.put(source, "return b").endswith("    return b")


def misplaced(solution, wrong):
    """The wrong lines that `slips.put` brings to a place they were not meant for.

    A line stands in the place of the last that sets the same: it must be most like that
    one. One of `x, z = ...` takes z's place: nothing else may set x.
    """

    def alike(line, place):
        there = "".join(solution.splitlines()[place.first : place.last])
        both = (re.findall(r"\w+|\S", text) for text in (line, there))
        return SequenceMatcher(None, *both, autojunk=False).ratio()

    known, lines = slips.places(solution), list(slips.statements(wrong))
    all_set = [sets for _, sets in lines]
    for line, sets in lines:
        *others, name = sets.split(", ")
        same = [p for p in known if p.sets == sets]
        if not same and {p.sets for p in known} & set(others) - set(all_set):
            yield line
        same = same or [p for p in known if p.sets == name]
        likeness = [alike(line, place) for place in same]
        if all_set.count(sets) == 1 and likeness and max(likeness) > likeness[-1]:
            yield line


def test_wrong_lines_stand_where_they_were_meant():
    for exercise in EXERCISES:
        for mistake in exercise.mistakes:
            if exercise.lines(mistake):
                found = list(misplaced(exercise.solution, mistake.wrong))
                assert not found, (
                    f"{exercise.id}, {mistake.id}: write the whole function"
                )


def test_a_line_that_would_stand_elsewhere_is_found():
    source = "def f(G):\n    X = G / 2\n    for _ in range(3):\n        X = X @ X\n"
    source += "        n = X.sum()\n    return X"
    assert list(misplaced(source, "X = G")) == ["X = G"]
    assert list(misplaced(source, "X, n = X @ X, X.sum()")) == ["X, n = X @ X, X.sum()"]
    assert not list(misplaced(source, "X = X * X"))
    assert not list(misplaced(source, "old, n = n, X.sum()\nX = old * X"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (np.ones(3), "an array of numbers. Give the function itself, without calling"),
        ([1.0, 2.0], "a list of numbers. Give the function itself, without calling"),
        ("ema", "text. Give the function itself, without quotes"),
    ],
)
def test_what_is_no_function_is_told_what_it_is(answer, words):
    assert words in judge(find("ema"), answer).diagnosis


def test_unknown_exercise_is_told_which_there_are():
    with pytest.raises(NotYet, match="Do you mean 'ema'"):
        check("emma", ema)


def test_an_answer_left_out_is_asked_for():
    with pytest.raises(NotYet, match=r'Give your answer, too: check\("ema", ema\)\.'):
        check("ema")


def wrong_picks():
    """Each word exercise with one part wrong and the others right."""
    for exercise in EXERCISES:
        if isinstance(exercise.solution, tuple) and exercise.options:
            for i, right in enumerate(exercise.solution):
                for option in set(exercise.options) - {right}:
                    yield exercise, i, option
        elif exercise.options:
            for option in set(exercise.options) - {exercise.solution}:
                yield exercise, None, option


def test_each_wrong_pick_of_words_gets_a_reason():
    vague = []
    for exercise, i, option in wrong_picks():
        answer = option
        if i is not None:
            answer = (*exercise.solution[:i], option, *exercise.solution[i + 1 :])
        verdict = judge(exercise, answer)
        if not verdict.mistakes or "not right yet" in verdict.diagnosis:
            vague.append((exercise.id, i, option))
    assert vague == []


def test_two_wrong_picks_get_both_reasons_and_a_whole_answer_goes_before_them():
    right = find("unfair_comparisons").solution
    verdict = judge(find("unfair_comparisons"), ("fair", "fair", *right[2:]))
    assert verdict.mistakes == ("fault_of_a", "fault_of_b")
    verdict = judge(find("verdicts_of_table"), ("cannot tell",) * 3)
    assert verdict.mistakes == ("all_tie",)


@pytest.mark.parametrize(
    "answer", [("tie", "first", "second"), ("first", "tie", "tie")]
)
def test_a_word_for_an_option_is_told_which_is_meant(answer):
    told = judge(find("verdicts_of_table"), answer).diagnosis
    assert "'tie' is none of the words" in told
    assert 'Do you mean "cannot tell"?' in told


@pytest.mark.parametrize(
    ("exercise_id", "value", "words"),
    [
        ("rate_for_ravine", 10**6, "below a million"),
        ("lr_beta_for_ravine", (1e7, 0.5), "below a million"),
        ("batch_for_quarter_noise", 16**16, "too large"),
        ("steps_along_valley", 114, "a little too large"),
        ("uncorrected_third", 9.7, "more digits"),
        ("uncorrected_third", 19.8, "swapped the weights"),
        ("share_of_last_10", 4.463, "a share lies between 0 and 1"),
        ("compounded_rate", 0.00139, "left out the first rate"),
    ],
)
def test_what_is_said_of_a_value_holds(exercise_id, value, words):
    assert words in judge(find(exercise_id), value).diagnosis


BETWEEN = np.linspace(1 - 0.3 / 18, 0.1 ** (1 / 300), 7)[1:-1]
HINTED = {  # what the last hint of each leads to
    "rate_for_ravine": (2 / 26, 0.0769, 0.077),
    "beta_for_a_week": (0.5 ** (1 / 7), 0.91, 0.906),
    "beta_settled_and_smooth": (29 / 31, 0.936, *np.linspace(29 / 31, 0.9549, 5)),
    "lr_beta_for_ravine": tuple((0.1, b) for b in (81 / 121, 0.67, 0.6695)),
    "rmsprop_settings": tuple((lr, 0.99) for lr in (0.2, 0.3, 0.5, 0.8, 1)),
    "rosenbrock_settings": tuple((lr, 0.9, 0.85) for lr in (0.1, 0.13, 0.15, 0.2)),
    "gamma_for_floor": (*BETWEEN, 0.987, 0.99),
    "recipe_for_goal": tuple((0.03, warm) for warm in (5, 6, 7, 8, 9, 10)),
    "steps_along_valley": (np.ceil(np.log(0.01) / np.log(0.96)),),
    "eps_two_ways": ((0.8, 0.0004), (0.8, 4e-4 / np.sqrt(1 + 1.6e-7))),
}


@pytest.mark.parametrize("exercise_id", HINTED)
def test_what_the_hints_lead_to_passes(exercise_id):
    told = [judge(find(exercise_id), value).diagnosis for value in HINTED[exercise_id]]
    assert not any(told)


SETTINGS = [e for e in EXERCISES if e.goal and e.title.startswith("Choose")]


@pytest.mark.parametrize("exercise", SETTINGS, ids=lambda e: e.id)
def test_settings_are_told_what_they_reach_and_what_is_wanted(exercise):
    for mistake in exercise.mistakes:
        told = judge(exercise, mistake.wrong).diagnosis
        assert re.search("[Ww]anted|diverges|further and further", told), told
        assert re.search(r"\d", told.split("ith ")[-1]), told
    for value in (np.nan, np.inf, -1.0, 1e308):
        count = len(exercise.solution) if isinstance(exercise.solution, tuple) else 1
        answer = (value,) * count if count > 1 else value
        assert not judge(exercise, answer).passed


@each_solution
def test_statement_of_settings_says_that_the_check_tells(path):
    for exercise_id, statement, *_ in exercise_cells(nbformat.read(path, as_version=4)):
        if find(exercise_id) in SETTINGS:
            before_hints = statement.source.split("<details>")[0]
            assert "check" in before_hints.lower(), exercise_id


PRINTED = {  # as the lesson would print it; then it is no prediction
    "share_of_last_10": r"0\.893|89\.3 ?%",
    "uncorrected_third": r"\b9\.76\b",
    "growing_average": r"\b2\.85\b",
    "eps_two_ways": r"\b0\.80? α|4e-08",
    "uncorrected_first_step": r"\b0\.50? α",
    "rmsprop_first_step": r"\b5(\.00)? α",
    "dampened_buffer": r"\b0\.81\b",
    "steps_along_valley": r"\b113\b",
    "batch_for_quarter_noise": r"\b256\b",
}


@pytest.mark.parametrize("exercise_id", PRINTED)
def test_its_lesson_does_not_print_what_is_to_be_predicted(exercise_id):
    folder = SOLUTIONS[0].parents[2] / "notebooks"
    (path,) = folder.glob(f"{find(exercise_id).lesson:02}_*.ipynb")
    for cell in nbformat.read(path, as_version=4).cells:
        for text in (cell.source, *map(str, cell.get("outputs", []))):
            text = re.sub(r"[\w+/=]{60,}", "", text)  # pictures
            assert not re.search(PRINTED[exercise_id], text), cell.id


def forms_of_words(words):
    """The right words as people write them: (those that pass, those that do not)."""
    pairs = dict(zip("ABCDEFG", words, strict=False))
    lower = {f" {letter.lower()}": word for letter, word in pairs.items()}
    changes = [str.upper, '"{}"'.format, " {}  ".format, "{}.".format, np.str_]
    changes += [lambda w: w.replace(" ", "  "), lambda w: w.replace(" ", "_")]
    changes += [lambda w: w.replace(" ", "-")]
    taken = [tuple(map(change, words)) for change in changes]
    taken += [list(words), np.array(words), (word for word in words), pairs, lower]
    refused = {"A set has no order": set(words), "in the order": ", ".join(words)}
    refused |= {"in quotes": words[:-1], "Do you mean": [f"A: {w}" for w in words]}
    return taken, refused


def forms_of_numbers(number):
    """The same for one number."""
    taken = [np.float64(number), np.array(number), np.array([number]), [number]]
    taken += [(number,), repr(number), f" {number!r} ", f"{number:.9e}", f"'{number}'"]
    taken += [Decimal(repr(number)), Fraction(repr(number))]
    refused = {"not True": True, "a complex number": complex(number)}
    refused |= {"with a point": "0,5", "point: 0.5": (0, 5), "not {": {number}}
    refused |= {"put the parentheses": lambda: number, "finite|nan|million": np.nan}
    return taken, refused | {"'12 steps'": "12 steps", "not {'A'": {"A": number}}


PLAIN = [e for e in EXERCISES if e.cases is None]


@pytest.mark.parametrize("exercise", PLAIN, ids=lambda e: e.id)
def test_right_values_pass_in_each_form_or_are_told_the_form(exercise):
    right = exercise.solution
    if isinstance(right, str):
        taken, refused = forms_of_words((right,))
        refused = {"a word in quotes": {right}, "Do you mean": f"It is: {right}"}
        taken = [form for form in taken if not isinstance(form, dict | Generator)]
    elif not isinstance(right, tuple):
        taken, refused = forms_of_numbers(float(right))
    elif isinstance(right[0], str):
        taken, refused = forms_of_words(right)
    else:
        taken = [list(right), np.array(right), tuple(map(str, right))]
        taken += [tuple(Decimal(str(number)) for number in right)]
        refused = {
            "a tuple of|no order": set(right),
            "tuple": ", ".join(map(str, right)),
        }
        refused |= {"a tuple": right[:-1], "tuple of": dict.fromkeys("xy", right[0])}
    for form in taken:
        verdict = judge(exercise, form)
        assert verdict.passed, (form, verdict.diagnosis)
    for words, form in refused.items():
        verdict = judge(exercise, form)
        assert not verdict.passed
        assert re.search(words, verdict.diagnosis), (form, verdict.diagnosis)


def test_return_that_is_never_reached_is_told_so():
    def short(beta, share):
        for t in range(3):
            if beta**t < 0:
                return t

    assert "always reached" in judge(find("steps_until_settled"), short).diagnosis


def test_picture_shows_its_sentence(monkeypatch):
    shown = []
    monkeypatch.setattr(
        "course_utils.plots.show", lambda fig, alt, **_: shown.append(fig)
    )
    check("piecewise_decay", find("piecewise_decay").reference)
    fig = shown[0]
    assert "boundaries 30, 60 and 90." in " ".join(fig.get_supxlabel().split())


# They show tables, what the question shows, or optimizers, which keep their looks.
NOT_COMPUTED = {"schedules_of_curves", "remedies_of_curves", "factored_squares"}
NOT_COMPUTED |= {"bugs_of_rates", "bugs_of_steps", "log_grid", "race_rates"}
PICTURED = [e for e in EXERCISES if e.picture and e.id not in NOT_COMPUTED]


@pytest.mark.parametrize("exercise", PICTURED, ids=lambda e: e.id)
def test_what_the_learners_code_computes_has_one_look(exercise):
    """Its red stands on some axes, and nothing else has it."""
    fig, _ = exercise.picture(exercise.reference)
    red = your_style()["color"]
    drawn = [line for ax in fig.axes for line in ax.lines if line.get_color() == red]
    bars = [
        bar for ax in fig.axes for bar in ax.patches if bar.get_fc() == to_rgba(red)
    ]
    assert drawn or bars
    for line in drawn:
        label = str(line.get_label())
        assert label.startswith(("_", "your")), label  # "_": the ends of a path
