"""What is measured of other tools' texts: which hold the grid, and how they come out."""

import json
import re
import shutil
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import pytest

from evals.bench_tools import list_done, measure_on, read_outcomes
from evals.converted.pages import make_convertible
from evals.converted.through_tools import (
    FROM_PAGE,
    ITSELF,
    ConvertedOutcome,
    count_held,
    holds_grid,
    tabulate_tools,
)
from evals.converted.tools import CONVERTERS, EXTRACTORS
from evals.synth.generate import generate_report
from evals.synth.labelled import LabelledReport
from extraction.read.libre_office import find_office
from extraction.values.record import Status

NEEDED = (
    *("pdfplumber", "pypdf", "pdfminer", "trafilatura"),
    *("markdownify", "html2text", "inscriptis"),
)
OPEN: Status = "needs_review"
BUSY = 4
"""The seed of a report that has received requests."""


def spaced(page: str = "") -> tuple[LabelledReport, str]:
    report = generate_report(BUSY, layout="markdown", modifiers=(), mistakes=0)
    return report, report.text.replace("\n", f"\n{page}\n" if page else "\n")


def test_a_grid_in_order_is_held() -> None:
    assert holds_grid(*spaced())


@pytest.mark.parametrize("page", ["12", "- 3 -", "第 4 页"])
def test_a_number_of_a_page_does_not_break_it(page: str) -> None:
    assert holds_grid(*spaced(page))


def test_rows_without_words_between_them_are_none() -> None:
    report, text = spaced()
    figures = " ".join(label.raw or "" for label in report.cells.values())
    assert not holds_grid(report, text[:200] + figures)


def test_a_row_out_of_its_place_is_none() -> None:
    report, text = spaced()
    first = next(line for line in text.splitlines() if "本年新收" in line)
    assert not holds_grid(report, text.replace(first + "\n", "") + first)


def test_a_report_belongs_to_its_seed() -> None:
    assert make_convertible(11).docx == make_convertible(11).docx
    assert make_convertible(11).html != make_convertible(12).html


def outcome(tool: str, name: str, status: Status, *, holds: bool = True) -> ConvertedOutcome:
    return ConvertedOutcome(tool, name, holds, status, right=True, silent=0)


def test_reports_that_stay_open_as_pages_are_not_counted_against_texts() -> None:
    outcomes = {
        FROM_PAGE: [outcome(FROM_PAGE, "1.html", "verified"), outcome(FROM_PAGE, "2.html", OPEN)],
        ITSELF: [outcome(ITSELF, "1.pdf", OPEN)],
        "pypdf": [
            outcome("pypdf", "1.txt", "source_inconsistent"),
            outcome("pypdf", "2.txt", OPEN),
        ],
        "html2text": [outcome("html2text", "1.md", OPEN)],
        "inscriptis": [outcome("inscriptis", "1.txt", OPEN, holds=False)],
    }
    assert count_held(outcomes) == (2, 1)
    assert tabulate_tools(outcomes).endswith("1 of 2 that hold, 50.0%")


def test_a_report_that_was_not_read_by_every_tool_is_measured_again(tmp_path: Path) -> None:
    kept = tmp_path / "outcomes.jsonl"
    whole = [outcome(tool, "1-0000.txt", OPEN) for tool in (FROM_PAGE, ITSELF)]
    whole += [outcome(tool, "1-0000.txt", OPEN) for tool in (*EXTRACTORS, *CONVERTERS)]
    lines = [json.dumps(asdict(one)) for one in (*whole, outcome("pypdf", "1-0001.txt", OPEN))]
    kept.write_text("\n".join([*lines, '{"tool": "pdfmin']))
    read = read_outcomes(kept)
    assert len(read) == len(whole) + 1
    assert list_done(read) == {"1-0000": whole}


def test_a_blank_that_only_the_count_tells_is_not_held() -> None:
    report = generate_report(BUSY, layout="markdown", modifiers=("blanks_kept",), mistakes=0)
    blanks = [key for key, label in report.cells.items() if not (label.raw or "").strip()]
    assert blanks
    assert holds_grid(report, report.text)
    assert not holds_grid(report, re.sub(r"\|(?: +\|)+", "|", report.text))


@pytest.mark.skipif(
    find_office() is None or shutil.which("pdftotext") is None or not all(map(find_spec, NEEDED)),
    reason="needs LibreOffice, poppler-utils and the extra `converters`: pip install"
    " gouji[converters]",
)
def test_a_report_is_measured_through_every_tool(tmp_path: Path) -> None:
    [measured] = measure_on(1, 5, tmp_path)
    assert list(measure_on(1, 5, tmp_path)) == [measured]  # nothing is measured twice
    outcomes = {outcome.tool: [outcome] for outcome in measured}
    assert outcomes.keys() == {FROM_PAGE, ITSELF, *EXTRACTORS, *CONVERTERS}
    assert not any(outcome.silent for own in outcomes.values() for outcome in own)
    settled = {tool for tool, [outcome] in outcomes.items() if outcome.settled}
    assert {FROM_PAGE, ITSELF, "markdownify"} <= settled
    lines = tabulate_tools(outcomes).splitlines()
    assert len(lines) == 2 + len(outcomes)
