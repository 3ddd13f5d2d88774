"""The rows of an HTML table, and where its cells lie once rowspan and colspan are spread.

Placing follows the HTML standard, "Forming a table". Source order aside: a thead
is drawn first and a tfoot last, as browsers do.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.read.cell_places import CellPlace
from extraction.read.html.html_tree import Tree
from extraction.read.html.survey import CELLS
from extraction.read.thresholds import MAX_COLSPAN, MAX_ROWSPAN

ROW_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}
WHOLE_NUMBER = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")


class Extent(NamedTuple):
    """The rows and columns a cell asks to span; 0 rows reach to the end of the row group."""

    rowspan: int
    colspan: int


class AbsurdSpansError(Exception):
    """Spans so absurd that spreading them costs far more than the table is worth."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its place in the page, and the places of its cells."""

    at: int
    cells: tuple[int, ...]


def find_rows(tree: Tree, table: int) -> list[list[TableRow]]:
    """Return the rows of a table, row group by row group, in the order in which they are drawn."""
    groups = [at for at in tree.children(table) if tree.pieces[at].tag in ROW_GROUPS]
    groups.sort(key=lambda at: ROW_GROUPS[tree.pieces[at].tag])
    return [_find_rows_of_group(tree, group) for group in groups]


def _find_rows_of_group(tree: Tree, group: int) -> list[TableRow]:
    rows = []
    for at in tree.children(group):
        if tree.pieces[at].tag == "tr":
            cells = (cell for cell in tree.children(at) if tree.pieces[cell].tag in CELLS)
            rows.append(TableRow(at, tuple(cells)))
    return rows


def read_extent(attributes: Mapping[str, str | None]) -> Extent:
    """Read a cell's rowspan and colspan as browsers do: nonsense is 1, the absurd is capped.

    >>> read_extent({"rowspan": "0", "colspan": "9999"}), read_extent({"colspan": "2px"})
    (Extent(rowspan=0, colspan=1000), Extent(rowspan=1, colspan=2))
    """
    rowspan = _read_number(attributes.get("rowspan"), MAX_ROWSPAN)
    return Extent(rowspan, _read_number(attributes.get("colspan"), MAX_COLSPAN) or 1)


def _read_number(written: str | None, most: int) -> int:
    match = WHOLE_NUMBER.match(written or "")
    digits = match[1].lstrip("0") or "0" if match else "1"
    return most if len(digits) > len(str(most)) else min(int(digits), most)


@dataclass(slots=True)
class FreeRows:
    """For each column the first row in which it is free; `budget` bounds the steps taken."""

    budget: int
    free_from: list[int] = field(default_factory=list)

    def next_free(self, row: int, column: int) -> int:
        """Return the first column from here on that no cell above reaches down into."""
        start = column
        while column < len(self.free_from) and self.free_from[column] > row:
            column += 1
        self._spend(column - start)
        return column

    def take(self, place: CellPlace) -> None:
        """Mark the columns below a cell as taken; where two cells overlap, the longer counts."""
        end = place.column + place.colspan
        self._spend(place.colspan)
        self.free_from.extend([0] * (end - len(self.free_from)))
        for column in range(place.column, end):
            self.free_from[column] = max(self.free_from[column], place.row + place.rowspan)

    def _spend(self, steps: int) -> None:
        self.budget -= steps
        if self.budget < 0:
            raise AbsurdSpansError


def place_cells(groups: Sequence[Sequence[Sequence[Extent]]]) -> list[list[CellPlace]]:
    """Return for each row of all groups the places of its cells; no cell leaves its group.

    >>> place_cells([[[Extent(2, 1), Extent(1, 2)], [Extent(1, 1)]]])[1]
    [CellPlace(row=1, column=1, rowspan=1, colspan=1)]
    """
    cells = sum(len(row) for group in groups for row in group)
    columns = FreeRows(budget=10_000 + 100 * cells)
    rows: list[list[CellPlace]] = []
    for group in groups:
        end = len(rows) + len(group)
        for extents in group:
            rows.append(_place_row(columns, len(rows), end, extents))
    return rows


def _place_row(columns: FreeRows, row: int, end: int, extents: Sequence[Extent]) -> list[CellPlace]:
    """Place one row's cells from left to right; a span of 0 or beyond `end` is cut there."""
    places = []
    column = 0
    for extent in extents:
        column = columns.next_free(row, column)
        place = CellPlace(row, column, min(extent.rowspan or end, end - row), extent.colspan)
        columns.take(place)
        places.append(place)
        column += extent.colspan
    return places
