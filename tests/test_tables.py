"""Marks come back in the platform's own table, in the right cells and in no others."""

import csv
import re
import unicodedata
import zipfile

import grading_bank as bank
import pytest
from downloads import DOWNLOADS, FILE, as_zip
from test_grading import course

from course_utils.checks.diagnosis import judge
from course_utils.exercises import find
from course_utils.grading import links, report, results
from course_utils.grading.merge import Merged
from course_utils.grading.submissions import Submission

RIGHT = {name: find(name).reference for name in bank.RIGHT}
ANSWERS = {  # points -> answers
    13: RIGHT,
    10: RIGHT | {"ema": lambda x, beta: x},
    0: dict.fromkeys(RIGHT),
}


def put(folder, learner, points, assignment=bank.NAME):
    """Store the result of a learner; None for a file that cannot be read."""
    given, verdicts = ANSWERS.get(points, RIGHT), {}
    for name, answer in given.items():
        verdict = judge(find(name), answer)._asdict()
        verdicts[name] = verdict | {"mistakes": list(verdict["mistakes"])}
    trouble = "the file is empty" if points is None else ""
    merged = Merged("0" * 64, bank.RIGHT, trouble)
    one = Submission(learner, bank.NAME, None)
    origin = results.provenance(one, merged, 7, "bubblewrap") | {
        "assignment": assignment
    }
    content = results.result(origin, merged, list(RIGHT), None if trouble else verdicts)
    results.write(folder / learner / f"{assignment}.json", content)


def link(folder, **rows):
    """Write what `course collect` knows: learner=(platform, key, name)."""
    names = ("platform", "key", "name")
    links.write(
        folder,
        {
            (learner, bank.NAME): {"learner": learner, "assignment": bank.NAME}
            | dict(zip(names, row, strict=True))
            for learner, row in rows.items()
        },
    )


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        " =1+1",
        "-2",
        "\t@A1",
        "x;=1+1;",
        "x, +1",
        'x;"=1+1;',
        "\uff1d1+1",
        "'=1+1",
        "''=1;'-1",
        "O'Neil, Ann-Kathrin",
        "a=b;c-d",
    ],
)
def test_no_name_is_a_formula_wherever_a_line_is_split(name):
    guarded = links.harmless(name)
    for cell in re.split("[;,\t]", guarded):
        sign = unicodedata.normalize("NFKC", cell).strip(' "')[:1]
        assert sign not in set("=+-@")
    assert links.bare(guarded) == name
    assert links.harmless("O'Neil, Ann-Kathrin") == "O'Neil, Ann-Kathrin"


def test_a_date_beside_a_file_does_not_replace_that_of_the_platform(tmp_path):
    handed, kept = tmp_path / "handed", tmp_path / "results"
    known = {"learner": "ann", "assignment": bank.NAME}
    for learner in ("ann", "bob"):
        (handed / learner).mkdir(parents=True)
        (handed / learner / "timestamp.txt").write_text("2026-01-01 00:00:00\n")
    links.write(handed, {("ann", bank.NAME): known | {"handed_in": "2026-12-24"}})
    paths = {name: handed / name / f"{bank.NAME}.ipynb" for name in ("ann", "bob")}
    links.remember(
        handed, kept, [Submission(n, bank.NAME, p) for n, p in paths.items()]
    )
    found = {who: row["handed_in"] for (who, _), row in links.read(kept).items()}
    assert found == {"ann": "2026-12-24", "bob": "2026-01-01 00:00:00"}


def fill(folder, table, *columns, name="export.csv"):
    """Fill in a table given as text or bytes; returns the bytes that come back."""
    data = table if isinstance(table, bytes) else table.encode()
    path = folder.parent / name
    path.write_bytes(data)
    before = {p: p.stat().st_mtime_ns for p in (folder / "report").glob("*.csv")}
    report.main(folder, path, columns)
    new = (folder / "report").glob("*.csv")
    (made,) = [p for p in new if p.stat().st_mtime_ns != before.get(p)]
    return made.read_bytes()


def refused(folder, table, *columns, capsys=None):
    with pytest.raises(SystemExit) as stop:
        fill(folder, table, *columns)
    assert "\n" not in str(stop.value)
    return str(stop.value)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "marks").mkdir()
    return tmp_path / "marks"


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,"
    '"Homework 1: 01_moving_averages (44321)",Other (4),Final Score\r\n'
    "    Points Possible,,,,,13.0,9,(read only)\r\n"
    '"Li, Bo",1002,-neg,"boli",A,,-1,=A1\r\n'
    '"Smith, Ann",1000,=x,asmith,"A, B",5.0,"",77\r\n'
)


