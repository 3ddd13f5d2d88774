"""Rules that ask who reports: the form's rules about powers, and the sections' about content."""

from datetime import date
from decimal import Decimal

import pytest

from extraction.check.completeness import check_sections
from extraction.check.dating import check_dates
from extraction.check.equations import check_equations, find_equation_findings
from extraction.check.identity import check_identity, name_figures
from extraction.forms.load import load_forms
from extraction.prose.metadata.identifiers import has_check_character
from extraction.values.record import AdminLevel, AgencyType, Cell, CellKey, Metadata

FORMS = {form.form: form for form in load_forms()}
ALL_SECTIONS = frozenset(FORMS["cn2021"].sections)


def codes(metadata: Metadata, figure: int, form: str = "cn2021") -> set[str]:
    """The codes of table 2 that fail where every cell holds one figure."""
    value = Decimal(figure)
    cells = {
        key: Cell(state="number", value=value, raw=str(value))
        for key in FORMS[form].cells
        if key.table == "proactive_disclosure"
    }
    outcomes = check_equations(FORMS[form], cells, name_figures(metadata))
    return {f.code for f in find_equation_findings(FORMS[form], outcomes) if f.result == "fail"}


def agency(kind: AgencyType | None, level: AdminLevel | None) -> Metadata:
    return Metadata(agency_type=kind, admin_level=level)


@pytest.mark.parametrize(
    ("kind", "level", "expected"),
    [
        ("government", "county", {"T2-01"}),
        ("department", "county", {"T2-01"}),
        ("department", "prefecture", {"T2-01"}),
        ("township", "township", {"T2-01", "T2-03"}),
        ("government", "prefecture", set()),
        ("government", "province", set()),
        ("department", "national", set()),
        ("general_office", "county", {"T2-03", "T2-04"}),
        ("government", None, set()),
        ("department", None, set()),
        (None, "county", set()),
        (None, None, set()),
    ],
)
def test_who_may_do_what(
    kind: AgencyType | None, level: AdminLevel | None, expected: set[str]
) -> None:
    asked = {"T2-01", "T2-03", "T2-04"}
    assert codes(agency(kind, level), 1) & asked == expected
    assert codes(agency(kind, level), 0) & asked == set()


def test_the_older_form_asks_for_what_was_newly_made() -> None:
    assert "T2-01" in codes(agency("department", "county"), 1, "cn2019")


def test_a_blank_cell_is_no_power() -> None:
    form = FORMS["cn2021"]
    cells = {key: Cell(state="blank") for key in form.cells}
    key = CellKey("proactive_disclosure", "rules", "issued")
    cells[key] = Cell(state="number", value=Decimal(1), raw="1")
    outcomes = check_equations(form, cells, name_figures(agency("department", "county")))
    assert all(o.result != "fail" for o in outcomes if o.equation.rule.code == "T2-03")


@pytest.mark.parametrize(
    ("form", "year", "odd"),
    [
        ("cn2021", 2021, False),
        ("cn2021", 2030, False),
        ("cn2021", 2020, True),
        ("cn2019", 2019, False),
        ("cn2019", 2020, False),
        ("cn2019", 2022, True),
        ("cn2019", None, False),
    ],
)
def test_a_form_has_its_years(form: str, year: int | None, odd: bool) -> None:
    found = {f.code for f in check_dates(Metadata(year=year), FORMS[form])}
    assert found == ({"S07"} if odd else set())


def test_a_school_year_is_no_mistake() -> None:
    university = Metadata(
        agency_type="authorized_org",
        year=2023,
        period_start=date(2022, 9, 1),
        period_end=date(2023, 8, 31),
        published=date(2023, 11, 1),
    )
    assert list(check_dates(university, None)) == []


def test_signed_after_published_is_told() -> None:
    metadata = Metadata(year=2023, signed=date(2024, 1, 20), published=date(2024, 1, 18))
    assert [(f.code, f.severity) for f in check_dates(metadata, None)] == [("D04", "info")]


@pytest.mark.parametrize(("kind", "expected"), [("government", ["A04"]), ("department", [])])
def test_an_open_scope_is_told_of_governments(kind: AgencyType, expected: list[str]) -> None:
    metadata = Metadata(agency_type=kind, scope="unknown")
    assert [f.code for f in check_identity(metadata)] == expected


def sections(problems: str, overview: str = "平稳有序。") -> dict[str, str]:
    parts = FORMS["cn2021"].section_parts["overview"]
    return {
        "overview": f"一、总体情况\n{overview}",
        **{f"overview.{part}": names[0] for part, names in parts.items()},
        "problems_improvements": f"五、存在的主要问题及改进情况\n{problems}",
        "other_matters": "六、其他需要报告的事项\n无。",
    }


@pytest.mark.parametrize(
    ("problems", "expected"),
    [("无。", ["S10"]), ("无", ["S10"]), ("/", ["S10"]), ("更新不及时。", []), ("", [])],
)
def test_a_section_on_problems_must_name_some(problems: str, expected: list[str]) -> None:
    found = check_sections(FORMS["cn2021"], sections(problems), ALL_SECTIONS, "department")
    assert [f.code for f in found] == expected


def test_what_may_be_cut_off_is_not_called_empty() -> None:
    headed = ALL_SECTIONS - {"other_matters"}
    found = check_sections(FORMS["cn2021"], sections("无。"), headed, None)
    assert [(f.code, f.severity) for f in found] == [("S04", "info")]


def test_parts_and_oversight_are_asked_for_where_they_belong() -> None:
    texts = sections("更新不及时。")
    del texts["overview.platform"]
    found = list(check_sections(FORMS["cn2021"], texts, ALL_SECTIONS, "government"))
    assert [(f.code, f.severity) for f in found] == [("S09", "info"), ("S11", "info")]
    assert list(check_sections(FORMS["cn2019"], texts, ALL_SECTIONS, "department")) == []
    texts = sections("更新不及时。", "公开工作纳入年度考核。")
    assert list(check_sections(FORMS["cn2021"], texts, ALL_SECTIONS, "government")) == []


@pytest.mark.parametrize("place", range(18))
def test_any_other_character_breaks_a_credit_code(place: int) -> None:
    right = "11341702486344515H"
    assert has_check_character(right)
    for other in "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ":
        if other != right[place]:
            assert not has_check_character(right[:place] + other + right[place + 1 :])
