"""Every file that the tests of the grader know, and what it earns in each sandbox:
`python tests/grading_table.py [SANDBOX ...]`, by default bubblewrap and wasm.

Ends with 1 if an attack earns a point, or the sandboxes do not agree.
"""

import json
import sys
import tempfile
from pathlib import Path

import grading_bank as bank
import test_everyday as everyday
from test_grading import POINTS, TOTAL, course, hand_in, scores

from course_utils.grading import results

KINDS = "HOSTILE", "LEAKS", "BAD", "HONEST", "STRANGE"


def write(folder):
    """The submissions, a learner each."""
    for kind in KINDS:
        for name, content in getattr(bank, kind).items():
            hand_in(folder, f"{kind.lower()}: {name}", content)
    for name, (content, _) in bank.BROKEN.items():
        hand_in(folder, f"broken: {name}", content)
    for name, change in everyday.FILES.items():
        content = json.dumps(everyday.notebook(change)).encode()
        hand_in(folder, f"everyday: {name}", content)


def told(result):
    """Points, and why there are not more, in a word."""
    if result["extra_data"]["trouble"]:
        return f"not graded: {result['extra_data']['trouble']}"
    lost = [name for name, score in scores(result).items() if not score]
    return f"{result['score']:g} of {TOTAL}" + (f", not {', '.join(lost)}" * bool(lost))


def main(sandboxes):
    with tempfile.TemporaryDirectory() as place:
        folder, graded = Path(place, "class"), {}
        write(folder)
        for kind in sandboxes:
            target = Path(place, kind)
            line = "--results", target, "--sandbox", kind, "--jobs", 2
            done = course("grade", folder, *line)
            if done.returncode:
                sys.exit(done.stderr)
            for result in results.all_results(target):
                learner = result["extra_data"]["learner"]
                graded.setdefault(learner, []).append(told(result))
    differ = [learner for learner, found in graded.items() if len(set(found)) > 1]
    earned = [
        learner
        for learner, found in graded.items()
        if learner.startswith("hostile") and any(f[:2] != "0 " for f in found)
    ]
    for learner, found in sorted(graded.items()):
        same = found[:1] if learner not in differ else found
        print(f"{learner[:44]:44}", " | ".join(one[:100] for one in same))
    print(
        f"{len(graded)} files, {len(POINTS)} exercises, in {' and '.join(sandboxes)}."
    )
    print(f"Attacks that earned a point: {', '.join(earned) or 'none'}.")
    print(f"Not the same in each: {', '.join(differ) or 'none'}.")
    return 1 if earned or differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["bubblewrap", "wasm"]))
