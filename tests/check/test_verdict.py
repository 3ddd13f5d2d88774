"""The verdicts of the design, first that fits."""

from collections.abc import Mapping

import pytest

from extraction.check import check_report
from extraction.check.verdict import find_reason, rate_confidence
from extraction.values.catalogue import Message
from extraction.values.catalogue.template import Template
from extraction.values.prose import ReportProse
from extraction.values.record import Cell, CellKey, Finding
from tests.check.test_equations import (
    BLANK,
    FIRM,
    FORM,
    MARK,
    MISSING,
    OTHER,
    PERSON,
    TOTAL,
    key,
    number,
    report,
)


def open_doubt(code: str) -> Finding:
    words = Template(en="in doubt", zh="存疑")
    return Message(code, "a.check", "error", words).stays_open()


def status_of(cells: Mapping[CellKey, Cell], *findings: Finding) -> object:
    return check_report(FORM, cells, ReportProse(), findings).status


def test_a_closing_report_is_verified() -> None:
    judged = check_report(FORM, report())
    assert (judged.status, judged.reason) == ("verified", None)


@pytest.mark.parametrize("row", ["granted", "closed_total", "carried_out"])
def test_a_failing_rule_is_the_reports_mistake(row: str) -> None:
    cells = report(**{f"{row}__{PERSON}": number(77)})
    judged = check_report(FORM, cells)
    assert judged.status == "source_inconsistent"
    assert judged.reason


@pytest.mark.parametrize(
    "cell", [MISSING, Cell(state="text", raw="见附件", span=(0, 3), origin="read")]
)
@pytest.mark.parametrize("table", ["requests", "proactive_disclosure", "review_litigation"])
def test_a_cell_that_is_missing_or_text_needs_review(cell: Cell, table: str) -> None:
    place = next(k for k in FORM.cells if k.table == table)
    assert status_of(report() | {place: cell}) == "needs_review"


def test_a_missing_cell_outweighs_a_failing_rule() -> None:
    cells = report(granted__natural_person=number(77), carried_out__total=MISSING)
    assert status_of(cells) == "needs_review"


@pytest.mark.parametrize("empty", [BLANK, MARK])
def test_a_blank_kept_in_place_that_closes_is_verified(empty: Cell) -> None:
    assert status_of(report(carried_in__other_organization=empty)) == "verified"


def test_a_sum_that_a_blank_leaves_open_needs_review() -> None:
    """2 of 7 are missing where a blank stands: by the report, or because we misread it."""
    assert status_of(report(carried_in__commercial_enterprise=BLANK)) == "needs_review"


def test_sums_over_a_blank_total_say_nothing() -> None:
    assert status_of(report(granted__total=BLANK)) == "verified"


def test_a_printed_number_that_no_rule_covers_needs_review() -> None:
    """All totals of a column blank: nothing proves the figures in it."""
    changes = {f"closed_total__{FIRM}": BLANK, f"granted__{TOTAL}": BLANK}
    assert status_of(report(**changes)) == "needs_review"


@pytest.mark.parametrize("code", ["S01", "S03", "S05", "S06", "T4-08", "4.11"])
def test_an_open_doubt_about_the_reading_needs_review(code: str) -> None:
    doubt = open_doubt(code)
    assert status_of(report(), doubt) == "needs_review"
    reason = check_report(FORM, report(), ReportProse(), (doubt,)).reason
    assert reason == (code, doubt.said)


def test_a_warning_changes_no_verdict() -> None:
    """No year rule, bound or share of the warnings decides: only rules about sums do."""
    cells = report()
    for column in (PERSON, TOTAL):
        cells[key("review", "other" if column == PERSON else column, "review_litigation")] = number(
            60
        )
    judged = check_report(FORM, cells)
    assert judged.status == "verified"
    findings = judged.findings
    assert isinstance(findings, tuple)
    assert {f.code for f in findings} == {"T4-05"}


def test_exchanged_columns_need_review() -> None:
    cells = report()
    for row in {k.row for k in cells if k.table == "requests"}:
        left, right = key(row, OTHER), key(row, TOTAL)
        cells[left], cells[right] = cells[right], cells[left]
    assert status_of(cells) == "needs_review"


def test_confidence_ranks_what_is_filled_above_what_is_open() -> None:
    cells = report()
    form = (open_doubt("S01"),)
    solved = {k: c.model_copy(update={"origin": "solved"}) for k, c in cells.items()}
    half = {k: MISSING if i % 2 else cell for i, (k, cell) in enumerate(cells.items())}
    few = {k: MISSING if i % 9 else cell for i, (k, cell) in enumerate(cells.items())}
    ranks = [
        rate_confidence("verified", cells, ()),
        rate_confidence("source_inconsistent", cells, ()),
        rate_confidence("verified", solved, ()),
        rate_confidence("needs_review", cells, ()),
        rate_confidence("needs_review", half, ()),
        rate_confidence("needs_review", few, ()),
        rate_confidence("unreadable", cells, ()),
    ]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == len(ranks)
    assert rate_confidence("needs_review", cells, form) == 0.0
    assert rate_confidence("needs_review", {}, ()) == 0.0


def test_a_verified_report_has_no_reason() -> None:
    assert find_reason("verified", (open_doubt("S05"),)) is None
    assert rate_confidence("verified", report(), ()) < 1
