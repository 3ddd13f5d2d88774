"""Lines of dashes below a Markdown table's heads: they print nothing."""

import re

from extraction.text.numbers import parse_cell
from extraction.values.document import Span

_RULES = re.compile(r"^[ |]*:?-{3,}:? *\\?\| *:?-{3,}", re.MULTILINE)
_PIPE = re.compile(r"\\?\|")
_LONGEST = 500
_SHORTEST = 3


def holds_rules(text: str) -> bool:
    """Whether a text has rules with pipes: then one below a head of one cell may have none."""
    return _RULES.search(text) is not None


def is_ruled(text: str, span: Span, *, others: bool) -> bool:
    r"""Whether a line is Markdown's rule below heads, of pipes and dashes only.

    Below a head of one cell it has no pipe; then the text must have others that have one, or it
    stands between a line of words and a row of cells, as some converters write each of them.

    >>> is_ruled("第二十条\n---\n规章 | 0 | 0\n", Span(5, 8), others=False)
    True
    >>> is_ruled("规章 | 0\n---\n许可 | 0\n", Span(7, 10), others=False)
    False
    """
    dashes = _PIPE.sub("|", span.slice(text))
    if dashes.strip("|:- \r"):
        return False
    return "|" in dashes or others or _stands_below_head(text, span)


def _stands_below_head(text: str, span: Span) -> bool:
    """Whether a line of dashes stands right below words alone, and right above cells."""
    dashes = span.slice(text).strip()
    if len(dashes) < _SHORTEST:
        return False
    head = _line_above(text, span.start)
    row = _line_below(text, span.end)
    return _holds_words(head) and _is_row(row)


def _holds_words(line: str) -> bool:
    """Whether each cell of a line is words; no row ends in a pipe where converters write so."""
    cells = _PIPE.split(line)
    return all(parse_cell(cell.strip()).state == "text" for cell in cells)


def _is_row(line: str) -> bool:
    return "|" in line and not line.startswith("|")


def _line_above(text: str, at: int) -> str:
    lines = text[max(0, at - _LONGEST) : at].split("\n")
    return lines[-2].strip() if len(lines) > 1 else ""


def _line_below(text: str, at: int) -> str:
    lines = text[at : at + _LONGEST].split("\n", 2)
    return lines[1].strip() if len(lines) > 1 else ""
