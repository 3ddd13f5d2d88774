"""A sheet as it is seen: cells by their place in the file, less what is hidden or covered."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from extraction.read.sheets.column_widths import ColumnWidths
from extraction.read.sheets.sheet_names import MOST_CELLS, CrowdedSheetError, Range, cell_name
from extraction.read.sheets.sheet_rows import SeenCell, Sheet
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import COLUMN_NARROW


@dataclass(slots=True)
class StoredCell:
    """What a file stores of a cell: what it shows, why that may not be so, whether framed.

    room: what it takes of its columns, in digits; 0 for what is shown in less room as well.
    """

    text: str = ""
    veil: Bilingual | None = None
    framed: bool = False
    room: float = 0.0


@dataclass(slots=True)
class StoredSheet:
    """A sheet as it is stored: cells by row and column, counted from 0."""

    name: str
    cells: dict[tuple[int, int], StoredCell] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    widths: ColumnWidths = field(default_factory=ColumnWidths)

    def put(self, row: int, column: int, cell: StoredCell) -> None:
        """Note a cell; CrowdedSheetError for more than any report has."""
        if len(self.cells) >= MOST_CELLS:
            raise CrowdedSheetError
        self.cells[row, column] = cell

    def veil(self, own: Range, why: Bilingual) -> None:
        """Say of the cells in a range why what they store may not be what is seen."""
        for place, cell in self.cells.items():
            row, column = place
            if not own.top <= row <= own.bottom:
                continue
            if own.left <= column <= own.right and cell.veil is None:
                cell.veil = why

    def seen(self) -> Sheet:
        """Return the sheet as it is seen."""
        columns = _Seen(self._find_hidden())
        rows = _Seen(sorted(self.hidden_rows))
        spans = {(own.top, own.left): own for own in self.merged}
        sheet = Sheet(self.name)
        covered = self._find_covered()
        for place, stored in self.cells.items():
            own = spans.get(place, Range(*place, *place))
            rowspan = rows.count(own.top, own.bottom)
            colspan = columns.count(own.left, own.right)
            if place in covered or not (rowspan and colspan):
                continue
            cell = SeenCell(cell_name(*place), rows.place(own.top), columns.place(own.left))
            cell.text = stored.text
            cell.veil = stored.veil
            if stored.room and cell.veil is None and not self.widths.hold(stored.room, own):
                cell.veil = COLUMN_NARROW
            cell.framed = stored.framed
            cell.rowspan = rowspan
            cell.colspan = colspan
            sheet.cells.append(cell)
        return sheet

    def _find_hidden(self) -> list[int]:
        """Return the hidden columns one by one, as far as there may be cells in them."""
        last = max((column for _, column in self.cells), default=0)
        hidden: set[int] = set()
        for first, end in self.hidden_columns:
            hidden.update(range(first, min(end, last) + 1))
        return sorted(hidden)

    def _find_covered(self) -> set[tuple[int, int]]:
        """Return the stored cells that a merged one covers: what they hold is not shown."""
        covered: set[tuple[int, int]] = set()
        places = sorted(self.cells)
        for own in self.merged:
            at = bisect_left(places, (own.top, own.left))
            for row, column in islice(places, at, None):
                if row > own.bottom:
                    break
                if own.left <= column <= own.right:
                    covered.add((row, column))
            covered.discard((own.top, own.left))
        return covered


class _Seen:
    """Rows or columns without the hidden ones."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = list(hidden)

    def place(self, number: int) -> int:
        """Return the place among those that are seen of one, or of the next one that is."""
        return number - bisect_left(self._hidden, number)

    def count(self, first: int, last: int) -> int:
        """Return how many are seen from the first to the last."""
        return self.place(last + 1) - self.place(first)
