"""One submission: its worker, started again when it dies, and the answers it gave."""

import time

from course_utils.grading import sandbox
from course_utils.grading.process import (
    START,
    Crashed,
    Garbled,
    TookTooLong,
    Worker,
    exception,
)
from course_utils.grading.wire import pack, unpack

CELL, EXERCISE = 5, 10  # seconds at most for each


class NotStarted(BaseException):
    """The sandbox failed before any answer ran: nobody's mistake, so no verdict."""


class Broken:
    """Stands for an answer that is not there; `reason` says why."""

    def __init__(self, reason):
        self.reason = reason


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
                    raise NotStarted from error
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
