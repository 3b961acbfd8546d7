"""What a page gets besides its text: language, preview, links to what goes with it."""

import html
import re
import shutil
import subprocess
import tomllib

from docutils import nodes
from markupsafe import Markup
from pages import LANGUAGES, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSION = PROJECT["version"]
PICTURE = "notebooks/lesson.png"


def changed():
    """The day of the last commit, or nothing outside a clone."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        return ""
    command = ["git", "log", "-1", "--format=%cs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def dress(app, page, template, context, document):
    """Sphinx's event html-page-context: add to what the templates know."""
    folder, _, name = page.rpartition("/")
    name, _, language = name.partition(".")
    if language:  # notebooks/01_moving_averages.zh_TW
        context["language"] = language.replace("_", "-")
        context["prev"] = context["next"] = None  # its neighbours are in English
    if folder in ("notebooks", "exercises") and name[:1].isdigit():
        context["actions"] = actions(folder, name, language, context)
    context["map_of"] = map_of
    context["metatags"] = context.get("metatags", "") + preview(
        app, page, context, document
    )
    if "body" in context:
        context["body"] = enlargeable(context["body"])


def actions(folder, name, language, context):
    """What can be done with a lesson or its exercises: (text, target, attributes)."""
    there = {"notebooks": "exercises", "exercises": "notebooks"}[folder]
    lab = f"../lite/lab/index.html?path={folder}/{name}.ipynb"
    found = [("Run it in the browser", lab, "")]
    if (ROOT / there / f"{name}.ipynb").exists():
        title = {"notebooks": "Lesson", "exercises": "Exercises"}[there]
        found.append((title, f"../{there}/{name}.html", ""))
    if folder == "notebooks":
        suffix = f".{language}" if language else ""
        found.append(("Slides", f"../slides/{name}{suffix}.html", ""))
    if not language:
        found.append(("Notebook", f"{name}.ipynb", Markup(" download")))
    written = {"": "English", **LANGUAGES}
    others = [p.parent.name for p in sorted(ROOT.glob(f"notebooks/*/{name}.po"))]
    for other in ["", *others] if folder == "notebooks" and others else ():
        if other != language:
            tag = other.replace("_", "-") or "en"
            target = f"{name}{'.' * bool(other)}{other}.html"
            known = Markup(f' lang="{tag}" hreflang="{tag}"')
            found.append((written.get(other, other), target, known))
    return found


def map_of(toc):
    """The list of headings without those that occur more than once, such as "See"."""
    toc = str(toc)
    titles = [
        re.sub("<[^>]+>", "", t).strip() for t in re.findall(r"<a.*?</a>", toc, re.S)
    ]
    for title in {t for t in titles if titles.count(t) > 1}:
        entry = rf"<li[^>]*>\s*<a[^>]*>\s*{re.escape(title)}\s*</a>\s*</li>"
        toc = re.sub(entry, "", toc)
    return Markup(toc)


def preview(app, page, context, document):
    """Description and preview: the first paragraph of the page."""
    found = document.findall(nodes.paragraph) if document else ()
    text = next((p.astext() for p in found if len(p.astext()) > 40), context["project"])
    text = " ".join(text.split())[:200]
    title = re.sub("<[^>]+>", "", context.get("title") or context["project"])
    tags = {"title": title, "description": text, "type": "article"}
    if base := app.config.html_baseurl:
        tags |= {"url": f"{base}{page}.html", "image": f"{base}{PICTURE}"}
        tags["image:alt"] = "A lesson: a figure with two sliders"
    quoted = {
        name: html.escape(html.unescape(t), quote=True) for name, t in tags.items()
    }
    lines = []
    if page == "404" and base:  # it is shown at whatever address was asked for
        lines.append(f'<base href="{html.escape(base, quote=True)}">')
    lines += [
        f'<meta property="og:{name}" content="{t}">' for name, t in quoted.items()
    ]
    lines.append(f'<meta name="description" content="{quoted["description"]}">')
    lines.append('<meta name="twitter:card" content="summary">')
    return "\n".join(["", *lines])


def enlargeable(body):
    """Make each picture from a file a link to it; page.js opens it as wide as it is."""
    picture = r'(<img [^>]*src="([^":]+\.png)"[^>]*>)'
    linked = rf'<a class="[^"]*image-reference"[^>]*>\s*{picture}\s*</a>'
    body = re.sub(linked, r"\1", body)
    return re.sub(picture, r'<a class="enlarge" href="\2">\1</a>', body)
