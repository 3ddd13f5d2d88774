"""Equations against cells: blanks, marks, missing figures; which cells a failure blames."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from extraction.check.blame import explain_failures
from extraction.check.equations import (
    check_equations,
    check_values,
    find_equation_findings,
    find_worded_cells,
)
from extraction.check.fault_sets import find_faults
from extraction.check.misreadings import (
    find_exchanged_columns,
    find_repeated_figure,
    find_shifted_row,
)
from extraction.check.outcome import Outcome
from extraction.check.split_numbers import find_split_figure, find_split_mistake
from extraction.forms.form import Form
from extraction.forms.load import load_forms
from extraction.values.record import Cell, CellKey, Result

FORM: Form = next(form for form in load_forms() if form.form == "cn2021")
PERSON, FIRM, OTHER, TOTAL = (
    "natural_person",
    "commercial_enterprise",
    "other_organization",
    "total",
)
# Closing figures: row -> (persons, firms, others).
FIGURES = {
    "received": (40, 7, 3),
    "carried_in": (5, 2, 0),
    "granted": (11, 4, 1),
    "partially_granted": (6, 0, 0),
    "refused_third_party_rights": (9, 1, 0),
    "unable_not_held": (13, 3, 0),
    "not_processed_duplicate": (2, 0, 0),
    "closed_total": (41, 8, 1),
    "carried_out": (4, 1, 2),
}


def number(value: int | str) -> Cell:
    return Cell(value=Decimal(value), raw=str(value), state="number", span=(0, 1), origin="read")


BLANK = Cell(state="blank", origin="read")
MARK = Cell(raw="/", state="not_applicable", span=(0, 1), origin="read")
MISSING = Cell(state="missing")


def key(row: str, column: str, table: str = "requests") -> CellKey:
    return CellKey(table, row, column)


def report(**changes: Cell) -> dict[CellKey, Cell]:
    """A closing report; changes are named `row__column` of table 3."""
    cells = dict.fromkeys(FORM.cells, number(0))
    for row, figures in FIGURES.items():
        for column, figure in zip((PERSON, FIRM, OTHER), figures, strict=True):
            cells[key(row, column)] = number(figure)
        cells[key(row, TOTAL)] = number(sum(figures))
    for name, cell in changes.items():
        row, column = name.split("__")
        assert key(row, column) in cells
        cells[key(row, column)] = cell
    return cells


def outcomes_of(cells: Mapping[CellKey, Cell]) -> tuple[Outcome, ...]:
    return check_equations(FORM, cells, {"$year": Decimal(2023)})


def result_of(cells: Mapping[CellKey, Cell], rule: str, place: CellKey) -> Result:
    """The result of the one equation of a rule that speaks of this cell."""
    (found,) = [
        o for o in outcomes_of(cells) if o.equation.rule.id == rule and place in o.equation.cells
    ]
    return found.result


def strict_failures(cells: Mapping[CellKey, Cell]) -> set[str]:
    return {f.rule for f in find_equation_findings(FORM, outcomes_of(cells)) if f.result == "fail"}


def test_a_closing_report_passes_every_rule() -> None:
    outcomes = outcomes_of(report())
    assert {o.result for o in outcomes if o.equation.rule.severity == "error"} == {
        "pass",
        "not_applicable",
    }
    assert find_faults(outcomes) == (frozenset(),)
    assert explain_failures(FORM, outcomes, report()) is None


@pytest.mark.parametrize("empty", [BLANK, MARK])
def test_a_blank_counts_as_zero_where_the_equation_then_closes(empty: Cell) -> None:
    cells = report(carried_in__other_organization=empty)
    place = key("carried_in", OTHER)
    assert result_of(cells, "requests.balance", place) == "pass"
    assert result_of(cells, "requests.applicants", place) == "pass"


@pytest.mark.parametrize("empty", [BLANK, MARK])
def test_a_blank_where_the_equation_does_not_close_is_unknown(empty: Cell) -> None:
    cells = report(carried_in__commercial_enterprise=empty)
    place = key("carried_in", FIRM)
    assert result_of(cells, "requests.balance", place) == "unknown"
    assert result_of(cells, "requests.applicants", place) == "unknown"
    findings = list(find_equation_findings(FORM, outcomes_of(cells)))
    unknown = [finding for finding in findings if finding.result == "unknown"]
    assert {finding.diagnosis for finding in unknown} == {"unresolved"}
    assert not any("against" in finding.message for finding in unknown)
    assert all("blank" in finding.message for finding in unknown)


def test_a_blank_total_makes_its_own_equation_not_applicable() -> None:
    cells = report(granted__total=BLANK)
    assert result_of(cells, "requests.applicants", key("granted", TOTAL)) == "not_applicable"
    assert result_of(cells, "requests.outcomes", key("granted", TOTAL)) == "unknown"


def test_a_missing_cell_leaves_its_equations_unknown() -> None:
    cells = report(granted__natural_person=MISSING)
    assert result_of(cells, "requests.applicants", key("granted", PERSON)) == "unknown"
    assert result_of(cells, "requests.outcomes", key("granted", PERSON)) == "unknown"


def test_a_subtotal_that_is_not_printed_asks_nothing() -> None:
    results = {
        o.result for o in outcomes_of(report()) if o.equation.rule.id == "requests.subtotal_refused"
    }
    assert results == {"not_applicable"}
    cells = report() | {key("refused_total", column): number(0) for column in (OTHER,)}
    assert result_of(cells, "requests.subtotal_refused", key("refused_total", OTHER)) == "pass"
    cells[key("refused_total", OTHER)] = number(1)
    assert result_of(cells, "requests.subtotal_refused", key("refused_total", OTHER)) == "fail"


def test_a_failure_tells_both_sides_and_the_difference() -> None:
    cells = report(received__natural_person=number(42))
    findings = {
        f.rule: f for f in find_equation_findings(FORM, outcomes_of(cells)) if f.severity == "error"
    }
    assert set(findings) == {"requests.balance", "requests.applicants"}
    balance = findings["requests.balance"]
    sums = [Decimal(side) for side in (47, 45, 2)]
    assert [balance.left, balance.right, balance.difference] == sums
    assert balance.diagnosis == "source_error"
    assert "自然人" in balance.message_zh
    assert "requests.received.natural_person" in balance.cells


@pytest.mark.parametrize(
    ("row", "column"),
    [("received", PERSON), ("granted", FIRM), ("not_processed_duplicate", OTHER)],
)
def test_one_wrong_figure_is_located(row: str, column: str) -> None:
    cells = report(**{f"{row}__{column}": number(93)})
    assert find_faults(outcomes_of(cells)) == (frozenset({key(row, column)}),)
    finding = explain_failures(FORM, outcomes_of(cells), cells)
    assert finding is not None
    assert finding.cells == (str(key(row, column)),)
    assert (finding.severity, finding.diagnosis) == ("info", "source_error")


def test_two_wrong_figures_are_located() -> None:
    cells = report(received__natural_person=number(93), unable_not_held__total=number(61))
    faults = find_faults(outcomes_of(cells))
    wrong = frozenset({key("received", PERSON), key("unable_not_held", TOTAL)})
    assert wrong in faults
    assert all(len(found) == 2 for found in faults)


def test_a_wrong_total_of_table_4_is_located_to_its_row() -> None:
    cells = report()
    cells[key("review", TOTAL, "review_litigation")] = number(3)
    assert {next(iter(found)).row for found in find_faults(outcomes_of(cells))} == {"review"}


def test_exchanged_columns_are_our_doubt_and_not_the_reports_mistake() -> None:
    cells = report()
    for row in FIGURES:
        left, right = key(row, OTHER), key(row, TOTAL)
        cells[left], cells[right] = cells[right], cells[left]
    outcomes = outcomes_of(cells)
    values = {k: cell.value for k, cell in cells.items() if cell.value is not None}
    assert find_exchanged_columns(outcomes, values) == (OTHER, TOTAL)
    finding = explain_failures(FORM, outcomes, cells)
    assert finding is not None
    assert (finding.result, finding.diagnosis) == ("unknown", "unresolved")


COLUMNS = [k.column for k in FORM.cells if k.row == "granted"]


@pytest.mark.parametrize("row", FIGURES)
@pytest.mark.parametrize("lost", [2, 3, 4])
def test_a_row_whose_blank_stands_elsewhere_is_our_doubt(row: str, lost: int) -> None:
    """A zero left blank in print, and a blank behind the row taken for its last cell."""
    cells = report()
    shifted = [cells[key(row, column)] for column in COLUMNS]
    shifted = [*shifted[:lost], *shifted[lost + 1 :], BLANK]
    cells.update((key(row, column), cell) for column, cell in zip(COLUMNS, shifted, strict=True))
    assert find_shifted_row(outcomes_of(cells), cells) == row
    finding = explain_failures(FORM, outcomes_of(cells), cells)
    assert finding is not None
    assert finding.result == "unknown"


@pytest.mark.parametrize("row", FIGURES)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_blank_in_its_place_shifts_no_row(row: str, column: str) -> None:
    cells = report(**{f"{row}__{column}": BLANK})
    assert find_shifted_row(outcomes_of(cells), cells) is None


@pytest.mark.parametrize("row", ["received", "granted", "unable_not_held", "closed_total"])
@pytest.mark.parametrize("zero", [2, 3, 4])
def test_a_figure_torn_in_two_where_a_zero_is_lost_is_our_doubt(row: str, zero: int) -> None:
    """40|7|0 as 4|0|7: every cell is filled, and no figure is the report's own mistake."""
    cells = report()
    figures = [cells[key(row, column)] for column in COLUMNS]
    halves = [number(half) for half in str(figures[0].value)]
    split = [*halves, *figures[1:zero], *figures[zero + 1 :]]
    cells.update((key(row, column), cell) for column, cell in zip(COLUMNS, split, strict=True))
    assert find_split_figure(outcomes_of(cells), cells) == row
    finding = explain_failures(FORM, outcomes_of(cells), cells)
    assert finding is not None
    assert finding.result == "unknown"


