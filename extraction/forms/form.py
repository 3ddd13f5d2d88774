"""What a form is: its tables, rows, columns and rules, read from one YAML file.

Cells are named by CellKey, (table, row, column). All that knows a row's name is
the form file; everybody else asks here.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib import resources
from itertools import product
from typing import Literal, NamedTuple, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from extraction.errors import BrokenForm
from extraction.forms.model import FormModel, Meaning
from extraction.forms.rules import Comparison, Relation, Term, parse_comparison, parse_side
from extraction.forms.said import FactRule, Narrative, ProseRule, Shares
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

    def members(self, group: str) -> tuple[str, ...]:
        """Return the keys of the rows or columns in a group and in the groups within it."""
        headings = (*self.row_groups, *self.column_groups)
        groups = {group} | {heading.key for heading in headings if heading.within == group}
        rows = tuple(row.key for row in self.rows if row.group in groups)
        return rows + tuple(column.key for column in self.columns if column.group in groups)

    def subtotal_at(self, row: str) -> str | None:
        """Return the subtotal that a line may hold right behind a row or a group's heading.

        It may open its group, right behind the heading, or close it behind the last row.
        """
        for group in self.row_groups:
            members = self.members(group.key)
            if group.subtotal and (row == group.subtotal or row == members[-1]):
                return group.subtotal
        return None

    @cached_property
    def printed_rows(self) -> tuple[str, ...]:
        """The keys of all rows that may be printed, subtotals included."""
        subtotals = (group.subtotal for group in self.row_groups if group.subtotal)
        return (*(row.key for row in self.rows), *subtotals)

    @cached_property
    def printed_columns(self) -> tuple[str, ...]:
        """The keys of all columns that may be printed, subtotals included."""
        subtotals = (group.subtotal for group in self.column_groups if group.subtotal)
        return (*(column.key for column in self.columns), *subtotals)


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
            if row in block.printed_rows:
                return block
        raise KeyError(row)


class Named(NamedTuple):
    """What a cell is called in the report: its row's and its column's label."""

    row: str
    column: str


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


class Form(FormModel):
    """One official template.

    `years` are the first and the last year that it was made for; `sections` what its
    sections are called, `section_parts` the parts that it prescribes within one. `figures`
    are cells that rules call by a name of their own.
    """

    form: str
    version: str
    title: str
    years: tuple[int | None, int | None] = (None, None)
    sections: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    section_parts: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    tables: tuple[Table, ...]
    figures: dict[str, str] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    narrative: Narrative = Narrative()

    def __hash__(self) -> int:
        """Hash by name and version: forms are few, and equality tells the rest."""
        return hash((self.form, self.version))

    def table(self, key: str) -> Table:
        """Return the table with this key; KeyError if there is none."""
        return self._tables[key]

    @cached_property
    def summed_tables(self) -> frozenset[str]:
        """The tables whose figures sums can prove (2019 and 2021: tables 3 and 4)."""
        return frozenset(
            e.rule.table
            for e in self.equations
            if e.rule.severity == "error" and e.holds.relation == "="
        )

    def name(self, cell: CellKey) -> Named:
        """Return the Chinese names of a cell's row and column."""
        return self._names[cell]

    @cached_property
    def _names(self) -> dict[CellKey, Named]:
        names = {}
        for table in self.tables:
            for block in table.blocks:
                rows = {row.key: row.label for row in block.rows}
                rows |= {g.subtotal: f"{g.label}小计" for g in block.row_groups if g.subtotal}
                columns = {column.key: column.label for column in block.columns}
                columns |= {g.subtotal: f"{g.label}小计" for g in block.column_groups if g.subtotal}
                for row, column in product(rows, columns):
                    names[CellKey(table.key, row, column)] = Named(rows[row], columns[column])
        return names

    @cached_property
    def columns(self) -> dict[CellKey, Column]:
        """The column of every cell: what it may hold, and its unit."""
        return {
            CellKey(table.key, row.key, column.key): column
            for table in self.tables
            for block in table.blocks
            for row in block.rows
            for column in block.columns
        }

    def unit(self, cell: CellKey) -> str | None:
        """Return the unit that the form gives a cell's figure."""
        return self._units[cell]

    @cached_property
    def _units(self) -> dict[CellKey, str | None]:
        units = {}
        for cell in self._names:
            column = self.columns.get(cell)
            block = self.table(cell.table).block_of(cell.row)
            units[cell] = (column and column.unit) or block.unit
        return units

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

    def equations_of(self, table: str) -> tuple[Equation, ...]:
        """Every rule of a table at every place where it applies."""
        return self._equations.get(table, ())

    @cached_property
    def _equations(self) -> dict[str, tuple[Equation, ...]]:
        return {
            table.key: tuple(e for e in self.equations if e.rule.table == table.key)
            for table in self.tables
        }

    @cached_property
    def bound_facts(self) -> tuple[BoundFact, ...]:
        """Every fact of the prose that the tables state too."""
        return tuple(
            BoundFact(rule, tuple(self._sum_of(rule, text) for text in rule.equals))
            for rule in self.narrative.facts
        )

    @cached_property
    def prose_rules(self) -> tuple[tuple[ProseRule, Comparison | None, Comparison], ...]:
        """Every rule between facts of the prose: its condition, and what should hold."""
        return tuple(
            (rule, parse_comparison(rule.when) if rule.when else None, parse_comparison(rule.holds))
            for rule in self.narrative.rules
        )

    @cached_property
    def shared_sums(self) -> tuple[Sum, ...]:
        """The sums of which a percentage in the prose may be a share."""
        shares = self.narrative.shares
        return tuple(self._sum_of(shares, text) for text in shares.of) if shares else ()

    def _sum_of(self, rule: FactRule | Shares, text: str) -> Sum:
        row = rule.row if isinstance(rule, FactRule) else None
        along = (rule.table, "row" if row else "column")
        terms = parse_side(text)
        return tuple(t for term in terms for t in self._bind_term(along, term, row or rule.column))

    @model_validator(mode="after")
    def _rules_name_what_exists(self) -> Self:
        known = {
            CellKey(table.key, row, column)
            for table in self.tables
            for block in table.blocks
            for row in block.printed_rows
            for column in block.printed_columns
        }
        named = {cell for equation in self.equations for cell in equation.cells}
        sums = (*(s for fact in self.bound_facts for s in fact.sums), *self.shared_sums)
        named |= {term.cell for terms in sums for term in terms if term.cell}
        unknown = {str(cell) for cell in named - known}
        if unknown:
            raise ValueError(f"rules name cells that the form does not have: {sorted(unknown)}")
        return self

    def _spell_out(self, rule: Rule) -> Iterator[Equation]:
        holds = parse_comparison(rule.holds)
        when = parse_comparison(rule.when) if rule.when else None
        for place in self._places(rule):
            condition = self._bind(rule, when, place) if when else None
            yield Equation(rule, self._bind(rule, holds, place), condition)

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
            tuple(
                bound
                for term in side
                for bound in self._bind_term((rule.table, rule.each), term, place)
            )
            for side in (comparison.left, comparison.right)
        )
        return Condition(left, comparison.relation, right)

    def _bind_term(
        self, along: tuple[str, str], term: Term, place: str | None
    ) -> Iterator[CellTerm]:
        """Yield a term's cells; `along` is the table, and whether a rule runs along rows."""
        table, each = along
        if term.name is None or term.name.startswith("$"):
            yield CellTerm(term.factor, None, term.name)
        elif place is None:
            yield CellTerm(term.factor, CellKey(*term.name.split(".")))
        else:
            group = term.name[4:-1] if term.name.startswith("sum(") else None
            for name in self._members(table, group) if group else (term.name,):
                row, column = (place, name) if each == "row" else (name, place)
                yield CellTerm(term.factor, CellKey(table, row, column))

    def _members(self, table: str, group: str) -> tuple[str, ...]:
        for block in self.table(table).blocks:
            if members := block.members(group):
                return members
        raise BrokenForm(
            f"The form's rules sum an empty or unknown group {group!r}; mend the form."
        )


def parse_form(text: str, name: str) -> Form:
    """Read a form from YAML; BrokenForm if it contradicts itself.

    Its version gets a digest of the file, so that an edit is never taken for the old form.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    try:
        form = Form.model_validate(yaml.load(text, yaml.CSafeLoader))
        return form.model_copy(update={"version": f"{form.version}+{digest}"})
    except (ValidationError, yaml.YAMLError, KeyError) as error:
        raise BrokenForm(f"The form file {name} cannot be used: {error}. Mend the file.") from error


def load_forms() -> tuple[Form, ...]:
    """Return every form that gouji knows: one YAML file each in this folder, newest first."""
    folder = resources.files(__package__)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(parse_form(f.read_text("utf-8"), f.name) for f in reversed(files))
