"""A sheet's cells to text: what stands alone in its row is prose, rows of several are a grid."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from operator import attrgetter

from extraction.read.cell_places import CellPlace, is_data, is_label, is_prose_row
from extraction.read.flow import UNSEEN, cell_text
from extraction.read.writing import DocumentWriting, DrawnCell, ShownText
from extraction.values.bilingual import Bilingual
from extraction.values.document import SheetCell

_LONG = 60
_HEADING = re.compile(
    r"\s*[一二三四五六七八九十]{1,2}\s*[、.．,，]\s*.{0,30}(?:情况|问题|事项|改进)"
    r"|.*(?:报告|年报)\s*(?:[(（].{0,20})?\Z"
)
_SENTENCE = "。；;！"
_WIDEST = 300
_SIGN = "〔"


@dataclass(slots=True)
class SeenCell:
    """A cell of a sheet: its name (`B7`), its place among what is seen, what it shows.

    row, column: counted from 0, hidden ones left out. framed: whether lines are drawn round it.
    """

    name: str
    row: int
    column: int
    text: str = ""
    veil: Bilingual | None = None
    framed: bool = False
    rowspan: int = 1
    colspan: int = 1

    @property
    def filled(self) -> bool:
        """Whether anything is seen in it."""
        return bool(self.text.strip(UNSEEN))


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet that are seen; those that merged ones cover are left out.

    ends: where the rows of separated values end, each with its last value, by the row's number;
    a sheet's own rows are all as long as the longest.
    """

    name: str
    cells: list[SeenCell] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        """Whether anything is seen on it."""
        return any(cell.filled for cell in self.cells)


def write_sheets(sheets: Sequence[Sheet], writing: DocumentWriting) -> None:
    """Write the sheets of a book one after the other; of several, each under its name."""
    filled = [sheet for sheet in sheets if sheet.filled]
    for sheet in filled:
        if len(filled) > 1:
            writing.write_line([ShownText(cell_text(sheet.name))], None)
        for rows in _find_stretches(_rows_of(sheet)):
            if len(rows) > 1 or _is_wide(rows[0]):
                _write_table(sheet, rows, writing)
            else:
                _write_prose(sheet, rows[0], writing)


def _rows_of(sheet: Sheet) -> list[list[SeenCell]]:
    """Return the rows in which anything is seen, or that lines frame above one of these."""
    rows: dict[int, list[SeenCell]] = {}
    for cell in sheet.cells:
        if cell.filled or cell.framed:
            rows.setdefault(cell.row, []).append(cell)
    ordered: list[list[SeenCell]] = []
    last = 0
    for number in sorted(rows):
        row = sorted(rows[number], key=attrgetter("column"))
        seen = any(cell.filled for cell in row)
        if seen or len(row) > 1:
            ordered.append(row)
            last = len(ordered) if seen else last
    return ordered[:last]  # what follows are lines drawn in advance


def _is_wide(row: Sequence[SeenCell]) -> bool:
    """Tell a row of a table: several cells are filled, or framed beside one that is."""
    return len(row) > 1 and not is_prose_row([cell.text for cell in row])


def _find_stretches(rows: Sequence[Sequence[SeenCell]]) -> Iterator[list[Sequence[SeenCell]]]:
    """Yield tables whole, and lines of prose one by one.

    A cell that stands alone in its row above or between the rows of a table heads a group of
    it, unless it reads as a heading or a sentence.
    """
    table: list[Sequence[SeenCell]] = []
    alone: list[Sequence[SeenCell]] = []
    for row in rows:
        if not _is_wide(row):
            alone.append(row)
            continue
        before, prose, over = _share_out(alone, within=bool(table))
        table += before
        if prose:
            if table:
                yield table
            yield from ([line] for line in prose)
            table = []
        table += [*over, row]
        alone = []
    before, prose, over = _share_out(alone, within=bool(table))
    if table:
        yield [*table, *before]
    yield from ([line] for line in (*prose, *over))


def _share_out(
    alone: Sequence[Sequence[SeenCell]], *, within: bool
) -> tuple[
    Sequence[Sequence[SeenCell]], Sequence[Sequence[SeenCell]], Sequence[Sequence[SeenCell]]
]:
    """Return what of some single cells belongs to the table above, to none, to the one below."""
    prose = [number for number, row in enumerate(alone) if _reads_as_prose(row)]
    if within and not prose:
        return alone, (), ()
    start = prose[0] if within else 0
    end = len(alone)
    if alone and end - 1 not in prose:
        end -= 1
    return alone[:start], alone[start:end], alone[end:]


def _reads_as_prose(row: Sequence[SeenCell]) -> bool:
    text = row[0].text
    sentence = any(mark in text for mark in _SENTENCE)
    return sentence or len(text) > _LONG or _HEADING.match(text) is not None


def _write_prose(sheet: Sheet, row: Sequence[SeenCell], writing: DocumentWriting) -> None:
    for cell in row:
        if cell.filled:
            text = cell.text.replace("\r\n", "\n").strip(UNSEEN)
            writing.write_line([ShownText(text, cell.veil)], SheetCell(sheet.name, cell.name))


def _write_table(
    sheet: Sheet, rows: Sequence[Sequence[SeenCell]], writing: DocumentWriting
) -> None:
    """Write rows as a grid; where they only lay out running text, one cell after the other."""
    texts: list[list[str]] = []
    for row in rows:
        texts.append([cell.text for cell in row])
    width = len({cell.column for row in rows for cell in row})
    if not is_data(texts, width):
        for row in rows:
            _write_prose(sheet, row, writing)
        return
    drawn: list[list[DrawnCell]] = []
    for row in _with_blanks(sheet, rows):
        drawn.append([_draw(sheet, cell) for cell in row])
    writing.write_grid(drawn)


def _with_blanks(sheet: Sheet, rows: Sequence[Sequence[SeenCell]]) -> Iterator[list[SeenCell]]:
    """Yield a table's rows, counted from 0, with the blank cells that the sheet does not store.

    Behind the last value of a row that is shorter than others, nothing is drawn: what wrote it may
    have left cells out.
    """
    first = min(row[0].column for row in rows)
    end = min(first + _WIDEST, max(cell.column + cell.colspan for row in rows for cell in row))
    numbers = [row[0].row for row in rows]
    longest = max((sheet.ends.get(number, 0) for number in numbers), default=0)
    covered: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        cells: dict[int, SeenCell] = {}
        for cell in row:
            rowspan = bisect_left(numbers, cell.row + cell.rowspan) - at
            cells[cell.column] = replace(cell, row=at, column=cell.column - first, rowspan=rowspan)
            columns = range(cell.column, min(end, cell.column + cell.colspan))
            covered.update(product(range(at, at + rowspan), columns))
        is_short = sheet.ends.get(row[0].row, longest) < longest
        drawn_end = row[-1].column + 1 if is_short else end
        for column in range(first, drawn_end):
            if (at, column) not in covered:
                cells[column] = SeenCell("", at, column - first)
        yield [cells[column] for column in sorted(cells)]


def _draw(sheet: Sheet, cell: SeenCell) -> DrawnCell:
    """Return a cell as it is drawn; a label loses no figure, whatever touches it."""
    text = cell_text(cell.text)
    veil = None if is_label(text) and not text.startswith(_SIGN) else cell.veil
    place = CellPlace(cell.row, cell.column, cell.rowspan, cell.colspan)
    return DrawnCell(ShownText(text, veil), place, SheetCell(sheet.name, cell.name))