@pytest.mark.parametrize("elsewhere", [MARK, number(3)])
def test_a_torn_figure_is_our_doubt_beside_a_slip_of_another_row(elsewhere: Cell) -> None:
    """The equations that the split row does not change stay open by as much as they were."""
    cells = report(refused_third_party_rights__commercial_enterprise=elsewhere)
    split = [number(figure) for figure in (4, 0, 7, 0, 0, 3, 50)]
    cells.update(
        (key("received", column), cell) for column, cell in zip(COLUMNS, split, strict=True)
    )
    assert find_split_figure(outcomes_of(cells), cells) == "received"


@pytest.mark.parametrize(
    ("row", "slip"), [("closed_total", "received"), ("received", "closed_total")]
)
def test_a_figure_torn_in_two_where_its_total_is_lost_is_our_doubt(row: str, slip: str) -> None:
    """Other rows tell what the total is, also beside a slip of the report's own."""
    cells = report(**{f"{slip}__{TOTAL}": number(99)})
    figures = [cells[key(row, column)] for column in COLUMNS]
    halves = [number(half) for half in str(figures[0].value)]
    split = zip(COLUMNS, [*halves, *figures[1:-1]], strict=True)
    cells.update((key(row, column), cell) for column, cell in split)
    assert find_split_figure(outcomes_of(cells), cells) == row


