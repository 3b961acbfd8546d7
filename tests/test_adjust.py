"""What a teacher decides about marks outlives every run, and shows where marks show."""

import json

import grading_bank as bank
import pytest
from test_tables import put

from course_utils.grading import adjust, imports, links, report, results, watch

HEAD = "learner,assignment,exercise,points,comment,after\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "marks").mkdir()
    for learner, points in (("ann", 13), ("bo", 10), ("cy", None)):
        put(tmp_path / "marks", learner, points)
    return tmp_path / "marks"


def marks(folder, lines, **handed_in):
    """{learner: (score, most, graded)} with these lines in adjust.csv, and remarks."""
    (folder / "adjust.csv").write_text(HEAD + lines, "utf-8")
    stored, found = results.all_results(folder), {}
    rows, remarks = adjust.read(folder, stored)
    for one in stored:
        learner = one["extra_data"]["learner"]
        link = {"handed_in": handed_in.get(learner, "")}
        if link["handed_in"] == "late":
            link = {"late": "late"}
        new, said = adjust.adjusted(one, rows, link)
        found[learner] = new["score"], new["max_score"], new["graded"]
        remarks = [*remarks, *said]
    return found, remarks


@pytest.mark.parametrize(
    ("lines", "ann", "bo"),
    [
        ("bo,01_moving_averages,ema,2,half of it,\n", 13, 12),
        ("bo,,ema,1 more,,\n", 13, 11),
        ("ann,,ema,1 less,,\n", 12, 10),
        ("ann,,ema,99 less,,\n", 10, 10),
        ("*,*,,20% less,,\n", 10.4, 8),
        (",,,10 % more,,\n", 14.3, 11),
        (",,,1 less,,\nbo,,,0 less,,\n", 12, 10),
        ("bo,,,7,,\n", 13, 7),
        ("bo,,,50% less,,\nbo,,,8,,\n", 13, 4),
        (",,ema,,a comment alone,\n", 13, 10),
        ('bo,,ema,"1,5",,\n', 13, 11.5),
        ("\n,,,,,\nbo,,ema,-1,,\n", 13, 10),
    ],
)
def test_points(folder, lines, ann, bo):
    found, remarks = marks(folder, lines)
    assert found["ann"] == (ann, 13, True) and found["bo"] == (bo, 13, True)
    assert not found["cy"][2] and not remarks


def test_exercise_that_is_out_takes_its_points_along(folder):
    found, _ = marks(folder, ",,ema,out,,\n")
    assert found["ann"] == (10, 10, True) and found["bo"] == (10, 10, True)


def test_mark_by_hand_for_what_could_not_be_graded(folder):
    assert marks(folder, "cy,,,9,shown on paper,\n")[0]["cy"] == (9, 13, True)


