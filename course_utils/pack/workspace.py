"""The learner's folder `work/`: hand notebooks out, bring them back, open JupyterLab.

At import only the standard library, so that an incomplete set-up can still be told.
"""

import hashlib
import importlib.util
import itertools
import json
import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("notebooks", "exercises")
WELCOME = """The course opens at {address}
Your work is kept in the folder work/ of the course.
To stop, save your notebooks, then press Ctrl-C in this window.
To check what is right so far, in a second window: python3 start.py check"""
NEEDED = ("numpy", "matplotlib", "ipywidgets", "ipykernel", "jupyterlab")


def originals(number=None, folders=FOLDERS):
    """The notebooks and glossary.md in these folders, or those of one `number_of`."""
    if not (ROOT / "notebooks").is_dir():
        sys.exit(
            f"The lessons are not beside the package in {ROOT}. Clone or download the "
            f"whole course and run `python3 start.py` in its folder."
        )
    patterns = itertools.product(folders, ("[0-9][0-9]_*.ipynb", "glossary.md"))
    found = [p for f, pattern in patterns for p in sorted((ROOT / f).glob(pattern))]
    if number is None:
        return found
    chosen = [p for p in found if number_of(p) == number.zfill(2)]
    if not chosen:
        names = sorted(set(map(number_of, found)))
        sys.exit(
            f"There is no number {number} here, only {', '.join(names) or 'none'}."
        )
    return chosen


def number_of(path):
    """What `reset` calls a file: 03 for 03_momentum.ipynb."""
    return path.stem.split("_")[0]


def pristine(number=None, folders=FOLDERS, language=None):
    """What learners get, {name in work/: bytes}, with translations there or wanted."""
    found = {}
    for path in originals(number, folders):
        found[path.relative_to(ROOT).as_posix()] = for_learner(path)
        for catalogue in sorted(path.parent.glob(f"*/{path.stem}.po")):
            copy = path.with_suffix(f".{catalogue.parent.name}.ipynb").relative_to(ROOT)
            if catalogue.parent.name == language or (ROOT / "work" / copy).exists():
                from course_utils.pack.translations import translated

                found[copy.as_posix()] = translated(path, catalogue)[0].encode()
    return found


def for_learner(path):
    """A file's bytes; in exercises without the passing lines, which nothing earned."""
    if path.parent.name != "exercises":
        return path.read_bytes()
    nb = json.loads(path.read_text("utf-8"))
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(nb, indent=1, ensure_ascii=False).encode() + b"\n"


def digest(path):
    """What tells two versions of a file apart, or None if there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def hand_out(language=None):
    """Copy the course into work/, overwriting nothing that a learner has touched.

    `.handed-out.json` remembers what was copied, so that a newer version can take the
    place of an older one that is still as it was handed out.
    """
    record = ROOT / "work" / ".handed-out.json"
    try:
        known = json.loads(record.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        known = {}
    handed = pristine(language=language)
    for name, content in handed.items():
        copy = ROOT / "work" / name
        old, fresh = digest(copy), hashlib.sha256(content).hexdigest()
        if old in (None, known.get(name)):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        elif fresh not in (old, known.get(name)):
            print(
                f"{name} has a newer version; yours is kept. To get the new one beside "
                f"yours: python3 start.py reset {number_of(copy)}"
            )
            continue
        known[name] = fresh
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps(known, indent=1), "utf-8")
    return list(handed)


def handed_out(folder):
    """The learner's notebooks in one folder of work/, without backups."""
    copies = [ROOT / "work" / p.relative_to(ROOT) for p in originals(folders=[folder])]
    if not any(copy.exists() for copy in copies):
        sys.exit(f"There is nothing in work/{folder} yet. To begin: python3 start.py")
    return [copy for copy in copies if copy.exists()]


def reset(number, folders=FOLDERS):
    """Bring back fresh copies; what they replace stays beside them as a backup."""
    for name, content in pristine(number, folders).items():
        copy = ROOT / "work" / name
        if copy.exists() and copy.read_bytes() != content:
            names = (f"{copy.stem}.backup{k}{copy.suffix}" for k in itertools.count(1))
            backups = (copy.with_name(name) for name in names)
            backup = next(path for path in backups if not path.exists())
            copy.rename(backup)
            print(f"Your version is now {backup.relative_to(ROOT)}")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
        print(f"Fresh: {copy.relative_to(ROOT)}")


def check_environment():
    """Leave with one clear line if JupyterLab or its kernel would not work."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"{', '.join(missing)} missing in {sys.executable}. "
            f"`python3 start.py` in the course's folder installs all that is needed."
        )
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().get_kernel_spec("python3")
    python = Path(spec.argv[0])
    if python.is_absolute() and python.parent != Path(sys.executable).parent:
        sys.exit(
            f"The kernel python3 in {spec.resource_dir} runs {python}, not the "
            f"course's Python. Remove it: jupyter kernelspec remove python3"
        )


def free_port(wanted):
    """The first free port from `wanted` on; says so when another has to do."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if os.name != "nt":  # as JupyterLab does: a port just left counts as free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != wanted:
            print(
                f"Port {wanted} is taken (another JupyterLab?); using {port}.",
                flush=True,
            )
        return port
    sys.exit(f"Ports {wanted} to {port} are all taken; try --port={wanted + 1000}.")


def start(port, extra, language=None):
    """Check, hand out, and open JupyterLab in work/ at the first (translated) lesson.

    `extra` arguments are passed on to `jupyter lab`.
    """
    check_environment()
    from jupyter_core.paths import jupyter_runtime_dir

    try:
        names = hand_out(language)
        Path(jupyter_runtime_dir()).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(
            f"Cannot write {error.filename}: {error.strerror}. Move the course to a "
            f"folder of your own, or mend the permission, and start again."
        )
    ending = f".{language}.ipynb" if language else ".ipynb"
    lessons = [name for name in names if name.endswith(ending)]
    if language and not lessons:
        others = sorted({path.parent.name for path in ROOT.glob("notebooks/*/*.po")})
        sys.exit(f"There is no lesson in {language} yet, only in {', '.join(others)}.")
    page = f"/lab/tree/{lessons[0]}" if lessons else "/lab"
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # root, as in a container
        extra = ["--allow-root", *extra]
    # `course` is then found in JupyterLab's terminals, and by `!course` in a notebook
    here = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([here, os.environ["PATH"]])
    from jupyterlab.labapp import LabApp

    from course_utils.pack.prompt import ENVIRONMENT, OPTIONS

    os.environ.update(ENVIRONMENT)
    places = [f"--notebook-dir={ROOT / 'work'}", f"--LabApp.default_url={page}"]
    port, token = free_port(port), secrets.token_hex(24)
    places += [f"--port={port}", f"--IdentityProvider.token={token}"]
    print(WELCOME.format(address=f"http://localhost:{port}{page}?token={token}"))
    sys.stdout.flush()
    LabApp.launch_instance([*places, *OPTIONS, *extra])