REVIEWS = [k.column for k in FORM.cells if k.row == "litigation_direct"]


@pytest.mark.parametrize(
    ("printed", "split"),
    [
        ((0, 9, 7, 7, 77), True),
        ((0, 9, 7, 6, 77), False),
        ((0, 9, 7, 8, 1), True),  # 81 torn, its total lost
        ((0, 9, 7, 8, 9), False),  # a total as large as each part may be a slip
        ((0, 9, 0, 0, 1), False),  # so may one of a single part
        ((9, 7, 0, 0, 0), False),  # or one that nobody has filled in
        ((9, 7, 0, 1, 0), True),  # 10 torn, its total lost
    ],
)
def test_two_figures_that_make_up_their_row_s_total_are_torn(
    printed: tuple[int, ...], split: bool
) -> None:
    """77 split in two where its blank was lost, in a row that the 9 keeps from closing anyway."""
    cells = report()
    row = zip(REVIEWS, printed, strict=True)
    cells.update((key("litigation_direct", c, "review_litigation"), number(v)) for c, v in row)
    found = find_split_figure(outcomes_of(cells), cells)
    assert found == ("litigation_direct" if split else None)


@pytest.mark.parametrize(
    ("printed", "split"),
    [
        ((0, 0, 7, 1, 11), True),  # 71 for 11, where a zero was lost
        ((0, 3, 9, 1, 14), True),
        ((0, 0, 0, 9, 11), False),  # no figure of two digits that could be 11
        ((0, 0, 7, 0, 9), False),  # nor is 70 as long as 9
        ((0, 0, 10, 1, 11), False),  # nothing to explain
    ],
)
def test_a_torn_figure_may_itself_be_the_mistake(printed: tuple[int, ...], split: bool) -> None:
    cells = report()
    row = zip(REVIEWS, printed, strict=True)
    cells.update((key("litigation_direct", c, "review_litigation"), number(v)) for c, v in row)
    assert find_split_figure(outcomes_of(cells), cells) is None
    found = find_split_mistake(outcomes_of(cells), cells)
    assert found == ("litigation_direct" if split else None)


