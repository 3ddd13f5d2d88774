"""What the tests of the promise share: a text to records; evals.score says what is wrong."""

from functools import cache

from evals.score import SETTLED, find_form_cells, find_silent_errors, find_wrong_cells
from evals.score import find_stray_spans as stray_spans_in
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings, default_settings
from extraction.values.document import Document
from extraction.values.record import Cell, CellKey, Record

__all__ = ["SETTLED", "find_form_cells", "find_silent_errors", "find_wrong_cells"]


@cache
def settings() -> Settings:
    return default_settings()


def document_from(text: str, ending: str = ".txt") -> Document:
    """The document that a file of this text becomes; plain text stays as it is."""
    document = document_from_bytes(f"report{ending}", text.encode())
    assert ending == ".html" or document.text == text.removeprefix("\ufeff")
    return document


def extract_text(text: str, ending: str = ".txt") -> tuple[Document, tuple[Record, ...]]:
    document = document_from(text, ending)
    return document, extract_document(document, settings())


def numbers_of(record: Record) -> dict[CellKey, Cell]:
    return {key: cell for key, cell in find_form_cells(record).items() if cell.state == "number"}


def find_stray_spans(document: Document, record: Record) -> list[CellKey]:
    """Cells whose span does not slice back to what they say is printed."""
    return stray_spans_in(document.text, record)
