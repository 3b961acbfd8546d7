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
from pathlib import Path

from course_utils.exercises import find
from course_utils.grading import bubblewrap, sandbox
from course_utils.grading.sandbox import BUBBLEWRAP

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
        for name in one["names"]:
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


def grade_chunk(submissions, seed, kind):
    """Grade submissions, given as {key: {"setup", "answers", "names"}}, in a sandbox.

    Of the answers those in `names` are judged. Returns {key: {exercise id: verdict}}, a
    verdict being a dictionary with `passed`, `answered`, `diagnosis`, `mistakes`, and
    `late`: whether time ran out. A chunk that fails twice is taken apart, and a
    submission that fails by itself has None in place of its verdicts.
    """
    if not submissions:
        return {}
    if kind not in sandbox.ready:  # on another machine than the one that sent it
        sandbox.probe(kind)
    for _ in range(2):
        if stopping.is_set():
            raise Stopped("stopped")
        try:
            return run(submissions, seed, kind)
        except Stopped as error:
            last = error
    if stopping.is_set():
        raise last
    if len(submissions) == 1:
        print(last, file=sys.stderr)
        return dict.fromkeys(submissions)
    verdicts = {}
    for key, one in submissions.items():
        verdicts |= grade_chunk({key: one}, seed, kind)
    return verdicts


def run(submissions, seed, kind):
    """Grade a chunk once; raises Stopped if anything but a verdict came out."""
    nb, checks = notebook(submissions)
    data = {"submissions": submissions, "seed": seed, "sandbox": kind}
    places = {"prefix": f"{PREFIX}{os.getpid()}-", "ignore_cleanup_errors": True}
    with tempfile.TemporaryDirectory(**places) as folder:
        place = Path(folder)
        (place / "chunk.json").write_text(json.dumps(data), "utf-8")
        (place / "chunk.ipynb").write_text(json.dumps(nb), "utf-8")
        said = call(place, bubblewrap.fonts() if kind == BUBBLEWRAP else ())
        try:
            lines = (place / "log.jsonl").read_text("utf-8").splitlines()
            opened, *rest = map(json.loads, lines)
            pairs = list(zip(rest[::2], rest[1::2], strict=True))
            graded = [(note.pop("key"), note.pop("name")) for note, _ in pairs]
            if graded != checks or not opened["nbval"]:
                raise Stopped(said)
            verdicts = {key: {} for key in submissions}
            for (key, name), (note, cell) in zip(checks, pairs, strict=True):
                passed = cell["nbval"] and note["passed"]
                verdicts[key][name] = note | {"passed": passed}
        except (OSError, ValueError, KeyError):
            raise Stopped(said) from None
    return verdicts


def call(place, fonts=()):
    """Run pytest on the notebook in a child; return the end of what it said."""
    drop = ("PYTEST_", "JUPYTER", "IPYTHON", "COV_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(drop)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    environment[bubblewrap.FONTS] = json.dumps(list(map(str, fonts)))
    for name in ("TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        environment[name] = str(place)
    with (place / "said.txt").open("w+b") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "course_utils.grading.child", str(place)],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            env=environment,
            start_new_session=True,  # Ctrl-C is for us alone; so on Windows:
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
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
