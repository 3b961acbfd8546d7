"""Starts workers under bubblewrap: no network, no files, no processes but their own.

The worker sees /usr, the Python that runs here and its packages, all read-only and
without the key to the exercises. It is process 1 of its sandbox and the only one in it:
a seccomp filter refuses new processes and threads, so the limits of that process are
the limits of the whole sandbox, for root too, and there is no other to take over.
"""

import json
import os
import platform
import shutil
import socket
import struct
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from course_utils.grading.sandbox import BUBBLEWRAP, NONE, packages, refused
from course_utils.pack.workspace import ROOT

WORKER = Path(__file__).with_name("worker.py")
HIDDEN = ("course_utils", "torch", "optax")  # the key, and what would answer for one
PRIVATE = 16 * 2**20  # bytes of /tmp, the one place where it can write
LIMITS = {  # of the one process
    "RLIMIT_AS": 2**30,
    "RLIMIT_CPU": 150,
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
FONTS = "COURSE_GRADING_FONTS"
# System calls that are refused, and their numbers on x86-64 and ARM64. A binding to
# libseccomp would know the numbers, but is one more library that a system must have;
# the list is short, and numbers never change.
REFUSED = {
    # processes, threads, namespaces, and what reaches into another process
    "clone": (56, 220),
    "fork": (57, None),
    "vfork": (58, None),
    "clone3": (435, 435),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    # sockets, and passing of open files (SCM_RIGHTS)
    "socket": (41, 198),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    # memory that no limit of a process counts
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # large parts of the kernel that no answer needs
    "io_uring_setup": (425, 425),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "fanotify_init": (300, 262),
}
PRCTL, PDEATHSIG = (157, 167), 1  # would let it live on after its starter
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def seccomp(machine=None):
    """The filter as a BPF program: a list of (code, jump true, jump false, k)."""
    column, architecture = MACHINES[machine or platform.machine()]
    load, equal, at_least, leave = 0x20, 0x15, 0x35, 0x06
    kill, not_permitted, allow = 0x80000000, 0x00050001, 0x7FFF0000
    program = [(load, 0, 0, 4), (equal, 1, 0, architecture), (leave, 0, 0, kill)]
    program += [(load, 0, 0, 0), (at_least, 0, 1, 0x40000000), (leave, 0, 0, kill)]
    for numbers in REFUSED.values():
        if numbers[column] is not None:
            program += [(equal, 0, 1, numbers[column]), (leave, 0, 0, not_permitted)]
    program += [(equal, 0, 3, PRCTL[column]), (load, 0, 0, 16)]  # its first argument
    program += [(equal, 0, 1, PDEATHSIG), (leave, 0, 0, not_permitted)]
    program += [(leave, 0, 0, allow)]
    return b"".join(struct.pack("=HBBI", *line) for line in program)


def hidden():
    """Folders that stay unseen wherever they lie: the key, the course, the home."""
    specs = filter(None, map(find_spec, HIDDEN))
    folders = [Path(p) for spec in specs for p in spec.submodule_search_locations]
    return [path for path in [*folders, ROOT, Path.home()] if path.is_dir()]


@cache
def fonts():
    """Matplotlib's list of fonts, made if need be: else each worker would make it.

    A process that grades a chunk is told by the one that started it.
    """
    if FONTS in os.environ:
        return [Path(path) for path in json.loads(os.environ[FONTS])]
    try:
        import matplotlib.font_manager  # writes it when it is imported

        return sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))
    except Exception:
        return []


@cache
def command():
    """bubblewrap, its arguments and the Python to run; Refused if they cannot be."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        raise refused(BUBBLEWRAP, "system")
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise refused(BUBBLEWRAP, "missing")
    python = Path(sys._base_executable).resolve()
    shown = {Path("/usr"): "/usr", packages(): "/env"}
    shown.setdefault(Path(sys.base_prefix).resolve(), sys.base_prefix)
    parts = ["--unshare-all", "--unshare-user", "--disable-userns", "--as-pid-1"]
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
                parts += ["--size", "4096", "--tmpfs", inside, "--remount-ro", inside]
    for name in ("wire.py", "worker.py"):
        parts += ["--ro-bind", WORKER.with_name(name), f"/{name}"]
    parts += ["--size", str(PRIVATE), "--tmpfs", "/tmp"]
    for path in fonts():
        parts += ["--ro-bind-try", path, f"/tmp/.cache/matplotlib/{path.name}"]
    # for root, the settings of the kernel in /proc/sys are files that it may write
    for place in ("/proc", "/dev", "/"):
        parts += ["--remount-ro", place]
    parts += ["--chdir", "/tmp"]
    return bwrap, b"\0".join(os.fsencode(part) for part in parts), str(python)


def fed(data):
    """A file descriptor from which these bytes can be read."""
    end, start = os.pipe()
    os.write(start, data)
    os.close(start)
    return end


def start(kind, stderr=subprocess.DEVNULL):
    """Start a worker; returns the process started, a socket to the worker, its id."""
    ours, theirs = socket.socketpair()
    streams = {"stdin": theirs, "stdout": subprocess.DEVNULL, "stderr": stderr}
    with theirs:
        if kind == NONE:
            line = [sys._base_executable, "-I", "-S", str(WORKER)]
            process = subprocess.Popen(line, env=ENVIRONMENT, cwd="/tmp", **streams)
            return process, ours, process.pid
        bwrap, arguments, python = command()
        told, tell = os.pipe()
        ends = [fed(arguments), fed(seccomp()), tell]  # not on its command line
        line = [bwrap, "--args", ends[0], "--seccomp", ends[1], "--info-fd", tell]
        line += [python, "-I", "-S", "/worker.py"]
        try:
            process = subprocess.Popen(
                list(map(str, line)), pass_fds=ends, env={}, **streams
            )
        finally:
            for end in ends:
                os.close(end)
    with open(told, encoding="utf-8") as file:
        info = file.read()
    return process, ours, json.loads(info)["child-pid"] if info else None


def setup(source, kind):
    """The first message to a worker: its imports, and its limits."""
    return {
        "setup": source,
        "limits": LIMITS if sys.platform == "linux" else {},
        "packages": "/env" if kind == BUBBLEWRAP else str(packages()),
    }


def probe():
    """Start a worker and wait until it is ready, or raise Refused."""
    command()
    try:
        said = attempt()
        if said is not None and "permi" not in said.lower():
            said = attempt()  # on a busy machine a start may fail by chance
    except OSError as error:
        raise refused(BUBBLEWRAP, "failed", str(error)) from None
    if said is not None:
        hint = "blocked" if "permi" in said.lower() else "failed"
        hint = "old" if "nknown option" in said else hint
        raise refused(BUBBLEWRAP, hint, said)


def attempt():
    """What a worker said that does not start; None of one that does."""
    from course_utils.grading.faults import NotStarted
    from course_utils.grading.process import Process

    worker = Process("import numpy as np", BUBBLEWRAP, stderr=subprocess.PIPE)
    try:
        worker.wait_ready()
    except NotStarted:
        worker.close()
        return worker.starter.stderr.read().decode(errors="replace").strip()
    finally:
        worker.close()
        worker.starter.stderr.close()
