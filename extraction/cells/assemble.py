"""Readings to the record's cells and extras, and findings about what is not settled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from extraction.document import Span
from extraction.draft import (
    AlignedTable,
    Entry,
    FilledLine,
    Line,
    Piece,
    Solution,
    TableState,
)
from extraction.forms.form import Form
from extraction.forms.table import CellKey, Table
from extraction.numbers import parse_cell
from extraction.record import Cell, Extra, Finding, Origin

MISSING = Cell(state="missing")

Locate = Callable[[Span], tuple[Span, str]]
"""Place in the repaired text -> place in the report's text, and what is printed there."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """Every cell of the form, the printed subtotals, what else is printed, and what is wrong."""

    cells: dict[CellKey, Cell]
    subtotals: dict[CellKey, Cell]
    extras: tuple[Extra, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table on its way into the record."""

    table: Table
    aligned: AlignedTable
    lines: tuple[FilledLine, ...]
    solution: Solution


def assemble_cells(form: Form, tables: Mapping[str, TableReading], locate: Locate) -> Assembly:
    """Put every cell of the form where it belongs; what nothing settles stays missing."""
    cells = dict.fromkeys(form.cells, MISSING)
    subtotals: dict[CellKey, Cell] = {}
    extras: list[Extra] = []
    for reading in tables.values():
        for cell, entry, origin in _decided_cells(reading):
            home = cells if cell in cells else subtotals
            home[cell] = _to_cell(form.unit(cell), locate, entry, origin)
        extras.extend(_find_extras(reading, locate))
    extras.extend(_subtotal_extras(form, subtotals))
    findings = chain(
        (_absent_table(table) for table in form.tables if table.key not in tables),
        *(_find_open(reading, form, cells) for reading in tables.values()),
    )
    return Assembly(cells, subtotals, tuple(extras), tuple(findings))


def _decided_cells(reading: TableReading) -> Iterator[tuple[CellKey, Entry | None, Origin]]:
    settled = reading.solution.settled
    for line in reading.lines:
        if line.proven:
            for cell, entry in zip(line.cells, line.readings[0], strict=True):
                yield cell, entry, "model" if line.by_model else "read"
        else:
            origin: Origin = "model" if line.by_model else "solved"
            yield from ((cell, settled[cell], origin) for cell in line.cells if cell in settled)


def find_state(reading: TableReading) -> TableState:
    """Say which rows of a table are open, and which printed figures have their row or cell."""
    decided = {cell: entry for cell, entry, _ in _decided_cells(reading)}
    settled, sure_rows = set[Span](), set[str]()
    for line in (line for line in reading.lines if not line.doubt):
        if decided.keys() >= set(line.cells):
            sure_rows.update(cell.row for cell in line.cells)
            entries = (decided[cell] for cell in line.cells)
            settled.update(entry.span for entry in entries if entry is not None)
    rows = [row.key for block in reading.table.blocks for row in block.rows]
    open_rows = [r for r in rows if r not in sure_rows]
    return TableState(
        reading.table.key,
        reading.aligned.region,
        len(rows),
        tuple(open_rows),
        frozenset(_placed_spans(reading.aligned)),
        frozenset(settled),
    )


def _placed_spans(aligned: AlignedTable) -> Iterator[Span]:
    """Yield the figures that are some row's beyond doubt, whatever their columns."""
    for block in aligned.blocks:
        for line in block.lines:
            if line.row is not None and line.doubt is None and block.doubt is None:
                yield from (value.span for value in line.values if value.kind != "blank")


def _to_cell(form_unit: str | None, locate: Locate, entry: Entry | None, origin: Origin) -> Cell:
    if entry is None:
        return Cell(state="blank", origin=origin)
    figure = parse_cell(entry.text)
    span, raw = locate(entry.span)
    unit = (figure.unit or form_unit) if figure.state == "number" else None
    return Cell(
        value=figure.value, raw=raw, state=figure.state, unit=unit, span=span, origin=origin
    )


def _find_extras(reading: TableReading, locate: Locate) -> Iterator[Extra]:
    """Keep figures under labels that the form does not know, or that cannot be placed."""
    table = reading.table.key
    for block in reading.aligned.blocks:
        for line in block.lines:
            if line.row is None:
                yield _to_extra(table, line, locate)


def _to_extra(table: str, line: Line, locate: Locate) -> Extra:
    values = tuple(_to_cell(None, locate, _to_entry(value), "read") for value in line.values)
    return Extra(table=table, label=line.label, values=values)


def _to_entry(value: Piece) -> Entry | None:
    return None if value.kind == "blank" else Entry(value.text, value.span)


def _subtotal_extras(form: Form, subtotals: Mapping[CellKey, Cell]) -> Iterator[Extra]:
    """Keep printed subtotals: one extra for each, in the order of the form."""
    for cell, value in subtotals.items():
        names = form.name(cell)
        yield Extra(
            table=cell.table,
            row=cell.row,
            column=cell.column,
            label=f"{names.row} / {names.column}",
            values=(value,),
        )


def _find_open(
    reading: TableReading, form: Form, cells: Mapping[CellKey, Cell]
) -> Iterator[Finding]:
    """Say what of a table is missing, in doubt, or printed without a place in the form."""
    yield from _missing_rows(reading)
    for line in reading.lines:
        undecided = tuple(cell for cell in line.cells if cells.get(cell) is MISSING)
        if not line.proven and (undecided or line.cells[0] not in cells):
            yield _open_line(form, line, undecided, reading)
        if line.doubt:
            yield _doubtful_line(form, line)
    if reading.aligned.moved:
        yield _rows_moved(reading)
    for block in reading.aligned.blocks:
        for stranger in block.lines:
            if stranger.row is None:
                yield _unknown_row(reading.table, stranger, form)


def _missing_rows(reading: TableReading) -> Iterator[Finding]:
    present = {cell.row for line in reading.lines for cell in line.cells}
    for block in reading.table.blocks:
        for row in block.rows:
            if row.key not in present:
                cells = tuple(CellKey(reading.table.key, row.key, c.key) for c in block.columns)
                yield open_finding(
                    "S05", f"{row.label}: this row is not found", f"{row.label}：未找到该行", cells
                )


def _open_line(
    form: Form, line: FilledLine, undecided: tuple[CellKey, ...], reading: TableReading
) -> Finding:
    across = len({cell.row for cell in line.cells}) > 1
    name = reading.table.label if across else form.name(line.cells[0]).row
    count = reading.solution.rivals
    rivals = f"; {count} readings remain" if count > 1 else ""
    note = line.note or "the figures cannot be told apart"
    return open_finding(
        "T4-08" if across else "S06",
        f"{name}: {note}{rivals}",
        f"{name}：数字个数与列数不符，无法确定各列",
        undecided,
    )


def _doubtful_line(form: Form, line: FilledLine) -> Finding:
    name = form.name(line.cells[0]).row
    return open_finding(
        "S05",
        f"{name}: {line.doubt} (printed: {line.label!r})",
        f"{name}：行标签或列次存疑（原文：{line.label}）",
        line.cells,
    )


def _rows_moved(reading: TableReading) -> Finding:
    """Tell that rows stand out of order; those whose label is not plain are open besides."""
    name, moved = reading.table.label, "、".join(reading.aligned.moved)
    return Finding(
        rule="structure.row_order",
        code="S05",
        severity="warning",
        result="fail",
        diagnosis="source_error",
        message=f"{name}: rows stand out of order, and their figures with them: {moved}",
        message_zh=f"{name}：行序有异，数字随行标签：{moved}",
    )


def _unknown_row(table: Table, line: Line, form: Form) -> Finding:
    """Report a row that the form does not know; where sums should hold, it is open.

    So are figures that have no label at all: a row of the form may have lost its own.
    """
    return Finding(
        rule="structure.unknown_row",
        code="S08",
        severity="warning",
        result="unknown" if line.doubt or table.key in form.summed_tables else "fail",
        diagnosis="unresolved",
        quote=line.label,
        message=f"{table.label}: a row that the form does not have: {line.label!r}; kept in extras",
        message_zh=f"{table.label}：表样以外的行“{line.label}”，已存入extras",
    )


def _absent_table(table: Table) -> Finding:
    cells = tuple(table.cells())
    return open_finding(
        "S03", f"{table.label}: the table is not in the text", f"{table.label}：文中无此表", cells
    )


def find_blanks(cells: Mapping[CellKey, Cell]) -> Iterator[Finding]:
    """Yield one finding that lists the cells which print no number (P03)."""
    blanks = tuple(key for key, cell in cells.items() if cell.state in ("blank", "not_applicable"))
    if blanks:
        yield Finding(
            rule="cells.blank",
            code="P03",
            severity="info",
            result="fail",
            cells=tuple(map(str, blanks)),
            diagnosis="source_error",
            message=f"{len(blanks)} cells are blank or marked as none",
            message_zh=f"{len(blanks)}个单元格为空或标为无",
        )


def notice_finding(notice: str) -> Finding:
    """Return what had to be said about the file's bytes as a finding (Q01)."""
    return Finding(
        rule="text.bytes",
        code="Q01",
        severity="info",
        result="fail",
        diagnosis="source_error",
        message=notice,
        message_zh=f"文件有字节无法解码：{notice}",
    )


def unproven_finding(form: Form, cells: Sequence[CellKey]) -> Finding:
    """Return the finding about figures that stand in no sum that passes or fails."""
    names = "、".join("/".join(form.name(cell)) for cell in cells[:5])
    return open_finding(
        "S02",
        f"{len(cells)} figures stand in no sum that could prove them: {names}",
        f"{len(cells)}个数字无勾稽关系可证：{names}",
        cells,
    )


_RULES = {
    "S02": "cells.unproven",
    "S01": "structure.form",
    "S03": "structure.table_present",
    "S05": "structure.rows",
    "S06": "structure.row_width",
    "T4-08": "structure.figures",
    "4.11": "tables.faults",
}


def open_finding(
    code: str, message: str, message_zh: str, cells: Sequence[CellKey] = ()
) -> Finding:
    """Return a finding about something that could not be settled; it bars a verdict."""
    return Finding(
        rule=_RULES[code],
        code=code,
        severity="error",
        result="unknown",
        cells=tuple(map(str, cells)),
        diagnosis="unresolved",
        message=message,
        message_zh=message_zh,
    )