def test_a_torn_mistake_may_stand_in_a_column_with_another() -> None:
    """43 for 13 as 4|3, and 20 for 11 in its column: that closes, and what is blamed is the 3."""
    cells = report(
        granted__natural_person=number(20),
        granted__commercial_enterprise=number(7),
        granted__total=number(19),
    )
    split = zip(COLUMNS, map(number, (4, 3, 0, 0, 0, 0, 13)), strict=True)
    cells.update((key("unable_not_held", column), cell) for column, cell in split)
    outcomes = outcomes_of(cells)
    assert find_split_figure(outcomes, cells) is None
    assert find_split_mistake(outcomes, cells) == "unable_not_held"


SIDE_BY_SIDE = [
    CellKey("review_litigation", row, column)
    for row in ("review", "litigation_direct", "litigation_after_review")
    for column in REVIEWS
]


@pytest.mark.parametrize(
    ("direct", "row"),
    [
        ((7, 7, 0, 21, 2), "litigation_direct"),  # 7|7|0|7|21 without its 7, the next row's 2 twice
        ((7, 7, 0, 7, 21), None),  # nothing to explain
        ((7, 6, 0, 7, 19), None),  # a slip, and nothing stands there twice
    ],
)
def test_a_figure_that_is_there_twice_where_another_is_lost_is_our_doubt(
    direct: tuple[int, ...], row: str | None
) -> None:
    printed = (0, 2, 2, 0, 4, *direct, 2, 0, 1, 0, 3)
    cells = report() | dict(zip(SIDE_BY_SIDE, map(number, printed), strict=True))
    assert find_repeated_figure(outcomes_of(cells), cells, [SIDE_BY_SIDE]) == row


@pytest.mark.parametrize("row", FIGURES)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_slip_is_no_torn_figure(row: str, column: str) -> None:
    cells = report(**{f"{row}__{column}": number(77)})
    assert find_split_figure(outcomes_of(cells), cells) is None


def test_too_many_failures_are_our_doubt_as_well() -> None:
    cells = report()
    for row in ("received", "granted", "unable_not_held", "closed_total", "carried_out"):
        for column in (PERSON, FIRM):
            cells[key(row, column)] = number(500 + len(row) * 7 + len(column))
    finding = explain_failures(FORM, outcomes_of(cells), cells)
    assert finding is not None
    assert finding.result == "unknown"


@pytest.mark.parametrize(("value", "code"), [("-3", "P01"), ("2.5", "P01"), ("20000000", "P06")])
def test_figures_that_no_count_can_be_are_found(value: str, code: str) -> None:
    cells = report(granted__natural_person=number(value))
    (finding,) = check_values(FORM, cells)
    assert (finding.code, finding.cells) == (code, ("requests.granted.natural_person",))
    assert finding.severity == ("error" if code == "P01" else "info")
    assert finding.diagnosis == ("source_error" if code == "P01" else "unresolved")


def test_a_rule_of_thumb_accuses_nobody() -> None:
    """T3-12: all outcomes in one row are no mistake; a sum that fails is one."""
    rows = {"received": "30", "granted": "30", "closed_total": "30"}
    zeros = {cell: number("0") for cell in FORM.cells}
    cells = zeros | {key(row, c): number(n) for row, n in rows.items() for c in (PERSON, TOTAL)}
    (finding,) = find_equation_findings(FORM, outcomes_of(cells))
    assert (finding.code, finding.severity, finding.diagnosis) == ("T3-12", "info", "unresolved")
    assert "against" not in finding.message
    wrong = cells | {key("granted", TOTAL): number("29")}
    found = {f.code: f for f in find_equation_findings(FORM, outcomes_of(wrong))}
    assert found["T3-02"].diagnosis == "source_error"
    assert ": 30 against 29, but " in found["T3-02"].message


def test_money_may_have_decimals() -> None:
    cells = report()
    cells[CellKey("proactive_disclosure", "administrative_charges", "amount_10k_cny")] = number(
        "3.1415"
    )
    assert list(check_values(FORM, cells)) == []
    assert strict_failures(cells) == set()


def test_a_count_printed_as_a_change_is_open_until_a_person_settles_it() -> None:
    key = CellKey("proactive_disclosure", "administrative_licensing", "decisions")
    cell = Cell(state="number", value=Decimal(5), raw="增5", origin="read")
    assert list(find_worded_cells(FORM, {key: cell}, ()))
    settled = cell.model_copy(update={"origin": "person"})
    assert not list(find_worded_cells(FORM, {key: settled}, ()))
