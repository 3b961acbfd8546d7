"""What a teacher should know of an answer's text; it changes no mark."""

import ast
import hashlib
import re

LONG = 5000  # characters; a solution of the course has at most a fifth of that
RARE = re.compile(
    r"\b(exec|eval|__import__)\s*\(|(?<![\w.])compile\s*\(|"
    r"\b(zlib|base64|marshal|pickle|ctypes|importlib|meta_path|_getframe)\b"
)
FEW = 300  # characters of code below which answers are alike by themselves


def strange(source):
    """What no right answer needs, as "6,200 characters, uses exec, zlib"; or ""."""
    found = sorted({m[1] or m[2] or "compile" for m in RARE.finditer(source)})
    said = [f"{len(source):,} characters"] if len(source) > LONG else []
    return ", ".join([*said, *([f"uses {', '.join(found)}"] if found else [])])


def print_of(source):
    """(what two answers share that differ in layout alone, length of the code)."""
    try:
        code = ast.unparse(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        code = " ".join(source.split())
    return [hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:16], len(code)]


def alike(results):
    """Groups of learners whose answers to an assignment are the same but for layout.

    Short answers are alike by themselves: told are those who share all their answered
    functions, at least two and 300 characters of code in all.
    """
    groups = {}
    for one in results:
        extra = one["extra_data"]
        functions = {t["name"] for t in one["tests"] if "function" in t.get("tags", ())}
        own = {k: v for k, v in extra.get("prints", {}).items() if k in functions}
        if len(own) > 1 and sum(length for _, length in own.values()) >= FEW:
            key = extra["assignment"], str(sorted(own.items()))
            groups.setdefault(key, []).append((extra["learner"], sorted(own)))
    for (assignment, _), own in groups.items():
        if len(own) > 1:
            yield assignment, [learner for learner, _ in own], own[0][1]
