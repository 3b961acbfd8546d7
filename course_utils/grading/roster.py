"""Marks into the table that a platform exported, each into the row of its learner."""

import csv
import re
import sys

from course_utils.grading.links import harmless
from course_utils.grading.names import assignment_of, show
from course_utils.grading.rows import about_points, rows_of
from course_utils.grading.tables import Table

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Identifier", "Full name", "Email address", "Status", "Grade")
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
        for learner, (lines, why) in rows.items():
            mark = marks[learner, name]
            if why:
                say(f"{learner}/{name}: no mark in the table, {why}")
            for number in lines if mark != "" else ():
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
