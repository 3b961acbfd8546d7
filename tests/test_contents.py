"""Notebooks on disk and in the page: a picture once, its text, no dead widget."""

import asyncio
import copy
import json

import nbformat
import pytest
from ipykernel.ipkernel import IPythonKernel

from course_utils.pack.build import METADATA, VIEW
from course_utils.pack.contents import PlainFiles, for_disk, for_page

KNOWN = {"image/png": {"alt": 'v < "g" & more', "width": 800, "sliders": True}}


@pytest.fixture
def lesson():
    """A notebook of one cell that shows a slider figure, as the course stores it."""
    data = {"image/png": "iVBORw0KGgo=", "text/plain": "v"}
    shown = nbformat.v4.new_output("display_data", data, metadata=KNOWN)
    other = nbformat.v4.new_output("display_data", {VIEW: {}, "text/html": "<b>b</b>"})
    cell = nbformat.v4.new_code_cell("show()", outputs=[shown, other], id="a")
    return nbformat.v4.new_notebook(cells=[cell], metadata=METADATA)


def test_the_page_gets_the_text_and_the_kernels_language(lesson):
    for_page(lesson)
    html = lesson.cells[0].outputs[0].data["text/html"]
    assert 'alt="v &lt; &quot;g&quot; &amp; more" width="800" src="data:image/' in html
    assert "Run this cell to move the sliders" in html
    assert lesson.metadata.language_info == IPythonKernel.language_info


def test_what_is_saved_is_what_was_stored(lesson):
    stored = copy.deepcopy(lesson)
    for_page(lesson)
    lesson.cells[0].outputs[0].data[VIEW] = {"model_id": "live"}
    for_disk(lesson)
    assert lesson == stored, "the other widget has no picture, and stays"


def test_other_languages_and_empty_notebooks_are_left_alone():
    metadata = {"language_info": {"name": "julia"}}
    nb = nbformat.v4.new_notebook(metadata=metadata)
    for change in (for_page, for_disk):
        change(nb)
        assert nb.metadata == metadata
    for_page(nbformat.v4.new_notebook())
    for_disk(nbformat.v4.new_notebook())


def test_files_are_read_for_the_page_and_written_plain(lesson, tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text(nbformat.writes(lesson) + "\n", "utf-8")
    before = path.read_bytes()
    files = PlainFiles(root_dir=str(tmp_path))
    model = asyncio.run(files.get("lesson.ipynb"))
    assert "text/html" in model["content"]["cells"][0]["outputs"][0]["data"]
    sent = {"type": "notebook", "format": "json"}
    content = json.loads(json.dumps(model["content"]))
    asyncio.run(files.save(sent | {"content": content}, "lesson.ipynb"))
    assert path.read_bytes() == before
