"""What the judge has settled of one table, on its way into the record."""

from dataclasses import dataclass

from extraction.forms.table import Table
from extraction.values.layout import AlignedTable, FilledLine, Solution


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table as it is read: its lines, and what sums settle of those that no print proves."""

    table: Table
    aligned: AlignedTable
    lines: tuple[FilledLine, ...]
    solution: Solution
