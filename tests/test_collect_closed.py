"""What one learner chooses costs nobody else a mark, a place or the whole class.

Names, what a zip holds and says of itself, metadata, sizes: of each platform.
"""

import contextlib
import io
import json
import os
import zipfile

import downloads
import grading_bank as bank
import pytest
from downloads import FILE, HALF, RIGHT, WRONG, as_folder, as_zip, zipped
from test_collect import KNOWN, MADE, collect, taken

from course_utils.grading import links, unpack
from course_utils.grading.handback import reply
from course_utils.grading.merge import merge
from course_utils.grading.shapes import of_canvas
from course_utils.grading.submissions import discover


def test_note_in_what_a_learner_hands_in_is_about_nobody(tmp_path):
    own = f"{downloads.AT.format('mal', 5)}_"
    claim = b"Name: Ann Smith (asmith)\n"
    inner = {f"{own[:22]}.txt": claim, f"{own[:-1]}.txt": claim, FILE: WRONG}
    inner |= {f"{downloads.AT.format('asmith', 3)}.txt": claim}
    note = b"\nComments:\nName: Bo Li (b_li)\n"
    files = downloads.BLACKBOARD | {f"{own}work.zip": zipped(inner)}
    files |= {f"{own[:-1]}.txt": b"Name: Mal (x) (mal)\n" + note}
    files |= {f"{own}_attempt_x.txt": claim}
    collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    expected = {"asmith": RIGHT, "asmith2": WRONG, "b_li": HALF, "mal": WRONG}
    assert taken(tmp_path / "into")[0] == expected
    assert links.read(tmp_path / "into")["mal", bank.NAME]["name"] == "Mal (x)"


@pytest.mark.parametrize("told", ["x: !!bool maybe", "x: !!int ''", 'x: "\\Uffffffff"'])
def test_metadata_in_what_a_learner_hands_in_stop_nobody(tmp_path, told):
    inner = zipped({"submission_metadata.yml": told, FILE: HALF})
    files = {f"ann_1_2_{FILE}": RIGHT, "mal_3_4_work.zip": inner}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"ann_1": RIGHT, "mal_3": HALF}
    assert not done.stderr


def test_metadata_of_gradescope_are_text_whatever_they_hold(tmp_path):
    levels = (f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, 6))
    told = ["a0: &a0 [lol]", *levels, "x: !!bool maybe", "submission_1:"]
    told += ["  :submitters: [{':email': *a5}, {':email': null, ':sid': 0x1F}]"]
    told += [
        "submission_2:",
        "  :submitters: [{':name': [Bo], ':sid': !!int 7, <<: *a1}]",
    ]
    files = {f"{MADE}1/{FILE}": RIGHT, f"{MADE}2/{FILE}": WRONG}
    files |= {"a_export/submission_metadata.yml": "\n".join(told).encode()}
    collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"0x1F": RIGHT, "7": WRONG}


def test_metadata_without_end_do_not_spoil_the_table(tmp_path):
    told = [{":email": "a" * 200_000}, {":name": "b" * 200_000, ":sid": "7"}]
    people = {f"submission_{k}": {":submitters": [told[k - 1]]} for k in (1, 2)}
    files = {f"{MADE}1/{FILE}": RIGHT, f"{MADE}2/{FILE}": WRONG}
    files |= {"a_export/submission_metadata.yml": json.dumps(people).encode()}
    collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    keys = {row["key"] for row in links.read(tmp_path / "into").values()}
    assert keys == {"submission_1", "7"}


def test_metadata_that_cannot_be_read_are_told(tmp_path):
    files = {f"{MADE}1/{FILE}": RIGHT, f"{MADE}2/{FILE}": WRONG}
    files |= {"a_export/submission_metadata.yml": b"\xff: ["}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "cannot be read; names come from the folders" in done.stderr
    assert taken(tmp_path / "into")[0] == {"submission_1": RIGHT, "submission_2": WRONG}


