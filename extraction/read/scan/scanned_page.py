"""A picture of a page to the page as it is drawn: its characters and its ruled lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, radians, sin
from typing import NamedTuple

from numpy import ascontiguousarray

from extraction.read.heartbeat import beat
from extraction.read.pdf.ink import Box, Drawn, Ink, box_around
from extraction.read.pdf.lattice import find_lattices
from extraction.read.scan.engine import OcrText, Pixels, read_lines
from extraction.read.scan.figure_sheet import to_png
from extraction.read.scan.found_lines import (
    FoundLine,
    StraightPage,
    find_in_cells,
    find_outside,
)
from extraction.read.scan.picture_lines import (
    find_ink,
    find_picture_rulings,
    find_skew,
    turn_picture,
)
from extraction.read.scan.second_engine import FIGURE, read_figures
from extraction.values.document import PageBox, SourcePlace

UNTOLD = "\ufffd"
"""What stands for print that the engine makes nothing of."""
LEAST_SKEW = 0.04
"""Degrees by which a page may lie askew as it is."""


class ReadLine(NamedTuple):
    """A line of print: where it stands on the straightened page, in points, and its text.

    again: what a second engine reads, of figures in tables; "" of all else. picture: how such a
    figure is drawn, as PNG.
    """

    box: Box
    read: OcrText
    again: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read of a page from its picture, straightened by `skew` degrees."""

    drawn: Drawn
    lines: tuple[ReadLine, ...]
    skew: float

    def lines_in(self, where: PageBox) -> list[ReadLine]:
        """Return the lines of print that stand in a place of the straightened page."""
        box = Box(*where[1:])
        return [line for line in self.lines if box.holds(line.box.middle)]

    def rate(self, where: PageBox) -> float:
        """Return how sure the engine is of the least sure line in a place; 1 of an empty one."""
        lines = self.lines_in(where)
        return min((line.read.sure for line in lines), default=1.0)

    def agrees(self, where: PageBox, text: str) -> bool:
        """Whether a second engine reads the same in a place that holds just one line."""
        lines = self.lines_in(where)
        return len(lines) == 1 and lines[0].again == text != ""

    def show_figure(self, where: PageBox) -> bytes:
        """Return the picture of the only figure in a place, as PNG; nothing if there is none."""
        lines = self.lines_in(where)
        return lines[0].picture if len(lines) == 1 else b""

    def lay_askew(self, place: SourcePlace) -> SourcePlace:
        """Return a place of the straightened page as one of the page as it is shown."""
        where = place.where
        if not isinstance(where, PageBox):
            return place
        angle = radians(self.skew)
        cosine, sine = cos(angle), sin(angle)
        x, y = self.drawn.box.middle
        corners = []
        _, left, top, right_edge, bottom = where
        for across, down in product((left, right_edge), (top, bottom)):
            right, below = across - x, down - y
            shown_x = right * cosine - below * sine
            shown_y = right * sine + below * cosine
            corners.append((x + shown_x, y + shown_y))
        return place._replace(where=box_around(corners).on(where.page))


def read_picture(picture: Pixels, number: int, scale: float) -> ScannedPage:
    """Read a picture of a page, in red, green and blue; a pixel is `scale` points wide."""
    skew = find_skew(picture[..., 0])
    if abs(skew) < LEAST_SKEW:
        skew = 0.0
    else:
        picture = turn_picture(picture, skew)
    grey = ascontiguousarray(picture[..., 0])  # a red stamp is as bright as paper here
    ink = find_ink(grey)
    height, width = grey.shape
    drawn = Drawn(number, width * scale, height * scale, pictured=True)
    drawn.level, drawn.upright = find_picture_rulings(grey, scale)
    sheet = StraightPage(grey, ink, scale)
    lattices = find_lattices(drawn)
    lines = _read_found(find_in_cells(sheet, lattices))
    lines = [*_read_again(lines, sheet), *_read_found(find_outside(sheet, lattices))]
    for line in lines:
        drawn.characters += spread_characters(line)
    return ScannedPage(drawn, tuple(lines), skew)


def _read_found(found: Iterable[FoundLine]) -> list[ReadLine]:
    lines = list(found)
    beat()
    texts = read_lines([line.picture for line in lines])
    beat()
    told = [read._replace(text=read.text.strip() or UNTOLD) for read in texts]
    return [ReadLine(line.box, text) for line, text in zip(lines, told, strict=True)]


def _read_again(lines: Sequence[ReadLine], sheet: StraightPage) -> list[ReadLine]:
    """Return lines of tables; of those that are figures, what a second engine reads, too."""
    read = list(lines)
    figures = [at for at, line in enumerate(lines) if FIGURE.fullmatch(line.read.text)]
    pictures = [sheet.cut(lines[at].box, sheet.grey, inset=0) for at in figures]
    for at, picture, again in zip(figures, pictures, read_figures(pictures), strict=True):
        read[at] = lines[at]._replace(again=again, picture=to_png(picture))
    beat()
    return read


def spread_characters(line: ReadLine) -> Iterator[Ink]:
    """Yield the characters of a line side by side over its width.

    >>> box = Box(0, 0, 30, 10)
    >>> [(ink.text, ink.left) for ink in spread_characters(ReadLine(box, OcrText("年 1", 1.0)))]
    [('年', 0), ('1', 22.5)]
    """
    text, box = line.read.text, line.box
    widths = [0.5 if character.isascii() else 1.0 for character in text]
    unit = box.width / max(0.5, sum(widths))
    size = min(unit, box.height)
    left = box.left
    for character, width in zip(text, widths, strict=True):
        right = left + width * unit
        if not character.isspace():
            own = Box(left, box.top, right, box.bottom)
            yield Ink(character, own, box.bottom, size)
        left = right
