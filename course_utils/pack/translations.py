"""Lessons in other languages: prose from a catalogue, code and outputs from the lesson.

`notebooks/LANGUAGE/NN_name.po` holds each Markdown cell beside its translation, in
gettext's format (Babel, which comes with JupyterLab, reads and writes it). A cell that
changed is found no more: it is shown as it is, until someone translates it anew.
"""

from io import BytesIO

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

HEADER = r"""msgid ""
msgstr ""
"Language: {}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def prose(nb):
    """The Markdown cells of a notebook, each with its number."""
    cells = enumerate(nb.cells, 1)
    return [(k, cell) for k, cell in cells if cell.cell_type == "markdown"]


def renewed(lesson, path):
    """The text of a catalogue, brought in step with its lesson.

    A changed cell keeps its old translation, marked `fuzzy`: who has mended it deletes
    that line. An empty file becomes a catalogue of all cells.
    """
    catalogue = read_po(BytesIO(path.read_bytes()), locale=path.parent.name)
    template = Catalog()
    for k, cell in prose(nbformat.read(lesson, as_version=4)):
        template.add(cell.source, locations=[(lesson.name, k)])
    catalogue.update(template)
    for message in catalogue:
        message.flags &= {"fuzzy"}  # not what Babel guesses from a % or a brace
    text = BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, ignore_obsolete=True)
    return HEADER.format(path.parent.name) + text.getvalue().decode()


def translated(lesson, path):
    """A lesson in a catalogue's language, and the cells that stay as they are.

    Returns the notebook's text, and the numbers of the cells without a translation.
    """
    catalogue = read_po(BytesIO(path.read_bytes()), locale=path.parent.name)
    nb, waiting = nbformat.read(lesson, as_version=4), []
    for k, cell in prose(nb):
        message = catalogue.get(cell.source)
        if message and message.string and not message.fuzzy:
            cell.source = message.string
        else:
            waiting.append(k)
    return nbformat.writes(nb) + "\n", waiting


def renew(lesson):
    """Bring a lesson's catalogues in step with it; say what waits for a translator."""
    for path in sorted(lesson.parent.glob(f"*/{lesson.stem}.po")):
        path.write_text(renewed(lesson, path), encoding="utf-8", newline="\n")
        waiting = translated(lesson, path)[1]
        if waiting:
            cells = ", ".join(map(str, waiting))
            print(f"{path.parent.name}/{path.name}: to translate, cells {cells}")
