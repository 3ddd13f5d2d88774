"""Readings near ours: rows that do not close, and how many figures another reading blames."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from extraction.check.fault_sets import (
    Factors,
    FaultSearch,
    Outcomes,
    count_open,
    find_faults,
    find_gap,
    is_equality,
    is_strict,
)
from extraction.check.thresholds import MOST_FAULTS, MOST_OPEN
from extraction.forms.equation import Equation
from extraction.forms.evaluate import Cells
from extraction.values.record import CellKey


class OpenRow(NamedTuple):
    """A row that does not close: its cells in the form's order, and what is printed in them.

    equations: those that one of its cells stands in.
    """

    key: str
    cells: tuple[CellKey, ...]
    printed: tuple[Decimal, ...]
    equations: tuple[Equation, ...]

    def find_totals(self) -> Iterator[tuple[CellKey, Equation]]:
        """Yield each cell that sums up others of the row, and how."""
        own = set(self.cells)
        for equation in self.equations:
            first, *more = equation.holds.left
            if first.cell is not None and not more and equation.factors.keys() <= own:
                yield first.cell, equation

    def is_told(self, cell: CellKey) -> bool:
        """Whether other rows tell what a cell of this one is."""
        own = set(self.cells)
        return any(cell in e.factors and not e.factors.keys() <= own for e in self.equations)


class Rivals:
    """Readings near ours, and whether they leave fewer figures to blame than ours does."""

    def __init__(self, outcomes: Outcomes, cells: Cells) -> None:
        self.values = to_values(cells)
        self.equations = [outcome.equation for outcome in filter(is_strict, outcomes)]
        faults = find_faults(outcomes)
        self.blamed = min(map(len, faults), default=MOST_FAULTS + 1)
        self.gaps = [find_gap(equation, self.values) for equation in self.equations]

    def blame_less(self, changed: Factors) -> bool:
        """Whether fewer figures are to blame with some values changed."""
        gaps = self._find_gaps(changed)
        if count_open(gaps) > MOST_OPEN * (self.blamed - 1):
            return False
        search = FaultSearch([equation.factors for equation in self.equations])
        for size in range(self.blamed):
            search.mend(gaps, size, frozenset())
        return bool(search.found)

    def blame_only(self, lost: CellKey, changed: Factors) -> bool:
        """Whether one figure that is no more, and is not negative, leaves nothing to blame."""
        if not self.blamed:
            return False
        wanted: set[Decimal] = set()
        gaps = self._find_gaps(changed)
        for equation, gap in zip(self.equations, gaps, strict=True):
            factor = equation.factors.get(lost)
            if factor:
                wanted.add(-gap / factor)
            elif gap:
                return False
        return len(wanted) == 1 and min(wanted) >= 0

    def _find_gaps(self, changed: Factors) -> list[Decimal]:
        values = {**self.values, **changed}
        gaps = list(self.gaps)
        for at, equation in enumerate(self.equations):
            if not equation.factors.keys().isdisjoint(changed):
                gaps[at] = find_gap(equation, values)
        return gaps


def find_open_rows(outcomes: Outcomes, cells: Cells) -> Iterator[OpenRow]:
    """Yield the rows with a figure that stand in an equation that does not close."""
    equations = _find_known_sums(outcomes, cells)
    values = to_values(cells)
    unclosed: set[CellKey] = set()
    for equation in equations:
        if find_gap(equation, values):
            unclosed.update(equation.factors)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in cells:
        rows.setdefault((key.table, key.row), []).append(key)
    for (_, row), keys in rows.items():
        if unclosed.isdisjoint(keys):
            continue
        printed = tuple(values[key] for key in keys if cells[key].state == "number")
        if printed:
            own = tuple(e for e in equations if not e.factors.keys().isdisjoint(keys))
            yield OpenRow(row, tuple(keys), printed, own)


def _find_known_sums(outcomes: Outcomes, cells: Cells) -> list[Equation]:
    """Return the sums that hold whatever else is printed, and whose cells are all there."""
    found: list[Equation] = []
    for outcome in filter(is_equality, outcomes):
        equation = outcome.equation
        if equation.when is None and equation.factors.keys() <= cells.keys():
            found.append(equation)
    return found


def spread_over(cells: Sequence[CellKey], figures: Sequence[Decimal]) -> Iterator[Factors]:
    """Yield figures in some of a row's cells, in order, zeros in the rest."""
    zeros = dict.fromkeys(cells, Decimal(0))
    for places in combinations(cells, len(figures)):
        placed = zip(places, figures, strict=True)
        yield zeros | dict(placed)


def close_sums(equations: Iterable[Equation], values: Factors) -> bool:
    """Whether all equations hold over these figures."""
    return not any(find_gap(equation, values) for equation in equations)


def to_values(cells: Cells) -> dict[CellKey, Decimal]:
    """Return the figures of cells; what has none counts as zero."""
    values: dict[CellKey, Decimal] = {}
    for key, cell in cells.items():
        values[key] = cell.value or Decimal(0)
    return values
