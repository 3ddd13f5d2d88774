"""An aligned table to its cells: filled where the layout proves them, else solved."""

from collections.abc import Mapping
from dataclasses import dataclass

from extraction.cells.fill import fill_table
from extraction.cells.solve import solve_table
from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.values.layout import AlignedTable, FilledLine, Solution


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table on its way into the record."""

    table: Table
    aligned: AlignedTable
    lines: tuple[FilledLine, ...]
    solution: Solution


def read_aligned_tables(form: Form, aligned: Mapping[str, AlignedTable]) -> dict[str, TableReading]:
    """Return a form's aligned tables, by their keys, with what their lines and sums settle."""
    return {key: read_aligned_table(form, table) for key, table in aligned.items()}


def read_aligned_table(form: Form, aligned: AlignedTable, *, zeros: bool = False) -> TableReading:
    """Return an aligned table's lines with their readings, and what equations settle of them.

    zeros: whether it is known that a zero stands in every cell that holds nothing.
    """
    table = form.table(aligned.table)
    summed = table.key in form.summed_tables
    lines = fill_table(aligned, table, summed=summed, zeros=zeros)
    rows = {row.key for block in table.blocks for row in block.rows}
    own = [line for line in lines if line.proven or line.cells[0].row in rows]
    return TableReading(table, aligned, lines, solve_table(own, form.equations_of(table.key)))
