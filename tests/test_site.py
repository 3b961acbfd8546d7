"""The reading site, the slides and the lab: built anew, then used as a visitor would.

Needs the extra "site" and npm; skipped without them.
"""

import contextlib
import functools
import http.server
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin

import nbformat
import pytest
from lab import chromium
from pyodide import fetch_core

pytest.importorskip("myst_nb", reason='needs the extra "site"')
pytest.importorskip("pypdf", reason='needs the extra "site"')
if not shutil.which("npm"):
    pytest.skip("needs npm", allow_module_level=True)
from bs4 import BeautifulSoup
from pypdf import PdfReader

ROOT = Path(__file__).parent.parent
SITE = ROOT / "build" / "site"
LESSONS = sorted(ROOT.glob("notebooks/[0-9]*.ipynb"))
EXERCISES = sorted(ROOT.glob("exercises/[0-9]*.ipynb"))
SLIDERS = [path for path in LESSONS if "Explorer(fig" in path.read_text("utf-8")]
SAMPLE = [
    "index.html",
    "search.html",
    "404.html",
    "notebooks/01_moving_averages.zh_TW.html",
    "notebooks/05_adam.html",
    "notebooks/glossary.html",
    "notebooks/teaching.html",
    "exercises/05_adam.html",
    "slides/05_adam.html",
    "slides/index.html",
]
in_browser = pytest.mark.browser


@pytest.fixture(scope="module")
def pages():
    """{path in the site: its HTML, parsed}, after a build without a warning."""
    run = [sys.executable, str(ROOT / ".site" / "build.py")]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = [p for p in sorted(SITE.rglob("*.html")) if "lite" not in p.parts]
    texts = {p.relative_to(SITE).as_posix(): p.read_text("utf-8") for p in found}
    parsed = {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}
    return {name: page for name, page in parsed.items() if page.html}


def test_every_lesson_and_exercise_is_a_page_and_each_lesson_has_slides(pages):
    listed = {a["href"] for a in pages["slides/index.html"]("a")}
    for path in LESSONS:
        assert {f"notebooks/{path.stem}.html", f"slides/{path.stem}.html"} <= set(pages)
        assert f"{path.stem}.html" in listed
    for path in EXERCISES:
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
            file, _, query = file.partition("?")
            if query.startswith("path="):  # a notebook in the lab
                assert (SITE / "lite" / "files" / query[5:]).is_file(), target
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


def test_a_page_says_what_it_is_and_whose(pages):
    for name, page in pages.items():
        if not name.startswith("slides/"):
            assert page.find("link", rel="icon"), name
            assert "CC BY 4.0" in page.footer.get_text() or page.find(
                "a", rel="license"
            ), name
    for name in ("index.html", "notebooks/05_adam.html"):
        for tag in ({"name": "description"}, {"property": "og:title"}):
            assert len(pages[name].find("meta", tag)["content"]) > 10


def test_the_home_page_has_one_way_to_begin_and_leads_everywhere(pages):
    home = pages["index.html"].article
    (begin,) = home.select("a.begin")
    assert begin["href"] == f"notebooks/{LESSONS[0].stem}.html"
    targets = {a["href"] for a in home("a", href=True)}
    assert {f"notebooks/{path.stem}.html" for path in LESSONS} <= targets
    lab = f"lite/lab/index.html?path=notebooks/{LESSONS[0].name}"
    assert {"course.zip", "slides/index.html", lab} <= targets
    assert home.select(".frames input[type=range]")
    with zipfile.ZipFile(SITE / "course.zip") as pack:
        assert {"course/LICENSE", "course/start.py"} <= set(pack.namelist())
        assert not [name for name in pack.namelist() if "solutions" in name]


def test_lesson_exercises_next_lesson(pages):
    order = [f"{f}/{p.stem}.html" for p in LESSONS for f in ("notebooks", "exercises")]
    order = [name for name in order if name in pages]
    for name, following in zip(order, order[1:], strict=False):
        target = pages[name].select_one("a.right-next")["href"]
        assert urljoin(name, target) == following
    for name in pages:
        if "zh_TW" in name and "slides" not in name:
            assert not pages[name].select("a.right-next, a.left-prev")


