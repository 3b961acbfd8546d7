"""Seconds that each lesson, and each of its cells, takes from a fresh kernel.

    python benchmarks/lessons.py [04 07] [--against COMMIT] [--cells 3]

Each lesson is run here and at an earlier commit, in turn, with `--times` runs of each;
the median counts. Below a lesson stand the cells that take longest here. A lesson that
the commit does not hold is measured alone.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import stored

# Run in the folder that is to be measured, so that its package is the one imported.
CODE = """
import sys, time, nbformat
from nbclient import NotebookClient

started, taken, clock = {}, {}, time.perf_counter
begin = clock()
NotebookClient(
    nbformat.read(sys.argv[1], 4),
    timeout=None,
    on_cell_execute=lambda cell_index, **_: started.update({cell_index: clock()}),
    on_cell_executed=lambda cell_index, **_: taken.update({cell_index: clock()}),
).execute()
print("whole", clock() - begin)
for index in taken:
    print(index, taken[index] - started[index])
"""


def measure(folder, lesson):
    """{"whole": seconds with the kernel's start, index of a cell: seconds}."""
    path = next(Path(folder, "notebooks").glob(f"{lesson}_*.ipynb"), None)
    if path is None:
        return None
    command = [sys.executable, "-c", CODE, path]
    made = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if made.returncode:
        raise SystemExit(f"lesson {lesson} fails in {folder}:\n{made.stderr[-2000:]}")
    lines = (line.split() for line in made.stdout.splitlines())
    return {name: float(seconds) for name, seconds in lines}


def medians(runs):
    """The median of each entry over several runs; None if there are none."""
    return {name: median(run[name] for run in runs) for name in runs[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", help="such as 04; all by default")
    parser.add_argument("--against", default=stored.BEFORE, metavar="COMMIT")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--cells", type=int, default=3, help="slowest cells to show")
    asked = parser.parse_args()
    paths = sorted((stored.ROOT / "notebooks").glob("[0-9]*.ipynb"))
    lessons = asked.lessons or [path.name[:2] for path in paths]
    both = [0.0, 0.0]
    with tempfile.TemporaryDirectory() as folder:
        stored.unpack(asked.against, folder)
        for lesson in lessons:
            now, then = [], []
            for _ in range(asked.times):
                now.append(measure(stored.ROOT, lesson))
                then.append(measure(folder, lesson))
            if None in now:
                raise SystemExit(f"there is no lesson {lesson}")
            now = medians(now)
            cells = sorted(set(now) - {"whole"}, key=now.get, reverse=True)
            text = f"{lesson}  {now['whole']:6.2f} s"
            if None in then:
                print(f"{text}, not in {asked.against}")
            else:
                before = medians(then)["whole"]
                both = [both[0] + now["whole"], both[1] + before]
                print(f"{text}, {before:6.2f} before: {now['whole'] / before:.2f}")
            for cell in cells[: asked.cells]:
                print(f"      cell {cell:>2}  {now[cell]:6.2f} s", flush=True)
    if both[1]:
        print("all {:6.2f} s, {:6.2f} before: {:.2f}".format(*both, both[0] / both[1]))


if __name__ == "__main__":
    main()
