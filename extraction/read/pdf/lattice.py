"""Ruled lines of a page to the cells that they draw, merged ones with their spans."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from operator import itemgetter
from statistics import fmean
from typing import NamedTuple

from extraction.read.pdf.ink import TOUCH, Box, Drawn, Ruling

SNAP = 1.8
"""Points within which lines are one line: double borders, cells that draw their own sides."""
COVER = 0.6
"""The share of a cell's side that must be ruled to part it from its neighbour."""
MOST_RULINGS = 2_000
MOST_CELLS = 20_000
LatticePlace = tuple[int, int]
"""A row and a column, counted from 0."""


class LatticeCell(NamedTuple):
    """A drawn cell: its place and spans, counted from 0, and where it lies on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: the lines between its columns and rows, and its cells in reading order.

    homes: which of the cells has the place in a row and a column.
    """

    across: tuple[float, ...]
    down: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    homes: Mapping[LatticePlace, int]

    @property
    def box(self) -> Box:
        """The rectangle that the table fills."""
        return Box(self.across[0], self.down[0], self.across[-1], self.down[-1])

    def encloses(self, other: "Lattice") -> bool:
        """Whether it lays out a page on which another table stands."""
        corners = other.box[:2], other.box[2:]
        return other is not self and all(map(self.box.holds, corners))


def find_lattices(drawn: Drawn) -> list[Lattice]:
    """Return the ruled tables of a page, from its top.

    A frame of one column is none, nor is what encloses another table.
    """
    level, upright = merge_rulings(drawn.level), merge_rulings(drawn.upright)
    if len(level) + len(upright) > MOST_RULINGS:
        return []
    found = []
    for rows, columns in _find_connected(level, upright):
        lattice = _to_lattice(rows, columns)
        if lattice is not None and len(lattice.across) > 2:
            found.append(lattice)
    bare = [lattice for lattice in found if not any(map(lattice.encloses, found))]
    return sorted(bare, key=lambda lattice: lattice.box.top)


def merge_rulings(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return rulings with those that lie on one line, end to end, made one.

    >>> merge_rulings([Ruling(10, 0, 5), Ruling(11, 5, 9), Ruling(10, 50, 60)])
    [Ruling(at=10.5, start=0, end=9), Ruling(at=10.0, start=50, end=60)]
    """
    merged: list[Ruling] = []
    for group in _cluster(sorted(rulings)):
        run: list[Ruling] = []
        reach = 0.0
        for ruling in sorted(group, key=itemgetter(1)):
            if run and ruling.start > reach + TOUCH:
                merged.append(_make_one(run))
                run = []
            reach = max(reach, ruling.end) if run else ruling.end
            run.append(ruling)
        merged.append(_make_one(run))
    return merged


def _cluster(rulings: Iterable[Ruling]) -> list[list[Ruling]]:
    """Return rulings in groups that lie on one line."""
    groups: list[list[Ruling]] = []
    first = 0.0
    for ruling in rulings:
        if groups and ruling.at - first <= SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
            first = ruling.at
    return groups


def _make_one(run: Sequence[Ruling]) -> Ruling:
    places, starts, ends = zip(*run, strict=True)
    return Ruling(fmean(places), min(starts), max(ends))


def _find_connected(
    level: Sequence[Ruling], upright: Sequence[Ruling]
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Yield the level and upright lines of each table: those that touch each other."""
    free_rows = set(level)
    free_columns = set(upright)
    while free_rows:
        rows = [free_rows.pop()]
        columns: list[Ruling] = []
        for row in rows:
            crossing = [column for column in free_columns if _meet(row, column)]
            free_columns.difference_update(crossing)
            columns += crossing
            for column in crossing:
                more = [other for other in free_rows if _meet(other, column)]
                free_rows.difference_update(more)
                rows += more
        if columns:
            yield rows, columns


def _meet(row: Ruling, column: Ruling) -> bool:
    return row.reaches(column.at) and column.reaches(row.at)


def _to_lattice(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Lattice | None:
    """Return the table that lines draw; None where they leave a cell that is no rectangle."""
    across = find_edges(upright, level)
    down = find_edges(level, upright)
    rows, columns = len(down) - 1, len(across) - 1
    if rows * columns > MOST_CELLS:
        return None
    left = {(row, edge) for edge, row in _find_walls(upright, across, down)}
    walls = _Walls(left, set(_find_walls(level, down, across)))
    homes: dict[LatticePlace, int] = {}
    cells: list[LatticeCell] = []
    for place in product(range(rows), range(columns)):
        if place in homes:
            continue
        row, column = place
        width, height = walls.measure(place, columns, rows)
        taken = list(product(range(row, row + height), range(column, column + width)))
        if any(map(homes.__contains__, taken)):
            return None
        homes |= dict.fromkeys(taken, len(cells))
        right, bottom = across[column + width], down[row + height]
        box = Box(across[column], down[row], right, bottom)
        cells.append(LatticeCell(row, column, height, width, box))
    if not walls.part(homes):
        return None
    return Lattice(tuple(across), tuple(down), tuple(cells), homes)


class _Walls(NamedTuple):
    """The walls of a table, by the places that have one at their left, or above them."""

    left: Container[LatticePlace]
    above: Container[LatticePlace]

    def measure(self, place: LatticePlace, columns: int, rows: int) -> tuple[int, int]:
        """Return how many columns and rows reach from a place to the next walls."""
        row, column = place
        right, below = column + 1, row + 1
        while right < columns and (row, right) not in self.left:
            right += 1
        while below < rows and (below, column) not in self.above:
            below += 1
        return right - column, below - row

    def part(self, homes: Mapping[LatticePlace, int]) -> bool:
        """Whether walls stand between cells side by side, and none within a cell."""
        for (row, column), own in homes.items():
            beside, below = (row, column + 1), (row + 1, column)
            if beside in homes and (homes[beside] == own) == (beside in self.left):
                return False
            if below in homes and (homes[below] == own) == (below in self.above):
                return False
        return True


def find_edges(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[float]:
    """Return where a table's lines of one direction lie, with the ends of those that cross them.

    A table need not draw its outer sides: what crosses them reaches as far.

    >>> find_edges([Ruling(50, 0, 90)], [Ruling(0, 20, 90), Ruling(90, 21, 90)])
    [20, 50.0, 90]
    """
    edges: list[float] = []
    for group in _cluster(sorted(lines)):
        edges.append(_make_one(group).at)
    first = min(line.start for line in crossing)
    last = max(line.end for line in crossing)
    if first < edges[0] - 2 * SNAP:
        edges.insert(0, first)
    if last > edges[-1] + 2 * SNAP:
        edges.append(last)
    return edges


def _find_walls(
    lines: Sequence[Ruling], edges: Sequence[float], across: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Yield the walls that are drawn: on which edge, and on which stretch between the others."""
    for line in lines:
        gaps = [abs(edge - line.at) for edge in edges]
        edge = gaps.index(min(gaps))
        first = max(0, bisect_left(across, line.start) - 1)
        for stretch, (start, end) in enumerate(pairwise(across[first:]), first):
            if start > line.end:
                break
            covered = min(end, line.end) - max(start, line.start)
            if covered >= COVER * (end - start):
                yield edge, stretch