def test_a_translated_lesson_is_one_step_from_the_other_and_back(pages):
    name = "notebooks/01_moving_averages"
    there = pages[f"{name}.html"].select_one(".page-bar a[hreflang=zh-TW]")
    back = pages[f"{name}.zh_TW.html"].select_one(".page-bar a[hreflang=en]")
    assert urljoin(name, there["href"]) == f"{name}.zh_TW.html"
    assert urljoin(name, back["href"]) == f"{name}.html"
    assert pages[f"{name}.zh_TW.html"].html["lang"] == "zh-TW"


def test_the_contents_of_a_page_are_a_map(pages):
    for path in LESSONS:
        page = pages[f"notebooks/{path.stem}.html"]
        titles = [a.get_text(strip=True) for a in page.select("#pst-page-toc-nav a")]
        assert len(titles) >= 5 and len(set(titles)) == len(titles), titles


def test_a_lesson_links_its_terms_to_the_glossary_once(pages):
    for path in LESSONS:
        found = pages[f"notebooks/{path.stem}.html"].article("a", href=True)
        terms = [a["href"] for a in found if "glossary.html#" in a["href"]]
        assert len(terms) >= 2 and len(set(terms)) == len(terms), path.name


@pytest.mark.parametrize("lesson", SLIDERS, ids=lambda path: path.stem)
def test_frames_are_there_for_every_setting_and_begin_as_stored(pages, lesson):
    script = (SITE / "slides" / "frames" / f"{lesson.stem}.js").read_text("utf-8")
    assert len(script) < 2e6
    data = json.loads(script[script.index("{") : script.rindex("}") + 1])
    outputs = [o for c in nbformat.read(lesson, 4).cells for o in c.get("outputs", [])]
    for folder in ("notebooks", "slides"):
        figure = pages[f"{folder}/{lesson.stem}.html"].select_one(".frames")
        settings = 1
        for field in figure.select("input, select"):
            kind = field.get("type")
            places = int(field["max"]) + 1 if kind == "range" else 2
            settings *= len(field("option")) if field.name == "select" else places
            assert figure.find("label", {"for": field["id"]}).get_text(strip=True)
        assert settings == len(data["frames"]) == len(data["sentences"]) >= 10
        said = figure.select_one(".sentence").get_text()
        assert said in [o.get("data", {}).get("text/plain") for o in outputs]


def test_the_lab_has_the_course_and_leaves_the_ordinary_lab_alone(pages):
    offered = json.loads((SITE / "lite" / "pypi" / "all.json").read_text("utf-8"))
    assert {"course-utils", "ipywidgets", "comm"} <= set(offered)
    for folder, paths in (("notebooks", LESSONS), ("exercises", EXERCISES)):
        for path in paths:
            nb = nbformat.read(SITE / "lite" / "files" / folder / path.name, 4)
            first = next(cell for cell in nb.cells if cell.cell_type == "code")
            assert 'piplite.install("course-utils"' in first.source
    assert importlib.util.find_spec("jupyterlite_pyodide_kernel") is None
    (wheel,) = SITE.glob("lite/pypi/course_utils-*.whl")
    with zipfile.ZipFile(wheel) as packed:  # for JupyterLab and Notebook anywhere
        home = "data/share/jupyter/labextensions/course-utils/"
        files = {n.partition(home)[2] for n in packed.namelist() if home in n}
    assert files == {"package.json", "static/course.js"}
    config = json.loads((SITE / "lite" / "jupyter-lite.json").read_text("utf-8"))
    there = config["jupyter-config-data"]["federated_extensions"]
    assert {"course-utils", "@jupyter-widgets/jupyterlab-manager"} <= {
        extension["name"] for extension in there
    }


@in_browser
def test_the_lab_starts_its_kernel_and_installs_the_course(pages):
    """The first cell of a lesson but for NumPy and Matplotlib, which only Pyodide's
    public address has: what needs them is tried by test_wasm32."""
    ask = "from jupyterlite_pyodide_kernel.constants import *; print(PYODIDE_VERSION)"
    python = next(ROOT.glob("build/lite-environment/[bS]*/python*"))
    told = subprocess.run([python, "-c", ask], capture_output=True, text=True)
    core = fetch_core(ROOT / "build" / "pyodide", told.stdout.strip())
    with served(lite_handler(core)) as home, chromium() as browser:
        page = browser.new_page()
        page.add_init_script(path=Path(__file__).with_name("lab.js"))
        outside = []
        page.on("request", lambda request: outside.append(request.url))
        page.goto(f"{home}lite/lab/index.html?path=notebooks/{LESSONS[0].name}")
        end = time.monotonic() + 180
        while not page.evaluate("lab.ready()"):  # async
            assert time.monotonic() < end, "the kernel does not start"
            time.sleep(0.5)
        cell = page.evaluate("lab.cells()[0].sharedModel.source")
        assert '"matplotlib", ' in cell
        code = cell.replace('"matplotlib", ', "") + "\nimport course_utils, ipywidgets"
        code += "\nprint(course_utils.__file__)"
        assert "site-packages/course_utils" in page.evaluate(EXECUTE, code)
        own = home, "data:", "blob:"
        assert [url for url in outside if not url.startswith(own)] == []


