"""How `course start` reads and writes notebooks: plain on disk, complete in the page.

On disk a picture stands once, its text in the metadata, where site and nbconvert look
for it, and no widget: without its kernel JupyterLab would say "model not found" in its
place. The page gets each picture with an `alt` that a screen reader reads, and all that
JupyterLab would otherwise add itself, and then ask whether to save.
"""

from ipykernel.ipkernel import IPythonKernel
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from course_utils.drawing.picture import HTML, PNG, as_html
from course_utils.pack.build import METADATA, VIEW

LANGUAGE = METADATA["language_info"]


class PlainFiles(AsyncLargeFileManager):
    """Jupyter's own files, with notebooks changed on their way in and out."""

    async def get(self, path, content=True, *args, **options):
        model = await super().get(path, content, *args, **options)
        if content and model["type"] == "notebook":
            for_page(model["content"])
        return model

    async def save(self, model, path=""):
        if model.get("type") == "notebook" and model.get("content"):
            for_disk(model["content"])
        return await super().save(model, path)


def pictures(nb):
    """Every output that holds a picture with a text, and what is known of it."""
    for cell in nb["cells"]:
        for output in cell.get("outputs", []):
            known = output.get("metadata", {}).get(PNG, {})
            if PNG in output.get("data", {}) and "alt" in known:
                yield output["data"], known


def for_page(nb):
    """Give pictures their <img> and a notebook of the course the kernel's language."""
    for data, known in pictures(nb):
        png = "".join(data[PNG]).replace("\n", "")
        width, sliders = known.get("width", 800), known.get("sliders", False)
        data[HTML] = as_html(png, known["alt"], width, sliders)
    if nb["metadata"].get("language_info") == LANGUAGE:
        nb["metadata"]["language_info"] = dict(IPythonKernel.language_info)


def for_disk(nb):
    """Take off what `for_page` put on, and the widgets that have a picture."""
    for data, _ in pictures(nb):
        data.pop(HTML, None)
        data.pop(VIEW, None)
    if nb["metadata"].get("language_info", {}).get("name") == LANGUAGE["name"]:
        nb["metadata"]["language_info"] = dict(LANGUAGE)
