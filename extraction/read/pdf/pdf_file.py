"""Open a PDF by pdfium, which runs no script and fetches nothing; draw all of its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2  # noqa: F401 - its import makes the library ready
import pypdfium2.raw as pdfium

from extraction.read.pdf.ink import Drawn, turn_upright
from extraction.read.pdf.pdf_page import CrowdedPageError, draw_page
from extraction.values.errors import UnreadableFile

MOST_PAGES = 1000
LOCKED = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})


def draw_pages(label: str, data: bytes) -> Iterator[Drawn]:
    """Yield the pages as they are drawn; UnreadableFile says what is wrong and what to do."""
    with open_pdf(label, data) as document:
        yield from draw_open_pages(label, document)


def draw_open_pages(label: str, document: Any) -> Iterator[Drawn]:
    """Yield the pages of an open pdfium document; UnreadableFile where one is crowded."""
    for number in range(1, pdfium.FPDF_GetPageCount(document) + 1):
        try:
            yield turn_upright(draw_page(document, number))
        except CrowdedPageError as error:
            raise UnreadableFile(
                f"{label}: page {number} holds far more than a report's page does:"
                " take the report's pages out of the file and read those.",
                f"{label}：第{number}页内容远多于报告的一页：请只截取报告所在页再读取。",
            ) from error


@contextmanager
def open_pdf(label: str, data: bytes) -> Iterator[Any]:
    """Open a PDF whose bytes are at hand; one with an empty password opens like any other."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _refuse(label, pdfium.FPDF_GetLastError())
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise _refuse(label, pdfium.FPDF_ERR_FORMAT)
        if count > MOST_PAGES:
            raise UnreadableFile(
                f"{label} is a PDF of {count:,} pages, and at most {MOST_PAGES:,} are read:"
                " take the report's pages out of the file and read those.",
                f"{label} 是共{count:,}页的PDF，最多读取{MOST_PAGES:,}页："
                "请只截取报告所在页再读取。",
            )
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _refuse(label: str, code: int) -> UnreadableFile:
    """Word why a PDF does not open."""
    if code in LOCKED:
        return UnreadableFile(
            f"{label} is a PDF under a password: open it, save it without one and read that.",
            f"{label} 是加密的PDF：请用密码打开，另存为不加密的文件再读取。",
        )
    return UnreadableFile(
        f"{label} is a PDF document, but its insides are damaged: get the file again.",
        f"{label} 是PDF文档，但内部已损坏：请重新获取文件。",
    )
