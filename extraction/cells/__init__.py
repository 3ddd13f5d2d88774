"""From an aligned table to a record's cells: filled where the layout proves them, else solved."""

from extraction.cells.assemble import (
    Assembly,
    TableReading,
    assemble_cells,
    notice_finding,
    open_finding,
)
from extraction.cells.read import read_table

__all__ = [
    "Assembly",
    "TableReading",
    "assemble_cells",
    "notice_finding",
    "open_finding",
    "read_table",
]
