"""Values parted by commas, tabs or semicolons, with quotes, to text and a grid."""

import csv
from collections.abc import Iterator
from io import StringIO

from extraction.read.sheets.sheet_names import MOST_CELLS, CrowdedSheetError, cell_name
from extraction.read.sheets.sheet_rows import Cell, Sheet, write_sheets
from extraction.read.writing import Writing
from extraction.values.document import Content

_PARTS = ",\t;|"
_SAMPLE = 200
_SEP = "sep="


def read_csv(text: str, encoding: str) -> Content:
    """Return what a text of separated values shows; CrowdedSheetError for too many of them."""
    named, parting = _read_sep(text)
    part = named or find_part(parting)
    sheet = Sheet("")
    lines = 1 if named else 0
    for number, row in enumerate(_rows(parting, part)):
        for column, value in enumerate(row):
            if value.strip():
                name = cell_name(number + lines, column)
                sheet.cells.append(Cell(name, number, column, value))
        if len(sheet.cells) > MOST_CELLS:
            raise CrowdedSheetError
    writing = Writing()
    write_sheets([sheet], writing)
    return writing.content(encoding)


def _read_sep(text: str) -> tuple[str, str]:
    """Return what Excel's own first line (`sep=;`) says, and the text behind it."""
    first, end, rest = text.partition("\n")
    first = first.strip()
    if first.lower().startswith(_SEP) and len(first) == len(_SEP) + 1:
        return first[-1], rest
    return "", text if end or text else ""


def find_part(text: str) -> str:
    r"""Return the character that parts the values of most lines into the same number.

    >>> find_part("a,b\n1,2\n"), find_part("a;b;c\n1,5;2;3\n"), find_part("a\tb\n")
    (',', ';', '\t')
    """
    best, most = _PARTS[0], 0
    for part in _PARTS:
        widths: dict[int, int] = {}
        for number, row in enumerate(_rows(text, part)):
            if len(row) > 1:
                widths[len(row)] = widths.get(len(row), 0) + 1
            if number > _SAMPLE:
                break
        found = max((count * (width - 1) for width, count in widths.items()), default=0)
        if found > most:
            best, most = part, found
    return best


def _rows(text: str, part: str) -> Iterator[list[str]]:
    """Yield the values of each row; a quote that never ends ends with its line."""
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=part)
    except csv.Error:
        for line in text.splitlines():
            yield line.split(part)
