"""From an aligned table to a record's cells: filled where the layout proves them, else solved."""

from extraction.cells.assemble import NO_CELLS, Assembly, assemble_cells
from extraction.cells.packed_figures import is_packed
from extraction.cells.suggestions import Proposed, suggest_cells
from extraction.cells.table_reading import TableReading, read_aligned_table, read_aligned_tables
from extraction.cells.unshown import find_unshown

__all__ = [
    "NO_CELLS",
    "Assembly",
    "Proposed",
    "TableReading",
    "assemble_cells",
    "find_unshown",
    "is_packed",
    "read_aligned_table",
    "read_aligned_tables",
    "suggest_cells",
]
