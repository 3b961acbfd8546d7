"""What platforms hand out becomes a folder per learner, and nobody's work is lost."""

import io
import json
import os
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace

import downloads
import grading_bank as bank
import pytest
from downloads import DOWNLOADS, FILE, HALF, RIGHT, WRONG, as_folder, as_zip, zipped

from course_utils.grading import links, unpack
from course_utils.grading.merge import assignments
from course_utils.grading.names import assignment_of, folder_name
from course_utils.grading.submissions import discover
from course_utils.pack import cli

KNOWN = assignments()


def collect(download, into):
    """Run `course collect` in this process; returns code and what was printed."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main(["collect", str(download), "--into", str(into)])
        except SystemExit as stop:
            print(stop, file=err)
            code = 1
    return SimpleNamespace(
        stdout=out.getvalue(), stderr=err.getvalue(), returncode=code
    )


def taken(folder):
    """{learner: bytes} of the submissions that can be graded, {learner: trouble}."""
    found, _ = discover(folder, KNOWN)
    files = {one.learner: one.path.read_bytes() for one in found if one.path}
    return files, {one.learner: one.trouble for one in found if one.trouble}


@pytest.mark.parametrize("kind", ["zip", "folder"])
@pytest.mark.parametrize("platform", DOWNLOADS)
def test_each_platform(tmp_path, platform, kind):
    files, learners = DOWNLOADS[platform]
    make = as_zip if kind == "zip" else as_folder
    download = make(tmp_path / f"download.{kind}", files)
    done = collect(download, tmp_path / "into")
    assert done.returncode == 0, done.stderr
    assert f"3 learners from {platform.removesuffix(' flat')}" in done.stdout
    files, trouble = taken(tmp_path / "into")
    assert files == dict(zip(learners, (RIGHT, WRONG, HALF), strict=True))
    assert not trouble
    rows = links.read(tmp_path / "into")
    assert {learner for learner, _ in rows} == set(learners)
    assert len({row["key"] for row in rows.values()}) == 3


@pytest.mark.parametrize("platform", ["Canvas", "Blackboard", "Brightspace"])
def test_last_of_several_attempts_counts_and_is_told(tmp_path, platform):
    download = as_zip(tmp_path / "download.zip", DOWNLOADS[platform][0])
    done = collect(download, tmp_path / "into")
    assert "2 attempts; the last" in done.stderr


MADE = "a_export/submission_"
RUBY = b"""---
submission_1:
  :submitters:
  - :name: Ann Smith
    :email: ann@example.org
  :created_at: !ruby/object:DateTime 2026-10-03 10:30:00
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: !ruby/array:Seen
    - 1
submission_2:
  :submitters:
  - :name: Bo Li
    :sid: 303
  - :name: Cy Wu
    :email: cy@example.org