def test_late_work_by_date(folder):
    lines = ",,,20% less,late,2026-10-03\n"
    on_time = {"ann": "2026-10-03T23:59:59", "bo": "2026-10-04 00:00:01 UTC"}
    found, remarks = marks(folder, lines, **on_time, cy="2026-10-01")
    assert found["ann"][0] == 13 and found["bo"][0] == 8 and not remarks
    assert marks(folder, lines, ann="late", bo="2026-01-01")[0]["ann"][0] == 10.4
    own = lines + "bo,,,20% less,longer for bo,2026-10-10 12:00\n"
    assert marks(folder, own, **on_time)[0]["bo"][0] == 10
    found, remarks = marks(folder, lines)
    assert found["ann"][0] == 13 and "at an unknown time" in remarks[0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("ann,1,ema,2,,\n", "line 2: there is no assignment 1"),
        ("ann,,emma,2,,\n", "line 2: there is no exercise emma; near: ema"),
        ("ann,,ema,two,,\n", "'two' are no points; write 2, 2 more"),
        ("ann,,ema,20%,,\n", "more or less?"),
        ("ann,,,out,,\n", "name the exercise that is out"),
        ("ann,,ema,2,,3.10.\n", "'3.10.' is no date"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_written(folder, lines, said):
    (folder / "adjust.csv").write_text(HEAD + lines)
    with pytest.raises(SystemExit) as stop:
        report.main(folder)
    assert said in str(stop.value)
    assert not (folder / "report").exists()


def test_missing_column_is_told(folder):
    (folder / "adjust.csv").write_text("learner,points\nann,2\n")
    with pytest.raises(SystemExit, match="no column assignment, exercise"):
        report.main(folder)


def test_learner_without_results_is_told(folder):
    remarks = marks(folder, "anne,,,9,,\n")[1]
    assert remarks == [
        "adjust.csv, line 2: there is no learner with results anne; near: ann"
    ]


def test_decisions_show_in_feedback_page_and_table(folder):
    text = "bo,,ema,2,The loop is *right*; `beta` <b>was</b> not.,\n,,half_life,out,,\n"
    (folder / "adjust.csv").write_text(HEAD + text)
    report.main(folder)
    feedback = (folder / "bo/feedback.html").read_text()
    assert "10 of 11 points" in feedback and "does not count" in feedback
    assert "<em>right</em>; <code>beta</code> &lt;b&gt;was" in feedback
    page = (folder / "report/class.html").read_text()
    assert "10 of 11" in page and page.count("adjusted") == 1
    assert "Without points by decision of the teacher: When half" in page
    assert '"bo","","","bo","","10"' in (folder / "report/canvas.csv").read_text()


def test_who_is_stuck_leaves_out_what_does_not_count(folder):
    assert "All right: 1 of 2" in class_page(folder)
    (folder / "adjust.csv").write_text(HEAD + ",,ema,out,,\n")
    page = class_page(folder)
    assert "All right: 2 of 2" in page and "<h3>Who is stuck" in page
    assert "Learners with something wrong" not in page


def test_rule_for_late_work_without_dates_is_told_once(folder, capsys):
    (folder / "adjust.csv").write_text(HEAD + ",,,20% less,late,2026-10-03\n")
    page = class_page(folder)
    told = "ann / 01_moving_averages and 2 other submissions: handed in at an unknown"
    assert told in page and page.count("an unknown time") == 1
    assert capsys.readouterr().err.count("an unknown time") == 1


def test_values_can_be_left_out(folder):
    report.main(folder, without_values=True)
    page = (folder / "report/class.html").read_text()
    most = sum(
        t["max_score"]
        for t in results.read(folder / f"ann/{bank.NAME}.json")["tests"]
        if t["tags"] == ["function"]
    )
    assert f"{most} of {most}" in page and "do not count" in page
    assert '<td class="n">none</td>' in page  # no values are left


def test_result_edited_by_hand_is_noticed(folder):
    path = folder / "ann" / f"{bank.NAME}.json"
    stored = results.read(path)
    assert not results.edited(stored)
    path.write_text(json.dumps(stored | {"score": 11.5}))
    assert results.edited(results.read(path))
    report.main(folder)
    page = (folder / "report/class.html").read_text()
    assert "11.5 of 13" in page and "changed by hand" in page


def test_page_links_feedback_and_file(folder):
    row = {"learner": "ann", "assignment": bank.NAME, "path": "../a b/ann/x.ipynb"}
    links.write(folder, {("ann", bank.NAME): row})
    report.main(folder)
    page = (folder / "report/class.html").read_text()
    assert 'href="../ann/feedback.html"' in page
    assert 'href="../../a%20b/ann/x.ipynb"' in page
    assert page.count("not graded</td>") == 1


def test_unnamed_mistakes_are_counted(folder):
    path = folder / "bo" / f"{bank.NAME}.json"
    stored = results.read(path)
    stored["extra_data"]["mistakes"] = {}
    path.write_text(json.dumps(stored))
    report.main(folder)
    page = (folder / "report/class.html").read_text()
    assert "None of the known mistakes" in page


def test_mixed_seeds_are_told(folder):
    path = folder / "bo" / f"{bank.NAME}.json"
    assert "Not all were graded" not in class_page(folder)
    stored = results.read(path)
    stored["extra_data"]["seed"] = 8
    path.write_text(json.dumps(stored))
    assert "Not all were graded with the same seed" in class_page(folder)


def class_page(folder):
    report.main(folder)
    return (folder / "report/class.html").read_text()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f(x):\n    return x", ""),
        ("import re\nre.compile('a')\nevaluate = executed = 1", ""),
        ("exec(code)", "uses exec"),
        ("eval (code)", "uses eval"),
        ("exec(compile(a, b, 'exec'))", "uses compile, exec"),
        ("import zlib, base64", "uses base64, zlib"),
        ("sys.meta_path.insert(0, x)", "uses meta_path"),
        ("x" * 5001, "5,001 characters"),
    ],
)
def test_strange_answers(source, said):
    assert watch.strange(source) == said


