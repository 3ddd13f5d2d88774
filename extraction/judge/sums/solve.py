"""Solve for the one of all readings that the text allows, where equations can tell.

The equations serve as an error-correcting code. A choice of readings is taken only
if it closes every equation, and only as far as all rivals agree with it. Rivals are
the other choices that close, those that close where removed blanks may have held
anything, and those that would close if one printed figure were the report's own single error:
a table that is one misprint away from another reading proves neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import chain
from math import prod

from extraction.forms.equation import Equation
from extraction.judge.sums.joint import Step, TooManySteps, Vector, find_consistent
from extraction.judge.thresholds import (
    MOST_SLIPS,
    MOST_STEPS,
    MOST_TOGETHER,
    PATTERN_LINES,
    PATTERN_WHOLE,
)
from extraction.text.numbers import EXACT, parse_cell
from extraction.values.layout import Entry, FilledLine, Reading, Solution
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


def solve_table(lines: Sequence[FilledLine], equations: Sequence[Equation]) -> Solution:
    """Settle the lines of one table that the layout does not prove, or abstain."""
    with localcontext(EXACT):
        return _solve(lines, equations)


def _solve(lines: Sequence[FilledLine], equations: Sequence[Equation]) -> Solution:
    open_lines = [line for line in lines if not line.proven]
    nothing = Solution({}, tuple(cell for line in open_lines for cell in line.cells), 0)
    counts = [len(line.readings) for line in open_lines]
    if not open_lines or not all(counts) or sum(counts) > MOST_TOGETHER:
        return nothing
    system = _EquationSystem(lines, equations)
    options = [[system.weigh(line, reading) for reading in line.readings] for line in open_lines]
    proven = [system.weigh(line, line.readings[0]) for line in lines if line.proven]
    if not system.complete or not all(option.closes for option in proven):
        return nothing
    consistent = _find_consistent(system, options, proven)
    if consistent is None:
        consistent = _find_pattern(system, options, proven)
    if consistent is None:
        return nothing
    return _agree(system, open_lines, consistent)


def _agree(
    system: "_EquationSystem", open_lines: Sequence[FilledLine], consistent: Sequence[set[Reading]]
) -> Solution:
    """Settle cells on which all consistent readings agree and which some equation looks at."""
    settled: dict[CellKey, Entry | None] = {}
    undecided = []
    for line, readings in zip(open_lines, consistent, strict=True):
        for index, cell in enumerate(line.cells):
            entries = {reading[index] for reading in readings}
            if len(entries) == 1 and cell in system.covered:
                settled[cell] = entries.pop()
            else:
                undecided.append(cell)
    return Solution(settled, tuple(undecided), prod(len(readings) for readings in consistent))


class _EquationSystem:
    """A table's equations, sorted into those within one line and those across lines.

    unread: of each of the latter, whether it looks at a line that is not proven.
    """

    def __init__(self, lines: Sequence[FilledLine], equations: Sequence[Equation]) -> None:
        homes = {cell: index for index, line in enumerate(lines) for cell in line.cells}
        self.local: dict[int, list[dict[CellKey, Decimal]]] = {}
        self.shared: list[dict[CellKey, Decimal]] = []
        self.covered: set[CellKey] = set()
        self.complete = True
        self._homes = homes
        self._values: dict[str, Decimal | None] = {}
        self._directions: dict[CellKey, Vector] = {}
        self._crossings: dict[tuple[CellKey, ...], dict[int, dict[CellKey, Decimal]]] = {}
        for equation in equations:
            if equation.holds.relation != "=" or equation.when or equation.rule.severity != "error":
                continue
            factors = equation.factors
            present = [cell for cell in factors if cell in homes]
            total = equation.holds.left[0].cell if len(equation.holds.left) == 1 else None
            if total is not None and total not in homes:
                continue
            if len(present) != len(factors):
                self.complete = False
                continue
            self.covered.update(factors)
            owners = {homes[cell] for cell in factors}
            if len(owners) == 1:
                self.local.setdefault(owners.pop(), []).append(factors)
            else:
                self.shared.append(factors)
        self.unread = [
            any(not lines[homes[cell]].proven for cell in factors) for factors in self.shared
        ]

    def weigh(self, line: FilledLine, reading: Reading) -> Option:
        """Tell how a reading fares in its own line's equations and what it adds to the others."""
        values = {cell: self._value(entry) for cell, entry in zip(line.cells, reading, strict=True)}
        local = self.local.get(self._homes[line.cells[0]], [])
        tried = [(factors, _gap(factors, values)) for factors in local]
        gaps = [gap for _, gap in tried if gap is not None]
        crossing = self._crossing(line.cells)
        share = self._share(values, crossing)
        lacks_total = len(gaps) < len(local)
        loose = frozenset[int]()
        if not line.proven:
            untold = _find_untold(tried, values)
            loose = frozenset(at for at, own in crossing.items() if not untold.isdisjoint(own))
        closes = all(gap == 0 for _, gap in gaps)
        as_printed = closes or lacks_total or reading in line.unlikely
        single_errors = () if as_printed else tuple(self._single_errors(values, gaps))
        undetectable = tuple(self._undetectable_errors(values, gaps)) if closes else ()
        return Option(reading, share, loose, closes, lacks_total, single_errors, undetectable)

    def _value(self, entry: Entry | None) -> Decimal | None:
        """Return what is printed in a cell; one text stands in many readings of its line."""
        if entry is None:
            return None
        if entry.text not in self._values:
            self._values[entry.text] = parse_cell(entry.text).value
        return self._values[entry.text]

    def _crossing(self, cells: tuple[CellKey, ...]) -> dict[int, dict[CellKey, Decimal]]:
        """Return what a line has in the equations that span lines, without those it is not in."""
        if cells not in self._crossings:
            found = (
                {cell: factors[cell] for cell in cells if cell in factors}
                for factors in self.shared
            )
            self._crossings[cells] = {index: own for index, own in enumerate(found) if own}
        return self._crossings[cells]

    def _share(
        self,
        values: dict[CellKey, Decimal | None],
        crossing: Mapping[int, dict[CellKey, Decimal]],
    ) -> Vector:
        share = [_ZERO] * len(self.shared)
        for index, own in crossing.items():
            share[index] = sum((f * (values[cell] or 0) for cell, f in own.items()), _ZERO)
        return tuple(share)

    def _single_errors(
        self, values: dict[CellKey, Decimal | None], gaps: Sequence["Gap"]
    ) -> Iterator[tuple[Decimal, Vector]]:
        """Yield each change of one figure that closes the line."""
        for cell, value in values.items():
            delta = _mend(cell, gaps) if value is not None else None
            if delta is not None and value is not None and value + delta >= 0:
                yield delta, self._direction(cell)

    def _undetectable_errors(
        self, values: dict[CellKey, Decimal | None], gaps: Sequence["Gap"]
    ) -> Iterator[Vector]:
        """Yield the directions in which a single error moves the sums unseen by its own line."""
        for cell, value in values.items():
            if value is not None and not any(cell in factors for factors, _ in gaps):
                direction = self._direction(cell)
                if any(direction):
                    yield direction

    def _direction(self, cell: CellKey) -> Vector:
        """Return how the sums that span lines move with a cell; one object for each cell."""
        if cell not in self._directions:
            self._directions[cell] = tuple(factors.get(cell, _ZERO) for factors in self.shared)
        return self._directions[cell]