EXECUTE = """async code => {
  const { kernel } = lab.panel().sessionContext.session;
  const said = [], future = kernel.requestExecute({code});
  future.onIOPub = ({content}) => said.push(content.text ?? content.evalue ?? '');
  await future.done;
  return said.join('');
}"""


def lite_handler(core):
    """Serves the site, its kernel set to a core of Pyodide that is served beside it."""
    config = json.loads((SITE / "lite" / "jupyter-lite.json").read_text("utf-8"))
    data = config["jupyter-config-data"]
    data["exposeAppInBrowser"] = True
    plugins = data.setdefault("litePluginSettings", {})
    kernel = plugins.setdefault("@jupyterlite/pyodide-kernel-extension:kernel", {})
    kernel["pyodideUrl"] = "/pyodide/pyodide.mjs"
    (core / "jupyter-lite.json").write_text(json.dumps(config), "utf-8")

    class Handler(Quiet):
        def translate_path(self, path):
            name = path.partition("?")[0].removeprefix("/")
            if name.startswith("pyodide/") or name == "lite/jupyter-lite.json":
                return str(core / name.rpartition("/")[2])
            return super().translate_path(path)

    return Handler


class Quiet(http.server.SimpleHTTPRequestHandler):
    log_message = staticmethod(lambda *_: None)


