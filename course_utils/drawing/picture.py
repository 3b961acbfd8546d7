"""A picture as a page wants it: with its text as `alt`, which JupyterLab leaves out.

Needs nothing, since the server of `course start` uses it, too.
"""

import html

PNG, HTML = "image/png", "text/html"
STILL = "<p>Run this cell to move the sliders.</p>"


def as_html(png, alt, width, sliders=False):
    """An <img> of base64 `png`, `width` pixels wide, that a screen reader reads."""
    image = f'<img alt="{html.escape(alt)}" width="{width}" '
    return f'{image}src="data:{PNG};base64,{png}">{STILL if sliders else ""}'