def test_date_in_a_name_that_a_learner_chose_is_not_when_it_was_handed_in(tmp_path):
    own = downloads.AT.format("mal", 9)
    files = downloads.BLACKBOARD | {f"{own}_x_attempt_2026-01-01-00-00-00_{FILE}": HALF}
    collect(as_zip(tmp_path / "b.zip", files), tmp_path / "board")
    row = links.read(tmp_path / "board")["mal", bank.NAME]
    assert row["handed_in"] == "2026-10-09T10:30:00"
    early, due = "Jan 1, 2026 900 AM", "Oct 3, 2026 1030 AM"
    files = {
        f"201-9 - Mal - {early} - {due}/{FILE}": RIGHT,
        f"202-9 - Moe - {early} - {due} - {FILE}": WRONG,
        f"203-9 - Mia - {due} - {early} - {FILE}": HALF,
        f"204-9 - Ann - {due} - 2026 - a - {FILE}": HALF,
    }
    done = collect(as_zip(tmp_path / "d.zip", files), tmp_path / "d2l")
    rows = links.read(tmp_path / "d2l").values()
    assert {row["handed_in"] for row in rows} == {"2026-10-03T10:30:00"}
    assert [row["key"] for row in rows] == ["204", "201", "203", "202"]
    assert done.stderr.count("two dates in its name") == 2


def forged(data, before, after):
    """A zip's bytes with something else in each of its directory's entries."""
    at = data.index(b"PK\x01\x02")
    assert before in data[at:]
    return data[:at] + data[at:].replace(before, after)


STORED = zipped({"x": b"y"})
NO_USE = {  # what a learner may hand in -> what is said
    "broken": (b"no zip", "a zip that cannot be read"),
    "of a later version": (
        forged(STORED, b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
        "a zip that cannot be read",
    ),
    "not UTF-8": (
        forged(zipped({"\xfcx": b""}), "\xfcx".encode(), b"\xff\xffx"),
        "a zip that cannot be read",
    ),
    "no name": (forged(zipped({"?": b""}), b"?", b"\0"), "has no name"),
    "a dot": (zipped({".": b""}), "has no name"),
    "leads out": (zipped({f"../{FILE}": RIGHT}), "leads out of the zip"),
    "hidden": (zipped({f".{FILE}": RIGHT}), ""),
    "in solutions": (zipped({f"solutions/{FILE}": RIGHT}), ""),
    "too large": (zipped({FILE: bytes(21 * 2**20)}), "larger than 20 MB"),
    "damaged": (
        forged(
            zipped({FILE: RIGHT}),
            b"\x14\x03\x14\x00\x00\x00",
            b"\x14\x03\x14\x00\x01\x00",
        ),
        "it is locked",
    ),
    "empty": (zipped({}), ""),
    "many files": (zipped(dict.fromkeys(map(str, range(99)), "")), "far too much"),
    "a bomb of another packing": (
        zipped({FILE: bytes(10**6)}, zipfile.ZIP_BZIP2),
        "packed in a way unknown here",
    ),
}


@pytest.mark.parametrize("what", NO_USE)
def test_who_hands_in_nothing_of_use_is_told_and_not_missing(
    tmp_path, what, monkeypatch
):
    monkeypatch.setattr(unpack, "OWN", 90)
    data, why = NO_USE[what]
    shapes = {
        "canvas": (f"ann_1_2_{FILE}", "bo_3_4_work.zip", "bo_3"),
        "moodle": (
            f"Ann_1_assignsubmission_file_/{FILE}",
            "Bo_2_assignsubmission_file_/work.zip",
            "Bo",
        ),
        "by hand": (f"class/ann/{FILE}", "class/bo.zip", "bo"),
    }
    for shape, (good, bad, folder) in shapes.items():
        files = {good: RIGHT, bad: data}
        done = collect(as_zip(tmp_path / f"{shape}.zip", files), tmp_path / shape)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / shape / folder).is_dir()
        assert f"{folder}: no notebook of the course" in done.stderr
        assert why in done.stderr and (not why or bad in done.stderr)
        assert list(taken(tmp_path / shape)[0].values()) == [RIGHT]


def test_zip_with_too_long_a_directory_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "ENTRIES", 3)
    files = {f"ann_1_2_{FILE}": RIGHT, f"cy_5_6_{FILE}": HALF}
    files |= {"bo_3_4_work.zip": zipped(dict.fromkeys([".a", ".b", ".c", FILE], RIGHT))}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "bo_3_4_work.zip: there are more than 3 files in the zip" in done.stderr
    assert taken(tmp_path / "into")[0] == {"ann_1": RIGHT, "cy_5": HALF}
    packed = zipped({"a.zip": zipped({".a": b"", ".b": b""})})
    files = {f"ann_1_2_{FILE}": RIGHT}
    files |= {"bo_3_4_a.zip": zipped({"1.zip": packed, "2.zip": packed})}
    done = collect(as_zip(tmp_path / "b.zip", files), tmp_path / "into")
    assert "more than 3 files in the zip" in done.stderr


