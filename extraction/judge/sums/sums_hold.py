"""Whether a table's sums hold as it is read."""

from extraction.cells import TableReading, assemble_cells
from extraction.check.equations import close_all
from extraction.forms.form import Form


def closes(form: Form, reading: TableReading) -> bool:
    """Whether all sums of a table hold, and there are some that can fail."""
    key = reading.table.key
    made = assemble_cells(form, {key: reading}, lambda span: (span, ""))
    return close_all(form, key, made.cells)
