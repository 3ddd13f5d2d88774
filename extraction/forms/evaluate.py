"""Sums of a form's terms over the cells of a report."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extraction.forms.equation import CellTerm
from extraction.values.record import Cell, CellKey

EMPTY = frozenset({"blank", "not_applicable"})
"""States of a cell that count as zero where a rule then closes."""

Cells = Mapping[CellKey, Cell]
Names = Mapping[str, Decimal]
_ZERO, _ONE = Decimal(0), Decimal(1)


def add_up(terms: Sequence[CellTerm], cells: Cells, names: Names) -> Decimal | None:
    """Return the sum of the terms; None if one of them is not known."""
    total = Decimal(0)
    for factor, key, name in terms:
        if key is None:
            value = names.get(name) if name else _ONE
        elif (cell := cells.get(key)) is not None:
            value = _ZERO if cell.state in EMPTY else cell.value
        else:
            value = None
        if value is None:
            return None
        total += value if factor == 1 else factor * value
    return total
