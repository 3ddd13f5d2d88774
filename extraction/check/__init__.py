"""Every rule against what a report says, and the verdict."""

from extraction.check.completeness import check_sections
from extraction.check.conclusion import Conclusion, check_report, conclude_without_tables
from extraction.check.recording import ReadReport, tell_unread
from extraction.check.scans import check_scan

__all__ = [
    "Conclusion",
    "ReadReport",
    "check_report",
    "check_scan",
    "check_sections",
    "conclude_without_tables",
    "tell_unread",
]