def test_download_that_is_too_much_says_whose_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MANY", 20)
    many = zipped(dict.fromkeys(map(str, range(9)), ""))
    files = {f"ann_1_2_{FILE}": RIGHT}
    files |= {f"bo_3_4_{k}.zip": many for k in range(3)}
    path = as_zip(tmp_path / "a.zip", files)
    done = collect(path, tmp_path / "into")
    assert "left alone" in done.stderr and "lies in a.zip/bo_3_4_" in done.stderr


@pytest.mark.parametrize("name", ["1-1 - a - " + "1" * 300 + "-", "a/" * 60 + FILE])
def test_name_that_no_disk_takes_is_left_out_and_told(tmp_path, name):
    files = {f"ann_1_2_{FILE}": RIGHT}
    files |= {"bo_3_4_work.zip": zipped({name: b"", FILE: HALF})}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "bo_3_4_work.zip: " in done.stderr and "too long a name" in done.stderr
    assert taken(tmp_path / "into")[0] == {"ann_1": RIGHT, "bo_3": HALF}


def test_name_that_two_ids_can_stand_in_takes_nobodys_place(tmp_path):
    files = {
        f"ann_1000_9000_{FILE}": RIGHT,
        f"mal_1000_LATE_1002_9002_{bank.NAME}-9.ipynb": WRONG,
        f"moe_1000_8000_1003_9003_{FILE}": WRONG,
        f"mia_1000_8000_LATE_1008_9008_{FILE}": WRONG,
        f"bo_1004_9004_2_{FILE}": HALF,
        "cy_1000_1005_text.html": b"",
        f"_1006_9006_{FILE}": HALF,
        f"eve_1007_9007_10_{FILE[3:]}": HALF,
    }
    known = KNOWN | {f"10_{FILE[3:-6]}": KNOWN[bank.NAME]}
    assert of_canvas(f"eve_1007_9007_10_{FILE[3:]}", tuple(known)) == ["1007"]
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "canvas")
    got, _ = taken(tmp_path / "canvas")
    assert got["ann_1000"] == RIGHT and got["_1006"] == HALF
    rows = links.read(tmp_path / "canvas").values()
    assert [row["name"] for row in rows if row["key"] == "1000"] == ["ann"]
    assert "can be that of 1000 or 8000 or 1003, so it has a folder" in done.stderr
    assert {row["learner"]: row["late"] for row in rows}["mal_1000_1002"] == "late"
    assert {row["key"]: row["late"] for row in rows}["1000 or 1008"] == "late"
    assert (tmp_path / "canvas/cy_1000_1005").is_dir()
    (row,) = (row for row in rows if row["key"] == "1000 or 8000 or 1003")
    assert reply(row, "moe") == "moe/feedback.html" and row["late"] == ""
    file = "assignsubmission_file_"
    files = {
        f"Ann Smith_5000_{file}/{FILE}": RIGHT,
        f"Ann Smith_5000_{file}_5001_{file}/{FILE}": WRONG,
        f"Bo_X_5002_{file}/{FILE}": HALF,
    }
    done = collect(as_zip(tmp_path / "b.zip", files), tmp_path / "moodle")
    got, _ = taken(tmp_path / "moodle")
    assert got == {"Ann Smith": RIGHT, "Ann Smith_5000_5001": WRONG, "Bo_X": HALF}
    assert "can be that of 5000 or 5001" in done.stderr


