"""The lines of print in a straightened picture of a page, in its tables and outside."""

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
NARROWEST = 1.7
"""Points: what stands outside of tables and is narrower is the rim of a stamp, or dust."""
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
        edges = self.to_pixels(box)
        rim = round(inset / self.scale)
        rows = slice(edges.top + rim, edges.bottom - rim)
        columns = slice(edges.left + rim, edges.right - rim)
        return picture[rows, columns]

    def to_pixels(self, box: Box) -> LineBox:
        """Return a place of the page in pixels."""
        return LineBox(*(round(edge / self.scale) for edge in box))

    def to_points(self, line: LineBox) -> Box:
        """Return a place of the picture in points."""
        return Box(*(edge * self.scale for edge in line))


def find_in_cells(sheet: StraightPage, lattices: Iterable[Lattice]) -> Iterator[FoundLine]:
    """Yield the lines of print in the cells of tables."""
    for lattice in lattices:
        for cell in lattice.cells:
            inside = sheet.cut(cell.box, sheet.grey)
            left, top = cell.box.left + INSET, cell.box.top + INSET
            for line in _printed_lines(sheet.cut(cell.box, sheet.ink)):
                within = sheet.to_points(line)
                box = Box(
                    left + within.left,
                    top + within.top,
                    left + within.right,
                    top + within.bottom,
                )
                yield FoundLine(box, _cut_line(inside, line))


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
        edges = sheet.to_pixels(lattice.box)
        rows = slice(max(0, edges.top - RIM), edges.bottom + RIM)
        columns = slice(max(0, edges.left - RIM), edges.right + RIM)
        left_over[rows, columns] = 0
    for line in split_page(left_over):
        box = sheet.to_points(line)
        if line.height >= SHORTEST_LINE and box.width >= NARROWEST:
            yield FoundLine(box, _cut_line(sheet.grey, line))
