"""Marks of pages with one dash, `- 3`, and heads that a converter made up where a page begins."""

import re

from extraction.locate.thresholds import WIDEST_LINE
from extraction.values.document import Span

_CUT_MARK = re.compile(r"[-—–] \d{1,4}|\d{1,4} [-—–]")
_FIGURES_LAST = re.compile(r"(?<![^\s|])\d[\d.,]*[\s|]*\Z")
_ROW = re.compile(r"(?:[ \t|]+\d[\d.,]*){3}")
_DONE_ROW = re.compile(
    r"[\u3400-\u9fff].*(?<![^\s|])\d[\d.,]*[\s|]*\Z|(?:[ \t|]+\d[\d.,]*){3}[\s|]*\Z"
)
"""A label with its figures, or several figures: never a cell alone on its line."""
_LABEL_FIRST = re.compile(r"[|\s]*(?:\d{1,2}[.、．]\s?|[（(]|第|“)?\s?[\u3400-\u9fff]")
_HEADS = re.compile(r"[|\s]*[^\d\s|]\D*[\s|]+[^\d\s|]\D*\Z")
"""Words parted in two or more, and no figure: no row's label stands so."""
_HEADING = re.compile(r"[#\s]*(?:第[一二三四五六七八九十]+条.*项|.*情况)[：:]?\Z")
_FEWEST_MADE_UP = 2


def is_cut_page_mark(text: str, span: Span) -> bool:
    r"""Whether a line, `- 3`, is what is left of a page's mark.

    What stands above it is done, a row with its figures or heads, and a label begins what stands
    below, or it is a row of figures. Behind a label without figures, it may be these: they stay;
    so does what stands below a figure alone on its line, as a cell that prints -3 would.

    >>> text = "重复申请 1 0 1\n\n- 3\n\n其他 0 0 0\n"
    >>> is_cut_page_mark(text, Span(12, 15))
    True
    >>> is_cut_page_mark("许可\n- 3\n处罚\n", Span(3, 6))
    False
    >>> is_cut_page_mark("收费\n5\n- 3\n采购\n", Span(5, 8))
    False
    """
    start, end = span
    if not _CUT_MARK.fullmatch(text, start, end):
        return False
    above = text[max(0, start - WIDEST_LINE) : start].rstrip().rpartition("\n")[2]
    below = text[end : end + WIDEST_LINE].lstrip().partition("\n")[0]
    if is_made_up_head(below):
        return _FIGURES_LAST.search(above) is not None
    done = (_DONE_ROW.search(above), _HEADS.match(above), _HEADING.match(above))
    begins = _LABEL_FIRST.match(below) or _ROW.search(below)
    return any(done) and begins is not None


def is_made_up_head(line: str) -> bool:
    """Whether a row is the numbers of columns, `|Col1|Col2|`, which some converter puts for heads.

    >>> is_made_up_head("|Col1|Col2|Col3|"), is_made_up_head("|规章|Col2|")
    (True, False)
    """
    cells = line.strip().strip("|").split("|")
    if len(cells) < _FEWEST_MADE_UP:
        return False
    return all(cell.strip() == f"Col{number}" for number, cell in enumerate(cells, 1))