@contextlib.contextmanager
def served(handler):
    """The address at which a handler serves the site."""
    serve = functools.partial(handler, directory=SITE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_the_site_stays_small(pages):
    size = {True: 0, False: 0}
    for path in SITE.rglob("*"):
        size["lite" in path.relative_to(SITE).parts] += path.stat().st_size
    assert size[False] < 30e6 and size[True] < 90e6


@pytest.fixture(scope="module")
def visit(pages):
    """Open a page in Chromium, served from this machine: visit(path, "dark")."""
    with served(Quiet) as home, chromium() as browser:

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


@in_browser
@pytest.mark.parametrize("width", [400, 1300])
def test_a_figure_follows_its_slider_by_keys_and_says_so(visit, width):
    page = visit("notebooks/03_momentum.html", width=width)
    figure = page.locator(".frames")
    slider = figure.get_by_label("α (lr)")
    figure.scroll_into_view_if_needed()
    moving = figure.locator("img.moving")
    moving.wait_for()
    before = moving.get_attribute("src"), figure.locator(".sentence").inner_text()
    slider.focus()
    page.keyboard.press("ArrowRight")
    after = moving.get_attribute("src"), figure.locator(".sentence").inner_text()
    assert before[0] != after[0] and before[1] != after[1]
    said = slider.get_attribute("aria-valuetext")
    assert float(said) > 0.1 and figure.locator("output").first.inner_text() == said
    assert figure.locator("img").first.get_attribute("alt") == after[1]
    page.keyboard.press("ArrowLeft")
    assert moving.get_attribute("src") == before[0]
    figure.get_by_label("rule").select_option("Nesterov")
    assert moving.get_attribute("src") != before[0]
    boxes = [image.bounding_box() for image in figure.locator("img").all()]
    assert boxes[0] == boxes[1]  # the moving part lies upon the ground
    assert boxes[0]["width"] >= 615  # of 800: 10 points are still 8
    page.context.close()


@in_browser
def test_what_moves_has_the_shade_of_what_it_covers_on_the_dark_theme(visit):
    page = visit("notebooks/03_momentum.html", "dark")
    page.locator(".frames").scroll_into_view_if_needed()
    page.locator(".frames img.moving").wait_for()
    filters = "images => images.map(image => getComputedStyle(image).filter)"
    assert page.locator(".frames img").evaluate_all(filters) == ["none", "none"]
    page.context.close()


@in_browser
@pytest.mark.parametrize("width", [400, 1000, 1366])
def test_the_bar_of_a_page_begins_where_its_text_does(visit, width):
    page = visit("notebooks/05_adam.html", width=width)
    edges = [page.locator(at).first.bounding_box()["x"] for at in (".page-bar a", "h1")]
    assert abs(edges[0] - edges[1]) < 2
    page.context.close()


@in_browser
def test_a_narrow_screen_need_not_be_moved_sideways(visit):
    for path in ("index.html", "notebooks/05_adam.html"):
        page = visit(path, width=380)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        page.context.close()


@in_browser
def test_a_figure_enlarges_on_a_phone(visit):
    page = visit("notebooks/05_adam.html", width=400)
    figure = page.locator("a.enlarge").first
    assert figure.bounding_box()["width"] < 400
    figure.focus()
    page.keyboard.press("Enter")
    large = page.locator("dialog.enlarged img")
    large.wait_for()
    assert large.bounding_box()["width"] >= 800
    page.keyboard.press("Escape")
    assert not large.is_visible()
    page.context.close()


@in_browser
@pytest.mark.parametrize(
    "path", ["index", "notebooks/glossary", "notebooks/05_adam", "exercises/05_adam"]
)
def test_a_printed_page_keeps_its_end(visit, pages, path):
    page = visit(f"{path}.html")
    last = pages[f"{path}.html"].article(["p", "li", "td", "pre"])[-1].get_text()
    text = printed(page)
    assert re.sub(r"\s", "", last)[-40:] in re.sub(r"\s", "", text[-1]), text[-1]
    page.emulate_media(media="print")
    breaks = "tags => tags.filter(t => getComputedStyle(t).breakInside != 'avoid')"
    assert page.locator("article pre, article tr").evaluate_all(breaks) == []
    page.locator("details").evaluate_all("tags => tags.forEach(t => (t.open = true))")
    fades = "tags => tags.filter(t => getComputedStyle(t).animationName != 'none')"
    assert page.locator("details *").evaluate_all(fades) == [], "paper is blank there"
    page.context.close()


def printed(page, **options):
    """The text of each sheet of paper."""
    pdf = PdfReader(io.BytesIO(page.pdf(**{"format": "A4"} | options)))
    return [sheet.extract_text() for sheet in pdf.pages]


@in_browser
def test_slides_open_from_a_folder_and_every_sheet_fits(visit, tmp_path, pages):
    alone = shutil.copytree(SITE / "slides", tmp_path / "slides")
    for path in sorted(alone.glob("[0-9]*.html")):
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


@in_browser
def test_sliders_move_on_a_slide_and_their_arrows_do_not_turn_it(visit, tmp_path):
    alone = shutil.copytree(SITE / "slides", tmp_path / "slides")
    page = visit(alone / "03_momentum.html", local=True)
    page.wait_for_function("window.Reveal && Reveal.isReady()", timeout=20_000)
    sheet = "const s = document.querySelector('.frames').closest('section');"
    page.evaluate(
        f"() => {{ {sheet} const i = Reveal.getIndices(s); Reveal.slide(i.h, i.v); }}"
    )
    moving = page.locator(".frames img.moving")
    moving.wait_for()
    before, place = moving.get_attribute("src"), page.evaluate("location.hash")
    page.locator(".frames input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    assert moving.get_attribute("src") != before
    assert page.evaluate("location.hash") == place
    page.context.close()


def test_slides_begin_with_a_title_show_figures_first_and_have_notes(pages):
    for path in LESSONS:
        page = pages[f"slides/{path.stem}.html"]
        sheets = [s for s in page.select(".slides section") if not s.find("section")]
        assert sheets[0].select_one(".course") and sheets[0].h1
        assert "Ask" not in sheets[0].h1.get_text()
        notes = [aside.get_text() for aside in page.select("aside.notes")]
        assert re.search(r"\d+ minutes", notes[0]) and "?" in notes[0]
        assert sum("For those who think" in note for note in notes) >= 3
        for image in page.select(".jp-OutputArea-child > img"):
            sheet = image.find_parent("section")
            assert sheet.select_one("img, pre, p:not(:empty)").name != "pre", path.name


@in_browser
def test_printed_slides_have_no_empty_sheet(visit):
    page = visit("slides/03_momentum.html?print-pdf")
    page.wait_for_selector(".pdf-page", timeout=20_000)
    page.wait_for_timeout(500)
    sheets = page.locator(".pdf-page").count()
    text = printed(page, prefer_css_page_size=True)
    assert len(text) == sheets and text[-1].strip()
    page.context.close()
