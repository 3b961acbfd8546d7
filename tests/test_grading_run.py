"""Batches that are killed, spread out, graded again: the marks stay what they are.

GRADING_CLASS=300 and GRADING_KILLS=4 kill the grading of such a class as many times;
GRADING_ALL=1 compares every declared mistake of every lesson with what the learner's
own nbval says, and with `-m wasm` in the other sandbox.
"""

import base64
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from xml.etree import ElementTree

import grading_bank as bank
import numpy as np
import psutil
import pytest
from conftest import ready
from test_grading import POINTS, course, hand_in, scores

from course_utils.checks.diagnosis import judge
from course_utils.checks.exercise import Mistake
from course_utils.exercises import find
from course_utils.grading import bubblewrap, chunk, results, run, sandbox
from course_utils.grading.merge import Merged, answer_ids, assignments, grade_id

CLASS = int(os.environ.get("GRADING_CLASS", 8))
KILLS = int(os.environ.get("GRADING_KILLS", 3))
ALL = "GRADING_ALL" in os.environ


@pytest.fixture
def small(tmp_path, sandboxed):
    """A class of eight, some of them wrong, and a folder for their results."""
    return class_of(8, tmp_path), tmp_path / "results"


def class_of(number, tmp_path):
    for k in range(number):
        wrong = {"ema": bank.FAKE, "half_life": ""} if k % 3 == 0 else {}
        wrong |= bank.BAD["os._exit"] if k == 5 else {}
        hand_in(tmp_path / "class", f"learner {k}", wrong)
    return tmp_path / "class"


def stored(folder):
    """All files of a folder of results, and their text."""
    return {p.relative_to(folder): p.read_text("utf-8") for p in files(folder)}


def files(folder):
    return [path for path in folder.rglob("*.json*") if path.is_file()]


def grade(places, *options):
    return course("grade", places[0], "--results", places[1], *options)


def line_of(process):
    """The command line of a process; none of one that has just ended."""
    try:
        return str(process.cmdline())
    except psutil.Error:
        return ""


