"""Pictures of tables: read by OCR where it is installed, else a line says how to get it."""

import shutil
import time
from io import BytesIO
from typing import Any

import pytest

from extraction.read import document_from_bytes
from extraction.read.heartbeat import heartbeats_to
from extraction.read.scan import scanned_file
from extraction.read.scan.engine import SECOND_ENGINE
from extraction.read.scan.scanned_file import has_ocr
from extraction.values.document import Document, PageBox
from extraction.values.errors import UnreadableFile

ocr = pytest.mark.skipif(not has_ocr(), reason="gouji[ocr] is not installed")
PNG = b"\x89PNG\r\n\x1a\n"
ROWS = (("246", "0", "17"), ("84", "3", "1905"), ("72", "11", "8"))
LEFT, TOP, WIDTH, HEIGHT = 200, 300, 300, 90


def draw_table(stamp: tuple[int, int] | None = None) -> Any:
    """Draw a ruled table as a sheet at 200 dots an inch shows it."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=34)
    for row, figures in enumerate(ROWS):
        for column, figure in enumerate(figures):
            left, top = LEFT + column * WIDTH, TOP + row * HEIGHT
            pen.rectangle((left, top, left + WIDTH, top + HEIGHT), outline="black", width=3)
            pen.text((left + 30, top + 24), figure, fill="black", font=font)
    if stamp is not None:
        x, y = stamp
        seal = Image.new("RGB", sheet.size, "white")
        ImageDraw.Draw(seal).ellipse((x - 150, y - 150, x + 150, y + 150), outline="red", width=9)
        from PIL import ImageChops

        sheet = ImageChops.darker(sheet, seal)
    return sheet


def save(picture: Any, kind: str) -> bytes:
    file = BytesIO()
    picture.save(file, kind, dpi=(200, 200), resolution=200)
    return file.getvalue()


def texts(document: Document) -> list[str]:
    return [cell.span.slice(document.text) for grid in document.grids for cell in grid.cells]


FIGURES = [figure for row in ROWS for figure in row]


@ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "PDF"])
def test_a_picture_of_a_table_is_its_grid(kind: str) -> None:
    document = document_from_bytes("named.txt", save(draw_table(), kind))
    assert texts(document) == FIGURES
    assert [cell.row for cell in document.grids[0].cells] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert document.scanned is not None
    assert len(document.scanned) == len(FIGURES)
    assert "OCR" in document.remarks[-1].zh


@ocr
@pytest.mark.parametrize("askew", [-2.2, 0.7])
def test_a_page_that_lies_askew_is_read_and_its_places_are_those_shown(askew: float) -> None:
    turned = draw_table().rotate(askew, fillcolor="white")
    document = document_from_bytes("a.png", save(turned, "PNG"))
    assert texts(document) == FIGURES
    straight = document_from_bytes("a.png", save(draw_table(), "PNG"))
    for place, other in zip(document.places, straight.places, strict=True):
        assert isinstance(place.where, PageBox)
        assert isinstance(other.where, PageBox)
        assert place.where.page == 1
        assert abs(place.where.left - other.where.left) < 40
    first, last = document.places[0].where, document.places[2].where
    assert isinstance(first, PageBox)
    assert isinstance(last, PageBox)
    assert (first.top > last.top) == (askew > 0)  # shown askew, not straightened


@ocr
def test_a_red_stamp_over_figures_is_not_read() -> None:
    document = document_from_bytes("a.png", save(draw_table(stamp=(560, 400)), "PNG"))
    assert texts(document) == FIGURES


@ocr
@pytest.mark.skipif(shutil.which(SECOND_ENGINE) is None, reason="tesseract is not installed")
def test_a_second_engine_agrees_on_what_is_printed_clearly() -> None:
    document = document_from_bytes("a.png", save(draw_table(), "PNG"))
    assert document.scanned is not None
    assert sum(cell.agreed for cell in document.scanned) >= len(FIGURES) - 2


@ocr
def test_a_sheet_shows_each_figure_beside_its_number() -> None:
    import numpy as np
    from PIL import Image

    from extraction.read.scan.engine import read_lines
    from extraction.read.scan.figure_sheet import (
        ACROSS,
        FIELD_HIGH,
        FIELD_WIDE,
        NUMBER_WIDE,
        draw_figure_sheet,
    )

    document = document_from_bytes("a.png", save(draw_table(), "PNG"))
    assert document.scanned is not None
    sheet = Image.open(BytesIO(draw_figure_sheet([cell.picture for cell in document.scanned])))
    assert sheet.size == (ACROSS * FIELD_WIDE, 3 * FIELD_HIGH)
    seen = []
    for at in range(len(FIGURES)):
        row, column = divmod(at, ACROSS)
        left, top = column * FIELD_WIDE, row * FIELD_HIGH
        for start, end in ((2, NUMBER_WIDE), (NUMBER_WIDE, FIELD_WIDE - 2)):
            box = (left + start, top + 2, left + end, top + FIELD_HIGH - 2)
            seen.append(np.asarray(sheet.crop(box).convert("RGB")))
    read = [line.text.replace("O", "0") for line in read_lines(seen)]
    assert read[1::2] == FIGURES
    assert read[::2] == [f"[{number}]" for number in range(1, len(FIGURES) + 1)]


def save_pages(count: int) -> bytes:
    file = BytesIO()
    draw_table().save(
        file, "PDF", resolution=200, save_all=True, append_images=[draw_table()] * (count - 1)
    )
    return file.getvalue()


@ocr
def test_each_page_is_a_sign_of_life() -> None:
    heard: list[float] = []
    with heartbeats_to(lambda: heard.append(time.monotonic())):
        document = document_from_bytes("a.pdf", save_pages(2))
    assert len(document.scanned or ()) == 2 * len(FIGURES)
    assert len(heard) >= 2 * 3


@ocr
def test_of_far_too_many_pages_the_last_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from extraction.read.scan import scan_pictures

    monkeypatch.setattr(scan_pictures, "MOST_PAGES", 1)
    document = document_from_bytes("a.pdf", save_pages(2))
    assert texts(document) == FIGURES
    assert [page.en for page in document.unread] == ["page 2 is a picture, without text"]


@ocr
def test_without_a_second_engine_nothing_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", {}.get)
    document = document_from_bytes("a.png", save(draw_table(), "PNG"))
    assert document.scanned is not None
    assert not any(cell.agreed for cell in document.scanned)


@ocr
def test_what_is_no_picture_or_holds_no_print_is_one_line() -> None:
    from PIL import Image

    blank = save(Image.new("RGB", (900, 900), "white"), "PNG")
    large = save(Image.new("1", (8000, 6000), 1), "PNG")
    small = save(Image.new("1", (9, 9), 1), "PNG")
    cut_off = save(draw_table(), "PNG")[:3000]
    told = ("no print", "pixels", "cannot be opened", "cannot be opened", "cannot be opened")
    for data, words in zip((blank, large, small, cut_off, PNG + bytes(500)), told, strict=True):
        with pytest.raises(UnreadableFile) as refused:
            document_from_bytes("a.jpg", data)
        assert words in refused.value.said.en
        assert "\n" not in refused.value.said.en + refused.value.said.zh


def test_without_ocr_a_picture_is_one_line_that_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned_file, "has_ocr", lambda: False)
    with pytest.raises(UnreadableFile) as refused:
        document_from_bytes("a.txt", PNG + bytes(500))
    assert "pip install gouji[ocr]" in refused.value.said.en
    assert "PNG图片" in refused.value.said.zh
    assert "pip install gouji[ocr]" in refused.value.said.zh
