"""What of a notebook counts as the answer: one reading for check, course and grader.

The answer is the marked cell; then a copied or split cell of the same id, and a cell
between it and its check that defines the name, in their order. The plain imports of any
cell belong to it. If the marked cell is untouched or gone, the one other cell that
defines the name is taken. Statements, checks, outputs and tags count for nothing.
"""

import ast
import builtins
import json
import re
import symtable
import sys
from functools import lru_cache
from typing import NamedTuple

LONGEST = 100_000  # characters of one answer
MOST = 300_000  # characters of all cells that are looked at; a lesson has 20,000
CELLS = 20_000  # of a notebook; each costs memory
THERE = ("numpy", "matplotlib", "mpl_toolkits", "IPython", "ipywidgets", "PIL")
OPEN = "# your code here"
MAGIC = re.compile(r"^[^\S\n]*(%|!|\?).*$|^.*\?$", re.MULTILINE)
# Set before an answer runs: it can import what is there when it is graded, no more.
GUARD = f"""
import builtins as _builtins, sys as _sys
def _import(name, globals=None, locals=None, fromlist=(), level=0):
    root = name.partition(".")[0]
    if level == 0 and root not in _sys.stdlib_module_names and root not in {THERE}:
        raise ModuleNotFoundError(f"No module named {{root!r}}", name=root)
    return _builtins.__import__(name, globals, locals, fromlist, level)
__builtins__ = dict(vars(_builtins), __import__=_import)
"""


class Reading(NamedTuple):
    """What was taken from a notebook, and what there is to say of it.

    answers : exercise id -> source
    setup : source to run before them: the imports of all other cells
    open : ids whose answer cell is untouched
    notes : exercise id -> what is wrong with its cell, a sentence without a capital
    outside : exercise id -> names that it uses and that other cells define
    unknown : ids of answer cells that the assignment does not have
    """

    answers: dict
    setup: str
    open: tuple = ()
    notes: dict = {}
    outside: dict = {}
    unknown: tuple = ()


class Cell(NamedTuple):
    """A cell as it is compared: its type, its nbgrader id or None, and its source."""

    kind: str
    id: str | None
    source: str


def grade_id(cell):
    """The nbgrader id of a cell of any notebook, or None."""
    meta = cell.get("metadata") if isinstance(cell, dict) else None
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    found = meta.get("grade_id") if isinstance(meta, dict) else None
    return found if isinstance(found, str) else None


def source_of(cell):
    """A cell's source, which a notebook stores as text or as lines; None if neither."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    return source.encode("utf-8", "replace").decode("utf-8")


def cells_of(data):
    """The cells of a notebook's bytes; ValueError says what is wrong with the file."""
    if not data.strip():
        raise ValueError("the file is empty")
    try:
        nb = json.loads(data)  # UTF-8, with a mark or not, and UTF-16
    except UnicodeDecodeError:
        raise ValueError("its text is not UTF-8: save it again in JupyterLab") from None
    except (ValueError, RecursionError):
        if b"<<<<<<<" in data and b">>>>>>>" in data:
            raise ValueError("it holds the marks of a merge conflict") from None
        raise ValueError("it is no notebook, or only a part of one") from None
    if not isinstance(nb, dict) or nb.get("nbformat") not in (3, 4):
        raise ValueError("it is not a notebook of format 4: save it in JupyterLab")
    sheets = nb.get("worksheets") if nb["nbformat"] == 3 else [nb]
    sheets = sheets if isinstance(sheets, list) else []
    groups = [s.get("cells") for s in sheets if isinstance(s, dict)]
    if not groups or not all(isinstance(group, list) for group in groups):
        raise ValueError("it has no cells")
    if sum(map(len, groups)) > CELLS:
        raise ValueError(f"it has more than {CELLS:,} cells")
    cells = [cell for group in groups for cell in group if isinstance(cell, dict)]
    return [Cell(str(c.get("cell_type")), grade_id(c), source_of(c)) for c in cells]


def stubs(pristine):
    """{exercise id: its untouched source} of an assignment's own notebook, in order."""
    return {
        grade_id(cell): source_of(cell)
        for cell in pristine["cells"]
        if grade_id(cell) and cell["metadata"]["nbgrader"]["solution"]
    }


def read(cells, pristine):
    """Read the answers out of a notebook's cells; see the module for what counts."""
    wanted = stubs(pristine)
    cells = bounded(cells, wanted)
    answers, open_, notes = {}, [], {}
    for name, stub in wanted.items():
        source, note = answer(cells, name, stub, wanted)
        if source is not None and len(source) > LONGEST:
            source, note = None, f"its answer is longer than {LONGEST:,} characters"
        if source is not None:
            answers[name] = source
        elif not note:
            open_.append(name)
        if note:
            notes[name] = note
    code = [cell for cell in cells if cell.kind == "code" and cell.source]
    elsewhere = [cell for cell in code if cell.id not in wanted]
    outside = {name: names_outside(s, elsewhere) for name, s in answers.items()}
    unknown = {cell.id for cell in code if is_unknown(cell.id, wanted)}
    return Reading(
        answers,
        setup(elsewhere),
        tuple(open_),
        notes,
        {name: names for name, names in outside.items() if names},
        tuple(sorted(unknown)),
    )


def bounded(cells, wanted):
    """The cells without those that are too many: parsing them is what reading costs."""
    kept, left = [], MOST
    for cell in cells:
        long = len(cell.source or "")
        if cell.id in wanted or (long <= LONGEST and long <= left):
            left -= 0 if cell.id in wanted else long
            kept.append(cell)
    return kept


