"""A table's equations, and how one reading of a line fares in them.

What a reading brings to the equations that span lines is kept apart from what its own line's say:
so lines are weighed one by one, and joined afterwards (joint.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.forms.equation import Equation
from extraction.judge.sums.joint import Vector
from extraction.text.numbers import parse_cell
from extraction.values.layout import Entry, FilledLine, Reading
from extraction.values.record import CellKey

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Option:
    """A reading seen by the equations: shares in those that span lines, and single errors.

    unconstrained: equations that span lines and take in a blank of this reading that may hold
    anything. lacks_total: nobody has written one of the line's totals. single_errors: for a
    reading that its own line's equations refute, by how much to mend one figure, and in
    which direction that moves the shares. undetectable: for another, the directions in which
    a single error would move them unseen by its own line.
    """

    reading: Reading
    share: Vector
    unconstrained: frozenset[int]
    closes: bool
    lacks_total: bool
    single_errors: tuple[tuple[Decimal, Vector], ...]
    undetectable: tuple[Vector, ...]


_Factors = dict[CellKey, Decimal]
"""By how much each cell counts in an equation, its total first."""

_Values = Mapping[CellKey, Decimal | None]

Gap = tuple[_Factors, Decimal]
"""An equation and by how much it misses."""


def _is_sum(equation: Equation) -> bool:
    """Whether an equation must hold without condition."""
    always = not equation.when and equation.rule.severity == "error"
    return always and equation.holds.relation == "="


class EquationSystem:
    """A table's equations, sorted into those within one line and those across lines.

    unread: of each of the latter, whether it looks at a line that is not proven.
    """

    def __init__(self, lines: Sequence[FilledLine], equations: Sequence[Equation]) -> None:
        homes = {cell: index for index, line in enumerate(lines) for cell in line.cells}
        self.local: dict[int, list[_Factors]] = {}
        self.shared: list[_Factors] = []
        self.covered: set[CellKey] = set()
        self.complete = True
        self._homes = homes
        self._values: dict[str, Decimal | None] = {}
        self._directions: dict[CellKey, Vector] = {}
        self._crossings: dict[tuple[CellKey, ...], dict[int, _Factors]] = {}
        for equation in filter(_is_sum, equations):
            self._add(equation, homes)
        unproven = {cell for line in lines if not line.proven for cell in line.cells}
        self.unread = [not unproven.isdisjoint(factors) for factors in self.shared]

    def _add(self, equation: Equation, homes: Mapping[CellKey, int]) -> None:
        """Sort in one equation; one whose total is not printed says nothing."""
        factors = equation.factors
        left = equation.holds.left
        if len(left) == 1 and left[0].cell not in homes:
            return
        if not factors.keys() <= homes.keys():
            self.complete = False
            return
        self.covered.update(factors)
        owners = {homes[cell] for cell in factors}
        if len(owners) == 1:
            self.local.setdefault(owners.pop(), []).append(factors)
        else:
            self.shared.append(factors)

    def weigh_all(self, line: FilledLine) -> list[Option]:
        """Tell how each reading of a line fares."""
        return [self.weigh(line, reading) for reading in line.readings]

    def weigh(self, line: FilledLine, reading: Reading) -> Option:
        """Tell how a reading fares in its own line's equations and what it adds to the others."""
        cells = line.cells
        values = dict(zip(cells, map(self._value, reading), strict=True))
        home = self._homes[cells[0]]
        local = self.local.get(home, [])
        tried = [(factors, _gap(factors, values)) for factors in local]
        gaps = [gap for _, gap in tried if gap is not None]
        lacks_total = len(gaps) < len(local)
        closes = all(gap == 0 for _, gap in gaps)
        as_printed = closes or lacks_total or reading in line.unlikely
        crossing = self._crossing(cells)
        loose = frozenset[int]()
        if not line.proven:
            untold = _find_untold(tried, values)
            loose = frozenset(at for at, own in crossing.items() if not untold.isdisjoint(own))
        return Option(
            reading,
            share=self._share(values, crossing),
            unconstrained=loose,
            closes=closes,
            lacks_total=lacks_total,
            single_errors=() if as_printed else tuple(self._single_errors(values, gaps)),
            undetectable=tuple(self._undetectable_errors(values, gaps)) if closes else (),
        )

    def _value(self, entry: Entry | None) -> Decimal | None:
        """Return what is printed in a cell; one text stands in many readings of its line."""
        if entry is None:
            return None
        if entry.text not in self._values:
            self._values[entry.text] = parse_cell(entry.text).value
        return self._values[entry.text]

    def _crossing(self, cells: tuple[CellKey, ...]) -> dict[int, _Factors]:
        """Return what a line has in the equations that span lines, without those it is not in."""
        known = self._crossings.get(cells)
        if known is None:
            known = self._crossings[cells] = {}
            for index, factors in enumerate(self.shared):
                own = {cell: factors[cell] for cell in cells if cell in factors}
                if own:
                    known[index] = own
        return known

    def _share(
        self,
        values: _Values,
        crossing: Mapping[int, _Factors],
    ) -> Vector:
        share = [_ZERO] * len(self.shared)
        for index, own in crossing.items():
            share[index] = sum((f * (values[cell] or 0) for cell, f in own.items()), _ZERO)
        return tuple(share)

    def _single_errors(
        self, values: _Values, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Decimal, Vector]]:
        """Yield each change of one figure that closes the line."""
        for cell, value in values.items():
            delta = _mend(cell, gaps) if value is not None else None
            if delta is not None and value is not None and value + delta >= 0:
                yield delta, self._direction(cell)

    def _undetectable_errors(self, values: _Values, gaps: Sequence[Gap]) -> Iterator[Vector]:
        """Yield the directions in which a single error moves the sums unseen by its own line."""
        for cell, value in values.items():
            if value is not None and not any(cell in factors for factors, _ in gaps):
                direction = self._direction(cell)
                if any(direction):
                    yield direction

    def _direction(self, cell: CellKey) -> Vector:
        """Return how the sums that span lines move with a cell; one object for each cell."""
        known = self._directions.get(cell)
        if known is None:
            known = tuple(factors.get(cell, _ZERO) for factors in self.shared)
            self._directions[cell] = known
        return known


def _find_untold(
    tried: Sequence[tuple[_Factors, Gap | None]],
    values: _Values,
) -> set[CellKey]:
    """Return the blank cells of a line that may hold anything: totals that are not written.

    So may a cell that no sum of the line holds. Any other blank is zero: its total says so.
    """
    untold = {cell for cell, value in values.items() if value is None}
    for factors, gap in tried:
        parts = list(factors)[1:]
        untold.difference_update(parts if gap is None else factors)
    return untold


def _gap(factors: _Factors, values: _Values) -> Gap | None:
    """Return by how much an equation within a line misses; None where it lacks its total.

    A blank total is zero where its parts are, and else nobody has written it.
    """
    gap = sum((f * (values[cell] or 0) for cell, f in factors.items()), Decimal(0))
    total = next(iter(factors))
    return None if gap and values[total] is None else (factors, gap)


def _mend(cell: CellKey, gaps: Sequence[Gap]) -> Decimal | None:
    """Return the one change of a cell that closes every equation of its line, if there is one."""
    deltas = set()
    for factors, gap in gaps:
        if cell in factors:
            deltas.add(-gap / factors[cell])
        elif gap:
            return None
    return deltas.pop() if len(deltas) == 1 else None
