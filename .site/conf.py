"""Sphinx's settings for the reading site; `build.py` beside this file runs it."""

project = "Optimizers, from the moving average to Adam"
html_title = "Optimizers"
language = "en"
extensions = ["myst_nb"]
templates_path = ["templates"]
html_static_path = ["style.css"]
html_css_files = ["style.css"]

nb_execution_mode = "off"  # the stored outputs are what readers see
nb_ipywidgets_js = {}  # no scripts from the web: every widget stores a picture
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
myst_heading_slug_func = "pages.anchor"

mathjax_path = "../slides/mathjax.js"  # one copy for pages and slides
mathjax3_config = {"options": {"enableMenu": False}}  # its menu would load more

html_theme = "pydata_sphinx_theme"
html_context = {"default_mode": "auto"}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "navbar_center": [],
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc", "to-slides"],
    "footer_start": [],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars = {"**": ["all-pages"]}


def setup(app):
    def language_of_page(app, page, template, context, document):
        if "." in page:  # notebooks/01_moving_averages.zh_TW
            context["language"] = page.rpartition(".")[2].replace("_", "-")

    app.connect("html-page-context", language_of_page)
