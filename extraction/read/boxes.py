"""Tables that a plain text draws with lines, of box characters or of plus and minus, as grids.

    +------+----+
    | 规章 | 12 |
    +------+----+

A line of text is a row. Where lines are drawn between all rows, what stands between two of
them is one row, however many lines its cells take. A table whose rows have not all as many
bars (its cells span columns) is left as text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extraction.read.cell_places import CellPlace, is_data
from extraction.read.flow import cell_text
from extraction.read.writing import DocumentWriting, DrawnCell, ShownText
from extraction.text.numbers import parse_cell
from extraction.values.document import Content, TableCell

_FLAT = "-=─━═┄┈╌"
_TALL = "|│┃║┆┊"
_CROSSES = "+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫╭╮╰╯┝┥┯┷┿┠┨┰┸╂"
_DRAWN = _CROSSES + _FLAT + _TALL
_RULED = re.compile(f"[{re.escape(_FLAT)}]{{2}}")
_BARS = re.compile(f"[{_TALL}]")
_FEWEST_RULED = 3
"""Fewer lines than before so many rows part headers from figures, and not row from row."""


class DrawnLine(NamedTuple):
    """A line of a drawn table: its text, and whether it is a drawn line and no row."""

    text: str
    is_rule: bool


def holds_boxes(text: str) -> bool:
    r"""Tell a text with a table that is drawn with lines.

    >>> holds_boxes("+----+---+\n| 规章 | 0 |\n+----+---+"), holds_boxes("|---|---|\n| 规章 | 0 |")
    (True, False)
    """
    return any(cross in text for cross in _CROSSES) and any(map(_is_frame, text.split("\n")))


def _is_frame(line: str) -> bool:
    """Tell a line that may stand above a table: from corner to corner, or between crosses."""
    bare = line.strip()
    return bare != "" and bare[0] in _CROSSES and bare[-1] in _CROSSES and _is_rule(bare)


def _is_rule(bare: str) -> bool:
    return bool(bare) and not bare.strip(_DRAWN) and _RULED.search(bare) is not None


def _is_row(bare: str) -> bool:
    return len(bare) > 1 and bare[0] in _TALL and bare[-1] in _TALL


def read_boxes(text: str, encoding: str) -> Content:
    """Return a text with its drawn tables as grids, and all else as it is printed."""
    writing = DocumentWriting()
    tables = 0
    for stretch in _find_stretches(text.split("\n")):
        rows = _read_rows(stretch)
        if rows:
            tables += 1
            writing.write_grid([_draw(row, tables, at) for at, row in enumerate(rows)])
            continue
        writing.flow.end_line(1)
        writing.flow.write_as_is("\n".join(line.text for line in stretch))
        writing.flow.end_line(1)
    return writing.content(encoding) if tables else Content(text, encoding)


def _find_stretches(printed: Iterable[str]) -> Iterator[Sequence[DrawnLine]]:
    """Yield what may be tables, from one frame's line to the last, and the lines between them."""
    stretch: list[DrawnLine] = []
    framed = False
    for text in printed:
        bare = text.strip()
        is_rule = _is_rule(bare)
        goes_on = framed and (is_rule or _is_row(bare))
        opens = not framed and _is_frame(bare)
        if stretch and (opens or framed != goes_on):
            yield stretch
            stretch = []
        framed = opens or goes_on
        stretch.append(DrawnLine(text, is_rule and framed))
    yield stretch


def _read_rows(stretch: Sequence[DrawnLine]) -> Sequence[Sequence[str]]:
    """Return the cells of a drawn table's rows; none where it is no table of equal rows."""
    if not stretch[0].is_rule:
        return ()
    groups: list[list[Sequence[str]]] = []
    for above, line in pairwise(stretch):
        if above.is_rule and not line.is_rule:
            groups.append([])
        if not line.is_rule:
            groups[-1].append(_cut_cells(line.text))
    lines = list(chain.from_iterable(groups))
    widths = set(map(len, lines))
    if len(widths) != 1:
        return ()
    ruled = len(groups) >= _FEWEST_RULED and all(map(_is_one_row, groups))
    rows = list(map(_join_lines, groups)) if ruled else lines
    return rows if is_data(rows, widths.pop()) else ()


def _cut_cells(line: str) -> Sequence[str]:
    return [cell.strip() for cell in _BARS.split(line.strip())[1:-1]]


def _join_lines(lines: Sequence[Sequence[str]]) -> Sequence[str]:
    return list(map("".join, zip(*lines, strict=True)))


def _is_one_row(lines: Sequence[Sequence[str]]) -> bool:
    """Tell lines that may be those of one row: no cell of it would have two figures."""
    columns = zip(*lines, strict=True)
    return all(sum(map(_is_figure, cell)) <= 1 for cell in columns)


def _is_figure(text: str) -> bool:
    return parse_cell(text).state in ("number", "not_applicable")


def _draw(row: Sequence[str], table: int, at: int) -> list[DrawnCell]:
    cells: list[DrawnCell] = []
    for column, text in enumerate(row):
        where = TableCell(table, at + 1, column + 1)
        cells.append(DrawnCell(ShownText(cell_text(text)), CellPlace(at, column, 1, 1), where))
    return cells
