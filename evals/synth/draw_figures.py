"""Figures as agencies really have them: mostly zero, consistent before any mistake."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from random import Random

from evals.synth.closing import form_named, is_met, strict_equations
from extraction.forms.equation import Equation
from extraction.forms.form import Form
from extraction.forms.table import Block, Column, Table
from extraction.values.record import CellKey

DrawnFigures = dict[CellKey, Decimal]

# How many requests an agency closes in a year: (weight, lowest, highest).
CASELOADS = ((38, 0, 0), (30, 1, 9), (20, 10, 80), (9, 81, 600), (3, 601, 4000))
# How much more often than other rows or columns a request falls here.
ROW_WEIGHTS = {
    "granted": 40,
    "partially_granted": 12,
    "unable_not_held": 30,
    "unable_still_unclear": 3,
    "other_misc": 8,
    "other_total": 10,
    "refused_third_party_rights": 3,
    "refused_process_information": 3,
    "not_processed_duplicate": 3,
}
COLUMN_WEIGHTS = {"natural_person": 200, "commercial_enterprise": 20, "other_organization": 4}
# Rows of table 2 by how large their counts get: share of zeros, then the digits drawn.
COUNT_SIZES: Mapping[str, tuple[float, tuple[int, ...]]] = {
    "rules": (0.98, (1,)),
    "normative_documents": (0.45, (1, 1, 1, 2)),
    "administrative_licensing": (0.4, (1, 2, 3, 4, 5)),
    "administrative_penalties": (0.45, (1, 2, 3, 4)),
    "administrative_compulsion": (0.65, (1, 2, 3)),
    "administrative_charges": (0.7, (1, 2)),
    "centralized_procurement": (0.5, (1, 2)),
}
USUAL_SIZE = (0.7, (1, 1, 2))


def draw_figures(form: Form, rng: Random) -> DrawnFigures:
    """Return a figure for every cell of the form, such that every strict equation holds."""
    figures: DrawnFigures = {}
    for table in form.tables:
        if _column_sums(form.form, table.key):
            figures |= draw_flows(form.form, table, rng)
        elif _row_totals(form.form, table.key):
            figures |= draw_cases(form.form, table, rng)
        else:
            figures |= draw_counts(form.form, table, rng)
    return figures


def draw_flows(name: str, table: Table, rng: Random) -> DrawnFigures:
    """Draw a table whose columns balance: what came in is closed or carried out."""
    figures: DrawnFigures = {key: Decimal(0) for key in table.cells()}
    totals = _row_totals(name, table.key)
    columns = _free_columns(table, totals)
    sums = _column_sums(name, table.key)
    members = {t.cell for e in sums for t in e.holds.right if t.cell}
    places = [key for key in table.cells() if key in members and key.column in columns]
    for key in _scatter(places, _caseload(rng), rng):
        figures[key] += 1
    _derive(figures, (e for e in sums if e.cells[0].column in columns))
    for equation in _balances(name, table.key):
        if equation.cells[0].column in columns:
            _balance(figures, equation, rng)
    _derive(figures, totals)
    return figures


def draw_cases(name: str, table: Table, rng: Random) -> DrawnFigures:
    """Draw a table of few cases, each row with its total."""
    figures: DrawnFigures = {key: Decimal(0) for key in table.cells()}
    totals = _row_totals(name, table.key)
    columns = _free_columns(table, totals)
    for key in table.cells():
        if key.column in columns and rng.random() < _case_share(rng):
            figures[key] = Decimal(rng.choice((1, 1, 1, 2, 2, 3, 4, 6, 11, 17)))
    if rng.random() < 0.62:
        figures = dict.fromkeys(figures, Decimal(0))
    _derive(figures, totals)
    return figures


def _case_share(rng: Random) -> float:
    return rng.choice((0.2, 0.45))


def draw_counts(name: str, table: Table, rng: Random) -> DrawnFigures:
    """Draw a table of unrelated counts, bounded by the form's own inequalities."""
    figures: DrawnFigures = {}
    for block in table.blocks:
        for row in block.rows:
            bounds = _bounds_on(name, table.key, row.key)
            figures |= _draw_row(block, CellKey(table.key, row.key, ""), bounds, rng)
    return figures