"""
NAMES = b"""
submission_1: {":submitters": [{":name": Ann Smith}]}
submission_2: {":submitters": [{":name": Ann Smith}]}
"""
ODD = {  # files, and the folders of the right and the wrong one, of those without any
    "a name with _": (
        {f"smith_jrann_1000_90000_{FILE}": RIGHT, f"o_2_3_{FILE}": WRONG},
        ("smith_jrann_1000", "o_2"),
    ),
    "late in small letters": (
        {f"smithann_late_1000_9_{FILE}": RIGHT, f"late_2_3_{FILE}": WRONG},
        ("smithann_1000", "late_2"),
    ),
    "anonymous": (
        {f"anon_aB12c_90000_{FILE}": RIGHT, f"LATE_anon_12345_3_{FILE}": WRONG},
        ("anon_aB12c", "anon_12345"),
    ),
    "typed in": (
        {f"a_1_2_{FILE}": RIGHT, f"b_2_3_{FILE}": WRONG, "c_4_text.html": b""},
        ("a_1", "b_2", "c_4"),
    ),
    "a note alone": (
        {
            f"Week_1_a_attempt_2026-10-03-10-30-00_{FILE}": RIGHT,
            f"Week_1_b_attempt_2026-10-03-10-30-00_{FILE}": WRONG,
            "Week_1_c_d_attempt_2026-10-03-10-30-00.txt": b"Name: C D (c_d)\n",
        },
        ("a", "b", "c_d"),
    ),
    "Ruby's objects, a group": (
        {
            f"{MADE}1/{FILE}": RIGHT,
            f"{MADE}2/{FILE}": WRONG,
            "a_export/submission_metadata.yml": RUBY,
        },
        ("ann@example.org", "303 + cy@example.org"),
    ),
    "names alone": (
        {
            f"{MADE}1/{FILE}": RIGHT,
            f"{MADE}2/{FILE}": WRONG,
            "a_export/submission_metadata.yml": NAMES,
        },
        ("Ann Smith submission_1", "Ann Smith submission_2"),
    ),
    "not in the metadata": (
        {
            f"{MADE}1/{FILE}": RIGHT,
            f"{MADE}3/{FILE}": WRONG,
            "a_export/submission_metadata.yml": RUBY,
        },
        ("ann@example.org", "submission_3"),
    ),
    "a zip a learner": ({"ann.zip": RIGHT, "bo.ZIP": WRONG}, ("ann", "bo")),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_names_cost_nobody_a_mark(tmp_path, name):
    files, (right, wrong, *without) = ODD[name]
    for place in [place for place in files if place.lower().endswith(".zip")]:
        inner = as_zip(tmp_path / "inner.zip", {FILE: files[place]})
        files = files | {place: inner.read_bytes()}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "nobody" not in done.stderr
    assert taken(tmp_path / "into")[0] == {right: RIGHT, wrong: WRONG}
    folders = {p.name for p in (tmp_path / "into").iterdir() if p.is_dir()}
    assert folders == {right, wrong, *without}
    rows = links.read(tmp_path / "into")
    assert len({row["key"] for row in rows.values()}) == 2


def test_metadata_that_a_learner_hands_in_are_not_read(tmp_path):
    own = f"{MADE}1/work/"
    files = {f"{MADE}1/{FILE}": RIGHT, f"{MADE}2/{FILE}": WRONG}
    files |= {"a_export/submission_metadata.yml": RUBY}
    files |= {f"{own}submission_metadata.yml": NAMES, f"{own}submission_2/x.txt": b""}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert done.returncode == 0
    got, _ = taken(tmp_path / "into")
    assert got == {"ann@example.org": RIGHT, "303 + cy@example.org": WRONG}
    inner = {"submission_metadata.yml": RUBY, f"submission_1/{FILE}": HALF}
    alone = as_zip(tmp_path / "b.zip", {f"{MADE}3/w.zip": zipped(inner)})
    collect(alone, tmp_path / "into")
    assert taken(tmp_path / "into")[0]["ann@example.org"] == RIGHT
    export = as_zip(tmp_path / "folder/c.zip", files).parent  # a download in a folder
    collect(export, tmp_path / "other")
    assert taken(tmp_path / "other")[0] == got


@pytest.mark.parametrize(
    "named",
    [
        "ann/Bo Li_1_assignsubmission_file_/" + FILE,
        "ann/bo_1_2_" + FILE,
        "ann/x-submissions/x-bo/" + FILE,
        f"ann/1-2 - Bo - Oct 3, 2026 1030 AM - {FILE}",
        "ann/submission_1/" + FILE,
    ],
)
def test_names_in_one_submission_do_not_decide_whose_it_is(tmp_path, named):
    files = {named: RIGHT, f"bo/{FILE}": WRONG, f"cy/{FILE}": HALF}
    files |= {"ann/submission_metadata.yml": RUBY} if "submission_1" in named else {}
    collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"ann": RIGHT, "bo": WRONG, "cy": HALF}


def test_late_and_dates_are_kept(tmp_path):
    collect(as_zip(tmp_path / "a.zip", downloads.CANVAS), tmp_path / "canvas")
    rows = links.read(tmp_path / "canvas")
    assert rows["smithann_1001", bank.NAME]["late"] == "late"
    assert rows["smithann_1000", bank.NAME]["late"] == ""
    late = {f"LATE_anon_aB12c_9_{FILE}": RIGHT, f"a_late_1_2_{FILE}": RIGHT}
    collect(as_zip(tmp_path / "c.zip", late), tmp_path / "late")
    rows = links.read(tmp_path / "late")
    assert {row["late"] for row in rows.values()} == {"late"}
    collect(as_zip(tmp_path / "b.zip", downloads.BRIGHTSPACE), tmp_path / "d2l")
    row = links.read(tmp_path / "d2l")["Bo Li", bank.NAME]
    assert row["handed_in"] == "2026-10-03T12:05:00"


@pytest.mark.parametrize(
    "name",
    [
        "01_moving_averages (1).ipynb",
        "01_moving_averages-1.ipynb",
        "01_moving_averages-Copy1.ipynb",
        "Copy of 01_moving_averages.ipynb",
        "01_moving_averages - Copy.ipynb",
        "01-moving-averages.ipynb",
        "01 Moving Averages.IPYNB",
        "Ann_01_moving_averages_final.ipynb",
        "01_moving_averages.ipynb.txt",
        "01_moving_averages.ipynb.json",
    ],
)
def test_names_as_browsers_and_learners_change_them(name):
    assert assignment_of(name, KNOWN) == bank.NAME


@pytest.mark.parametrize(
    "name",
    [
        "01_moving_averages.backup1.ipynb",
        "01_moving_averages-checkpoint.ipynb",
        "101_moving_averages.ipynb",
        "01_moving_averagess.ipynb",
        "01_moving_averages.pdf",
        "._01_moving_averages.ipynb",
    ],
)
def test_other_names_are_none(name):
    assert assignment_of(name, KNOWN) is None


def test_file_of_another_name_is_known_by_its_cells(tmp_path):
    download = as_folder(tmp_path / "class", {"ann/homework.ipynb": RIGHT})
    done = collect(download, tmp_path / "into")
    assert f"taken for {bank.NAME}" in done.stderr
    assert taken(tmp_path / "into")[0] == {"ann": RIGHT}


def work(data):
    """What a learner's whole folder work/ holds: lessons are called like exercises."""
    lesson = (bank.ROOT / "notebooks" / FILE).read_bytes()
    return {
        f"work/exercises/{FILE}": data,
        f"work/exercises/{bank.NAME}.backup1.ipynb": WRONG,
        f"work/exercises/.ipynb_checkpoints/{bank.NAME}-checkpoint.ipynb": WRONG,
        f"work/notebooks/{FILE}": lesson,
    }


