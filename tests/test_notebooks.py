"""nbval over the stored notebooks: lessons strictly, solutions by their checks alone.

Each notebook is one pytest of its own, two at a time, so that a fault in one is told by
its name and the kernels of others go on.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODES = {"notebooks": "--nbval", "exercises/solutions": "--nbval-lax"}
NOTEBOOKS = [p for folder in MODES for p in sorted((ROOT / folder).glob("*.ipynb"))]


def nbval(path):
    """Run one notebook under nbval; return the exit code and what pytest said."""
    mode = MODES[path.parent.relative_to(ROOT).as_posix()]
    options = [mode, "--nbval-cell-timeout=120", "-p", "no:cacheprovider", "-q"]
    run = [sys.executable, "-m", "pytest", *options, str(path)]
    # two at a time share the cores; threads of their own would only get in the way
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        run, cwd=ROOT, env=alone, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def results(request):
    """{notebook: its result to come}, for those that this session selects."""
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    wanted = [c.params["notebook"] for c in calls if c and "notebook" in c.params]
    with ThreadPoolExecutor(2) as pool:
        yield {path: pool.submit(nbval, path) for path in wanted}


@pytest.mark.parametrize(
    "notebook", NOTEBOOKS, ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_notebook_gives_what_it_stores(notebook, results):
    code, said = results[notebook].result()
    if code != 0:
        pytest.fail(said[-4000:], pytrace=False)
