"""Text as a reader of documents writes it: lines, rows of cells, their grids, veils and places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from extraction.read.cell_places import CellPlace
from extraction.read.flow import TextFlow
from extraction.values.bilingual import Bilingual
from extraction.values.document import (
    Content,
    Document,
    Grid,
    GridCell,
    ScannedCell,
    SheetCell,
    SourcePlace,
    Span,
    TableCell,
    Veil,
)


class ShownText(NamedTuple):
    """A stretch of text that is shown, and why no figure may be read in it, if so."""

    text: str
    veil: Bilingual | None = None


class DrawnCell(NamedTuple):
    """A cell of a drawn table: its text in one line, its place, where it stands in the file."""

    shown: ShownText
    place: CellPlace
    where: SheetCell | TableCell


@dataclass(slots=True)
class DocumentWriting:
    """A document being written."""

    flow: TextFlow = field(default_factory=TextFlow)
    grids: list[Grid] = field(default_factory=list)
    veils: list[Veil] = field(default_factory=list)
    places: list[SourcePlace] = field(default_factory=list)
    scanned: list[ScannedCell] | None = None
    pictures: list[str] = field(default_factory=list)

    def write_line(self, pieces: Sequence[ShownText], where: SheetCell | TableCell | None) -> None:
        """Write a paragraph, with a blank line around it; an empty one is nothing."""
        if not any(piece.text.strip() for piece in pieces):
            return
        self.flow.end_line(2)
        start = None
        for piece in pieces:
            self.flow.write_as_is(piece.text)
            end = self.flow.length
            begin = end - len(piece.text)
            start = begin if start is None else start
            if piece.veil is not None and piece.text.strip():
                self.veils.append(Veil(Span(begin, end), piece.veil))
        if where is not None and start is not None:
            self.places.append(SourcePlace(Span(start, self.flow.length), where))
        self.flow.end_line(2)

    def write_grid(self, rows: Sequence[Sequence[DrawnCell]]) -> None:
        """Write a drawn table, a row a line, and note its grid."""
        self.flow.end_line(2)
        cells: list[GridCell] = []
        for row in rows:
            if not row:
                continue
            spans = self.flow.write_cells([cell.shown.text for cell in row])
            for cell, span in zip(row, spans, strict=True):
                cells.append(GridCell(*cell.place, span))
                if cell.shown.veil is not None:
                    self.veils.append(Veil(span, cell.shown.veil))
                if cell.shown.text:
                    self.places.append(SourcePlace(span, cell.where))
        self.flow.end_line(2)
        if cells:
            self.grids.append(Grid(tuple(cells)))

    def write_document(self, document: Document) -> None:
        """Write what another document shows, as one that is part of this one."""
        self.flow.end_line(2)
        self.flow.write_as_is(document.text.rstrip("\n"))
        by = self.flow.length - len(document.text.rstrip("\n"))
        for grid in document.grids:
            cells = (replace(cell, span=_moved(cell.span, by)) for cell in grid.cells)
            self.grids.append(Grid(tuple(cells)))
        self.pictures += document.pictures
        self.veils += [veil._replace(span=_moved(veil.span, by)) for veil in document.veils]
        if document.scanned is not None:
            moved = [cell._replace(span=_moved(cell.span, by)) for cell in document.scanned]
            self.scanned = [*(self.scanned or ()), *moved]
        self.flow.end_line(2)

    def content(self, encoding: str = "") -> Content:
        """Return what was written."""
        text = self.flow.text()
        return Content(
            text + "\n" if text else "",
            encoding,
            tuple(self.grids),
            tuple(self.veils),
            places=tuple(self.places),
            scanned=None if self.scanned is None else tuple(self._rate_cells(self.scanned)),
            pictures=tuple(dict.fromkeys(self.pictures)),
        )

    def _rate_cells(self, scanned: Sequence[ScannedCell]) -> Iterator[ScannedCell]:
        """Yield the drawn cells: as OCR has read them, or, where they are text, beyond doubt."""
        by_ocr = {cell.span: cell for cell in scanned}
        for cell in chain.from_iterable(grid.cells for grid in self.grids):
            yield by_ocr.get(cell.span) or ScannedCell(cell.span, sure=1.0, agreed=True)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
