"""The ways in which a worker fails a learner; `fault` is what the learner reads."""

import builtins


class TookTooLong(Exception):
    fault = "takes too long: is there a loop without end?"


class NoTimeLeft(TookTooLong):
    fault = "was not tried: the answers before it took all the time there is"


class Crashed(Exception):
    fault = "ends Python: a crash, an exit, or more memory than there is"


class Garbled(Exception):
    fault = "returns something that cannot be taken: too large, or of a strange kind"


class NotStarted(BaseException):
    """The sandbox failed before any answer ran: nobody's mistake, so no verdict."""


FAULTS = (TookTooLong, Crashed, Garbled)


def exception(name):
    """An exception of a built-in kind by its name alone: its text is the learner's."""
    if name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit"):
        return Crashed()
    if name == "NotImplementedError":
        return NotImplementedError()
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    known = isinstance(kind, type) and issubclass(kind, Exception)
    return type(name if known else "an error of its own", (Exception,), {})()
