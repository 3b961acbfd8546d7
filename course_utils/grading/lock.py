"""One grader at a time on a folder of results."""

import errno
import os
from contextlib import contextmanager

HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Held(RuntimeError):
    """Another process holds the lock."""


@contextmanager
def alone(folder):
    """Hold a folder, made if need be; Held if another process does.

    The system lets go of it when the process ends, however it ends. Raises OSError if
    nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w", encoding="utf-8") as file:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in HELD:
                raise Held from None
            # a file system without locks: only a lock that is held keeps us away
        yield
