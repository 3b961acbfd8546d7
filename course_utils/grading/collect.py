"""`course collect`: a folder per learner from what a platform hands out."""

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from course_utils.grading import links
from course_utils.grading.choose import assignment_in, choose
from course_utils.grading.folders import Folders
from course_utils.grading.merge import assignments
from course_utils.grading.metadata import NAME as METADATA
from course_utils.grading.names import assignment_of, is_notebook, show
from course_utils.grading.platforms import recognise
from course_utils.grading.shapes import note_of
from course_utils.grading.submissions import FEW, MOST, notebooks
from course_utils.grading.unpack import Refused, members

OTHER = 100  # notebooks of one learner whose cells are looked at for what they are
BYTES = 40 * 2**20  # of those, and of the files of one assignment
NOBODY = "nobody's folder, or nobody's name in it; put it into its learner's"


def main(download, into="submissions"):
    """Sort the notebooks of a download into `into`/LEARNER/NN_name.ipynb.

    Says what it took the download for, and each thing that it left out. Nothing that
    lies in `into` is lost but an earlier file of the same learner and assignment.
    """
    source, target = Path(download), Path(into)
    if not source.exists():
        sys.exit(f"There is no folder or zip {download}.")
    inside = target.resolve().is_relative_to(source.resolve())
    if inside or source.resolve().is_relative_to(target.resolve()):
        sys.exit("Name a folder outside the download: --into submissions.")
    known, remarks = assignments(), []
    with tempfile.TemporaryDirectory(prefix="course-collect-") as place:
        try:
            files, others, left_out, *about = unpack(source, Path(place))
        except Refused as refusal:
            sys.exit(f"{download} is left alone: {refusal}.")
        except OSError as error:
            sys.exit(f"{download} cannot be read: {error.strerror}.")
        rows = links.read(target)
        before = {row["platform"] for row in rows.values()}
        platform, senders = recognise([*files, *others], known, *about, before, remarks)
        loose = [parts for parts in files if parts not in senders]
        if platform == "Google Classroom":  # where all files are learners'
            loose += [one for one in others if one not in senders and is_given(one)]
        left_out += [(parts, NOBODY) for parts in loose]
        own = {parts: senders[parts] for parts in files if parts in senders}
        works = by_work(files, own, known, left_out)
        remarks += about_each(left_out, senders)
        if not works:
            for remark in remarks[:20]:
                print(remark, file=sys.stderr)
            sys.exit(f"Nothing in {download} is an exercise notebook of this course.")
        target.mkdir(parents=True, exist_ok=True)
        people = [sender for sender, _ in senders.values()]
        there = {path.name for path in target.iterdir()}
        names = {name for _, name in works}
        folders = Folders(rows, platform, people, names, there)
        for (_, name), work in sorted(works.items()):
            folder = folders.of(work[0][0])
            row = store(work, target / folder, known[name], name, remarks)
            rows[folder, name] = row | {"platform": platform}
        links.write(target, rows)
        without_notebook(senders, works, folders, target, remarks)
    for remark in sorted(remarks):
        print(remark, file=sys.stderr)
    people = len({key for key, _ in works})
    counts = Counter(name for _, name in works)
    taken = ", ".join(f"{count} of {name}" for name, count in sorted(counts.items()))
    origin = f"from {platform}" if platform else "in folders named like their learners"
    print(f"{people} learners {origin}: {taken}.")
    print(f"Next: course grade {into} --results marks")


def is_given(parts):
    """Whether this is a file, or one that a name such as ".Mal - a.ipynb" hides."""
    return parts[-1] or (parts[-2][:1] == "." and " - " in parts[-2])


def shown(parts):
    return show("/".join(filter(None, parts[1:])) or parts[0])


def about_each(said, senders):
    """Remarks on files, a few of each learner: nobody's drown those on the others.

    said : [(parts, sentence)], senders : {parts: (Sender, parts below)}
    """
    kept = {}
    for parts, (sender, _) in senders.items():
        if sender.doubt:
            kept.setdefault(sender.key, [(parts, sender.doubt)])
    for parts, sentence in said:
        whose = senders[parts][0].key if parts in senders else outermost(parts)
        kept.setdefault(whose, []).append((parts, sentence))
    for own in kept.values():
        yield from (f"{shown(parts)}: {sentence}" for parts, sentence in own[:FEW])
        if own[FEW:]:
            more = f"{len(own) - FEW} more remarks on the same work"
            yield f"{shown(own[0][0])}: and {more}"


def outermost(parts):
    """The parts of the zip in the download in which a file lies, or of its folder."""
    return parts[: (zips(parts[1:]) or [1])[0] + 2]


def zips(names):
    """Which of the names that lead to a file are those of zips."""
    return [k for k, name in enumerate(names) if name.casefold().endswith(".zip")]


