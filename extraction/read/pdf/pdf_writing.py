"""Pages written as one text: paragraphs, rows of tables, and where each stands on its page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from extraction.read.cell_places import is_prose_row
from extraction.read.flow import TextFlow
from extraction.read.pdf.ink import Ink
from extraction.read.pdf.pdf_lines import PrintedLine
from extraction.read.pdf.pdf_prose import Margins, find_paragraphs, joint
from extraction.read.pdf.pdf_table import Element, PdfCell, PdfTable
from extraction.read.pdf.unruled import find_typed, type_line
from extraction.values.bilingual import Bilingual
from extraction.values.document import Grid, GridCell, SourcePlace, Span, Veil


@dataclass(slots=True)
class PdfWriting:
    """Pages being written as one text; lines wait until their paragraph is whole."""

    margins: Margins
    flow: TextFlow = field(default_factory=TextFlow)
    grids: list[Grid] = field(default_factory=list)
    veils: list[Veil] = field(default_factory=list)
    places: list[SourcePlace] = field(default_factory=list)
    remarks: list[Bilingual] = field(default_factory=list)
    waiting: list[PrintedLine] = field(default_factory=list)

    def add(self, element: Element) -> None:
        """Write a line or a table."""
        if isinstance(element, PdfTable):
            self.end()
            self._write_table(element)
        else:
            self.waiting.append(element)

    def end(self) -> None:
        """Write the lines that wait, as paragraphs."""
        typed = find_typed(self.waiting)
        step = median(line.size for line in typed) / 2 if typed else 1.0
        for is_typed, lines in groupby(self.waiting, typed.__contains__):
            if is_typed:
                for line in lines:
                    self.flow.end_line(1)
                    self._write_line(line, tuple(type_line(line, self.margins[0], step)))
            else:
                self._write_paragraphs(list(lines))
        self.waiting.clear()

    def _write_paragraphs(self, lines: Sequence[PrintedLine]) -> None:
        for paragraph in find_paragraphs(lines, self.margins):
            self.flow.end_line(1)
            self._write_line(paragraph[0], paragraph[0].pieces)
            for before, line in pairwise(paragraph):
                if blank := joint(before, line, self.margins):
                    self.flow.write_as_is(blank)
                self._write_line(line, line.pieces)

    def _write_line(self, line: PrintedLine, pieces: Sequence[tuple[Ink, str]]) -> None:
        text = "".join(piece for _, piece in pieces)
        self.flow.write_as_is(text)
        at = self.flow.length - len(text)
        span = Span(at, self.flow.length)
        self.places.append(SourcePlace(span, line.box.on(line.page)))
        for ink, piece in pieces:
            at += len(piece)
            if ink.veil is not None:
                self._veil(Veil(Span(at - len(ink.text), at), ink.veil))

    def _veil(self, veil: Veil) -> None:
        """Note a veil; one that goes on the last is one with it."""
        last = self.veils[-1] if self.veils else None
        if last and last.reason == veil.reason and last.span.end == veil.span.start:
            veil = veil._replace(span=Span(last.span.start, veil.span.end))
            self.veils.pop()
        self.veils.append(veil)

    def _write_table(self, table: PdfTable) -> None:
        self.flow.end_line(2)
        drawn: list[GridCell] = []
        for row in range(table.rows):
            drawn += self._write_row(table.row(row))
        self.grids.append(Grid(tuple(drawn)))
        self.remarks += table.remarks
        self.flow.end_line(2)

    def _write_row(self, cells: Sequence[PdfCell]) -> Iterator[GridCell]:
        """Write one row; running text that fills a row is a paragraph, out of the grid."""
        texts = [cell.text for cell in cells]
        if not texts:
            return
        spans = self.flow.write_cells(texts)
        for cell, span in zip(cells, spans, strict=True):
            self.places.append(SourcePlace(span, cell.where))
            if cell.veil is not None:
                self.veils.append(Veil(span, cell.veil))
            if not is_prose_row(texts):
                yield GridCell(cell.row, cell.column, cell.rowspan, cell.colspan, span)