def test_whole_work_folder_in_a_zip_in_the_zip(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, data in work(RIGHT).items():
            archive.writestr(name, data)
    files = {f"smithann_1000_90000_{FILE}": WRONG}
    files |= {"libo_1002_90001_work.zip": inner.getvalue()}
    files |= {"wuchi_1003_90002_work.zip": b"no zip"}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"libo_1002": RIGHT, "smithann_1000": WRONG}
    assert "wuchi_1003_90002_work.zip: a zip that cannot be read" in done.stderr


def test_grade_finds_a_work_folder_without_collecting(tmp_path):
    as_folder(tmp_path / "class/ann", work(RIGHT))
    files, trouble = taken(tmp_path / "class")
    assert files == {"ann": RIGHT} and not trouble


TWO = {f"ann/{FILE}": RIGHT, f"ann/{bank.NAME}/{FILE}": WRONG}


def test_of_two_files_none_is_graded(tmp_path):
    files, trouble = taken(as_folder(tmp_path / "class", TWO))
    assert not files
    assert "2 different files" in trouble["ann"]
    assert f"{bank.NAME}/{FILE}" in trouble["ann"]


def test_two_files_in_a_download_are_told_and_kept(tmp_path):
    done = collect(as_folder(tmp_path / "class", TWO), tmp_path / "into")
    assert "2 different files, so no mark" in done.stderr
    files, trouble = taken(tmp_path / "into")
    assert not files and "2 different files" in trouble["ann"]
    kept = {p.read_bytes() for p in (tmp_path / "into/ann").iterdir()}
    assert kept == {RIGHT, WRONG}
    one = as_folder(tmp_path / "again", {f"ann/{FILE}": RIGHT})
    collect(one, tmp_path / "into")
    assert taken(tmp_path / "into") == ({"ann": RIGHT}, {})


