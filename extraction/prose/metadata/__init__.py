"""Whose report it is, on which year, signed and published when: what the words around say."""

from extraction.prose.metadata.reading import read_metadata

__all__ = ["read_metadata"]
