"""A form: its tables, rows, columns and rules, read from one YAML file.

Cells are named by CellKey, (table, row, column). All that knows a row's name is
the form file; everybody else asks here. `load.py` reads forms from files.
"""

import hashlib
from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import product

from pydantic import Field

from extraction.forms.equation import BoundFact, Equation, Rule, Sum, spell_out, spell_out_sum
from extraction.forms.model import FormModel
from extraction.forms.prose_rules import FactRule, Narrative, ProseRule, Shares
from extraction.forms.rules import Comparison, parse_comparison
from extraction.forms.table import Column, Named, Table
from extraction.values.record import CellKey


class Form(FormModel):
    """One official template.

    `years` are the first and the last year that it was made for; `sections` what its
    sections are called, `section_parts` the parts that it prescribes within one,
    `section_signs` patterns by which one is known where its heading is lost, `section_words`
    groups of words of which a numbered heading in other words holds one each. `figures` are
    cells that rules call by a name of their own.
    """

    form: str
    version: str
    title: str
    years: tuple[int | None, int | None] = (None, None)
    sections: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    section_parts: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    section_signs: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    section_words: dict[str, tuple[tuple[str, ...], ...]] = Field(default_factory=dict)
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

    @property
    def named(self) -> Mapping[CellKey, Named]:
        """The Chinese names of every cell that may be printed."""
        return self._names

    def name(self, cell: CellKey) -> Named:
        """Return the Chinese names of a cell's row and column."""
        return self._names[cell]

    @property
    def printed_cells(self) -> Collection[CellKey]:
        """Every cell that may be printed, subtotals included."""
        return self._names.keys()

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

    @cached_property
    def shape(self) -> str:
        """A digest of the form's cells and error rules: what a reading is judged by.

        Other labels, versions and words leave it as it is.
        """
        strict = (e for e in self.equations if e.rule.severity == "error")
        rules = (" ".join((e.rule.id, e.holds.relation, *map(str, e.cells))) for e in strict)
        whole = "\n".join((self.form, *map(str, self.cells), *rules))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

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
        return tuple(
            equation for rule in self.rules for equation in spell_out(rule, self.table(rule.table))
        )

    def equations_of(self, table: str) -> tuple[Equation, ...]:
        """Every rule of a table at every place where it applies."""
        return self._equations.get(table, ())

    @cached_property
    def _equations(self) -> dict[str, tuple[Equation, ...]]:
        by_table: dict[str, list[Equation]] = {}
        for equation in self.equations:
            by_table.setdefault(equation.rule.table, []).append(equation)
        return {table: tuple(equations) for table, equations in by_table.items()}

    @cached_property
    def bound_facts(self) -> tuple[BoundFact, ...]:
        """Every fact of the prose that the tables state too."""
        facts = []
        for rule in self.narrative.facts:
            sums = tuple(self._sum_of(rule, text) for text in rule.equals)
            facts.append(BoundFact(rule, sums))
        return tuple(facts)

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
        return spell_out_sum(rule, self.table(rule.table), text)
