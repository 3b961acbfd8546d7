"""One result per submission, in Gradescope's format, replaced as a whole or not at all.

`trouble` in the extra data says why a submission could not be graded; such a result
has no mark. Nothing in it depends on when or in which company it was graded.
"""

import hashlib
import json
import os
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from course_utils.checks.catalogue import find
from course_utils.pack.workspace import originals


@cache
def course():
    """What the marks depend on besides the submission: the checks, the versions."""
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256()
    sources = [p for p in folder.rglob("*.py") if "pack" not in p.parts]
    for path in [*sorted(sources), *originals(folders=["exercises"])]:
        digest.update(path.read_bytes())
    names = {"python": platform.python_version(), "checks": digest.hexdigest()[:16]}
    return names | {name: version(name) for name in ("numpy", "nbval", "course-utils")}


def provenance(submission, merged, seed, sandboxed):
    """What a result says of where it comes from; the same again: nothing to grade."""
    return {
        "learner": submission.learner,
        "assignment": submission.assignment,
        "sha256": merged.sha256,
        "seed": seed,
        "sandbox": "bubblewrap" if sandboxed else "none",
        "versions": course(),
    }


def result(origin, merged, names, verdicts):
    """The result of a submission from its verdicts (None: the grader failed)."""
    trouble = merged.trouble
    if verdicts is None and not trouble:
        trouble = "the grader failed on it; see what it said"
    tests, mistakes, notes = [], {}, dict(merged.notes)
    for number, name in enumerate(names, start=1):
        verdict = (verdicts or {}).get(name, {"passed": False, "mistakes": []})
        points = find(name).points
        if verdict.get("failed"):
            notes[name] = f"the grader failed on it ({verdict['failed']})"
        if name in notes:
            output = f"Not graded: {notes[name]}."
        elif trouble:
            output = f"Not graded: {trouble}."
        elif verdict["passed"]:
            output = "Right."
        else:
            output = verdict["diagnosis"] if verdict["answered"] else "Not answered."
        mistakes |= {name: verdict["mistakes"]} if verdict["mistakes"] else {}
        test = {"name": name, "number": str(number), "max_score": points}
        test |= {"score": points * verdict["passed"], "output": output}
        test |= {"status": "passed" if verdict["passed"] else "failed"}
        tests.append(test | {"output_format": "text", "visibility": "visible"})
    score = sum(test["score"] for test in tests)
    said = f"Not graded: {trouble}." if trouble else f"{score} points."
    if merged.unknown:
        said += f" It holds answers to other exercises: {', '.join(merged.unknown)}."
    extra = origin | {"trouble": trouble, "mistakes": mistakes}
    extra |= {"notes": notes, "unknown": list(merged.unknown)}
    return {
        "score": score,
        "max_score": sum(test["max_score"] for test in tests),
        "output": said,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": extra,
    }


def path_of(folder, submission):
    return Path(folder) / submission.learner / f"{submission.assignment}.json"


def read(path):
    """A stored result, or None if there is none that can be read."""
    try:
        stored = json.loads(Path(path).read_text("utf-8"))
        stored["extra_data"]["trouble"], stored["tests"]
        return stored
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(path, content):
    """Replace a result by atomic renaming, so that a kill leaves the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".json.half")
    with half.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def all_results(folder):
    """All stored results of a folder, in order; a learner is called like the folder."""
    found = []
    for path in sorted(Path(folder).glob("*/[0-9][0-9]_*.json")):
        stored = None if path.name.endswith(".removed.json") else read(path)
        if stored:
            stored["extra_data"]["learner"] = path.parent.name
            found.append(stored)
    return found
