"""What the teacher's page shows of a class: marks, mistakes, who is stuck on what."""

from collections import Counter
from statistics import mean, median
from urllib.parse import quote

from course_utils.checks.diagnosis import CHANGED
from course_utils.exercises import find
from course_utils.grading import watch

STATES = ("right", "wrong", "open")


def place(one):
    return one["extra_data"]["learner"], one["extra_data"]["assignment"]


def of_class(results, known, remarks):
    """The content of class.html.

    results : as `adjust.adjusted` returns them
    known : rows of `collected.csv`, remarks : sentences for the teacher
    """
    learners = sorted({place(one)[0] for one in results})
    names = sorted({place(one)[1] for one in results})
    return {
        "learners": [row_of(learner, names, results, known) for learner in learners],
        "lessons": [lesson(name, results) for name in names],
        "graded": sum(one["graded"] for one in results),
        "unsafe": sum(one["extra_data"]["sandbox"] == "none" for one in results),
        "attention": [*map(sentence, remarks), *attention(results)],
        "origins": origins(results),
    }


def sentence(remark):
    where, _, what = remark.partition(": ")
    return where, what


def attention(results):
    """(place, what a teacher should look at there), the gravest first."""
    for one in results:
        where, extra = " / ".join(place(one)), one["extra_data"]
        if extra["trouble"]:
            yield where, f"not graded, {extra['trouble']}"
            continue
        for name, note in extra["notes"].items():
            yield where, f"{name}: {note}"
        for name in extra["unknown"]:
            yield where, f"holds answers to {name}"
        if one["edited"]:
            yield where, "changed by hand; a new run replaces it, adjust.csv would stay"
    for one in results:
        for name, said in one["extra_data"].get("strange", {}).items():
            yield " / ".join(place(one)), f"{name}: an unusual answer, {said}"
    for assignment, learners, functions in watch.alike(results):
        said = f"the same but for layout in {', '.join(functions)}: a reason to look, "
        yield f"{', '.join(learners)} / {assignment}", f"{said}no proof"


def origins(results):
    """What the marks come from, and whether they come from more than one."""
    extras = [one["extra_data"] for one in results]
    versions = {str(sorted(e["versions"].items())) for e in extras}
    some = extras[0]["versions"]
    return {
        "seeds": sorted({e["seed"] for e in extras}),
        "sandboxes": sorted({e["sandbox"] for e in extras}),
        "course": some["course-utils"],
        "numpy": some["numpy"],
        "checks": sorted({(e["assignment"], e["versions"]["checks"]) for e in extras}),
        "mixed": len({e["seed"] for e in extras}) > 1
        or len(versions) > len({e["assignment"] for e in extras}),
    }


def state(test):
    if test["status"] == "passed":
        return "right"
    return "open" if test["output"].startswith("Not ") else "wrong"


def row_of(learner, names, results, known):
    """A learner's line in the table of marks, with links to feedback and file."""
    own = {place(one)[1]: one for one in results if place(one)[0] == learner}
    cells, total, most = [], 0, 0
    for name in names:
        one, link = own.get(name), known.get((learner, name), {})
        path = f"../{quote(link['path'])}" if link.get("path") else ""
        if one is None:
            cells.append({"text": "", "file": ""})
        elif not one["graded"]:
            cells.append({"text": "not graded", "file": path})
        else:
            text = f"{one['score']} of {one['max_score']}"
            total, most = total + one["score"], most + one["max_score"]
            cells.append({"text": text, "file": path, "changed": one["changed"]})
    page = f"../{quote(learner)}/feedback.html"
    total = round(total, 2)
    return {"name": learner, "page": page, "cells": cells, "total": total, "most": most}


def lesson(name, results):
    """What the page shows of one assignment."""
    all_ = [one for one in results if place(one)[1] == name]
    own = [one for one in all_ if one["graded"] and not one["extra_data"]["trouble"]]
    scores = [one["score"] for one in all_ if one["graded"]]
    tests = [t["name"] for t in all_[0]["tests"]]
    counted = {t["name"] for one in all_ for t in one["tests"] if t["counts"]}
    states = {place(one)[0]: {t["name"]: state(t) for t in one["tests"]} for one in own}
    made = Counter()
    for one in own:
        ids = one["extra_data"]["mistakes"]
        made.update((test, mistake) for test in ids for mistake in ids[test])
        wrong = [t["name"] for t in one["tests"] if state(t) == "wrong"]
        made.update((test, "") for test in wrong if not ids.get(test))
    stuck = {
        who: row
        for who, row in states.items()
        if any(row[test] != "right" for test in counted)
    }
    return {
        "name": name,
        "count": len(scores),
        "missing": len(all_) - len(scores),
        "most": max((one["max_score"] for one in all_), default=0),
        "mean": f"{mean(scores):.1f}" if scores else "",
        "median": f"{median(scores):g}" if scores else "",
        "parts": [part(own, kind) for kind in ("function", "value")],
        "mistakes": [(t, told(t, m), count) for (t, m), count in made.most_common(20)],
        "exercises": [
            (test, *(sum(r[test] == s for r in states.values()) for s in STATES))
            for test in tests
        ],
        "tests": [test for test in tests if test in counted],
        "out": [test for test in tests if test not in counted],
        "stuck": stuck,
        "done": len(states) - len(stuck),
    }


def part(own, kind):
    """(kind, mean points, most points) of the exercises of one kind that count."""
    chosen = [
        [t for t in one["tests"] if kind in t.get("tags", ()) and t["counts"]]
        for one in own
    ]
    most = max((sum(t["max_score"] for t in row) for row in chosen), default=0)
    got = mean(sum(t["score"] for t in row) for row in chosen) if chosen else 0
    return kind, f"{got:.1f}", most


def told(name, mistake):
    """The sentence that belongs to a known mistake."""
    if not mistake:
        return "None of the known mistakes; the sentence is in each learner's feedback."
    known = {one.id: one.message for one in find(name).mistakes}
    known[CHANGED] = "The values are right, but an argument was changed in place."
    return known.get(mistake, mistake.replace("_", " "))
