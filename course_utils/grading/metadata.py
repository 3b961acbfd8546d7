"""Who handed in which folder of Gradescope's export: its submission_metadata.yml.

All that it holds is taken as text, so that no word or tag of it builds anything.
"""

import re

from course_utils.grading.sender import Sender

NAME = "submission_metadata.yml"
MISSING = ("", "~", "null")
LONGEST, GROUP = 250, 100  # signs of a name, people: a cell of a table holds no more
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T]([\d:]{8})(?:\.\d+)? *(\S*)")


def described(data):
    """What a file of this name says, {folder of a submission: ...}; or ValueError."""
    import yaml

    try:
        found = yaml.load(data, yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise ValueError("cannot be read; names come from the folders") from None
    return found if isinstance(found, dict) else {}


def gradescope(files, metadata):
    """The senders of submission_11111/..., all members of a group as one.

    metadata : {parts of the folder of an export: what its file says}
    """
    found = {}
    for parts in files:
        for k, part in enumerate(parts[:-1]):
            if parts[:k] in metadata and re.fullmatch(r"submission_\d+", part):
                about = metadata[parts[:k]].get(part)
                found[parts] = sender(part, about), parts[k + 1 :]
                break
    return found


def sender(part, about):
    """The Sender of one submission, by what the file says about it."""
    about = about if isinstance(about, dict) else {}
    people = about.get(":submitters")
    people = people if isinstance(people, list) else []
    who = [person for person in people[:GROUP] if isinstance(person, dict)]
    names, emails = ([text(p, field) for p in who] for field in (":name", ":email"))
    keys = [text(p, ":email") or text(p, ":sid") for p in who]
    names, emails, keys = (
        [one for one in told if one] for told in (names, emails, keys)
    )  # a name alone may be that of two
    when = text(about, ":created_at")
    if match := TIME.fullmatch(when):
        when = f"{match[1]}T{match[2]}{match[3]}"
    key, folder = ";".join(keys) or part, " + ".join(keys or names) or part
    return Sender(key, folder, "; ".join(names), ";".join(emails), when)


def text(mapping, field):
    """The text under a field; "" for what is none, or stands for none."""
    value = mapping.get(field)
    known = isinstance(value, str) and value not in MISSING and len(value) <= LONGEST
    return value if known else ""
