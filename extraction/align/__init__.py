"""The labels station: a table's printed rows and columns to those of a form, or to neither."""

from extraction.align.align import align_table

__all__ = [
    "align_table",
]
