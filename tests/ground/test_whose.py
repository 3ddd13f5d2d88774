"""Whose report it is, and on which year, by a model: what the print says, and nothing more."""

import re
from dataclasses import dataclass
from typing import cast

import pytest

from extraction.ground.rounds import Rounds
from extraction.llm.question import A, Question, Reply, Statements, Whose
from extraction.pipeline import extract_document
from extraction.values.record import Record
from extraction.values.usage import Attempt
from tests.conftest import EXAMPLES
from tests.support.scored import document_from, settings

WHOLE = (EXAMPLES / "3-form-2019.txt").read_text("utf-8")
NAMELESS = "政府信息公开工作年度报告\n" + re.sub(
    r"枕溪市水务局|20\d\d年(?:\d+月\d+日)?", "", WHOLE[WHOLE.index("一、") :]
)
"""A report whose title says neither whose it is nor on which year."""


def told(agency: str = "", agency_quote: str = "", year: str = "", year_quote: str = "") -> Whose:
    return Whose(agency=agency, agency_quote=agency_quote, year=year, year_quote=year_quote)


@dataclass
class Knowing:
    """Answers whose report it is; what else is asked it does not know."""

    answer: Whose
    asked: int = 0

    def ask(self, question: Question[A]) -> Reply[A]:
        attempt = Attempt(model="fake", prompt=question.prompt, outcome="ok")
        if question.answer is not Whose:
            return Reply(cast(A, Statements(statements=[])), (attempt,))
        self.asked += 1
        return Reply(cast(A, self.answer), (attempt,))


def alone(text: str) -> Record:
    [record] = extract_document(document_from(text), settings())
    return record


def read_told(text: str, answer: Whose) -> tuple[Record, int]:
    reader = Knowing(answer)
    [record] = extract_document(document_from(text), settings(), rounds=Rounds(reader, facts=True))
    return record, reader.asked


SAYING = "青禾市清水县水利局(即本机关)负责编写以下各部分内容。"
WORK = "2019年度全年工作平稳。"


def nameless(*sentences: str) -> str:
    head, body = NAMELESS.split("\n", 1)
    heading, rest = body.split("\n", 1)
    return "\n".join([head, heading, *sentences, rest])


def test_who_reports_is_taken_where_the_print_says_it_whole() -> None:
    text = nameless(SAYING)
    assert alone(text).metadata.agency is None
    record, asked = read_told(text, told("青禾市清水县水利局", SAYING))
    assert asked == 1
    metadata = record.metadata
    assert (metadata.agency, metadata.region) == ("青禾市清水县水利局", "青禾市清水县")
    evidence = metadata.evidence["agency"]
    assert (evidence.source, evidence.raw) == ("model", "青禾市清水县水利局")
    assert evidence.span is not None
    assert text[slice(*evidence.span)] == evidence.raw
    assert not [f for f in record.findings if f.rule == "metadata.agency"]
    [question] = [q for q in record.usage.questions if q.prompt == "whose"]
    assert question.taken == 1


@pytest.mark.parametrize(
    "answer",
    [
        told("清水县水利局", SAYING),  # cut
        told("青禾市清水县水务局", SAYING),  # not printed
        told("青禾市清水县水利局", "由青禾市清水县水利局编制"),  # quoted from nowhere
        told("青禾市清水县水利局", "青禾市清水县水利局"),  # the words say nothing of it
        told("水利局", SAYING),
    ],
)
def test_who_reports_is_else_only_told(answer: Whose) -> None:
    record, asked = read_told(nameless(SAYING), answer)
    assert asked == 1
    assert record.metadata.agency is None
    proposed = [f.message for f in record.findings if "a model reads the agency" in f.message]
    assert len(proposed) == 1
    assert answer.agency in proposed[0]


def test_the_year_is_taken_where_the_print_names_no_other() -> None:
    answer = told(year="2019", year_quote=WORK)
    text = nameless(WORK)
    before = alone(text).metadata.year
    record, _ = read_told(text, answer)
    assert (before, record.metadata.year) in ((None, 2019), (2019, 2019))
    two, _ = read_told(nameless("各科室回顾了以往:", WORK, "2018年度全年亦平稳。"), answer)
    assert two.metadata.year in (None, alone(nameless(WORK)).metadata.year)
    lie, _ = read_told(text, told(year="2017", year_quote=WORK))
    assert lie.metadata.year == before


def test_nobody_is_asked_who_reports_where_rules_know() -> None:
    _, asked = read_told(WHOLE, told("青禾市清水县水利局", SAYING))
    assert asked == 0
