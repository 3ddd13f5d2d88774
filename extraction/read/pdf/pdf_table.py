"""A table read off pages: cells in their rows and columns, each with its place on a page."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.read.pdf.pdf_lines import PrintedLine
from extraction.values.bilingual import Bilingual
from extraction.values.document import PageBox

SAME_LINE = 6.0
"""Points by which a line between columns may be moved on the next page."""


@dataclass(frozen=True, slots=True)
class PdfCell:
    """A cell of a table: its place, counted from 0, its text, where that stands on which page.

    veil: why no figure may be read in it, if so.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    where: PageBox
    veil: Bilingual | None = None

    @property
    def width(self) -> tuple[int, int]:
        """The column in which it begins, and how many it spans."""
        return self.column, self.colspan

    def grow(self, other: "PdfCell", rows: int) -> "PdfCell":
        """Return the cell with another as the rest of it, which reaches so many rows further."""
        text = self.text + other.text
        veil = self.veil or other.veil
        return replace(self, text=text, rowspan=self.rowspan + rows, veil=veil)

    def move(self, rows: int) -> "PdfCell":
        """Return the cell so many rows further down."""
        return replace(self, row=self.row + rows)


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table: the lines between its columns, and its cells in reading order.

    remarks: what was done to read it, for a person.
    """

    across: tuple[float, ...]
    rows: int
    cells: tuple[PdfCell, ...]
    remarks: tuple[Bilingual, ...] = ()

    def row(self, number: int) -> list[PdfCell]:
        """Return the cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]

    def texts(self, number: int) -> list[str]:
        """Return the texts of the cells that begin in a row."""
        return [cell.text for cell in self.row(number)]

    def reaching_down(self) -> dict[tuple[int, int], PdfCell]:
        """Return the cells that reach down to the table's end, by column and width."""
        last = [cell for cell in self.cells if cell.row + cell.rowspan == self.rows]
        return {cell.width: cell for cell in last}

    def without(self, rows: int) -> "PdfTable":
        """Return the table without its first rows."""
        kept = [cell.move(-rows) for cell in self.cells if cell.row >= rows]
        return replace(self, rows=self.rows - rows, cells=tuple(kept))

    def onto(self, edges: Sequence[float]) -> "PdfTable":
        """Return the table with its columns counted among all those between `edges`."""
        if len(self.across) == len(edges):
            return self
        at = [bisect_left(edges, edge - SAME_LINE) for edge in self.across]
        cells: list[PdfCell] = []
        for cell in self.cells:
            column = at[cell.column]
            end = at[cell.column + cell.colspan]
            cells.append(replace(cell, column=column, colspan=end - column))
        return replace(self, across=tuple(edges), cells=tuple(cells))


Element = PrintedLine | PdfTable
"""What stands on a page: a table, or a line outside of one."""
