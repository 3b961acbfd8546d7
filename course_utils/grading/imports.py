"""What the marks of an assignment depend on: its exercises and what they import.

A change of one exercise then re-grades its notebook, and none of a class's others.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ENGINE = [  # what judges; the modules that these import come with them
    "grading/merge.py",
    "grading/results.py",
    "grading/proxy.py",
    "grading/worker.py",
    "grading/chunk.py",
]
DRAWING = {"plots", "widgets", "drawing", "pack"}  # a picture changes no mark


def declarations(lesson):
    """The files that declare the exercises of a lesson, such as "01"."""
    folder = PACKAGE / "exercises" / f"lesson_{lesson}"
    old = PACKAGE / "checks" / f"lesson_{lesson}.py"
    return [*sorted(folder.rglob("*.py")), *([old] if old.exists() else [])]


def imported(paths):
    """These files and all of the package that they import, directly or not."""
    found, waiting = set(), list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += modules(path)
    return sorted(found)


@cache
def modules(path):
    """The files of the package that one of its files imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    found = []
    for name in names:
        top, *rest = name.split(".")
        if top != PACKAGE.name or not rest or rest[0] in DRAWING:
            continue
        place = PACKAGE.joinpath(*rest)
        files = [place.with_suffix(".py"), place / "__init__.py"]
        found += [file for file in files if file.is_file()]
    return found


@cache
def digest(notebook):
    """What tells apart two states of what judges the answers to a notebook."""
    lesson = Path(notebook).name.split("_")[0]
    engine = [PACKAGE / name for name in ENGINE]
    total = hashlib.sha256(Path(notebook).read_bytes())
    for path in imported([*engine, *declarations(lesson)]):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]
