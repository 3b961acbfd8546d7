"""Submissions of every kind that a grader meets, as answers to exercises 01.

An entry is a dictionary of exercise id -> source of its answer cell; ids that it leaves
out are answered right. HOSTILE ones earn nothing at all, HONEST ones everything, BAD
ones all but the exercises that they name; BROKEN are files, with what is said of them.
"""

import codecs
import json
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = "01_moving_averages"
RIGHT = {
    "ema": """
def ema(x, beta):
    v, out = 0.0, []
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
        out.append(v)
    return np.array(out)
""",
    "ema_weight": "def ema_weight(beta, k):\n    return (1 - beta) * beta**k",
    "half_life": "def half_life(beta):\n    return np.log(0.5) / np.log(beta)",
    "share_of_last_10": "share_of_last_10 = 1 - 0.8**10",
    "beta_for_a_week": "beta_for_a_week = 0.5 ** (1 / 7)",
    "betas_of_curves": 'betas_of_curves = ("0.5", "0.95", "0.8")',
    "late_average": 'late_average = "stored before the update"',
}


def pristine(folder="exercises"):
    return json.loads((ROOT / folder / f"{NAME}.ipynb").read_text("utf-8"))


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def notebook(answers):
    """The learner's notebook with these answers."""
    nb = pristine()
    for cell in nb["cells"]:
        if grade_id(cell) in answers:
            cell["source"] = answers[grade_id(cell)]
    return nb


def nothing(source):
    """All answers wrong, with this source in the first cell."""
    return dict.fromkeys(RIGHT, "") | {"ema": source}


def everywhere(source):
    """The same source in each cell; NAME stands for what is asked."""
    return {name: source.replace("NAME", name) for name in RIGHT}


PASS = "PASS ema: right, 3 points"
FAKE = "def ema(x, beta):\n    return x\n"
KEY = str(ROOT / "exercises/solutions" / f"{NAME}.ipynb")

WALK = """
import json, os
top = [t for t in os.listdir("/") if t not in ("proc", "sys", "usr", "env", "dev")]
paths = [os.path.join(d, f) for t in top for d, _, fs in os.walk("/" + t) for f in fs]
"""
TAKE = """
for path in paths:
    if path.endswith(".ipynb") and os.path.exists(path):
        for cell in json.load(open(path))["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "NAME":
                exec("".join(cell["source"]))
"""

