"""Find what of a table is missing, in doubt, or printed without a place in the form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from extraction.cells.table_reading import TableReading
from extraction.cells.thresholds import NAMED_ROWS
from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import FIGURES_UNCLEAR, NOTHING_PRINTED, READINGS_REMAIN
from extraction.values.catalogue.frames import QUOTED
from extraction.values.catalogue.structure import (
    COLUMNS_BY_ORDER,
    LINE_UNSETTLED,
    ROW_DOUBTED,
    ROW_MISSING,
    ROW_UNSETTLED,
    ROWS_MISSING,
    ROWS_OUT_OF_ORDER,
    TABLE_ABSENT,
    TABLE_EMPTY,
    UNKNOWN_ROW,
    UNKNOWN_ROW_DOUBTED,
    UNLABELLED_FIGURES,
)
from extraction.values.layout import AlignedBlock, FilledLine, Line
from extraction.values.record import Cell, CellKey, Finding


def find_doubts(
    form: Form, tables: Mapping[str, TableReading], cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    """Say what is not settled; `cells` are the form's, as far as they are."""
    for table in form.tables:
        if table.key not in tables:
            yield TABLE_ABSENT.stays_open(table=table.label, cells=table.cells())
    for reading in tables.values():
        yield from _find_in_table(reading, form, cells)


def _find_in_table(
    reading: TableReading, form: Form, cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    if not any(line.proven or _prints(line) for line in reading.lines):
        table = reading.table
        yield TABLE_EMPTY.stays_open(table=table.label, cells=table.cells())
        return
    yield from _missing_rows(reading)
    yield from _open_lines(reading, form, cells)
    yield from _doubtful_lines(reading.lines, form)
    if moved := reading.aligned.out_of_order:
        rows = [QUOTED.fill(words=label) for label in moved]
        yield ROWS_OUT_OF_ORDER.fails(table=reading.table.label, rows=rows)
    if any(line.proven and line.proof == "order" for line in reading.lines):
        yield COLUMNS_BY_ORDER.fails(table=reading.table.label)
    for block in reading.aligned.blocks:
        yield from _unknown_rows(block, reading.table, form)


def _unknown_rows(block: AlignedBlock, table: Table, form: Form) -> Iterator[Finding]:
    for line in block.lines:
        if line.row is None:
            may_be_a_rows = _prints_any(line) and any(map(_is_empty_row, block.lines))
            yield _unknown_row(table, line, form, may_be_a_rows)


def _prints_any(line: Line) -> bool:
    return any(value.kind != "blank" for value in line.values)


def _is_empty_row(line: Line) -> bool:
    """Whether a row of the form has nothing in its cells: it may go on in another line."""
    return line.row is not None and not _prints_any(line)


def _prints(line: FilledLine) -> bool:
    """Whether anything stands in a line."""
    return bool(line.readings) or line.note != NOTHING_PRINTED


def _missing_rows(reading: TableReading) -> Iterator[Finding]:
    """Yield the rows that are not found, in one finding where they are many."""
    table = reading.table
    present = {cell.row for line in reading.lines for cell in line.cells}
    missing = [cell for cell in table.cells() if cell.row not in present]
    labels = [row.label for block in table.blocks for row in block.rows if row.key not in present]
    if len(labels) > NAMED_ROWS:
        count = len(labels)
        yield ROWS_MISSING.stays_open(table=table.label, count=count, rows=labels, cells=missing)
        return
    by_row = groupby(missing, key=attrgetter("row"))
    for label, (_, cells) in zip(labels, by_row, strict=True):
        yield ROW_MISSING.stays_open(row=label, cells=cells)


def _open_lines(
    reading: TableReading, form: Form, cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    """Yield the lines that nothing settles, in one finding where many are so alike."""
    alike: dict[tuple[bool, Bilingual], list[_OpenLine]] = {}
    for line in reading.lines:
        open_cells = tuple(c for c in line.cells if c in cells and cells[c].state == "missing")
        if line.proven or not (open_cells or line.cells[0] not in cells):
            continue
        across = len({cell.row for cell in line.cells}) > 1
        name = reading.table.label if across else form.name(line.cells[0]).row
        kind = (across, _why(line, reading.solution.rivals))
        alike.setdefault(kind, []).append(_OpenLine(name, open_cells))
    for (across, why), lines in alike.items():
        for group in _share_findings(lines):
            names = [line.name for line in group]
            cells_of_group = chain.from_iterable(line.cells for line in group)
            yield (LINE_UNSETTLED if across else ROW_UNSETTLED).stays_open(
                rows=names, why=why, cells=cells_of_group
            )


def _share_findings(lines: Sequence["_OpenLine"]) -> Sequence[Sequence["_OpenLine"]]:
    """Return lines that are open alike, each by itself; where they are many, all together."""
    return [lines] if len(lines) > NAMED_ROWS else [[line] for line in lines]


class _OpenLine(NamedTuple):
    """A line that nothing settles: what it is called, and which of its cells are open."""

    name: str
    cells: tuple[CellKey, ...]


def _why(line: FilledLine, count: int) -> Bilingual:
    why = line.note or FIGURES_UNCLEAR
    return READINGS_REMAIN.fill(why=why, rivals=count) if count > 1 else why


def _doubtful_lines(lines: Iterable[FilledLine], form: Form) -> Iterator[Finding]:
    for line in lines:
        if line.doubt:
            row = form.name(line.cells[0]).row
            yield ROW_DOUBTED.stays_open(
                row=row, doubt=line.doubt, printed=line.label, cells=line.cells
            )


def _unknown_row(table: Table, line: Line, form: Form, may_be_a_rows: bool) -> Finding:
    """Report a row that the form does not know; where sums should hold, it is open.

    So are figures that have no label at all: a row of the form may have lost its own. And so
    are those beside a row of the form that has none: they may be the rest of it.
    """
    name, printed = table.label, line.label
    if not printed:
        return UNLABELLED_FIGURES.stays_open(table=name, quote=printed)
    if line.doubt:
        return UNKNOWN_ROW_DOUBTED.stays_open(table=name, doubt=line.doubt, quote=printed)
    if table.key in form.summed_tables or may_be_a_rows:
        return UNKNOWN_ROW.stays_open(table=name, quote=printed)
    return UNKNOWN_ROW.fails(table=name, quote=printed)
