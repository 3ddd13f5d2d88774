"""Pages of a PDF: the picture is the page, and the box lies where the figure stands."""

import struct
import zlib
from pathlib import Path

import pytest

from extraction.review.page_pictures import SCALE, draw_pictures, grey_png
from extraction.review.source_text import SourceReader, SourceText
from extraction.review.write import PageChoices, PageWriter
from extraction.values.document import PageBox, SourcePlace, Span
from extraction.values.record import Record, Source
from tests.review.made import MAX_BYTES, SETTINGS, record_of
from tests.support.browser import Opens, in_browser

WIDTH, HEIGHT = 400, 600
BLACK = (100.0, 450.0, 160.0, 480.0)  # left, top, right, bottom in points, from the upper left


def make_pdf(pages: int = 2) -> bytes:
    """Return a PDF whose pages are white but for one black box."""
    left, top, right, bottom = BLACK
    drawing = f"0 g {left} {HEIGHT - bottom} {right - left} {bottom - top} re f".encode()
    kids = " ".join(f"{4 + at} 0 R" for at in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents 3 0 R>>".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        *[page] * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def pixels_of(png: bytes) -> list[bytes]:
    """Return the rows of a grey picture of one byte a dot: what grey_png does, done backwards."""
    width, height = struct.unpack(">2I", png[16:24])
    assert png[24:29] == bytes((8, 0, 0, 0, 0))
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    raw = zlib.decompress(png[start + 4 : start + 4 + length])
    rows = [raw[at * (width + 1) : (at + 1) * (width + 1)] for at in range(height)]
    assert all(row[0] == 0 for row in rows)
    return [row[1:] for row in rows]


def test_a_picture_comes_back_dot_by_dot() -> None:
    assert pixels_of(grey_png(3, 2, 4, b"abc-def-")) == [b"abc", b"def"]


def test_a_page_is_drawn_as_it_is() -> None:
    (picture,) = draw_pictures(make_pdf(), [2])
    assert (picture.number, picture.width, picture.height) == (2, WIDTH, HEIGHT)
    rows = pixels_of(picture.png)
    assert (len(rows[0]), len(rows)) == (WIDTH * SCALE, HEIGHT * SCALE)
    left, top, right, bottom = (round(edge * SCALE) for edge in BLACK)
    dark = [(x, y) for y, row in enumerate(rows) for x, dot in enumerate(row) if dot < 128]
    assert (min(dark), max(dark)) == ((left, top), (right - 1, bottom - 1))


def test_pages_that_are_not_there_are_left_out() -> None:
    assert [picture.number for picture in draw_pictures(make_pdf(), [0, 1, 3, 99])] == [1]


class OnPages(SourceReader):
    """Reads every source as if its figures stood on the second page of its PDF."""

    def read(self, source: Source) -> SourceText:
        del source
        record = record_of("7-slip.txt")
        text = Path(record.source.path).read_text("utf-8")
        span = record.tables["requests"]["carried_in"]["total"].span
        assert span is not None
        return SourceText(text, places=(SourcePlace(Span(*span), PageBox(2, *BLACK)),))


def pdf_record(folder: Path) -> Record:
    file = folder / "report.pdf"
    file.write_bytes(make_pdf())
    record = record_of("7-slip.txt")
    told = {"path": str(file), "media_type": "application/pdf"}
    return record.model_copy(update={"source": record.source.model_copy(update=told)})


@pytest.fixture
def pdf_page(tmp_path: Path) -> Path:
    choices = PageChoices("en", "x")
    writer = PageWriter(tmp_path / "page.html", SETTINGS.forms, OnPages(MAX_BYTES), choices)
    writer.add(pdf_record(tmp_path))
    return writer.finish()


@in_browser
def test_a_box_lies_on_the_page_where_the_figure_stands(opens: Opens, pdf_page: Path) -> None:
    window = opens(pdf_page)
    window.page.locator("a.row").click()
    image = window.page.locator(".sheet img")
    assert image.count() == 1  # the first page holds no figure
    window.page.wait_for_selector(".mark.box.picked")  # the cell to blame is picked at once
    drawn, box = image.bounding_box(), window.page.locator(".mark.box").bounding_box()
    assert drawn is not None
    assert box is not None
    scale = drawn["width"] / WIDTH
    assert drawn["height"] == pytest.approx(HEIGHT * scale, abs=1)
    left, top, right, bottom = BLACK
    assert box["x"] - drawn["x"] == pytest.approx(left * scale, abs=1)
    assert box["y"] - drawn["y"] == pytest.approx(top * scale, abs=1)
    assert box["width"] == pytest.approx((right - left) * scale, abs=1)
    assert box["height"] == pytest.approx((bottom - top) * scale, abs=1)
    assert "page 2" in window.page.inner_text("#detail")
    assert window.is_quiet()


@in_browser
def test_what_has_no_box_is_shown_in_the_text(opens: Opens, pdf_page: Path) -> None:
    window = opens(pdf_page)
    window.page.locator("a.row").click()
    window.page.wait_for_selector(".mark.box")
    window.page.locator("button.cell[aria-label^='(七)总计 / 总计']").click()
    assert window.page.locator(".text .mark.picked").inner_text() == "26"
    window.page.keyboard.press("v")
    window.page.locator(".mark.box").click()
    label = window.page.locator("button.cell[aria-current]").get_attribute("aria-label")
    assert label is not None
    assert label.startswith("二、上年结转政府信息公开申请数量 / 总计, 5")


def test_a_text_file_has_no_pictures() -> None:
    source = record_of("7-slip.txt").source
    assert SourceReader(MAX_BYTES).draw(source, {1}) == ()
