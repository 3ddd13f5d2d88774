"""Figures of a scan that a model looks at: what it confirms, and that it confirms nothing else."""

import csv
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from evals.score import find_form_cells
from evals.synth.any_format import generate_file
from extraction.corrections.sheet_template import render_template
from extraction.export.tidy import COLUMNS, record_to_lines
from extraction.export.workbook.shown_cells import Around, show_workbook_cell
from extraction.forms.load import load_forms
from extraction.ground.rounds import Rounds
from extraction.ground.thresholds import FEWEST_CONTROLS, FIGURES_A_SHEET
from extraction.llm.question import A, FigureSeen, FiguresSeen, Question, Reply
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings
from extraction.terminal.table_grid import show_screen_cell
from extraction.values.document import Document, ScannedCell
from extraction.values.record import Cell, CellKey, Record
from extraction.values.usage import Attempt

SEED = 3
Seen = list[tuple[int, str]]


@pytest.fixture(scope="module")
def page() -> Document:
    """A page whose grids are drawn, and whose figures are all there."""
    return document_from_bytes("a.html", generate_file(SEED, "html", "cn2021")[1])


@pytest.fixture(autouse=True)
def no_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure's picture is its text here, and a sheet holds a line for each."""
    module = SimpleNamespace(draw_figure_sheet=b"\n".join)
    monkeypatch.setitem(sys.modules, "extraction.read.scan.figure_sheet", module)


def scan(page: Document, agreed: Callable[[int], bool]) -> Document:
    """Return the page as if an engine had read its cells, and a second one some of the figures."""
    cells: list[ScannedCell] = []
    for grid in page.grids:
        for cell in grid.cells:
            text = cell.span.slice(page.text)
            figure = text.lstrip("-").replace(".", "").isdigit()
            picture = text.encode() if figure else b""
            cells.append(ScannedCell(cell.span, 0.99, figure and agreed(len(cells)), picture))
    return replace(page, scanned=tuple(cells))


@dataclass
class Seer:
    """Reads sheets; `slip` turns what it has seen into what it says."""

    slip: Callable[[Seen], Seen] = lambda seen: seen
    asked: list[Question[Any]] = field(default_factory=list)

    def ask(self, question: Question[A]) -> Reply[A]:
        attempt = Attempt(model="seer", prompt=question.prompt, outcome="ok", input_tokens=10)
        if question.answer is not FiguresSeen:
            return Reply(None, (attempt,), "timeout")
        self.asked.append(question)
        seen = list(enumerate(question.picture.decode().split("\n"), 1))
        figures = [FigureSeen(number=number, figure=text) for number, text in self.slip(seen)]
        return Reply(FiguresSeen(figures=figures), (attempt,))  # type: ignore[arg-type]


def read(page: Document, seer: Seer, *, vision: bool = True) -> Record:
    rounds = Rounds(seer, vision=vision)
    [record] = extract_document(page, Settings(load_forms()), rounds=rounds)
    return record


def doubted(record: Record) -> set[str]:
    return {cell for f in record.findings if f.rule == "structure.scan" for cell in f.cells}


def some(at: int) -> bool:
    return at % 2 == 0


def none(_: int) -> bool:
    return False


@pytest.mark.parametrize("agreed", [some, none])
def test_what_a_model_sees_alike_is_confirmed(
    page: Document, agreed: Callable[[int], bool]
) -> None:
    scanned = scan(page, agreed)
    [alone] = extract_document(scanned, Settings(load_forms()))
    seer = Seer()
    record = read(scanned, seer)
    assert (alone.status, alone.reason_code) == ("needs_review", "Q04")
    assert record.status == "verified"
    assert record.usage.requests >= len(seer.asked) >= 1
    looked = [asked for asked in record.usage.questions if asked.prompt == "figures"]
    doubtful = sum(bool(cell.picture) and not cell.agreed for cell in scanned.scanned or ())
    assert sum(asked.taken for asked in looked) == doubtful
    assert record.versions.prompts["figures"] == "1"


def test_a_model_is_shown_pictures_and_no_text_of_the_report(page: Document) -> None:
    seer = Seer()
    read(scan(page, none), seer)
    for number, question in enumerate(seer.asked, 1):
        assert question.passage == f"Fields: 1 to {len(question.picture.split(chr(10).encode()))}"
        assert number == len(seer.asked) or question.passage.endswith(str(FIGURES_A_SHEET))


LICENCES = CellKey("proactive_disclosure", "administrative_licensing", "decisions")


def licences_of(record: Record) -> Cell:
    return record.tables[LICENCES.table][LICENCES.row][LICENCES.column]


