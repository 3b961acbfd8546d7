"""Everyday files: check in the notebook, `course check` and `course grade` agree.

Each file is exercises 01, solved, with one thing done to it that learners do. `python
tests/test_everyday.py` prints the three verdicts of each side by side.
"""

import contextlib
import copy
import io
import json
import subprocess
import sys

import grading_bank as bank
import pytest

from course_utils.checks import kernel
from course_utils.checks.progress import exercises_of
from course_utils.exercises import find
from course_utils.grading import results

POINTS = {name: find(name).points for name in bank.RIGHT}
HELPER = "def blend(v, x_t, beta):\n    return beta * v + (1 - beta) * x_t"
LOOP = "def ema(x, beta):\n    v, out = 0, []\n    for x_t in x:\n        v = {}\n"
LOOP += "        out.append(v)\n    return np.array(out)"
HALF = "def half_life(beta):\n    return math.log(0.5) / math.log(beta)"


def code(source, name=None):
    meta = {"nbgrader": {"grade_id": name, "solution": True}} if name else {}
    return {
        "cell_type": "code",
        "metadata": meta,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def place(nb, name):
    """Where the answer cell of an exercise stands."""
    return nb["cells"].index(bank.cell(nb, name))


def stub(nb, name):
    """Make an answer untouched again."""
    bank.cell(nb, name)["source"] = bank.cell(bank.pristine(), name)["source"]


def answered(name, source):
    return lambda nb: bank.cell(nb, name).update(source=source)


def cell_before(nb, name, source, marked=False):
    nb["cells"].insert(place(nb, name), code(source, name if marked else None))


def cell_after(nb, name, source, marked=False):
    nb["cells"].insert(place(nb, name) + 1, code(source, name if marked else None))


def top_import(nb):
    nb["cells"][1]["source"] += "\nimport math"
    answered("half_life", HALF)(nb)


def helper_cell(nb):
    cell_before(nb, "ema", HELPER)
    answered("ema", LOOP.format("blend(v, x_t, beta)"))(nb)


def helper_in_cell(nb):
    answered("ema", HELPER + "\n\n\n" + LOOP.format("blend(v, x_t, beta)"))(nb)


def constant_cell(nb):
    cell_before(nb, "share_of_last_10", "b = 0.8")
    answered("share_of_last_10", "share_of_last_10 = 1 - b**10")(nb)


def below_the_stub(nb):
    source = bank.cell(nb, "ema")["source"]
    stub(nb, "ema")
    cell_after(nb, "ema", source)


def split(marked):
    def change(nb):
        cell_after(nb, "half_life", bank.RIGHT["half_life"], marked)
        answered("half_life", "half = np.log(0.5)")(nb)

    return change


def first_try_copied(nb):
    cell_before(nb, "ema", LOOP.format("(1 - beta) * v + beta * x_t"), True)


def second_try_below(nb):
    answered("ema", LOOP.format("(1 - beta) * v + beta * x_t"))(nb)
    cell_after(nb, "ema", bank.RIGHT["ema"])


def retyped(nb):
    k = place(nb, "ema")
    nb["cells"][k] = code(bank.RIGHT["ema"])


def scratch(nb):
    cell_after(nb, "late_average", "print(ema(np.ones(3), 0.9), half_life(0.9))")


def metadata_lost(nb):
    for cell in nb["cells"]:
        cell["metadata"] = {}


def to_markdown(nb):
    bank.cell(nb, "ema")["cell_type"] = "markdown"


def check_deleted(nb):
    nb["cells"] = [c for c in nb["cells"] if bank.grade_id(c) != "check_ema"]


def moved_to_the_end(nb):
    nb["cells"].append(nb["cells"].pop(place(nb, "late_average")))


def answer(name, source):
    return answered(name, source)


EMA = "def ema(x, beta):\n    "
FILES = {
    "solved": lambda nb: None,
    "untouched": lambda nb: [stub(nb, name) for name in bank.RIGHT],
    "an import in the top cell": top_import,
    "a helper in another cell": helper_cell,
    "a helper in the cell": helper_in_cell,
    "a constant in another cell": constant_cell,
    "the answer below the stub": below_the_stub,
    "a split cell": split(False),
    "a split cell, both with the id": split(True),
    "a first try kept as a copy": first_try_copied,
    "a second try below": second_try_below,
    "retyped in a new cell": retyped,
    "a scratch cell at the end": scratch,
    "metadata lost": metadata_lost,
    "turned into markdown": to_markdown,
    "the check deleted": check_deleted,
    "a cell moved to the end": moved_to_the_end,
    "no return": answer("ema", EMA + "v = beta * x"),
    "print for return": answer("ema_weight", bank.RIGHT["ema_weight"].replace(
        "return (1 - beta) * beta**k", "print((1 - beta) * beta**k)")),
    "return in the loop": answer("ema", LOOP.format("beta * v + (1 - beta) * x_t")
        .replace("    return", "        return")),
    "^ for a power": answer("ema_weight",
        "def ema_weight(beta, k):\n    return (1 - beta) * beta^k"),
    "parentheses lost": answer("ema", LOOP.format("beta * v + 1 - beta * x_t")),
    "rounded": answer("half_life",
        "def half_life(beta):\n    return round(np.log(0.5) / np.log(beta), 2)"),
    "percent": answer("share_of_last_10", "share_of_last_10 = 89.26"),
    "a number in quotes": answer("share_of_last_10", "share_of_last_10 = '0.893'"),
    "a word in another case": answer("late_average",
        "late_average = 'Stored before the  update.'"),
    "a word in a list": answer("late_average",
        "late_average = ['stored before the update']"),
    "a set of words": answer("betas_of_curves",
        "betas_of_curves = {'0.5', '0.95', '0.8'}"),
    "numbers for words": answer("betas_of_curves", "betas_of_curves = 0.5, 0.95, 0.8"),
    "one string": answer("betas_of_curves", "betas_of_curves = '0.5, 0.95, 0.8'"),
    "a function for a number": answer("share_of_last_10",
        "def share_of_last_10():\n    return 1 - 0.8**10"),
    "called": answer("ema", bank.RIGHT["ema"] + "\nema = ema(np.ones(3), 0.9)"),
    "whole numbers": answer("ema", EMA + "out = np.zeros_like(x)\n    v = 0\n"
        "    for t in range(len(x)):\n        v = beta * v + (1 - beta) * x[t]\n"
        "        out[t] = v\n    return out"),
    "a loop without end": answer("ema", EMA + "while True:\n        pass"),
    "sleeps": answer("ema", "import time\ntime.sleep(1)\n" + bank.RIGHT["ema"]),
    "SciPy, unused": answer("ema", "import scipy\n" + bank.RIGHT["ema"]),
    "the course's own": answer("ema", "from course_utils.averages import ema"),
    "a syntax error": answer("ema", "def ema(x, beta:\n    return x"),
    "a name that is nowhere": answer("ema", EMA + "return smooth(x, beta)"),
    "changes its argument": answer("ema", EMA + "x *= 1 - beta\n    for t in range("
        "1, len(x)):\n        x[t] += beta * x[t - 1]\n    return x"),
    "magics": answer("ema", "%%time\n" + bank.RIGHT["ema"].strip()),
    "a plot in the cell": answer("ema", bank.RIGHT["ema"] +
        "\nimport matplotlib.pyplot as plt\nplt.plot(ema(np.ones(9), 0.9))"),
    "a test of one's own": answer("ema", bank.RIGHT["ema"] +
        "\nassert np.isclose(ema([1.0], 0.9)[0], 0.1)"),
    "exits": answer("ema", "raise SystemExit"),
}  # fmt: skip
HANGS = {"a loop without end"}  # in the notebook: the learner interrupts it


def notebook(change):
    nb = bank.notebook(bank.RIGHT)
    for cell in nb["cells"]:
        if isinstance(cell["source"], list):
            cell["source"] = "".join(cell["source"])
    nb = copy.deepcopy(nb)
    change(nb)
    return nb


def in_kernel(nb):
    """The exercises whose check passes when the notebook is run from top to bottom."""
    from IPython.core.interactiveshell import InteractiveShell

    main = sys.modules["__main__"]  # the shell puts one of its own there
    shell = InteractiveShell.instance()
    sys.modules["__main__"] = main
    shell.reset(new_session=True)
    kernel.done.clear()
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                shell.run_cell(cell["source"], store_history=True)
    return {name for name, passed in kernel.done.items() if passed}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """{file: (passed in the notebook, in course check, in course grade)}"""
    folder, found = tmp_path_factory.mktemp("everyday"), {}
    for label, change in FILES.items():
        path = folder / "in" / label / f"{bank.NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook(change)), "utf-8")
    command = [sys.executable, "-m", "course_utils.pack.cli", "grade", folder / "in"]
    command += ["--results", folder / "out", "--sandbox", "none"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for result in results.all_results(folder / "out"):
        label = result["extra_data"]["learner"]
        graded = {t["name"] for t in result["tests"] if t["status"] == "passed"}
        path = folder / "in" / label / f"{bank.NAME}.ipynb"
        own = {e.id for e, verdict in exercises_of(path) if verdict.passed}
        here = None if label in HANGS else in_kernel(notebook(FILES[label]))
        found[label] = here, own, graded
    return found


def test_all_three_judges_agree(verdicts):
    assert len(verdicts) == len(FILES) > 40
    differ = {}
    for label, (here, own, graded) in verdicts.items():
        if label == "the check deleted":
            here = {*here, "ema"}  # nobody ran it
        if label == "a cell moved to the end":
            here = {*here, "late_average"}  # its check ran before it
        if own != graded or here not in (None, own):
            differ[label] = here, own, graded
    assert not differ


def test_what_learners_do_with_cells_costs_no_points(verdicts):
    for label in (
        "an import in the top cell",
        "the answer below the stub",
        "a split cell",
        "a split cell, both with the id",
        "a first try kept as a copy",
        "a second try below",
        "retyped in a new cell",
        "metadata lost",
        "the check deleted",
        "magics",
        "a plot in the cell",
    ):
        assert verdicts[label][2] == set(bank.RIGHT), label


if __name__ == "__main__":
    import pathlib
    import tempfile

    class Folder:
        mktemp = staticmethod(lambda name: pathlib.Path(tempfile.mkdtemp()))

    most = sum(POINTS.values())
    for label, three in verdicts.__wrapped__(Folder).items():
        points = ["-" if one is None else sum(map(POINTS.get, one)) for one in three]
        print(f"{label:34}", *(f"{p:>4} of {most}" for p in points))
