"""In the trusted kernel: answers as proxies that call into a learner's own worker.

A grading notebook opens a `Chunk` and then holds, for each submission and exercise,
`chunk.check("ema", chunk.answer("0", "ema"))`.
"""

import atexit
import json
import signal
import sys
from pathlib import Path

from course_utils.checks import NotYet
from course_utils.checks.diagnosis import Verdict, judge
from course_utils.exercises import find
from course_utils.grading.learner import Broken, Learner

CHECK = 60  # seconds that one check may take


class OutOfTime(BaseException):
    """The check itself takes too long, as with a huge number of steps for a value."""


def out_of_time(*_):
    raise OutOfTime


class Chunk:
    """The submissions that one grading notebook grades, read from its JSON file."""

    def __init__(self, path):
        if sys.platform == "linux":
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30,) * 2)
        signal.signal(signal.SIGALRM, out_of_time)
        self.data = json.loads(Path(path).read_text("utf-8"))
        self.log = Path(path).with_name("verdicts.jsonl").open("a", encoding="utf-8")
        self.keys = list(self.data["submissions"])
        self.learners = {}
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
        for near in self.keys[at : at + 2]:  # the next starts while this is graded
            self.learner(near)
        return self.learners[key].get(name)

    def check(self, name, answer):
        """Judge, note the verdict, and print the passing line or raise NotYet."""
        exercise, failed = find(name), False
        signal.setitimer(signal.ITIMER_REAL, CHECK)
        try:
            if isinstance(answer, Broken):
                verdict = Verdict(False, f"{name}: {answer.reason}.")
            else:
                verdict = judge(exercise, answer, self.data["seed"])
        except OutOfTime:
            verdict = Verdict(False, "It takes too long to try this answer.")
            self.learners[self.current].restart_loaded()
        except Exception as error:  # ours, not the learner's
            verdict, failed = Verdict(False), type(error).__name__
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        note = {"key": self.current, "name": name, "failed": failed}
        note |= {k: v for k, v in verdict._asdict().items() if k != "evidence"}
        print(json.dumps(note), file=self.log, flush=True)
        if not verdict.passed:
            raise NotYet(verdict.diagnosis)
        print(exercise.passing_line)

    def close(self):
        for learner in self.learners.values():
            learner.worker.close()
