"""Marks into the table that a platform exported, each into the row of its learner."""

import csv
import re
import sys
from collections import Counter

from course_utils.grading.links import harmless
from course_utils.grading.names import assignment_of, show
from course_utils.grading.tables import Table

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Identifier", "Full name", "Email address", "Status", "Grade")
IDS = {  # kind of table -> the columns that name a learner, those of the ids first
    "canvas": ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Student"),
    "moodle": ("Identifier", "Email address", "ID number", "Username", "Full name"),
    "gradescope": ("Email", "SID", "Name"),
    "brightspace": ("OrgDefinedId", "Username", "Email"),
    "blackboard": ("Username", "Student ID"),
}
MARKS = {"moodle": "Grade", "gradescope": "Total Score"}
MOST = ("Maximum Grade", "Maximum grade", "Max Points")


def fill_in(path, report, marks, points, links, columns):
    """Fill in an exported table; returns where it was written.

    marks : {(learner, assignment): points, or ""}, points : {assignment: most}
    links : rows of `collected.csv`, columns : what --column says
    ValueError says, in a sentence, why nothing was written.
    """
    table = Table(path)
    kind = kind_of(table, path)
    titles = titles_of(table, kind, path, points, links, columns)
    for name, column in titles.items():
        people = [learner for learner, one in marks if one == name]
        rows = rows_of(table, kind, people, name, links)
        for learner, (number, why) in rows.items():
            mark = marks[learner, name]
            if why:
                say(f"{learner}/{name}: no mark in the table, {why}")
            elif mark != "":
                table.fill(number, column, mark)
        warn_of_most(table, kind, name, column, points[name])
    suffix = f"_{next(iter(titles))}" if kind == "moodle" else ""
    filled = report / f"{kind}{suffix}.csv"
    table.write(filled)
    return filled


def say(text):
    print(show(text), file=sys.stderr)


def kind_of(table, path):
    """Whose table it is, by its header."""
    signs = {
        "canvas": {"Student", "ID"},
        "moodle": {"Identifier"},
        "gradescope": {"SID", "Email"},
        "brightspace": {"OrgDefinedId"},
        "blackboard": {"Username", "Last Name"},
    }
    for kind, sign in signs.items():
        if sign <= set(table.header):
            return kind
    raise ValueError(
        f"{path} is no table from Canvas, Moodle, Gradescope, Brightspace or "
        f"Blackboard: its columns are {', '.join(table.header[:6])}"
    )


def titles_of(table, kind, path, points, links, columns):
    """{assignment: the column for its marks}, found by its name or told by --column."""
    found, names = {}, list(points)
    for text in columns:
        name, sign, title = text.partition("=")
        if not sign or name not in names:
            name, title = names[0], text
            if len(names) > 1:
                raise ValueError(f'say which: --column "{names[0]}={text}"')
        exact = [c for c in table.header if title in (c, c.rsplit(" (", 1)[0])]
        if len(exact) != 1:
            raise ValueError(f"there is no one column {title!r} in {path}; {of(table)}")
        found[name] = exact[0]
    for name in [name for name in names if name not in found]:
        named = [c for c in table.header if assignment_of(f"{c}.ipynb", [name])]
        named = [c for c in named if not re.search(r" - |%|\bPoints\b", c)] or named
        if len(named) == 1:
            found[name] = named[0]
    if not found and MARKS.get(kind) in table.header:  # a table of one assignment
        name = only_one(table, kind, path, names, links)
        found = {name: MARKS[kind]} if name else {}
    for name in [name for name in names if name not in found and len(names) > 1]:
        if found and kind != "moodle":
            say(f'No column for {name}: name it, --column "{name}=..."')
    if not found:
        raise ValueError(
            f"which column of {path} is for {names[0]}? Say it with "
            f'--column "{names[0]}=..."; {of(table)}'
        )
    return found


def of(table):
    return f"there are {', '.join(repr(column) for column in table.header)}"


def only_one(table, kind, path, names, links):
    """The assignment of a table that is about one, if that can be told."""
    called = [n for n in names if assignment_of(f"{path}.ipynb", [n])]
    if len(names) == 1 or len(called) == 1:
        return (called or names)[0]
    found = {}
    for name in names:
        people = [learner for learner, one in links if one == name]
        rows = rows_of(table, kind, people, name, links)
        found[name] = sum(not why for _, why in rows.values())
    best = [
        name for name in names if found[name] and found[name] == max(found.values())
    ]
    return best[0] if len(best) == 1 else None


