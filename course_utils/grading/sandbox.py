"""Starts workers under bubblewrap: no network, no files, no processes but their own.

The worker sees /usr, the Python that runs here and its packages, all read-only and
without the key to the exercises. A seccomp filter refuses it new processes and threads,
so that the limits of one process are the limits of the whole sandbox, for root too.
"""

import os
import platform
import shutil
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from course_utils.pack.workspace import ROOT

WORKER = Path(__file__).with_name("worker.py")
HIDDEN = ("course_utils", "torch", "optax")  # the key, and what would answer for one
PRIVATE = 16 * 2**20  # bytes of /tmp and of /dev/shm
LIMITS = {  # of the one process
    "RLIMIT_AS": 2**30,
    "RLIMIT_CPU": 120,
    "RLIMIT_FSIZE": PRIVATE,
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CORE": 0,
}
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin",
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
# numbers of clone, fork, vfork, clone3, unshare, setns, ptrace, socket, io_uring_setup,
# add_key, request_key, keyctl
REFUSED = {
    "x86_64": (0xC000003E, (56, 57, 58, 435, 272, 308, 101, 41, 425, 248, 249, 250)),
    "aarch64": (0xC00000B7, (220, 435, 97, 268, 117, 198, 425, 217, 218, 219)),
}
HINTS = {
    "missing": "Install it: apt install bubblewrap (or dnf, pacman, zypper).",
    "old": "bubblewrap 0.8 or newer is needed.",
    "blocked": "The system forbids user namespaces. Ubuntu 24.04: give /usr/bin/bwrap "
    "an AppArmor profile that allows userns, or set sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0. Docker: docker run "
    "--security-opt seccomp=unconfined --security-opt systempaths=unconfined "
    "(and --cap-add SYS_ADMIN where that is not enough).",
    "system": "The sandbox needs Linux on x86-64 or ARM64: grade in WSL 2, a Linux "
    "virtual machine or CI.",
}


class Refused(RuntimeError):
    """The sandbox cannot run here; the message says what to install or allow."""


def refused(hint, detail=""):
    lines = ["The sandbox (bubblewrap) cannot run here.", HINTS[hint], detail]
    own = "For work of your own that you trust: --no-sandbox."
    return Refused("\n".join(filter(None, [*lines, own])))


def seccomp():
    """The filter as a BPF program: a list of (code, jump true, jump false, k)."""
    architecture, refused = REFUSED[platform.machine()]
    load, equal, at_least, leave = 0x20, 0x15, 0x35, 0x06
    kill, not_permitted, allow = 0x80000000, 0x00050001, 0x7FFF0000
    program = [(load, 0, 0, 4), (equal, 1, 0, architecture), (leave, 0, 0, kill)]
    program += [(load, 0, 0, 0), (at_least, 0, 1, 0x40000000), (leave, 0, 0, kill)]
    for number in refused:
        program += [(equal, 0, 1, number), (leave, 0, 0, not_permitted)]
    program += [(leave, 0, 0, allow)]
    return b"".join(struct.pack("=HBBI", *line) for line in program)


def packages():
    """The folder from which NumPy is imported."""
    return Path(find_spec("numpy").origin).parents[1]


def hidden():
    """Folders that stay unseen wherever they lie: the key, the course, the home."""
    specs = filter(None, map(find_spec, HIDDEN))
    folders = [Path(p) for spec in specs for p in spec.submodule_search_locations]
    return [path for path in [*folders, ROOT, Path.home()] if path.is_dir()]


@cache
def command():
    """bubblewrap, its arguments and the Python to run; Refused if they cannot be."""
    if sys.platform != "linux" or platform.machine() not in REFUSED:
        raise refused("system")
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise refused("missing")
    python = Path(sys._base_executable).resolve()
    shown = {Path("/usr"): "/usr", packages(): "/env"}
    shown.setdefault(Path(sys.base_prefix).resolve(), sys.base_prefix)
    parts = ["--unshare-all", "--unshare-user", "--disable-userns"]
    parts += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    parts += ["--uid", "1000", "--gid", "1000", "--hostname", "sandbox"]
    for name, value in ENVIRONMENT.items():
        parts += ["--setenv", name, value]
    parts += ["--proc", "/proc", "--dev", "/dev"]
    for name in ("lib", "lib64", "bin"):
        parts += ["--symlink", f"usr/{name}", f"/{name}"]
    for source, place in shown.items():
        parts += ["--ro-bind", source, place]
    for name in ("ld.so.cache", "alternatives"):
        parts += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for folder in hidden():
        for source, place in shown.items():
            if folder.is_relative_to(source) and folder != source:
                inside = Path(place) / folder.relative_to(source)
                parts += ["--size", "4096", "--tmpfs", inside]
    for name in ("wire.py", "worker.py"):
        parts += ["--ro-bind", WORKER.with_name(name), f"/{name}"]
    for folder in ("/dev/shm", "/tmp"):
        parts += ["--size", str(PRIVATE), "--tmpfs", folder]
    parts += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
    return bwrap, b"\0".join(os.fsencode(part) for part in parts), str(python)


def fed(data):
    """A file descriptor from which these bytes can be read."""
    end, start = os.pipe()
    os.write(start, data)
    os.close(start)
    return end


def start(sandboxed=True, stderr=subprocess.DEVNULL):
    """Start a worker; returns its process and the socket to talk to it."""
    ours, theirs = socket.socketpair()
    with theirs:
        if not sandboxed:
            line = [sys._base_executable, "-I", "-S", str(WORKER)]
            quiet = {"stdin": theirs, "stdout": stderr, "stderr": stderr}
            return subprocess.Popen(line, env=ENVIRONMENT, cwd="/tmp", **quiet), ours
        bwrap, arguments, python = command()
        ends = [fed(arguments), fed(seccomp())]  # not on its command line
        line = [bwrap, "--args", str(ends[0]), "--seccomp", str(ends[1])]
        try:
            process = subprocess.Popen(
                [*line, python, "-I", "-S", "/worker.py"],
                stdin=theirs,
                stdout=stderr,
                stderr=stderr,
                pass_fds=ends,
                env={},
            )
        finally:
            for end in ends:
                os.close(end)
    return process, ours


def order(setup, cells, names, sandboxed=True):
    """The first message to a worker: what to run and within which limits."""
    return {
        "setup": setup,
        "cells": cells,
        "names": names,
        "limits": LIMITS if sys.platform == "linux" else {},
        "packages": "/env" if sandboxed else str(packages()),
    }


def probe():
    """Start a worker and ask for a value, or raise Refused."""
    from course_utils.grading.wire import receive, send

    process, channel = start(stderr=subprocess.PIPE)
    try:
        channel.settimeout(60)
        send(channel, order("import numpy as np", [], ["np"]))
        with channel.makefile("rb") as stream:
            receive(stream.read)
    except Exception:
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        said = process.communicate()[1].decode(errors="replace").strip()
        raise refused("old" if "nknown option" in said else "blocked", said) from None
    finally:
        process.kill()
        process.wait()
        channel.close()
