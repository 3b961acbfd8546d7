"""Tables that come back as they were, but for the cells that were filled in.

Spreadsheets and platforms write UTF-8, UTF-16 or Latin-1, commas or semicolons, and
cells such as -1 or =A1 that mean something there. So a cell that is not ours keeps its
very characters: quotes, spaces, line ends and all.
"""

import codecs
import re
from collections import Counter

LARGEST = 50 * 2**20  # bytes of a table


class Table:
    """The cells of a CSV file as they stand; `header` and `rows` give their text."""

    def __init__(self, path):
        """Read a file; ValueError says why it cannot be."""
        try:
            with open(path, "rb") as file:
                data = file.read(LARGEST)
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}") from None
        self.encoding = encoding(data)
        text = data.decode(self.encoding)
        self.mark, text = text[: text.startswith("\ufeff")], text.lstrip("\ufeff")
        first = text.splitlines()[0] if text.strip() else ""
        counts = Counter(c for c in first if c in ",;\t")
        self.delimiter = counts.most_common(1)[0][0] if counts else ","
        pattern = r'("(?:[^"]|"")*"[^D\r\n]*|[^D\r\n]*)(D|\r\n|\n|\r|\Z)'
        self.cells, line = [], []
        for match in re.finditer(pattern.replace("D", self.delimiter), text):
            if not line and match.end() == match.start() == len(text):
                break
            line.append(list(match.groups()))
            if match[2] != self.delimiter:
                self.cells.append(line)
                line = []
        if not self.cells:
            raise ValueError(f"{path} is empty")
        self.header = [plain(raw).strip() for raw, _ in self.cells[0]]

    @property
    def rows(self):
        """Each line below the header as (its number, {column: text})."""
        for number, line in enumerate(self.cells[1:], start=1):
            texts = (plain(raw) for raw, _ in line)
            yield number, dict(zip(self.header, texts, strict=False))

    def fill(self, number, column, value):
        """Put a mark into a line, with a decimal comma where semicolons part cells."""
        text = f"{value:g}"
        text = text.replace(".", ",") if self.delimiter == ";" else text
        at, line = self.header.index(column), self.cells[number]
        while len(line) <= at:  # a line that was cut short
            line[-1:] = [[line[-1][0], self.delimiter], ["", line[-1][1]]]
        quoted = line[at][0].startswith('"')
        line[at][0] = f'"{text}"' if quoted else text

    def write(self, path):
        path.write_bytes((self.mark + self.text).encode(self.encoding))

    @property
    def text(self):
        return "".join(raw + end for line in self.cells for raw, end in line)


def encoding(data):
    """How a table's bytes are to be read; what is not UTF is taken for Windows' own."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # the name with the byte order, so that the mark is kept as it is
        little = data.startswith(codecs.BOM_UTF16_LE)
        return "utf-16-le" if little else "utf-16-be"
    for name in ("utf-8", "cp1252"):
        try:
            data.decode(name)
            return name
        except UnicodeDecodeError:
            continue
    return "latin-1"


def plain(raw):
    """The text of a cell without its quotes."""
    return raw.strip()[1:-1].replace('""', '"') if raw.strip()[:1] == '"' else raw


def records(path):
    """The header and [(line, row)] of a table written by hand; ValueError if none."""
    table = Table(path)
    return table.header, [
        (number + 1, {k: v.strip() for k, v in row.items()})
        for number, row in table.rows
        if any(value.strip() for value in row.values())
    ]
