"""The report of a class: tables that stay tables, pages that anyone can read."""

import csv
import re
from pathlib import Path

import grading_bank as bank
import numpy as np
import pytest
from lab import chromium
from test_grading import course

from course_utils.checks.diagnosis import CHANGED, judge
from course_utils.exercises import find
from course_utils.grading import classroom, results, roster
from course_utils.grading.merge import Merged
from course_utils.grading.submissions import Submission
from course_utils.pack import release, workspace

NAMES = [
    "anna",
    "Smith, Jr.",
    '=HYPERLINK("x")',
    "<script>alert(1)",
    "bo\x1b[3",
]
IDS = list(bank.RIGHT)
SOURCES = bank.RIGHT | {"half_life": "import zlib\nexec(zlib.decompress(b''))"}


def graded(answers):
    """The result of a submission whose answers are judged right here."""
    verdicts = {}
    for name, answer in answers.items():
        verdict = judge(find(name), answer)._asdict()
        verdicts[name] = verdict | {"mistakes": list(verdict["mistakes"])}
    return verdicts


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Results of five learners: one right, three with the same mistake, one broken."""
    folder = tmp_path_factory.mktemp("results")
    right = {name: find(name).reference for name in IDS}
    wrong = right | {
        "ema": find("ema").answer(find("ema").mistakes[0]),
        "half_life": lambda beta: None,
        "late_average": '<img src="x" onerror="alert(1)">\x1b[31m',
    }
    for k, learner in enumerate(NAMES):
        one = Submission(learner, bank.NAME, None)
        merged = Merged("0" * 64, SOURCES, "the file is empty" if k == 4 else "")
        origin = results.provenance(one, merged, 7, "none" if k == 1 else "bubblewrap")
        verdicts = None if k == 4 else graded(wrong if k else right)
        path = folder / learner / f"{bank.NAME}.json"
        results.write(path, results.result(origin, merged, IDS, verdicts))
    done = course("report", folder)
    assert done.returncode == 0, done.stderr
    return folder


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_table_for_canvas(folder):
    possible, *marks = rows(folder / "report" / "canvas.csv")
    assert list(possible) == [*roster.CANVAS, bank.NAME]
    assert possible["Student"] == "    Points Possible"
    assert possible[bank.NAME] == "13"
    found = {row["Student"]: row[bank.NAME] for row in marks}
    assert found["anna"] == "13"
    assert found["Smith, Jr."] == "7"
    assert found["""'=HYPERLINK("x")"""] == "7"
    assert found["bo\x1b[3"] == ""  # could not be graded: no mark, not a zero
    assert len(marks) == len(NAMES)


def test_table_for_moodle(folder):
    marks = rows(folder / "report" / f"moodle_{bank.NAME}.csv")
    assert list(marks[0]) == list(roster.MOODLE)
    assert {row["Full name"]: row["Grade"] for row in marks}["Smith, Jr."] == "7"


def test_a_mistake_that_any_exercise_names_has_its_sentence():
    assert "in place" in classroom.told("ema", CHANGED)
    assert classroom.told("ema", "parentheses").startswith("You wrote")


def test_no_results_is_told(tmp_path):
    assert "`course grade` puts them there" in course("report", tmp_path).stderr


def test_feedback_tells_the_mistake_and_nothing_hidden(folder):
    page = (folder / "Smith, Jr." / "feedback.html").read_text("utf-8")
    assert "7 of 13 points" in page
    assert "You swapped the weights" in page
    assert "Not answered." in page
    assert "The exponential moving average" in page
    assert "Case 1 of" not in page
    case = find("ema").cases(np.random.default_rng(0))[3]
    assert f"{case.args[0][0]:.3f}" not in page


def test_pages_escape_what_learners_wrote(folder):
    pages = [path.read_text("utf-8") for path in folder.rglob("*.html")]
    assert len(pages) == len(NAMES) + 1
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "\x1b" not in page


def test_teachers_page_counts_mistakes(folder):
    page = (folder / "report" / "class.html").read_text("utf-8")
    message = find("ema").mistakes[0].message
    at = page.index("You swapped the weights")
    assert message.split(":")[0] in page
    assert '<td class="n">3</td>' in page[at - 200 : at]
    assert "not graded, the file is empty" in page
    assert "Graded without a sandbox: 1." in page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_axe_violation(folder, scheme):
    from axe_playwright_python.sync_playwright import Axe

    pages = [folder / "report" / "class.html", folder / "Smith, Jr." / "feedback.html"]
    with chromium() as browser:
        for path in pages:
            page = browser.new_page(color_scheme=scheme)
            page.goto(path.as_uri())
            found = Axe().run(page).response["violations"]
            assert [one["id"] for one in found] == []


def test_release_holds_no_solution(tmp_path):
    assert course("release", tmp_path / "pack").returncode == 0
    pack = tmp_path / "pack"
    names = {path.name for path in (pack / "exercises").glob("*.ipynb")}
    assert names == {p.name for p in (workspace.ROOT / "exercises").glob("*.ipynb")}
    assert (pack / "start.py").exists()
    assert (pack / "notebooks").is_dir()
    assert not list(pack.rglob("solutions"))
    for path in pack.rglob("*.ipynb"):
        assert "SOLUTION" not in path.read_text("utf-8")
    again = course("release", pack)
    assert "is not empty" in again.stderr


def test_released_pages_speak_to_learners_and_link_to_what_is_there(tmp_path):
    release.main(tmp_path)
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert "python3 start.py check" in readme and "## When something" in readme
    assert "course grade" not in readme and "start.py test" not in readme
    for page in tmp_path.rglob("*.md"):
        for link in re.findall(r"\]\(([^):#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_released_pack_hands_out_the_lessons(tmp_path, monkeypatch):
    release.main(tmp_path / "pack")
    monkeypatch.setattr(workspace, "ROOT", Path(tmp_path / "pack"))
    workspace.hand_out()
    handed = {p.name for p in (tmp_path / "pack/work/exercises").iterdir()}
    assert f"{bank.NAME}.ipynb" in handed
