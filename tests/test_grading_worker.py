"""What passes between the trusted side and the sandbox, and what does not."""

import io
import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils.exercises import all_exercises
from course_utils.grading import bubblewrap
from course_utils.grading.faults import exception
from course_utils.grading.wire import FRAME, Items, Other, pack, receive, unpack

VALUES = [
    None,
    ...,
    True,
    3,
    -2.5,
    float("inf"),
    "text",
    [1, [2.0, "x"], ()],
    (np.arange(3), [np.zeros((2, 0))]),
    np.float64(0.1),
    np.float32(0.1),
    np.int64(7),
    np.bool_(True),
    np.arange(6.0).reshape(2, 3).T,
    np.array(5.0),
    np.array([True, False]),
    np.arange(4, dtype=np.uint8),
    np.array([1.5, np.nan]),
]


def there_and_back(value):
    tree, blob = pack(value)
    return unpack(json.loads(json.dumps(tree)), blob)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back_as_they_are(value):
    back = there_and_back(value)
    assert type(back) is type(value)
    assert repr(back) == repr(value)
    if isinstance(value, np.ndarray):
        assert back.dtype == value.dtype
        assert back.flags.writeable


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda e: e.id)
def test_cases_of_every_exercise_can_be_sent(exercise):
    if exercise.cases is None:
        assert repr(there_and_back(exercise.reference)) == repr(exercise.reference)
        return
    for case in exercise.cases(np.random.default_rng(0)):
        assert repr(there_and_back(case.args)) == repr(case.args)
        assert not exercise.cases(np.random.default_rng(1))[0].label[0].isdigit()


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda e: e.id)
def test_labels_of_cases_hold_no_numbers_of_theirs(exercise):
    if exercise.cases is not None:
        labels = {
            tuple(case.label for case in exercise.cases(np.random.default_rng(seed)))
            for seed in range(5)
        }
        assert len(set(map(frozenset, labels))) == 1


class Lie(np.ndarray):
    def __eq__(self, other):
        return True


class Array:
    def __array__(self, *args, **kwargs):
        return np.ones(3)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (np.zeros(3).view(Lie), np.ndarray),
        (Array(), np.ndarray),
        (range(3), np.ndarray),
        (np.array(["a", "b"]), list),
        (np.str_("a"), str),
        (np.longdouble(1), np.ndarray),
        (np.ones(2, ">f4"), np.ndarray),
    ],
    ids=lambda v: type(v).__name__,
)
def test_what_numpy_understands_comes_back_plain(value, kind):
    assert type(there_and_back(value)) is kind


@pytest.mark.parametrize(
    "value", [{1}, (k for k in "ab"), map(str, [1]), {"a": 1}, np.array([None, "a"])]
)
def test_what_is_no_array_does_not_become_one(value):
    assert np.asarray(there_and_back(value)).dtype == object


def test_generators_come_back_as_what_can_be_gone_through():
    back = there_and_back(k * np.ones(2) for k in range(3))
    assert isinstance(back, Items)
    assert [type(part) for part in back] == [np.ndarray] * 3


@pytest.mark.parametrize("value", [object(), lambda: 1, 1j, print, b"x", np])
def test_other_things_come_back_as_nothing_to_use(value):
    back = there_and_back(value)
    assert isinstance(back, Other)
    assert not callable(back)


def endless():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [np.zeros(FRAME[1]), endless(), [0] * 10**6])
def test_too_much_is_not_sent(value):
    with pytest.raises(ValueError, match="too large"):
        pack(value)


@pytest.mark.parametrize(
    "tree",
    [
        {},
        [],
        ["pickle", "x"],
        ["array"],
        ["array", "<f8", [3], 0],
        ["array", "<f8", [-1], 0],
        ["array", "<f8", [1], -8],
        ["array", "<f8", [10**30, 0, 10**30], 10**9],
        ["array", "<f8", [True], 0],
        ["array", "|O8", [1], 0],
        ["array", "<V8", [1], 0],
        ["array", "f8,f8", [1], 0],
        ["array", "<f8", [1] * 9, 0],
        ["scalar", "<f8", "1"],
        ["scalar", "|O8", 1],
        ["list", {"a": 1}],
        "x" * 20_000,
        ["other", 3],
    ],
    ids=lambda tree: str(tree)[:30],
)
def test_forged_values_are_refused(tree):
    with pytest.raises(ValueError, match="unknown|text|large"):
        unpack(tree, b"12345678")


def test_deep_values_are_refused():
    tree = ["list"]
    for _ in range(50):
        tree = ["list", tree]
    with pytest.raises(ValueError, match="too large"):
        unpack(tree, b"")


def test_large_frames_are_refused_before_they_are_read():
    stream = io.BytesIO(struct.pack("<II", FRAME[0] + 1, 0))
    with pytest.raises(ValueError, match="too large"):
        receive(stream.read)


@pytest.mark.parametrize("name", ["E0.123", "eval", "print", 3, None, "Exception\n"])
def test_only_the_kind_of_a_known_error_is_told(name):
    assert type(exception(name)).__name__ == "an error of its own"
    assert str(exception("KeyError")) == ""
    assert type(exception("KeyError")).__name__ == "KeyError"


def test_course_inside_what_the_sandbox_shows_stays_hidden(monkeypatch, sandboxed):
    folder = next(
        path for path in sorted(Path("/usr/share").iterdir()) if path.is_dir()
    )
    monkeypatch.setattr(bubblewrap, "ROOT", folder)
    _, arguments, _ = bubblewrap.command.__wrapped__()
    assert f"--tmpfs\0{folder}".encode() in arguments
    assert b"course_utils" not in arguments.replace(
        str(bubblewrap.WORKER.parent).encode(), b""
    )


def test_worker_needs_numpy_and_the_standard_library_alone():
    code = (
        f"import sys; sys.path.append({str(bubblewrap.packages())!r}); import numpy\n"
    )
    code += "before = set(sys.modules)\n"
    scope = {"__name__": "worker", "__file__": str(bubblewrap.WORKER)}
    code += f"exec(open({str(bubblewrap.WORKER)!r}).read(), {scope})\n"
    code += "print(sorted({n.split('.')[0] for n in set(sys.modules) - before}\n"
    code += "             - set(sys.stdlib_module_names)))"
    line = [sys.executable, "-I", "-S", "-c", code]
    assert subprocess.check_output(line, text=True).strip() == "[]"
