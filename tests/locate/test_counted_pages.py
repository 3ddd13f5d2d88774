"""Bare numbers on lines of their own: pages, where they can be nothing else."""

import pytest

from extraction.locate.counted_pages import find_page_numbers
from extraction.locate.tokens import tokenize

ROWS = "规章 0 1 2\n"
DAY = "示例市水务局\n2024年1月15日\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{ROWS}1\n处罚 3\n{DAY}2\n",
        f"{ROWS}1\f处罚 3\n{DAY}   2\f",
        f"{ROWS}1\r\n处罚 3\r\n2\r\n{DAY}3",
    ],
)
def test_numbers_that_count_the_pages_are_no_figures(text: str) -> None:
    figures = [token.text for token in tokenize(text) if token.kind == "figure"]
    assert figures[:4] == ["0", "1", "2", "3"]
    assert find_page_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{ROWS}1\n处罚 3\n{DAY}",  # a text of one page, or a figure that was wrapped
        f"{ROWS}1\n处罚\n3\n{DAY}2\n",  # a figure with a line of its own
        f"{ROWS}2\n处罚 3\n{DAY}3\n",  # not from the first
        f"{ROWS}1\n处罚 3\n{DAY}2\n附注\n",  # not at the end
        f"{ROWS}1\n处罚 3 4\n2\n",  # below figures
    ],
)
def test_other_numbers_are_figures(text: str) -> None:
    assert not find_page_numbers(text)
