"""What a file becomes before anybody looks for tables in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.values.bilingual import Bilingual


class Span(NamedTuple):
    """Half-open place in a text, in Unicode code points: `text[start:end]`."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        """Return what stands here.

        >>> Span(1, 3).slice("abcd")
        'bc'
        """
        return text[self.start : self.end]

    def strip(self, text: str, blanks: str | None = None) -> "Span":
        """Return this place without the blanks around what stands there.

        >>> Span(0, 4).strip(" ab ")
        Span(start=1, end=3)
        """
        content = text[self.start : self.end]
        if len(content.strip(blanks)) == self.end - self.start:
            return self
        start = self.start + len(content) - len(content.lstrip(blanks))
        end = self.start + len(content.rstrip(blanks))
        return Span(start, max(start, end))


Locate = Callable[[Span], tuple[Span, str]]
"""Place in the repaired text -> place in the report's text, and what is printed there."""


class Veil(NamedTuple):
    """A place of a text whose figures the text does not tell, and why.

    What is shown there is a picture or a field, may be hidden, or stands in another order.
    """

    span: Span
    reason: Bilingual


_NAMED_PICTURES = 3
"""Set for the reader of findings."""
PICTURE_LINE = "[图片]"
"""A line that stands for a picture which may show a table; a veil lies over it."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table that the format itself draws (HTML, a workbook).

    Rows and columns count from 0 after rowspan and colspan are spread. The span
    of an empty cell is empty, and stands where its text would be.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that the format itself draws; its cells in reading order."""

    cells: tuple[GridCell, ...]


class PageBox(NamedTuple):
    """A place on a page: counted from 1; the box in points, from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class SheetCell(NamedTuple):
    """A cell of a sheet, by the sheet's name and the cell's (`B7`)."""

    sheet: str
    cell: str


class TableCell(NamedTuple):
    """A cell of a document's table, by their places counted from 1."""

    table: int
    row: int
    column: int


class SourcePlace(NamedTuple):
    """Where a stretch of the text stands in the file, in the file's own terms."""

    span: Span
    where: PageBox | SheetCell | TableCell


class ScannedCell(NamedTuple):
    """What an OCR engine has read in a drawn cell, and how far that can be trusted.

    sure: how sure the engine is, from 0 to 1. agreed: whether a second engine reads the same
    figure. That a cell is empty no engine confirms. picture: how a figure is drawn, as PNG, for
    who reads it once more.
    """

    span: Span
    sure: float
    agreed: bool
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class PageTag:
    """What a tag in a web page's head says of the page; `label` as printed (`ArticleTitle`)."""

    label: str
    content: str

    @property
    def name(self) -> str:
        """The label as tags are told apart: case means nothing."""
        return self.label.lower()


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text: what all spans count in, and the grids that the format draws.

    `text` has the byte order mark removed and its line ends kept. `sha256` is of
    the file's bytes, `text_sha256` of the text in UTF-8. `notices` are sentences
    for a person about what had to be done to read the bytes. `tags` are what a web page's
    head says of it; they are no part of the text. `veils`, in order, are the places at which
    no figure may be read. `places`, in order, say where the text stands in a file that is no text.
    `remarks` say what was done to make running text of pages; `unread` what of the file could not
    be read at all, for which no verdict is possible. `scanned`: None where no page was read by
    OCR, else the drawn cells of those that were; no other figure of such a file is confirmed.
    `pictures` are the names of those that may show a table and were not read.
    """

    path: str
    text: str
    sha256: str
    text_sha256: str
    media_type: str
    encoding: str
    grids: tuple[Grid, ...] = ()
    notices: tuple[Bilingual, ...] = field(default=(), compare=False)
    tags: tuple[PageTag, ...] = ()
    veils: tuple[Veil, ...] = ()
    places: tuple[SourcePlace, ...] = ()
    remarks: tuple[Bilingual, ...] = field(default=(), compare=False)
    unread: tuple[Bilingual, ...] = ()
    scanned: tuple[ScannedCell, ...] | None = None
    pictures: tuple[str, ...] = ()

    @property
    def named_pictures(self) -> tuple[str, ...]:
        """As many of the pictures that were not read as a line names."""
        return self.pictures[:_NAMED_PICTURES]


class Content(NamedTuple):
    """What a reader makes of a file's bytes: see Document for what each part is."""

    text: str
    encoding: str
    grids: tuple[Grid, ...] = ()
    veils: tuple[Veil, ...] = ()
    tags: tuple[PageTag, ...] = ()
    notices: tuple[Bilingual, ...] = ()
    places: tuple[SourcePlace, ...] = ()
    remarks: tuple[Bilingual, ...] = ()
    unread: tuple[Bilingual, ...] = ()
    scanned: tuple[ScannedCell, ...] | None = None
    pictures: tuple[str, ...] = ()
