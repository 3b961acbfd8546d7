"""One-token changes of the reference solutions: do the checks see them, and name them?

`python tests/mutants.py [ID ...]` prints a table, and each mutant that survives or is
told something vague. Only mutants that change the result on fresh cases count.
"""

import ast
import re
import sys
from functools import cache

import numpy as np

from course_utils.checks.diagnosis import agrees, judge
from course_utils.checks.outcomes import call
from course_utils.exercises import all_exercises, find

SWAPS = {
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult},
    **{ast.Pow: ast.Mult, ast.FloorDiv: ast.Div, ast.Lt: ast.LtE, ast.LtE: ast.Lt},
    **{ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
}
VAGUE = re.compile(r"Wherever it differs|\d+% of the values")
ENDLESS = re.compile(r"(\w+)\.append\(\1\)")  # NumPy never returns from such a list
FRESH = range(1000, 1008)  # seeds of cases that no learner and no other test sees


def solutions():
    """Yield (exercise, source of its solution) for each exercise on a function."""
    for exercise in all_exercises():
        if exercise.cases is not None:
            yield exercise, exercise.solution.strip()


def changes(node, names):
    """Yield what may stand in place of a node, one token away."""
    match node:
        case ast.BinOp() | ast.AugAssign() if type(node.op) in SWAPS:
            yield with_(node, op=SWAPS[type(node.op)]())
        case ast.UnaryOp():
            yield node.operand
        case ast.Compare() if type(node.ops[0]) in SWAPS:
            yield with_(node, ops=[SWAPS[type(node.ops[0])](), *node.ops[1:]])
        case ast.Constant() if type(node.value) in (int, float):
            yield from (with_(node, value=node.value + d) for d in (1, -1))
        case ast.Name(ctx=ast.Load()) if node.id in names:
            yield from (with_(node, id=name) for name in sorted(names - {node.id}))
            yield ast.BinOp(node, ast.Sub(), ast.Constant(1))  # off by one
        case ast.Call():
            yield from node.args[:1] or [getattr(node.func, "value", node)]
    if isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    if isinstance(node, ast.Assign | ast.AugAssign):
        yield ast.Pass()


def with_(node, **fields):
    """A copy of a node with some fields changed."""
    return type(node)(**vars(node) | fields)


class Put(ast.NodeTransformer):
    def __init__(self, old, new):
        self.visit = lambda node: new if node is old else self.generic_visit(node)


def mutants(source):
    """Yield (what was changed, changed source) for each one-token change."""
    nodes = list(ast.walk(tree := ast.parse(source)))
    stored = [n for n in nodes if isinstance(n, ast.Name) and type(n.ctx) is ast.Store]
    names = {n.id for n in stored} | {n.arg for n in nodes if isinstance(n, ast.arg)}
    for node in nodes:
        for new in list(changes(node, names)):
            changed = ast.unparse(Put(node, new).visit(tree))
            Put(new, node).visit(tree)
            if not ENDLESS.search(changed):
                yield f"{ast.unparse(node)}  ->  {ast.unparse(new)}", changed


@cache  # each mutant meets the same; `call` hands out copies
def expected(exercise_id, seed):
    """Pairs of a case of a seed and what the reference returns."""
    exercise = find(exercise_id)
    cases = exercise.cases(np.random.default_rng(seed))
    ours, names = exercise.reference, exercise.arguments
    return [(case, call(ours, case.args, names).parts) for case in cases]


def right(exercise, answer, seed):
    """Whether an answer is right on the cases of a seed, without a diagnosis."""
    for case, like in expected(exercise.id, seed):
        given = call(answer, case.args, exercise.arguments, like, exercise.returns)
        if given.changed or not agrees(exercise, given, like):
            return False
    return True


def effective(exercise, source):
    """Yield (what was changed, its answer) for the mutants that change the result."""
    for what, changed in mutants(source):
        exec(changed, scope := {"np": np})
        if not all(right(exercise, scope[exercise.id], seed) for seed in FRESH):
            yield what, scope[exercise.id]


def kind(verdict):
    """How much a verdict tells the learner."""
    told = "vague" if VAGUE.match(verdict.diagnosis) else "specific"
    return "survived" if verdict.passed else "named" if verdict.mistakes else told


if __name__ == "__main__":
    kinds = ("mutants", "survived", "named", "specific", "vague")
    print(f"{'exercise':24}", *(f"{k:>8}" for k in kinds))
    for exercise, source in solutions():
        if exercise.id in sys.argv[1:] or not sys.argv[1:]:
            tried = effective(exercise, source)
            found = [(kind(judge(exercise, answer)), what) for what, answer in tried]
            counts = [len(found), *([k for k, _ in found].count(k) for k in kinds[1:])]
            print(f"{exercise.id:24}", *(f"{n:8}" for n in counts), flush=True)
            for k, what in found:
                if k in ("survived", "vague"):
                    print(f"    {k}: {what}")
