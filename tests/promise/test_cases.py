"""Every case that is a whole report comes out as is written beside it; see case_files."""

import pytest

from tests.support.case_files import (
    KEYS,
    REPORTS,
    SORTS,
    STATIONS,
    ReportCase,
    find_false_cells,
    find_faults,
    find_settled_wrongly,
)
from tests.support.case_index import INDEX, write_index
from tests.support.places import CASE_FILES

_OPEN = [case for case in REPORTS.values() if case.known_failure]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=name, marks=pytest.mark.xfail(strict=True) if case.known_failure else ()
        )
        for name, case in REPORTS.items()
    ],
)
def test_a_case_comes_out_as_written_beside_it(case: ReportCase) -> None:
    assert find_faults(*case.read(), case) == []


@pytest.mark.parametrize("case", _OPEN, ids=[case.name for case in _OPEN])
def test_a_known_failure_is_never_settled_wrongly(case: ReportCase) -> None:
    _, records = case.read()
    for record, want in zip(records, case.parts, strict=True):
        assert find_false_cells(record, want) == []
        assert list(find_settled_wrongly(record, want)) == []


def test_nothing_is_expected_that_is_not_looked_at() -> None:
    said = {key for case in REPORTS.values() for want in (case.want, *case.parts) for key in want}
    assert said <= KEYS


def test_every_case_lies_under_its_station_and_sort() -> None:
    places = {path.relative_to(CASE_FILES).parts for path in CASE_FILES.rglob("*.*")}
    places.remove((INDEX.name,))
    assert {place[0] for place in places} == set(STATIONS)
    assert {place[1] for place in places} <= set(SORTS)


def test_the_index_of_the_cases_is_up_to_date() -> None:
    assert INDEX.read_text("utf-8") == write_index()
