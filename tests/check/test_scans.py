"""A scan's figures count only where something beside one OCR engine confirms them."""

from dataclasses import replace
from random import Random

import pytest

from evals.synth.any_format import generate_file
from extraction.check.conclusion import flatten_cells
from extraction.forms.load import load_forms
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings
from extraction.values.document import Document, ScannedCell
from extraction.values.record import Record

SEED = 3


@pytest.fixture(scope="module")
def page() -> Document:
    """A page whose grids are drawn, and whose figures are all there."""
    return document_from_bytes("a.html", generate_file(SEED, "html", "cn2021")[1])


def read_scanned(page: Document, sure: float, *, agreed: bool) -> Record:
    """Read a page as if an engine had read its cells, so sure, and a second one agreed or not."""
    cells = []
    for grid in page.grids:
        for cell in grid.cells:
            cells.append(ScannedCell(cell.span, sure, agreed))
    [record] = extract_document(replace(page, scanned=tuple(cells)), Settings(load_forms()))
    return record


def doubted(record: Record) -> set[str]:
    return {cell for f in record.findings if f.rule == "structure.scan" for cell in f.cells}


def test_what_two_engines_read_alike_is_verified(page: Document) -> None:
    [plain] = extract_document(page, Settings(load_forms()))
    assert plain.status == "verified"
    record = read_scanned(page, 0.99, agreed=True)
    assert record.status == "verified"
    assert flatten_cells(record) == flatten_cells(plain)


def test_one_engine_alone_leaves_open_what_the_sums_cannot_prove(page: Document) -> None:
    record = read_scanned(page, 0.99, agreed=False)
    assert record.status == "needs_review"
    assert record.reason_code == "Q04"
    tables = {cell.split(".")[0] for cell in doubted(record)}
    assert "requests" not in tables  # rows and columns cross there: no misreading hides
    assert len(tables) >= 2  # licences have no sums, reviews one each


def test_an_engine_that_is_not_sure_has_read_nothing(page: Document) -> None:
    record = read_scanned(page, 0.5, agreed=True)
    assert record.status == "needs_review"
    assert len(doubted(record)) == len(flatten_cells(record))


def test_a_cell_that_no_engine_was_asked_about_is_doubted(page: Document) -> None:
    [record] = extract_document(replace(page, scanned=()), Settings(load_forms()))
    assert record.status == "needs_review"


@pytest.mark.parametrize("seed", range(6))
def test_a_misread_digit_never_blames_the_report(page: Document, seed: int) -> None:
    rng = Random(seed)
    figures = [
        cell.span
        for grid in page.grids
        for cell in grid.cells
        if cell.span.slice(page.text).isdigit()
    ]
    at = rng.choice(figures).start
    digit = rng.choice("123456789".replace(page.text[at], ""))
    text = page.text[:at] + digit + page.text[at + 1 :]
    misread = read_scanned(replace(page, text=text), 0.99, agreed=False)
    assert misread.status == "needs_review"
