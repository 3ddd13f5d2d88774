"""An HTML page to the text that spans count in, and the grids of its tables of data."""

from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from extraction.read.cell_places import CellPlace, is_data, is_prose_row
from extraction.read.flow import TextFlow
from extraction.read.html.html_cell import HtmlCellText, is_bound, read_html_cell, read_plain_cell
from extraction.read.html.html_picture import PagePictures
from extraction.read.html.html_table import (
    AbsurdSpansError,
    Extent,
    TableRow,
    find_rows,
    place_cells,
    read_extent,
)
from extraction.read.html.html_tree import GAP, GONE, STAND_IN, TEXT, Piece, Tree, flatten
from extraction.read.html.source import check_nesting, is_quirky, shelter_strays
from extraction.read.html.survey import find_layout_tables, find_navigation
from extraction.read.html.trim import level_out, trim_attributes
from extraction.read.thresholds import DEEPEST_NESTING
from extraction.read.writing import DocumentWriting
from extraction.values.catalogue.doubts import PICTURE_THERE
from extraction.values.document import Grid, GridCell, ScannedCell, Span, Veil

PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
# Marks beside a figure and figures struck out: joined to it they would be another figure.
BESIDE = frozenset({"sup", "sub", "del", "s", "strike", "ins"})


class RenderedPage(NamedTuple):
    """A page as text, the grids of its tables, and the places at which no figure may be read.

    scanned: see Document. pictures: the names of those that may be of tables and were not read.
    """

    text: str
    grids: tuple[Grid, ...] = ()
    veils: tuple[Veil, ...] = ()
    scanned: tuple[ScannedCell, ...] | None = None
    pictures: tuple[str, ...] = ()