def rows_of(table, kind, learners, name, links):
    """{learner: (line, "") or (None, why there is none)}; no line is given twice.

    A learner whose name in the platform is known is sought by that alone; the others
    in the one column that names most of them. So a number that is one learner's login
    and another's id does not give them one mark.
    """
    rows = [(k, row) for k, row in table.rows if not about_points(row)]
    by_column = {column: {} for column in IDS[kind]}
    for number, row in rows:
        for column in IDS[kind]:
            for text in texts(row, column):
                by_column[column].setdefault(text, []).append(number)
    known = {learner: links.get((learner, name), {}) for learner in learners}
    own = {one: known[one].get("platform", "").lower() == kind for one in learners}
    first = IDS[kind][0]
    calls = {}
    for one in learners:
        row = known[one]
        told = [row.get("key"), *row.get("email", "").split(";"), row.get("name"), one]
        calls[one] = {plain(text) for text in told if text}
    hits = Counter(
        column
        for column in IDS[kind]
        for one in learners
        if calls[one] & by_column[column].keys()
    )
    best = hits.most_common(1)[0][0] if hits else first
    found = {}
    for one in learners:
        key = plain(known[one].get("key", ""))
        if own[one] and key in by_column[first]:
            lines = by_column[first][key]
        else:
            lines = sum((by_column[best].get(text, []) for text in calls[one]), [])
        found[one] = sorted(set(lines))
    shared = Counter(line for lines in found.values() for line in lines)
    answer = {}
    for one, lines in found.items():
        others = [o for o in found if o != one and set(found[o]) & set(lines)]
        if not lines:
            answer[one] = None, "nobody in it is called so"
        elif len(lines) > 1:
            answer[one] = None, f"{len(lines)} of its rows are called so"
        elif shared[lines[0]] > 1:
            answer[one] = None, f"the row is also that of {others[0]}"
        else:
            answer[one] = lines[0], ""
    return answer


def about_points(row):
    """Whether a line is that of Canvas' points possible."""
    return row.get("Student", "").strip() == "Points Possible"


def texts(row, column):
    """How a cell may name a learner."""
    text = row.get(column) or ""
    if column == "Name":
        text = f"{row.get('First Name', '')} {row.get('Last Name', '')}"
    found = {plain(text)}
    if column == "Identifier":  # Participant 5000, in whatever language
        found |= set(re.findall(r"\d+$", text.strip()))
    if column in ("Student", "Full name") and text.count(",") == 1:
        last, given = text.split(",")
        found.add(plain(f"{given} {last}"))
    return found - {""}


def plain(text):
    return " ".join(text.strip().removeprefix("#").split()).casefold()


def warn_of_most(table, kind, name, column, points):
    """Say when the platform counts another number of points than the course."""
    for _, row in table.rows:
        canvas = about_points(row)
        cells = [row.get(column)] if canvas else [row.get(c) for c in MOST]
        if canvas or kind != "canvas":
            numbers = [c.replace(",", ".") for c in cells if c and c.strip()]
            try:
                most = [float(number) for number in numbers]
            except ValueError:
                most = []
            if most and most[0] != points:
                say(
                    f"{name}: the table says {most[0]:g} points at most, not {points:g}"
                )
            return


def from_nothing(report, marks, points, links):
    """Tables for Canvas and Moodle without an exported one, by what is known."""
    learners = sorted({learner for learner, _ in marks})
    possible = dict.fromkeys(CANVAS, "") | {"Student": "    Points Possible"} | points
    rows = [possible]
    for learner in learners:
        row = dict.fromkeys(CANVAS, "") | {"Student": learner, "SIS Login ID": learner}
        own = [links.get((learner, name), {}) for name in points]
        own = [link for link in own if link.get("platform") == "Canvas"]
        row |= {"ID": own[0]["key"], "SIS Login ID": ""} if own else {}
        rows.append(row | {name: marks.get((learner, name), "") for name in points})
    write(report / "canvas.csv", [*CANVAS, *points], rows)
    for name in points:
        rows = []
        for learner in [one for one, other in marks if other == name]:
            link = links.get((learner, name), {})
            moodle = link.get("platform") == "Moodle"
            row = dict.fromkeys(MOODLE, "") | {"Grade": marks[learner, name]}
            row |= {"Identifier": f"Participant {link['key']}"} if moodle else {}
            rows.append(row | {"Full name": link.get("name") if moodle else learner})
        write(report / f"moodle_{name}.csv", MOODLE, rows)


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
        table = csv.DictWriter(file, header, quoting=csv.QUOTE_ALL)
        table.writeheader()
        for row in rows:
            table.writerow({key: harmless(value) for key, value in row.items()})
