"""As much of Pyodide as registries hold: the lab's kernel starts without its CDN.

The npm package brings interpreter, standard library and the lock file that names all
packages; the pure ones among them come from pip, under the names of the lock. NumPy and
Matplotlib for WebAssembly stand on Pyodide's public address alone.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

NEEDED = ["micropip", "ipython", "jedi", "packaging", "pyodide-http", "threadpoolctl"]


def fetch_core(folder, release):
    """Put the core of a release of Pyodide into a folder, unless it is there."""
    done = folder / f"{release}.done"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pack = [shutil.which("npm"), "pack", "--silent", f"pyodide@{release}"]
    subprocess.run(pack, cwd=folder, check=True)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as members:
        for member in members:
            member.name = Path(member.name).name
            members.extract(member, folder, filter="data")
    archive.unlink()
    add_wheels(folder, folder / "pyodide-lock.json")
    done.touch()
    return folder


def add_wheels(folder, lock):
    """Fetch the pure packages that a kernel needs; their hashes differ from the lock's,
    as Pyodide packs them anew."""
    known = json.loads(lock.read_text("utf-8"))
    packages, names = known["packages"], list(NEEDED)
    for name in names:  # grows
        depends = [n.replace("_", "-").lower() for n in packages[name]["depends"]]
        names += [n for n in depends if n not in names]
    exact = [f"{name}=={packages[name]['version']}" for name in names]
    command = [sys.executable, "-m", "pip", "download", "-q", "-d", str(folder)]
    command += ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check"]
    command += ["--python-version", known["info"]["python"].rpartition(".")[0]]
    subprocess.run([*command, *exact], check=True)
    for name in names:
        wheel = folder / packages[name]["file_name"]
        packages[name]["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock.write_text(json.dumps(known), "utf-8")
