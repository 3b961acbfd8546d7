"""Storing lessons: executed from a fresh kernel, without what changes by itself."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
VIEW = "application/vnd.jupyter.widget-view+json"


def store(path):
    """Execute a notebook in its own folder and write it back.

    Building twice gives the same bytes, as long as the cells show the same. Raises
    nbclient's CellExecutionError, and leaves the file alone, if a cell fails.
    """
    path = Path(path)
    nb = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    settings = {"timeout": 600, "kernel_name": "python3", "record_timing": False}
    settings["config"] = Config(KernelManager={"transport_encryption": "auto"})
    NotebookClient(nb, resources=resources, coalesce_streams=True, **settings).execute()
    text = nbformat.writes(tidy(nb))
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def tidy(nb):
    """Drop from an executed notebook what differs from one run or machine to the next.

    Widget views go too: without a kernel JupyterLab would show "model not found" in
    place of the picture that is stored beside them.
    """
    nb.metadata = nbformat.from_dict(METADATA)
    nb.nbformat_minor = 5
    for k, cell in enumerate(nb.cells, 1):
        cell.setdefault("id", f"cell-{k:02}")
        for key in ("execution", "ExecuteTime", "collapsed", "trusted"):
            cell.metadata.pop(key, None)
        for output in cell.get("outputs", []):
            if len(output.get("data", {})) > 1:
                output.data.pop(VIEW, None)
    return nb
