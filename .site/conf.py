"""Sphinx's settings for the reading site; `build.py` beside this file runs it.

COURSE_SITE, the address at which the site will stand, and COURSE_REPOSITORY are read
from the environment. Without them all links are relative, none to the repository.
"""

import os

import dress

project = "Optimizers, from the moving average to Adam"
version = release = dress.VERSION
author = "the authors of the course"
html_title = "Optimizers"
html_favicon = html_logo = "static/icon.svg"
html_baseurl = os.environ.get("COURSE_SITE", "")
language = "en"
extensions = ["myst_nb"]
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["style.css"]
html_js_files = [
    ("frames.js", {"defer": "defer"}),
    ("page.js", {"defer": "defer"}),
]

nb_execution_mode = "off"  # the stored outputs are what readers see
nb_ipywidgets_js = {}  # no scripts from the web: every widget stores a picture
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
myst_heading_slug_func = "glossary.anchor"

mathjax_path = "../slides/mathjax.js"  # one copy for pages and slides
mathjax3_config = {"options": {"enableMenu": False}}  # its menu would load more

html_theme = "pydata_sphinx_theme"
html_context = {
    "default_mode": "auto",
    "repository": os.environ.get("COURSE_REPOSITORY", ""),
    "changed": dress.changed(),
}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "logo": {"text": "Optimizers", "alt_text": "Home"},
    "navbar_center": [],
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "article_header_start": [],
    "article_header_end": ["page-bar"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["licence"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars = {"**": ["all-pages"]}


def setup(app):
    app.connect("html-page-context", dress.dress)
