"""Pipes that part no cells but are what one prints: 1, misread."""

import re

from extraction.locate.thresholds import FEWEST_PIPES, WIDEST_LINE
from extraction.values.document import Span

_STUCK_PIPE = re.compile(r"[^|]*(?:\d\||\|\d|[:：]\s?\||\t ?\| ?(?:\t|\Z))[^|]*")
_BESIDE_BLANK = re.compile(r"\|[ ]*(?P<before>\|)\d|\d(?P<behind>\|)[ ]*\|")
_STUCK = re.compile(r"\d\||\|\d")
_ENDS_IN_TWO = re.compile(r"\|[ ]?\|\Z")


def holds_misread_one(text: str, span: Span) -> bool:
    """Whether a line's only pipe is print: `|3`, `新收:|`, or alone between tabs.

    It parts nothing where the lines around it have none: it may be a misread 1.
    """
    if _STUCK_PIPE.fullmatch(text, *span) is None:
        return False
    above, below = _lines_around(text, span)
    return "|" not in above and "|" not in below


def find_last_print(text: str, span: Span) -> int:
    """Return where a line's cells end: before a last pipe that is what its last cell prints.

    It has one pipe more then than the lines above and below, which do not end in one: it may be
    a misread 1, and no blank is between it and the one before.
    """
    content = span.slice(text).rstrip()
    pipes = content.count("|")
    if pipes < FEWEST_PIPES or not _ENDS_IN_TWO.search(content):
        return span.end
    around = _lines_around(text, span)
    shorter = all(line.count("|") == pipes - 1 for line in around)
    if not shorter or any(line.rstrip().endswith("|") for line in around):
        return span.end
    return span.start + len(content) - 1


def find_pipe_in_row(text: str, span: Span) -> int:
    """Return where a row's pipe stands that may be print, between a blank and a figure; else -1.

    It alone touches a figure, and the row has one pipe more than the rows above and below, as far
    as the table goes: in `| |4 | 6 |` there may be a 14, misread.
    """
    found = _BESIDE_BLANK.search(text, *span)
    if found is None:
        return -1
    stuck = _STUCK.findall(text, *span)
    pipes = text.count("|", *span) - 1
    if len(stuck) > 1 or pipes < FEWEST_PIPES:
        return -1
    around = {line.count("|") for line in _lines_around(text, span)}
    if around - {0} != {pipes}:
        return -1
    before = found.start("before")
    return before if before >= 0 else found.start("behind")


def _lines_around(text: str, span: Span) -> tuple[str, str]:
    """Return the lines with print right above and below a line."""
    start, end = span
    before = text[max(0, start - WIDEST_LINE) : start].rstrip()
    after = text[end : end + WIDEST_LINE].lstrip()
    return before.rpartition("\n")[2], after.partition("\n")[0]
