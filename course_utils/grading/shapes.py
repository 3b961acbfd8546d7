"""The names that platforms give to files and folders, and whose they are."""

import os
import re
from datetime import datetime
from functools import lru_cache

from course_utils.grading.sender import Sender

ID = "[1-9][0-9]*"
DATE = r"(?P<when>(?=[^-]*\d{4})[^-]*[^- ])"
SHAPES = {
    "Moodle": r"(?P<name>.*?)_(?P<key>[0-9]+)_assignsubmission_[a-z]+"
    r"(?:_(?P<file>.*))?",
    "Blackboard": r"(?P<head>(?!\._).+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})"
    r"[_.](?P<file>.*)",
    # a folder ends with its date, whatever date the learner's name holds
    "Brightspace": rf"(?P<key>\d+)-\d+ - (?P<name>.+?) - {DATE}"
    r"(?: - (?P<file>(?!(?:.* - )?[^-]*\d{4} \d{3,4}(?: [AP]M)?$).*))?",
    # the name may hold _; .html is what was typed in, and has no attachment's id
    "Canvas": rf"(?P<name>.*?)(?P<late>_(?i:late))?_(?P<key>(?<=anon_)[^\W_]{{5}}|{ID})"
    rf"_(?:{ID}_|(?=text\.html|link\.html))(?P<file>.*)",
}

# Blackboard's own note about an attempt, and its first line: below it stands what the
# learner wrote
NOTE = re.compile(r"(?P<head>.+?)_attempt_\d{4}(?:-\d\d){5}\.txt")
NAMED = re.compile(r"Name:(.+)\(([^()]+)\)")


def shaped(platform, files, known, notes):
    """The files in whose names a platform's shape stands, each at the first place.

    files, known and notes as for `platforms.recognise`.
    """
    shape, matches = re.compile(SHAPES[platform], re.S), {}
    for parts in files:
        for k, part in enumerate(parts[1:], start=1):  # the first is the download's
            match = shape.fullmatch(part)
            inside = parts[k + 1 :]
            if match and (inside or match["file"]):
                matches[parts] = k, match, inside or (match["file"],)
                break
    title = title_of(match for _, match, _ in matches.values())
    found = {}
    for parts, (k, match, rest) in matches.items():
        if platform == "Blackboard":
            head = match["head"]
            sender = of_blackboard(match, title, notes.get((*parts[:k], head), ""))
        elif platform == "Brightspace":
            sender = of_brightspace(match)
        else:
            sender = of_ids(platform, match, tuple(known))
        found[parts] = sender, rest
    return found


def of_ids(platform, match, known):
    """The Sender in a name from Canvas or Moodle, by the one id that it can mean.

    What learners call themselves and their files may hold numbers, too.
    """
    name, late = match["name"], platform == "Canvas" and match["late"]
    if platform == "Canvas" and name == "LATE_anon":
        name, late = "anon", True
    ids = of_canvas(match[0], known) if platform == "Canvas" else of_moodle(match[0])
    ids = [match["key"], *ids]
    if len(set(ids)) > 1:
        ids, late = dict.fromkeys(ids), "_late_" in match[0].casefold()
        key = " or ".join(ids)
        doubt = f"its name can be that of {key}, so it has a folder of its own; "
        doubt += "rename the file once you know, and collect it again"
        return Sender(key, "_".join([name, *ids]), late=late, doubt=doubt)
    if platform == "Moodle":
        return Sender(match["key"], name, name)
    # Canvas writes -1, -2 behind the name of what is handed in again
    number = re.search(r"-([0-9]+)\.ipynb$", match["file"])
    version, key = int(number[1]) if number else 0, match["key"]
    return Sender(key, f"{name}_{key}", name, late=bool(late), version=version)


@lru_cache(1000)
def of_canvas(part, known):
    """The ids of all users whose name from Canvas this can be, in order."""
    pieces, found = part.split("_"), []
    for k in range(1, len(pieces) - 1):
        anonymous = pieces[k - 1] == "anon" and re.fullmatch(r"\w{5}", pieces[k])
        if not (anonymous or re.fullmatch(ID, pieces[k])):
            continue
        rest = "_".join(pieces[k + 1 :])
        number = re.fullmatch(f"{ID}_.+", rest, re.S)
        begun = re.sub(r"[\s-]+", "_", rest.casefold()).startswith(known)  # 10_...
        if (number and not begun) or rest.startswith(("text.html", "link.html")):
            found.append(pieces[k])
    return found


def of_moodle(part):
    """The numbers of all participants whose name from Moodle this can be, in order."""
    return re.findall(r"_([0-9]+)_assignsubmission_[a-z]+(?=_|$)", part)


def of_brightspace(match):
    """The Sender in a name from Brightspace; the number in front is the platform's."""
    when, doubt = iso(match["when"]), ""
    # of two dates one stands in a name that the learner chose
    pieces = (match["file"] or "").split(" - ")[:-1]
    dates = [iso(piece) for piece in pieces]
    if any(dates):
        when = max(when, *dates)
        doubt = "there are two dates in its name; the later counts"
    elif any(re.search(r"\d{4} \d{3,4}( [AP]M)?$", piece) for piece in pieces):
        when, doubt = "", "there are two dates in its name, so none is taken"
    return Sender(match["key"], match["name"], match["name"], "", when, doubt=doubt)


def title_of(matches):
    """What all of Blackboard's names begin with: the assignment's title."""
    heads = sorted(
        {match["head"] for match in matches if "head" in match.re.groupindex}
    )
    common = os.path.commonprefix(heads) if len(heads) > 1 else ""
    return common[: common.rfind("_") + 1]


def of_blackboard(match, title, note):
    """The Sender in a name from Blackboard, by the note that the platform adds.

    The note begins with "Name: Ann Smith (asmith)".
    """
    head, when = match["head"], iso(match["when"])
    if said := NAMED.fullmatch(note.partition("\n")[0].strip()):
        return Sender(said[2], said[2], said[1].strip(), "", when)
    login = head.removeprefix(title) if title else head.rsplit("_", 1)[-1]
    return Sender(login, login, "", "", when)


@lru_cache(1000)
def iso(text):
    """A platform's date and time as 2026-10-03T10:30:00, "" if it cannot be read."""
    text = re.sub(r"\s+", " ", text.strip().replace(":", ""))
    text = re.sub(r"\b(\d)(\d\d) ([AaPp])", r"0\1\2 \3", text)  # 930 AM
    for form in (
        "%Y-%m-%d-%H-%M-%S",
        "%b %d, %Y %I%M %p",
        "%B %d, %Y %I%M %p",
        "%d %B, %Y %H%M",
    ):
        try:
            return datetime.strptime(text, form).isoformat()
        except ValueError:
            continue
    return ""


def note_of(parts):
    """What one of Blackboard's notes is about: its folder's parts and what stands in
    front of _attempt_; None if a file is no such note.

    Nothing inside of what a learner handed in is about another: the parts differ.
    """
    match = NOTE.fullmatch(parts[-1])
    return (*parts[:-1], match["head"]) if match else None
