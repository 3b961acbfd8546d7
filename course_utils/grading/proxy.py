"""In the trusted kernel: answers as proxies that call into a learner's own worker.

A grading notebook opens a `Chunk` and then holds, for each learner and exercise,
`check("ema", answer("anna/01_moving_averages", "ema"))`.
"""

import atexit
import builtins
import json
import signal
import time
from pathlib import Path

from course_utils.checks import NotYet
from course_utils.checks.catalogue import find
from course_utils.checks.diagnosis import Verdict, judge
from course_utils.grading import sandbox
from course_utils.grading.worker import pack, receive, send, unpack

START, CELL, EXERCISE, CHECK = 60, 5, 10, 60  # seconds: to start, at most for each


class TookTooLong(Exception):
    fault = "takes too long: a loop without end?"


class Crashed(Exception):
    fault = "ends Python: a crash, an exit, or more memory than there is"


class Garbled(Exception):
    fault = "returns something that cannot be taken: too large, or of a strange kind"


class Broken:
    """Stands for an answer that is not there; `reason` says why."""

    def __init__(self, reason):
        self.reason = reason


def exception(name):
    """An exception of a built-in kind by its name alone: its text is the learner's."""
    if name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit"):
        return Crashed()
    if name == "NotImplementedError":
        return NotImplementedError()
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    known = isinstance(kind, type) and issubclass(kind, Exception)
    return type(name if known else "an error of its own", (Exception,), {})()


class Worker:
    """One process in the sandbox that holds one learner's answers."""

    def __init__(self, order, sandboxed):
        self.process, self.channel = sandbox.start(sandboxed)
        self.served = set()
        try:
            self.channel.settimeout(START)
            send(self.channel, order)
        except OSError:
            pass  # it is dead; the next read says so

    def read(self, count):
        data = bytearray()
        while len(data) < count:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TookTooLong
            self.channel.settimeout(left)
            part = self.channel.recv(min(count - len(data), 2**20))
            if not part:
                raise Crashed
            data += part
        return bytes(data)

    def ask(self, seconds, message=None, blob=b""):
        """Send a message, if any, and return the reply."""
        self.deadline = time.monotonic() + seconds
        try:
            if message is not None:
                self.channel.settimeout(seconds)
                send(self.channel, message, blob)
            reply, blob = receive(self.read)
            if not isinstance(reply, dict):
                raise Garbled
        except TimeoutError:
            raise TookTooLong from None
        except OSError:
            raise Crashed from None
        except (ValueError, RecursionError, MemoryError):
            raise Garbled from None
        return reply, blob

    def close(self):
        self.process.kill()
        self.process.wait()
        self.channel.close()


