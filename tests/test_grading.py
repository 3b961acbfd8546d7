"""A class of hostile, honest, bad and broken submissions, graded in one batch."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import grading_bank as bank
import numpy as np
import psutil
import pytest

from course_utils.exercises import find
from course_utils.grading import chunk, results

SEED = 7
POINTS = {name: find(name).points for name in bank.RIGHT}
TOTAL = sum(POINTS.values())
OURS = chunk.PREFIX, "course-collect-"  # of graders in tests beside this one
NEXT = "HONEST", "STRANGE"  # right ones: each is graded after one that is not
MARKS = [Path(p) for p in ("/tmp/course-bomb", "/tmp/course-late", "/tmp/course-start")]


def course(*arguments, **options):
    """Run the `course` command; returns the finished process."""
    line = [sys.executable, "-m", "course_utils.pack.cli", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, **options)


def hand_in(folder, learner, content, name=bank.NAME):
    if isinstance(content, dict):
        content = json.dumps(bank.notebook(bank.RIGHT | content)).encode()
    path = folder / learner / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def watched():
    """What an answer might leave behind: files in places it can name, processes."""
    folders = [bank.ROOT, Path.home(), Path("/tmp"), Path(np.__file__).parent]
    files = {
        entry
        for folder in folders
        for entry in folder.iterdir()
        if "course-" in entry.name and not entry.name.startswith(OURS)
    }
    running = psutil.process_iter(["pid", "cmdline"])
    sleepers = {p.pid for p in running if "sleep(1000)" in str(p.info["cmdline"])}
    return files, sleepers


class Graded:
    def __init__(self, tmp_path, kind):
        self.kind = kind
        self.folder, self.results = tmp_path / "class", tmp_path / "results"
        temporary = tmp_path / "tmp"
        temporary.mkdir()
        right = [(k, *one) for k in NEXT for one in getattr(bank, k).items()]
        self.next = {}
        for kind in ("HOSTILE", "BAD"):
            for name, content in getattr(bank, kind).items():
                hand_in(self.folder, f"{kind} {name}", content)
                learner = f"{kind} {name} next"
                group, other, content = right.pop(0) if right else ("", learner, {})
                self.next[group, other] = learner
                hand_in(self.folder, learner, content)
        assert not right
        for name, content in bank.LEAKS.items():
            hand_in(self.folder, f"LEAKS {name}", content)
        for name, (content, _) in bank.BROKEN.items():
            hand_in(self.folder, f"BROKEN {name}", content)
        self.odd_ones()
        self.listen()
        before = watched()
        environment = os.environ | {"TMPDIR": str(temporary)}
        place = self.folder, "--results", self.results
        options = "--seed", SEED, "--jobs", 2, "--sandbox", self.kind
        self.run = course("grade", *place, *options, env=environment)
        self.left = (
            list(temporary.iterdir()),
            *(new - old for new, old in zip(watched(), before, strict=True)),
        )

    def listen(self):
        """Listen on loopback and on a socket without a file, and have both tried."""
        inet = socket.create_server(("127.0.0.1", 0))
        port = str(inet.getsockname()[1])
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(f"\0course-{port}")
        unix.listen()
        self.servers = inet, unix
        source = bank.CONNECT.replace("PORT", port)
        hand_in(self.folder, "network", bank.everywhere(source))

    def odd_ones(self):
        """Names and files out of the ordinary, besides those of the bank."""
        solved = hand_in(self.folder, "solved", {})
        for name in (
            '=HYPERLINK("x")',
            "Smith, Jr.",
            "a\nb",
            "<b>&amp;",
            "...",
            "ü–名",
        ):
            hand_in(self.folder, name, {})
        for name in ("link", "fifo", "folder", "none"):
            (self.folder / name).mkdir()
        (self.folder / "link" / solved.name).symlink_to(solved)
        os.mkfifo(self.folder / "fifo" / solved.name)
        (self.folder / "folder" / solved.name).mkdir()
        (self.folder / "linked").symlink_to(self.folder / "solved")
        hand_in(self.folder, "report", {})
        hand_in(self.folder, "solved", {}, "Untitled")
        hand_in(self.folder, "forged checks", bank.edited(bank.forged_checks))
        answer = dict(bank.cell(bank.pristine(), "ema"), source="def ema(x, beta): 1")
        add, drop = (lambda nb: nb["cells"].append(answer)), self.drop_ema
        hand_in(self.folder, "doubled", bank.edited(add))
        hand_in(self.folder, "dropped", bank.edited(drop))

    @staticmethod
    def drop_ema(nb):
        nb["cells"].remove(bank.cell(nb, "ema"))
        bank.cell(nb, "half_life")["metadata"]["nbgrader"]["grade_id"] = "adam_step"
        bank.cell(nb, "late_average")["source"] = {"no": "text"}

    def files(self):
        return [path for path in self.results.rglob("*") if path.is_file()]

    def of(self, learner):
        return results.read(self.results / learner / f"{bank.NAME}.json")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, kind):
    return Graded(tmp_path_factory.mktemp("graded"), kind)


def scores(result):
    return {test["name"]: test["score"] for test in result["tests"]}


def said(result):
    return "\n".join([result["output"], *[t["output"] for t in result["tests"]]])


@pytest.mark.parametrize("name", bank.HOSTILE)
def test_hostile_answers_earn_nothing(graded, name):
    assert scores(graded.of(f"HOSTILE {name}")) == dict.fromkeys(POINTS, 0)


def test_no_connection_leaves_the_sandbox(graded):
    assert scores(graded.of("network")) == dict.fromkeys(POINTS, 0)
    for server in graded.servers:
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("name", bank.HONEST)
def test_honest_answers_earn_everything(graded, name):
    assert scores(graded.of(graded.next["HONEST", name])) == POINTS


@pytest.mark.parametrize("name", bank.BAD)
def test_a_bad_answer_costs_only_itself(graded, name):
    assert scores(graded.of(f"BAD {name}")) == POINTS | {"ema": 0}


@pytest.mark.parametrize("name", bank.STRANGE)
def test_strange_files_are_graded(graded, name):
    result = graded.of(graded.next["STRANGE", name])
    assert scores(result) == POINTS, result["output"]


@pytest.mark.parametrize("name", bank.BROKEN)
def test_broken_files_get_a_sentence_and_no_mark(graded, name):
    result = graded.of(f"BROKEN {name}")
    assert bank.BROKEN[name][1] in result["extra_data"]["trouble"]
    assert result["output"].startswith("Not graded: ")
    assert result["extra_data"]["trouble"] in graded.run.stderr


def test_next_learner_is_never_touched(graded):
    assert len(graded.next) == len(bank.HOSTILE) + len(bank.BAD)
    for learner in graded.next.values():
        assert scores(graded.of(learner)) == POINTS


def test_nothing_survives_the_run(graded):
    assert graded.run.returncode == 0, graded.run.stderr
    assert graded.left == ([], set(), set())
    assert not any(mark.exists() for mark in MARKS)
    assert not list((Path.home() / ".ipython/profile_default").glob("startup/0.py"))


def test_names_stay_names(graded):
    for name in ('=HYPERLINK("x")', "Smith, Jr.", "a\nb", "<b>&amp;", "ü–名"):
        assert graded.of(name)["score"] == TOTAL
    inside = {path.relative_to(graded.results).parts[0] for path in graded.files()}
    inside -= {".lock", "collected.csv"}
    assert inside <= {path.name for path in graded.folder.iterdir()}


@pytest.mark.parametrize(
    ("learner", "words"),
    [
        ("link", "it is a link"),
        ("fifo", "not a regular file"),
        ("folder", "not a regular file"),
        ("none", "no file was handed in"),
    ],
)
def test_what_is_no_file_is_told(graded, learner, words):
    assert words in graded.of(learner)["extra_data"]["trouble"]


def test_what_is_left_out_is_told(graded):
    for words in ("linked: not a", "report: rename", "solved/Untitled.ipynb: no"):
        assert words in graded.run.stderr
    assert not (graded.results / "linked").exists()


def test_forged_checks_count_for_nothing(graded):
    result = graded.of("forged checks")
    assert (result["score"], result["max_score"]) == (0, TOTAL)


def test_cells_that_are_doubled_or_missing_are_told(graded):
    doubled, dropped = graded.of("doubled"), graded.of("dropped")
    assert scores(doubled) == POINTS | {"ema": 0}
    assert "2 cells hold its answer" in doubled["extra_data"]["notes"]["ema"]
    assert scores(dropped) == POINTS | {"ema": 0, "late_average": 0}
    assert "another is taken" in dropped["extra_data"]["notes"]["half_life"]
    assert "missing" in said(dropped)
    assert "adam_step" in dropped["output"]
    assert "doubled/01_moving_averages: ema:" in graded.run.stderr


def digits(number):
    """The digits by which a number would be known again, none for a round one."""
    text = f"{abs(float(number)):.15e}".split("e")[0].replace(".", "").strip("0")
    return text[:4] if len(text) > 4 else None


def test_no_bytes_of_a_hidden_case_in_any_feedback(graded):
    cases = find("ema").cases(np.random.default_rng(SEED))
    hidden = {digits(v) for case in cases for arg in case.args for v in np.ravel(arg)}
    hidden.discard(None)
    assert len(hidden) > 40
    for name in bank.LEAKS:
        result = graded.of(f"LEAKS {name}")
        assert scores(result)["ema"] == 0
        told = said(result).replace(".", "")
        assert not [number for number in hidden if number in told], told


def test_results_say_where_they_come_from(graded):
    extra = graded.of("solved")["extra_data"]
    assert (extra["seed"], extra["sandbox"]) == (SEED, graded.kind)
    assert {"python", "numpy", "course-utils"} <= set(extra["versions"])
    data = (graded.folder / "solved" / f"{bank.NAME}.ipynb").read_bytes()
    assert extra["sha256"] == hashlib.sha256(data).hexdigest()


def test_results_are_in_gradescopes_format(graded):
    result = graded.of("BAD name")
    assert (result["score"], result["max_score"]) == (TOTAL - POINTS["ema"], TOTAL)
    assert result["visibility"] == "visible"
    assert result["stdout_visibility"] == "hidden"
    ema, weight, *_ = result["tests"]
    assert ema["name"] == "ema"
    assert (ema["score"], ema["max_score"], ema["status"]) == (0, 3, "failed")
    assert "NameError" in ema["output"]
    assert (weight["status"], weight["output"]) == ("passed", "Right.")