def _find_untold(
    tried: Sequence[tuple[dict[CellKey, Decimal], "Gap | None"]],
    values: Mapping[CellKey, Decimal | None],
) -> set[CellKey]:
    """Return the blank cells of a line that may hold anything: totals that are not written.

    So may a cell that no sum of the line holds. Any other blank is zero: its total says so.
    """
    untold = {cell for cell, value in values.items() if value is None}
    for factors, gap in tried:
        parts = list(factors)[1:]
        untold.difference_update(parts if gap is None else factors)
    return untold


Gap = tuple[dict[CellKey, Decimal], Decimal]


def _gap(factors: dict[CellKey, Decimal], values: Mapping[CellKey, Decimal | None]) -> Gap | None:
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


def _find_consistent(
    system: _EquationSystem, options: Sequence[Sequence[Option]], proven: Sequence[Option]
) -> list[set[Reading]] | None:
    """Return for each open line the readings that some closing choice or rival uses."""
    steps = [[(option, _steps_of(option)) for option in line] for line in options]
    unseen = (option.undetectable for option in proven)
    base = Step(
        _add([option.share for option in proven], len(system.shared)),
        ways=frozenset(chain.from_iterable(unseen)),
    )
    lines = [[step for _, own in line for step in own] for line in steps]
    try:
        used = find_consistent(base, lines, MOST_STEPS)
    except TooManySteps:
        return None
    if used is None:
        return None
    consistent = []
    for line, found in zip(steps, used, strict=True):
        consistent.append({option.reading for option, own in line if found.intersection(own)})
    return consistent


def _steps_of(option: Option) -> list[Step]:
    """Return what a reading may bring to the sums: as it is, or with one figure mended.

    A total that nobody has written is a slip like any other: no second one is looked for.
    """
    if option.closes and option.lacks_total:
        return [Step(option.share, option.unconstrained, erring=True)]
    if option.closes:
        return [Step(option.share, option.unconstrained, frozenset(option.undetectable))]
    steps = []
    for change, way in option.single_errors:
        share = tuple(own + change * step for own, step in zip(option.share, way, strict=True))
        steps.append(Step(share, option.unconstrained, erring=True))
    return steps


def _find_pattern(
    system: _EquationSystem, options: Sequence[Sequence[Option]], proven: Sequence[Option]
) -> list[set[Reading]] | None:
    """Return the readings that leave the same columns blank in many lines, if one way closes.

    People leave a whole column blank, as the totals of all detail rows; some other lines
    must be whole, or the column may not be there at all. A way to leave columns blank
    is refuted where a line does not close, or a sum that reaches no blank; each rival must
    fail in more lines than one single error explains.
    """
    whole = sum(None not in option.reading for option in proven)
    shapes = [{_shape(option.reading): option for option in line} for line in options]
    unique = all(len(ways) == len(line) for ways, line in zip(shapes, options, strict=True))
    if len(options) < PATTERN_LINES or whole < PATTERN_WHOLE or not unique:
        return None
    closing, near = [], 0
    for shape in set.intersection(*map(set, shapes)):
        chosen = [line[shape] for line in shapes]
        gaps = _add([option.share for option in (*proven, *chosen)], len(system.shared))
        unconstrained = frozenset[int]().union(*(option.unconstrained for option in chosen))
        failing = sum(not option.closes for option in chosen)
        open_gaps = (i for i, gap in enumerate(gaps) if gap and system.unread[i])
        stray = any(index not in unconstrained for index in open_gaps)
        if not failing and not stray:
            closing.append(chosen)
        elif failing < MOST_SLIPS:
            near += 1
    if len(closing) != 1 or near:
        return None
    return [{option.reading} for option in closing[0]]


def _shape(reading: Reading) -> tuple[bool, ...]:
    return tuple(entry is None for entry in reading)


def _add(vectors: Sequence[Vector], width: int) -> Vector:
    return tuple(sum((v[i] for v in vectors), Decimal(0)) for i in range(width))
