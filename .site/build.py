"""Build the reading site and the slides from the stored notebooks.

python .site/build.py     into build/site; `pip install -e '.[site]'` first, and npm

Nothing is run, and no text is kept twice: `pages.py` copies what is in the repository,
`slides.py` cuts the slides from the lessons.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from pages import ROOT, mirror
from slides import write_slides
from sphinx.cmd.build import build_main

HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build"
BROWSER = {  # what the pages load, from the two npm packages
    "mathjax/es5/tex-svg.js": "mathjax.js",
    "reveal.js/dist/reveal.js": "dist/reveal.js",
    "reveal.js/dist/reveal.css": "dist/reveal.css",
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


def main():
    fetch(BUILD / "npm")
    pages, site = BUILD / "pages", BUILD / "site"
    mirror(pages)
    shutil.rmtree(site, ignore_errors=True)
    slides = site / "slides"
    (slides / "dist/theme").mkdir(parents=True)
    shutil.copy(HERE / "slides/course.css", slides / "dist/theme")
    for source, name in BROWSER.items():
        shutil.copy(BUILD / "npm/node_modules" / source, slides / name)
    options = ["-b", "html", "-c", HERE, "-d", BUILD / "doctrees", "-E", "-q"]
    options += ["--fail-on-warning", "--keep-going", "--nitpicky", pages, site]
    if code := build_main(list(map(str, options))):
        sys.exit(code)
    for source_map in site.rglob("*.map"):
        source_map.unlink()  # for those who debug the theme
    for lesson in sorted(pages.glob("notebooks/[0-9]*.ipynb")):
        write_slides(lesson, slides)
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB: {site.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
