"""Where a table's cells lie, and which of its rows are labels, prose or data: for every reader."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from extraction.read.thresholds import LONGEST_CELL, PROSE_CELL, SHORTEST_WORDS
from extraction.text.numbers import parse_cell

HAN = re.compile(r"[\u3400-\u9fff]")


class CellPlace(NamedTuple):
    """The place of a cell, counted from 0, and the rows and columns it spans there."""

    row: int
    column: int
    rowspan: int
    colspan: int


def is_label(text: str) -> bool:
    """Whether a cell's text is words, of which no figure will be read.

    >>> is_label("1.属于国家秘密"), is_label("203件"), is_label("无"), is_label("203")
    (True, False, False, False)
    """
    plain = unicodedata.normalize("NFKC", text)
    return len(HAN.findall(plain)) >= SHORTEST_WORDS and parse_cell(plain).state == "text"


def is_prose_row(texts: Sequence[str]) -> bool:
    """Tell a row that holds nothing but one cell of running text.

    >>> is_prose_row(["", "总体情况" * 99]), is_prose_row(["一、本年新收申请数量", "3"])
    (True, False)
    """
    filled = [text for text in texts if text]
    return len(filled) == 1 and len(filled[0]) > PROSE_CELL


def is_data(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell a table of data from one that only lays out a page: columns, and little prose in them.

    >>> is_data([["规章", "0"], ["规范性文件", "2"]], 2), is_data([["首页", "正文" * 200]], 2)
    (True, False)
    """
    lengths = [len(text) for row in rows for text in row if text]
    prose = sum(length > PROSE_CELL for length in lengths)
    return (
        width > 1 and bool(lengths) and max(lengths) <= LONGEST_CELL and prose * 10 <= len(lengths)
    )
