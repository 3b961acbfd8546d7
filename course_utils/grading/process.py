"""One worker process, seen from the trusted side, and the ways in which it fails."""

import builtins
import time

from course_utils.grading import sandbox
from course_utils.grading.wire import receive, send

START = 20  # seconds that a worker has to start


class TookTooLong(Exception):
    fault = "takes too long: a loop without end?"


class Crashed(Exception):
    fault = "ends Python: a crash, an exit, or more memory than there is"


class Garbled(Exception):
    fault = "returns something that cannot be taken: too large, or of a strange kind"


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
