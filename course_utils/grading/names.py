"""Names of files and folders, as learners, browsers and platforms write them."""

import re
import unicodedata
from hashlib import sha256

ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json")  # browsers add the last two
NOISE = ("__MACOSX", "__pycache__", "solutions", "node_modules")  # nobody's answers
RESERVED = (  # what stands beside learners, or stands for nbgrader's layout
    "report",
    "submitted",
    "collected.csv",
    "adjust.csv",
)
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)  # of Windows
LONGEST = 120  # bytes of a folder's name; systems take 255


def is_notebook(name):
    """Whether a file of this name is a notebook, and no backup of one."""
    backup = re.search(r"\.backup\d*\.|checkpoint\.", name)
    return name.casefold().endswith(ENDINGS) and name[0] != "." and not backup


def is_noise(name):
    """Whether nothing that was handed in lies in a folder of this name."""
    return name.startswith(".") or name in NOISE


def assignment_of(name, known):
    """The assignment that a file's name holds, whatever stands around it; or None.

    So "01_moving_averages (1).ipynb", "Copy of 01_moving_averages.ipynb" and
    "01-moving-averages-Copy1.ipynb" are found; backups of `course reset` are not.
    """
    if not is_notebook(name):
        return None
    stem = re.sub(r"[\s-]+", "_", name.casefold())
    pattern = r"(?<![0-9a-z]){}(?![a-z])"
    found = [k for k in known if re.search(pattern.format(re.escape(k)), stem)]
    return max(found, key=len, default=None)


def folder_name(text):
    """A person's name or login as the name of a folder, on any system."""
    text = unicodedata.normalize("NFC", text)
    bad = {c for c in text if not c.isprintable() or c in '/\\:*?"<>|'}
    text = "".join("_" if c in bad else c for c in text)
    text = text.strip(" .") or "unnamed"
    if len(data := text.encode("utf-8", "replace")) > LONGEST:  # and still its own
        short = data[: LONGEST - 9].decode("utf-8", "ignore").strip(" .")
        text = f"{short}_{sha256(data).hexdigest()[:8]}"
    if text.casefold() in RESERVED or is_noise(text) or DEVICES.fullmatch(text):
        return f"{text}_"
    return text


def show(name):
    """A name as one printable line."""
    safe = "".join(c if c.isprintable() else "?" for c in name)
    return safe.encode("utf-8", "replace").decode("utf-8")