def family(pid):
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def test_killed_at_random_moments_and_started_again(tmp_path, sandboxed):
    submissions, target = class_of(CLASS, tmp_path), tmp_path / "results"
    assert run.grade(submissions, tmp_path / "calm", jobs=2) == 0
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary)}
    line = [sys.executable, "-m", "course_utils.pack.cli", "grade", str(submissions)]
    # a chunk of one submission each, where they are few: a kill finds some graded
    line += ["--results", str(target), "--jobs", "8"]
    dice, kills, seen = random.Random(0), 0, []
    while kills < KILLS:
        grader = subprocess.Popen(line, env=environment, stderr=subprocess.DEVNULL)
        while kills < KILLS and grader.poll() is None:
            time.sleep(dice.uniform(0.2, max(5, CLASS / 5)))
            seen += (others := family(grader.pid))
            if grader.poll() is not None:
                break
            parent = psutil.Process(grader.pid)
            victim = (
                parent if dice.random() < 0.5 or not others else dice.choice(others)
            )
            what = line_of(victim)
            if what:
                victim.kill()
                kills += 1
                print(f"{len(files(target))} graded; killed {what[:90]}")
            if victim is parent:
                break
        grader.wait()
        if kills < KILLS:  # something to do for the next
            for k in dice.sample(range(CLASS), CLASS // 2):
                shutil.rmtree(target / f"learner {k}", True)
    last = course("grade", submissions, "--results", target, env=environment)
    assert last.returncode == 0, last.stderr
    assert len(results.all_results(target)) == CLASS
    assert stored(target) == stored(tmp_path / "calm")
    _, alive = psutil.wait_procs(seen, timeout=20)
    assert not alive
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("which", ["ipykernel_launcher", "grading.child", "bwrap"])
def test_each_kind_of_process_can_be_killed(small, tmp_path, which):
    submissions, target = small
    line = [sys.executable, "-m", "course_utils.pack.cli", "grade", str(submissions)]
    grader = subprocess.Popen([*line, "--results", str(target)])
    victims = []
    while not victims:
        assert grader.poll() is None
        time.sleep(0.02)
        lines = {p: p.info["cmdline"] for p in psutil.process_iter(["cmdline"])}
        ours = set(family(grader.pid))
        kernels = [p.pid for p in lines if "ipykernel" in str(lines[p])]
        victims = [p for p in lines if p in ours and which in str(lines[p])]
        if which == "bwrap":  # of an answer, not the one that tries the sandbox out
            victims = [p for p in victims if p.ppid() in kernels]
    victims[0].kill()
    assert grader.wait(timeout=120) == 0
    assert len(results.all_results(target)) == 8
    for result in results.all_results(target):
        number = int(result["extra_data"]["learner"].split()[1])
        wrong = {"ema", "half_life"} if number % 3 == 0 else set()
        wrong |= {"ema"} if number == 5 else set()
        assert {name for name, score in scores(result).items() if not score} == wrong


def test_jobs_and_a_cluster_that_loses_a_worker_give_the_same(small, tmp_path):
    distributed = pytest.importorskip("distributed")
    submissions, target = small
    assert grade((submissions, tmp_path / "one")).returncode == 0
    assert grade((submissions, tmp_path / "two"), "--jobs", 2).returncode == 0
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        module = [sys.executable, "-m", "course_utils.pack.cli"]
        line = [*module, "grade", str(submissions)]
        address = ["--dask", cluster.scheduler_address, "--jobs", "4"]
        grader = subprocess.Popen([*line, "--results", str(target), *address])
        while not any("grading.child" in line_of(p) for p in family(os.getpid())):
            time.sleep(0.05)
        victim = next(iter(cluster.workers.values())).process.process.pid
        psutil.Process(victim).kill()
        assert grader.wait() == 0
    assert stored(target) == stored(tmp_path / "one") == stored(tmp_path / "two")
    assert len(stored(target)) == 8


def test_grading_again_grades_what_changed_and_says_so(small):
    submissions, target = small
    first = grade(small)
    assert "8 submissions: to grade: 8 new" in first.stderr
    before = stored(target)
    again = grade(small)
    assert "8 submissions: 8 graded already" in again.stderr
    assert stored(target) == before

    hand_in(submissions, "learner 0", {})
    shutil.rmtree(submissions / "learner 1")
    (submissions / "learner 2" / f"{bank.NAME}.ipynb").unlink()
    hand_in(submissions, "learner 9", {})
    hand_in(submissions.parent / "appeal", "learner 3", {})
    appeal = grade((submissions.parent / "appeal", target))
    assert "1 submissions: to grade: 1 changed since" in appeal.stderr
    assert "removed" not in appeal.stderr
    hand_in(submissions, "learner 3", {})
    only = grade(small, "--only", "learner 2")
    assert "1 have a result" not in only.stderr and "removed" not in only.stderr
    assert results.read(target / "learner 2" / f"{bank.NAME}.json")["score"] > 0
    assert "near: learner 9" in grade(small, "--only", "lerner 9").stderr
    changed = grade(small, "--prune")
    assert "6 graded already" not in changed.stderr
    assert "5 graded already; to grade: 1 changed since, 2 new" in changed.stderr
    assert "learner 1/01_moving_averages: the submission is gone" in changed.stderr
    assert "learner 2/01_moving_averages: no file was handed in" in changed.stderr
    name = f"{bank.NAME}.json"
    assert results.read(target / "learner 0" / name)["score"] == sum(POINTS.values())
    assert not (target / "learner 1" / name).exists()
    aside = (target / "learner 1" / f"{bank.NAME}.removed.json").read_text("utf-8")
    assert aside == before[Path("learner 1") / name]
    assert results.read(target / "learner 9" / name)["score"] == sum(POINTS.values())

    other = grade(small, "--seed", 2)
    assert "8 graded with another seed" in other.stderr
    extra = results.read(target / "learner 0" / name)["extra_data"]
    assert extra["seed"] == 2


def test_layout_of_nbgrader(small, tmp_path):
    submissions, target = small
    for folder in submissions.iterdir():
        place = tmp_path / "course" / "submitted" / folder.name / bank.NAME
        place.parent.mkdir(parents=True)
        folder.rename(place)
    assert grade((tmp_path / "course", target)).returncode == 0
    assert len(results.all_results(target)) == 8


def test_without_sandbox_is_recorded(tmp_path):
    hand_in(tmp_path / "class", "own", bank.BAD["name"])
    done = grade((tmp_path / "class", tmp_path / "results"), "--sandbox", "none")
    assert "Without a sandbox" in done.stderr
    (result,) = results.all_results(tmp_path / "results")
    assert result["extra_data"]["sandbox"] == "none"
    assert scores(result) == POINTS | {"ema": 0}


def test_refuses_where_bubblewrap_is_missing(tmp_path):
    hand_in(tmp_path / "class", "one", {})
    done = course(
        "grade",
        tmp_path / "class",
        "--results",
        tmp_path / "results",
        "--sandbox",
        "bubblewrap",
        env=os.environ | {"PATH": str(tmp_path)},
    )
    assert done.returncode
    assert "apt install bubblewrap" in done.stderr
    assert "--sandbox none" in done.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("bwrap: setting up uid map: Permission denied", "AppArmor"),
        ("bwrap: No permissions to create new namespace", "--security-opt"),
        ("bwrap: Unknown option --disable-userns", "0.8 or newer"),
    ],
)
def test_refuses_where_bubblewrap_is_forbidden(tmp_path, said, advice):
    hand_in(tmp_path / "class", "one", {})
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n", "utf-8")
    fake.chmod(0o755)
    done = course(
        "grade",
        tmp_path / "class",
        "--results",
        tmp_path / "results",
        "--sandbox",
        "bubblewrap",
        env=os.environ | {"PATH": f"{fake.parent}:{os.environ['PATH']}"},
    )
    assert done.returncode
    assert said in done.stderr
    assert advice in done.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("system", "machine"), [("darwin", "arm64"), ("linux", "s390x")]
)
def test_refuses_other_systems(monkeypatch, system, machine):
    monkeypatch.setattr(bubblewrap.sys, "platform", system)
    monkeypatch.setattr(bubblewrap.platform, "machine", lambda: machine)
    with pytest.raises(sandbox.Refused, match="--sandbox wasm"):
        bubblewrap.command.__wrapped__()