MANY = {f"a/{k}.ipynb": WRONG for k in range(7)}
CLAIM = b'submission_1: {":submitters": [{":email": ann@x}]}\n'
CLAIMS = {  # what one learner's zip may hold, in the names of other platforms
    "folders": MANY,
    "Gradescope": {f"submission_{k}/{FILE}": WRONG for k in range(7)}
    | {"submission_metadata.yml": CLAIM},
    "Moodle": {f"Ann_{k}_assignsubmission_file_/{FILE}": WRONG for k in range(7)},
    "GitHub": {f"x-submissions/x-ann{k}/{FILE}": WRONG for k in range(7)},
    "Google": {f"Ann Smith - 01_moving_averages ({k}).ipynb": WRONG for k in range(7)},
}
OF_FOUR = {  # names of a download, with the learners who are in it
    "Google Classroom": ("{} - " + FILE, "{} - work.zip"),
    "Moodle": (
        f"e/{{}}_5_assignsubmission_file_/{FILE}",
        "e/{}_5_assignsubmission_file_.zip",
    ),
    "": (f"e/{{}}/{FILE}", "e/{}.zip"),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_is_in_one_zip_does_not_decide_for_the_class(tmp_path, claim):
    inner = zipped(CLAIMS[claim])
    for platform, (plain, packed) in OF_FOUR.items():
        files = {
            plain.format(who).replace("_5_", f"_{k}_"): RIGHT
            for k, who in enumerate(("Ann", "Bo", "Cy"))
        }
        files |= {packed.format("Mal"): inner}
        into = tmp_path / f"into {platform}"
        done = collect(as_zip(tmp_path / "a.zip", files), into)
        assert f"4 learners from {platform}" in done.stdout or not platform
        got, trouble = taken(into)
        assert {who: got[who] for who in ("Ann", "Bo", "Cy")} == dict.fromkeys(
            ("Ann", "Bo", "Cy"), RIGHT
        )
        assert got.keys() | trouble.keys() == {"Ann", "Bo", "Cy", "Mal"}


@pytest.mark.parametrize("claim", CLAIMS)
def test_learner_alone_in_a_download_is_who_the_platform_says(tmp_path, claim):
    inner = zipped(CLAIMS[claim])
    collect(as_zip(tmp_path / "a.zip", {f"ann_1_2_{FILE}": RIGHT}), tmp_path / "into")
    done = collect(
        as_zip(tmp_path / "b.zip", {"mal_3_4_a.zip": inner}), tmp_path / "into"
    )
    assert "1 learners from Canvas" in done.stdout
    got, _ = taken(tmp_path / "into")
    assert got["ann_1"] == RIGHT
    assert {path.name for path in (tmp_path / "into").iterdir()} == {
        "ann_1",
        "mal_3",
        links.NAME,
    }


def test_names_that_no_platform_gives_do_not_decide_for_the_class(tmp_path):
    file = f"_assignsubmission_file_/{FILE}"
    files = {f"Ann_1{file}": RIGHT, f"Bo_2{file}": WRONG, f"loose/{FILE}": HALF}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"Ann": RIGHT, "Bo": WRONG}
    assert f"loose/{FILE}: nobody's folder" in done.stderr


def test_who_is_called_like_another_has_a_folder_of_their_own(tmp_path):
    """Without a notebook, in another download, or under a name that they chose."""
    into, file = tmp_path / "into", "assignsubmission_file_"
    files = {f"Ann Smith_5000_{file}/{FILE}": RIGHT}
    files |= {f"Ann Smith_5001_{file}/essay.pdf": b"", f"Bo_5002_{file}/{FILE}": HALF}
    done = collect(as_zip(tmp_path / "a.zip", files), into)
    assert taken(into)[0] == {"Ann Smith 5000": RIGHT, "Bo": HALF}
    assert "Ann Smith 5001: no notebook of the course, but essay.pdf" in done.stderr
    files = {f"Ann Smith_5001_{file}/{FILE}": WRONG, f"Mal_6_{file}/x.pdf": b""}
    collect(as_zip(tmp_path / "b.zip", files), into)
    expected = {"Ann Smith 5000": RIGHT, "Ann Smith 5001": WRONG, "Bo": HALF}
    assert taken(into)[0] == expected
    name = next(name for name in KNOWN if name != bank.NAME)
    other = json.dumps(KNOWN[name]).encode()
    files = {f"Bo_77_{file}/{name}.ipynb": other}
    files |= {f"Ann Smith 5001_78_{file}/{name}.ipynb": other}
    collect(as_zip(tmp_path / "c.zip", files), into)
    folders = {row["key"]: row["learner"] for row in links.read(into).values()}
    assert folders["77"] == "Bo" and folders["78"] == "Ann Smith 5001 78"


