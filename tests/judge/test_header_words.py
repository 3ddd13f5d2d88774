"""Headers line by line: which orders their words allow, and how many ways are tried."""

import pytest

from evals.synth import generate_report
from extraction.judge.arranged import header_words
from extraction.judge.arranged.header_words import HeaderWord, find_orders, speak_for_another
from extraction.pipeline import extract_document
from tests.support.by_hand import FORM
from tests.support.scored import document_from, settings

ACROSS = next(table for table in FORM.tables if table.key == "review_litigation").blocks[0]


def say(*lines: str) -> list[HeaderWord]:
    return [HeaderWord(word, number) for number, line in enumerate(lines) for word in line.split()]


CUT = ("结果", "结果", "其他", "尚未", "总计")
ONE_BELOW_THE_OTHER = ("行政复议", "行政诉讼", *CUT, "未经 复议直接起诉", "复议后起诉", *CUT, *CUT)


def test_headers_one_below_the_other_tell_no_order_however_often_they_repeat() -> None:
    assert not speak_for_another(say(*ONE_BELOW_THE_OTHER), ACROSS)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_alike_headers_are_tried_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces, each on a line of its own, the three 结果维持 are one and the same."""
    monkeypatch.setattr(header_words, "_MOST_WAYS", 10_000)
    columns = [column.labels[0] for column in ACROSS.columns] * 3
    pieces = [text[i : i + size] for text in columns for i in range(0, len(text), size)]
    words = say("行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", *pieces)
    assert not speak_for_another(words, ACROSS)


def test_what_allows_too_many_ways_to_be_read_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_words, "_MOST_WAYS", 10)
    assert speak_for_another(say(*ONE_BELOW_THE_OTHER), ACROSS)
    assert find_orders(say(*ONE_BELOW_THE_OTHER), ACROSS) == []
    below = ("未经复议直接起诉", "行政复议", "复议后起诉", "行政诉讼", *CUT, *CUT, *CUT)
    assert find_orders(say(*below), ACROSS) == []


def test_cut_headers_on_lines_of_their_own_leave_a_report_settled() -> None:
    """It took minutes: one pair of words on a line, and every order of columns was tried."""
    [record] = extract_document(document_from(generate_report(880_133).text), settings())
    assert record.status == "verified"