def _draw_row(
    block: Block, row: CellKey, bounds: tuple[Equation, ...], rng: Random
) -> DrawnFigures:
    for _ in range(30):
        drawn = {
            row._replace(column=column.key): draw_count(column, row.row, rng)
            for column in block.columns
        }
        if all(is_met(bound.holds, drawn) for bound in bounds):
            return drawn
    return dict.fromkeys(drawn, Decimal(0))


def draw_count(column: Column, row: str, rng: Random) -> Decimal:
    """Draw one figure of the kind that the column holds."""
    zeros, digits = COUNT_SIZES.get(row, USUAL_SIZE)
    if column.holds == "change":
        return Decimal(rng.choice((0, 0, 0, 0, 1, 1, 2, 3, 13, -1, -2, -3, -35)))
    if rng.random() < zeros:
        return Decimal(0)
    if column.holds == "money":
        return _draw_money(rng)
    return Decimal(_number_of_digits(rng.choice(digits), rng))


def _draw_money(rng: Random) -> Decimal:
    whole = _number_of_digits(rng.choice((1, 2, 3, 4)), rng)
    places = rng.choice((0, 0, 1, 2, 2, 3, 4, 4, 6))
    return Decimal(whole) + Decimal(_number_of_digits(places, rng)).scaleb(-places)


def _number_of_digits(digits: int, rng: Random) -> int:
    return rng.randint(10 ** (digits - 1), 10**digits - 1) if digits else 0


def _caseload(rng: Random) -> int:
    weights = [weight for weight, _, _ in CASELOADS]
    _, low, high = rng.choices(CASELOADS, weights)[0]
    return rng.randint(low, high)


def _scatter(places: list[CellKey], count: int, rng: Random) -> list[CellKey]:
    persons_only = rng.random() < 0.5
    weights = [
        (0 if persons_only and COLUMN_WEIGHTS.get(key.column, 1) < 100 else 1)
        * COLUMN_WEIGHTS.get(key.column, 1)
        * ROW_WEIGHTS.get(key.row, 1)
        for key in places
    ]
    if not any(weights):
        weights = [1] * len(places)
    return rng.choices(places, weights, k=count)


def _balance(figures: DrawnFigures, equation: Equation, rng: Random) -> None:
    """Draw what is carried over, so that the first figure follows from the others."""
    first, *others = (t.cell for t in equation.holds.left if t.cell)
    closed, *after = (t.cell for t in equation.holds.right if t.cell)
    for cell in after:
        if figures[closed] and rng.random() < 0.5:
            figures[cell] = Decimal(rng.randint(0, 1 + int(figures[closed]) // 8))
    work = sum((figures[cell] for cell in (closed, *after)), start=Decimal(0))
    for cell in others:
        if rng.random() < 0.5:
            figures[cell] = Decimal(rng.randint(0, int(work) // 6 + (work > 1)))
        work -= figures[cell]
    figures[first] = work


def _derive(figures: DrawnFigures, equations: Iterable[Equation]) -> None:
    for equation in equations:
        total = equation.holds.left[0].cell
        if total is not None:
            figures[total] = sum(
                (figures[t.cell] for t in equation.holds.right if t.cell), start=Decimal(0)
            )


def _free_columns(table: Table, totals: Iterable[Equation]) -> set[str]:
    derived = {equation.cells[0].column for equation in totals}
    return {key.column for key in table.cells()} - derived


@cache
def _equalities(name: str, table: str, each: str, lone: bool) -> tuple[Equation, ...]:
    return tuple(
        e
        for e in strict_equations(name)
        if e.rule.table == table
        and e.rule.each == each
        and e.holds.relation == "="
        and (len(e.holds.left) == 1) is lone
    )


def _column_sums(name: str, table: str) -> tuple[Equation, ...]:
    return _equalities(name, table, "column", True)


def _balances(name: str, table: str) -> tuple[Equation, ...]:
    return _equalities(name, table, "column", False)


def _row_totals(name: str, table: str) -> tuple[Equation, ...]:
    return _equalities(name, table, "row", True)


@cache
def _bounds_on(name: str, table: str, row: str) -> tuple[Equation, ...]:
    """Return the inequalities within one row, the ones that are only usual included."""
    found: list[Equation] = []
    for equation in form_named(name).equations:
        holds = equation.holds
        if holds.relation == "=" or equation.rule.severity == "info":
            continue
        rows = {(cell.table, cell.row) for cell in equation.cells}
        named = [term for term in (*holds.left, *holds.right) if term.name]
        if rows == {(table, row)} and not named:
            found.append(equation)
    return tuple(found)
