"""Values parted by commas, tabs or semicolons, with quotes, to text and a grid."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from extraction.read.sheets.sheet_names import MOST_CELLS, CrowdedSheetError, cell_name
from extraction.read.sheets.sheet_rows import SeenCell, Sheet, write_sheets
from extraction.read.writing import DocumentWriting
from extraction.text.numbers import parse_cell
from extraction.values.document import Content

_PARTS = ",\t;|"
_SAMPLE = 200
_SEP = "sep="
_MANY = 20
"""So many rows of a label and figures are no prose: table 3 alone has as many."""
_MANY_FIGURES = 100
"""So many figures in such rows are no prose either: a table on its side has few rows, long ones."""
_FEWEST_FIGURES = 2
_FEWEST_VALUES = 1 + _FEWEST_FIGURES
"""A row of a table is a label and its figures."""
_MOST_BRACKETED = 8
"""No more values than this stand between two brackets."""
_OPENS = re.compile("[(（]")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[\u3400-\u9fff]")
_ENDS_SENTENCE = re.compile(r"[。；;！.]\s*\Z")


def holds_separated(text: str) -> bool:
    r"""Tell a plain text that prints its tables as separated values, whatever its name.

    >>> holds_separated("规章,5,0\n" * 20), holds_separated("另有5,0和3,1。\n" * 20)
    (True, False)
    """
    return any(_holds_rows(text, part) for part in ",;")


def _holds_rows(text: str, part: str) -> bool:
    """Whether many rows of a table are parted so, or a few that hold many figures."""
    if text.count(part) < _MANY * _FEWEST_FIGURES:
        return False
    widths = [len(row) for row in _rows(text, part, _FEWEST_VALUES) if _is_figures_row(row)]
    return len(widths) >= _MANY or sum(widths) - len(widths) >= _MANY_FIGURES


def _is_figures_row(row: Sequence[str]) -> bool:
    """Tell a row of a table: labels, figures and empty values, and nothing else."""
    words = [value for value in row if parse_cell(value).state == "text"]
    if not words or len(row) - len(words) < _FEWEST_FIGURES or _is_sentence(words):
        return False
    return all(map(_LETTER.search, words))


def read_csv(text: str, encoding: str) -> Content:
    """Return what a text of separated values shows; CrowdedSheetError for too many of them.

    A line of words alone that ends as a sentence is one value: its commas are its own.
    """
    named, parting = _read_sep(text)
    part = named or find_part(parting)
    sheet = Sheet("")
    lines = 1 if named else 0
    above: Sequence[str] = ()
    for number, values in enumerate(_rows(parting, part)):
        row = [part.join(values)] if _is_sentence(values) else values
        if _is_blank_row(row, above):
            names = [cell_name(number + lines, column) for column in range(len(row))]
            sheet.cells += [SeenCell(n, number, c, framed=True) for c, n in enumerate(names)]
        above = row
        sheet.ends[number] = len(row)
        for column, value in enumerate(row):
            if value.strip():
                name = cell_name(number + lines, column)
                sheet.cells.append(SeenCell(name, number, column, value))
        if len(sheet.cells) > MOST_CELLS:
            raise CrowdedSheetError
    writing = DocumentWriting()
    write_sheets([sheet], writing)
    return writing.content(encoding)


def _is_blank_row(row: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row without any value is one of a table's: right below heads, and as long as they.

    >>> _is_blank_row(["", ""], ["维持", "纠正"]), _is_blank_row(["", ""], ["规章", "0"])
    (True, False)
    """
    if len(row) < _FEWEST_VALUES - 1 or len(row) != len(above) or any(map(str.strip, row)):
        return False
    heads = [value for value in above if value.strip()]
    return len(heads) > 1 and all(parse_cell(value).state == "text" for value in heads)


def _is_sentence(row: Sequence[str]) -> bool:
    last = row[-1] if row else ""
    return _ENDS_SENTENCE.search(last) is not None and all(map(_LETTER.search, row))


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


def _rows(text: str, part: str, fewest: int = 0) -> Iterator[list[str]]:
    """Yield the values of each row that has so many; a quote that never ends ends with its line."""
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=part):
            if len(row) >= fewest:
                yield _join_bracketed(row, part)
    except csv.Error:
        for line in text.splitlines():
            yield _join_bracketed(line.split(part), part)


def _join_bracketed(row: list[str], part: str) -> list[str]:
    """Return a row's values; what stands between brackets is one, unless a figure is among it.

    >>> _join_bracketed(["部分公开(区分处理的", "只计这一情形)", "5"], ",")
    ['部分公开(区分处理的,只计这一情形)', '5']
    >>> _join_bracketed(["部分公开(区分处理的", "5", "0)"], ",")
    ['部分公开(区分处理的', '5', '0)']
    >>> _join_bracketed(["规章(", "约12", "5)"], ",")
    ['规章(', '约12', '5)']
    """
    if not any(map(_OPENS.search, row)):
        return row
    joined: list[str] = []
    at = 0
    while at < len(row):
        end = _find_closed(row, at)
        joined.append(part.join(row[at:end]))
        at = end
    return joined


def _find_closed(row: Sequence[str], start: int) -> int:
    """Return the end of the values in which all brackets close that open in the one at `start`."""
    depth = 0
    for at in range(start, min(len(row), start + _MOST_BRACKETED)):
        if at > start and _DIGIT.search(row[at]):
            break
        depth += _count_open(row[at])
        if depth <= 0:
            return at + 1
        if parse_cell(row[at]).state != "text":
            break
    return start + 1


def _count_open(value: str) -> int:
    """Count the brackets that open, less those that close."""
    return sum(map(value.count, "(（")) - sum(map(value.count, ")）"))
