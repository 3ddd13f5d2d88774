"""Points of a PDF's page, and where they are shown: matrices, and the part that is shown."""

from dataclasses import dataclass
from typing import NamedTuple

from extraction.read.pdf.ink import Box, Point, box_around

UNIT = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""The corners of a picture before its matrix places it."""


class Matrix(NamedTuple):
    """A matrix as PDF writes it: it takes (x, y) to (ax + cy + e, bx + dy + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, point: Point) -> Point:
        """Return where the matrix takes a point.

        >>> Matrix(2, 0, 0, 2, 1, 1).apply((3, 4))
        (7, 9)
        """
        x, y = point
        a, b, c, d, e, f = self
        return a * x + c * y + e, b * x + d * y + f

    def within(self, outer: "Matrix") -> "Matrix":
        """Return the matrix that does what this one does, then the outer one.

        >>> Matrix(e=1.0).within(Matrix(a=2.0)).apply((3, 4))
        (8.0, 4.0)
        """
        corner = outer.apply((self.e, self.f))
        across = _minus(outer.apply((self.a + self.e, self.b + self.f)), corner)
        up = _minus(outer.apply((self.c + self.e, self.d + self.f)), corner)
        return Matrix(*across, *up, *corner)


def _minus(one: Point, other: Point) -> Point:
    x, y = one
    return x - other[0], y - other[1]


@dataclass(frozen=True, slots=True)
class ShownArea:
    """The part of a page that is shown, in the page's own terms, and its quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> Point:
        """Width and height as shown."""
        across, down = self.right - self.left, self.top - self.bottom
        return (down, across) if self.turns % 2 else (across, down)

    def place(self, point: Point) -> Point:
        """Return where a point of the page is shown, from the upper left corner.

        >>> ShownArea(0, 0, 100, 200, 0).place((10, 10))
        (10, 190)
        >>> ShownArea(0, 0, 100, 200, 1).place((10, 20))
        (20, 10)
        """
        x, y = point
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def place_box(self, corner: Point, opposite: Point) -> Box:
        """Return where a rectangle of the page is shown."""
        ends = self.place(corner), self.place(opposite)
        return box_around(ends)
