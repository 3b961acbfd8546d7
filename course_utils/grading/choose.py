"""Which of several files of one learner is the submission, if that can be known."""

import json


def code(data):
    """The code cells of a notebook's bytes as (answer id or "", source), in order."""
    found = []
    try:
        for cell in json.loads(data)["cells"]:
            if cell["cell_type"] == "code":
                meta = cell.get("metadata", {}).get("nbgrader") or {}
                name = meta.get("grade_id", "") if meta.get("solution") else ""
                found.append((str(name), "".join(cell["source"]).strip()))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return []
    return found


def choose(contents, pristine):
    """Of {place: bytes}, which may be meant: (the places left, those untouched).

    A file without the assignment's answer cells (the lesson is called alike) gives way
    to one that has them, an untouched one to one that is answered, and of files with
    the same code the first is as good as the others. More than one left: nobody can
    tell which is meant.
    """
    stubs = answers(json.dumps(pristine))
    given = {place: code(data) for place, data in contents.items()}
    here = {place: {n for n, _ in own} & stubs.keys() for place, own in given.items()}
    left = [place for place in contents if here[place]] or list(contents)
    same = [p for p in left if given[p] and set(given[p]) <= set(code_of(pristine))]
    untouched = same if len(same) < len(left) else []
    first = {}
    for place in left:
        if place not in untouched:
            first.setdefault(str(given[place]) if given[place] else place, place)
    return list(first.values()), untouched


def code_of(pristine):
    return code(json.dumps(pristine))


def answers(data):
    """The sources of a notebook's answer cells by id; {} if it cannot be read."""
    return {name: source for name, source in code(data) if name}


def assignment_in(data, known):
    """The assignment most of whose answer cells a notebook's bytes hold; or None."""
    ids = answers(data).keys()
    shared = {k: len(ids & answers(json.dumps(nb)).keys()) for k, nb in known.items()}
    best = max(shared, key=shared.get, default=None)
    return best if best and shared[best] else None