def test_only_the_marks_change(folder):
    put(folder, "boli", 13)
    put(folder, "asmith", None)
    expected = CANVAS.replace('"boli",A,,', '"boli",A,13,')
    assert fill(folder, CANVAS) == expected.encode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "utf-8"])
def test_encodings_are_kept(folder, encoding):
    put(folder, "Zoé Müller", 13)
    table = "Identifier;Full name;Grade\nParticipant 5;Zoé Müller;\n"
    filled = fill(folder, table.encode(encoding))
    assert filled == table.replace("Müller;", "Müller;13").encode(encoding)


def test_decimal_comma_where_semicolons_part_the_cells(folder):
    put(folder, "boli", 13)
    (folder / "adjust.csv").write_text(
        "learner;assignment;exercise;points;comment\nboli;;ema;2,5;a part of it\n"
    )
    table = "Identifier;Email address;Grade\nParticipant 5;boli;\n"
    assert fill(folder, table) == table.replace("boli;", "boli;12,5").encode()


def test_line_that_is_cut_short_is_filled_too(folder):
    put(folder, "boli", 13)
    filled = fill(folder, "Identifier,Email address,Status,Grade\nP 5,boli\n")
    assert filled == b"Identifier,Email address,Status,Grade\nP 5,boli,,13\n"


def test_equal_names_share_no_mark(folder, capsys):
    put(folder, "Ann Smith", 13)
    table = "Identifier,Full name,Grade\nParticipant 5,Ann Smith,\n"
    table += "Participant 6,Ann Smith,\n"
    assert fill(folder, table) == table.encode()
    assert "2 of its rows are called so" in capsys.readouterr().err


def test_equal_names_are_told_apart_by_what_the_download_said(folder):
    put(folder, "Ann Smith", 13)
    put(folder, "Ann Smith 6", 10)
    link(
        folder,
        **{
            "Ann Smith": ("Moodle", "5", "Ann Smith"),
            "Ann Smith 6": ("Moodle", "6", "Ann Smith"),
        },
    )
    table = "Identifier,Full name,Grade\nTeilnehmer/in6,Ann Smith,\n"
    table += "Teilnehmer/in5,Ann Smith,\n"
    lines = fill(folder, table).decode().splitlines()
    assert lines[1:] == ["Teilnehmer/in6,Ann Smith,10", "Teilnehmer/in5,Ann Smith,13"]


def test_number_in_another_column_gives_no_mark(folder, capsys):
    for learner in ("100", "200"):
        put(folder, learner, 13)
    put(folder, "300", 10)
    table = "Student,ID,SIS Login ID,01_moving_averages\n"
    table += "Wu,200,1,\nLi,300,100,\nMa,400,300,\n"
    lines = fill(folder, table).decode().splitlines()
    assert lines[1:] == ["Wu,200,1,13", "Li,300,100,10", "Ma,400,300,"]
    assert "100/01_moving_averages: no mark" in capsys.readouterr().err


def test_two_learners_of_one_row_get_no_mark(folder, capsys):
    put(folder, "ann", 13)
    put(folder, "ANN", 10)
    table = "Identifier,Full name,Grade\nParticipant 5,Ann,\n"
    assert fill(folder, table) == table.encode()
    assert "the row is also that of" in capsys.readouterr().err


def test_each_of_a_group_gets_the_mark(folder):
    put(folder, "ann@x + bo@x", 13)
    link(folder, **{"ann@x + bo@x": ("Gradescope", "ann@x;bo@x", "Ann; Bo")})
    table = "First Name,Last Name,SID,Email,01_moving_averages\nAnn,A,1,ann@x,\n"
    table += "Bo,B,2,bo@x,\nCy,C,3,cy@x,\n"
    assert (
        fill(folder, table)
        == table.replace("o@x,", "o@x,13").replace("ann@x,", "ann@x,13").encode()
    )


def test_last_and_first_names_in_either_order(folder):
    put(folder, "Bo Li", 13)
    table = "Student,ID,01_moving_averages (3)\n"
    assert b'"Li, Bo",7,13' in fill(folder, table + '"Li, Bo",7,\n')


@pytest.mark.parametrize("said", ["Week 1", "Week 1 (77)", "01_moving_averages=Week 1"])
def test_column_is_asked_for(folder, said):
    put(folder, "boli", 13)
    table = "Student,ID,Week 1 (77),Week 2 (78)\nboli,7,,\n"
    assert '--column "01_moving_averages=..."' in refused(folder, table)
    assert b"boli,7,13," in fill(folder, table, said)
    assert "there is no one column 'Week 3'" in refused(folder, table, "Week 3")


