"""A worker that is a process of its own, under bubblewrap or without a sandbox."""

import os
import subprocess
import time
from contextlib import suppress

import psutil

from course_utils.grading import bubblewrap
from course_utils.grading.faults import Crashed, Garbled, NotStarted, TookTooLong
from course_utils.grading.sandbox import BUBBLEWRAP
from course_utils.grading.wire import frame, receive

START = 60  # seconds of the clock in which a worker must be ready
SLOW = 4  # of a process that sleeps, or gets no core, a second counts as a quarter
GLANCE = 0.1  # seconds between two looks at what it has used
FILES = 10_000  # that one worker may have, since they take memory of the kernel


class Process:
    """One process that holds one learner's answers.

    spent : seconds that it has cost: those of the processor, or of the clock divided by
        SLOW where that is more, so that a busy machine takes nothing from a learner
    """

    def __init__(self, setup, kind, stderr=subprocess.DEVNULL):
        self.spent, self.last, self.ready, self.kind = 0.0, 0.0, False, kind
        self.starter, self.channel, pid = bubblewrap.start(kind, stderr)
        self.process = None  # it is dead, as the first question will say
        with suppress(psutil.Error):
            self.process = psutil.Process(pid) if pid else None
        self.send(bubblewrap.setup(setup, kind), START)

    def send(self, message, seconds, blob=b""):
        with suppress(OSError):  # dead, or it does not listen, as the reply will say
            self.channel.settimeout(seconds * SLOW)
            self.channel.sendall(frame(message, blob))

    def wait_ready(self):
        """Wait until the imports are done and none of a learner's code has run."""
        self.begin(START / SLOW)
        try:
            reply, _ = receive(self.read)
        except Exception as error:
            raise NotStarted from error
        self.ready = reply == {"ready": True}
        if not self.ready:
            raise NotStarted

    def ask(self, seconds, message, blob=b""):
        """Send a message and return the reply; it may cost that many seconds."""
        if not self.ready:
            self.wait_ready()
        self.begin(seconds)
        try:
            self.send(message, seconds, blob)
            reply, blob = receive(self.read)
            if not isinstance(reply, dict):
                raise Garbled
        except OSError:
            raise Crashed from None
        except (ValueError, RecursionError, MemoryError):
            raise Garbled from None
        finally:
            self.spent += self.cost()
        return reply, blob

    def begin(self, seconds):
        self.limit, self.since, self.cpu = seconds, time.monotonic(), self.used()

    def used(self):
        with suppress(psutil.Error, AttributeError):  # dead: as when last looked at
            times = self.process.cpu_times()
            self.last = times.user + times.system
        return self.last

    def cost(self):
        return max(self.used() - self.cpu, (time.monotonic() - self.since) / SLOW)

    def read(self, count):
        data, looked = bytearray(), time.monotonic()
        while len(data) < count:
            try:
                self.channel.settimeout(GLANCE)
                part = self.channel.recv(min(count - len(data), 2**20))
                if not part:
                    raise Crashed
                data += part
            except TimeoutError:
                pass
            if time.monotonic() - looked >= GLANCE:
                looked = time.monotonic()
                if self.cost() > self.limit:
                    raise TookTooLong
                if self.kind == BUBBLEWRAP and self.files() > FILES:
                    raise Crashed
        return bytes(data)

    def files(self):
        with suppress(OSError, AttributeError):
            place = os.statvfs(f"/proc/{self.process.pid}/root/tmp")
            return place.f_files - place.f_ffree
        return 0

    def close(self):
        """End the process first, then who started it: nothing can outlive them."""
        with suppress(psutil.Error, AttributeError):
            self.process.kill()
        self.starter.kill()
        self.starter.wait()
        self.channel.close()
