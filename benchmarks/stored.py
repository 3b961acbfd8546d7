"""A commit of this repository in a folder, to be measured beside this one."""

import io
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEFORE = "c35716e"  # the last commit at which every training was a call of its own


def unpack(commit, folder):
    """Put the files of a commit into `folder`.

    A process started there with `python -c` imports the package of that commit.
    """
    made = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, capture_output=True, check=True
    )
    tarfile.open(fileobj=io.BytesIO(made.stdout)).extractall(folder, filter="data")