def test_untouched_copy_gives_way_and_is_told(tmp_path):
    untouched = json.dumps(bank.pristine()).encode()
    files = {
        f"ann/{FILE}": RIGHT,
        f"ann/old/{FILE}": untouched,
        f"bo/{FILE}": untouched,
    }
    found, remarks = discover(as_folder(tmp_path, files), KNOWN)
    assert [one.path.read_bytes() for one in found] == [RIGHT, untouched]
    assert remarks == [f"ann/old/{FILE}: nothing is answered in it"]


def test_later_download_adds_and_replaces(tmp_path):
    first = {f"ann/{FILE}": WRONG, f"bo/{FILE}": HALF}
    collect(as_folder(tmp_path / "first", first), tmp_path / "into")
    late = as_folder(tmp_path / "late", {f"ann/{FILE}": RIGHT, f"cy/{FILE}": RIGHT})
    done = collect(late, tmp_path / "into")
    assert "takes the place of the one collected before" in done.stderr
    expected = {"ann": RIGHT, "bo": HALF, "cy": RIGHT}
    assert taken(tmp_path / "into")[0] == expected
    assert len(links.read(tmp_path / "into")) == 3


def test_second_ann_smith_never_takes_the_place_of_the_first(tmp_path):
    for number, data in ((5000, RIGHT), (5001, WRONG)):
        name = f"Ann Smith_{number}_assignsubmission_file_/{FILE}"
        download = as_folder(tmp_path / str(number), {name: data})
        collect(download, tmp_path / "into")
    files, _ = taken(tmp_path / "into")
    assert files == {"Ann Smith": RIGHT, "Ann Smith 5001": WRONG}


def test_zip_that_leads_out_writes_nothing_outside(tmp_path):
    name = "a_1_2_01_moving_averages.ipynb"
    files = {f"../../{name}": RIGHT, f"/tmp/{name}": RIGHT, "C:\\x\\" + name: RIGHT}
    files |= {f"ann_1_2_{FILE}": RIGHT}
    done = collect(as_zip(tmp_path / "in" / "a.zip", files), tmp_path / "in" / "into")
    assert done.stderr.count("leads out of the zip") == 3
    assert {p.name for p in tmp_path.iterdir()} == {"in"}
    assert taken(tmp_path / "in" / "into")[0] == {"ann_1": RIGHT}


def test_link_in_a_zip_and_in_a_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(RIGHT)
    entry = zipfile.ZipInfo(f"eve_1_2_{FILE}")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, str(secret))
        archive.writestr(f"ann_2_3_{FILE}", WRONG)
    assert "it is a link" in collect(tmp_path / "a.zip", tmp_path / "one").stderr
    assert taken(tmp_path / "one")[0] == {"ann_2": WRONG}
    as_folder(tmp_path / "class", {f"ann/{FILE}": WRONG, "eve/note.txt": b""})
    os.symlink(secret, tmp_path / "class" / "eve" / FILE)
    collect(tmp_path / "class", tmp_path / "two")
    assert taken(tmp_path / "two")[0] == {"ann": WRONG}


