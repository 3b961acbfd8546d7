"""Set up and open the course: `python3 start.py`; or test it: `python3 start.py test`;
or build its site and slides: `python3 start.py site`.

Needs only Python 3.11 or newer and its standard library. Everything it installs goes
into `.venv` beside this file; delete that folder to start over. The other commands of
`course` work here too, such as `python3 start.py check`. Learning needs less than
teaching and testing, which add the rest when first asked for.
"""

import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LEARNING, EVERYTHING = ROOT / "requirements.lock", ROOT / "requirements-all.lock"
LEARNERS = "start", "check", "reset"  # the commands that the smaller lock is for
STAMP = VENV / "installed.sha256"


def fingerprint(lock):
    """What `.venv` was made from, in one word."""
    sources = lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), bytes(ROOT)
    return hashlib.sha256(b"".join(sources)).hexdigest()


def set_up(lock):
    """Create `.venv` and install a lock, unless that or a larger one is there."""
    enough = [each for each in {lock, EVERYTHING} if each.exists()]
    there = PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8")
    if there and there in map(fingerprint, enough):
        return
    print(f"Setting up the course in {VENV.name}, once.", flush=True)
    has_pip = importlib.util.find_spec("pip") is not None
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not (has_pip or has_ensurepip):
        sys.exit("Python has no pip. On Debian or Ubuntu: apt install python3-pip")
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    make += [] if has_ensurepip else ["--without-pip"]  # Debian without python3-venv
    if there != fingerprint(LEARNING):  # else the rest is added to what is there
        subprocess.run(make, check=True)
    pip = [str(PYTHON), "-m", "pip"]
    if not has_ensurepip:  # borrow the pip outside
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    pip += ["install", "--disable-pip-version-check"]
    install(pip, lock)
    subprocess.run([*pip, "--quiet", "--no-deps", "-e", str(ROOT)], check=True)
    STAMP.write_text(fingerprint(lock), "utf-8")


def install(pip, lock):
    """Install a lock with pip, and show how far it is."""
    lines = lock.read_text("utf-8").splitlines()
    count, total = 0, sum(line[:1].isalnum() for line in lines)
    command = [*pip, "--require-hashes", "-r", str(lock)]
    environment = dict(os.environ, PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8")
    options = {"stdout": subprocess.PIPE, "encoding": "utf-8", "errors": "replace"}
    with subprocess.Popen(command, env=environment, **options) as process:
        for line in process.stdout:
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                count += 1
                show(f"Fetching package {count} of about {total}")
            elif line.startswith("Installing "):
                show("Putting the packages in place, half a minute or more")
    print(flush=True)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "pip install")


def show(line):
    """Write a line over the one before, if somebody watches."""
    if sys.stdout.isatty():
        print(f"\r{line:60}", end="", flush=True)


def main():
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(f"The course needs Python 3.11 or newer; this is {sys.version[:6]}.")
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH"):
        os.environ.pop(name, None)  # else .venv is slow to start, or mixed with others
    os.environ["VIRTUAL_ENV"] = str(VENV)  # another active one would join the kernel's
    arguments = sys.argv[1:]
    command = arguments[0] if arguments and arguments[0][0] != "-" else "start"
    larger = command not in LEARNERS and EVERYTHING.exists()
    try:
        set_up(EVERYTHING if larger else LEARNING)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"The set-up stopped: {error}\nMend it and run this command again.")
    options = arguments[1:] if arguments[:1] == [command] else arguments
    # over the cores, file by file, in the order of tests/conftest.py
    spread = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    here = {"test": ["-m", "pytest", *spread], "site": [".site/build.py"]}
    part = here.get(command, ["-m", "course_utils.pack.cli", command])
    folder = ROOT if command in here else None
    process = subprocess.Popen([str(PYTHON), *part, *options], cwd=folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is JupyterLab's to answer
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    sys.exit(process.wait())


if __name__ == "__main__":
    main()
