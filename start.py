"""Set up and open the course: `python3 start.py`; or test it: `python3 start.py test`.

Needs only Python 3.11 or newer and its standard library. Everything it installs goes
into `.venv` beside this file; delete that folder to start over. The other commands of
`course` work here too, such as `python3 start.py check`.
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
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed.sha256"


def set_up():
    """Create `.venv` and install the lock, unless just that is installed already."""
    sources = LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), bytes(ROOT)
    wanted = hashlib.sha256(b"".join(sources)).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    print("Setting up the course in .venv: about a minute, once.", flush=True)
    has_pip = importlib.util.find_spec("pip") is not None
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not (has_pip or has_ensurepip):
        sys.exit("Python has no pip. On Debian or Ubuntu: apt install python3-pip")
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if has_ensurepip:
        subprocess.run(make, check=True)
        pip = [str(PYTHON), "-m", "pip"]
    else:  # Debian without python3-venv: borrow the pip outside
        subprocess.run([*make, "--without-pip"], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    pip += ["install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", "-e", str(ROOT)], check=True)
    STAMP.write_text(wanted, "utf-8")


def main():
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(f"The course needs Python 3.11 or newer; this is {sys.version[:6]}.")
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH"):
        os.environ.pop(name, None)  # else .venv is slow to start, or mixed with others
    os.environ["VIRTUAL_ENV"] = str(VENV)  # another active one would join the kernel's
    try:
        set_up()
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"The set-up stopped: {error}\nMend it and run this command again.")
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["test"]
    if testing:
        command = ["pytest", *arguments[1:]]
    elif arguments and not arguments[0].startswith("-"):
        command = ["course_utils.pack.cli", *arguments]
    else:
        command = ["course_utils.pack.cli", "start", *arguments]
    command = [str(PYTHON), "-m", *command]
    process = subprocess.Popen(command, cwd=ROOT if testing else None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is JupyterLab's to answer
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    sys.exit(process.wait())


if __name__ == "__main__":
    main()
