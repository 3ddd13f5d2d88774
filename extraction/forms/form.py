"""What a form is: its tables, rows, columns and rules, read from one YAML file.

Cells are named by CellKey, (table, row, column). All that knows a row's name is
the form file; everybody else asks here.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from importlib import resources
from typing import Literal, NamedTuple, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from extraction.errors import BrokenForm
from extraction.forms.rules import Comparison, Relation, Term, parse_comparison
from extraction.record import Severity


class CellKey(NamedTuple):
    """Names one cell of a form.

    >>> str(CellKey("requests", "received", "total"))
    'requests.received.total'
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """Return the dotted path used in findings."""
        return ".".join(self)


class FormModel(BaseModel):
    """Base of all that a form file says: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Labelled(FormModel):
    """Something that is printed: its key, its official label, and what else it is called."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The official label first, then the aliases."""
        return (self.label, *self.aliases)


class Column(Labelled):
    """A column of figures; `holds` says what is legal there."""

    group: str | None = None
    holds: Literal["count", "change", "money"] = "count"
    unit: str | None = None


class Row(Labelled):
    """A row of figures."""

    group: str | None = None


class Group(Labelled):
    """A heading over rows or columns; `subtotal` is the key of its sum, if one is printed."""

    within: str | None = None
    subtotal: str | None = None
    subtotal_labels: tuple[str, ...] = ()


class Block(FormModel):
    """Rows under one set of columns.

    `arrangement` is `down` for a row of figures per row label, `across` where all
    rows stand side by side in one line of figures, each under its own heading.
    """

    key: str
    arrangement: Literal["down", "across"] = "down"
    heads: tuple[str, ...] = ()
    unit: str | None = None
    columns: tuple[Column, ...]
    column_groups: tuple[Group, ...] = ()
    rows: tuple[Row, ...]
    row_groups: tuple[Group, ...] = ()

    def row(self, key: str) -> Row:
        """Return the row with this key; KeyError if there is none."""
        return next((row for row in self.rows if row.key == key), None) or _no(key)

    def unit_of(self, column: Column) -> str | None:
        """Return the unit that the form gives the column's figures."""
        return column.unit or self.unit

    def members(self, group: str) -> tuple[str, ...]:
        """Return the keys of the rows or columns in a group and in the groups within it."""
        groups = {group} | {
            g.key for g in (*self.row_groups, *self.column_groups) if g.within == group
        }
        return tuple(item.key for item in (*self.rows, *self.columns) if item.group in groups)


def _no(key: str) -> Row:
    raise KeyError(key)


class Table(FormModel):
    """One table of the form, as blocks that follow each other on the page."""

    key: str
    label: str
    blocks: tuple[Block, ...]

    def cells(self) -> Iterator[CellKey]:
        """Yield every cell in the order of the form."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield CellKey(self.key, row.key, column.key)

    def block_of(self, row: str) -> Block:
        """Return the block that holds a row, or the subtotal of one of its groups."""
        for block in self.blocks:
            keys = {item.key for item in block.rows} | {g.subtotal for g in block.row_groups}
            if row in keys:
                return block
        raise KeyError(row)


class Meaning(FormModel):
    """A rule in words, for analysts."""

    en: str
    zh: str


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


class Side(NamedTuple):
    """What stands on one side of a relation."""

    terms: tuple[CellTerm, ...]


class Condition(NamedTuple):
    """A relation between cells."""

    left: tuple[CellTerm, ...]
    relation: Relation
    right: tuple[CellTerm, ...]


class Equation(NamedTuple):
    """A rule at one place: what should hold there, and under which condition."""

    rule: Rule
    holds: Condition
    when: Condition | None

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """The cells that the equation speaks of, left side first."""
        return tuple(t.cell for t in (*self.holds.left, *self.holds.right) if t.cell is not None)


class Form(FormModel):
    """One official template."""

    form: str
    version: str
    title: str
    sections: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...] = ()

    def table(self, key: str) -> Table:
        """Return the table with this key; KeyError if there is none."""
        return self._tables[key]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.key: table for table in self.tables}

    @cached_property
    def cells(self) -> tuple[CellKey, ...]:
        """Every cell of the form, in its order."""
        return tuple(cell for table in self.tables for cell in table.cells())

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Every rule at every place where it applies."""
        return tuple(equation for rule in self.rules for equation in self._spell_out(rule))

    @model_validator(mode="after")
    def _rules_name_what_exists(self) -> Self:
        known = set(self.cells) | {
            CellKey(table.key, row, column)
            for table in self.tables
            for block in table.blocks
            for row in (
                *(r.key for r in block.rows),
                *(g.subtotal for g in block.row_groups if g.subtotal),
            )
            for column in (
                *(c.key for c in block.columns),
                *(g.subtotal for g in block.column_groups if g.subtotal),
            )
        }
        unknown = {str(cell) for equation in self.equations for cell in equation.cells} - {
            str(cell) for cell in known
        }
        if unknown:
            raise ValueError(f"rules name cells that the form does not have: {sorted(unknown)}")
        return self

    def _spell_out(self, rule: Rule) -> Iterator[Equation]:
        holds = parse_comparison(rule.holds)
        when = parse_comparison(rule.when) if rule.when else None
        for place in self._places(rule):
            yield Equation(
                rule, self._bind(rule, holds, place), when and self._bind(rule, when, place)
            )

    def _places(self, rule: Rule) -> Iterator[str | None]:
        if rule.each == "once":
            yield None
            return
        for block in self.table(rule.table).blocks:
            if rule.each == "row":
                rows = block.members(rule.rows) if isinstance(rule.rows, str) else rule.rows
                yield from (r.key for r in block.rows if rows is None or r.key in rows)
            else:
                columns = rule.columns
                yield from (c.key for c in block.columns if columns is None or c.key in columns)

    def _bind(self, rule: Rule, comparison: Comparison, place: str | None) -> Condition:
        left, right = (
            tuple(bound for term in side for bound in self._bind_term(rule, term, place))
            for side in (comparison.left, comparison.right)
        )
        return Condition(left, comparison.relation, right)

    def _bind_term(self, rule: Rule, term: Term, place: str | None) -> Iterator[CellTerm]:
        if term.name is None or term.name.startswith("$"):
            yield CellTerm(term.factor, None, term.name)
        elif place is None:
            yield CellTerm(term.factor, CellKey(*term.name.split(".")))
        else:
            names = (term.name,)
            if term.name.startswith("sum("):
                names = self._members(rule.table, term.name[4:-1])
            for name in names:
                row, column = (place, name) if rule.each == "row" else (name, place)
                yield CellTerm(term.factor, CellKey(rule.table, row, column))

    def _members(self, table: str, group: str) -> tuple[str, ...]:
        for block in self.table(table).blocks:
            if members := block.members(group):
                return members
        raise BrokenForm(
            f"The form's rules sum an empty or unknown group {group!r}; mend the form."
        )


def parse_form(text: str, name: str) -> Form:
    """Read a form from YAML; BrokenForm if it contradicts itself."""
    try:
        return Form.model_validate(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise BrokenForm(f"The form file {name} cannot be used: {error}. Mend the file.") from error


def load_forms() -> tuple[Form, ...]:
    """Return every form that gouji knows: one YAML file each in this folder, newest first."""
    folder = resources.files(__package__)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(parse_form(f.read_text("utf-8"), f.name) for f in reversed(files))
