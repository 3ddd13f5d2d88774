"""Whether figures obey a form's equations, worked out apart from the reader's own checks."""

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache

from evals.synth.labelled import Label
from extraction.forms.equation import CellTerm, Condition, Equation
from extraction.forms.form import Form
from extraction.forms.load import load_forms
from extraction.values.record import CellKey

RELATIONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


@cache
def form_named(name: str) -> Form:
    """Return the form with this name; KeyError if there is none."""
    return {form.form: form for form in load_forms()}[name]


@cache
def strict_equations(name: str) -> tuple[Equation, ...]:
    """Return the equations of the tables that no report may break, subtotals left out."""
    form = form_named(name)
    known = frozenset(form.cells)
    return tuple(e for e in form.equations if e.rule.severity == "error" and known >= {*e.cells})


def sum_of(terms: Iterable[CellTerm], values: Mapping[CellKey, Decimal]) -> Decimal:
    """Return the sum of one side; a cell without a figure counts as zero."""
    zero = Decimal(0)
    return sum((t.factor * (values.get(t.cell, zero) if t.cell else 1) for t in terms), start=zero)


def is_met(condition: Condition, values: Mapping[CellKey, Decimal]) -> bool:
    """Tell whether a condition holds for these figures."""
    left, right = sum_of(condition.left, values), sum_of(condition.right, values)
    return RELATIONS[condition.relation](left, right)


def numbers_of(cells: Mapping[CellKey, Label]) -> dict[CellKey, Decimal]:
    """Return the figures among the labels."""
    return {key: label.value for key, label in cells.items() if label.value is not None}


def place_in_equation(equation: Equation) -> str:
    """Return the row or column that an equation is about."""
    first = equation.cells[0]
    return first.row if equation.rule.each == "row" else first.column


def unproven_numbers(name: str, cells: Mapping[CellKey, Label]) -> set[CellKey]:
    """Return the numbers of tables with sums that stand in no sum which tells anything.

    A sum whose total is blank tells nothing, nor does one with a blank in it that is
    not met as if that were zero. Numbers in such sums alone need a person.
    """
    values = numbers_of(cells)
    sums = [e for e in strict_equations(name) if e.holds.relation == "="]
    sums = [e for e in sums if {*e.cells} <= cells.keys()]
    met = {e for e in sums if is_met(e.holds, values)}
    telling = [
        e for e in sums if _has_total(e, values) and (e in met or {*e.cells} <= values.keys())
    ]
    enough = telling if any(e not in met for e in telling) else [e for e in telling if e in met]
    summed = {e.rule.table for e in strict_equations(name) if e.holds.relation == "="}
    return {key for key in values if key.table in summed} - {c for e in enough for c in e.cells}


def _has_total(equation: Equation, values: Mapping[CellKey, Decimal]) -> bool:
    left = [term.cell for term in equation.holds.left]
    return len(left) > 1 or left[0] in values


def broken_equations(name: str, cells: Mapping[CellKey, Label]) -> tuple[Equation, ...]:
    """Return the strict equations that the printed figures break beyond doubt.

    An equation with a blank or a mark in it may be open, but is not broken.
    """
    values = numbers_of(cells)
    return tuple(
        equation
        for equation in strict_equations(name)
        if values.keys() >= {*equation.cells} and not is_met(equation.holds, values)
    )
