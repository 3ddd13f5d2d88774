"""Find what of a table is missing, in doubt, or printed without a place in the form."""

from collections.abc import Iterator, Mapping
from itertools import chain

from extraction.cells.readings import NOTHING
from extraction.cells.table_reading import TableReading
from extraction.cells.thresholds import NAMED_ROWS
from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.values.findings import Check
from extraction.values.layout import FilledLine, Line
from extraction.values.record import Cell, CellKey, Finding

_EMPTY = Check("structure.empty", "S06", "error")
_TABLES = Check("structure.table_present", "S03", "error")
_ROWS = Check("structure.rows", "S05", "error")
_WIDTH = Check("structure.row_width", "S06", "error")
_FIGURES = Check("structure.figures", "T4-08", "error")
_ORDER = Check("structure.row_order", "S05", "warning")
_UNKNOWN_ROW = Check("structure.unknown_row", "S08", "warning")


def find_doubts(
    form: Form, tables: Mapping[str, TableReading], cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    """Say what is not settled; `cells` are the form's, as far as they are."""
    for table in form.tables:
        if table.key not in tables:
            yield _absent_table(table)
    for reading in tables.values():
        yield from _find_in_table(reading, form, cells)


def _find_in_table(
    reading: TableReading, form: Form, cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    if not any(line.proven or _prints(line) for line in reading.lines):
        yield _EMPTY.stays_open(
            f"{reading.table.label}: the table holds no figure",
            f"{reading.table.label}：表中没有数字",
            cells=reading.table.cells(),
        )
        return
    yield from _missing_rows(reading)
    yield from _open_lines(reading, form, cells)
    yield from (_doubtful_line(form, line) for line in reading.lines if line.doubt)
    if reading.aligned.out_of_order:
        yield _rows_moved(reading)
    for block in reading.aligned.blocks:
        for stranger in block.lines:
            if stranger.row is None:
                yield _unknown_row(reading.table, stranger, form)


def _prints(line: FilledLine) -> bool:
    """Whether anything stands in a line."""
    return bool(line.readings) or line.note != NOTHING


def _missing_rows(reading: TableReading) -> Iterator[Finding]:
    """Yield the rows that are not found, in one finding where they are many."""
    table = reading.table
    present = {cell.row for line in reading.lines for cell in line.cells}
    rows = [(b, row) for b in table.blocks for row in b.rows if row.key not in present]
    keys = [[CellKey(table.key, row.key, c.key) for c in block.columns] for block, row in rows]
    if len(rows) <= NAMED_ROWS:
        for (_, row), own in zip(rows, keys, strict=True):
            yield _ROWS.stays_open(
                f"{row.label}: this row is not found", f"{row.label}：未找到该行", cells=own
            )
        return
    names = "、".join(row.label for _, row in rows)
    yield _ROWS.stays_open(
        f"{table.label}: {len(rows)} rows are not found: {names}",
        f"{table.label}：未找到{len(rows)}行：{names}",
        cells=chain.from_iterable(keys),
    )


def _open_lines(
    reading: TableReading, form: Form, cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    """Yield the lines that nothing settles, in one finding where many are so alike."""
    alike: dict[tuple[Check, str], list[tuple[str, tuple[CellKey, ...]]]] = {}
    for line in reading.lines:
        undecided = tuple(c for c in line.cells if c in cells and cells[c].state == "missing")
        if not line.proven and (undecided or line.cells[0] not in cells):
            across = len({cell.row for cell in line.cells}) > 1
            name = reading.table.label if across else form.name(line.cells[0]).row
            kind = (_FIGURES if across else _WIDTH, _why(line, reading.solution.rivals))
            alike.setdefault(kind, []).append((name, undecided))
    for (check, why), lines in alike.items():
        groups = [lines] if len(lines) > NAMED_ROWS else [[line] for line in lines]
        for group in groups:
            names = "、".join(name for name, _ in group)
            yield check.stays_open(
                f"{names}: {why}",
                f"{names}：数字个数与列数不符，无法确定各列",
                cells=chain.from_iterable(undecided for _, undecided in group),
            )


def _why(line: FilledLine, count: int) -> str:
    rivals = f"; {count} readings remain" if count > 1 else ""
    return (line.note or "the figures cannot be told apart") + rivals


def _doubtful_line(form: Form, line: FilledLine) -> Finding:
    name = form.name(line.cells[0]).row
    return _ROWS.stays_open(
        f"{name}: {line.doubt} (printed: {line.label!r})",
        f"{name}：行标签或列次存疑（原文：{line.label}）",
        cells=line.cells,
    )


def _rows_moved(reading: TableReading) -> Finding:
    """Tell that rows stand out of order; those whose label is not plain are open besides."""
    name, out_of_order = reading.table.label, "、".join(reading.aligned.out_of_order)
    return _ORDER.fails(
        f"{name}: rows stand out of order, and their figures with them: {out_of_order}",
        f"{name}：行序有异，数字随行标签：{out_of_order}",
    )


def _unknown_row(table: Table, line: Line, form: Form) -> Finding:
    """Report a row that the form does not know; where sums should hold, it is open.

    So are figures that have no label at all: a row of the form may have lost its own.
    """
    message = f"{table.label}: a row that the form does not have: {line.label!r}"
    message_zh = f"{table.label}：表样以外的行“{line.label}”"
    if line.label and line.doubt:
        message = f"{table.label}: {line.label!r}: {line.doubt}"
        message_zh = f"{table.label}：“{line.label}”所在行存疑，数字归属不明"
    if line.doubt or table.key in form.summed_tables:
        return _UNKNOWN_ROW.stays_open(message, message_zh, quote=line.label)
    return _UNKNOWN_ROW.fails(message, message_zh, quote=line.label, diagnosis="unresolved")


def _absent_table(table: Table) -> Finding:
    return _TABLES.stays_open(
        f"{table.label}: the table is not in the text",
        f"{table.label}：文中无此表",
        cells=table.cells(),
    )
