"""Links from a page's prose to the glossary: each term once, where it first stands."""

import re
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parent.parent / "notebooks" / "glossary.md"
# What stays as it is: formulas, code, links, headings, HTML, the options of a vote.
CLOSED = re.compile(
    r"(\$\$.*?\$\$|\$[^$\n]+\$|```.*?```|`[^`\n]+`|!?\[[^\]]*\]\([^)]*\)"
    r"|^#+ .*?$|<summary>.*?</summary>|<[^>\n]+>)",
    re.DOTALL | re.MULTILINE,
)


def anchor(title):
    """The anchor of a heading as JupyterLab makes it, so that links hold in both."""
    return title.replace(" ", "-").replace("%", "%25")  # as MyST reads it in a link


def terms():
    """{term in lower case: (number of its lesson, anchor)}, long terms first."""
    found, number = {}, ""
    for level, title in re.findall(
        r"^(##|###) (.*)$", GLOSSARY.read_text("utf-8"), re.M
    ):
        if level == "##":
            number = title[:2]
        else:
            found[title.lower()] = number, anchor(title)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def linked(nb, path):
    """Link in a notebook the terms of its lesson, and those of two words before it.

    A single word that was explained in an earlier lesson, such as "step", is by now one
    of the reader's own.
    """
    here, known = path.name[:2], {}
    for term, (number, target) in terms().items():
        if number == here or (number < here and " " in term):
            known[term] = target
    words = "|".join(map(re.escape, known))
    if not known:
        return nb
    word = re.compile(rf"(?<![\w-])({words})(s?)(?![\w-])", re.IGNORECASE)
    there = (
        "glossary.md" if path.parent.name == "notebooks" else "../notebooks/glossary.md"
    )

    def link(found):
        target = known.pop(found[1].lower(), None)
        return f"[{found[0]}]({there}#{target})" if target else found[0]

    for cell in nb.cells:
        if cell.cell_type == "markdown":
            parts = CLOSED.split(cell.source)
            parts[::2] = [word.sub(link, part) for part in parts[::2]]
            cell.source = "".join(parts)
    return nb
