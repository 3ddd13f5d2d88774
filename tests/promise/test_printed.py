"""A report gives the same record as a web page and printed as a PDF."""

import pytest

from evals.synth import generate_report
from evals.synth.printing import print_document
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.document import Document
from extraction.values.record import Record
from tests.support.scored import find_form_cells

SETTINGS = default_settings()
SEEDS = range(770_000, 770_006)
OF_PAGES = "Q03"
"""The one code that only a file with pages has."""


def read(document: Document) -> Record:
    (record,) = extract_document(document, SETTINGS)
    return record


@pytest.mark.parametrize("seed", SEEDS)
def test_a_printed_report_gives_the_same_record(seed: int) -> None:
    report = generate_report(seed, layout="html", modifiers=[])
    page = document_from_bytes("a.html", report.text.encode())
    drawn, printed = read(page), read(document_from_bytes("a.pdf", print_document(page)))
    assert printed.status == drawn.status in ("verified", "source_inconsistent")
    shown = {key: (cell.state, cell.value) for key, cell in find_form_cells(drawn).items()}
    assert {
        key: (cell.state, cell.value) for key, cell in find_form_cells(printed).items()
    } == shown
    for name in ("agency", "agency_type", "region", "year", "period_start", "period_end", "signed"):
        assert getattr(printed.metadata, name) == getattr(drawn.metadata, name)
    codes = [f.code for f in printed.findings if f.code != OF_PAGES]
    assert sorted(codes) == sorted(f.code for f in drawn.findings)
    facts = sorted((fact.key, str(fact.value)) for fact in drawn.facts)
    assert sorted((fact.key, str(fact.value)) for fact in printed.facts) == facts
