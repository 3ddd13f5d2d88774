"""A table's printed rows and columns are brought to those of a form, or to neither."""

from extraction.align.align import align_table
from extraction.align.choose import (
    Aligner,
    Choice,
    align_to_forms,
    choose_form,
    find_form_doubts,
    tell_mixed,
)

__all__ = [
    "Aligner",
    "Choice",
    "align_table",
    "align_to_forms",
    "choose_form",
    "find_form_doubts",
    "tell_mixed",
]
