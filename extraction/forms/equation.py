"""A form's rules spelt out cell by cell: equations of its tables, sums that the prose states."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from extraction.forms.model import FormModel, Meaning
from extraction.forms.prose_rules import FactRule, Shares
from extraction.forms.rules import (
    BrokenRule,
    Comparison,
    Relation,
    Term,
    parse_comparison,
    parse_side,
)
from extraction.forms.table import Table
from extraction.values.record import CellKey, Severity


class Rule(FormModel):
    """A rule as the form file states it; `Form.equations` spells it out cell by cell."""

    id: str
    code: str
    table: str
    severity: Severity
    each: Literal["row", "column", "once"]
    rows: tuple[str, ...] | str | None = None
    columns: tuple[str, ...] | None = None
    when: str | None = None
    holds: str
    means: Meaning


class CellTerm(NamedTuple):
    """A factor times a cell, a named figure (`$year`), or nothing (a plain number)."""

    factor: Decimal
    cell: CellKey | None
    name: str | None = None


class Condition(NamedTuple):
    """A relation between cells."""

    left: tuple[CellTerm, ...]
    relation: Relation
    right: tuple[CellTerm, ...]


Sum = tuple[CellTerm, ...]


@dataclass(frozen=True, eq=False)
class BoundFact:
    """A fact's rule with its sums spelt out cell by cell."""

    rule: FactRule
    sums: tuple[Sum, ...]


@dataclass(frozen=True, eq=False)
class Equation:
    """A rule at one place: what should hold there, and under which condition."""

    rule: Rule
    holds: Condition
    when: Condition | None

    @cached_property
    def cells(self) -> tuple[CellKey, ...]:
        """The cells that the equation speaks of, left side first."""
        return tuple(t.cell for t in (*self.holds.left, *self.holds.right) if t.cell is not None)

    @cached_property
    def factors(self) -> dict[CellKey, Decimal]:
        """The equation as factors of its cells, the right side subtracted; total first."""
        factors: dict[CellKey, Decimal] = {}
        for sign, terms in ((1, self.holds.left), (-1, self.holds.right)):
            for term in terms:
                if term.cell is not None:
                    factors[term.cell] = factors.get(term.cell, Decimal(0)) + sign * term.factor
        return factors


def spell_out(rule: Rule, table: Table) -> Iterator[Equation]:
    """Yield a rule at every place of its table where it applies."""
    holds = parse_comparison(rule.holds)
    when = parse_comparison(rule.when) if rule.when else None
    for place in _places(rule, table):
        condition = _bind(rule, table, when, place) if when else None
        yield Equation(rule, _bind(rule, table, holds, place), condition)


def spell_out_sum(rule: FactRule | Shares, table: Table, text: str) -> Sum:
    """Return the cells that a sum names, which the prose may state."""
    row = rule.row if isinstance(rule, FactRule) else None
    each = "row" if row else "column"
    terms = parse_side(text)
    return tuple(t for term in terms for t in _bind_term(table, each, term, row or rule.column))


def _places(rule: Rule, table: Table) -> Iterator[str | None]:
    if rule.each == "once":
        yield None
        return
    for block in table.blocks:
        if rule.each == "row":
            rows = block.members(rule.rows) if isinstance(rule.rows, str) else rule.rows
            yield from (r.key for r in block.rows if rows is None or r.key in rows)
        else:
            columns = rule.columns
            yield from (c.key for c in block.columns if columns is None or c.key in columns)


def _bind(rule: Rule, table: Table, comparison: Comparison, place: str | None) -> Condition:
    sides: list[tuple[CellTerm, ...]] = []
    for terms in (comparison.left, comparison.right):
        cells: list[CellTerm] = []
        for term in terms:
            cells += _bind_term(table, rule.each, term, place)
        sides.append(tuple(cells))
    left, right = sides
    return Condition(left, comparison.relation, right)


def _bind_term(table: Table, each: str, term: Term, place: str | None) -> Iterator[CellTerm]:
    """Yield a term's cells; `each` tells whether its rule runs along rows or columns."""
    if term.name is None or term.name.startswith("$"):
        yield CellTerm(term.factor, None, term.name)
    elif place is None:
        yield CellTerm(term.factor, CellKey(*term.name.split(".")))
    else:
        group = term.name[4:-1] if term.name.startswith("sum(") else None
        for name in _members(table, group) if group else (term.name,):
            row, column = (place, name) if each == "row" else (name, place)
            yield CellTerm(term.factor, CellKey(table.key, row, column))


def _members(table: Table, group: str) -> tuple[str, ...]:
    for block in table.blocks:
        if members := block.members(group):
            return members
    raise BrokenRule(f"the group {group!r} of a sum is empty or unknown; name one that is there")
