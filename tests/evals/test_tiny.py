"""What `make test-model` fails for: each promise broken once."""

from typing import cast

import pytest

from evals.reading import tiny
from evals.reading.known_places import PlacedReport
from evals.reading.labelled_reader import LabelReader
from evals.reading.tiny import Brief, TinyRun, brief_prompts, find_failures
from extraction.ground.rounds import Rounds
from extraction.llm.question import A, Question, Reply, Wire
from extraction.pipeline import extract_document
from extraction.settings import default_settings
from extraction.values.record import Record


@pytest.fixture(scope="module", params=tiny.SEEDS)
def report(request: pytest.FixtureRequest) -> PlacedReport:
    return tiny.misname_report(request.param)


class Noting:
    """Notes what is asked of a reader."""

    def __init__(self, reader: LabelReader) -> None:
        self._reader = reader
        self.asked: list[Question[Wire]] = []

    def ask(self, question: Question[A]) -> Reply[A]:
        self.asked.append(cast(Question[Wire], question))
        return self._reader.ask(question)


def read(report: PlacedReport) -> tuple[Record, list[Question[Wire]]]:
    noting = Noting(LabelReader(report))
    with brief_prompts() as prompts:
        brief = Brief(noting)
        rounds = Rounds(brief, rounds=1, prompts=prompts)
        [record] = extract_document(report.document, default_settings(), rounds=rounds)
    return record, noting.asked


def test_the_one_question_is_short_and_its_answer_too(report: PlacedReport) -> None:
    _, [question] = read(report)
    assert len(question.instructions) + len(question.passage) < 700
    assert question.room == tiny.LONGEST_ANSWER
    assert question.version.startswith("tiny+")


def test_an_honest_run_fails_for_nothing(report: PlacedReport) -> None:
    record, _ = read(report)
    assert list(find_failures(report, TinyRun("k", "tools", "ids", record, 5.0), 5.0)) == []


def test_each_broken_promise_is_told(report: PlacedReport) -> None:
    record, _ = read(report)
    [attempt] = record.usage.attempts
    uncounted = attempt.model_copy(update={"input_tokens": 0})
    silent = record.model_copy(
        update={
            "status": "verified",
            "usage": record.usage.model_copy(update={"attempts": (uncounted,)}),
        }
    )
    lied = PlacedReport(
        *(report.kind, report.form, report.document, report.places, report.blanks),
        wrong=lambda _: 2,
        right=lambda *_: False,
    )
    told = " ".join(find_failures(lied, TinyRun("k", "tools", "ids", silent, 500.0), 5.0))
    for part in ("2 wrong cells", "500 seconds for 1 questions", "an answer without tokens"):
        assert part in told
    nobody = record.model_copy(update={"usage": type(record.usage)()})
    asked = find_failures(report, TinyRun("k", "tools", "ids", nobody, 0.0), 5.0)
    assert any("nobody was asked" in failure for failure in asked)
