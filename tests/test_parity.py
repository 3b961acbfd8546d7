"""Our optimizers and schedules against PyTorch, optax and Keras.

By default against the vectors stored in parity.json; `pytest -m parity` computes those
anew with the libraries. `python tests/test_parity.py` prints the table.
"""

import json

import numpy as np
import pytest
from parity_live import (
    OPTIMIZERS,
    OPTIMIZERS_APART,
    PATH,
    SCHEDULES,
    SCHEDULES_APART,
    TIMES,
    difference,
    regenerate,
    walk_ours,
)

from course_utils import optimizers, schedules

STORED = json.loads(PATH.read_text(encoding="utf-8"))


def apart(ours, library, theirs):
    """The largest relative difference between ours and the stored vector."""
    vector = np.array(STORED["vectors"][f"{library}.{theirs}"])
    if callable(ours):
        return (abs(ours(np.array(TIMES)) - vector) / ours(np.array(TIMES))).max()
    return difference(walk_ours(ours), vector)


def label(row):
    return f"{row[0]}, {row[2]}"


@pytest.mark.parametrize("row", OPTIMIZERS + SCHEDULES, ids=label)
def test_ours_and_theirs_agree(row):
    _, ours, library, theirs = row
    assert apart(ours, library, theirs) <= 1e-12


@pytest.mark.parametrize("row", OPTIMIZERS_APART + SCHEDULES_APART, ids=label)
def test_ours_and_theirs_differ_by_this_much(row):
    _, ours, library, theirs, expected = row
    assert apart(ours, library, theirs) == pytest.approx(expected, rel=0.01)


def test_every_optimizer_and_schedule_has_its_line():
    kinds = {type(ours) for _, ours, *_ in OPTIMIZERS}
    settings = optimizers.Settings
    assert kinds >= {
        kind
        for kind in vars(optimizers).values()
        if isinstance(kind, type)
        and issubclass(kind, settings)
        and kind is not settings
    }
    names = {name.split(",")[0] for name, *_ in SCHEDULES}
    assert names == {
        name
        for name, function in vars(schedules).items()
        if getattr(function, "__module__", "") == schedules.__name__
    }


@pytest.mark.parity
def test_stored_vectors_are_what_the_libraries_compute():
    live = regenerate()
    assert live["vectors"].keys() == STORED["vectors"].keys()
    agreeing = {f"{row[2]}.{row[3]}" for row in OPTIMIZERS + SCHEDULES}
    for name, vector in live["vectors"].items():
        stored = np.array(STORED["vectors"][name])
        tolerance = (1e-12 if name in agreeing else 1e-5) * abs(stored).max(axis=0)
        assert (abs(np.array(vector) - stored) <= tolerance).all(), name


if __name__ == "__main__":
    versions = STORED["versions"]
    for row in OPTIMIZERS + SCHEDULES + OPTIMIZERS_APART + SCHEDULES_APART:
        name, ours, library, theirs = row[:4]
        value = apart(ours, library, theirs)
        print(f"{name:26} {library} {versions[library]:12} {value:8.2g}   {theirs}")