def is_unknown(cell_id, wanted):
    """Whether an id is that of an answer which this assignment does not have."""
    if cell_id is None or cell_id in wanted:
        return False
    return not cell_id.startswith(("check_", "statement_"))


def answer(cells, name, stub, wanted):
    """(source or None, note) of one exercise."""
    marked = [k for k, cell in enumerate(cells) if cell.id == name]
    code = [k for k in marked if cells[k].kind == "code"]
    if any(cells[k].source is None for k in code):
        return None, "its answer cell holds no text"
    others = [
        k
        for k, cell in enumerate(cells)
        if cell.kind == "code" and cell.source and cell.id not in wanted
        if binds(cell.source, name)
    ]
    if code:
        end = next((k for k in range(code[0], len(cells)) if checks(cells[k], name)), 0)
        near = [k for k in others if code[0] < k < end]
        parts = [cells[k].source for k in sorted(code + near)]
        mend = OPEN not in stub  # code that is to be mended is an answer, too
        touched = [part for part in parts if mend or part.strip() != stub.strip()]
        if touched:
            many = len(set(touched))
            note = f"{many} cells hold its answer; they are run in their order"
            source = "\n\n".join(map(without_cell_magic, touched))
            return source, note if many > 1 else ""
    found = list(dict.fromkeys(cells[k].source for k in others))
    what = "untouched" if code else "missing from the notebook"
    if marked and not code:
        what = f"a {cells[marked[0]].kind} cell, not a code cell"
    if len(found) == 1:
        return without_cell_magic(
            found[0]
        ), f"its answer cell is {what}; another is taken"
    if len(found) > 1:
        return None, f"its answer cell is {what}, and several others define {name}"
    return None, "" if code else f"its answer cell is {what}"


def checks(cell, name):
    """Whether a cell is the check of an exercise."""
    call = f'check("{name}"'
    return cell.id == f"check_{name}" or (cell.source or "").lstrip().startswith(call)


def without_cell_magic(source):
    """A source without %%time or %%capture, which change nothing of what it binds."""
    return re.sub(r"\A\s*%%(time|capture)\b.*\n", "", source)


def parsed(source):
    """A cell's syntax tree, magics left out; None if it has none."""
    try:
        return ast.parse(MAGIC.sub("", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(2000)
def bound(source):
    """The names that a cell's own statements bind; None if it has no syntax tree."""
    tree, names = parsed(source), set()
    if tree is None:
        return None
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names |= {a.asname or a.name.split(".")[0] for a in node.names}
            case _:
                inner = ast.walk(node)
                names |= {
                    n.id
                    for n in inner
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                }
    return frozenset(names)


def binds(source, name):
    """Whether a cell defines a name, as far as can be told of broken code, too."""
    if (names := bound(source)) is not None:
        return name in names
    return (
        re.search(rf"^(def {name}\b|{name} *=[^=])", source, re.MULTILINE) is not None
    )


def imports(cells):
    """The import statements of cells, those of the course left out, in order."""
    for cell in cells:
        for node in getattr(parsed(cell.source), "body", ()):
            if isinstance(node, ast.Import | ast.ImportFrom):
                line = ast.unparse(node)
                if "course_utils" not in line and "__future__" not in line:
                    yield line


def setup(cells):
    """What runs before the answers: the guard, NumPy, and what other cells import."""
    lines = [GUARD, "import numpy as np"]
    for line in dict.fromkeys(imports(cells)):
        lines.append(f"try:\n    {line}\nexcept Exception:\n    pass")
    return "\n".join(lines)


def names_outside(source, elsewhere):
    """The names that an answer uses and that only other cells define."""
    if bound(source) is None:
        return ()
    there = set()
    for cell in elsewhere:
        there |= bound(cell.source) or set()
        there -= imported(cell.source)
    return tuple(sorted(used(source) & there))


@lru_cache(2000)
def imported(source):
    """The names that a cell's plain imports bind, those of the course left out."""
    names = set()
    for node in getattr(parsed(source), "body", ()):
        if isinstance(node, ast.Import | ast.ImportFrom):
            if "course_utils" not in ast.unparse(node):
                names |= {a.asname or a.name.split(".")[0] for a in node.names}
    return names


def used(source):
    """The names that a source reads and does not bind itself."""
    try:
        table = symtable.symtable(MAGIC.sub("", source), "answer", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    own = {s.get_name() for s in table.get_symbols() if s.is_assigned()}
    own |= {s.get_name() for s in table.get_symbols() if s.is_imported()}
    own |= {s.get_name() for s in table.get_symbols() if s.is_namespace()}
    names, todo = set(), [table]
    while todo:
        scope = todo.pop()
        todo += scope.get_children()
        for symbol in scope.get_symbols():
            top = scope is table
            if symbol.is_referenced() and (top or symbol.is_global()):
                names.add(symbol.get_name())
    return names - own - set(dir(builtins))


def missing_modules(source):
    """The modules that a source imports and that are not there when it is graded."""
    roots = set()
    for node in ast.walk(parsed(source) or ast.Module([], [])):
        match node:
            case ast.Import(names=names):
                roots |= {alias.name.split(".")[0] for alias in names}
            case ast.ImportFrom(module=str(module), level=0):
                roots.add(module.split(".")[0])
    return tuple(sorted(roots - set(sys.stdlib_module_names) - set(THERE)))
