"""How far the print of a table and its sums decide what stands in it, by enumeration.

Two numbers. A table is determinable if exactly one of its readings meets all equations, a removed
blank counting as zero. It is within the ceiling if also no other reading is one figure away from
meeting them: then not even a slip of the report's own could make another reading the true one.
There a total that is blank may be the slip, and a row that prints nothing may have lost its
figures. A table that has only one reading and no such row is both,
whatever its sums come to; one without sums is neither, unless it has only one.

Lines are joined by the sums that they bring to the equations which run over several of them, so
that lines with a thousand readings each need no thousand times thousand steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from operator import add, sub
from typing import NamedTuple

from evals.hard.line_readings import HardLine, HardLineReading, TooMany
from extraction.forms.equation import Equation
from extraction.values.record import CellKey

MOST_STATES = 60_000
"""More sums than this that some lines can come to are not followed; nothing is said then."""

_Vector = tuple[int, ...]
_Counts = dict[_Vector, int]
_Figure = tuple[CellKey, int]
"""A cell, and what it is counted as."""
_Free = tuple[_Vector, int]
"""How the shared sums move with a figure that no sum of its own line holds, and that figure."""


class Reach(NamedTuple):
    """Whether print and sums decide a table, and do so with a slip to spare; None: not computed."""

    determinable: bool | None
    ceiling: bool | None


@dataclass(frozen=True, slots=True)
class _Sum:
    """An equation as factors of cells; `total` is the one cell on its left side, if it is one."""

    factors: Mapping[CellKey, int]
    total: CellKey | None


def find_reach(lines: Sequence[HardLine], equations: Sequence[Equation]) -> Reach:
    """Return how far a table is decided; `equations` are those of its form that must hold."""
    readings = prod(len(line.readings) for line in lines)
    lost = any(line.is_lost for line in lines)
    if readings == 1 and not lost:
        return Reach(True, True)
    sums, covered = _find_sums(lines, equations)
    if not covered:
        return Reach(False, False)
    table = _Lines(lines, sums)
    try:
        told = _count(table) == 1
        near = _count_near(table, stop=2) if told else 0
    except TooMany:
        return Reach(None, None)
    return Reach(told, near == 1 and not lost)


def _find_sums(lines: Sequence[HardLine], equations: Sequence[Equation]) -> tuple[list[_Sum], bool]:
    """Return the sums over cells of a table, and whether each of its cells stands in one."""
    cells = {cell for line in lines for cell in line.cells}
    sums: list[_Sum] = []
    for equation in equations:
        if equation.holds.relation == "=" and cells.issuperset(equation.cells):
            sums.append(_to_sum(equation))
    summed = set[CellKey]().union(*(each.factors for each in sums))
    return sums, cells <= summed


def _to_sum(equation: Equation) -> _Sum:
    factors = {cell: int(factor) for cell, factor in equation.factors.items()}
    left = equation.holds.left
    return _Sum(factors, left[0].cell if len(left) == 1 else None)


@dataclass(frozen=True, slots=True)
class _Option:
    """A reading of one line: what it misses in its own sums, and brings to the shared ones."""

    gaps: tuple[int, ...]
    share: _Vector
    figures: tuple[_Figure, ...]


class _Others(NamedTuple):
    """What all lines but one can come to, in two halves of which the first has fewer sums."""

    few: _Counts
    many: _Counts


class _Lines:
    """The lines of a table under some of its sums: those of each line, and those they share."""

    def __init__(self, lines: Sequence[HardLine], sums: Sequence[_Sum]) -> None:
        self.lines = lines
        homes = {cell: at for at, line in enumerate(lines) for cell in line.cells}
        self.own: list[list[_Sum]] = [[] for _ in lines]
        self.shared: list[_Sum] = []
        for each in sums:
            owners = {homes[cell] for cell in each.factors}
            if len(owners) == 1:
                self.own[owners.pop()].append(each)
            else:
                self.shared.append(each)

    @property
    def nothing(self) -> _Vector:
        """What all shared sums must come to."""
        return (0,) * len(self.shared)

    def weigh(self, at: int, reading: HardLineReading) -> _Option:
        """Return how one reading of a line fares; a blank, or what is no figure, counts as zero."""
        own = self.own[at]
        totals = {each.total for each in own}
        values: dict[CellKey, int] = {}
        figures: list[_Figure] = []
        for cell, text in zip(self.lines[at].cells, reading, strict=True):
            value = int(text) if text and text.isdigit() else 0
            values[cell] = value
            if text or cell in totals:
                figures.append((cell, value))
        gaps = tuple(_add_up(each, values) for each in own)
        share = tuple(_add_up(each, values) for each in self.shared)
        return _Option(gaps, share, tuple(figures))

    def direction(self, cell: CellKey) -> _Vector:
        """Return how the shared sums move with a cell."""
        return tuple(each.factors.get(cell, 0) for each in self.shared)


def _add_up(each: _Sum, values: Mapping[CellKey, int]) -> int:
    return sum(factor * values.get(cell, 0) for cell, factor in each.factors.items())


def _count(table: _Lines) -> int:
    """Count the readings that meet all sums."""
    counts: _Counts = {table.nothing: 1}
    for options in _weigh_lines(table):
        counts = _extend(counts, _closing(options))
    return counts.get(table.nothing, 0)


def _weigh_lines(table: _Lines) -> Iterator[list[_Option]]:
    """Yield the options of each line."""
    for at, line in enumerate(table.lines):
        yield [table.weigh(at, reading) for reading in line.readings]


def _closing(options: Sequence[_Option]) -> _Counts:
    """Count by what they share the options that meet their line's own sums."""
    counts: _Counts = {}
    for option in options:
        if not any(option.gaps):
            counts[option.share] = counts.get(option.share, 0) + 1
    return counts


