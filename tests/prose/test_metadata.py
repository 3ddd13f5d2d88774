"""What a report says about itself: right or null, never wrong."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies

from evals.synth import LAYOUTS, MODIFIERS, LabelledReport, generate_report, join_reports
from extraction.check.conclusion import check_record
from extraction.values.record import Record
from tests.promise.test_real_reports import NAMES, read
from tests.support.case_lists import (
    find_strays,
    find_wrong_metadata,
    load_lists,
    warnings_of,
    written,
)
from tests.support.scored import extract_text
from tests.support.scored import settings as gouji_settings

CASES = [
    pytest.param(case, id=f"{name.rpartition('-')[0]}: {case['shows']}")
    for name, case in load_lists("metadata").items()
]
SEEDS = strategies.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize("case", CASES)
def test_a_page_says_what_is_written_beside_it(case: dict[str, Any]) -> None:
    assert find_wrong_metadata(case) == []


@pytest.mark.parametrize("name", NAMES)
def test_metadata_of_a_real_report_are_as_in_the_gold(name: str) -> None:
    _, record, gold = read(name)
    expected = dict(gold["metadata"])
    accepted = [expected["agency"], *expected.pop("agency_accept", ())]
    found = written(record.metadata)
    assert found["agency"] in accepted[: 1 if expected["agency"] is None else None]
    assert {key: found[key] for key in expected} == {**expected, "agency": found["agency"]}


@pytest.mark.parametrize("name", NAMES)
def test_a_real_report_has_no_warning_but_its_own_conflicts(name: str) -> None:
    _, record, gold = read(name)
    codes = {f.code for f in record.findings if f.severity == "warning" and f.code[0] in "DAS"}
    assert codes == {c["rule"] for c in gold["conflicts"] if c["rule"][0] in "DAS"}


def find_false(record: Record, report: LabelledReport) -> list[tuple[str, Any, Any]]:
    """The fields that say something else than the generator has printed; null is no lie."""
    found = written(record.metadata)
    return [
        (key, found[key], true)
        for key, true in report.metadata.items()
        if found[key] is not None and found[key] != true
    ]


def hold(report: LabelledReport) -> Record:
    document, records = extract_text(report.text, report.ending)
    for record in records:
        assert find_strays(document, record) == []
    assert find_false(records[0], report) == []
    return records[0]


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_keeps_its_metadata(layout: str) -> None:
    for seed in range(6):
        record = hold(generate_report(seed, layout=layout, modifiers=()))
        assert record.metadata.year is not None or layout in (
            "repeated-lines-dropped",
            "unrendered",
        )


@pytest.mark.parametrize("modifier", sorted(MODIFIERS))
def test_no_damage_makes_metadata_false(modifier: str) -> None:
    for seed in range(4):
        hold(generate_report(seed, modifiers=(modifier,)))


@given(SEEDS)
@settings(max_examples=120, derandomize=True, deadline=None, database=None)
def test_metadata_of_any_report_are_right_or_null(seed: int) -> None:
    hold(generate_report(seed))


def test_most_reports_say_whose_they_are() -> None:
    """Null always would never be wrong; this keeps it worth something."""
    reports = [generate_report(seed) for seed in range(30_000, 30_080)]
    told = [hold(report).metadata for report in reports]
    for key in ("agency", "year", "period_end", "signed"):
        printed = sum(report.metadata[key] is not None for report in reports)
        found = sum(getattr(metadata, key) is not None for metadata in told)
        assert found > 0.85 * printed, key


@given(SEEDS, strategies.data())
@settings(max_examples=80, derandomize=True, deadline=None, database=None)
def test_nothing_raises_on_a_damaged_page(seed: int, data: strategies.DataObject) -> None:
    """Lines lost, moved and doubled, characters put in: every span still slices back."""
    lines = generate_report(seed % 500).text.split("\n")
    picks = strategies.lists(strategies.integers(0, len(lines) - 1), max_size=len(lines))
    order = data.draw(strategies.one_of(picks, strategies.permutations(range(len(lines)))))
    junk = data.draw(
        strategies.text(alphabet="年月日202411二一、。()|《》〔〕\u3000 \r", max_size=12)
    )
    damaged = "\n".join(lines[index] for index in order) + junk + lines[0]
    document, records = extract_text(damaged)
    for record in records:
        assert find_strays(document, record) == []


def test_the_rules_run_again_over_a_corrected_record() -> None:
    _, (record,) = extract_text(
        generate_report(3, layout="cell-per-line-spaced", modifiers=()).text
    )
    year = record.metadata.year
    assert year is not None
    wrong = record.metadata.model_copy(update={"year": year - 1})
    again = check_record(record.model_copy(update={"metadata": wrong}), gouji_settings())
    assert "D01" in warnings_of(again) or record.metadata.period_end is None
    assert check_record(again, gouji_settings()).findings == again.findings


def test_the_rules_run_again_say_the_same() -> None:
    for seed in range(60, 80):
        report = generate_report(seed)
        for record in extract_text(report.text, report.ending)[1]:
            again = check_record(record, gouji_settings())
            assert [f.message for f in again.findings] == [f.message for f in record.findings]


@pytest.mark.parametrize("seed", range(8))
def test_two_reports_in_one_file_keep_to_themselves(seed: int) -> None:
    modifiers = ("index_box", "source_line", "menu_after")[: seed % 4]
    pair = [
        generate_report(s, layout="cell-per-line", form="cn2021", modifiers=modifiers, mistakes=0)
        for s in (seed, seed + 50)
    ]
    _, records = extract_text(join_reports(*pair).text)
    assert len(records) == 2
    for record, report in zip(records, pair, strict=True):
        assert find_false(record, report) == []
        assert record.metadata.agency == report.metadata["agency"]
        assert "problems_improvements" in record.sections