def with_licences_drawn_as(page: Document, drawn: Callable[[str], str]) -> Document:
    """Return a scan on which one figure in doubt is drawn otherwise than an engine has read it."""
    scanned = scan(page, some)
    [alone] = extract_document(scan(page, none), Settings(load_forms()))
    assert str(LICENCES) in doubted(alone)
    printed = licences_of(alone)
    cells = list(scanned.scanned or ())
    [at] = [at for at, cell in enumerate(cells) if printed.span == tuple(cell.span)]
    cells[at] = cells[at]._replace(agreed=False, picture=drawn(str(printed.raw)).encode())
    return replace(scanned, scanned=tuple(cells))


def test_a_figure_that_is_seen_otherwise_stays_in_doubt_and_is_suggested(page: Document) -> None:
    record = read(with_licences_drawn_as(page, "9{}".format), Seer())
    assert record.status == "needs_review"
    assert doubted(record) == {str(LICENCES)}
    cell = licences_of(record)
    assert cell.suggestion is not None
    assert cell.suggestion.raw == f"9{cell.raw}"
    assert cell.suggestion.value == Decimal(f"9{cell.raw}")
    assert cell.value == Decimal(str(cell.raw))
    assert (cell.suggestion.by, cell.suggestion.span) == ("seer", cell.span)
    assert [key for key, _ in suggested(record)] == [LICENCES]


def suggested(record: Record) -> list[tuple[CellKey, Cell]]:
    cells = find_form_cells(record)
    return [(key, cell) for key, cell in cells.items() if cell.suggestion is not None]


@pytest.mark.parametrize("drawn", ["", "7a", "/", "无"])
def test_what_is_seen_as_no_figure_is_not_suggested(page: Document, drawn: str) -> None:
    record = read(with_licences_drawn_as(page, lambda _: drawn or "?"), Seer())
    assert record.status == "needs_review"
    assert suggested(record) == []


def test_what_was_seen_otherwise_is_shown_wherever_a_cell_is(page: Document) -> None:
    record = read(with_licences_drawn_as(page, "9{}".format), Seer())
    cell = licences_of(record)
    other = f"9{cell.raw}"
    assert show_screen_cell(cell, blamed=False, lang="en").plain == f"{cell.raw} ? {other}"
    shown = show_workbook_cell(cell, Around("en"))
    assert (shown.value, shown.mark) == (cell.value, "disputed")
    assert f"{other} (seer)" in str(shown.note)
    data = record_to_lines(record, load_forms()).decode()
    lines = list(csv.DictReader(io.StringIO(data, newline=""), fieldnames=COLUMNS))
    told = [(each["row"], each["raw"], each["suggestion"]) for each in lines if each["suggestion"]]
    assert told == [(LICENCES.row, cell.raw, other)]
    template = render_template([record], load_forms(), "en")
    assert any(other.encode() in line and b"administrative_licensing" in line for line in template)
    assert f'"raw":"{other}"' in record.model_dump_json()


@pytest.mark.parametrize(
    "slip",
    [
        lambda seen: [(number, text + "0") for number, text in seen],  # misreads what is sure, too
        lambda seen: [(number, "0") for number, _ in seen],  # says always the same
        lambda seen: [(number + 1, text) for number, text in seen],
        lambda seen: seen[::2],
        lambda seen: seen[:0],
        lambda seen: [*seen, *((number, text + "1") for number, text in seen)],  # two of each
    ],
)
def test_an_answer_that_misreads_what_is_beyond_doubt_confirms_nothing(
    page: Document, slip: Callable[[Seen], Seen]
) -> None:
    scanned = scan(page, some)
    seer = Seer(slip)
    record = read(scanned, seer)
    assert record.status == "needs_review"
    assert seer.asked
    assert all(a.taken == 0 for a in record.usage.questions if a.prompt == "figures")
    assert suggested(record) == []


def test_sheets_hold_figures_beyond_doubt_between_those_in_doubt(page: Document) -> None:
    seer = Seer()
    scanned = scan(page, lambda at: at % 4 > 0)
    read(scanned, seer)
    doubtful = sum(bool(cell.picture) and not cell.agreed for cell in scanned.scanned or ())
    [question] = seer.asked
    shown = question.picture.split(b"\n")
    assert len(shown) == doubtful + max(FEWEST_CONTROLS, doubtful // 3)
    assert len(set(shown)) >= FEWEST_CONTROLS


def test_nothing_is_looked_at_without_vision_without_scans_or_where_all_is_settled(
    page: Document,
) -> None:
    for document, vision in (
        (scan(page, some), False),
        (page, True),
        (scan(page, lambda _: True), True),
    ):
        seer = Seer()
        read(document, seer, vision=vision)
        assert seer.asked == []
