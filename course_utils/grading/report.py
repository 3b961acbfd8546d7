"""`course report`: tables for platforms, a page per learner, one for the class.

Marks leave a cell empty where a submission could not be graded, so that nothing that
went wrong looks like a zero.
"""

import re
import sys
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from course_utils.exercises import find
from course_utils.grading import adjust, links, roster
from course_utils.grading.classroom import of_class, place
from course_utils.grading.handback import hand_back
from course_utils.grading.names import show
from course_utils.grading.results import all_results, is_value


def main(folder, table=None, columns=(), without_values=False):
    """Write the report of a folder of results into it, and say what was written.

    table : a table that a platform exported, to be filled in
    columns : for it, "TITLE" or "ASSIGNMENT=TITLE" of a column, where names differ
    without_values : leave the exercises that ask for a value out of the marks
    """
    stored = all_results(folder)
    if not stored:
        sys.exit(f"There are no results in {folder}; `course grade` puts them there.")
    known = links.read(folder)
    try:
        rows, remarks = adjust.read(folder, stored)
    except ValueError as error:
        sys.exit(f"{error}.")
    results, places = [], {}
    for one in stored:
        names = [test["name"] for test in one["tests"]]
        out = [name for name in names if without_values and is_value(name)]
        result, said = adjust.adjusted(one, rows, known.get(place(one), {}), out)
        results.append(result)
        for remark in said:
            places.setdefault(remark, []).append(" / ".join(place(one)))
    for remark, (first, *more) in places.items():  # of all, a rule says the same
        others = f" and {len(more)} other submissions" if more else ""
        remarks.append(f"{first}{others}: {remark}")
    report = Path(folder) / "report"
    report.mkdir(exist_ok=True)
    learners = sorted({place(one)[0] for one in results})
    for learner in learners:
        own = [one for one in results if place(one)[0] == learner]
        path = Path(folder) / learner / "feedback.html"
        path.write_text(page("feedback.html", learner=learner, results=own), "utf-8")
    content = of_class(results, known, remarks)
    content |= {"today": date.today().isoformat(), "without_values": without_values}
    (report / "class.html").write_text(page("class.html", **content), "utf-8")
    written = hand_back(report, results, known, page)
    marks = {place(one): one["score"] if one["graded"] else "" for one in results}
    points = {one["extra_data"]["assignment"]: one["max_score"] for one in results}
    points = dict(sorted(points.items()))
    if table is None:
        roster.from_nothing(report, marks, points, known)
    else:
        try:
            filled = roster.fill_in(table, report, marks, points, known, columns)
        except ValueError as error:
            sys.exit(f"The pages are written, but no table: {error}.")
        print(f"{filled}: {table}, filled in.")
    for remark in remarks:
        print(show(remark), file=sys.stderr)
    print(f"{report / 'class.html'}, tables and feedback to hand back beside it:")
    print(f"{', '.join(path.name for path in written)}; and a feedback.html for each")
    print(f"of {len(learners)} learners, beside the results.")


def heading(name):
    """01_moving_averages as 01 moving averages."""
    return name.replace("_", " ")


def exercise(name):
    return find(name).title


def marked(text):
    """A message with its `code` and *stress* as HTML; all else in it is escaped."""
    text = str(escape(show(text)))
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"(?<![\w*])\*([^\s*][^*]*)\*(?![\w*])", r"<em>\1</em>", text)
    return Markup(text)


def printable(value):
    """Any text as one printable line; what is markup already was printable before."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return show(value) if plain else value


@cache
def template(name):
    pages = FileSystemLoader(Path(__file__).with_name("pages"))
    environment = Environment(
        loader=pages, autoescape=True, trim_blocks=True, finalize=printable
    )
    filters = {"heading": heading, "exercise": exercise, "marked": marked}
    environment.filters |= filters
    return environment.get_template(name)


def page(name, **content):
    """A page as text; whatever is shown in it is escaped, and printable."""
    return template(name).render(content) + "\n"
