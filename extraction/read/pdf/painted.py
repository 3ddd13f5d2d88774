"""A page of a PDF as it comes out on paper: whether there is ink where its text says so.

What a file tells of its text is not always what is painted: it may be cut off, covered, too
faint or on a layer that is not shown, and what is painted may be no text.
"""

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extraction.read.pdf.ink import Box, Ink

SCALE = 2.0
"""Dots a point: a digit is then ten dots wide."""
MOST_DOTS = 2400
"""A page with more in one direction is painted with fewer dots a point, or not at all."""
CONTRAST = 48
"""Of 255: shades no further apart than this are one."""
WALL = 2.5
"""Points beside a cell's edge in which the line between it and its neighbour may be painted."""
OVERHANG = 0.2
"""Of a font's height: so far a letter may reach out of its box."""
OVERPRINTED = 0.5
"""Of a digit's width: where so much of it lies over another, neither can be read."""
LEAST_SEEN = 0.8
"""Where fewer digits of a page come out, its fonts are not at hand: then nothing is told."""


class DotBox(NamedTuple):
    """A rectangle of dots on a page; the dots at its right and its bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """How many dots it is wide; none where it is outside of the page."""
        return max(0, self.right - self.left)


@dataclass(frozen=True, slots=True)
class Painted:
    """A page in shades of grey, row by row of dots."""

    dots: bytearray
    stride: int
    width: int
    height: int
    scale: float

    def shows(self, box: Box) -> bool:
        """Whether anything is painted in a place: its shades differ."""
        return _differ(self._rows(self._to_dots(box)))

    def shows_beside(self, cell: Box, known: Iterable[Box]) -> bool:
        """Whether something is painted in a cell beside what is known to stand there."""
        inner = _within_walls(cell)
        place = self._to_dots(inner)
        rows = self._rows(place)
        if inner.height <= WALL or not rows:
            return False
        brightest = sorted(map(max, rows))
        ground = brightest[len(rows) // 2]
        for box in known:
            _paint_over(rows, place, self._to_dots(box), ground)
        return _differ(rows)

    def blacken(self, box: Box) -> None:
        """Paint a place black, so that nothing is read there."""
        place = self._to_dots(box)
        black = bytes(place.width)
        for row in range(place.top, place.bottom):
            start = row * self.stride + place.left
            self.dots[start : start + place.width] = black

    def _rows(self, place: DotBox) -> list[bytearray]:
        rows: list[bytearray] = []
        for row in range(place.top, place.bottom) if place.width else ():
            start = row * self.stride + place.left
            rows.append(self.dots[start : start + place.width])
        return rows

    def _to_dots(self, box: Box) -> DotBox:
        """Return the dots of a place, as far as they are on the page."""
        left, top, right, bottom = (int(edge * self.scale) for edge in box)
        return DotBox(
            max(0, left),
            max(0, top),
            min(right + 1, self.width),
            min(bottom + 1, self.height),
        )


def _within_walls(cell: Box) -> Box:
    """Return a cell without the lines that part it from its neighbours."""
    return Box(
        cell.left + WALL,
        cell.top + WALL,
        cell.right - WALL,
        cell.bottom - WALL,
    )


def _differ(rows: Sequence[bytearray]) -> bool:
    """Whether shades are further apart than those of paper."""
    low = min(map(min, rows), default=0)
    high = max(map(max, rows), default=0)
    return high - low > CONTRAST


def _paint_over(rows: Sequence[bytearray], place: DotBox, box: DotBox, shade: int) -> None:
    """Paint what a rectangle shares with a place of the page, whose rows these are."""
    left = max(0, box.left - place.left)
    right = min(place.width, box.right - place.left)
    top = max(0, box.top - place.top)
    bottom = max(0, box.bottom - place.top)
    if left < right:
        for row in rows[top:bottom]:
            row[left:right] = bytes([shade]) * (right - left)


def paint_page(page: Any, size: tuple[float, float], fields: Iterable[Box]) -> Painted | None:
    """Paint a page of pdfium, notes on it included; None where it is too large.

    fields: where fields of a form lie; they come out black.
    """
    scale = min(SCALE, MOST_DOTS / max(*size, 1.0))
    width, height = (int(side * scale) for side in size)
    if scale < 1.0 or not width or not height:
        return None
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = pdfium.FPDFBitmap_GetBuffer(bitmap)
        dots = bytearray(ctypes.string_at(buffer, stride * height))
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    painted = Painted(dots, stride, width, height, scale)
    for field in fields:  # what is filled in there is shown by programs for forms alone
        painted.blacken(field)
    return painted


def find_unpainted(painted: Painted, characters: Iterable[Ink]) -> frozenset[int]:
    """Return which digits, by their identity, do not come out on paper.

    None are told where most of them do not: then it is the fonts that are not at hand.
    """
    seen = 0
    unseen: list[int] = []
    for ink in filter(_is_digit, characters):
        if painted.shows(_core(ink)):
            seen += 1
        else:
            unseen.append(id(ink))
    if seen < LEAST_SEEN * (seen + len(unseen)):
        return frozenset()
    return frozenset(unseen)


def find_overprinted(characters: Sequence[Ink]) -> frozenset[int]:
    """Return which digits, by their identity, are painted over each other."""
    digits = sorted(filter(_is_digit, characters), key=_on_its_line)
    found: set[int] = set()
    for before, ink in pairwise(digits):
        shared = before.box.cut(ink.box)
        narrow = min(before.box.width, ink.box.width)
        if shared.height and shared.width > OVERPRINTED * narrow:
            found |= {id(before), id(ink)}
    return frozenset(found)


def _is_digit(ink: Ink) -> bool:
    return ink.text.isdecimal()


def _on_its_line(ink: Ink) -> tuple[int, float]:
    return round(ink.base), ink.left


def _core(ink: Ink) -> Box:
    """Return where the middle of a letter stands, away from lines around it."""
    _, middle = ink.box.middle
    half = min(ink.box.height, ink.size) * 0.35
    return Box(
        ink.left,
        middle - half,
        ink.right,
        middle + half,
    )


def letter_reach(ink: Ink) -> Box:
    """Return where a letter may be painted."""
    over = OVERHANG * ink.size
    left, top, right, bottom = ink.box
    return Box(
        left - over,
        top - over,
        right + over,
        bottom + over,
    )
