"""What the tests of the promise share: a text to records, and records against labels."""

from collections.abc import Iterator, Mapping
from functools import cache

from evals.synth import LabelledReport
from evals.synth.labelled import Label
from extraction.document import Document
from extraction.forms.form import CellKey
from extraction.pipeline import extract_document, flatten_cells
from extraction.read import document_from_bytes
from extraction.record import Cell, Record
from extraction.settings import Settings, default_settings

SETTLED = ("verified", "source_inconsistent")


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


def cells_of(record: Record) -> dict[CellKey, Cell]:
    """The record's cells of the form, subtotals left out."""
    return flatten_cells(record.model_copy(update={"extras": ()}))


def numbers_of(record: Record) -> dict[CellKey, Cell]:
    return {key: cell for key, cell in cells_of(record).items() if cell.state == "number"}


def find_stray_spans(document: Document, record: Record) -> list[CellKey]:
    """Cells whose span does not slice back to what they say is printed."""
    return [
        key
        for key, cell in cells_of(record).items()
        if cell.state == "number"
        and (cell.span is None or document.text[slice(*cell.span)] != cell.raw)
    ]


def find_wrong(
    record: Record, labels: Mapping[CellKey, Label], lost: frozenset[CellKey] = frozenset()
) -> Iterator[tuple[CellKey, Label | None, Cell]]:
    """Yield silent errors: another number, a missed number, a number where there is none.

    A lost cell may be open, and may be its label; nothing else.
    """
    cells = cells_of(record)
    for key, cell in cells.items():
        label = labels.get(key)
        if label is None:
            if cell.state == "number":
                yield key, None, cell
        elif (key in lost and cell.state == "missing") or _says(cell, label):
            continue
        else:
            yield key, label, cell
    for key, label in labels.items():
        if key not in cells and key not in lost:
            yield key, label, Cell(state="missing")


def _says(cell: Cell, label: Label) -> bool:
    return cell.state == label.state and cell.value == label.value


def find_silent_errors(
    record: Record, report: LabelledReport
) -> list[tuple[CellKey, Label | None, Cell]]:
    """The wrong cells of a report that is called settled."""
    return list(find_wrong(record, report.cells, report.lost)) if record.status in SETTLED else []
