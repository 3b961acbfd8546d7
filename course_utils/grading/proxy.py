"""In the trusted kernel: answers as proxies that call into a learner's own worker.

A grading notebook opens a `Chunk` and then holds, for each submission and exercise,
`chunk.check("ema", chunk.answer("0", "ema"))`.
"""

import _thread
import atexit
import json
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from course_utils.checks import NotYet
from course_utils.checks.diagnosis import Verdict, judge
from course_utils.exercises import find
from course_utils.grading.learner import Broken, Learner

CHECK, CLOCK = 60, 900  # seconds of this process, or of the clock, for one check
AHEAD = 3  # workers at a time: to start one takes as long as to grade a submission
MEMORY = 4 * 2**30  # bytes of this process, guests in WebAssembly included


class OutOfTime(BaseException):
    """The check itself takes too long, as with a huge number of steps for a value."""


class Watch:
    """Raises OutOfTime in the main thread once a check takes too long, on any system.

    One thread for all checks: to start one for each costs more than most checks do.
    """

    def __init__(self):
        self.lock, self.since = threading.Lock(), None
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            time.sleep(1)
            with self.lock:
                if self.since and self.late(*self.since):
                    self.since = None
                    _thread.interrupt_main()

    @staticmethod
    def late(begin, used):
        busy, waited = time.process_time() - used, time.monotonic() - begin
        return busy > CHECK or waited > CLOCK

    @contextmanager
    def limit(self):
        def out_of_time(*_):
            raise OutOfTime

        old = signal.signal(signal.SIGINT, out_of_time)
        try:
            self.since = time.monotonic(), time.process_time()
            yield
        finally:
            try:
                with self.lock:  # no interrupt comes once this is let go
                    self.since = None
            finally:
                signal.signal(signal.SIGINT, old)


class Chunk:
    """The submissions that one grading notebook grades, read from its JSON file."""

    def __init__(self, path):
        if sys.platform == "linux":
            import resource

            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY,) * 2)
        self.data = json.loads(Path(path).read_text("utf-8"))
        self.log = Path(path).with_name("log.jsonl").open("a", encoding="utf-8")
        self.keys = list(self.data["submissions"])
        self.learners, self.watch = {}, Watch()
        atexit.register(self.close)

    def learner(self, key):
        if key not in self.learners:
            one = self.data["submissions"][key]
            self.learners[key] = Learner(
                one["setup"], one["answers"], one["names"], self.data["sandbox"]
            )
        return self.learners[key]

    def answer(self, key, name):
        """The learner's answer: a proxy, a plain value, or Broken."""
        at, self.current = self.keys.index(key), key
        for done in [k for k in self.learners if k in self.keys[:at]]:
            self.learners.pop(done).worker.close()
        for near in self.keys[at : at + AHEAD]:  # they start while this is graded
            self.learner(near)
        return self.learners[key].get(name)

    def check(self, name, answer):
        """Judge, note the verdict, and print the passing line or raise NotYet."""
        exercise, failed, learner = find(name), False, self.learners[self.current]
        try:
            with self.watch.limit():
                if isinstance(answer, Broken):
                    verdict = Verdict(False, f"{name}: {answer.reason}.")
                else:
                    verdict = judge(exercise, answer, self.data["seed"])
        except OutOfTime:
            verdict = Verdict(False, "It takes too long to try this answer.")
            learner.late.add(name)
            learner.restart_loaded()
        except Exception as error:  # ours, not the learner's
            verdict, failed = Verdict(False), type(error).__name__
        note = {"key": self.current, "name": name, "failed": failed}
        note |= {k: v for k, v in verdict._asdict().items() if k != "evidence"}
        note["late"] = name in learner.late
        print(json.dumps(note), file=self.log, flush=True)
        if not verdict.passed:
            raise NotYet(verdict.diagnosis)
        print(exercise.passing_line)

    def close(self):
        for learner in self.learners.values():
            learner.worker.close()