def render_html_page(html: str, pictures: PagePictures | None = None) -> RenderedPage:
    r"""Return a page as text, one line per table row with " | " between cells, and its grids.

    pictures: reads those that the page shows; without it they are named.
    Raises TangledPageError for a page that no parser gets through in reasonable time.

    >>> page = "<h1>报告</h1><table><tr><th>规章<td>0<td>&nbsp;</table>"
    >>> text, (grid,), *_ = render_html_page(page)
    >>> text
    '报告\n\n规章 | 0 | \n'
    >>> [cell.span.slice(text) for cell in grid.cells]
    ['规章', '0', '']
    """
    html = trim_attributes(html)
    if check_nesting(html) > DEEPEST_NESTING:
        html = level_out(html)
    # Mutation events make some pages, 100,000 options in a select, take half a minute.
    page = LexborHTMLParser(shelter_strays(html), options=LexborDocumentOptions.WO_EVENTS)
    if page.root is None:
        return RenderedPage("")
    tree = flatten(page, quirks=is_quirky(html))
    pictures = pictures or PagePictures()
    rendering = Rendering(tree, find_navigation(tree), find_layout_tables(tree), pictures)
    rendering.render(0, len(tree.pieces))
    beside = (Veil(span, PICTURE_THERE) for span in rendering.flow.signs)
    rendering.veils.extend(beside)
    rendering.veils.sort(key=attrgetter("span"))
    content = rendering.writing.content()
    return RenderedPage(
        content.text, content.grids, content.veils, content.scanned, tuple(pictures.unread)
    )


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A table row ready to be written: its texts, and where its cells lie."""

    row: TableRow
    cells: tuple[HtmlCellText, ...]
    places: tuple[CellPlace, ...]

    @property
    def texts(self) -> list[str]:
        """The text that is to be seen of each cell."""
        return [cell.text for cell in self.cells]


@dataclass(slots=True)
class Rendering:
    """A page, or one cell of it, being written; `seen` notes what was written of a cell."""

    tree: Tree
    navigation: frozenset[int]
    layout: frozenset[int]
    pictures: PagePictures
    writing: DocumentWriting = field(default_factory=DocumentWriting)
    preformatted: int = 0
    seen: list[Piece] | None = None
    flow: TextFlow = field(init=False)
    veils: list[Veil] = field(init=False)

    def __post_init__(self) -> None:
        self.flow, self.veils = self.writing.flow, self.writing.veils

    def render(self, start: int, stop: int) -> None:
        """Write the pieces from start to stop."""
        inside: list[int] = []
        at = start
        while at < stop or inside:
            if inside and self.tree.ends[inside[-1]] <= at:
                self._leave(inside.pop())
            elif self._enter(at):
                inside.append(at)
                at += 1
            else:
                at = self.tree.ends[at]

    def _enter(self, at: int) -> bool:
        """Begin a piece; return whether what it holds is still to be written."""
        piece = self.tree.pieces[at]
        if piece.tag in (TEXT, STAND_IN):
            self._write(piece)
            return False
        if at in self.navigation or (piece.tag == "table" and self._draw_table(at)):
            return False
        if piece.tag == "br":
            self.flow.break_line()
        self._turn(at, 1)
        return True

    def _write(self, piece: Piece) -> None:
        """Write a text; what stands in for a picture and the like only in a cell of data."""
        if self.seen is not None:
            self.seen.append(piece)
        elif piece.tag == STAND_IN:
            self.flow.stand(piece.text)
            table = self.pictures.read(piece.picture) if piece.picture is not None else None
            if table is not None:
                self.writing.write_document(table)
            return
        elif piece.text == GONE:
            return
        text = " " if piece.text == GAP and self.seen is None else piece.text
        start = self.flow.length
        (self.flow.write_as_is if self.preformatted else self.flow.write)(text)
        if piece.veil is not None and self.seen is None and self.flow.length > start:
            self.veils.append(Veil(Span(start, self.flow.length), piece.veil))

    def _leave(self, at: int) -> None:
        self._turn(at, -1)

    def _turn(self, at: int, step: int) -> None:
        """Do what is done at both ends of an element."""
        piece = self.tree.pieces[at]
        self.flow.end_line(piece.line_ends)
        if piece.tag in PREFORMATTED:
            self.preformatted += step
        if piece.tag in BESIDE:
            self.flow.keep_apart()

    def _draw_table(self, at: int) -> bool:
        """Write a table of data and note its grid; return whether it was one."""
        rows = None if at in self.layout else self._read_rows(at)
        if rows is None:
            return False
        self.flow.end_line(2)
        for child in self.tree.children(at):
            if self.tree.pieces[child].tag == "caption":
                self.render(child, self.tree.ends[child])
        cells: list[GridCell] = []
        for drawn in rows:
            cells += self._draw_row(drawn)
        self.writing.grids.append(Grid(tuple(cells)))
        self.flow.end_line(2)
        return True

    def _read_rows(self, at: int) -> list[DrawnRow] | None:
        """Read a table's rows; None if it only lays out the page."""
        groups = find_rows(self.tree, at)
        try:
            places = place_cells([list(map(self._extents, group)) for group in groups])
        except AbsurdSpansError:
            return None
        rows = [row for group in groups for row in group]
        read = partial(self._read_cell, folds=self._may_fold(at))
        drawn = [
            DrawnRow(row, tuple(map(read, row.cells)), tuple(there))
            for row, there in zip(rows, places, strict=True)
        ]
        data = [row for row in drawn if not is_prose_row(row.texts)]
        width = len({place.column for row in data for place in row.places})
        return drawn if is_data([row.texts for row in data], width) else None

    def _extents(self, row: TableRow) -> list[Extent]:
        return [read_extent(self.tree.pieces[cell].attributes) for cell in row.cells]

    def _may_fold(self, at: int) -> bool:
        """Whether a style may fold away a column of a table, and shift others."""
        for child in self.tree.children(at):
            columns = [child, *self.tree.children(child)]
            if self.tree.pieces[child].tag in ("col", "colgroup"):
                styles = [self.tree.pieces[c].attributes.get("style") or "" for c in columns]
                if any("collapse" in style for style in styles):
                    return True
        return False

    def _read_cell(self, at: int, *, folds: bool) -> HtmlCellText:
        end = self.tree.ends[at]
        only = self.tree.pieces[at + 1] if end == at + 2 else None
        plain = only is not None and only.tag == TEXT and only.veil is None and not folds
        plain = plain and not (self.tree.scripted and self.tree.is_scripted(at))
        plain = plain and not is_bound(self.tree.pieces[at].attributes)
        if only is not None and plain and only.text not in (GAP, GONE):
            return read_plain_cell(only.text)  # most cells; ten times faster
        inner = Rendering(self.tree, self.navigation, self.layout, self.pictures, seen=[])
        inner.render(at + 1, end)
        return read_html_cell(self.tree, at, inner.flow.text(), inner.seen or [], folds=folds)

    def _draw_row(self, drawn: DrawnRow) -> list[GridCell]:
        """Write one row; running text that fills a row stays in paragraphs, out of the grid."""
        if is_prose_row(drawn.texts):
            self.render(drawn.row.at, self.tree.ends[drawn.row.at])
            return []
        if not drawn.texts:
            return []
        spans = self.flow.write_cells(drawn.texts)
        for cell, span in zip(drawn.cells, spans, strict=True):
            self.veils += cell.veils_at(span)
        return [GridCell(*place, span) for place, span in zip(drawn.places, spans, strict=True)]