class Learner:
    """One submission: its worker, started again when it dies, and what it gave."""

    def __init__(self, setup, cells, names, sandboxed):
        self.setup, self.cells, self.names = setup, dict(cells), list(names)
        self.sandboxed, self.loaded = sandboxed, False
        self.broken, self.values, self.used = {}, {}, {}
        self.start()

    def start(self):
        cells = list(self.cells.items())
        order = sandbox.order(self.setup, cells, self.names, self.sandboxed)
        self.worker = Worker(order, self.sandboxed)

    def load(self):
        """Run the cells and read the values; what loops or kills is left out."""
        self.loaded, died = True, None
        while True:
            self.step = None
            try:
                return self.load_once()
            except (TookTooLong, Crashed, Garbled) as error:
                if self.step is None:
                    raise RuntimeError("the sandbox did not start") from error
                if isinstance(error, TookTooLong) or died == self.step:
                    part, name = self.step
                    self.broken[name] = f"its {part} {error.fault}"
                    if part == "cell":
                        del self.cells[name]
                    else:
                        self.names.remove(name)
                died = self.step
                self.restart()

    def load_once(self):
        for name in self.cells:
            self.expect({"cell": name}, CELL if self.step else START)
            self.step = "cell", name
            reply, _ = self.expect({"cell": name}, CELL)
            if reply.get("error") is not None:
                kind = type(exception(reply["error"])).__name__
                self.broken[name] = f"its cell stops with {kind}"
        for name in self.names:
            self.step = "value", name
            reply, blob = self.expect({"name": name}, CELL)
            if reply.get("kind") == "function":
                self.values[name] = Function(self, name)
            elif reply.get("kind") == "value":
                self.values[name] = self.unpacked(reply.get("value"), blob)

    def expect(self, wanted, seconds):
        reply, blob = self.worker.ask(seconds)
        if wanted.items() <= reply.items():
            return reply, blob
        raise Garbled

    @staticmethod
    def unpacked(tree, blob):
        try:
            return unpack(tree, blob)
        except Exception:
            raise Garbled from None

    def restart(self):
        self.worker.close()
        self.start()

    def get(self, name):
        if not self.loaded:
            self.load()
        if name in self.values:
            return self.values[name]
        return Broken(self.broken.get(name, f"its cell does not define {name}"))

    def call(self, name, args):
        """Call a function in the worker; a crash counts when it happens twice."""
        for again in (False, True):
            alone = self.worker.served <= {name}
            self.worker.served.add(name)
            try:
                return self.call_once(name, args)
            except (TookTooLong, Crashed, Garbled) as error:
                self.restart_loaded()
                if again or isinstance(error, TookTooLong):
                    raise
            except Exception:
                if again or alone:
                    raise
                self.restart_loaded()  # was it what another answer had left behind?

    def restart_loaded(self):
        self.restart()
        self.load()

    def call_once(self, name, args):
        left = EXERCISE - self.used.get(name, 0)
        if left <= 0:
            raise TookTooLong
        tree, blob = pack(args)
        begin = time.monotonic()
        try:
            reply, blob = self.worker.ask(left, {"call": name, "args": tree}, blob)
        finally:
            self.used[name] = self.used.get(name, 0) + time.monotonic() - begin
        if "error" in reply:
            raise exception(reply["error"])
        result, changed = self.split(self.unpacked(reply.get("result"), blob))
        for k, value in changed:
            try:
                args[k][slice(None) if isinstance(args[k], list) else ...] = value
            except (TypeError, ValueError, IndexError):
                raise Garbled from None
        return result

    @staticmethod
    def split(both):
        match both:
            case (result, [*changed]):
                if all(isinstance(c, tuple) and len(c) == 2 for c in changed):
                    return result, changed
        raise Garbled


class Function:
    """A learner's function: calling it calls into the sandbox."""

    def __init__(self, learner, name):
        self.learner, self.name, self.dead = learner, name, None

    def __call__(self, *args):
        if self.dead is not None:
            raise self.dead
        try:
            return self.learner.call(self.name, args)
        except (TookTooLong, Crashed, Garbled) as error:
            self.dead = error
            raise


class OutOfTime(BaseException):
    """The check itself takes too long, as with a huge number of steps for a value."""


def out_of_time(*_):
    raise OutOfTime


class Chunk:
    """The submissions that one grading notebook grades, read from its JSON file."""

    def __init__(self, path):
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
        exercise = find(name)
        signal.setitimer(signal.ITIMER_REAL, CHECK)
        try:
            if isinstance(answer, Broken):
                verdict = Verdict(False, f"{name}: {answer.reason}.")
            else:
                verdict = judge(exercise, answer, self.data["seed"])
        except OutOfTime:
            verdict = Verdict(False, "It takes too long to try this answer.")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        note = {"key": self.current, "name": name, "passed": verdict.passed}
        note |= {"diagnosis": verdict.diagnosis, "mistakes": list(verdict.mistakes)}
        print(json.dumps(note | {"answered": verdict.answered}), file=self.log)
        self.log.flush()
        if not verdict.passed:
            raise NotYet(verdict.diagnosis)
        print(exercise.passing_line)

    def close(self):
        for learner in self.learners.values():
            learner.worker.close()
