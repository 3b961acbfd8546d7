"""`course release DIR --gradescope 03`: an archive for Gradescope to grade with."""

import sys
import zipfile
from pathlib import Path

from course_utils.pack.workspace import ROOT, originals

SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, as root, when the archive is uploaded.
set -euo pipefail
base="${AUTOGRADER:-/autograder}"
cd "$base/source"
enough='import sys; sys.exit(sys.version_info < (3, 11))'
find_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" > /dev/null && "$name" -c "$enough"; then
            echo "$name"
            return
        fi
    done
}
if command -v apt-get > /dev/null; then
    apt-get update
    apt-get install -y bubblewrap python3-venv || true
    [ -n "$(find_python)" ] || apt-get install -y python3.12 python3.12-venv ||
        apt-get install -y python3.11 python3.11-venv || true
fi
python="$(find_python)"
[ -n "$python" ] || { echo "Choose a base image with Python 3.11 or newer."; exit 1; }
"$python" -m venv "$base/env"
# the sandbox that needs no rights of the container, where there is one for it
"$base/env/bin/pip" install -c constraints.txt -e '.[grade,wasm]' ||
    "$base/env/bin/pip" install -c constraints.txt -e '.[grade]'
# compiled now, a minute or two, and not for each submission anew
"$base/env/bin/python" -m course_utils.grading.wasm ||
    echo "The sandbox wasm does not run here."
"""
RUN = """#!/usr/bin/env bash
# Gradescope runs this for each submission.
base="${{AUTOGRADER:-/autograder}}"
cd "$base/source"
exec "$base/env/bin/python" -m course_utils.grading.gradescope {options}
"""
PARTS = ("LICENSE", "README.md", "pyproject.toml", "constraints.txt")


def main(folder, number, seed=1, without_values=False):
    """Write `gradescope_NN_name.zip` into a folder, and say what was written."""
    (notebook,) = originals(number, ["exercises"])
    options = f"{notebook.stem} --seed {seed}"
    options += " --without-values" if without_values else ""
    path = Path(folder) / f"gradescope_{notebook.stem}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    package = sorted((ROOT / "course_utils").rglob("*"))
    files = [p for p in package if p.is_file() and "__pycache__" not in p.parts]
    files += [ROOT / name for name in PARTS]
    files += originals(folders=["exercises"]) + [ROOT / "notebooks" / "glossary.md"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        scripts = {"setup.sh": SETUP, "run_autograder": RUN.format(options=options)}
        for name, text in scripts.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100755 << 16
            archive.writestr(info, text)
        for file in files:
            archive.write(file, file.relative_to(ROOT).as_posix())
    print(f"{path}: upload it as the autograder of a programming assignment.")
    print("It holds the right answers, as the course does. Answers run in WebAssembly,")
    print("as Gradescope's containers let no bubblewrap run; each result says where.")
    if seed == 1:
        print(
            "Seed 1 is the usual one; --seed draws cases of your own.", file=sys.stderr
        )
