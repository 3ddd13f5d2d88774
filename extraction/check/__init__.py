"""Every rule against what a report says, and the verdict."""

from extraction.check.completeness import check_sections
from extraction.check.conclusion import Conclusion, check_metadata, check_report, nest_cells

__all__ = ["Conclusion", "check_metadata", "check_report", "check_sections", "nest_cells"]
