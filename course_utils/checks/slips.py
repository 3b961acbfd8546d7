"""A wrong answer from the lines that a learner wrote, put in place in the solution."""

import ast
import textwrap
from functools import cache
from typing import NamedTuple

import numpy as np


class Place(NamedTuple):
    """A statement of a source: its lines, its indentation, and what it sets.

    Of a loop or a condition it is the head alone. What stands behind a colon or a
    semicolon has no place of its own.
    """

    first: int
    last: int
    indent: str
    sets: str


def compiled(source, name):
    """The function `name` that a source defines; `np` is there."""
    scope = {"np": np, "__name__": "answer"}
    exec(compile(source, f"<{name}>", "exec"), scope)
    return scope[name]


def what_is_set(node):
    """What a statement sets: "v", "v, out", "out[]", "return", "for", "path.append"."""
    match node:
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            return ", ".join(map(name_of, parts))
        case ast.Expr(value=ast.Call(func=func)):
            return ast.unparse(func)
        case _:
            return type(node).__name__.lower()


def name_of(target):
    """A target as text; the index of `out[t]` does not count."""
    if isinstance(target, ast.Subscript):
        return f"{name_of(target.value)}[]"
    return ast.unparse(target)


@cache
def places(source):
    """The statements inside the functions of a source, in order."""
    lines, found = source.splitlines(), []
    for node in ast.walk(ast.parse(source)):
        for child in ast.iter_child_nodes(node):
            body = getattr(child, "body", None)
            if isinstance(child, ast.FunctionDef) or not isinstance(child, ast.stmt):
                continue
            apart = body and body[0].lineno > child.lineno
            last = body[0].lineno - 1 if apart else child.end_lineno
            indent, line = " " * child.col_offset, lines[child.lineno - 1]
            if line[: len(indent)].strip() or line.startswith(indent + "elif"):
                continue
            found.append(Place(child.lineno - 1, last, indent, what_is_set(child)))
    return tuple(sorted(found))


def statements(text):
    """Split wrong lines into statements, (source, what it sets); heads have no body."""
    held = []
    for line in textwrap.dedent(text).strip("\n").splitlines():
        held.append(line)
        source = "\n".join(held)
        head = source.rstrip().endswith(":")
        try:
            tree = ast.parse(f"{source} pass" if head else source)
        except SyntaxError:
            if line is not text.splitlines()[-1]:
                continue  # goes on in the next line
            raise
        yield source, what_is_set(tree.body[0])
        held = []
    if held:
        raise SyntaxError(f"this is no whole statement: {held[0]}")


@cache
def placed(source, text):
    """Where the wrong lines `text` stand in a solution: {Place: lines}; None if whole.

    A line takes the place of the last one that sets the same, or, as in `old, v = ...`,
    the same as its last name. One that has no such place stands before the next that
    has, at its indentation.

    Raises
    ------
    ValueError
        No line of the solution sets what these set.
    """
    if text.lstrip().startswith(("def ", "import ", "from ")):
        return None
    new, waiting, known = {}, [], places(source)
    for line, sets in statements(text):
        same = [p for p in known if p.sets == sets]
        same = same or [p for p in known if p.sets == sets.split(", ")[-1]]
        if not same:
            waiting.append(line)
            continue
        new.setdefault(same[-1], []).extend([*waiting, line])
        waiting, last = [], same[-1]
    if not new:
        raise ValueError(f"no line of the solution sets what this sets: {text}")
    new[last] += waiting
    return new


def put(source, text):
    """A solution with the wrong lines `text` in it; a whole function as it is."""
    new = placed(source, text)
    if new is None:
        return textwrap.dedent(text).strip("\n")
    return replaced(source, new)


def replaced(source, new):
    """A source with the statements {Place: lines} in place of its own."""
    lines = source.splitlines()
    for place in sorted(new, reverse=True):
        block = textwrap.indent("\n".join(new[place]), place.indent)
        lines[place.first : place.last] = block.splitlines()
    return "\n".join(lines)


def both(source, one, other):
    """A solution with two mistakes in it; None where they touch the same lines."""
    first, second = placed(source, one), placed(source, other)
    if first is None or second is None or first.keys() & second.keys():
        return None
    return replaced(source, first | second)
