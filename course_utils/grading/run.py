"""`course grade`: what is missing or changed, graded in chunks, wherever they run."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from course_utils.grading import chunk, links, results
from course_utils.grading.batch import TRIES, Batch
from course_utils.grading.lock import Held, alone
from course_utils.grading.merge import assignments
from course_utils.grading.sandbox import NONE, Refused, choose
from course_utils.grading.submissions import discover, show

CHUNK = 25  # submissions at most in a chunk


def grade(
    submissions,
    folder,
    seed=1,
    jobs=1,
    dask=None,
    sandbox=None,
    only=(),
    prune=False,
):
    """Grade a folder of submissions into a folder of results; return the exit code.

    sandbox : "bubblewrap", "wasm" or "none", by default the first that can run here
    only : the learners to grade, by default all
    prune : whether to set aside the results of which there is no submission any more

    0: each submission has a result, even if it is a sentence in place of a mark.
    1: for some the grader failed, or it was stopped; run it again.
    """
    source, target = Path(submissions).resolve(), Path(folder).resolve()
    if not source.is_dir():
        sys.exit(f"There is no folder {submissions}.")
    if source.is_relative_to(target) or target.is_relative_to(source):
        sys.exit("Keep the results in a folder of their own, outside the submissions.")
    try:
        kind = choose(sandbox, say)
    except Refused as refusal:
        sys.exit(str(refusal))
    if kind == NONE:
        say("Without a sandbox: an answer can read and change whatever you can.")
    if jobs > (os.cpu_count() or 1) and dask is None:
        say(f"This machine has {os.cpu_count()} cores: more jobs are not faster.")
    if seed == 0:
        say("Seed 0 draws the cases that learners see in their own checks.")
    try:
        with alone(target):
            return fill(source, target, kind, seed, jobs, dask, only, prune)
    except Held:
        sys.exit(f"Another `course grade` is at work on {folder}: wait for its end.")
    except OSError as error:
        say(f"Nothing can be written in {folder}: {error.strerror or error}.")
        say("What was graded until then is kept; run the same command to go on.")
        return 1


def fill(source, target, kind, seed, jobs, dask, only, prune):
    """Grade what is missing or changed in a folder of results; return the exit code."""
    chunk.sweep()
    for half in target.glob("*/*.half"):
        half.unlink(missing_ok=True)
    known = assignments()
    found, remarks = discover(source, known)
    found = chosen(found, only)
    for remark in [*remarks, *(set_aside(target, found, only) if prune else ())]:
        say(remark)
    if not found:
        sys.exit(
            f"No submissions in {source}: wanted are LEARNER/NN_name.ipynb. What "
            f"an LMS hands out: course collect {source} --into NEW"
        )
    links.remember(source, target, found)
    gone = [] if prune else [one for one in found if kept(target, one)]
    if gone:
        say(f"{len(gone)} graded before have no file here; --prune sets them aside.")
    found = [one for one in found if one not in gone]
    batch = Batch(known, target, seed, kind)
    try:
        todo = batch.todo(found)
        say(batch.census(len(found), len(todo)))
        size = max(1, min(CHUNK, -(-len(todo) // jobs)))
        chunks = [todo[k : k + size] for k in range(0, len(todo), size)]
        with workers(jobs, dask) as (pool, width):
            for done in batch.grade(chunks, pool, width):
                progress(done, len(todo), batch.begin)
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        say("\nStopped. What is graded is kept; run the same command to go on.")
        return 1
    for line in batch.attention[:50]:
        say(line)
    if len(batch.attention) > 50:
        say(f"and {len(batch.attention) - 50} more; `course report` lists them all")
    say(f"{len(found) - len(batch.failed)} of {len(found)} have a result in {target}.")
    return 1 if batch.failed else 0


def say(text):
    print(text, file=sys.stderr, flush=True)


def progress(done, total, begin):
    left = (time.monotonic() - begin) / max(1, done) * (total - done)
    line = f"{done} of {total} graded, about {left:.0f} s left"
    if sys.stderr.isatty():  # on one line, written over
        print(f"\r{line} ", end="\n" * (done == total), file=sys.stderr, flush=True)
    else:
        say(line)


def chosen(found, only):
    """The submissions of the learners in `only`; of all if it names none."""
    learners = sorted({one.learner for one in found})
    for name in only:
        if name not in learners:
            near = get_close_matches(name, learners, 3) or learners[:3]
            sys.exit(f"There is no learner {show(name)}; near: {', '.join(near)}.")
    return [one for one in found if not only or one.learner in only]


def kept(target, one):
    """Whether a learner without a file here was graded before, from another folder."""
    if one.path or one.trouble:
        return False
    stored = results.read(results.path_of(target, one))
    return bool(stored and stored["extra_data"]["sha256"])


def set_aside(target, found, only):
    """Rename the results whose submission is gone, and say so."""
    here = {results.path_of(target, one) for one in found if one.path or one.trouble}
    names = {one.assignment for one in found}
    for path in sorted(target.glob("*/[0-9][0-9]_*.json")):
        other = only and path.parent.name not in only
        if other or path in here or path.stem not in names:
            continue
        stored = results.read(path)
        if stored and stored["extra_data"]["sha256"]:
            place = show(f"{path.parent.name}/{path.stem}")
            path.rename(path.with_suffix(".removed.json"))
            yield f"{place}: the submission is gone; its result is now .removed.json"


@contextmanager
def workers(jobs, dask):
    """An executor and how many chunks to give it at a time."""
    if dask is None:
        pool = ThreadPoolExecutor(jobs)
        try:
            yield pool, jobs
        finally:
            chunk.stop()
            pool.shutdown(cancel_futures=True)
            chunk.stopping.clear()
    else:
        try:
            from distributed import Client

            client = Client(dask, timeout="10s")
        except ImportError:
            sys.exit("Dask is not installed here: pip install distributed")
        except (OSError, ValueError) as error:
            sys.exit(f"No Dask scheduler at {dask}: {error}")
        with client:
            width = sum(client.ncores().values())
            yield client.get_executor(retries=TRIES, pure=False), max(1, 2 * width)
