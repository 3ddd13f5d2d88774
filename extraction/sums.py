"""Sums of a form's terms over the cells of a report."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extraction.forms.form import CellKey, CellTerm
from extraction.record import Cell

EMPTY = frozenset({"blank", "not_applicable"})
"""States of a cell that count as zero where a rule then closes."""

Cells = Mapping[CellKey, Cell]
Names = Mapping[str, Decimal]


def add_up(terms: Sequence[CellTerm], cells: Cells, names: Names) -> Decimal | None:
    """Return the sum of the terms; None if one of them is not known."""
    total = Decimal(0)
    for term in terms:
        value = _value(term, cells, names)
        if value is None:
            return None
        total += term.factor * value
    return total


def _value(term: CellTerm, cells: Cells, names: Names) -> Decimal | None:
    if term.cell is None:
        return names.get(term.name) if term.name else Decimal(1)
    cell = cells.get(term.cell)
    if cell is None:
        return None
    return Decimal(0) if cell.state in EMPTY else cell.value
