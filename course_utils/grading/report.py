"""`course report`: tables for Canvas and Moodle, a page per learner, one for the class.

Marks leave a cell empty where a submission could not be graded, so that nothing that
went wrong looks like a zero.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from course_utils.checks.catalogue import find
from course_utils.grading.results import all_results
from course_utils.grading.submissions import show

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Identifier", "Full name", "Email address", "Status", "Grade")
KEYS = (*CANVAS[:4], *MOODLE[:3])  # the columns in which a learner may be named


def main(folder, roster=None):
    """Write the report of a folder of results into it, and say what was written."""
    stored = all_results(folder)
    if not stored:
        sys.exit(f"There are no results in {folder}; `course grade` puts them there.")
    marks = {place(one): mark(one) for one in stored}
    learners = sorted({learner for learner, _ in marks})
    names = sorted({name for _, name in marks})
    points = {one["extra_data"]["assignment"]: one["max_score"] for one in stored}
    report = Path(folder) / "report"
    report.mkdir(exist_ok=True)
    for learner in learners:
        own = [one for one in stored if place(one)[0] == learner]
        page(Path(folder) / learner / "feedback.html", learner=learner, results=own)
    page(report / "class.html", **of_class(stored, marks, learners, names))
    header, rows = read_roster(roster, learners)
    if "Identifier" in header or roster is None:
        for name in names:
            fill(
                report / f"moodle_{name}.csv",
                header or MOODLE,
                rows,
                marks,
                {name: "Grade"},
            )
    if "Student" in header or roster is None:
        titles = {name: title(name, header) for name in names}
        possible = dict.fromkeys(CANVAS, "") | {"Student": "    Points Possible"}
        possible |= {titles[name]: points[name] for name in names}
        canvas = [*(header or CANVAS)]
        canvas += [t for t in titles.values() if t not in canvas]
        rest = [row for row in rows if "Points Possible" not in row.get("Student", "")]
        fill(report / "canvas.csv", canvas, rest, marks, titles, possible)
    print(f"{report / 'class.html'}, the tables beside it, and a feedback.html for")
    print(f"each of {len(learners)} learners, beside the results.")


def place(one):
    return one["extra_data"]["learner"], one["extra_data"]["assignment"]


def mark(one):
    """The points of a result; "" if it could not be graded."""
    return "" if one["extra_data"]["trouble"] else one["score"]


def title(name, header):
    """The column of an assignment in Canvas' table, which adds a number to it."""
    matching = [column for column in header if column.split(" (")[0] == name]
    return matching[0] if matching else name


def read_roster(path, learners):
    """The header and rows of an exported table; without one, rows from the results."""
    if path is None:
        return (), [
            {"Student": name, "SIS Login ID": name, "Full name": name}
            for name in learners
        ]
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        header, rows = tuple(reader.fieldnames or ()), list(reader)
    if not {"Student", "Identifier"} & set(header):
        sys.exit(f"{path} is no table from Canvas or Moodle: no Student or Identifier.")
    named = {row.get(key) for row in rows for key in KEYS}
    for name in learners:
        if name not in named:
            print(f"Not in {path}, so not in the table: {show(name)}", file=sys.stderr)
    return header, rows


def fill(path, header, rows, marks, titles, first=None):
    """Write a table with the marks, matched by whichever column names the learner."""
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
        table = csv.DictWriter(
            file, header, extrasaction="ignore", quoting=csv.QUOTE_ALL
        )
        table.writeheader()
        for row in [*([first] if first else []), *rows]:
            keys = [row.get(key) for key in KEYS if row.get(key)]
            for name, column in titles.items():
                found = [marks[k, name] for k in keys if (k, name) in marks]
                row = row | ({column: found[0]} if found else {})
            table.writerow({key: harmless(value) for key, value in row.items()})


def harmless(value):
    """Text that no spreadsheet takes for a formula."""
    formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t"))
    return f"'{value}" if formula else value


def of_class(stored, marks, learners, names):
    """What the teacher's page shows."""
    graded = [one for one in stored if not one["extra_data"]["trouble"]]
    made, states, attention = Counter(), {}, []
    for one in stored:
        extra, where = one["extra_data"], " / ".join(place(one))
        notes = [f"{name}: {note}" for name, note in extra["notes"].items()]
        notes = [f"not graded, {extra['trouble']}"] if extra["trouble"] else notes
        notes += [f"holds answers to {name}" for name in extra["unknown"]]
        attention += [(where, note) for note in notes]
    for one in graded:
        for name, ids in one["extra_data"]["mistakes"].items():
            made.update((name, mistake) for mistake in ids)
        for test in one["tests"]:
            count = states.setdefault(test["name"], [0, 0, 0])
            open_ = test["output"].startswith("Not ")
            count[0 if test["score"] else 2 if open_ else 1] += 1
    return {
        "marks": {(a, b): marks.get((a, b), "") for a in learners for b in names},
        "mistakes": [(n, told(n, m), count) for (n, m), count in made.most_common(20)],
        "exercises": [(name, *count) for name, count in states.items()],
        "unsafe": sum(one["extra_data"]["sandbox"] == "none" for one in stored),
        "learners": learners,
        "names": names,
        "graded": len(graded),
        "attention": attention,
    }


def told(name, mistake):
    """The sentence that belongs to a known mistake."""
    known = {one.id: one.message for one in find(name).mistakes}
    return known.get(mistake, mistake.replace("_", " "))


def heading(name):
    """01_moving_averages as 01 moving averages."""
    return name.replace("_", " ")


def exercise(name):
    return find(name).title


def page(path, **content):
    """Write a page; whatever is shown in it is escaped, and printable."""
    pages = FileSystemLoader(Path(__file__).with_name("pages"))
    environment = Environment(
        loader=pages,
        autoescape=True,
        trim_blocks=True,
        finalize=lambda value: show(value) if isinstance(value, str) else value,
    )
    environment.filters |= {"heading": heading, "exercise": exercise}
    text = environment.get_template(path.name).render(content)
    path.write_text(text + "\n", encoding="utf-8")