def unpack(source, place):
    """Copy what may matter into `place`.

    Returns ({parts of a notebook: path}, parts of what else there is, [(parts, why it
    is left out)], metadata, notes).
    """
    files, others, left_out, metadata, notes = {}, {}, [], {}, {}
    for k, member in enumerate(members(source)):
        top = () if source.is_file() else (source.name,)
        parts, trouble = (*top, *member.parts), member.trouble
        name, note, data = parts[-1], note_of(parts), None
        if not trouble and (note or is_notebook(name) or name == METADATA):
            try:
                data = member.read()
            except ValueError as error:
                trouble = str(error)
        if trouble:
            left_out.append((parts, f"{trouble}; left out"))
        while is_notebook(name) and parts in files:  # a zip may hold a name twice
            stem, ending = re.split(r"(?i)(?=\.ipynb)", parts[-1], maxsplit=1)
            parts = (*parts[:-1], f"{stem} ({k}){ending}")
        if data is None or not is_notebook(name):
            others[parts] = None
        if data is not None and note:
            notes[note] = data[:2000].decode("utf-8-sig", "replace")
        elif data is not None:
            kept = files if is_notebook(name) else metadata
            kept[parts] = place / str(k)
            kept[parts].write_bytes(data)
    # none of a learner's own: not in a zip, but that of a download in a folder
    begin = 1 if source.is_file() else 2
    metadata = {p: path for p, path in metadata.items() if not zips(p[begin:-1])}
    least = min(map(len, metadata), default=0)
    outer = {p[:-1]: path for p, path in metadata.items() if len(p) == least}
    return files, list(others), left_out, outer, notes


def by_work(files, senders, known, said):
    """{(key of a learner, assignment): [(sender, parts below them, path, parts)]}"""
    works, counts, lost = {}, Counter(), []
    for parts in sorted(senders):
        sender, rest = senders[parts]
        path = files[parts]
        name = assignment_of(rest[-1], known)
        if not name:
            counts[sender.key] += 1
            size = path.stat().st_size
            counts["bytes", sender.key] += size
            few = counts[sender.key] <= OTHER and counts["bytes", sender.key] <= BYTES
            name = assignment_in(path.read_bytes(), known) if few else None
            if name:
                said.append((parts, f"taken for {name}, by its cells"))
        attempt = sender.key, name, sender.attempt
        counts[attempt] += 1
        counts["bytes", attempt] += path.stat().st_size
        if name and counts[attempt] > MOST:
            said.append((parts, f"more than {MOST} files of {name}; left out"))
        elif name and counts[attempt] > 1 and counts["bytes", attempt] > BYTES:
            said.append((parts, f"more than {BYTES >> 20} MB of {name}; left out"))
        elif name:
            works.setdefault((sender.key, name), []).append((sender, rest, path, parts))
        elif not {"notebooks", "work"} & set(rest):
            lost.append((parts, "no assignment of that name; left out"))
    said += lost
    return works


def store(work, folder, pristine, name, remarks):
    """Write the last attempt of one learner at one assignment; returns its row."""
    attempts = {one[0].attempt for one in work}
    current = [one for one in work if one[0].attempt == max(attempts)]
    sender, place = current[0][0], f"{folder.name}/{name}"
    if len(attempts) > 1:
        when = f" ({sender.handed_in})" if sender.handed_in else ""
        remarks.append(f"{place}: {len(attempts)} attempts; the last{when} counts")
    contents = {one[3]: one[2].read_bytes() for one in current}
    left, untouched = choose(contents, pristine)
    for parts in untouched[:FEW]:
        remarks.append(f"{shown(parts)}: nothing is answered in it; left out")
    folder.mkdir(exist_ok=True)
    for old in [p for p in notebooks(folder) if assignment_of(p.name, [name])]:
        if old.read_bytes() not in contents.values():
            remarks.append(f"{place}: takes the place of the one collected before")
        old.unlink()
    if len(left) == 1:
        (folder / f"{name}.ipynb").write_bytes(contents[left[0]])
    else:  # all of them, so that `course grade` says so, and gives no mark
        for k, parts in enumerate(left, start=1):
            (folder / f"{name} ({k}).ipynb").write_bytes(contents[parts])
        named = " and ".join(shown(parts) for parts in left[:3])
        remarks.append(f"{place}: {len(left)} different files, so no mark: {named}")
    return {
        "learner": folder.name,
        "assignment": name,
        "key": sender.key,
        "name": sender.name,
        "email": sender.email,
        "handed_in": sender.handed_in,
        "late": "late" if sender.late else "",
        "file": "/".join(left[0][1:]),
        "path": f"{place}.ipynb",
    }


def without_notebook(senders, works, folders, target, remarks):
    """A folder for each learner who sent no notebook, so that nobody is missing."""
    given, present = {}, {key for key, _ in works}
    for sender, rest in senders.values():
        if sender.key not in present:
            names = given.setdefault(sender.key, (sender, []))[1]
            names += ["/".join(rest)] * (rest not in (("txt",), ("",)))  # of platforms
    for sender, names in given.values():
        names.sort(key=lambda name: name.endswith("/"))  # folders after files
        folder = target / folders.of(sender)
        folder.mkdir(exist_ok=True)
        said = ", ".join(map(show, names[:3])) + (" ..." if names[3:] else "")
        said = f", but {said}" if said else ""
        remarks.append(f"{folder.name}: no notebook of the course{said}")
