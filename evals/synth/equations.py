"""Whether figures obey a form's equations, worked out apart from the reader's own checks."""

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache

from evals.synth.labelled import Label
from extraction.forms.form import CellKey, CellTerm, Condition, Equation, Form, load_forms

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


def place_of(equation: Equation) -> str:
    """Return the row or column that an equation is about."""
    first = equation.cells[0]
    return first.row if equation.rule.each == "row" else first.column


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
