"""`course grade`: what is missing or changed, graded in chunks, wherever they run."""

import sys
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from course_utils.grading import chunk, results
from course_utils.grading.merge import (
    answer_ids,
    assignments,
    discover,
    merge,
    setup,
    show,
)
from course_utils.grading.sandbox import Refused

CHUNK, TRIES = 25, 3  # submissions in a chunk, times that a lost chunk is sent again


def grade(submissions, folder, seed=0, jobs=1, dask=None, sandboxed=True):
    """Grade a folder of submissions into a folder of results; return the exit code.

    0: each submission has a result, even if it is a sentence in place of a mark.
    1: for some the grader failed, or it was stopped; run it again.
    """
    source, target = Path(submissions).resolve(), Path(folder).resolve()
    if not source.is_dir():
        sys.exit(f"There is no folder {submissions}.")
    if source.is_relative_to(target) or target.is_relative_to(source):
        sys.exit("Keep the results in a folder of their own, outside the submissions.")
    if sandboxed:
        try:
            chunk.probe()
        except Refused as refusal:
            sys.exit(str(refusal))
    else:
        say("Without a sandbox: an answer can read and change whatever you can.")
    known = assignments()
    found, remarks = discover(source, known)
    for remark in [*remarks, *set_aside(target, found)]:
        say(remark)
    if not found:
        sys.exit(f"No submissions in {submissions}: wanted are LEARNER/NN_name.ipynb.")
    batch = Batch(known, target, seed, sandboxed)
    todo = batch.todo(found)
    say(batch.census(len(found), len(todo)))
    size = max(1, min(CHUNK, -(-len(todo) // jobs)))
    chunks = [todo[k : k + size] for k in range(0, len(todo), size)]
    try:
        with workers(jobs, dask) as (pool, width):
            for done in batch.grade(chunks, pool, width):
                progress(done, len(todo), batch.begin)
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        say("\nStopped. What is graded is kept; run the same command to go on.")
        return 1
    for line in batch.attention:
        say(line)
    say(f"{len(found) - len(batch.failed)} of {len(found)} have a result in {folder}.")
    return 1 if batch.failed else 0


def say(text):
    print(text, file=sys.stderr, flush=True)


def progress(done, total, begin):
    left = (time.monotonic() - begin) / done * (total - done)
    end = "\n" if done == total or not sys.stderr.isatty() else ""
    line = f"\r{done} of {total} graded, about {left:.0f} s left " + end
    print(line, end="", file=sys.stderr, flush=True)


def set_aside(target, found):
    """Rename the results whose submission is gone, and say so."""
    here = {results.path_of(target, one) for one in found if one.path}
    names = {one.assignment for one in found}
    for path in sorted(target.glob("*/[0-9][0-9]_*.json")):
        stored = results.read(path) if path.stem in names and path not in here else None
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
        from distributed import Client

        with Client(dask, timeout="60s") as client:
            width = sum(client.ncores().values())
            yield client.get_executor(retries=TRIES, pure=False), max(1, 2 * width)


class Batch:
    """One run: what was done before, what is to do, and what came of it."""

    def __init__(self, known, target, seed, sandboxed):
        self.target, self.seed, self.sandboxed = target, seed, sandboxed
        self.ids = {name: answer_ids(nb) for name, nb in known.items()}
        self.setups = {name: setup(nb) for name, nb in known.items()}
        self.attention, self.failed, self.reasons = [], [], {}
        self.begin = time.monotonic()

    def todo(self, found):
        """The submissions without a result that still holds."""
        return [one for one in found if not self.holds(one)]

    def holds(self, one):
        merged = merge(one.path, self.ids[one.assignment])
        path = results.path_of(self.target, one)
        stored, reason = results.read(path), "new"
        if stored:
            old = stored["extra_data"]
            wanted = results.provenance(one, merged, self.seed, self.sandboxed)
            differs = [k for k, value in wanted.items() if old.get(k) != value]
            if not differs:
                self.look(one, stored)
                return True
            reason = {
                "sha256": "changed since",
                "seed": "graded with another seed",
                "sandbox": "graded with another sandbox",
                "versions": "graded by other versions",
            }.get(differs[0], "new")
        self.reasons[reason] = self.reasons.get(reason, 0) + 1
        return False

    def census(self, total, todo):
        why = ", ".join(f"{count} {reason}" for reason, count in self.reasons.items())
        kept = f"{total - todo} graded already" if total > todo else ""
        what = "; ".join(filter(None, [kept, f"to grade: {why}" if why else ""]))
        return f"{total} submissions: {what}."

    def grade(self, chunks, pool, width):
        """Send chunks off, a few at a time; write what comes back; yield the count."""
        waiting, sent, tries, done = list(reversed(chunks)), {}, {}, 0
        while waiting or sent:
            while waiting and len(sent) < 2 * width:
                ones = waiting.pop()
                merged = [merge(one.path, self.ids[one.assignment]) for one in ones]
                plain = self.plain(ones, merged)
                arguments = plain, self.seed, self.sandboxed
                sent[pool.submit(chunk.grade_chunk, *arguments)] = ones, merged
            ready, _ = wait(sent, return_when=FIRST_COMPLETED)
            for future in ready:
                ones, merged = sent.pop(future)
                try:
                    verdicts = future.result()
                except (Refused, KeyboardInterrupt):
                    raise
                except Exception as error:
                    tries[ones[0]] = tries.get(ones[0], 0) + 1
                    if tries[ones[0]] < TRIES:
                        waiting.append(ones)
                        continue
                    say(f"A chunk was lost {TRIES} times: {error!r}")
                    verdicts = {}
                for k, (one, taken) in enumerate(zip(ones, merged, strict=True)):
                    self.write(one, taken, verdicts.get(str(k)))
                done += len(ones)
                yield done

    def plain(self, ones, merged):
        """What a chunk needs to know of its submissions, as plain data."""
        return {
            str(k): {
                "setup": self.setups[one.assignment],
                "answers": taken.answers,
                "names": list(taken.answers),
            }
            for k, (one, taken) in enumerate(zip(ones, merged, strict=True))
            if taken.answers
        }

    def write(self, one, merged, verdicts):
        origin = results.provenance(one, merged, self.seed, self.sandboxed)
        names = self.ids[one.assignment]
        content = results.result(origin, merged, names, verdicts)
        if verdicts is None and not merged.trouble:
            content["extra_data"]["sha256"] = None  # to be graded again next time
            self.failed.append(one)
        results.write(results.path_of(self.target, one), content)
        self.look(one, content)

    def look(self, one, stored):
        """Note what a teacher should look at."""
        extra = stored["extra_data"]
        notes = [extra["trouble"]] if extra["trouble"] else []
        if not extra["trouble"]:
            notes += [f"{name}: {note}" for name, note in extra["notes"].items()]
        place = show(f"{one.learner}/{one.assignment}")
        self.attention += [f"{place}: {note}" for note in notes]
