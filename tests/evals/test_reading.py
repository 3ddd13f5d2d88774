"""Readers from labels: the perfect one brings reports home, liars bring nothing wrong."""

import pytest

from evals.reading.known_places import DrawnReport, draw_kinds
from evals.reading.labelled_reader import LabelReader
from evals.reading.lies import LIES
from evals.reading.stated_facts import LIES as FACT_LIES
from evals.reading.stated_facts import try_reader
from evals.reading.trial import PERFECT, AskingSetup, read_under_setups
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
    for kind in ("layout: glued", "layout: prose"):
        for reading in read_under_setups(setups, KINDS[kind]):
            assert not reading.silent
            assert not reading.spoilt


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
