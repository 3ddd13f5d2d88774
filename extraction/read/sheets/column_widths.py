"""How wide the columns of a sheet are, and what does not fit into them."""

from dataclasses import dataclass, field

from extraction.read.sheets.sheet_names import Range

USUAL_WIDTH = 8.43
"""Of a column for which a book says nothing, without its margin."""
_MARGIN = 0.5
"""Of a column's width no letter stands in: a file counts 0.71 digits, and some go beyond."""
_MOST = 400
"""Columns further to the right are taken to be of usual width; no table is so wide."""
_HALF = ".,:;'()-+ "
_FIRST_WIDE = "\u1100"
"""From here on letters are as wide as two digits."""


@dataclass(slots=True)
class ColumnWidths:
    """The widths of a sheet's columns, in digits of the book's usual font, margins included."""

    usual: float = USUAL_WIDTH + _MARGIN
    known: dict[int, float] = field(default_factory=dict)

    def put(self, first: int, last: int, width: float) -> None:
        """Note the width of columns from the first to the last."""
        for column in range(first, min(last, _MOST) + 1):
            self.known[column] = width

    def across(self, own: Range) -> float:
        """Return how wide the columns of a range are together."""
        columns = range(own.left, min(own.right, own.left + _MOST) + 1)
        return sum(self.known.get(column, self.usual) for column in columns)

    def hold(self, room: float, own: Range) -> bool:
        """Say whether what takes so much room fits into a range of columns."""
        return room <= self.across(own) - _MARGIN


def room_of(text: str) -> float:
    """Return the room that a line takes, in digits.

    >>> room_of("1,203"), room_of("-4.5"), room_of("7件")
    (4.5, 3.0, 3.0)
    """
    room = 0.0
    for letter in text:
        wide = 2.0 if letter >= _FIRST_WIDE else 1.0
        room += 0.5 if letter in _HALF else wide
    return room