def test_bombs_cost_only_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "ZIP", 50 * 2**20)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for k in range(4):  # 4 times 20 MB, of a few kB each
            archive.writestr(f"{k}/{FILE}", bytes(20 * 2**20))
    files = {"eve_1_2_work.zip": inner.getvalue(), f"ann_2_3_{FILE}": RIGHT}
    files |= {f"max_3_4_{FILE}": bytes(21 * 2**20)}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "it holds or unpacks to far too much" in done.stderr
    assert "larger than 20 MB" in done.stderr
    assert taken(tmp_path / "into")[0]["ann_2"] == RIGHT


@pytest.mark.parametrize("content", [None, b"", b"no zip"])
def test_what_is_no_download_is_told(tmp_path, content):
    path = tmp_path / "a.zip"
    if content is not None:
        path.write_bytes(content)
    done = collect(path, tmp_path / "into")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "into").exists()


def test_learner_without_a_notebook_is_told_and_not_missing(tmp_path):
    files = downloads.MOODLE | {
        "Cy Wu_5003_assignsubmission_file_/work.rar": b"Rar!",
        "Di Ek_5004_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
    }
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "Cy Wu: no notebook of the course, but work.rar" in done.stderr
    assert "Di Ek: no notebook of the course" in done.stderr
    found, _ = discover(tmp_path / "into", KNOWN)
    assert {one.learner for one in found if not one.path} == {"Cy Wu", "Di Ek"}


def test_hidden_folder_is_told(tmp_path):
    files = {f"ann/{FILE}": RIGHT, f".bo/{FILE}": RIGHT, ".git/HEAD": b""}
    found, remarks = discover(as_folder(tmp_path, files), KNOWN)
    assert [one.learner for one in found] == ["ann"]
    assert remarks == [".bo: a hidden folder; left out"]


def test_nothing_of_the_course_in_it_is_told(tmp_path):
    done = collect(as_folder(tmp_path / "a", {"ann/x.pdf": b""}), tmp_path / "into")
    assert "Nothing in" in done.stderr and done.returncode == 1


def test_names_of_folders_are_safe_everywhere():
    assert folder_name("a/../b") == "a_.._b"
    assert folder_name("..") == "unnamed"
    assert folder_name(".hidden ") == "hidden"
    assert folder_name("report") == "report_"
    assert folder_name("Collected.csv") == "Collected.csv_"
    assert folder_name("solutions") == "solutions_"
    assert folder_name("Zoe\u0308: 1") == "Zo\u00eb_ 1"
    assert folder_name("Con") == "Con_"  # Windows takes it for a device
    assert folder_name("aux.x") == "aux.x_"
    assert folder_name("Connie") == "Connie"
    long = [folder_name("\u6f22" * 200 + end) for end in ("", "x", "y")]
    assert len(set(long)) == 3
    assert max(len(name.encode()) for name in long) <= 120


def test_no_name_that_a_learner_takes_leads_to_the_folder_of_another(tmp_path):
    solved = json.dumps(bank.notebook(bank.RIGHT))
    names = ["Ann", "ann", "Ann 1", "Ann 1 2", "n" * 300, "n" * 300, "\u6f22" * 100]
    download = tmp_path / "moodle.zip"
    with zipfile.ZipFile(download, "w") as archive:
        for key, name in enumerate(names, start=1):
            place = f"{name}_{key}_assignsubmission_file_/{bank.NAME}.ipynb"
            archive.writestr(place, f"{solved}{' ' * key}")
    for _ in range(2):  # the second time each comes back to where it was
        done = collect(download, tmp_path / "in")
        assert done.returncode == 0, done.stderr
        files, trouble = taken(tmp_path / "in")
        assert not trouble
        assert sorted(map(len, files.values())) == [
            len(solved) + key for key in range(1, len(names) + 1)
        ]
    assert "takes the place" not in done.stderr
