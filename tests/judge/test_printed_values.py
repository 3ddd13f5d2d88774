"""The values of a text, whatever drew them."""

import pytest

from extraction.judge.claimed.printed_values import find_values
from extraction.values.document import Span


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.重复申请,3,0", ["3", "0"]),
        ("(1)公开 2", ["2"]),
        ("| 规章 | / | - | 无 |\n", ["/", "-", "无"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["1", "2"]),
        ("+3,-2,增5", ["+3", "-2", "5"]),
        ("12.50万元", ["12.50"]),
        ("IPv6 GB2312", []),
        ("数量-自然人:7", ["7"]),
        ("", []),
    ],
)
def test_values_are_found(text: str, values: list[str]) -> None:
    assert [value.text for value in find_values(text, Span(0, len(text)))] == values


def test_only_the_window_counts_and_spans_slice_back() -> None:
    text = "1,22,333"
    found = find_values(text, Span(2, 4))
    assert [(value.text, value.span.slice(text)) for value in found] == [("22", "22")]
