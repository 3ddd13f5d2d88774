"""Locate things in a text: its tokens, tables, reports, headings and sections."""

from extraction.locate.absence import explain_absence
from extraction.locate.regions import (
    cut_regions,
    find_extents,
    find_figures_extents,
    find_regions,
)
from extraction.locate.reports import split_reports
from extraction.locate.sections import find_sections
from extraction.locate.tokens import tokenize
from extraction.locate.veiled import veil_tokens

__all__ = [
    "cut_regions",
    "explain_absence",
    "find_extents",
    "find_figures_extents",
    "find_regions",
    "find_sections",
    "split_reports",
    "tokenize",
    "veil_tokens",
]
