"""Read the words of a report: who reports, for which year, and the figures in sentences."""

from extraction.prose.report_prose import read_prose

__all__ = ["read_prose"]
