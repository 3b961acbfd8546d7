"""`adjust.csv`: what a teacher decides about marks, beside the results, kept for good.

Its columns are learner, assignment, exercise, points and comment, and `after` for what
holds for late work alone. An empty learner means everybody, an empty assignment all of
them, an empty exercise the whole assignment. `points` says what to do:

    2          that many points, in place of those that were earned
    2 more     on top, for a part of an answer, as a bonus;  1 less  likewise
    20% less   of what was earned
    out        the exercise does not count, nor do its points
    (empty)    nothing; the comment alone is shown

A row that names a learner takes the place of one for everybody.
"""

import re
from copy import deepcopy
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from course_utils.grading.results import edited
from course_utils.grading.tables import records

NAME = "adjust.csv"
COLUMNS = ("learner", "assignment", "exercise", "points", "comment", "after")
RULE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(%?)\s*(more|less|)|([+-])(\d+(?:[.,]\d+)?)(%?)"
)


class Row(NamedTuple):
    line: int
    learner: str
    assignment: str
    exercise: str
    kind: str  # set, add, share, out, or ""
    amount: float
    comment: str
    after: datetime | None


def read(folder, stored):
    """The rows of a folder's adjust.csv, and remarks; ValueError names a wrong line."""
    path = Path(folder) / NAME
    if not path.exists():
        return [], []
    header, lines = records(path)
    missing = [name for name in COLUMNS[:4] if name not in header]
    if missing:
        raise ValueError(f"{NAME} has no column {', '.join(missing)}")
    learners = {one["extra_data"]["learner"] for one in stored}
    exercises = {}
    for one in stored:
        names = [test["name"] for test in one["tests"]]
        exercises.setdefault(one["extra_data"]["assignment"], names)
    rows, remarks = [], []
    for line, own in lines:
        who, what, which = (own.get(name, "").strip("*") for name in COLUMNS[:3])
        if what and what not in exercises:
            raise ValueError(wrong(line, "assignment", what, exercises))
        known = [n for name in ([what] if what else exercises) for n in exercises[name]]
        if which and which not in known:
            raise ValueError(wrong(line, "exercise", which, known))
        if who and who not in learners:
            remarks.append(wrong(line, "learner with results", who, learners))
            continue
        kind, amount = rule(own["points"], line)
        if kind == "out" and not which:
            raise ValueError(f"{NAME}, line {line}: name the exercise that is out")
        after = date(own.get("after", ""), line)
        comment = own.get("comment", "")
        rows.append(Row(line, who, what, which, kind, amount, comment, after))
    return rows, remarks


def wrong(line, kind, name, known):
    near = get_close_matches(name, list(known), 3) or sorted(known)[:5]
    return f"{NAME}, line {line}: there is no {kind} {name}; near: {', '.join(near)}"


def rule(text, line):
    """What a cell of points says, as (kind, amount)."""
    if text.casefold() in ("", "out"):
        return text.casefold(), 0.0
    match = RULE.fullmatch(text.casefold())
    if not match:
        said = "write 2, 2 more, 1 less, 20% less, or out"
        raise ValueError(f"{NAME}, line {line}: {text!r} are no points; {said}")
    number, share, way, sign, other, other_share = match.groups()
    amount = float((number or other).replace(",", "."))
    amount = -amount if way == "less" or sign == "-" else amount
    share = share or other_share
    if share and not (way or sign):
        raise ValueError(f"{NAME}, line {line}: {text!r}: more or less?")
    return ("share" if share else "add" if way or sign else "set"), amount


def date(text, line=None):
    """A date, at the end of its day, or a date and time; None if there is none.

    A zone behind it is left out: the clock of the platform is meant.
    """
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text[:19].strip())
    except ValueError:
        if line is None:
            return None
        said = "write 2026-10-03 or 2026-10-03 18:00"
        raise ValueError(f"{NAME}, line {line}: {text!r} is no date; {said}") from None
    return found.replace(hour=23, minute=59, second=59) if len(text) <= 10 else found


def adjusted(result, rows, link, values_out=()):
    """A copy of a result with the rows applied, and remarks for the teacher.

    Each test gains `counts`, and `adjusted` with the comments on it, as the result has
    those on the whole. A result without a mark has one if its points are set.
    """
    new, remarks = deepcopy(result), []
    extra = new["extra_data"]
    mine, undated = matching(extra["learner"], extra["assignment"], rows, link)
    if undated:
        remarks.append(
            "handed in at an unknown time: the rule for late work is not used"
        )
    new["adjusted"], new["graded"] = [], not extra["trouble"]
    new["edited"] = edited(result)
    change = 0
    for test in new["tests"]:
        earned = test["score"]
        test["counts"] = test["name"] not in values_out
        test["adjusted"] = []
        for row in [row for row in mine if row.exercise == test["name"]]:
            test["counts"] &= row.kind != "out"
            test["score"] = moved(test["score"], row)
            test["adjusted"] += [row.comment] if row.comment else []
        if not test["counts"]:
            new["max_score"] -= test["max_score"]
            test["score"] = 0
        test["score"] = tidy(test["score"])
        change += test["score"] - earned
    new["score"] = max(0, new["score"] + change)
    whole = [row for row in mine if not row.exercise]
    for row in sorted(whole, key=lambda row: row.kind == "share"):
        new["graded"] |= row.kind == "set"
        new["score"] = moved(new["score"], row)
        new["adjusted"] += [row.comment] if row.comment else []
    new["score"] = tidy(new["score"])
    names = {"", *(test["name"] for test in new["tests"])}
    new["changed"] = any(
        r.kind not in ("", "out") and r.exercise in names for r in mine
    )
    return new, remarks


def matching(learner, assignment, rows, link):
    """The rows for a result, and whether one needs a date that is not known."""
    handed_in, late = date(link.get("handed_in", "")), bool(link.get("late"))
    mine, undated = {}, False
    for row in rows:
        if row.learner not in ("", learner) or row.assignment not in ("", assignment):
            continue
        if row.after and handed_in is None and not late:
            undated = True
            continue
        scope = row.exercise, bool(row.after)
        mine.setdefault(scope, {}).setdefault(bool(row.learner), []).append(row)
    chosen = [row for own in mine.values() for row in own.get(True) or own[False]]
    due = [row for row in chosen if not row.after or late_for(row, handed_in)]
    return sorted(due), undated and not any(row.learner and row.after for row in chosen)


def late_for(row, handed_in):
    return handed_in is None or handed_in > row.after


def moved(score, row):
    """A score after what one row does to it."""
    if row.kind == "set":
        return row.amount
    if row.kind == "share":
        return max(0, score * (1 + row.amount / 100))
    return max(0, score + row.amount)


def tidy(score):
    """A score without a needless fraction, to a hundredth of a point."""
    score = round(score, 2)
    return int(score) if score == int(score) else score
