"""Every rule against what a report says, and the verdict."""

from extraction.check.completeness import check_sections
from extraction.check.conclusion import check_metadata, judge, nest_cells

__all__ = [
    "check_metadata",
    "check_sections",
    "judge",
    "nest_cells",
]
