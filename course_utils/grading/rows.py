"""Which row of a platform's table is whose: each is one learner's, or nobody's."""

import re
from collections import Counter

IDS = {  # kind of table -> the columns that name a learner, those of the ids first
    "canvas": ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Student"),
    "moodle": ("Identifier", "Email address", "ID number", "Username", "Full name"),
    "gradescope": ("Email", "SID", "Name"),
    "brightspace": ("OrgDefinedId", "Username", "Email"),
    "blackboard": ("Username", "Student ID"),
}


def rows_of(table, kind, learners, name, links):
    """{learner: (lines, "") or ([], why there is none)}; no line is given twice.

    There is one line, but for a group that handed in together: one for each of it.

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
    found, people = {}, {}
    for one in learners:
        keys = [plain(key) for key in known[one].get("key", "").split(";")]
        people[one] = 1
        if own[one] and set(keys) <= by_column[first].keys():
            lines = sum((by_column[first][key] for key in keys), [])
            people[one] = len(keys)
        else:
            lines = sum((by_column[best].get(text, []) for text in calls[one]), [])
        found[one] = sorted(set(lines))
    shared = Counter(line for lines in found.values() for line in lines)
    answer = {}
    for one, lines in found.items():
        others = [o for o in found if o != one and set(found[o]) & set(lines)]
        if not lines:
            answer[one] = [], "nobody in it is called so"
        elif len(lines) > people[one]:
            answer[one] = [], f"{len(lines)} of its rows are called so"
        elif max(shared[line] for line in lines) > 1:
            answer[one] = [], f"the row is also that of {others[0]}"
        else:
            answer[one] = lines, ""
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
