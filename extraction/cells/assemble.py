"""Readings to the record's cells and extras, and what of them is not settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from extraction.cells.table_findings import find_doubts
from extraction.cells.table_reading import TableReading
from extraction.forms.form import Form
from extraction.forms.table import label_key
from extraction.text.numbers import parse_cell
from extraction.values.document import Locate, Span
from extraction.values.layout import (
    AlignedTable,
    Entry,
    FilledLine,
    Line,
    TableState,
    Token,
)
from extraction.values.record import Cell, CellKey, Extra, Finding, Origin, Proof

MISSING = Cell(state="missing")


@dataclass(frozen=True, slots=True)
class Assembly:
    """Every cell of the form, the printed subtotals, what else is printed, and what is wrong.

    labels: by table and row, the printed label where it differs from the form's.
    """

    cells: dict[CellKey, Cell]
    subtotals: dict[CellKey, Cell]
    extras: tuple[Extra, ...]
    findings: tuple[Finding, ...]
    labels: dict[str, dict[str, str]]

    @property
    def figures(self) -> dict[CellKey, Cell]:
        """Every cell that the form has or the report adds: subtotals are cells, too."""
        return self.cells | self.subtotals

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any cell."""
        return all(cell.state == "missing" for cell in self.cells.values())


NO_CELLS = Assembly({}, {}, (), (), {})


def assemble_cells(form: Form, tables: Mapping[str, TableReading], locate: Locate) -> Assembly:
    """Put every cell of the form where it belongs; what nothing settles stays missing."""
    cells = dict.fromkeys(form.cells, MISSING)
    subtotals: dict[CellKey, Cell] = {}
    extras: list[Extra] = []
    for reading in tables.values():
        units = {block.block: block.units for block in reading.aligned.blocks if block.units}
        for cell, decided in _decided_cells(reading):
            home = cells if cell in cells else subtotals
            own = units.get(reading.table.block_of(cell.row).key, {}) if units else {}
            unit = own.get(cell.column, form.unit(cell))
            home[cell] = _to_cell(unit, locate, decided)
        extras.extend(_find_extras(reading, locate))
    extras.extend(_subtotal_extras(form, subtotals))
    doubts = tuple(find_doubts(form, tables, cells))
    labels = {key: own for key, reading in tables.items() if (own := _find_labels(reading))}
    return Assembly(cells, subtotals, tuple(extras), doubts, labels)


def _find_labels(reading: TableReading) -> dict[str, str]:
    """Return the printed labels of rows that differ from all that the form has for them."""
    rows = {row.key: row for block in reading.table.blocks for row in block.rows}
    found = {}
    for line in (line for block in reading.aligned.blocks for line in block.lines):
        row = rows.get(line.row) if line.row is not None and line.label else None
        if row is not None and reading.table.label != line.label:
            known = {label_key(label) for label in row.labels}
            if label_key(line.label) not in known:
                found[row.key] = line.label
    return found


class _Decided(NamedTuple):
    """What stands in a cell, how we know, and what proves it."""

    entry: Entry | None
    origin: Origin
    proof: Proof | None


def _decided_cells(reading: TableReading) -> Iterator[tuple[CellKey, _Decided]]:
    settled = reading.solution.settled
    for line in reading.lines:
        if line.proven:
            origin, proof = _known_by(line, "read", line.proof)
            for cell, entry in zip(line.cells, line.readings[0], strict=True):
                yield cell, _Decided(entry, origin, proof)
        else:
            origin, proof = _known_by(line, "solved", "sums")
            for cell in line.cells:
                if cell in settled:
                    yield cell, _Decided(settled[cell], origin, proof)


def _known_by(line: FilledLine, origin: Origin, proof: Proof) -> tuple[Origin, Proof | None]:
    return ("model", None) if line.by_model else (origin, proof)


def find_state(reading: TableReading) -> TableState:
    """Say which rows of a table are open, and which printed figures have their row or cell."""
    decided = {cell: found.entry for cell, found in _decided_cells(reading)}
    settled, sure_rows = set[Span](), set[str]()
    for line in (line for line in reading.lines if not line.doubt):
        if decided.keys() >= set(line.cells):
            sure_rows.update(cell.row for cell in line.cells)
            entries = (decided[cell] for cell in line.cells)
            settled.update(entry.span for entry in entries if entry is not None)
    rows = reading.table.row_keys
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


def _to_cell(form_unit: str | None, locate: Locate, decided: _Decided) -> Cell:
    entry, origin, proof = decided
    if entry is None:
        return Cell(state="blank", origin=origin, proof=proof)
    figure = parse_cell(entry.text)
    span, raw = locate(entry.span)
    unit = (figure.unit or form_unit) if figure.state == "number" else None
    return Cell(
        value=figure.value,
        raw=raw,
        state=figure.state,
        unit=unit,
        span=span,
        origin=origin,
        proof=proof,
    )


def _find_extras(reading: TableReading, locate: Locate) -> Iterator[Extra]:
    """Keep figures under labels that the form does not know, or that cannot be placed."""
    table = reading.table.key
    for block in reading.aligned.blocks:
        for line in block.lines:
            if line.row is None:
                yield _to_extra(table, line, locate)


def _to_extra(table: str, line: Line, locate: Locate) -> Extra:
    entries = map(_to_entry, line.values)
    values = tuple(_to_cell(None, locate, _Decided(entry, "read", None)) for entry in entries)
    return Extra(table=table, label=line.label, values=values)


def _to_entry(value: Token) -> Entry | None:
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
