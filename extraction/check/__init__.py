"""Every rule against what a report says, and the verdict."""

from extraction.check.completeness import check_sections
from extraction.check.conclusion import Conclusion, check_metadata, check_report
from extraction.check.recording import ReadReport, tell_unread
from extraction.check.scans import Scanned, check_scan

__all__ = [
    "Conclusion",
    "ReadReport",
    "Scanned",
    "check_metadata",
    "check_report",
    "check_scan",
    "check_sections",
    "tell_unread",
]