@pytest.mark.parametrize(
    "shape",
    ["{k}-9 - {who} - Oct 3, 2026 1030 AM/{file}", "{who}_{k}_9_{file}"],
)
def test_key_of_the_platform_says_who_it_is_in_a_later_download(tmp_path, shape):
    name = next(name for name in KNOWN if name != bank.NAME)
    into, other = tmp_path / "into", json.dumps(KNOWN[name]).encode()
    files = {shape.format(k=1, who="Ann", file=FILE): RIGHT}
    collect(as_zip(tmp_path / "a.zip", files), into)
    files = {
        shape.format(k=1, who="Anna", file=f"{name}.ipynb"): other,
        shape.format(k=2, who="Ann", file=f"{name}.ipynb"): other,
    }
    collect(as_zip(tmp_path / "b.zip", files), into)
    rows = links.read(into)
    places = {(row["key"], one): learner for (learner, one), row in rows.items()}
    assert places["1", name] == places["1", bank.NAME] != places["2", name]


def test_name_from_another_platform_is_not_the_same_learner(tmp_path):
    into = tmp_path / "into"
    collect(as_zip(tmp_path / "a.zip", {f"Ann - {FILE}": RIGHT}), into)
    files = {f"Ann_7_assignsubmission_file_/{FILE}": WRONG}
    collect(as_zip(tmp_path / "b.zip", files), into)
    assert taken(into)[0] == {"Ann": RIGHT, "Ann 7": WRONG}
    collect(as_folder(tmp_path / "c", {f"Ann/{FILE}": HALF}), into)
    assert taken(into)[0] == {"Ann": HALF, "Ann 7": WRONG}


ENDLESS = b'{"nbformat": 4, "cells": [' + b"{}," * 20_000 + b"{}]}"
SHEETS = b'{"nbformat": 3, "worksheets": 5}'


@pytest.mark.parametrize("data, why", [(ENDLESS, "20,000 cells"), (SHEETS, "no cells")])
def test_notebook_of_strange_cells_has_its_sentence(tmp_path, data, why):
    (tmp_path / FILE).write_bytes(data)
    assert why in merge(tmp_path / FILE, bank.pristine()).trouble


def test_file_that_nobody_can_grade_stops_nobody(tmp_path):
    """Under a name that has its cells looked at, and as one of two."""
    broken = [data for data, _ in bank.BROKEN.values() if len(data) < 10**6]
    broken += [ENDLESS, SHEETS]
    files = {f"ann_1_2_{FILE}": RIGHT}
    for key, data in enumerate(broken, start=10):
        inner = zipped({f"a/{FILE}": data, f"b/{FILE}": data + b" "})
        files |= {f"bo_{key}_3_homework.ipynb": data, f"cy_{key + 90}_3_a.zip": inner}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0]["ann_1"] == RIGHT, done.stderr
    people = {p.name for p in (tmp_path / "into").iterdir() if p.is_dir()}
    assert len(people) == 1 + 2 * len(broken)


def test_remarks_on_one_learner_do_not_drown_those_on_the_others(tmp_path):
    inner = {f"../{k}.ipynb": b"" for k in range(70)}
    inner |= {f"{k}.ipynb": b"" for k in range(70)}
    files = {f"ann_1_2_{FILE}": RIGHT, "bo_3_4_a.zip": zipped(inner)}
    files |= {"zoe_5_6_work.zip": b"no zip"}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "zoe_5_6_work.zip: a zip that cannot be read" in done.stderr
    assert "and 137 more remarks on the same work" in done.stderr
    assert len(done.stderr.splitlines()) < 9


def test_files_of_one_learner_are_not_taken_without_end(tmp_path):
    inner = {f"{k}/{FILE}": HALF + b" " * k for k in range(90)}
    inner |= {f"0/{k}.ipynb": b"" for k in range(100)} | {"1/x.ipynb": RIGHT}
    files = {"bo_3_4_a.zip": zipped(inner)}
    for k in range(30):  # attempts, the last of which counts
        files |= {f"ann_1_{k + 5}_{bank.NAME}-{k}.ipynb": RIGHT if k == 29 else WRONG}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert f"more than 20 files of {bank.NAME}" in done.stderr
    assert taken(tmp_path / "into")[0] == {"ann_1": RIGHT, "bo_3": HALF}


