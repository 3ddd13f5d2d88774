"""A region against all bodies below it: the sum, and what is left over."""

from decimal import Decimal

import pytest

from extraction.panel.aliases import Alias, Aliases
from extraction.panel.hierarchy import check_hierarchy
from extraction.panel.series import Series
from extraction.values.record import CellKey, Finding
from tests.panel.planted import CHARGES, PENALTIES
from tests.panel.records import Draft, draft_series

REGION = "石桥县人民政府"
CHILDREN = ("石桥县教育局", "石桥县财政局", "石桥县水务局")
YEAR = 2022
GRANTED = CellKey("requests", "granted", "natural_person")


@pytest.fixture
def children() -> list[Draft]:
    return [
        draft_series(name, range(YEAR, YEAR + 1), seed)[0] for seed, name in enumerate(CHILDREN)
    ]


@pytest.fixture
def region(children: list[Draft]) -> Draft:
    made = draft_series(REGION, range(YEAR, YEAR + 1), 9)[0]
    made.scope = "region_total"
    made.figures = {
        key: sum((child.figures[key] for child in children), start=Decimal(0))
        for key in made.figures
    }
    return made


def found(
    region: Draft, children: list[Draft], *, declared: int = 3, complete: bool = True
) -> dict[str, Finding]:
    lines = [Alias(name, name, parent=REGION) for name in CHILDREN[:declared]]
    aliases = Aliases((*lines, Alias(REGION, REGION, complete=complete)))
    series = [Series(one.agency, {YEAR: one.report()}, ()) for one in (region, *children)]
    return {each.finding.code: each.finding for each in check_hierarchy(series, aliases)}


def test_a_region_that_is_the_sum_says_nothing(region: Draft, children: list[Draft]) -> None:
    assert found(region, children) == {}


def test_a_figure_that_is_in_no_sum_is_told_alone(region: Draft, children: list[Draft]) -> None:
    region.figures[PENALTIES] += 9
    told = found(region, children)
    assert set(told) == {"H02"}
    assert told["H02"].cells == (str(PENALTIES),)
    assert told["H02"].severity == "info"
    assert told["H02"].difference == 9


def test_a_body_that_is_not_declared_leaves_a_report_of_its_own(
    region: Draft, children: list[Draft]
) -> None:
    told = found(region, children[:2], declared=2)
    assert set(told) == {"H02", "H03"}
    assert "a body below may be missing" in told["H03"].message
    assert told["H03"].cells == ()


def test_a_wrong_figure_leaves_no_report(region: Draft, children: list[Draft]) -> None:
    region.figures[GRANTED] += 4
    told = found(region, children)
    assert set(told) == {"H02", "H03"}
    assert "a figure may be wrong" in told["H03"].message
    assert str(GRANTED) in told["H03"].cells


def test_a_report_below_zero_is_none(region: Draft, children: list[Draft]) -> None:
    for row in ("received", "granted", "closed_total"):
        region.add(row, -4)
    told = found(region, children)
    assert set(told) == {"H01", "H02", "H03"}
    assert "is below zero" in told["H03"].message


def test_without_all_children_neither_is_asked(region: Draft, children: list[Draft]) -> None:
    region.figures[GRANTED] += 4
    assert found(region, children, complete=False) == {}
    assert found(region, children[:2]) == {}  # one is declared and has no report
    region.scope = "own_agency"
    assert found(region, children) == {}


def test_open_cells_and_money_prove_nothing(region: Draft, children: list[Draft]) -> None:
    region.figures[CHARGES] += 5
    assert found(region, children) == {}
    region.figures[GRANTED] += 4
    children[0].missing = {GRANTED}
    assert found(region, children) == {}
