"""Read a report's metadata: its agency and year, and the days it was signed and published."""

from extraction.prose.metadata.reading import read_metadata

__all__ = ["read_metadata"]
