"""The claims of the lessons hold on seeds that nobody looked at: `pytest -m claims`.

COURSE_FIRST_SEED=5000 takes other blocks of seeds.
"""

import os
import re
from pathlib import Path

import nbformat
import pytest

from course_utils.claims import claims

FIRST = int(os.environ.get("COURSE_FIRST_SEED", 1000))
BLOCKS = [range(first, first + 20) for first in range(FIRST, FIRST + 60, 20)]
CLAIMS = [
    pytest.param(*found, id=f"{found[0]}-{found[1].__name__}") for found in claims()
]


@pytest.fixture(scope="module")
def table(request):
    """Rows that are printed as one table when all claims were tried."""
    rows = []
    yield rows
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\n\n" + "\n".join(rows))


@pytest.mark.claims
@pytest.mark.parametrize("lesson, function", CLAIMS)
def test_a_claim_holds_on_three_fresh_blocks_of_seeds(lesson, function, table):
    found = [function(block) for block in BLOCKS]
    holds = "holds" if found == [function.stated] * 3 else "FAILS"
    blocks = ", ".join(map(str, found))
    table.append(f"{holds}  {lesson}  {function.sentence}: {blocks}")
    assert holds == "holds", f"{function.sentence}: {function.stated}, but {blocks}"


@pytest.mark.parametrize("lesson, function", CLAIMS)
def test_a_lesson_runs_its_claim(lesson, function):
    (path,) = (Path(__file__).parent.parent / "notebooks").glob(f"{lesson}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert re.search(rf"\b{function.__name__}\b", code), function.sentence
