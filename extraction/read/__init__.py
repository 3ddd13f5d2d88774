"""The read station: a path or bytes become a Document, by a reader for each format."""

from extraction.read.file import KNOWN_ENDINGS, document_from_bytes, read_document

__all__ = ["KNOWN_ENDINGS", "document_from_bytes", "read_document"]
