"""Readers from labels: the perfect one brings reports home, liars bring nothing wrong."""

import pytest

from evals.reading.known_places import DrawnReport, draw_kinds, misname_row
from evals.reading.labelled_reader import LabelReader
from evals.reading.lies import LIES
from evals.reading.stated_facts import LIES as FACT_LIES
from evals.reading.stated_facts import try_reader
from evals.reading.trial import (
    PERFECT,
    AskingSetup,
    TriedReading,
    read_under_setups,
    read_with,
)
from evals.score import find_form_cells
from evals.synth.figure_places import generate_placed
from extraction.ground.rounds import Rounds
from extraction.llm.question import A, Question, Reply
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings

KINDS = {drawn.kind: drawn for drawn in draw_kinds(1, 8_000_003)}
GAINED = ("layout: prose",)


@pytest.mark.parametrize("kind", GAINED)
def test_the_perfect_reader_brings_home_what_no_rule_reads(kind: str) -> None:
    offline, *asked = read_under_setups(PERFECT[:1], KINDS[kind])
    assert not offline.settled
    assert all(reading.gained and not reading.silent for reading in asked)
    assert asked[0].cells == asked[0].cells_right > 0


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_settles_anything_wrong(lie: str) -> None:
    setups = [AskingSetup(lie, lie=lie), AskingSetup(lie, "transcription", lie=lie)]
    for kind in ("figure split", "layout: prose"):
        for reading in read_under_setups(setups, KINDS[kind]):
            assert not reading.silent
            assert not reading.spoilt


def test_digits_that_ran_together_are_suggested_cell_by_cell() -> None:
    report = KINDS["text: run-together"].make()
    reader = LabelReader(report)
    record = extract_document(report.document, default_settings(), rounds=Rounds(reader))[0]
    said = {key: cell.suggestion for key, cell in find_form_cells(record).items()}
    open_cells = [key for key, cell in find_form_cells(record).items() if cell.state == "missing"]
    assert open_cells
    for key in open_cells:
        suggestion = said[key]
        assert suggestion is not None
        assert suggestion.raw == report.places[key][0].slice(report.document.text)


def _read_with_foreign_label(foreign: str) -> tuple[TriedReading, TriedReading]:
    """Read a report, one label of which says something else, without a reader and with one."""
    report = DrawnReport("label", 8_700_003, "pipes").make()
    assert report.document.text.count("2.重复申请") == 1
    report = misname_row(report, "2.重复申请", foreign)
    offline = read_with(report, None, None)
    return offline, read_with(report, PERFECT[0], offline)


def test_a_row_whose_label_nobody_can_read_is_brought_home_by_its_place_and_sums() -> None:
    offline, asked = _read_with_foreign_label("丙丁戊己庚辛")
    assert not offline.settled
    assert asked.gained
    assert not asked.silent


def test_a_label_that_is_like_another_rows_is_not() -> None:
    _, asked = _read_with_foreign_label("大量反复申请")
    assert not asked.settled


def test_what_no_program_could_decode_is_no_word() -> None:
    offline, _ = _read_with_foreign_label("锟斤拷锟斤拷")
    assert offline.settled
    assert not offline.silent


class Noting:
    """Asks a reader, and keeps what it was asked."""

    def __init__(self, reader: LabelReader) -> None:
        self._reader = reader
        self.passages: list[str] = []

    def ask(self, question: Question[A]) -> Reply[A]:
        self.passages.append(question.passage)
        return self._reader.ask(question)


def test_a_second_question_differs_from_the_first() -> None:
    report = KINDS["layout: prose"].make()
    noting = Noting(LabelReader(report, LIES["rows exchanged"]))
    extract_document(report.document, default_settings(), rounds=Rounds(noting))
    passages = noting.passages
    assert len(passages) > 3
    assert len(set(passages)) == len(passages)
    assert sum("An answer before was not taken:" in passage for passage in passages) > 1


def test_nobody_is_asked_about_a_report_of_words_alone() -> None:
    drawn = DrawnReport("words", 5, "no-tables", ())
    report = drawn.make()
    reader = LabelReader(report)
    extract_document(report.document, default_settings(), rounds=Rounds(reader))
    assert reader.asked == 0


@pytest.mark.parametrize("layout", ["pipes", "html", "one_line", "pdf"])
def test_places_are_where_the_figures_stand(layout: str) -> None:
    report, places = generate_placed(77, layout=layout)
    text = document_from_bytes(report.name + report.ending, report.text.encode()).text
    for key, label in report.cells.items():
        if label.raw and label.raw.strip():
            assert "".join(span.slice(text) for span in places[key]) == label.raw


@pytest.mark.parametrize("lie", FACT_LIES)
def test_no_lie_about_the_prose_gets_a_key_that_its_quote_does_not_say(lie: str) -> None:
    sums = try_reader(4, 8_500_010, FACT_LIES[lie], "beside rules")
    assert (sums.unquoted, sums.unsaid) == (0, 0)
    assert sums.found == sums.there > 20, "what rules read stays"


def test_what_a_perfect_reader_states_of_the_prose_is_found_without_rules() -> None:
    sums = try_reader(3, 8_500_017, None, "alone")
    assert sums.found > 0.9 * sums.there
    assert (sums.false, sums.unquoted, sums.unsaid) == (0, 0, 0)
