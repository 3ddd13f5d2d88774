"""Pipes that part cells, and those that are what a cell prints."""

import pytest

from extraction.locate.printed_pipes import find_last_print, holds_misread_one
from extraction.values.document import Span

AROUND = "受理 | 总计 | 4"


@pytest.mark.parametrize(
    ("line", "around", "printed"),
    [
        ("办结 | 总计 | |", AROUND, True),
        ("办结 | 总计 ||", AROUND, True),
        ("办结 | 总计 |", AROUND, False),  # a blank
        ("办结 | 总计 | 4 |", AROUND, False),  # ends as drawn rows do
        ("办结 | 总计 | |", "受理 | 总计 | 4 |", False),  # as the others
        ("办结 | 总计 | |", "受理 | 总计 | 小计 | 4", False),
        ("办结 | |", "受理 | 4", False),  # a label and pads
    ],
)
def test_one_pipe_more_than_the_lines_around_is_print(
    line: str, around: str, printed: bool
) -> None:
    text = f"{around}\n{line}\n{around}\n"
    start = len(around) + 1
    span = Span(start, start + len(line))
    end = find_last_print(text, span)
    assert end == (text.rindex("|", *span) if printed else span.end)


@pytest.mark.parametrize(
    ("line", "misread"),
    [("新收:|", True), ("a\t|", True), ("a\t|\tb", True), ("|3", True), ("a | b", False)],
)
def test_the_only_pipe_of_a_line_may_be_print(line: str, misread: bool) -> None:
    assert holds_misread_one(f"新收:1\n{line}\n结转:2", Span(5, 5 + len(line))) == misread
    assert not holds_misread_one(f"a | b\n{line}\na | b", Span(6, 6 + len(line)))
