"""Pictures of tables in Word files: read by OCR where it is installed, else named."""

import zipfile
from io import BytesIO

import pytest

from evals.synth.docx import pack_docx, paragraph
from extraction.read import document_from_bytes
from extraction.read.scan import scanned_file
from extraction.read.scan.scanned_file import has_ocr
from extraction.read.word import word_page
from extraction.values.document import Document
from tests.read.test_scans import FIGURES, draw_table, save, texts
from tests.read.test_word import in_table

ocr = pytest.mark.skipif(not has_ocr(), reason="gouji[ocr] is not installed")
DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="3000000"/><a:graphic>'
    '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
RUN = "<w:r><w:t>12</w:t></w:r>"


def read_with(picture: bytes, body: str) -> Document:
    """Read a Word file whose body refers to a picture."""
    packed = BytesIO()
    made = zipfile.ZipFile(BytesIO(pack_docx(body, {"image": ""})))
    with zipfile.ZipFile(packed, "w") as archive:
        for name in made.namelist():
            archive.writestr(name, picture if "word/image" in name else made.read(name))
    return document_from_bytes("a.docx", packed.getvalue())


@ocr
def test_a_picture_of_a_table_is_its_grid_and_what_is_text_stays_so() -> None:
    body = paragraph("年度报告") + in_table(RUN) + DRAWING + paragraph("落款")
    document = read_with(save(draw_table(), "PNG"), body)
    drawn = texts(document)
    assert drawn[-len(FIGURES) :] == FIGURES
    assert document.text.startswith("年度报告")
    assert document.text.rstrip().endswith("落款")
    assert document.scanned is not None
    by_text = {cell.span.slice(document.text): cell for cell in document.scanned}
    assert by_text["12"].agreed
    assert by_text["12"].sure == 1
    assert [cell.span.slice(document.text) for cell in document.scanned] == drawn
    assert by_text["1905"].sure < 1


@ocr
def test_a_picture_without_a_table_is_named() -> None:
    from PIL import Image

    document = read_with(save(Image.new("RGB", (900, 900), "white"), "PNG"), DRAWING)
    assert document.text == "[图片]\n"
    assert document.scanned is None


@ocr
def test_of_many_pictures_the_last_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_page, "MOST_PICTURES", 1)
    document = read_with(save(draw_table(), "PNG"), DRAWING * 3)
    assert texts(document) == FIGURES
    assert document.text.count("[图片]") == 2


@ocr
def test_a_file_to_take_in_that_is_a_scan_stays_one() -> None:
    document = read_with(save(draw_table(), "PNG"), '<w:altChunk r:id="rId1"/>')
    assert texts(document) == FIGURES
    assert document.scanned is not None
    assert len(document.scanned) == len(FIGURES)


def test_without_ocr_a_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned_file, "has_ocr", lambda: False)
    document = read_with(b"\x89PNG\r\n\x1a\n" + bytes(500), DRAWING)
    assert document.text == "[图片]\n"
    assert document.scanned is None


def test_a_picture_that_is_another_file_is_not_opened() -> None:
    document = read_with(pack_docx(paragraph("规章 12")), DRAWING)
    assert document.text == "[图片]\n"
