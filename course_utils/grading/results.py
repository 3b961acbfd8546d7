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

from course_utils.exercises import find
from course_utils.grading.imports import digest
from course_utils.grading.watch import print_of, strange
from course_utils.pack.workspace import originals


@cache
def course(assignment):
    """What the marks depend on besides the submission: the checks, the versions."""
    pristine = {path.stem: path for path in originals(folders=["exercises"])}
    checks = digest(pristine[assignment])
    names = {"python": platform.python_version(), "checks": checks}
    return names | {name: version(name) for name in ("numpy", "nbval", "course-utils")}


def provenance(submission, merged, seed, kind):
    """What a result says of where it comes from; the same again: nothing to grade."""
    return {
        "learner": submission.learner,
        "assignment": submission.assignment,
        "sha256": merged.sha256,
        "seed": seed,
        "sandbox": kind,
        "versions": course(submission.assignment),
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
        lost = verdict.get("failed") or name not in merged.answers
        if name in notes and lost:
            output = f"Not graded: {notes[name]}."
        elif trouble:
            output = f"Not graded: {trouble}."
        elif verdict["passed"]:
            output = "Right."
        elif name in merged.open or not verdict["answered"]:
            output = "Not answered."
        else:
            output = " ".join([verdict["diagnosis"], *elsewhere(merged, name)])
        mistakes |= {name: verdict["mistakes"]} if verdict["mistakes"] else {}
        test = {"name": name, "number": str(number), "max_score": points}
        test |= {"score": points * verdict["passed"], "output": output}
        test |= {"status": "passed" if verdict["passed"] else "failed"}
        test |= {"output_format": "text", "visibility": "visible"}
        tests.append(test | {"tags": ["value" if is_value(name) else "function"]})
    score = sum(test["score"] for test in tests)
    said = f"Not graded: {trouble}." if trouble else f"{score} points."
    if merged.unknown:
        said += f" It holds answers to other exercises: {', '.join(merged.unknown)}."
    extra = origin | {"trouble": trouble, "mistakes": mistakes}
    late = [name for name, one in (verdicts or {}).items() if one.get("late")]
    extra |= {"notes": notes, "unknown": list(merged.unknown), "late": late}
    watched = {name: strange(text) for name, text in merged.answers.items()}
    extra["strange"] = {name: said for name, said in watched.items() if said}
    prints = {name: print_of(text) for name, text in merged.answers.items()}
    answered = {k for k, v in (verdicts or {}).items() if v.get("answered")}
    extra["prints"] = {name: prints[name] for name in names if name in answered}
    content = {
        "score": score,
        "max_score": sum(test["max_score"] for test in tests),
        "output": said,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": extra,
    }
    extra["seal"] = seal(content)
    return content


def is_value(name):
    """Whether an exercise asks for a value, which no seed changes, not a function."""
    return find(name).cases is None


def seal(content):
    """What a hand that edits marks or sentences in a result does not renew."""
    said = [
        (t["name"], t["score"], t["max_score"], t["output"]) for t in content["tests"]
    ]
    text = json.dumps([content["score"], content["output"], said])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def edited(stored):
    """Whether a stored result was changed by hand after it was graded."""
    try:
        return stored["extra_data"].get("seal", seal(stored)) != seal(stored)
    except (KeyError, TypeError):
        return True


def elsewhere(merged, name):
    """What to add to a wrong answer that uses what only other cells define."""
    if name in merged.outside:
        names = ", ".join(merged.outside[name])
        yield f"It uses {names} of another cell; only the answer cell is graded."


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
    half = path.with_suffix(f".json.{os.getpid()}.half")
    with half.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def all_results(folder):
    """All stored results of a folder, in order; a learner is called like the folder."""
    found = []
    for path in sorted(Path(folder).glob("*/[0-9][0-9]_*.json")):
        aside = path.name.count(".") > 1  # .removed.json, .edited.json
        stored = None if aside else read(path)
        if stored:
            stored["extra_data"]["learner"] = path.parent.name
            found.append(stored)
    return found
