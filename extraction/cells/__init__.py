"""From what is settled of a table to a record's cells, and what is said of the others."""

from extraction.cells.assemble import NO_CELLS, Assembly, assemble_cells, find_state
from extraction.cells.suggestions import Proposed, suggest_cells
from extraction.cells.table_reading import TableReading
from extraction.cells.unshown import find_unshown

__all__ = [
    "NO_CELLS",
    "Assembly",
    "Proposed",
    "TableReading",
    "assemble_cells",
    "find_state",
    "find_unshown",
    "suggest_cells",
]