HOSTILE = {
    "patched numpy": nothing(f"""
np.isclose = np.allclose = lambda *a, **k: np.array(True)
np.array_equal = np.testing.assert_allclose = lambda *a, **k: True
np.ndarray.all = np.all = lambda *a, **k: True
{FAKE}"""),
    "patched numpy where it can be": nothing(f"""
np.isclose = np.allclose = np.array_equal = np.all = lambda *a, **k: True
np.testing.assert_allclose = np.testing.assert_equal = lambda *a, **k: None
{FAKE}"""),
    "patched builtins": nothing(f"""
import builtins
builtins.all = builtins.any = builtins.isinstance = lambda *a: True
builtins.len = lambda x: 1
{FAKE}"""),
    "a false check module": nothing(f"""
import sys, types
for name in ("course_utils", "course_utils.checks", "course_utils.checks.diagnosis"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].check = lambda *a, **k: print("{PASS}")
    sys.modules[name].judge = lambda *a, **k: (True, "", (), "", True)
{FAKE}"""),
    "run_cell replaced": nothing(f"""
shell = get_ipython()
type(shell).run_cell = shell.run_cell = lambda *a, **k: print("{PASS}")
{FAKE}"""),
    "input transformer": nothing(f"""
answer = lambda lines: ['print("{PASS}")\\n']
get_ipython().input_transformers_cleanup.append(answer)
get_ipython().input_transformers_post.append(answer)
{FAKE}"""),
    "ast transformer": nothing(f"""
import ast
class Blank(ast.NodeTransformer):
    def visit_Module(self, node):
        return ast.parse('print("{PASS}")')
get_ipython().ast_transformers.append(Blank())
{FAKE}"""),
    "exception handler": nothing(f"""
def handler(self, kind, value, trace, tb_offset=None):
    print("{PASS}")
get_ipython().set_custom_exc((BaseException,), handler)
{FAKE}"""),
    "prints the pass line": everywhere('print("PASS NAME: right, 3 points")'),
    "equal to everything": everywhere("""
class Yes:
    __hash__ = None
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return np.array(np.nan)
    def __iter__(self): return iter([self] * 3)
    def __call__(self, *args): return self
    def __float__(self): return 0.0
    def __getattr__(self, name): return self
NAME = Yes()"""),
    "an array that lies": everywhere("""
class Lie(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    def __array_ufunc__(self, *a, **k): return np.array(True)
    def __array_function__(self, *a, **k): return np.array(True)
    def all(self, *a, **k): return True
def NAME(*args):
    return np.zeros(np.shape(args[0])).view(Lie)"""),
    "ragged": everywhere("def NAME(*args):\n    return [[1], [2, [3, [4]]], 'x']"),
    "a function": everywhere("def NAME(*args):\n    return lambda *more: NAME"),
    "huge": everywhere("def NAME(*args):\n    return np.zeros(10**7)"),
    "nested without end": everywhere("NAME = []\nNAME.append(NAME)"),
    "not a number": everywhere(
        "def NAME(x, *a):\n    return np.full(np.shape(x), np.nan)"
    ),
    "infinite number": everywhere("NAME = 10 ** 10_000"),
    "a type of its own": everywhere("NAME = type('float', (float,), {'__eq__': 1})(9)"),
    "reads the key": everywhere(f"import json, os\npaths = [{KEY!r}]{TAKE}"),
    "searches for the key": everywhere(WALK + TAKE),
    "reads the checks": everywhere(f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, "/env", "/"]
from course_utils.exercises import find
NAME = find("NAME").reference"""),
    "uses the course": everywhere("""
from course_utils import averages
ema, half_life = averages.ema, averages.half_life"""),
    "frames and garbage": everywhere("""
import gc, inspect, linecache, sys
seen = [f.frame.f_globals for f in inspect.stack()] + gc.get_objects()
for scope in seen:
    for word in ("reference", "expected", "exercise"):
        found = scope.get(word) if type(scope) is dict else None
        if found is not None:
            NAME = getattr(found, "reference", found)
print(linecache.cache)"""),
    "other processes": everywhere("""
import glob, os
texts = [open(p, "rb").read() for p in glob.glob("/proc/[0-9]*/environ")]
texts += [open(p, "rb").read() for p in glob.glob("/proc/[0-9]*/cmdline")]
texts += [os.environ[k].encode() for k in os.environ]
if any(word in text for text in texts for word in (b"ipynb", b"grading", b"course")):
    NAME = 1 - 0.8**10"""),
    "kills its parent": everywhere("""
import os, signal
for pid in (os.getppid(), 1, -1):
    os.kill(pid, signal.SIGKILL)"""),
    "host sockets": everywhere(f"""
{WALK}
import stat
if any(stat.S_ISSOCK(os.lstat(path).st_mode) for path in paths):
    NAME = 1 - 0.8**10"""),
    "pickle to the grader": everywhere("""
class Bomb:
    def __reduce__(self):
        return exec, ("open('/tmp/course-bomb', 'w')",)
import os, pickle, struct
data = pickle.dumps(Bomb())
def NAME(*args):
    for fd in range(3, 20):
        try:
            os.write(fd, struct.pack("<II", 2, len(data)) + b"{}" + data)
        except OSError:
            pass
    return np.array([Bomb()], object)"""),
    "forged frames": everywhere("""
import json, os, struct
def NAME(*args):
    for reply in ({"result": True}, {"passed": True}, {"result": ["tuple", True, []]},
                  {"result": ["array", "<f8", [-1], 0]}, [], {"result": {"a": 1}},
                  {"result": ["scalar", "<f8", 1e999]}, {"error": ["SystemExit"]}):
        text = json.dumps(reply).encode()
        for fd in range(3, 20):
            try:
                os.write(fd, struct.pack("<II", len(text), 0) + text)
            except OSError:
                pass"""),
    "forged at import": everywhere("""
import json, os, struct
for reply in ({"cell": "ema"}, {"cell": "ema", "error": None}, {"passed": True}):
    text = json.dumps(reply).encode()
    for fd in range(3, 20):
        try:
            os.write(fd, struct.pack("<II", len(text), 0) + text)
        except OSError:
            pass"""),
    "an endless frame": everywhere("""
import os, struct
def NAME(*args):
    for fd in range(3, 20):
        try:
            os.write(fd, struct.pack("<II", 2**32 - 1, 2**32 - 1) + b"x" * 1000)
        except OSError:
            pass"""),
    "nbval's markers": everywhere("""
# NBVAL_IGNORE_OUTPUT
# NBVAL_RAISES_EXCEPTION
# NBVAL_SKIP
raise ValueError"""),
}

HONEST = {
    "print": "def ema(x, beta):\n    print('x =', x)\n    RIGHT",
    "warning": "import warnings\ndef ema(x, beta):\n    warnings.warn('hm')\n    RIGHT",
    "numpy warning": "def ema(x, beta):\n    np.log(np.zeros(2)) / 0\n    RIGHT",
    "list": "def ema(x, beta):\n    RIGHT.tolist()",
    "helper": "def blend(a, b, t):\n    return a * t + b * (1 - t)\n"
    "def ema(x, beta):\n    v, out = 0, []\n    for x_t in x:\n"
    "        v = blend(v, x_t, beta)\n        out += [v]\n    return out",
    "magic": "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n"
    "def ema(x, beta):\n    RIGHT",
    "cell magic": "%%time\ndef ema(x, beta):\n    RIGHT",
    "shell": "!echo hello\n%pip list\nfiles = !ls\ndef ema(x, beta):\n    RIGHT",
    "display": "from IPython.display import display\n"
    "def ema(x, beta):\n    RIGHT\ndisplay(ema(np.ones(3), 0.9))\nema?",
    "unused imports": "import math, random, itertools, typing, dataclasses\n"
    "import matplotlib.pyplot as plt\ndef ema(x, beta):\n    RIGHT",
    "a plot": "import matplotlib.pyplot as plt\ndef ema(x, beta):\n    RIGHT\n"
    "plt.plot(ema(np.ones(9), 0.5))\nplt.show()",
    "in place on a copy": "def ema(x, beta):\n    x = x.astype(float)\n"
    "    x *= 1 - beta\n"
    "    for t in range(1, len(x)):\n        x[t] += beta * x[t - 1]\n    return x",
    "noise": "def ema(x, beta):\n    y = average(x, beta)\n    return y * (1 + 1e-10)\n"
    "def average(x, beta):\n    RIGHT",
    "float32": "def ema(x, beta):\n    x = x.astype(np.float32)\n    RIGHT",
    "a class": "class Ema:\n    def __call__(self, x, beta):\n        RIGHT\n"
    "ema = Ema()",
    "own names": "send = receive = pack = unpack = json = sys = os = tree = 1\n"
    "def main(x, beta):\n    RIGHT\nema = main",
    "a call of the check": "def ema(x, beta):\n    RIGHT\ncheck('ema', ema)",
    "an error at the end": "def ema(x, beta):\n    RIGHT\nema(5)",
    "annotations": "from __future__ import annotations\n"
    "def ema(x: np.ndarray, beta: float = 0.9, *, v=0) -> np.ndarray:\n    RIGHT",
    "recursion": "def ema(x, beta):\n    if len(x) == 0:\n        return np.array([])\n"
    "    rest = ema(x[:-1], beta)\n    v = rest[-1] if len(rest) else 0.0\n"
    "    return np.append(rest, beta * v + (1 - beta) * x[-1])",
    "its own source": "import inspect\ndef ema(x, beta):\n    RIGHT\n"
    "print(inspect.getsource(ema))",
    "not ascii": "def ema(x, beta):\n    β, μ = beta, 'Mittelwert – ä'\n    RIGHT",
    "an old name": "np.float = float\ndef ema(x, beta):\n    RIGHT",
    "seeds": "np.random.seed(0)\nrng = np.random.default_rng()\ndef ema(x, beta):\n"
    "    rng.normal()\n    RIGHT",
    "a file of its own": "open('notes.txt', 'w').write('x')\n"
    "def ema(x, beta):\n    RIGHT",
    "a main guard": "def ema(x, beta):\n    RIGHT\nif __name__ == '__main__':\n"
    "    print(ema(np.ones(2), 0.5))",
}
AVERAGE = (
    "return np.array([sum((1 - beta) * beta ** (t - k) * x[k] for k in range(t + 1)) "
    "for t in range(len(x))])"
)
HONEST = {
    name: {"ema": source.replace("RIGHT", AVERAGE)} for name, source in HONEST.items()
}

CONNECT = """
import socket
for family, address in (
    (socket.AF_INET, ("127.0.0.1", PORT)), (socket.AF_UNIX, "\\0course-PORT")
):
    try:
        with socket.socket(family) as client:
            client.settimeout(1)
            client.connect(address)
        NAME = 1 - 0.8**10
    except OSError:
        pass
"""  # PORT: where someone on the host listens

CALL = "def ema(x, beta):\n    "
BAD = {
    "exit": CALL + "raise SystemExit",
    "os._exit": "import os\n" + CALL + "os._exit(0)",
    "exit at import": "raise SystemExit",
    "os._exit at import": "import os\nos._exit(0)",
    "closed files": "import os\nos.closerange(0, 99)\n" + CALL + "return x",
    "segfault": "import ctypes\n" + CALL + "ctypes.string_at(0)",
    "loop": CALL + "while True: pass",
    "loop, signals ignored": "import signal\nfor n in range(1, 32):\n    try:\n"
    "        signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "sleep at import": "import time\ntime.sleep(1000)",
    "memory": CALL + "return [bytearray(10**8) for _ in range(10**5)]",
    "memory kept": "kept = []\n" + CALL + "while True: kept.append(bytearray(10**6))",
    "forks": "import os\n" + CALL + "while True: os.fork()",
    "threads": "import threading\n"
    + CALL
    + "while True: threading.Thread(target=threading.Event().wait).start()",
    "detached": "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
    "'import time; time.sleep(1000)'], start_new_session=True)",
    "files": CALL + "kept = [open('/tmp/%d' % k, 'w') for k in range(10**6)]",
    "a large file": CALL + "open('/tmp/x', 'wb').write(bytes(10**9))",
    "output at once": CALL + "print('x' * 10**8)",
    "output in small prints": CALL
    + "for _ in range(10**5): print('x' * 99, flush=True)",
    "standard error": "import sys\n" + CALL + "sys.stderr.write('x' * 10**8)",
    "recursion": CALL + "return ema(x, beta)",
    "deep recursion": "import sys\nsys.setrecursionlimit(10**9)\n"
    + CALL
    + "return ema(x, beta)",
    "syntax": "def ema(x, beta:\n  return",
    "name": "def ema(x, beta):\n    return nump.ones(3)",
    "delayed writer": "import atexit, os, threading\n"
    "atexit.register(lambda: open('/tmp/course-late', 'w'))\n" + CALL + "return x",
    "start-up file": f"""
import os
for home in (os.path.expanduser("~"), {str(Path.home())!r}, "/tmp"):
    for place in (".ipython/profile_default/startup/0.py", "usercustomize.py"):
        try:
            os.makedirs(os.path.dirname(os.path.join(home, place)), exist_ok=True)
            open(os.path.join(home, place), "w").write("open('/tmp/course-start', 'w')")
        except OSError:
            pass""",
    "writes everywhere": f"""
import os
for place in ("/", "/tmp", "/var/tmp", "/dev/shm", "/env", "/usr", {str(ROOT)!r},
              {str(Path.home())!r}, os.path.dirname(np.__file__)):
    try:
        open(os.path.join(place, "course-was-here"), "w").write("x")
    except OSError:
        pass""",
    "changes its argument": CALL + "x[:] = 0\n    return x",
}
BAD = {name: {"ema": source} for name, source in BAD.items()}

LEAKS = {  # what an answer may try to carry out of the sandbox
    "in an error": CALL + "raise ValueError(repr(x.tolist()))",
    "in the kind of an error": CALL + "raise type('E%r' % x[3], (Exception,), {})",
    "in print": CALL + "print(x.tolist()); raise ValueError",
    "in a text": CALL + "return str(x.tolist())",
    "in a kind": CALL + "return type('T%r' % x[3], (), {})()",
    "in a shape": CALL + "return np.zeros(int(abs(x).max() * 100) % 10**6)",
    "in a length": CALL + "return [0.0] * (int(abs(x).max() * 100) % 10**4)",
    "in a factor": f"seen = []\ndef average(x, beta):\n    {AVERAGE}\n"
    + CALL
    + "seen.append(abs(x).max())\n    return average(x, beta) * seen[-1]",
    "in one factor": f"seen = []\ndef average(x, beta):\n    {AVERAGE}\n"
    + CALL
    + "seen.append(beta)\n    return average(x, beta) * max(seen)",
    "in an offset": f"seen = []\ndef average(x, beta):\n    {AVERAGE}\n"
    + CALL
    + "seen.append(abs(x).max())\n    return average(x, beta) + max(seen)",
}
LEAKS = {
    name: {
        "ema": "import sys, os\n" + source,
        "share_of_last_10": "class Late(float):\n"
        "    def __repr__(self): return repr(seen)\n"
        "share_of_last_10 = [Late(2.0)]",
    }
    for name, source in LEAKS.items()
}


def edited(change):
    """The solved notebook after `change(nb)`, as bytes."""
    nb = notebook(RIGHT)
    nb = change(nb) or nb
    return json.dumps(nb).encode()


def cell(nb, name):
    return next(c for c in nb["cells"] if grade_id(c) == name)


def without_checks(nb):
    nb["cells"] = [c for c in nb["cells"] if not str(grade_id(c)).startswith("check_")]


def forged_checks(nb):
    for c in nb["cells"]:
        if str(grade_id(c)).startswith("check_"):
            c["source"] = f"print({PASS!r})"
            c["metadata"]["nbgrader"]["points"] = 1000
            c["metadata"]["tags"] = ["nbval-ignore-output", "skip-execution"]
    for name in RIGHT:
        cell(nb, name)["source"] = ""


def tags(nb):
    for c in nb["cells"]:
        c["metadata"]["tags"] = ["nbval-skip", "skip-execution", "raises-exception"]
        c["metadata"].get("nbgrader", {})["schema_version"] = 99
    nb["metadata"] = {"kernelspec": {"name": "bash", "language": "bash"}}


def version_3(nb):
    for c in nb["cells"]:
        key = "input" if c["cell_type"] == "code" else "source"
        c[key] = c.pop("source")
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [{"cells": nb["cells"]}],
    }


def many_cells(nb):
    more = {"cell_type": "code", "metadata": {}, "source": "1 + 1", "outputs": []}
    nb["cells"] += [more] * 5000


def moved(nb):
    nb["cells"].reverse()


def outputs(nb):
    for c in nb["cells"]:
        if c["cell_type"] == "code":
            c["outputs"] = [{"output_type": "error", "traceback": ["\x1b[31m"]}]


SOLVED = json.dumps(notebook(RIGHT), ensure_ascii=False, indent=1)
STRANGE = {  # files out of the ordinary that are worth full marks
    "byte order mark": codecs.BOM_UTF8 + SOLVED.encode(),
    "UTF-16": SOLVED.encode("utf-16"),
    "CRLF": SOLVED.replace("\n", "\r\n").encode(),
    "format 3": edited(version_3),
    "5,000 cells": edited(many_cells),
    "no check cells": edited(without_checks),
    "tags, schema, kernel": edited(tags),
    "cells in another order": edited(moved),
    "outputs of all kinds": edited(outputs),
    "the same answer twice": edited(lambda nb: nb["cells"].append(cell(nb, "ema"))),
}
BROKEN = {  # files that nobody can grade, and what is said of them
    "empty": (b"", "empty"),
    "cut": (SOLVED.encode()[:5000], "a part"),
    "HTML": (b"<!doctype html><title>Sign in</title>", "no notebook"),
    "latin-1": (SOLVED.replace("·", "ä").encode("latin-1", "replace"), "UTF-8"),
    "conflict": (
        SOLVED.replace('"cells"', '<<<<<<< a\n"cells"\n=======\n>>>>>>> b').encode(),
        "conflict",
    ),
    "format 5": (edited(lambda nb: nb | {"nbformat": 5}), "format 4"),
    "deep JSON": (b"[" * 200_000, "no notebook"),
    "50 MB": (SOLVED.encode() + b" " * 50 * 10**6, "larger than"),
    "a list": (b"[1, 2]", "format 4"),
    "no cells": (b'{"nbformat": 4}', "no cells"),
    "cells of no kind": (b'{"nbformat": 4, "cells": [1, null, {}]}', "none of"),
    "binary": (bytes(range(256)) * 50, "no notebook"),
    "another notebook": (
        json.dumps(pristine() | {"cells": pristine()["cells"][:2]}).encode(),
        "none of",
    ),
}