def test_second_file_of_the_same_name_in_a_zip_does_not_hide_the_first(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(f"Ann - {FILE}", RIGHT)
        archive.writestr(f"Bo - {FILE}", HALF)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(f"Ann - {FILE}", WRONG)
    done = collect(tmp_path / "a.zip", tmp_path / "into")
    files, trouble = taken(tmp_path / "into")
    assert files == {"Bo": HALF} and "2 different files" in trouble["Ann"]
    assert "2 different files, so no mark" in done.stderr


def test_name_that_looks_hidden_hides_nobody(tmp_path):
    file = f"_assignsubmission_file_/{FILE}"
    files = {f"Ann_1{file}": RIGHT, f".Mal_2{file}": HALF}
    files |= {
        f"__MACOSX/Cy_3{file}": HALF,
        f"._Ann_1{file}": b"",
        f"._Di_4{file}": HALF,
    }
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"Ann": RIGHT}
    assert "Mal: no notebook of the course" in done.stderr
    folders = {path.name for path in (tmp_path / "into").iterdir()}
    assert folders == {"Ann", "Mal", "_Di", links.NAME}
    files = downloads.BLACKBOARD
    files = files | {f"._{name}": b"" for name in files}  # of macOS
    collect(as_zip(tmp_path / "b.zip", files), tmp_path / "board")
    folders = {path.name for path in (tmp_path / "board").iterdir()}
    assert folders == {"asmith", "asmith2", "b_li", links.NAME}


