"""Records as a wide table in CSV: one line a report, a column for each cell of any form.

First comes what the report is, then the numbers, named `table.row.column`, then under
`state:table.row.column` how each is known: cells that print no number are empty among the
numbers, and their state says why. A form that lacks a cell leaves both empty.
"""

from collections.abc import Sequence

from extraction.export.flat import REPORTS, record_to_rows
from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.forms.form import Form
from extraction.values.errors import WrongUsage
from extraction.values.record import Record

_STATE = "state:"
BEGINS = MARK + b"path,part,form,status,"
"""How every such file begins."""


def wide_cells(forms: Sequence[Form]) -> tuple[str, ...]:
    """Return the dotted paths of all cells of all forms, each once, in their order."""
    return tuple(dict.fromkeys(str(cell) for form in forms for cell in form.cells))


def wide_header(forms: Sequence[Form]) -> bytes:
    """Return the line of column names, with the mark that tells the encoding."""
    cells = wide_cells(forms)
    names = [column.name for column in REPORTS.columns]
    return MARK + line_to_bytes([*names, *cells, *(_STATE + cell for cell in cells)])


def record_to_wide_line(record: Record, forms: Sequence[Form]) -> bytes:
    """Return the record as one line; WrongUsage if it has a cell that no known form has."""
    rows = record_to_rows(record, forms)
    [report] = rows["reports"]
    values: dict[str, object] = {}
    states: dict[str, object] = {}
    for row in rows["cells"]:
        if not row["extra"]:
            path = f"{row['table']}.{row['row']}.{row['column']}"
            values[path], states[path] = row.get("value_text"), row["state"]
    cells = wide_cells(forms)
    if unknown := values.keys() - set(cells):
        source, cell = record.source.path, min(unknown)
        raise WrongUsage(
            f"{source}: no known form has the cell {cell}. Write it with --format csv, which has "
            "a line for each cell.",
            f"{source}：已知表样中没有单元格 {cell}。请改用 --format csv（每个单元格一行）。",
        )
    line = [report.get(column.name) for column in REPORTS.columns]
    return line_to_bytes([*line, *map(values.get, cells), *map(states.get, cells)])
