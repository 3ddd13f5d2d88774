"""Lines of figures: what the print proves of each by itself, or every reading that it allows."""

from extraction.judge.lines.packed_figures import is_packed
from extraction.judge.lines.table_lines import read_table_lines

__all__ = ["is_packed", "read_table_lines"]
