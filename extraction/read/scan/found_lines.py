"""The lines of print in the straightened picture of a page, in tables' cells and outside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from numpy import pad, percentile, repeat

from extraction.read.pdf.ink import Box
from extraction.read.pdf.lattice import Lattice
from extraction.read.scan.engine import Pixels
from extraction.read.scan.picture_lines import LineBox, split_lines, split_page

INSET = 1.8
"""Points of a cell beside its ruled lines in which nothing is printed."""
MARGIN = 6
"""Pixels of paper left around a line that is read."""
RIM = 4
"""Pixels around a table that its outermost lines take."""
LOW = 0.25
"""A line of print is no lower than this share of the highest in its cell, else it is dirt."""
SHORTEST_LINE = 5
"""Pixels: nothing lower can be read."""


class FoundLine(NamedTuple):
    """A line of print that is to be read: where it stands, in points, and how it looks."""

    box: Box
    picture: Pixels


@dataclass(frozen=True, slots=True)
class StraightPage:
    """The straightened picture of a page, without red stamps; only while the page is read.

    ink: where there is print. scale: points to a pixel.
    """

    grey: Pixels
    ink: Pixels
    scale: float

    def cut(self, box: Box, picture: Pixels, inset: float = INSET) -> Pixels:
        """Return what a picture of the page has within a box, less its rim."""
        left, top, right, bottom = (round(edge / self.scale) for edge in box)
        rim = round(inset / self.scale)
        rows = slice(top + rim, bottom - rim)
        columns = slice(left + rim, right - rim)
        return picture[rows, columns]


def find_in_cells(sheet: StraightPage, lattices: Iterable[Lattice]) -> Iterator[FoundLine]:
    """Yield the lines of print in the cells of tables."""
    for lattice in lattices:
        for cell in lattice.cells:
            inside = sheet.cut(cell.box, sheet.grey)
            left, top = cell.box.left + INSET, cell.box.top + INSET
            for line in _printed_lines(sheet.cut(cell.box, sheet.ink)):
                start, upper, end, lower = (edge * sheet.scale for edge in line)
                box = Box(left + start, top + upper, left + end, top + lower)
                picture = _cut_line(inside, line)
                yield FoundLine(box, picture)


def _printed_lines(ink: Pixels) -> list[LineBox]:
    if not ink.size:
        return []
    lines = list(split_lines(ink))
    highest = max((line.height for line in lines), default=0)
    least = max(SHORTEST_LINE, LOW * highest)
    return [line for line in lines if line.height >= least]


def _cut_line(inside: Pixels, line: LineBox) -> Pixels:
    """Return the picture of a line with paper around it, in three colours as the engine wants."""
    left, top, right, bottom = line
    cut = inside[top:bottom, left:right]
    paper = int(percentile(inside, 90))
    framed = pad(cut, MARGIN, constant_values=paper)
    return repeat(framed[..., None], 3, axis=2)


def find_outside(sheet: StraightPage, lattices: Iterable[Lattice]) -> Iterator[FoundLine]:
    """Yield the lines of print outside of the tables."""
    left_over = sheet.ink.copy()
    for lattice in lattices:
        left, top, right, bottom = (round(edge / sheet.scale) for edge in lattice.box)
        rows = slice(max(0, top - RIM), bottom + RIM)
        columns = slice(max(0, left - RIM), right + RIM)
        left_over[rows, columns] = 0
    for line in split_page(left_over):
        if line.height < SHORTEST_LINE:
            continue
        edges = (edge * sheet.scale for edge in line)
        picture = _cut_line(sheet.grey, line)
        yield FoundLine(Box(*edges), picture)
