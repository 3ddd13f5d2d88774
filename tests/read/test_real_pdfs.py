"""Two real PDFs, every cell as in the gold beside them; they are no part of the project."""

import json
from decimal import Decimal

import pytest

from extraction.pipeline import extract_file
from extraction.read import read_document
from extraction.settings import default_settings
from extraction.values.document import PageBox, Span
from tests.support.places import SHARED
from tests.support.scored import find_form_cells, find_stray_spans

FOLDER = SHARED / "found" / "pdf"
NAMES = ("hongze-2023", "huaian-2024")

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/found/pdf, where the real PDFs lie, is absent"
)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_real_pdf_is_as_in_the_gold(name: str) -> None:
    gold = json.loads((FOLDER / f"{name}.gold.json").read_text("utf-8"), parse_float=Decimal)
    (record,) = extract_file(FOLDER / f"{name}.pdf", default_settings())
    expected = {
        (table, row, column): value
        for table, rows in gold["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    assert {tuple(key): cell.value for key, cell in find_form_cells(record).items()} == expected
    assert record.status == gold["status"]
    assert record.metadata.agency in gold["metadata"]["agency_accept"]
    assert record.metadata.year == gold["metadata"]["year"]
    document = read_document(FOLDER / f"{name}.pdf", default_settings().max_file_bytes)
    assert find_stray_spans(document, record) == []


def test_the_mistakes_of_a_real_pdf_are_named() -> None:
    (record,) = extract_file(FOLDER / "hongze-2023.pdf", default_settings())
    failed = {
        f.code: f.cells for f in record.findings if f.severity == "error" and f.code[0] == "T"
    }
    assert set(failed) == {"T4-01", "T4-03"}
    assert "review_litigation.review.total" in failed["T4-01"]
    assert "review_litigation.litigation_after_review.total" in failed["T4-03"]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_real_pdf_has_its_box(name: str) -> None:
    path = FOLDER / f"{name}.pdf"
    document = read_document(path, default_settings().max_file_bytes)
    (record,) = extract_file(path, default_settings())
    boxes = {place.span: place.where for place in document.places}
    for cell in find_form_cells(record).values():
        assert cell.span is not None
        where = boxes[Span(*cell.span)]
        assert isinstance(where, PageBox)
        assert 0 < where.left < where.right < 595
        assert 0 < where.top < where.bottom < 842
