"""A table read as it is aligned: what its print proves of each line, and its sums of the others."""

from extraction.cells import TableReading
from extraction.forms.form import Form
from extraction.judge.lines import read_table_lines
from extraction.judge.sums import solve_table
from extraction.values.layout import AlignedTable


def read_aligned_table(form: Form, aligned: AlignedTable, *, zeros: bool = False) -> TableReading:
    """Return an aligned table's lines with their readings, and what equations settle of them.

    zeros: whether it is known that a zero stands in every cell that holds nothing.
    """
    table = form.table(aligned.table)
    summed = table.key in form.summed_tables
    lines = read_table_lines(aligned, table, summed=summed, zeros=zeros)
    rows = table.row_keys
    own = [line for line in lines if line.proven or line.cells[0].row in rows]
    equations = form.equations_of(table.key)
    solution = solve_table(own, equations)
    return TableReading(table, aligned, lines, solution)
