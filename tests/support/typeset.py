"""Tables set in narrow cells and taken off the page again, as extractors of PDF text do it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evals.synth.sheets import PrintedBox, PrintedSheet


class Measures(NamedTuple):
    """How many characters wide the labels' columns and the figures' are; where lines stand."""

    labels: tuple[int, ...]
    figures: int
    centred: bool


class _Cell(NamedTuple):
    row: int
    column: int
    box: PrintedBox
    lines: list[str]


def set_by_lines(sheet: PrintedSheet, measures: Measures) -> Iterator[str]:
    """Yield the page's lines from top to bottom, each from left to right."""
    cells = list(_wrap(sheet, measures))
    heights = [1] * len(sheet.lines)
    for cell in cells:
        rows = range(cell.row, cell.row + cell.box.rowspan)
        lacking = len(cell.lines) - sum(heights[row] for row in rows)
        heights[rows[-1]] += max(0, lacking)
    placed: dict[float, list[tuple[int, str]]] = {}
    for cell in cells:
        top: float = sum(heights[: cell.row])
        room = sum(heights[cell.row : cell.row + cell.box.rowspan]) - len(cell.lines)
        top += room / 2 if measures.centred else 0
        for at, line in enumerate(cell.lines):
            placed.setdefault(top + at, []).append((cell.column, line))
    for _, words in sorted(placed.items()):
        yield " ".join(word for _, word in sorted(words))


def set_by_cells(sheet: PrintedSheet, measures: Measures) -> Iterator[str]:
    """Yield the cells one after the other, figures that follow each other on one line."""
    figures: list[str] = []
    for cell in _wrap(sheet, measures):
        if cell.box.role == "figure":
            figures += cell.lines
            continue
        if figures:
            yield " ".join(figures)
        figures = []
        yield from cell.lines
    yield " ".join(figures)


def _wrap(sheet: PrintedSheet, measures: Measures) -> Iterator[_Cell]:
    widths = (*measures.labels, *[measures.figures] * sheet.width)
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(sheet.lines):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            place = range(column, column + box.colspan)
            taken.update((row + down, at) for down in range(box.rowspan) for at in place)
            width = sum(widths[at] for at in place)
            lines = [box.text] if box.role == "figure" else list(_cut(box.text, width))
            yield _Cell(row, column, box, lines)
            column += box.colspan


def _cut(text: str, width: int) -> Sequence[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
