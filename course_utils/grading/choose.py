"""Which of several files of one learner is the submission, if that can be known."""

from course_utils.checks.reading import cells_of, stubs


def code(data):
    """The code cells of a notebook's bytes as (id, source); [] if it cannot be read."""
    try:
        cells = cells_of(data)
    except ValueError:
        return []
    return [(c.id or "", (c.source or "").strip()) for c in cells if c.kind == "code"]


def choose(contents, pristine):
    """Of {place: bytes}, which may be meant: (the places left, those untouched).

    A file without the assignment's answer cells (the lesson is called alike) gives way
    to one that has them, an untouched one to one that is answered, and of files with
    the same code the first is as good as the others. More than one left: nobody can
    tell which is meant.
    """
    ids, given = (
        stubs(pristine),
        {place: code(data) for place, data in contents.items()},
    )
    left = [p for p, own in given.items() if any(name in ids for name, _ in own)]
    left = left or list(contents)
    fresh = {(name, (source or "").strip()) for name, source in ids.items()}
    untouched = []
    for place in left:
        answers = {cell for cell in given[place] if cell[0] in ids}
        if answers and answers <= fresh:
            untouched.append(place)
    untouched = untouched if len(untouched) < len(left) else []
    first = {}
    for place in left:
        if place not in untouched:
            first.setdefault(str(given[place]) if given[place] else place, place)
    return list(first.values()), untouched


def assignment_in(data, known):
    """The assignment most of whose answer cells a notebook's bytes hold; or None."""
    ids = {name for name, _ in code(data)}
    shared = {
        name: len(ids & stubs(pristine).keys()) for name, pristine in known.items()
    }
    best = max(shared, key=shared.get, default=None)
    return best if best and shared[best] else None
