"""What several modules of tests share, and what a bare machine leaves out."""

import collections
import importlib.util
import os

import pytest
from lab import CHROMIUM

from course_utils.grading.sandbox import KINDS, Refused, choose

ASKED_FOR = ("parity", "nbgrader", "claims", "wasm")  # they run where -m names them
LONGEST = ("test_browser", "test_grading", "test_notebooks", "test_site")
SLOW = (
    "test_browser",
    "test_classroom",
    "test_everyday",
    "test_export",
    "test_gradescope",
    "test_grading",
    "test_grading_report",
    "test_grading_run",
    "test_grading_worker",
    "test_mutants",
    "test_notebooks",
    "test_observations",
    "test_site",
    "test_tables",
)


def pytest_collection_modifyitems(config, items):
    asked = config.option.markexpr or ""
    left_out = {mark for mark in ASKED_FOR if mark not in asked}
    keep, drop = [], []
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if "sandboxed" in item.fixturenames or params.get("kind") == "bubblewrap":
            item.add_marker("sandbox")
        if item.path.stem in SLOW:
            item.add_marker("slow")
        marks = {mark.name for mark in item.iter_markers()}
        (drop if marks & left_out else keep).append(item)
    # over two cores, what takes longest comes first, so that neither waits at the end
    keep.sort(key=lambda item: item.path.stem not in LONGEST)
    items[:] = keep
    if drop:
        config.hook.pytest_deselected(items=drop)


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser"):
        if CHROMIUM is None:
            pytest.skip("needs Chromium")
        for extra in ("playwright", "axe_playwright_python"):
            if importlib.util.find_spec(extra) is None:
                pytest.skip('needs the extra "test"')


@pytest.fixture(scope="session")
def sandboxed():
    """Skip where bubblewrap cannot run, but never in CI."""
    return ready("bubblewrap")


@pytest.fixture(scope="session", params=KINDS[:2])
def kind(request):
    """Each sandbox that can run here."""
    return ready(request.param)


def ready(kind):
    try:
        return choose(kind)
    except Refused as refusal:
        if "CI" in os.environ and kind == "bubblewrap":
            raise
        need = {"bubblewrap": "bubblewrap", "wasm": 'the extra "wasm"'}[kind]
        pytest.skip(f"needs {need}: {refusal}")


def pytest_terminal_summary(terminalreporter):
    """One line on what was left out because the machine lacks something."""
    reasons = (
        report.longrepr[2] for report in terminalreporter.stats.get("skipped", ())
    )
    needs = [r.removeprefix("Skipped: ").split(":")[0] for r in reasons]
    counts = collections.Counter(
        n.removeprefix("needs ") for n in needs if "needs" in n
    )
    if counts:
        found = ", ".join(f"{count} for {need}" for need, count in counts.items())
        terminalreporter.write_line(f"Skipped for want of what is not here: {found}.")
