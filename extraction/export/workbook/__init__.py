"""Records as a workbook for Excel: a sheet a table, a line a report, and what to look at."""

from extraction.export.workbook.files import LIMITS, Limits, WorkbookFiles

__all__ = ["LIMITS", "Limits", "WorkbookFiles"]
