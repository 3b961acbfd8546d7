"""Our optimizers and schedules against PyTorch, optax and Keras.

By default against the vectors stored in parity.json; `pytest -m parity` computes those
anew with the libraries. `python tests/test_parity.py` prints the table.
"""

import numpy as np
import parity_live
import pytest
from parity_live import (
    OPTIMIZERS,
    OPTIMIZERS_APART,
    ROWS,
    SCHEDULES,
    SCHEDULES_APART,
    TIMES,
    difference,
    key,
    regenerate,
    walk_ours,
)
from rows import declared

from course_utils import modern, optimizers, schedules

STORED = parity_live.stored()


def apart(row):
    """The largest relative difference between ours and the stored vector."""
    name, ours = row[:2]
    if key(row) not in STORED:
        pytest.fail(f"no vector yet: python tests/parity_live.py --only '{name}'")
    vector = np.array(STORED[key(row)]["values"])
    if callable(ours):
        return (abs(ours(np.array(TIMES)) - vector) / ours(np.array(TIMES))).max()
    return difference(walk_ours(ours), vector)


def label(row):
    return f"{row[0]}, {row[2]}"


@pytest.mark.parametrize("row", OPTIMIZERS + SCHEDULES, ids=label)
def test_ours_and_theirs_agree(row):
    assert apart(row) <= 1e-12


@pytest.mark.parametrize("row", OPTIMIZERS_APART + SCHEDULES_APART, ids=label)
def test_ours_and_theirs_differ_by_this_much(row):
    assert apart(row) == pytest.approx(row[4], rel=0.01)


def test_every_optimizer_and_schedule_has_its_line():
    kinds = {type(ours) for _, ours, *_ in OPTIMIZERS}
    assert kinds >= set(declared(optimizers, modern))
    names = {name.split(",")[0] for name, *_ in SCHEDULES}
    assert names == {
        name
        for name, function in vars(schedules).items()
        if getattr(function, "__module__", "") == schedules.__name__
    }


def test_one_row_anew_leaves_the_others_as_they_were(tmp_path, monkeypatch):
    def version(library):
        assert library == "keras", "asks for a library that no row of this name needs"
        return "9.9"

    path = tmp_path / "parity.json"
    monkeypatch.setattr(parity_live, "PATH", path)
    monkeypatch.setattr(parity_live, "version", version)
    monkeypatch.setitem(parity_live.LIVE, "keras", (lambda *_: [[0.5]] * 1000, None))
    parity_live.store(STORED)
    before = path.read_text("utf-8").splitlines()
    parity_live.store(regenerate(only="Adam, falling lr, eps=0"))
    after = path.read_text("utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    assert len(changed) == 1
    assert changed[0].startswith('"keras.Adam(ExponentialDecay(0.01, 1, 0.997)')
    assert '"9.9"' in changed[0]
    with pytest.raises(SystemExit, match="no row is called 'Lamb'; there are: Gr"):
        regenerate(only="Lamb")


@pytest.mark.parity
def test_stored_vectors_are_what_the_libraries_compute():
    live = regenerate()
    assert live.keys() == STORED.keys()
    agreeing = {key(row) for row in OPTIMIZERS + SCHEDULES}
    for name in live:
        vector, stored = (np.array(v[name]["values"]) for v in (live, STORED))
        tolerance = (1e-12 if name in agreeing else 1e-5) * abs(stored).max(axis=0)
        assert (abs(vector - stored) <= tolerance).all(), name


if __name__ == "__main__":
    for row in ROWS:
        name, _, library, theirs = row[:4]
        version = STORED[key(row)]["version"]
        print(f"{name:26} {library} {version:12} {apart(row):8.2g}   {theirs}")
