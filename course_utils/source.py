"""Showing the lines that run, so that no lesson retypes them."""

import ast
import inspect
import textwrap


def show_source(thing):
    """Print the code of a function, method or class without its docstrings."""
    source = textwrap.dedent(inspect.getsource(thing))
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            doc = node.body[0]
            for number in range(doc.lineno - 1, doc.end_lineno):
                lines[number] = None
    kept = [line for line in lines if line is not None]
    print("\n".join(kept))