def test_moodle_table_of_one_of_two_assignments(folder):
    put(folder, "boli", 13)
    put(folder, "boli", 10, "00_one_rate_for_all")
    table = "Identifier,Username,Grade\nParticipant 5,boli,\n"
    assert "which column" in refused(folder, table)
    filled = fill(folder, table, "01_moving_averages=Grade")
    assert filled == table.replace("boli,", "boli,13").encode()
    named = fill(folder, table, name="Grades-X-01_moving_averages--9.csv")
    assert named == filled


def test_other_number_of_points_is_told(folder, capsys):
    put(folder, "boli", 13)
    fill(folder, CANVAS.replace("13.0", "17.0"))
    assert "the table says 17 points at most, not 13" in capsys.readouterr().err


@pytest.mark.parametrize("table", ["a,b\n1,2\n", "", "\n"])
def test_what_is_no_table_is_told(folder, table):
    put(folder, "boli", 13)
    assert "The pages are written, but no table" in refused(folder, table)


def test_missing_table_is_told(folder):
    put(folder, "boli", 13)
    with pytest.raises(SystemExit, match="cannot be read: No such file"):
        report.main(folder, folder / "none.csv")


TABLES = {  # platform -> an exported table of three, and where the mark stands
    "Canvas": (
        "Student,ID,SIS Login ID,Section,01_moving_averages (9)\n"
        "    Points Possible,,,,13\n"
        '"Smith, Ann",1000,x,A,\n"Smith, Ann",1001,y,A,\n"Li, Bo",1002,z,A,\n'
    ),
    "Moodle": (
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 5000,Ann Smith,a@x,S,\nParticipant 5001,Ann Smith,b@x,S,\n"
        "Participant 5002,Bo Li,c@x,S,\n"
    ),
    "Gradescope": (
        "First Name,Last Name,SID,Email,01_moving_averages,"
        "01_moving_averages - Max Points\n"
        "Ann,Smith,301,ann@example.org,,13.0\nAnn,Smith,302,smith@example.org,,13.0\n"
        "Bo,Li,303,bo@example.org,,13.0\n"
    ),
    "Blackboard": (
        "Last Name,First Name,Username,Student ID,01_moving_averages [Total] |5\n"
        "Smith,Ann,asmith,1,\nSmith,Ann,asmith2,2,\nLi,Bo,b_li,3,\n"
    ),
    "Brightspace": None,
    "Google Classroom": None,
    "GitHub Classroom": None,
}


@pytest.mark.parametrize("platform", TABLES)
def test_from_the_download_to_the_table_and_the_feedback(tmp_path, platform, sandboxed):
    files, learners = DOWNLOADS[platform]
    download = as_zip(tmp_path / "download.zip", files)
    assert course("collect", download, "--into", tmp_path / "class").returncode == 0
    graded = course("grade", tmp_path / "class", "--results", tmp_path / "marks")
    assert graded.returncode == 0, graded.stderr
    options = []
    if TABLES[platform]:
        (tmp_path / "export.csv").write_text(TABLES[platform])
        options = ["--roster", tmp_path / "export.csv"]
    done = course("report", tmp_path / "marks", *options)
    assert done.returncode == 0 and not done.stderr, done.stderr
    marks = dict(zip(learners, (13, 10, 11), strict=True))
    for learner, mark in marks.items():
        path = tmp_path / "marks" / learner / f"{bank.NAME}.json"
        assert results.read(path)["score"] == mark
    if TABLES[platform]:
        (table,) = (tmp_path / "marks/report").glob(f"{platform.lower()}*.csv")
        old = list(csv.reader(TABLES[platform].splitlines()))
        new = list(csv.reader(table.read_text().splitlines()))
        changed = [
            (row, cell)
            for row, line in enumerate(new)
            for cell in line
            if cell not in old[row]
        ]
        first = len(new) - 3
        assert changed == [(first, "13"), (first + 1, "10"), (first + 2, "11")]
    with zipfile.ZipFile(
        tmp_path / f"marks/report/feedback_{bank.NAME}.zip"
    ) as archive:
        names = archive.namelist()
        assert len(names) == 3
        for name in names:
            assert "of 13 points" in archive.read(name).decode()
    expected = {
        "Canvas": "smithann_1000_90000_01_moving_averages.html",
        "Moodle": "Ann Smith_5001_assignsubmission_file_feedback.html",
        "Brightspace": "203-9 - Bo Li - Oct 3, 2026 1205 PM/feedback.html",
    }
    assert expected.get(platform, f"{learners[0]}/feedback.html") in names


def test_first_table_has_the_ids_that_the_download_told(folder):
    put(folder, "smithann_1000", 13)
    link(folder, smithann_1000=("Canvas", "1000", "smithann"))
    report.main(folder)
    text = (folder / "report/canvas.csv").read_text()
    assert '"smithann_1000","1000","","","","13"' in text
    assert FILE.startswith(bank.NAME)
