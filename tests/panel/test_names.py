"""What is one agency, and what is left apart."""

from collections.abc import Iterable

import pytest

from extraction.panel.aliases import Alias, Aliases
from extraction.panel.names import normalise_name
from extraction.panel.tie import Tied, tie_reports
from extraction.panel.year_report import record_to_report
from tests.panel.records import Draft, draft_series

COUNTY, CITY_COUNTY = "柳北区教育局", "柳州市柳北区教育局"
CODE, OTHER_CODE = "11341702486344515H", "11341702003251899Q"


def drafts(name: str, years: Iterable[int], uscc: str | None = None) -> list[Draft]:
    wanted = set(years)
    found = [draft for draft in draft_series(name, range(2021, 2025), 3) if draft.year in wanted]
    for draft in found:
        draft.uscc = uscc
    return found


def tie(*series: list[Draft]) -> Tied:
    return tie_reports([draft.report() for each in series for draft in each], Aliases())


def names(tied: Tied) -> list[str]:
    return [group.name for group in tied.agencies]


def codes(tied: Tied) -> list[str]:
    return [found.finding.code for found in tied.findings]


@pytest.mark.parametrize(
    "printed",
    [
        "石桥县　衛生健康局",
        "石桥县卫生健康局（石桥县中医药管理局）",
        "“石桥县卫生健康局”",
        "石桥县 卫生健康局",
    ],
)
def test_a_name_is_the_same_whatever_it_is_printed_in(printed: str) -> None:
    assert normalise_name(printed) == "石桥县卫生健康局"


def test_more_of_the_place_joins_where_no_year_has_both() -> None:
    tied = tie(drafts(COUNTY, (2021, 2022)), drafts(CITY_COUNTY, (2023, 2024)))
    assert names(tied) == [CITY_COUNTY]
    assert codes(tied) == []


def test_more_of_the_place_is_left_apart_where_both_report_on_a_year() -> None:
    tied = tie(drafts(COUNTY, (2021, 2022)), drafts(CITY_COUNTY, (2022, 2023)))
    assert sorted(names(tied)) == sorted((COUNTY, CITY_COUNTY))
    assert codes(tied) == ["Y14"]


def test_a_short_name_that_may_be_either_of_two_is_left_apart() -> None:
    short = drafts("朝阳区教育局", (2021,))
    tied = tie(short, drafts("长春市朝阳区教育局", (2022,)), drafts("北京市朝阳区教育局", (2023,)))
    assert len(tied.agencies) == 3
    assert codes(tied) == ["Y14"]


def test_a_government_and_its_office_are_two() -> None:
    tied = tie(drafts("石桥县人民政府", (2021,)), drafts("石桥县人民政府办公室", (2022,)))
    assert len(tied.agencies) == 2
    assert codes(tied) == []


def test_a_code_joins_a_body_and_its_new_name() -> None:
    old, new = "石桥县环境保护局", "石桥县生态环境局"
    tied = tie(drafts(old, (2021, 2022), CODE), drafts(new, (2023, 2024), CODE))
    assert names(tied) == [new]


def test_a_code_that_a_portal_prints_on_every_page_joins_nothing() -> None:
    tied = tie(drafts("石桥县教育局", (2021,), CODE), drafts("石桥县财政局", (2022,), CODE))
    assert len(tied.agencies) == 2
    assert codes(tied) == ["Y14"]


def test_one_name_with_two_codes_is_left_apart() -> None:
    tied = tie(drafts(COUNTY, (2021,), CODE), drafts(COUNTY, (2022,), OTHER_CODE))
    assert len(tied.agencies) == 2
    assert codes(tied) == ["Y14"]


@pytest.mark.parametrize("name", ["教育局", "城关镇人民政府"])
def test_a_name_that_does_not_say_where_ties_nothing(name: str) -> None:
    tied = tie(drafts(name, (2021, 2022)))
    assert [len(group.reports) for group in tied.agencies] == [1, 1]
    assert codes(tied) == ["Y14"]


def test_an_alias_says_where() -> None:
    aliases = Aliases((Alias("城关镇人民政府", "石桥县城关镇人民政府"),))
    reports = [draft.report() for draft in drafts("城关镇人民政府", (2021, 2022))]
    tied = tie_reports(reports, aliases)
    assert names(tied) == ["石桥县城关镇人民政府"]
    assert codes(tied) == []


def test_reports_without_a_year_are_told() -> None:
    (draft,) = drafts(COUNTY, (2021,))
    record = draft.record()
    bare = record.model_copy(update={"metadata": record.metadata.model_copy(update={"year": None})})
    tied = tie_reports([record_to_report(bare, ())], Aliases())
    assert tied.agencies == ()
    assert "柳北区教育局/2021.txt" in tied.findings[0].finding.message