@pytest.mark.parametrize("inside", ["class/results", "."])
def test_results_among_the_submissions_are_refused(tmp_path, inside):
    hand_in(tmp_path / "class", "one", {})
    done = grade((tmp_path / "class", tmp_path / inside))
    assert "outside the submissions" in done.stderr
    assert done.returncode == 1


# One learner's answers are slow enough that the run is not over when it is stopped.
SLOW = """
import time

def ema(x, beta):
    end = time.process_time() + 0.5
    while time.process_time() < end:
        pass
"""


def test_control_c_keeps_what_is_graded_and_leaves_nothing(small, tmp_path):
    hand_in(small[0], "slow", {"ema": SLOW})
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    line = [sys.executable, "-m", "course_utils.pack.cli", "grade", str(small[0])]
    grader = subprocess.Popen(
        [*line, "--results", str(small[1]), "--jobs", "8"],
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not files(small[1]):
        time.sleep(0.05)
    seen = family(grader.pid)
    grader.send_signal(2)
    assert "run the same command to go on" in grader.communicate(timeout=60)[1]
    _, alive = psutil.wait_procs(seen, timeout=20)
    assert not alive
    assert not list(temporary.iterdir())
    assert grade(small).returncode == 0
    assert len(results.all_results(small[1])) == 9


def test_grading_notebook_holds_no_code_of_a_learner():
    secret = "def ema(x, beta): 'a word of the learner'"
    one = {"setup": "", "answers": {"ema": secret}, "names": ["ema"]}
    nb, checks = chunk.notebook({"'); import os #": one})
    assert "word of the learner" not in json.dumps(nb)
    assert checks == [("'); import os #", "ema")]
    source = nb["cells"][-1]["source"]
    assert source == """chunk.check("ema", chunk.answer("'); import os #", "ema"))"""


def fails(submissions, seed, kind):
    """A run that the submission 'bad' stops, whoever is with it."""
    if "bad" in submissions:
        raise chunk.Stopped("stopped")
    return {key: {"ema": {"passed": True}} for key in submissions}


def test_submission_that_stops_the_grader_costs_only_itself(monkeypatch):
    monkeypatch.setattr(chunk, "run", fails)
    verdicts = chunk.grade_chunk(dict.fromkeys(["a", "bad", "b"]), 1, "none")
    assert verdicts == {"bad": None} | dict.fromkeys("ab", {"ema": {"passed": True}})


def test_failure_of_the_grader_is_no_mark_and_graded_again(
    tmp_path, monkeypatch, capsys
):
    hand_in(tmp_path / "class", "one", {})
    place = tmp_path / "class", tmp_path / "results"
    monkeypatch.setattr(chunk, "grade_chunk", lambda ones, *_: dict.fromkeys(ones))
    assert run.grade(*place, sandbox="none") == 1
    (result,) = results.all_results(place[1])
    assert "the grader failed" in result["extra_data"]["trouble"]
    assert "0 of 1 have a result" in capsys.readouterr().err
    monkeypatch.undo()
    assert run.grade(*place, sandbox="none") == 0
    (result,) = results.all_results(place[1])
    assert result["score"] == sum(POINTS.values())


def test_answer_on_which_the_check_fails_is_told(tmp_path):
    verdict = {"passed": False, "answered": True, "diagnosis": "", "mistakes": []}
    right = verdict | {"passed": True}
    verdicts = {"ema": verdict | {"failed": "IndexError"}, "ema_weight": right}
    merged = Merged("0", {"ema": "", "ema_weight": ""})
    result = results.result({}, merged, ["ema", "ema_weight"], verdicts)
    assert scores(result) == {"ema": 0, "ema_weight": 2}
    assert "the grader failed on it" in result["tests"][0]["output"]
    assert "the grader failed on it" in result["extra_data"]["notes"]["ema"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://1"])
def test_no_scheduler_at_the_address_is_told(tmp_path, monkeypatch, address):
    pytest.importorskip("distributed")
    hand_in(tmp_path / "class", "one", {})
    place = tmp_path / "class", tmp_path / "results"
    with pytest.raises(SystemExit, match="No Dask scheduler at"):
        run.grade(*place, dask=address, sandbox="none")


# The learner's own nbval and the grader agree.

TABLE = """
import base64, pickle
table_NAME = pickle.loads(base64.b64decode("DATA"))
def NAME(*args):
    after, value, error = table_NAME[repr([np.asarray(a).tolist() for a in args])]
    for new, old in zip(after, args):
        if isinstance(old, np.ndarray):
            old[...] = new
    if error:
        raise error
    return value
"""


def as_source(exercise, mistake):
    """A cell that returns what a declared mistake returns, with NumPy alone."""
    if exercise.cases is None:
        answer = f"{exercise.id} = {plain(exercise.answer(mistake))!r}"
        return f"from numpy import inf, nan\n{answer}"
    if isinstance(source := exercise.source(mistake), str):
        return f"import numpy as np\n{source}"
    table = {}
    for case in exercise.cases(np.random.default_rng(0)):
        args, value, error = deepcopy(case.args), None, None
        with np.errstate(all="ignore"):
            try:
                value = exercise.answer(mistake)(*args)
            except Exception as caught:
                error = type(caught)("told")
        key = repr([np.asarray(a).tolist() for a in case.args])
        table[key] = args, value, error
    data = base64.b64encode(pickle.dumps(table)).decode()
    return TABLE.replace("NAME", exercise.id).replace("DATA", data)


def plain(value):
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return value.item() if isinstance(value, np.generic) else value


def variants(name, nb):
    """Solutions, stubs and declared mistakes of an assignment, as notebooks."""
    solved = bank.ROOT / "exercises" / "solutions" / f"{name}.ipynb"
    yield "solved", json.loads(solved.read_text("utf-8"))
    yield "stubs", nb
    exercises = [find(one) for one in answer_ids(nb)]
    most = max(len(exercise.mistakes) for exercise in exercises)
    for k in range(most) if ALL else [0]:
        made = deepcopy(nb)
        for cell in made["cells"]:
            if grade_id(cell) in answer_ids(nb):
                exercise = find(grade_id(cell))
                mistake = exercise.mistakes[k % len(exercise.mistakes)]
                cell["source"] = as_source(exercise, mistake)
        yield f"mistake {k}", made


def test_cases_that_a_learner_saw_are_not_those_that_are_graded(tmp_path, sandboxed):
    right = {name: find(name) for name in bank.RIGHT}
    known = {
        name: as_source(exercise, Mistake("", exercise.reference, ""))
        for name, exercise in right.items()
        if exercise.cases
    }
    hand_in(tmp_path / "class", "by heart", known)
    for seed, earned in ((0, POINTS), (1, POINTS | dict.fromkeys(known, 0))):
        grade((tmp_path / "class", tmp_path / "results"), "--seed", seed)
        (result,) = results.all_results(tmp_path / "results")
        assert scores(result) == earned


LESSONS = list(assignments().items())[:: 1 if ALL else 5]


@pytest.mark.parametrize(
    "kind", ["bubblewrap", pytest.param("wasm", marks=pytest.mark.wasm)]
)
def test_learners_nbval_and_the_grader_agree(tmp_path, kind):
    ready(kind)
    wanted = {}
    for name, nb in LESSONS:
        for who, made in variants(name, nb):
            path = tmp_path / "class" / who / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(made), "utf-8")
            checks = [grade_id(c) for c in made["cells"] if c["cell_type"] == "code"]
            wanted[who, name] = checks
    own = passed_by_nbval(tmp_path, wanted)
    places = tmp_path / "class", tmp_path / "results"
    done = grade(places, "--jobs", 2, "--seed", 0, "--sandbox", kind)
    assert done.returncode == 0, done.stderr
    graded = {}
    for result in results.all_results(tmp_path / "results"):
        key = result["extra_data"]["learner"], result["extra_data"]["assignment"]
        if key not in wanted:  # no file was handed in, as there are fewer mistakes
            continue
        graded[key] = {t["name"]: t["status"] == "passed" for t in result["tests"]}
        if key[0].startswith("mistake"):
            for name, named in result["extra_data"]["mistakes"].items():
                exercise, k = find(name), int(key[0].split()[1])
                wrong = exercise.mistakes[k % len(exercise.mistakes)]
                assert named == list(judge(exercise, exercise.answer(wrong)).mistakes)
            assert len(result["extra_data"]["mistakes"]) == len(result["tests"])
    assert {key: graded[key] for key in own} == own
    for (who, _), verdicts in own.items():
        assert set(verdicts.values()) == {who == "solved"}


def passed_by_nbval(tmp_path, wanted):
    """{(learner, assignment): {exercise: passed}} by stock `pytest --nbval-lax`."""
    report = tmp_path / "junit.xml"
    line = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval-lax",
        "-p",
        "no:cacheprovider",
    ]
    place = ["-c", os.devnull, f"--rootdir={tmp_path}", f"--junitxml={report}"]
    subprocess.run([*line, *place, tmp_path / "class"], stdout=subprocess.DEVNULL)
    verdicts = {}
    for case in ElementTree.parse(report).iter("testcase"):
        *_, who, name, _ = case.get("classname").split(".")
        cell = wanted[who, name][int(case.get("name").split()[-1])]
        if str(cell).startswith("check_"):
            ok = not any(child.tag in ("failure", "error", "skipped") for child in case)
            verdicts.setdefault((who, name), {})[cell.removeprefix("check_")] = ok
    return verdicts
