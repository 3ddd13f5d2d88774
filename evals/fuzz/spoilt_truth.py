"""What a careful reader would say is printed for every cell, and where a record says otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.fuzz.figure_ink import BLANK, MISSING, InkReading
from evals.score import SETTLED, find_form_cells
from extraction.values.record import Cell, CellKey, Record


@dataclass(frozen=True, slots=True)
class Truth:
    """What may be said of one cell without being wrong."""

    readings: frozenset[InkReading]

    @property
    def is_blank(self) -> bool:
        """Whether the cell is printed empty, and nothing else may be said of it."""
        return all(reading.state == "blank" for reading in self.readings)

    def allows(self, cell: Cell) -> bool:
        """Tell whether a cell says what is printed."""
        return any(reading.allows(cell) for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Misstated:
    """A cell of a settled record that says what is not printed.

    by_order: its column is the form's, in a table whose heads cannot be read; the record says so.
    """

    cell: CellKey
    kind: str
    expected: str
    found: str
    by_order: bool = False


NOT_PRINTED = Truth(frozenset({MISSING}))
GONE = Truth(frozenset({MISSING, BLANK}))


def find_silent(record: Record, truths: Mapping[CellKey, Truth]) -> list[Misstated]:
    """Return the wrong cells of a record that is called settled."""
    return list(find_misstated_cells(record, truths)) if record.status in SETTLED else []


def find_misstated_cells(record: Record, truths: Mapping[CellKey, Truth]) -> Iterator[Misstated]:
    """Yield the cells of a record that say what is not printed, whatever it is called."""
    cells = find_form_cells(record)
    for key in {**dict.fromkeys(truths), **dict.fromkeys(cells)}:
        cell = cells.get(key, Cell(state="missing"))
        truth = truths.get(key, NOT_PRINTED)
        foreign = key not in truths and cell.state != "number"
        if not truth.allows(cell) and not foreign:
            printed, found = say_printed(truth), say_cell(cell)
            yield Misstated(key, _kind(truth, cell), printed, found, cell.proof == "order")


def _kind(truth: Truth, cell: Cell) -> str:
    states = {reading.state for reading in truth.readings}
    if cell.state == "missing":
        return "open"
    if cell.state == "number":
        values = {reading.value for reading in truth.readings}
        if cell.value in values:
            return "unit"
        return "another number" if "number" in states else "invented"
    return "missed" if "number" in states else "another state"


def say_printed(truth: Truth) -> str:
    """Return what may be said of a cell in words.

    >>> say_printed(GONE)
    'blank or missing'
    """
    return " or ".join(sorted(map(_say_reading, truth.readings)))


def _say_reading(reading: InkReading) -> str:
    if reading.value is None:
        return reading.state
    return f"{reading.value:f}{reading.unit or ''}"


def say_cell(cell: Cell) -> str:
    """Return what a record says of a cell."""
    value = "" if cell.value is None else f" {cell.value:f}{cell.unit or ''}"
    return f"{cell.state}{value} ({cell.raw!r}, {cell.origin})"