def with_prints(learner, sources):
    return {
        "extra_data": {
            "learner": learner,
            "assignment": bank.NAME,
            "prints": {k: watch.print_of(v) for k, v in sources.items()},
        },
        "tests": [{"name": name, "tags": ["function"]} for name in sources],
    }


def test_answers_equal_but_for_layout():
    long = "def {}(x):\n" + "".join(f"    a{k} = x * {k}\n" for k in range(12))
    loose = long.replace(" * ", "*").replace("\n", "  # mine\n")
    own = {n: long.format(n) for n in ("ema", "half_life")}
    copied = {n: loose.format(n) for n in ("ema", "half_life")}
    other = own | {"ema": long.format("ema").replace("a1 ", "b ")}
    short = dict.fromkeys(own, "def f(x):\n    return x")
    people = {"ann": own, "bo": copied, "cy": other, "di": short, "ed": short}
    found = watch.alike([with_prints(*one) for one in people.items()])
    assert list(found) == [(bank.NAME, ["ann", "bo"], ["ema", "half_life"])]


def test_marks_depend_on_the_modules_that_an_exercise_imports():
    def used(lesson):
        paths = imports.imported(imports.declarations(lesson))
        return {path.relative_to(imports.PACKAGE).as_posix() for path in paths}

    assert "averages.py" in used("01") and "optimizers.py" in used("03")
    assert "optimizers.py" not in used("01")
    for lesson in ("01", "03", "06"):
        names = used(lesson)
        assert any(f"lesson_{lesson}" in name for name in names)
        assert not [n for n in names if n.startswith(("drawing", "plots", "widgets"))]
    assert not [name for name in used("01") if "lesson_03" in name]


def test_change_of_an_exercise_changes_its_own_digest(tmp_path, monkeypatch):
    import shutil

    package = tmp_path / "course_utils"
    shutil.copytree(imports.PACKAGE, package)
    monkeypatch.setattr(imports, "PACKAGE", package)
    notebooks = [bank.ROOT / "exercises" / f"{bank.NAME}.ipynb"]
    notebooks += [bank.ROOT / "exercises/03_momentum.ipynb"]

    def digests():
        imports.modules.cache_clear()
        imports.digest.cache_clear()
        return [imports.digest(path) for path in notebooks]

    before = digests()
    for name in ("plots.py", "grading/report.py", "grading/collect.py", "widgets.py"):
        (package / name).write_text("# changed\n")
    assert digests() == before
    path = imports.declarations("03")[0]
    path.write_text(path.read_text() + "# changed\n")
    after = digests()
    assert after[0] == before[0] and after[1] != before[1]
    (package / "averages.py").write_text("# changed\n")
    assert digests()[0] != before[0]
    imports.modules.cache_clear()
    imports.digest.cache_clear()
