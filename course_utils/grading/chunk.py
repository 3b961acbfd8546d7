"""Grades a chunk of submissions: writes a grading notebook and has nbval run it.

`grade_chunk` is all that a process, a thread or a Dask worker needs to call; what it
takes and returns is plain data.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from course_utils.exercises import find

OPEN = 'from course_utils.grading.proxy import Chunk\n\nchunk = Chunk("chunk.json")'
PREFIX = "course-grade-"  # of temporary folders, before the id of their process
children, stopping = set(), threading.Event()


class Stopped(RuntimeError):
    """The child did not grade everything; the message is what it said last."""


def notebook(submissions):
    """The grading notebook: a check for each learner and exercise, none of their code.

    Returns it with the (key, exercise id) of each check cell, in order.
    """
    cells, checks = [code(OPEN, 1)], []
    for key, one in submissions.items():
        cells.append({"cell_type": "markdown", "metadata": {}, "source": f"`{key!a}`"})
        for name in one["answers"]:
            checks.append((key, name))
            source = f'chunk.check("{name}", chunk.answer({key!a}, "{name}"))'
            printed = find(name).passing_line + "\n"
            cells.append(code(source, len(checks) + 1, printed))
    for k, cell in enumerate(cells):
        cell["id"] = f"cell-{k}"
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, checks


def code(source, count, printed=None):
    """A code cell with the text that it is to print, if any."""
    stream = {"output_type": "stream", "name": "stdout", "text": printed}
    return {
        "cell_type": "code",
        "metadata": {},
        "execution_count": count,
        "source": source,
        "outputs": [stream] if printed else [],
    }


def grade_chunk(submissions, seed, sandboxed):
    """Grade submissions given as {key: {"setup", "answers", "names"}}.

    Returns {key: {exercise id: verdict}}, a verdict being a dictionary with `passed`,
    `answered`, `diagnosis` and `mistakes`. A chunk that fails twice is taken apart, and
    a submission that fails by itself has None in place of its verdicts.
    """
    if not submissions:
        return {}
    if sandboxed:
        probe()
    for _ in range(2):
        if stopping.is_set():
            raise Stopped("stopped")
        try:
            return run(submissions, seed, sandboxed)
        except Stopped as error:
            last = error
    if stopping.is_set():
        raise last
    if len(submissions) == 1:
        print(last, file=sys.stderr)
        return dict.fromkeys(submissions)
    verdicts = {}
    for key, one in submissions.items():
        verdicts |= grade_chunk({key: one}, seed, sandboxed)
    return verdicts


@cache
def probe():
    from course_utils.grading import sandbox

    sandbox.probe()


def run(submissions, seed, sandboxed):
    """Grade a chunk once; raises Stopped if anything but a verdict came out."""
    nb, checks = notebook(submissions)
    data = {"submissions": submissions, "seed": seed, "sandbox": sandboxed}
    places = {"prefix": f"{PREFIX}{os.getpid()}-", "ignore_cleanup_errors": True}
    with tempfile.TemporaryDirectory(**places) as folder:
        place = Path(folder)
        (place / "chunk.json").write_text(json.dumps(data), "utf-8")
        (place / "chunk.ipynb").write_text(json.dumps(nb), "utf-8")
        said = call(place)
        try:
            passed = passes(place / "junit.xml")
            lines = (place / "verdicts.jsonl").read_text("utf-8").splitlines()
            notes = list(map(json.loads, lines))
        except (OSError, ValueError, ElementTree.ParseError):
            raise Stopped(said) from None
    graded = [(note.pop("key"), note.pop("name")) for note in notes]
    if graded != checks or len(passed) != len(checks) + 1 or not passed[0]:
        raise Stopped(said)
    verdicts = {key: {} for key in submissions}
    for (key, name), ok, note in zip(checks, passed[1:], notes, strict=True):
        verdicts[key][name] = note | {"passed": ok and note["passed"]}
    return verdicts


def passes(path):
    """For each cell, whether nbval reports it as passed, from pytest's junit file."""
    cases = ElementTree.parse(path).iter("testcase")
    marks = ("failure", "error", "skipped")
    return [not any(child.tag in marks for child in case) for case in cases]


def call(place):
    """Run pytest on the notebook in a child; return the end of what it said."""
    drop = ("PYTEST_", "JUPYTER", "IPYTHON", "COV_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(drop)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        environment[name] = str(place)
    with (place / "said.txt").open("w+b") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "course_utils.grading.child", str(place)],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            env=environment,
            start_new_session=True,
        )
        children.add(child)
        if stopping.is_set():
            child.stdin.close()
        try:
            child.wait()
        finally:
            children.discard(child)
            child.stdin.close()
            child.wait()
        said.seek(0)
        return said.read().decode("utf-8", "replace")[-2000:]


def sweep():
    """Remove the folders of graders that were killed before they could do so."""
    import psutil

    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}[0-9]*-*"):
        if not psutil.pid_exists(int(path.name.split("-")[2])):
            shutil.rmtree(path, ignore_errors=True)


def stop():
    """Let go of all children: each then ends what it started, and itself."""
    stopping.set()
    for child in list(children):
        child.stdin.close()
