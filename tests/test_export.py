"""Lessons exported to HTML: axe-core finds nothing in them that is ours."""

from pathlib import Path

import pytest
from lab import chromium

pytestmark = pytest.mark.browser
LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# Grey prompts and keywords, and links without a line, are nbconvert's own style sheet.
FOREIGN = {"color-contrast", "link-in-text-block"}


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("template", ["lab", "classic"])
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_exported_lesson_is_accessible(browser, lesson, template, tmp_path):
    from axe_playwright_python.sync_playwright import Axe
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter(template_name=template).from_filename(lesson)
    path = tmp_path / "lesson.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(path.as_uri())
    images = page.locator("img").count()
    found = Axe().run(page).response["violations"]
    page.close()
    assert images >= 4
    ours = [rule for rule in found if rule["id"] not in FOREIGN]
    assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in ours] == []