def test_folder_made_by_hand_is_read_within_limits(tmp_path):
    files = {f"ann/{FILE}": RIGHT}
    files |= {f"bo/{k}/{FILE}": HALF for k in range(30)}
    files |= {f"cy/{k}.ipynb": b"" for k in range(30)} | {"di/x.ipynb": b""}
    found, remarks = discover(as_folder(tmp_path / "class", files), KNOWN)
    trouble = {one.learner: one.trouble for one in found if one.trouble}
    assert trouble == {"bo": "there are 30 files of it: leave one"}
    assert "cy: and 27 more like these" in remarks and len(remarks) == 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_what_is_no_file_in_a_folder_stops_nobody(tmp_path, monkeypatch):
    files = {f"ann/{FILE}": RIGHT, "cy/x/y.txt": b"", f"di/{'a/' * 60}{FILE}": RIGHT}
    download = as_folder(tmp_path / "class", files)
    (download / "bo").mkdir()
    os.mkfifo(download / "bo/a.zip")  # would be waited for
    os.mkfifo(download / "bo" / FILE)

    def scandir(path, scandir=os.scandir):
        if str(path).endswith("cy"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(unpack.os, "scandir", scandir)
    done = collect(download, tmp_path / "into")
    monkeypatch.undo()
    assert "bo/a.zip: it is not a regular file; left out" in done.stderr
    assert "cy: it cannot be opened (Permission denied); left out" in done.stderr
    assert "it lies too deep" in done.stderr
    assert taken(tmp_path / "into")[0] == {"ann": RIGHT}
    folders = {path.name for path in (tmp_path / "into").iterdir()}
    assert folders == {"ann", "bo", "cy", "di", links.NAME}


def test_file_in_google_classroom_without_a_name_is_told(tmp_path):
    files = {f"Ann - {FILE}": RIGHT, f"Bo - {FILE}": HALF, "essay.pdf": b""}
    files |= {"work.zip": zipped({f"{k}/x.pdf": b"" for k in range(30)})}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "essay.pdf: nobody's folder, or nobody's name in it" in done.stderr
    assert "work.zip/0/x.pdf: nobody's folder" in done.stderr
    assert len(done.stderr.splitlines()) == 5


def test_folders_that_hold_no_answers_leave_their_learner_in_the_class(tmp_path):
    files = {f"ann/{FILE}": RIGHT, f"bo/solutions/{FILE}": HALF, f"cy/.{FILE}": HALF}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert "bo: no notebook of the course, but solutions/" in done.stderr
    folders = {path.name for path in (tmp_path / "into").iterdir()}
    assert folders == {"ann", "bo", "cy", links.NAME}
    alone = {f"di/{FILE}": RIGHT, "di/.git/HEAD": b"", "di/img/x.png": b""}
    collect(as_zip(tmp_path / "b.zip", alone), tmp_path / "alone")
    assert taken(tmp_path / "alone")[0] == {"di": RIGHT}


ANN = f"ann_1000_9000_{FILE}"
STRANGE = {  # what mal hands in beside ann -> whose folder it is, or that of two ids
    f"mal_1000_10_after_adam_1002_9002_{FILE}": "mal_1000_1002",
    f"mal_1002_9002_a\nb.zip/ann_1000_9999_{FILE}": "mal_1002",
    f"mal_1002_9002_\\ann_1000_9999_{FILE}": "mal_1002",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_name_of_a_file_is_still_its_learners(tmp_path, name):
    outer, _, inner = name.partition("/")
    files = {ANN: RIGHT, outer: zipped({inner: WRONG}) if inner else WRONG}
    collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    found = {"ann_1000": RIGHT, STRANGE[name]: WRONG}
    assert taken(tmp_path / "into")[0] == found


@pytest.mark.parametrize("name", ["submitted ._5002", "Ann Smith_5002"])
def test_no_learners_folder_hides_the_others(tmp_path, name):
    shape = "{}_assignsubmission_file_/" + FILE
    files = {shape.format("Ann Smith_5001"): RIGHT, shape.format(name): WRONG}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert not done.returncode
    assert len(discover(tmp_path / "into", KNOWN)[0]) == 2


def test_name_of_the_download_is_no_learners(tmp_path):
    path = tmp_path / "physics_101_2026_submissions.zip"
    collect(as_zip(path, {ANN: RIGHT, f"bo_2_3_{FILE}": WRONG}), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"ann_1000": RIGHT, "bo_2": WRONG}


def test_attachments_of_one_learner_do_not_decide_for_google_classroom(tmp_path):
    files = {f"{name} - {FILE}": RIGHT for name in ("Ann", "Bo", "Cy")}
    files |= {f"x_{k}_90_{FILE}": WRONG for k in (1, 2)} | {f".Mal - {FILE}": WRONG}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == dict.fromkeys(("Ann", "Bo", "Cy"), RIGHT)
    assert done.stderr.count("nobody's folder") == 3


def test_date_that_cannot_be_read_is_not_passed_over(tmp_path):
    own, chosen = "24 Dezember 2026 1030", "Oct 1, 2026 900 AM"
    files = {f"13394-1 - Ann - Oct 3, 2026 1030 AM - {FILE}": RIGHT}
    files |= {f"205-9 - Mel - {chosen} - {own} - {FILE}": WRONG}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert links.read(tmp_path / "into")["Mel", bank.NAME]["handed_in"] == ""
    assert "two dates" in done.stderr


def test_zip_with_too_many_or_too_long_names_costs_itself_alone(tmp_path):
    long = "/".join(["\N{PEDESTRIAN}" * 60] * 40)
    inner = zipped({f"{long}/{k}": b"" for k in range(1200)})
    # a mark of the end within the true one: who looks for the last is led astray
    astray = inner[:-6] + b"PK\5\6" + inner[-2:]
    files = {ANN: RIGHT, "mal_1002_9002_a.zip": inner, "mal_1002_9003_b.zip": astray}
    done = collect(as_zip(tmp_path / "a.zip", files), tmp_path / "into")
    assert taken(tmp_path / "into")[0] == {"ann_1000": RIGHT}
    assert done.stderr.count("too long, or too many") == 2


def test_many_small_zips_of_one_learner_leave_room_for_the_class(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "ALL", 10**6)
    monkeypatch.setattr(unpack, "LEAST", 10**5)
    bomb = zipped({f"{k}.ipynb": bytes(9 * 10**4) for k in range(5)})
    files = {f"mal_2_{k}_w.zip": bomb for k in range(4)} | {ANN: RIGHT}
    path = as_zip(tmp_path / "a.zip", files)
    read = {}
    for member in unpack.members(path):
        with contextlib.suppress(ValueError):
            read[member.parts] = member.read and member.read()
    assert read["a.zip", ANN] == RIGHT


def test_size_that_a_zip_forges_is_not_unpacked_beyond(tmp_path):
    large = zipped({FILE: bytes(unpack.LARGEST)})
    at = large.rfind(b"PK\1\2") + 24
    forged_zip = large[:at] + (1).to_bytes(4, "little") + large[at + 4 :]
    with zipfile.ZipFile(io.BytesIO(forged_zip)) as archive:
        info, read = archive.infolist()[0], []
        archive.open = lambda info: Counted(read)
        unpack.bytes_of(archive, info, unpack.Budget(10**9, 9), "")
    assert read == [2]


class Counted(io.BytesIO):
    """A file that notes how many bytes it is asked for."""

    def __init__(self, asked):
        super().__init__(b"x")
        self.asked = asked

    def read(self, size=-1):
        self.asked.append(size)
        return super().read(size)
