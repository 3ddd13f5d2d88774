"""Made-up reports as LibreOffice saves and prints them, and scans of these."""

import pytest

from evals.bench_scans import SETTLED, count_cells
from evals.synth import by_office
from evals.synth.any_format import generate_file
from evals.synth.by_office import AnyFormat, generate_any
from extraction.forms.load import load_forms
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.read.libre_office import find_office
from extraction.read.scan.scanned_file import has_ocr
from extraction.settings import Settings
from extraction.values.errors import NotMeasured
from extraction.values.record import Record

SEED = 4
office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
ocr = pytest.mark.skipif(not has_ocr(), reason="gouji[ocr] is not installed")


def read(name: str, data: bytes) -> Record:
    [record] = extract_document(document_from_bytes(name, data), Settings(load_forms()))
    return record


@office
@pytest.mark.parametrize("file_format", ["doc", "pdf"])
def test_what_libre_office_writes_is_the_same_report(file_format: AnyFormat) -> None:
    report, ending, data = generate_any(SEED, file_format)
    assert ending == f".{file_format}"
    assert report == generate_file(SEED, "docx")[0]
    record = read(f"a{ending}", data)
    assert record.status == "verified"
    assert dict(count_cells(record, report)) == {"right": len(report.cells)}


@office
@ocr
@pytest.mark.parametrize(("file_format", "least"), [("scan", 0.95), ("scan-150", 0.9)])
def test_a_scan_is_read_and_no_cell_of_a_settled_one_is_wrong(
    file_format: AnyFormat, least: float
) -> None:
    report, ending, data = generate_any(SEED, file_format)
    assert ending == f"-{file_format}.pdf"
    record = read(f"a{ending}", data)
    counted = count_cells(record, report)
    assert counted["right"] >= least * len(report.cells)
    assert record.status not in SETTLED or not counted["wrong"]


def test_without_libre_office_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_office, "find_office", lambda: None)
    with pytest.raises(NotMeasured, match="apt-get install"):
        generate_any(SEED, "pdf")
