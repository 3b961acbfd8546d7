"""Build the reading site, the slides and the lab in the browser.

python .site/build.py     into build/site; `pip install -e '.[site]'` first, and npm

No text is kept twice: `pages.py` copies what is in the repository, `slides.py` cuts the
slides from the lessons, and `frames.py` draws what their sliders show.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from frames import all_figures
from lab import build_lab
from pages import ROOT, mirror
from slides import write_index, write_slides
from sphinx.cmd.build import build_main

from course_utils.pack import release

HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build"
BROWSER = {  # what the pages load, from the two npm packages
    "mathjax/es5/tex-svg.js": "mathjax.js",
    "reveal.js/dist/reveal.js": "dist/reveal.js",
    "reveal.js/dist/reveal.css": "dist/reveal.css",
    "reveal.js/plugin/notes/notes.js": "dist/notes.js",
}


def fetch(folder):
    """Install the npm packages of package.json, unless just these are there."""
    wanted = HERE / "package.json"
    have = folder / "package.json"
    if have.exists() and have.read_bytes() == wanted.read_bytes():
        return
    npm = shutil.which("npm") or sys.exit("npm is missing: install Node.js")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(wanted, folder)
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    try:
        subprocess.run([npm, "install", *quiet], cwd=folder, check=True)
    except subprocess.CalledProcessError:
        have.unlink()
        sys.exit("npm could not install what .site/package.json lists")


def pages(figures, site):
    """The reading site, by Sphinx, without a warning."""
    sources = BUILD / "pages"
    mirror(sources, figures)
    options = ["-b", "html", "-c", HERE, "-d", BUILD / "doctrees", "-E", "-q"]
    options += ["--fail-on-warning", "--keep-going", "--nitpicky", sources, site]
    if code := build_main(list(map(str, options))):
        sys.exit(code)
    for source_map in site.rglob("*.map"):
        source_map.unlink()  # for those who debug the theme
    for folder in ("notebooks", "exercises"):  # to be downloaded one by one
        for notebook in ROOT.glob(f"{folder}/[0-9]*.ipynb"):
            shutil.copy(notebook, site / folder)
    shutil.copy(ROOT / "notebooks/lesson.png", site / "notebooks")


def download(site):
    """The learners' pack in one file."""
    with tempfile.TemporaryDirectory() as folder:
        release.main(Path(folder, "course"))
        shutil.make_archive(site / "course", "zip", folder)


def main():
    fetch(BUILD / "npm")
    site = BUILD / "site"
    shutil.rmtree(site, ignore_errors=True)
    slides = site / "slides"
    (slides / "dist/theme").mkdir(parents=True)
    shutil.copy(HERE / "slides/course.css", slides / "dist/theme")
    shutil.copy(HERE / "static/frames.js", slides / "dist")
    for source, name in BROWSER.items():
        shutil.copy(BUILD / "npm/node_modules" / source, slides / name)
    figures = all_figures(slides / "frames", BUILD / "frames")
    pages(figures, site)
    for lesson in sorted((BUILD / "pages").glob("notebooks/[0-9]*.ipynb")):
        write_slides(lesson, slides)
    write_index(slides)
    download(site)
    build_lab(site / "lite", BUILD / "lite")
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB: {site.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
