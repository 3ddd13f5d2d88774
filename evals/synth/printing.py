"""A document printed as a PDF: paragraphs, ruled tables with their spans, page marks.

What a reader makes of a page is printed as an office program would, so that the same report can
be read from another format.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evals.synth.pdf_writing import HEIGHT, WIDTH, PdfPage, write_pdf
from extraction.values.document import Document, Grid, GridCell
from extraction.values.layout import print_width

LEFT, TOP, FOOT = 72.0, 76.0, HEIGHT - 80.0
BREADTH = WIDTH - 2 * LEFT
SIZE, CELL_SIZE, STEP = 12.0, 8.0, 20.0
PADDING = 4.0
LEAST, MOST = 4, 12
"""Half characters: how wide the column of the shortest and the longest texts is."""


def print_document(document: Document) -> bytes:
    """Return the document as a PDF; its tables go on over the ends of pages."""
    press = _Press()
    at = 0
    for grid in document.grids:
        start = grid.cells[0].span.start
        press.print_lines(document.text[at:start])
        press.print_grid(grid, document.text)
        at = max(cell.span.end for cell in grid.cells)
    press.print_lines(document.text[at:])
    for number, page in enumerate(press.pages, 1):
        page.text(WIDTH / 2 - 12, HEIGHT - 40, f"- {number} -", CELL_SIZE)
    return write_pdf(press.pages)


@dataclass
class _Press:
    """Pages being printed; `y` is how far down the last of them is full."""

    pages: list[PdfPage] = field(default_factory=lambda: [PdfPage()])
    y: float = TOP

    def _make_room(self, height: float) -> bool:
        """Begin a page where the height does not fit on this one; return whether it did."""
        if self.y + height <= FOOT:
            return False
        self.pages.append(PdfPage())
        self.y = TOP
        return True

    def print_lines(self, text: str) -> None:
        """Print each line as a paragraph, with its first line indented."""
        for paragraph in filter(None, map(str.strip, text.split("\n"))):
            indent = 2 * SIZE
            for line in wrap(paragraph, BREADTH / SIZE * 2, first=BREADTH / SIZE * 2 - 4):
                self._make_room(STEP)
                self.y += STEP
                self.pages[-1].text(LEFT + indent, self.y - 5, line, SIZE)
                indent = 0

    def print_grid(self, grid: Grid, text: str) -> None:
        """Print a ruled table, row by row."""
        across = list(find_column_edges(grid, text))
        rows = max(cell.row + cell.rowspan for cell in grid.cells)
        self.y += STEP / 2
        for row in range(rows):
            there = [cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan]
            self._print_row(row, there, across, text)
        self.y += STEP / 2

    def _print_row(
        self, row: int, there: Sequence[GridCell], across: Sequence[float], text: str
    ) -> None:
        """Print one row, with the parts of merged cells that reach into it."""
        lines: dict[GridCell, list[str]] = {}
        most = 1
        for cell in there:
            if cell.row == row:
                lines[cell] = _wrap_cell(cell, across, text)
            if cell.row == row and cell.rowspan == 1:
                most = max(most, len(lines[cell]))
        height = most * (CELL_SIZE + 3) + 2 * PADDING
        opens = self._make_room(height)
        for cell in there:
            self._rule_cell(cell, row, across, height, opens=opens)
        for cell, found in lines.items():
            left = across[cell.column]
            self._set_cell(left + PADDING, found)
        self.y += height

    def _rule_cell(
        self, cell: GridCell, row: int, across: Sequence[float], height: float, *, opens: bool
    ) -> None:
        left, right = across[cell.column], across[cell.column + cell.colspan]
        page = self.pages[-1]
        bottom = self.y + height
        page.line(left, self.y, left, bottom)
        page.line(right, self.y, right, bottom)
        if cell.row == row or opens:
            page.line(left, self.y, right, self.y)
        if cell.row + cell.rowspan == row + 1:
            page.line(left, bottom, right, bottom)

    def _set_cell(self, left: float, lines: Sequence[str]) -> None:
        y = self.y + PADDING
        for line in lines:
            y += CELL_SIZE + 3
            self.pages[-1].text(left, y - 3, line, CELL_SIZE)


def wrap(text: str, most: float, first: float | None = None) -> Iterator[str]:
    """Yield a text in lines of so many half characters; a number stays whole if it can.

    >>> list(wrap("本年新收12件", 10)), list(wrap("123456", 4))
    (['本年新收12', '件'], ['1234', '56'])
    """
    line = ""
    room = most if first is None else first
    for word in _words(text):
        pieces = [word] if print_width(word) <= room else word
        for piece in pieces:
            if line and print_width(line + piece) > room:
                yield line
                line, room = "", most
            line += piece
    if line:
        yield line


def _words(text: str) -> Iterator[str]:
    """Yield the pieces that a line may not break: numbers, and single other characters."""
    number = ""
    for character in text:
        if character in "0123456789.":
            number += character
            continue
        if number:
            yield number
            number = ""
        yield character
    if number:
        yield number


def _wrap_cell(cell: GridCell, across: Sequence[float], text: str) -> list[str]:
    width = across[cell.column + cell.colspan] - across[cell.column] - 2 * PADDING
    return list(wrap(cell.span.slice(text), width / CELL_SIZE * 2))


def find_column_edges(grid: Grid, text: str) -> Iterator[float]:
    """Yield where a table's columns begin, and where the last ends: by their longest texts."""
    columns = max(cell.column + cell.colspan for cell in grid.cells)
    weights = [LEAST] * columns
    for cell in grid.cells:
        longest = min(print_width(cell.span.slice(text)), MOST)
        if cell.colspan == 1:
            weights[cell.column] = max(weights[cell.column], longest + 2)
    unit = BREADTH / sum(weights)
    at = LEFT
    yield at
    for weight in weights:
        at += weight * unit
        yield at
