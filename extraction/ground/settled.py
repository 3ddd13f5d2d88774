"""What is settled of a report's tables before an answer, and what an answer says against it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from extraction.cells import TableReading, assemble_cells, find_state
from extraction.check.equations import check_equations, close_all
from extraction.forms.form import Form
from extraction.values.document import Span
from extraction.values.layout import AlignedTable, CellTokens, Entry, FilledLine, Token
from extraction.values.record import CellKey


def find_failing_rows(form: Form, tables: Mapping[str, TableReading]) -> dict[str, list[str]]:
    """Return the rows of sums that fail, in the order of the form, by their table."""
    made = assemble_cells(form, tables, _nowhere)
    failing: set[CellKey] = set()
    for outcome in check_equations(form, made.figures, {}):
        equation = outcome.equation
        if outcome.result == "fail" and equation.rule.severity == "error":
            failing.update(equation.cells)
    rows: dict[str, list[str]] = {}
    for table in tables:
        cells = form.table(table).cells()
        named = dict.fromkeys(cell.row for cell in cells if cell in failing)
        if named:
            rows[table] = list(named)
    return rows


def count_settled(form: Form, tables: Mapping[str, TableReading]) -> int:
    """Count the cells of a report's tables that are filled."""
    made = assemble_cells(form, tables, _nowhere)
    return sum(cell.state != "missing" for cell in made.cells.values())


def close_alone(form: Form, reading: TableReading) -> bool:
    """Tell whether a table has sums, and all of them hold."""
    key = reading.table.key
    made = assemble_cells(form, {key: reading}, _nowhere)
    return close_all(form, key, made.cells)


def _nowhere(span: Span) -> tuple[Span, str]:
    return span, ""


def find_settled(readings: Iterable[TableReading]) -> frozenset[Span]:
    """Return the figures that have their cell in some of these tables."""
    states = map(find_state, readings)
    return frozenset(span for state in states for span in state.settled)


def find_decided(
    reading: TableReading, asked: Collection[str], values: Sequence[Token]
) -> CellTokens:
    """Return the proven cells of rows that were not asked for, as the text prints them."""
    found: dict[CellKey, Token | None] = {}
    printed = {value.span: value for value in values}
    for line in reading.lines:
        if not line.proven or line.cells[0].row in asked:
            continue
        for cell, entry in _read_cells(line):
            found[cell] = None if entry is None else printed.get(entry.span)
    return found


def find_contradicted(reading: TableReading, cells: CellTokens) -> CellKey | None:
    """Return a cell that is settled without the answer, with another figure than it says."""
    for line in reading.lines:
        if not line.proven or line.doubt is not None:
            continue
        for cell, entry in _read_cells(line):
            if entry is None or cell not in cells:
                continue
            said = cells[cell]
            if said is None or said.text != entry.text:
                return cell
    return None


def _read_cells(line: FilledLine) -> Iterator[tuple[CellKey, Entry | None]]:
    """Return the cells of a proven line with what stands in them."""
    return zip(line.cells, line.readings[0], strict=True)


def belong_elsewhere(tables: Mapping[str, TableReading], table: str, cells: CellTokens) -> bool:
    """Tell whether figures of a table's cells have their cell in another table of the report."""
    others = (reading for key, reading in tables.items() if key != table)
    settled = find_settled(others)
    for token in cells.values():
        if token is None:
            continue
        if any(overlap(token.span, other) for other in settled):
            return True
    return False


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two places have a character in common."""
    return one.start < other.end and other.start < one.end


def is_drawn(aligned: AlignedTable, rows: Collection[str]) -> bool:
    """Tell whether the format draws all figures of some rows."""
    for block in aligned.blocks:
        for line in block.lines:
            if line.row not in rows:
                continue
            if any(value.drawn is None for value in line.values):
                return False
    return True
