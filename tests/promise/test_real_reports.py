"""The five real reports, every cell; figures are compared with the gold beside them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extraction.pipeline import extract_file
from extraction.read import read_document
from extraction.settings import default_settings
from extraction.values.record import Record
from tests.support.places import SHARED
from tests.support.scored import find_form_cells, find_stray_spans

NAMES = (
    "000_4e901fe14db9be31",
    "001_54cc634fc9fc9cf6",
    "002_dfb1fdf329daf87e",
    "003_0869a50636f65fd2",
    "004_387625d1b7beb1f8",
)


def read(name: str) -> tuple[Path, Record, dict[str, Any]]:
    path = SHARED / "reports" / f"{name}.txt"
    if not path.exists():
        pytest.skip("../shared/reports, where the real reports lie, is absent")
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text("utf-8"), parse_float=Decimal)
    records = extract_file(path, default_settings())
    assert len(records) == 1
    return path, records[0], gold


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_real_report_is_as_in_the_gold(name: str) -> None:
    _, record, gold = read(name)
    expected = {
        (table, row, column): value
        for table, rows in gold["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    values = {tuple(key): cell.value for key, cell in find_form_cells(record).items()}
    assert values == expected
    assert record.form == gold["form"]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_report_is_verified_without_an_error(name: str) -> None:
    _, record, _ = read(name)
    assert record.status == "verified"
    assert [f for f in record.findings if f.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_spans_of_a_real_report_slice_back_to_the_printed_figure(name: str) -> None:
    path, record, _ = read(name)
    document = read_document(path, default_settings().max_file_bytes)
    assert document.text == path.read_bytes().decode("utf-8-sig")
    assert find_stray_spans(document, record) == []
    spans = [cell.span for cell in find_form_cells(record).values() if cell.state == "number"]
    assert len(set(spans)) == len(spans), "one printed figure fills one cell"
