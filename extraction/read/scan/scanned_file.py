"""Scans to text, grids and places: a PDF whose pages are pictures, and pictures by themselves.

What OCR needs is imported once a scan is met; where it is not installed, a line says how to get it.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from extraction.read.pdf.ink import Drawn
from extraction.read.pdf.pdf_file import draw_open_pages, open_pdf
from extraction.read.pdf.pdf_text import read_pdf, write_drawn_pages
from extraction.read.sniffing import find_magic
from extraction.values.bilingual import Bilingual, alike
from extraction.values.document import Content, PageBox, ScannedCell
from extraction.values.errors import UnreadableFile

if TYPE_CHECKING:
    from extraction.read.scan.scanned_page import ScannedPage

LIBRARIES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
"""What gouji[ocr] brings."""


def has_ocr() -> bool:
    """Whether what OCR needs is installed; nothing is imported to find out."""
    return all(find_spec(library) is not None for library in LIBRARIES)


def read_pdf_or_scan(label: str, data: bytes) -> Content:
    """Read a PDF, its pages that are pictures by OCR; UnreadableFile if it cannot be read."""
    if not has_ocr():
        return read_pdf(label, data)
    scanned: dict[int, ScannedPage] = {}
    with open_pdf(label, data) as document:
        content = write_drawn_pages(label, _draw_or_read(label, document, scanned))
    return _confirm(content, scanned)


def _draw_or_read(label: str, document: Any, scanned: "dict[int, ScannedPage]") -> Iterator[Drawn]:
    """Yield the pages as they are drawn, those that are pictures as OCR reads them; note these.

    One after the other is done with: how a page is painted takes megabytes.
    """
    tried = 0
    for drawn in draw_open_pages(label, document):
        if not _is_scan(drawn):
            yield drawn
            continue
        tried += 1
        page = _read_scan(document, drawn, tried)
        if page is None:
            yield drawn
            continue
        scanned[drawn.number] = page
        yield page.drawn


def _read_scan(document: Any, drawn: Drawn, number: int) -> "ScannedPage | None":
    """Return a page by OCR; None where no print is found, or so many were read already."""
    from extraction.read.scan.scan_pictures import MOST_PAGES, draw_page_picture
    from extraction.read.scan.scanned_page import read_picture

    if number > MOST_PAGES:
        return None
    picture, scale = draw_page_picture(document, drawn)
    page = read_picture(picture, drawn.number, scale)
    return page if page.drawn.characters else None


def measure_picture(data: bytes) -> tuple[float, float] | None:
    """Return how many pixels wide and high a picture is; None where nobody can tell."""
    if not has_ocr():
        return None
    from extraction.read.scan.scan_pictures import find_size

    return find_size(data)


def is_one_picture(data: bytes) -> bool:
    """Whether bytes are one picture that can be read, not several; no, without gouji[ocr]."""
    if not has_ocr():
        return False
    from extraction.read.scan.scan_pictures import shows_one

    return shows_one(data)


def read_picture_file(label: str, data: bytes) -> Content:
    """Read a picture of a report's pages by OCR; UnreadableFile if it cannot be read."""
    magic = find_magic(data)
    kind = magic.name if magic else alike("?")
    if not has_ocr():
        raise UnreadableFile(
            f"{label} is {kind.en}, not text: `pip install gouji[ocr]` reads pictures of reports;"
            " or save what it shows as .txt, .md or .html and read that.",
            f"{label} 是{kind.zh}，不是文本：识别图片文字须运行 `pip install gouji[ocr]`，"
            "也可把显示的内容另存为 .txt、.md 或 .html 再读取。",
        )
    from extraction.read.scan.scan_pictures import open_pictures
    from extraction.read.scan.scanned_page import read_picture

    pictures = open_pictures(label, kind, data)
    scanned = {
        number: read_picture(picture, number, scale)
        for number, (picture, scale) in enumerate(pictures, 1)
    }
    if not any(page.drawn.characters for page in scanned.values()):
        raise UnreadableFile(
            f"{label} is {kind.en} in which no print is found: get the report again.",
            f"{label} 是{kind.zh}，其中未识别出文字：请重新获取报告。",
        )
    content = write_drawn_pages(label, (page.drawn for page in scanned.values()))
    return _confirm(content._replace(encoding=""), scanned)


def _is_scan(drawn: Drawn) -> bool:
    """Whether a page is a picture, with no text but what a scanner has laid over it unseen."""
    return drawn.pictured and all(ink.veil is not None for ink in drawn.characters)


def _confirm(content: Content, scanned: "Mapping[int, ScannedPage]") -> Content:
    """Return a content with how far its scanned cells can be trusted, places on the pages as shown.

    A content without a scanned page stays as it is.
    """
    if not scanned:
        return content
    cells = tuple(_rate_cells(content, scanned))
    places = []
    for place in content.places:
        page = scanned.get(getattr(place.where, "page", 0))
        places.append(place if page is None else page.lay_askew(place))
    told = (*content.remarks, _tell_scanned(scanned))
    return content._replace(places=tuple(places), scanned=cells, remarks=told)


def _rate_cells(content: Content, scanned: "Mapping[int, ScannedPage]") -> Iterator[ScannedCell]:
    """Yield the drawn cells of scanned pages, and how far each can be trusted."""
    boxes = {place.span: place.where for place in content.places}
    for span in (cell.span for grid in content.grids for cell in grid.cells):
        where = boxes.get(span)
        if isinstance(where, PageBox) and where.page in scanned:
            page = scanned[where.page]
            agreed = page.agrees(where, span.slice(content.text))
            yield ScannedCell(span, page.rate(where), agreed, page.show_figure(where))


def _tell_scanned(pages: Iterable[int]) -> Bilingual:
    listed = list(map(str, pages))
    return Bilingual(
        f"read by OCR: page {', '.join(listed)}", f"由OCR识别：第{'、'.join(listed)}页"
    )
