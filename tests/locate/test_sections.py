"""Sections, verbatim: the right text or none; cases lie under cases/locate/*/sections.

A case is a page in lines; a line that begins with @ stands for the table of that name.
`sections` says how each begins and ends, null where there must be none; @ alone is a table,
a missing end is not looked at.
"""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings, strategies

from evals.synth import LAYOUTS, LabelledReport, generate_report
from extraction.values.record import Record
from tests.support.case_lists import load_lists
from tests.support.scored import extract_text

CASES = [pytest.param(case, id=case["shows"]) for case in load_lists("sections").values()]
SEEDS = strategies.integers(min_value=0, max_value=10**9)
WORDED = sorted(LAYOUTS.keys() - {"repeated-lines-dropped", "pdf", "unrendered"})
UNCHANGED = (
    *(
        "headings_lost",
        "headings_renumbered",
        "title_lost",
        "source_line",
        "index_box",
        "nav_before",
    ),
    *("menu_after", "title_repeated", "attachments", "tables_missing", "blanks_removed", "marks"),
)


@cache
def tables() -> dict[str, str]:
    """The tables of a generated report, by their section."""
    report = generate_report(1, layout="pipes", form="cn2021", modifiers=())
    _, (record,) = extract_text(report.text)
    return {key: record.sections[key].text.split("\n", 1)[1] for key in record.tables}


def set_tables(lines: list[str]) -> str:
    return "\n".join(tables()[line[1:]] if line.startswith("@") else line for line in lines)


@pytest.mark.parametrize("case", CASES)
def test_a_page_has_the_sections_written_beside_it(case: dict[str, Any]) -> None:
    document, (record,) = extract_text(set_tables(case["lines"]))
    for key, expected in case["sections"].items():
        section = record.sections.get(key)
        assert (section is None) == (expected is None), key
        if section is None or expected is None:
            continue
        assert document.text[slice(*section.span)] == section.text
        first, last = expected
        table = tables().get(key, "").rstrip("| ")  # empty cells at its end may be left out
        assert section.text.startswith(table if first == "@" else first), key
        assert section.text.rstrip("| ").endswith(table if last == "@" else last or ""), key


def find_misplaced(record: Record, report: LabelledReport) -> list[tuple[str, str, str]]:
    """Paragraphs that stand in a section which is not theirs: section, owner, paragraph."""
    texts = {key: "".join(s.text.split()) for key, s in record.sections.items() if "." not in key}
    return [
        (key, owner, paragraph)
        for owner, paragraphs in report.sections.items()
        for paragraph in paragraphs
        for key, text in texts.items()
        if key != owner and len(paragraph) > 12 and "".join(paragraph.split()) in text
    ]


def find_truncated(record: Record, report: LabelledReport) -> list[tuple[str, str]]:
    """Paragraphs that are missing from a section that was found."""
    return [
        (owner, paragraph)
        for owner, paragraphs in report.sections.items()
        for paragraph in paragraphs
        if owner in record.sections
        and "".join(paragraph.split()) not in "".join(record.sections[owner].text.split())
        and owner not in record.tables
    ]


@pytest.mark.parametrize("layout", WORDED)
def test_every_layout_keeps_its_sections(layout: str) -> None:
    for seed in range(6):
        report = generate_report(seed, layout=layout, modifiers=())
        _, records = extract_text(report.text, report.ending)
        assert find_misplaced(records[0], report) == []
        assert find_truncated(records[0], report) == []
        assert set(report.sections) - {"preamble"} <= set(records[0].sections)


@given(SEEDS, strategies.sampled_from(WORDED), strategies.sets(strategies.sampled_from(UNCHANGED)))
@settings(max_examples=120, derandomize=True, deadline=None, database=None)
def test_no_paragraph_stands_in_a_section_of_others(
    seed: int, layout: str, modifiers: set[str]
) -> None:
    report = generate_report(seed, layout=layout, modifiers=sorted(modifiers))
    _, records = extract_text(report.text, report.ending)
    assert find_misplaced(records[0], report) == []
    assert find_truncated(records[0], report) == []
