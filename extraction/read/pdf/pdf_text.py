"""A PDF with text to running text, the grids of its ruled tables, and places on its pages."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter

from extraction.read.cell_places import is_data, is_prose_row
from extraction.read.pdf.breaks import join_over_breaks
from extraction.read.pdf.frame import Edges, find_frame
from extraction.read.pdf.ink import Drawn, Ink
from extraction.read.pdf.lattice import find_lattices
from extraction.read.pdf.pdf_cells import read_lattice
from extraction.read.pdf.pdf_file import draw_pages
from extraction.read.pdf.pdf_lines import PrintedLine, find_printed_lines
from extraction.read.pdf.pdf_prose import find_margins
from extraction.read.pdf.pdf_table import Element, PdfTable
from extraction.read.pdf.pdf_writing import PdfWriting
from extraction.read.pdf.unruled import veil_gaps
from extraction.values.bilingual import Bilingual
from extraction.values.document import Content
from extraction.values.errors import UnreadableFile

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page: what stands on it, from its top; the lines among it may be the page's frame.

    pictured: whether a picture covers most of it. aslant: whether text on it is not upright.
    """

    number: int
    height: float
    elements: tuple[Element, ...]
    pictured: bool = False
    aslant: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether all that it shows is a picture: a scan, for OCR."""
        return self.pictured and not self.elements

    @property
    def lines(self) -> list[PrintedLine]:
        """The lines outside of tables."""
        return [element for element in self.elements if isinstance(element, PrintedLine)]

    @property
    def edges(self) -> Edges:
        """What its frame is found by."""
        return Edges(self.number, self.height, self.lines)

    def without(self, frame: Container[Element]) -> "ReadPage":
        """Return the page without its frame."""
        kept = [element for element in self.elements if element not in frame]
        return replace(self, elements=tuple(kept))


def read_pdf(label: str, data: bytes) -> Content:
    """Read a PDF; UnreadableFile if it cannot be opened, or shows nothing but pictures."""
    return write_drawn_pages(label, draw_pages(label, data))


def write_drawn_pages(label: str, drawn_pages: Iterable[Drawn]) -> Content:
    """Write what pages show as one text; UnreadableFile if that is nothing but pictures."""
    pages = [read_page(drawn) for drawn in drawn_pages]
    frame, remarks = find_frame([page.edges for page in pages])
    bare = [page.without(frame) for page in pages]
    pictured = [page.number for page in bare if page.is_picture]
    if not any(page.elements for page in bare):
        raise _refuse_unwritten(label, pictured)
    margins = find_margins(chain.from_iterable(page.lines for page in bare))
    writing = PdfWriting(margins)
    elements = [page.elements for page in bare]
    for element in join_over_breaks(elements):
        writing.add(element)
    writing.end()
    unread = tuple(map(_tell_picture, pictured))
    told = (*remarks, *writing.remarks, *_tell_aslant(pages))
    text = writing.flow.text() + "\n"
    return Content(
        text,
        "pdf",
        tuple(writing.grids),
        tuple(writing.veils),
        places=tuple(writing.places),
        remarks=told,
        unread=unread,
    )


def read_page(drawn: Drawn) -> ReadPage:
    """Return what stands on a page: its tables, and the lines outside of them, from the top."""
    placed: list[tuple[float, Element]] = []
    rest = [ink for ink in drawn.characters if ink.turned >= 0]
    aslant = len(rest) < len(drawn.characters)
    for lattice in find_lattices(drawn):
        inside = [ink for ink in rest if lattice.box.holds(ink.box.middle)]
        painted = None if aslant else drawn.painted
        table = read_lattice(lattice, inside, drawn.number, painted)
        if _is_table(table):
            placed.append((lattice.box.top, table))
            taken = set(map(id, inside))
            rest = [ink for ink in rest if id(ink) not in taken]
    upright = [ink for ink in rest if ink.turned == 0]
    aslant = aslant or len(upright) < len(rest)
    for line in _read_lines(drawn, upright, aslant=aslant):
        placed.append((line.box.top, line))
    placed.sort(key=itemgetter(0))
    elements = tuple(element for _, element in placed)
    return ReadPage(drawn.number, drawn.height, elements, drawn.pictured, aslant)


def _read_lines(drawn: Drawn, upright: Sequence[Ink], *, aslant: bool) -> Iterator[PrintedLine]:
    """Yield the lines outside of tables; a scan's gaps are not held against how it is painted."""
    lines = find_printed_lines(upright, drawn.number)
    if drawn.pictured:
        yield from lines
        return
    right = max((line.box.right for line in lines), default=0.0)
    for line in lines:
        yield veil_gaps(line, None if aslant else drawn.painted, right)


def _is_table(table: PdfTable) -> bool:
    """Whether cells hold data, not the layout of a page."""
    rows = map(table.texts, range(table.rows))
    data = [row for row in rows if not is_prose_row(row)]
    return is_data(data, len(table.across) - 1)


def _tell_picture(page: int) -> Bilingual:
    return Bilingual(f"page {page} is a picture, without text", f"第{page}页是图片，没有文字")


def _tell_aslant(pages: Iterable[ReadPage]) -> Iterator[Bilingual]:
    there = [str(page.number) for page in pages if page.aslant]
    if there:
        yield Bilingual(
            f"text set aslant or on end is left out (page {', '.join(there)})",
            f"斜排、侧排的文字已略去（第{'、'.join(there)}页）",
        )


def _refuse_unwritten(label: str, pictured: Sequence[int]) -> UnreadableFile:
    """Word why a PDF has no text."""
    if not pictured:
        return UnreadableFile(
            f"{label} is a PDF whose pages are blank: get the report again.",
            f"{label} 是空白的PDF：请重新获取报告。",
        )
    listed = ", ".join(map(str, pictured[:MOST_NAMED])) + (", …" * (len(pictured) > MOST_NAMED))
    return UnreadableFile(
        f"{label} is a scan: its pages ({listed}) are pictures, in which no text is read:"
        " `pip install gouji[ocr]` reads clear ones; or get the report as a file with text.",
        f"{label} 是扫描件：第{listed}页为图片，未读出文字；"
        "清晰的图片可在运行 `pip install gouji[ocr]` 后识别，"
        "也可另行获取带文字的报告。",
    )
