"""Two years of one agency: versions, flows, jumps, copies, measures."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.panel.aliases import Alias, Aliases
from extraction.panel.findings import Pair
from extraction.panel.hierarchy import check_hierarchy
from extraction.panel.measures import count_figures, measure_share
from extraction.panel.panel import check_pair
from extraction.panel.plan import load_plan
from extraction.panel.repeated import check_repeated, measure_repeated
from extraction.panel.series import Series, choose_version
from extraction.panel.year_report import digest_sentences
from extraction.values.record import CellKey, Scope
from tests.panel.planted import IN_FORCE
from tests.panel.records import Draft, draft_series, write_prose

NAME = "石桥县教育局"
PLAN = load_plan()


def two(first: int = 2022, seed: int = 1) -> tuple[Draft, Draft]:
    """The drafts of a year and of the one after it."""
    before, now = draft_series(NAME, range(first, first + 2), seed)
    return before, now


def codes(before: Draft, now: Draft) -> set[tuple[str, str]]:
    found = check_pair(Pair(NAME, now.report(), before.report()), PLAN)
    return {(each.finding.code, each.finding.severity) for each in found}


@pytest.mark.parametrize("seed", range(40))
def test_years_that_fit_say_nothing(seed: int) -> None:
    assert codes(*two(2022, seed)) == set()
    assert codes(*two(2020, seed)) == set()


def test_a_carry_over_that_differs_is_an_error_only_where_nothing_else_changed() -> None:
    before, now = two()
    now.add("carried_in", 2)
    assert ("Y01", "error") in codes(before, now)
    now.scope = "region_total"
    assert ("Y01", "warning") in codes(before, now)


def test_a_name_that_is_only_printed_otherwise_has_not_changed() -> None:
    before, now = two()
    now.add("carried_in", 2)
    now.name = "石桥县 教育局"
    assert ("Y01", "error") in codes(before, now)


def test_a_carry_over_goes_on_over_a_change_of_form_and_the_stock_does_not() -> None:
    before, now = two(2020)
    now.add("carried_in", 2)
    now.figures[IN_FORCE] += 500
    assert codes(before, now) == {("Y01", "warning"), ("Y02", "warning")}


def test_an_open_cell_proves_nothing() -> None:
    before, now = two()
    now.figures[IN_FORCE] += 500
    now.missing = {IN_FORCE}
    assert codes(before, now) == set()


def test_both_figures_and_the_cells_of_a_finding_are_told() -> None:
    before, now = two()
    now.figures[IN_FORCE] += 9
    (found,) = check_pair(Pair(NAME, now.report(), before.report()), PLAN)
    assert found.finding.left == now.figures[IN_FORCE]
    assert found.finding.difference == Decimal(9)
    row = "proactive_disclosure.normative_documents"
    assert found.finding.cells == (f"{row}.in_force", f"{row}.issued", f"{row}.repealed")
    assert found.years == (2023, 2022)
    assert "现行有效" in found.finding.message_zh


def version(day: date | None, granted: int = 0, scope: Scope = "own_agency") -> Draft:
    _, now = two()
    now.add("granted", granted)
    now.signed, now.scope, now.tag = day, scope, f"-{day}-{granted}-{scope}"
    return now


@pytest.mark.parametrize("turned", [False, True])
def test_the_version_signed_later_counts(turned: bool) -> None:
    versions = [version(date(2024, 1, 5)).report(), version(date(2024, 3, 1), 2).report()]
    chosen, found = choose_version(NAME, versions[::-1] if turned else versions)
    assert chosen == versions[1]
    assert [each.reports for each in found] == [(versions[1].source, versions[0].source)]


@pytest.mark.parametrize("scope", ["own_agency", "region_total"])
def test_where_dates_or_scopes_do_not_tell_none_counts(scope: Scope) -> None:
    day = date(2024, 1, 5)
    later = day if scope == "own_agency" else date(2024, 3, 1)
    versions = [version(day).report(), version(later, 2, scope).report()]
    chosen, (found,) = choose_version(NAME, versions)
    assert chosen is None
    assert (found.finding.code, found.finding.severity) == ("Y15", "warning")


# Copies


def test_only_the_year_is_masked() -> None:
    one = digest_sentences("2023年共公开信息120条，同比有所增长")
    assert one == digest_sentences("2024年共公开信息120条 同比有所增长！")
    assert one != digest_sentences("2024年共公开信息121条，同比有所增长")


def test_a_text_of_its_own_with_prescribed_sentences_is_no_copy() -> None:
    before, now = two()
    whole = next(measure_repeated(Pair(NAME, now.report(), before.report())))
    assert 0 < whole.same < whole.of
    assert not list(check_repeated(Pair(NAME, now.report(), before.report())))


def test_a_copied_text_is_told_even_with_its_sections_in_another_order() -> None:
    before, now = two()
    sections = {key: text.replace("2022", "2023") for key, text in before.prose.items()}
    now.prose = dict(reversed(sections.items()))
    found = list(check_repeated(Pair(NAME, now.report(), before.report())))
    rules = {each.finding.rule for each in found}
    assert rules == {"panel.repeated_text", "panel.repeated_section"}


def test_one_section_copied_is_told_as_that() -> None:
    before, now = two()
    before.prose["problems_improvements"] = write_prose(2022, Random(7))["overview"]
    now.prose["problems_improvements"] = before.prose["problems_improvements"]
    (found,) = check_repeated(Pair(NAME, now.report(), before.report()))
    assert found.finding.rule == "panel.repeated_section"
    assert found.finding.left == found.finding.right


def test_parts_of_a_section_count_once_in_the_whole() -> None:
    before, now = two()
    alone = next(measure_repeated(Pair(NAME, now.report(), before.report())))
    now.prose["overview.proactive"] = now.prose["overview"]
    again = next(measure_repeated(Pair(NAME, now.report(), before.report())))
    assert (alone.same, alone.of) == (again.same, again.of)


def test_few_and_small_figures_that_repeat_are_no_copy() -> None:
    before, now = two()
    for draft in (before, now):
        draft.figures = dict.fromkeys(draft.figures, Decimal(0))
        for row in ("received", "granted", "closed_total"):
            draft.add(row, 1)
    assert codes(before, now) == set()


# Regions


def test_children_are_compared_with_a_region_alone() -> None:
    parent, child = two()[0], two()[0]
    child.agency = "石桥县白水镇人民政府"
    child.figures = {key: value + 1 for key, value in child.figures.items()}
    aliases = Aliases((Alias(child.agency, child.agency, parent=NAME),))

    def found(scope: Scope) -> list[str]:
        parent.scope = scope
        series = [
            Series(draft.agency, {draft.year: draft.report()}, ()) for draft in (parent, child)
        ]
        return [each.finding.code for each in check_hierarchy(series, aliases)]

    assert found("region_total") == ["H04"]
    assert found("own_agency") == []
    child.figures = dict(parent.figures)
    assert found("region_total") == ["H05"]


# Measures


def test_a_measure_needs_every_figure_of_it() -> None:
    _, now = two()
    counts = count_figures(now.report(), PLAN)
    assert all(value is not None for value in counts.values())
    now.missing = {CellKey("requests", "partially_granted", "total")}
    counts = count_figures(now.report(), PLAN)
    known = {each.key for each in PLAN.measures if measure_share(each, counts) is not None}
    assert "disclosure_rate" not in known
    assert "full_grant_rate" in known


def test_counts_are_the_sums_that_the_forms_have() -> None:
    for draft in draft_series(NAME, range(2020, 2022), 4):
        counts = count_figures(draft.report(), PLAN)
        outcomes = ("granted", "partially_granted", "refused", "unable", "not_processed", "other")
        parts = [counts[key] for key in outcomes]
        assert sum(part for part in parts if part is not None) == counts["closed"]


figures = st.integers(0, 10**30).map(Decimal)


@given(granted=figures, partially=figures, rest=figures)
def test_a_rate_is_within_a_millionth_of_the_exact_one(
    granted: Decimal, partially: Decimal, rest: Decimal
) -> None:
    counts = {
        "granted": granted,
        "partially_granted": partially,
        "closed": granted + partially + rest,
    }
    share = measure_share(PLAN.measures[0], counts)
    whole = int(granted + partially + rest)
    if not whole:
        assert share is None
    else:
        assert share is not None
        assert abs(int(share * 10**6) * whole - int(granted + partially) * 10**6) <= whole
