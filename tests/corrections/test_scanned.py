"""A person confirms what of a scan one engine alone has read, and corrects what it misread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from evals.synth.any_format import generate_file
from extraction.corrections.apply import apply_decisions
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.corrections import Decision, source_of
from extraction.values.document import ScannedCell
from extraction.values.record import Cell, Record

SETTINGS = default_settings()
SEED = 3
WHEN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
IN_SUMS = "requests.received.total"


@pytest.fixture(scope="module")
def scan() -> Record:
    """A report as one engine, sure of each cell, has read it."""
    page = document_from_bytes("a.html", generate_file(SEED, "html", "cn2021")[1])
    spans = [cell.span for grid in page.grids for cell in grid.cells]
    cells = tuple(ScannedCell(span, 0.99, agreed=False) for span in spans)
    [record] = extract_document(replace(page, scanned=cells), SETTINGS)
    return record


def named_by(record: Record, rule: str) -> list[str]:
    return [cell for finding in record.findings if finding.rule == rule for cell in finding.cells]


def held(record: Record, path: str) -> Cell:
    table, row, column = path.split(".")
    return record.tables[table][row][column]


def decide(record: Record, cell: str | None, **told: Any) -> Decision:
    base: dict[str, Any] = {"author": "Li", "when": WHEN, "reason": "compared with the page"}
    return Decision(source=source_of(record), cell=cell, **(base | told))


def confirm(record: Record, path: str) -> Decision:
    cell = held(record, path)
    return decide(record, path, action="confirm", state=cell.state, value=cell.value)


def correct(record: Record, path: str, value: int) -> Decision:
    return decide(record, path, action="correct", state="number", value=Decimal(value))


def decided(record: Record, *decisions: Decision) -> Record:
    applied = apply_decisions(record, decisions, SETTINGS)
    assert not applied.refused
    return applied.record


def test_once_all_named_figures_are_confirmed_the_report_is_settled(scan: Record) -> None:
    named = named_by(scan, "structure.scan")
    assert len(named) > 2
    confirmed = decided(scan, *(confirm(scan, path) for path in named))
    assert confirmed.status == "verified"
    assert not named_by(confirmed, "structure.scan")


def test_one_figure_that_is_not_confirmed_leaves_it_open(scan: Record) -> None:
    named = named_by(scan, "structure.scan")
    confirmed = decided(scan, *(confirm(scan, path) for path in named[1:]))
    assert confirmed.status == "needs_review"
    assert confirmed.reason_code == "Q04"


def test_a_sum_that_a_correction_breaks_confirms_no_other_figure(scan: Record) -> None:
    named = named_by(scan, "structure.scan")
    assert IN_SUMS not in named
    confirmed = decided(scan, *(confirm(scan, path) for path in named))
    value = held(scan, IN_SUMS).value
    assert value is not None
    broken = decided(confirmed, correct(confirmed, IN_SUMS, int(value) + 1))
    assert broken.status == "needs_review"
    in_question = named_by(broken, "structure.scan_sums")
    assert {IN_SUMS, "requests.received.natural_person"} <= set(in_question)
    later = decide(broken, None, action="confirm", when=WHEN + timedelta(hours=1))
    assert decided(broken, later).status == "source_inconsistent"
