"""The HTML of a figure whose frames are drawn: form controls, picture, sentence."""

import html
import json

from course_utils.widgets import NAMES


def markup(name, figure):
    """The figure of a lesson, as `frames.py` makes it; frames.js brings it to life.

    Without the script it is the stored picture with its sentence.
    """
    index, rows = 0, []
    for control in figure["controls"]:
        index = index * len(control["values"]) + control["start"]
        ident = f"{name}-{control['name']}"
        head = f'<label for="{ident}">{label_of(control["name"])}</label>'
        rows.append(f'<div class="control">{head}{field(ident, **control)}</div>')
    sentence = html.escape(figure["data"]["sentences"][index])
    rest = ", ".join(map(label_of, figure["rest"]))
    note = f'<p class="rest">In JupyterLab these move, too: {rest}.</p>' if rest else ""
    picture = f"data:image/png;base64,{figure['picture']}"
    return (
        f'<div class="frames" data-name="{name}">'
        f'<div class="settings">{"".join(rows)}</div>'
        f'<div class="stage"><img class="dark-light" alt="{sentence}" src="{picture}">'
        "</div>"
        f'<p class="sentence" role="status">{sentence}</p>{note}</div>'
    )


def field(ident, values, labels, start, **_):
    """The form control for these values: a box, a slider, or a list of choices."""
    if values == [False, True]:
        return f'<input id="{ident}" type="checkbox"{" checked" * start} disabled>'
    if all(isinstance(value, int | float) for value in values):
        said = html.escape(json.dumps(labels))
        return (
            f'<input id="{ident}" type="range" min="0" max="{len(values) - 1}" '
            f'value="{start}" aria-valuetext="{labels[start]}" data-labels="{said}" '
            f'disabled><output for="{ident}">{labels[start]}</output>'
        )
    options = [
        f"<option{' selected' * (k == start)}>{html.escape(label)}</option>"
        for k, label in enumerate(labels)
    ]
    return f'<select id="{ident}" disabled>{"".join(options)}</select>'


def label_of(control):
    return html.escape(NAMES.get(control, control.replace("_", " ")))
