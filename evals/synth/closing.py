"""Hold figures against a form's equations, apart from the reader's own checks."""

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
    forms = {form.form: form for form in load_forms()}
    return forms[name]


@cache
def strict_equations(name: str) -> tuple[Equation, ...]:
    """Return the equations of the tables that no report may break, subtotals left out."""
    form = form_named(name)
    known = frozenset(form.cells)
    strict = (equation for equation in form.equations if equation.rule.severity == "error")
    return tuple(equation for equation in strict if known.issuperset(equation.cells))


def sum_of(terms: Iterable[CellTerm], values: Mapping[CellKey, Decimal]) -> Decimal:
    """Return the sum of one side; a cell without a figure counts as zero."""
    total = Decimal(0)
    for term in terms:
        value = values.get(term.cell, Decimal(0)) if term.cell else Decimal(1)
        total += term.factor * value
    return total


def is_met(condition: Condition, values: Mapping[CellKey, Decimal]) -> bool:
    """Tell whether a condition holds for these figures."""
    left = sum_of(condition.left, values)
    right = sum_of(condition.right, values)
    holds = RELATIONS[condition.relation]
    return holds(left, right)


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
    sums = [one for one in strict_equations(name) if one.holds.relation == "="]
    proven: set[CellKey] = set()
    for equation in sums:
        own = equation.cells
        if not cells.keys() >= {*own} or not _has_total(equation, values):
            continue
        if values.keys() >= {*own} or is_met(equation.holds, values):
            proven.update(own)
    summed = {equation.rule.table for equation in sums}
    return {key for key in values if key.table in summed} - proven


def _has_total(equation: Equation, values: Mapping[CellKey, Decimal]) -> bool:
    left = [term.cell for term in equation.holds.left]
    return len(left) > 1 or left[0] in values


def broken_equations(name: str, cells: Mapping[CellKey, Label]) -> tuple[Equation, ...]:
    """Return the strict equations that the printed figures break beyond doubt.

    An equation with a blank or a mark in it may be open, but is not broken.
    """
    values = numbers_of(cells)
    broken = []
    for equation in strict_equations(name):
        printed = values.keys() >= {*equation.cells}
        if printed and not is_met(equation.holds, values):
            broken.append(equation)
    return tuple(broken)
