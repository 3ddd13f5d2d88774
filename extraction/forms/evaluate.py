"""Sums of a form's terms over the cells of a report."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from extraction.forms.equation import CellTerm
from extraction.forms.rules import Relation
from extraction.values.record import Cell, CellKey

EMPTY = frozenset({"blank", "not_applicable"})
"""States of a cell that count as zero where a rule then closes."""

Cells = Mapping[CellKey, Cell]
Names = Mapping[str, Decimal]
_ZERO, _ONE = Decimal(0), Decimal(1)
_COMPARE = {"=": eq, "<=": le, ">=": ge, "<": lt, ">": gt}


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


def compare_sides(left: Decimal, relation: Relation, right: Decimal) -> bool:
    """Say whether two sums compare as a rule says that they should.

    >>> compare_sides(Decimal(3), ">=", Decimal("3.0"))
    True
    """
    return bool(_COMPARE[relation](left, right))
