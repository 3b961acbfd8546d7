"""What several modules of tests share, and what a bare machine leaves out."""

import collections
import importlib.util
import os

import pytest
from lab import CHROMIUM

from course_utils.grading.sandbox import Refused, probe


def pytest_collection_modifyitems(items):
    for item in items:
        if "sandboxed" in item.fixturenames:
            item.add_marker("sandbox")


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser"):
        if CHROMIUM is None:
            pytest.skip("needs Chromium")
        for extra in ("playwright", "axe_playwright_python"):
            if importlib.util.find_spec(extra) is None:
                pytest.skip('needs the extra "test"')


@pytest.fixture(scope="session")
def sandboxed():
    """Skip where the sandbox cannot run, but never in CI."""
    try:
        probe()
    except Refused as refusal:
        if "CI" in os.environ:
            raise
        pytest.skip(f"needs bubblewrap: {refusal}")


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
