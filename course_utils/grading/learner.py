"""One submission: its worker, started again when it dies, and the answers it gave."""

from course_utils.grading import sandbox
from course_utils.grading.faults import (
    FAULTS,
    Garbled,
    NoTimeLeft,
    TookTooLong,
    exception,
)
from course_utils.grading.wire import pack, unpack

NUMPY = "import numpy as np"
CELL, EXERCISE, SUBMISSION = 5, 10, 60  # seconds at most for each


class Broken:
    """Stands for an answer that is not there; `reason` says why."""

    def __init__(self, reason):
        self.reason = reason


class Learner:
    """One submission: its worker, started again when it dies, and what it gave.

    late : ids of the answers that did not end within their time, or got none
    """

    def __init__(self, setup, cells, names, kind):
        self.setup, self.cells, self.names = setup, dict(cells), list(names)
        self.kind, self.loaded, self.spent = kind, False, 0.0
        self.broken, self.values, self.used, self.late = {}, {}, {}, set()
        self.died = set()  # steps at which a worker has died
        self.start()

    def start(self):
        self.called = set()
        self.worker = sandbox.start(self.kind, NUMPY)

    def ask(self, name, seconds, message, blob=b""):
        """Ask the worker on behalf of an answer, which has that many seconds."""
        left = SUBMISSION - self.spent
        before = self.worker.spent
        try:
            if left <= 0:
                raise NoTimeLeft
            if seconds <= 0:
                raise TookTooLong
            return self.worker.ask(min(seconds, left), message, blob)
        except TookTooLong:
            self.late.update([name] if name else [])
            raise
        finally:
            self.spent += self.worker.spent - before

    def load(self):
        """Run the cells and read the values; what loops or kills twice is left out.

        Twice at any time: cells that kill by turns would go on without end.
        """
        self.loaded = True
        while True:
            self.step = None
            try:
                return self.load_once()
            except NoTimeLeft as error:
                rest = [name for name in self.names if name not in self.values]
                self.late.update(rest)
                for name in rest:
                    self.broken.setdefault(name, f"its cell {error.fault}")
                return
            except FAULTS as error:
                part, name = self.step
                if part == "setup":
                    self.setup = NUMPY  # without what the other cells import
                elif isinstance(error, TookTooLong) or self.step in self.died:
                    self.broken[name] = f"its {part} {error.fault}"
                    if part == "cell":
                        del self.cells[name]
                    else:
                        self.names.remove(name)
                self.died.add(self.step)
                self.restart()

    def load_once(self):
        self.step = "setup", ""
        self.ask("", CELL, {"cell": "setup", "source": self.setup})
        for name, source in self.cells.items():
            self.step = "cell", name
            reply, _ = self.ask(name, CELL, {"cell": name, "source": source})
            if reply.get("error") is not None:
                kind = type(exception(reply["error"])).__name__
                self.broken[name] = f"its cell stops with {kind}"
        for name in self.names:
            self.step = "value", name
            reply, blob = self.ask(name, CELL, {"value": name})
            if reply.get("kind") == "function":
                self.values[name] = Function(self, name)
            elif reply.get("kind") == "value":
                self.values[name] = self.unpacked(reply.get("value"), blob)

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
            alone = self.called <= {name}
            self.called.add(name)
            try:
                return self.call_once(name, args)
            except NoTimeLeft:
                raise
            except FAULTS as error:
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
        tree, blob = pack(args)
        before = self.spent
        try:
            left = EXERCISE - self.used.get(name, 0)
            reply, blob = self.ask(name, left, {"call": name, "args": tree}, blob)
        finally:
            self.used[name] = self.used.get(name, 0) + self.spent - before
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
        except FAULTS as error:
            self.dead = error
            raise