def _extend(counts: _Counts, more: _Counts) -> _Counts:
    """Return what sums of both come to, and how often."""
    if len(more) == 1 and not any(share := next(iter(more))):
        times = more[share]
        return {one: count * times for one, count in counts.items()}
    made: _Counts = {}
    for one, count in counts.items():
        for other, times in more.items():
            both = tuple(map(add, one, other))
            made[both] = made.get(both, 0) + count * times
        if len(made) > MOST_STATES:
            raise TooMany
    return made


def _count_near(table: _Lines, stop: int) -> int:
    """Count the readings that meet all sums, or would if one of their figures were another.

    Counting ends at `stop`. A reading that figures of several lines could mend counts for each.
    """
    listed = list(_weigh_lines(table))
    ahead: list[_Counts] = [{table.nothing: 1}]
    for options in listed:
        ahead.append(_extend(ahead[-1], _closing(options)))
    found = ahead[-1].get(table.nothing, 0)
    behind: _Counts = {table.nothing: 1}
    for at in reversed(range(len(listed))):
        if found >= stop:
            return found
        options = listed[at]
        few, many = sorted((ahead[at], behind), key=len)
        found += _count_mended(table, at, options, _Others(few, many))
        behind = _extend(behind, _closing(options))
    return found


def _count_mended(table: _Lines, at: int, options: Sequence[_Option], others: _Others) -> int:
    """Count the readings that one other figure in this line would make meet all sums."""
    found = 0
    for option in options:
        for wanted in _find_wanted(table, at, option):
            found += _count_pairs(others, wanted)
        if not any(option.gaps):
            free = _find_free(table, at, option)
            found += _count_free(option, free, others)
    return found


def _is_held(cell: CellKey, own: Sequence[_Sum]) -> bool:
    """Whether a sum of its own line holds a cell."""
    return any(cell in each.factors for each in own)


def _find_wanted(table: _Lines, at: int, option: _Option) -> set[_Vector]:
    """Return what the other lines must come to where one figure closes this line's own sums."""
    own = table.own[at]
    wanted = set[_Vector]()
    for cell, value in option.figures:
        change = _mend(own, option, cell) if _is_held(cell, own) else None
        if change is None or value + change < 0:
            continue
        way = table.direction(cell)
        moved = zip(option.share, way, strict=True)
        wanted.add(tuple(-share - change * step for share, step in moved))
    return wanted


def _count_pairs(others: _Others, wanted: _Vector) -> int:
    """Count the readings of all other lines that come to what is wanted."""
    few, many = others
    found = 0
    for one, count in few.items():
        rest = tuple(map(sub, wanted, one))
        found += count * many.get(rest, 0)
    return found


def _find_free(table: _Lines, at: int, option: _Option) -> list[_Free]:
    """Return the figures that no sum of their own line holds."""
    own = table.own[at]
    free: list[_Free] = []
    for cell, value in option.figures:
        if not _is_held(cell, own):
            free.append((table.direction(cell), value))
    return free


def _mend(own: Sequence[_Sum], option: _Option, cell: CellKey) -> int | None:
    """Return the change of a cell that closes a line which does not; None if there is none."""
    changes = set[int]()
    for each, gap in zip(own, option.gaps, strict=True):
        factor = each.factors.get(cell, 0)
        if factor and gap % factor == 0:
            changes.add(-gap // factor)
        elif gap:
            return None
    change = changes.pop()
    return change if change and not changes else None


def _count_free(option: _Option, free: Sequence[_Free], others: _Others) -> int:
    """Count the readings that a figure mends which no sum of its own line holds."""
    if not free:
        return 0
    few, many = others
    if len(few) * len(many) > MOST_STATES:
        raise TooMany
    found = 0
    for one, count in few.items():
        for other, times in many.items():
            gaps = [sum(three) for three in zip(option.share, one, other, strict=True)]
            if any(_may_mend(gaps, way, value) for way, value in free):
                found += count * times
    return found


def _may_mend(gaps: Sequence[int], way: _Vector, value: int) -> bool:
    """Whether a figure of this value could be another one, not negative, that closes all gaps."""
    changes = set[Fraction]()
    for gap, step in zip(gaps, way, strict=True):
        if step:
            changes.add(Fraction(-gap, step))
        elif gap:
            return False
    if len(changes) != 1:
        return False
    change = changes.pop()
    is_whole = change.denominator == 1
    return change != 0 and is_whole and value + change >= 0
