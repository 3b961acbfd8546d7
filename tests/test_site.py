"""The reading site and the slides: built anew, then read as a visitor would.

Needs the extra "site" and npm; skipped without them.
"""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from lab import chromium

pytest.importorskip("myst_nb", reason='needs the extra "site"')
pytest.importorskip("pydata_sphinx_theme", reason='needs the extra "site"')
if not shutil.which("npm"):
    pytest.skip("needs npm", allow_module_level=True)
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent
SITE = ROOT / "build" / "site"
SAMPLE = [
    "index.html",
    "search.html",
    "notebooks/01_moving_averages.zh_TW.html",
    "notebooks/05_adam.html",
    "notebooks/glossary.html",
    "notebooks/teaching.html",
    "exercises/05_adam.html",
    "slides/05_adam.html",
]
in_browser = pytest.mark.browser


@pytest.fixture(scope="module")
def pages():
    """{path in the site: its HTML, parsed}, after a build without a warning."""
    run = [sys.executable, str(ROOT / ".site" / "build.py")]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = sorted(SITE.rglob("*.html"))
    texts = {p.relative_to(SITE).as_posix(): p.read_text("utf-8") for p in found}
    parsed = {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}
    return {name: page for name, page in parsed.items() if page.html}


def test_every_lesson_and_exercise_is_a_page_and_each_lesson_has_slides(pages):
    for path in ROOT.glob("notebooks/[0-9]*.ipynb"):
        assert {f"notebooks/{path.stem}.html", f"slides/{path.stem}.html"} <= set(pages)
    for path in ROOT.glob("exercises/[0-9]*.ipynb"):
        assert f"exercises/{path.stem}.html" in pages


def test_every_link_inside_the_site_leads_somewhere(pages):
    ids = {name: {tag["id"] for tag in page(id=True)} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        for tag in page(["a", "link", "script", "img"]):
            target = tag.get("href") or tag.get("src") or ""
            if target.startswith(("http:", "https:", "data:", "mailto:")):
                continue
            file, _, anchor = unquote(urljoin(name, target)).partition("#")
            file = file.partition("?")[0]
            if not (SITE / file).is_file() or (
                anchor and file in ids and not anchors(target) & ids[file]
            ):
                broken.append(f"{name}: {target}")
    assert not broken, "\n".join(broken)


def anchors(target):
    """The ids that a browser looks for: as written, then decoded."""
    anchor = target.partition("#")[2]
    return {anchor, unquote(anchor)}


def test_nothing_is_loaded_from_elsewhere(pages):
    for name, page in pages.items():
        for tag in page(["link", "script", "img", "iframe"]):
            target = tag.get("href") or tag.get("src") or ""
            assert not target.startswith(("http", "//")), f"{name}: {target}"
            assert "import " not in (tag.string or "") or "://" not in tag.string, name


def test_every_figure_has_its_alternative_text(pages):
    for name, page in pages.items():
        for image in page("img"):
            assert image.get("alt", "").strip(), f"{name}: {str(image)[:90]}"
            assert not image["alt"].startswith(("../", "_images")), name


def test_every_column_of_a_table_has_a_header(pages):
    for name, page in pages.items():
        empty = [
            str(th.parent)[:90] for th in page("th") if not th.get_text(strip=True)
        ]
        assert not empty, f"{name}: {empty}"


def test_the_site_stays_small(pages):
    size = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file())
    assert size < 10e6


@pytest.fixture(scope="module")
def visit(pages):
    """Open a page in Chromium, served from this machine: visit(path, "dark")."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        log_message = staticmethod(lambda *_: None)

    handler = functools.partial(Quiet, directory=SITE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    with chromium() as browser:

        def visit(path, scheme="light", width=1300, local=False):
            context = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 900}
            )
            page = context.new_page()
            page.outside = []
            page.on("request", lambda r: listen(page, r.url))
            page.goto((SITE / path).as_uri() if local else home + path)
            return page

        def listen(page, url):
            if not url.startswith((home, "file:", "data:", "blob:")):
                page.outside.append(url)

        yield visit
    server.shutdown()


@pytest.mark.browser
@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", SAMPLE)
def test_axe_finds_no_violation(visit, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(path, scheme)
    page.wait_for_timeout(500)
    found = axe.Axe().run(page).response["violations"]
    said = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]
    assert said == [] and page.outside == []
    page.context.close()


@pytest.mark.browser
@in_browser
def test_formulas_search_and_keys_work(visit):
    page = visit("notebooks/05_adam.html")
    page.locator("mjx-container svg").first.wait_for()
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Control+k")
    page.keyboard.type("Nesterov")
    page.keyboard.press("Enter")
    page.locator(
        "#search-results a", has_text="smoothing the gradient"
    ).first.wait_for()
    page.context.close()


@pytest.mark.browser
@in_browser
def test_a_narrow_screen_need_not_be_moved_sideways(visit):
    page = visit("notebooks/05_adam.html", width=380)
    page.locator("mjx-container svg").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.context.close()


@pytest.mark.browser
@in_browser
def test_slides_open_from_a_folder_and_every_sheet_fits(visit, tmp_path, pages):
    alone = shutil.copytree(SITE / "slides", tmp_path / "slides")
    for path in sorted(alone.glob("*.html")):
        page = visit(path, local=True)
        page.wait_for_function("window.Reveal && Reveal.isReady()", timeout=20_000)
        assert page.locator("mjx-container svg").count(), path.name
        for sheet in range(page.evaluate("Reveal.getTotalSlides()")):
            size = (
                "[Reveal.getCurrentSlide()].map(s => [s.scrollWidth, s.scrollHeight])"
            )
            [(width, height)] = page.evaluate(size)
            assert width <= 1100 and height <= 700, f"{path.name}, sheet {sheet + 1}"
            page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.isLastSlide()") and page.outside == []
        page.context.close()
