"""Lines of dashes below a Markdown table's heads: they print nothing."""

import re

from extraction.text.numbers import parse_cell
from extraction.values.document import Span

_RULES = re.compile(r"^[ |]*:?-{3,}:? *\\?\| *:?-{3,}", re.MULTILINE)
_DASHES = re.compile(r"^[ \t]*(?:\\?\||:?-)(?:[ \t:|-]|\\\|)*\r?$", re.MULTILINE)
_PIPE = re.compile(r"\\?\|")
_LONGEST = 500
_SHORTEST = 3


def find_ruled_lines(text: str, window: Span) -> frozenset[int]:
    r"""Return where the lines begin that are Markdown's rules below heads, of pipes and dashes.

    Below a head of one cell it has no pipe; then the text must have others that have one, or it
    stands between a line of words and a row of cells, as some converters write each of them.

    >>> text = "第二十条\n---\n规章 | 0 | 0\n"
    >>> [text[at:] for at in find_ruled_lines(text, Span(0, len(text)))]
    ['---\n规章 | 0 | 0\n']
    >>> figures = "规章 | 0 | 0\n---\n许可 | 0 | 0\n"
    >>> find_ruled_lines(figures, Span(0, len(figures)))
    frozenset()
    """
    found = set()
    others = _RULES.search(text) is not None
    for line in _DASHES.finditer(text, *window):
        if "|" in line[0] or others or _stands_below_head(text, line):
            found.add(line.start())
    return frozenset(found)


def _stands_below_head(text: str, line: re.Match[str]) -> bool:
    """Whether a line of dashes stands right below words alone, and right above cells."""
    dashes = line[0].strip()
    if len(dashes) < _SHORTEST:
        return False
    head = _line_above(text, line.start())
    row = _line_below(text, line.end())
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
