"""The house style of a lesson: `faults(path)` says what departs from it."""

import itertools
import re
import statistics

import nbformat

from course_utils.pack import workspace

FIRST, LAST = ["The question", "What you need"], ["In plain words", "Next"]
NAMED = ["Predict", "See", "Why", "Try it"]  # each names its subject: "Why: ..."
HEADINGS = [*FIRST, *NAMED, *LAST]
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
FOLDED = re.compile(
    r"<details><summary>(.*?)</summary>(.*?)</details>", re.DOTALL
)  # what stands in view, and what unfolds
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
UNCOUNTED = re.compile(  # formulas, headings, tables, HTML tags
    r"\$\$[^$]*\$\$|\$[^$\n]+\$|^#.*$|^\s*\|.*$|<[^>\n]+>", re.MULTILINE
)
ABSOLUTE = re.compile(
    r"(?<![\w.~$})+/:<-])/(home|Users|root|work|tmp|usr|opt)/|\b[A-Z]:\\"
)


def words(markdown):
    """Words of prose in view: no code, formulas, headings, tables or folded text."""
    text = FOLDED.sub(r"\1", FENCE.sub(" ", markdown))
    text = UNCOUNTED.sub(" ", LINK.sub(r"\2", text))
    return sum(any(c.isalnum() for c in word) for word in text.split())


def headings(nb, level="##"):
    """The texts of the headings of a level; of all levels for `#+`."""
    prose = [FENCE.sub("", c.source) for c in nb.cells if c.cell_type == "markdown"]
    return re.findall(rf"^{level} +(.*?)\s*$", "\n".join(prose), re.MULTILINE)


def headings_of(path):
    """The texts of all headings of a notebook, or of a page in Markdown."""
    if path.suffix == ".md":
        return re.findall(r"^#+ +(.*?)\s*$", path.read_text("utf-8"), re.MULTILINE)
    return headings(nbformat.read(path, as_version=4), "#+")


def faults(path):
    """Say what in a notebook departs from the house style, a line each."""
    nb = nbformat.read(path, as_version=4)
    code = [(k, c) for k, c in enumerate(nb.cells, 1) if c.cell_type == "code"]
    prose = [(k, c) for k, c in enumerate(nb.cells, 1) if c.cell_type == "markdown"]
    yield from whole(nb, path, [cell for _, cell in code])
    yield from form(nb)
    for k, cell in code:
        lines = cell.source.splitlines()
        if len(lines) > 12:
            yield f"cell {k}: {len(lines)} lines of code, not 12 or fewer"
        if max(map(len, lines), default=0) > 88:
            yield f"cell {k}: a line of code is longer than 88 columns"
        if "sys.path" in cell.source:
            yield f"cell {k}: sys.path; the package is installed, import it"
        for output in cell.outputs:
            yield from (f"cell {k}: {fault}" for fault in faults_of_output(output))
    for k, cell in prose:
        if (count := words(cell.source)) > 80:
            yield f"cell {k}: {count} words, not 80 or fewer"
        for _, folded in FOLDED.findall(cell.source):
            if (count := words(folded)) > 60:
                yield f"cell {k}: {count} folded words, not 60 or fewer"
        for image, text, target in LINK.findall(FENCE.sub("", cell.source)):
            if image and not text.strip():
                yield f"cell {k}: an image without alternative text"
            if not resolves(target, path):
                yield f"cell {k}: the link to {target} leads nowhere"
    for k, cell in enumerate(nb.cells, 1):
        data = [{"text": "", **o, **o.get("data", {})} for o in cell.get("outputs", [])]
        texts = [
            shown.get(kind, "") for shown in data for kind in ("text", "text/plain")
        ]
        if any(map(ABSOLUTE.search, [cell.source, *texts])):
            yield f"cell {k}: an absolute path"


def whole(nb, path, code):
    """The faults that no single cell has."""
    if not 25 <= len(nb.cells) <= 40:
        yield f"{len(nb.cells)} cells, not 25 to 40"
    counts = [cell.execution_count for cell in code]
    if counts != list(range(1, len(code) + 1)):
        yield f"execution counts are {counts}, not 1 to {len(code)}: run course build"
    median = statistics.median([len(c.source.splitlines()) for c in code] or [0])
    if median > 5:
        yield f"the median code cell has {median:g} lines, not 5 or fewer"
    if "widgets" in nb.metadata:
        yield "the metadata hold the state of widgets: run course build"
    if nb.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "the kernel is not python3: run course build"
    if path.stat().st_size > 300_000:
        yield f"{path.stat().st_size // 1000} kB, not 300 or fewer"
    found = headings(nb)
    kinds = [name.partition(":")[0] for name in found]
    if missing := [name for name in HEADINGS if name not in kinds]:
        yield f"no heading {', '.join(missing)}"
    elif found[:2] != FIRST or found[-2:] != LAST:
        yield f"the headings do not begin with {FIRST} and end with {LAST}"


def form(nb):
    """The faults of Predict and Try it: what is folded, and what names its subject."""
    for name in headings(nb):
        if name in NAMED:
            yield f'the heading "{name}" names no subject, as in "{name}: two slopes"'
    for k, cell in enumerate(nb.cells):
        folded = len(FOLDED.findall(cell.source))
        if "## Predict" in cell.source and folded not in (2, 3):
            yield f"cell {k + 1}: Predict has {folded} folded options, not 2 or 3"
        if "## Try it" in cell.source:
            after = nb.cells[k + 1 :]
            code = itertools.takewhile(lambda c: c.cell_type == "code", after)
            shown = [c for c in code if not c.metadata.get("jupyter", {})]
            prose = next((c.source for c in after if c.cell_type == "markdown"), "")
            if shown:
                yield f"cell {k + 1}: the code after Try it is not collapsed"
            if not FOLDED.search(prose):
                yield f"cell {k + 1}: no folded answer after the figure of Try it"


def faults_of_output(output):
    if output.output_type == "error":
        yield f"a stored error, {output.ename}"
    for kind in output.get("data", {}):
        described = output.metadata.get(kind, {}).get("alt", "").strip()
        if kind.startswith("image/") and not described:
            yield "a figure without alternative text"
    text = output.get("data", {}).get("text/plain", "")
    if re.search(r"\bText\(", text):
        yield "what Matplotlib returns is printed: end the cell on an assignment"
    if re.search(r"<.* at 0x[0-9a-f]+>", text):
        yield "an object's address, which is another one at each run: assign it to _"


def resolves(target, path):
    """Whether a link leads to a web page, a file that learners get, or a heading."""
    if re.match(r"https?://|mailto:", target):
        return True
    file, _, anchor = target.partition("#")
    other = (path.parent / file).resolve() if file else path
    if file and other not in workspace.originals():
        return False
    return not anchor or anchor in [h.replace(" ", "-") for h in headings_of(other)]
