"""The figures and marks of a text, read off its characters alone, whatever drew them.

Where a table's layout is known, tokens tell more. Where none is, this is a second reading of
another kind: it knows digits, numbering and what parts cells, and nothing of lines or columns.
"""

import re
from collections.abc import Iterator

from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import Token

_PARTS = r"\s|,，、;；:：=│┃║\t"
_VALUE = re.compile(
    rf"""(?P<number>(?<![\d.A-Za-z])(?:(?<![^{_PARTS}])[+\-−])?\d+(?:\.\d+)?(?![\dA-Za-z]))
       |(?P<mark>(?<![^{_PARTS}])(?:[-–—―─]{{1,6}}|[/／]{{1,2}}|无)
                 (?=[ \t]*(?:[\n|,，;；│┃║\t]|$)))""",
    re.VERBOSE,
)
_SIGNS = frozenset("+-−")
_SAME_WORDS = 4
"""So many characters before a sign are looked for elsewhere, right in front of a digit."""
_RULED = frozenset(" \t-:|+=─━═│┃║┼╋╬")
_NUMBERED = re.compile(r"[.．、](?!\d)|[)）]")
"""What stands behind a number that counts rows, and is no figure: `1.属于国家秘密`."""


def find_values(text: str, window: Span) -> tuple[Token, ...]:
    """Return the values of a window in their order, numbering left out.

    >>> [value.text for value in find_values("1.重复申请,3,0,/\\n总计 12.5", Span(0, 20))]
    ['3', '0', '/', '12.5']
    """
    return tuple(_find(text, window))


def _find(text: str, window: Span) -> Iterator[Token]:
    for number, found in enumerate(_VALUE.finditer(text, window.start, window.end)):
        span = Span(*found.span())
        if found["mark"] is not None:
            if not _is_ruled(text, span):
                yield Token("mark", found[0], span, number, 0)
        elif not _counts_rows(text, span) and parse_cell(found[0]).value is not None:
            own = _with_sign(text, window, span)
            yield Token("figure", own.slice(text), own, number, 0)


def _with_sign(text: str, window: Span, number: Span) -> Span:
    """Return a number with the sign between it and its words, if that is one: `本年增/减-1`.

    It could be a dash; where the same words stand right in front of a digit, too, it is none.

    >>> text = "本年增/减-1,本年增/减0,罚款-2"
    >>> [value.text for value in find_values(text, Span(0, len(text)))]
    ['-1', '0', '2']
    """
    at = number.start - 1
    if at < window.start or text[at] not in _SIGNS:
        return number
    words = text[max(window.start, at - _SAME_WORDS) : at]
    bare = re.compile(re.escape(words) + r"\d")
    is_sign = words[-1:].isalpha() and bare.search(text, window.start, window.end)
    return Span(at, number.end) if is_sign else number


def _is_ruled(text: str, span: Span) -> bool:
    """Whether a stroke stands in a line that only rules off what is above it: `|---|---|`."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)]
    return _RULED.issuperset(line.strip())


def _counts_rows(text: str, span: Span) -> bool:
    """Whether a number is the number of a row: in front of its label, or in brackets."""
    behind = _NUMBERED.match(text, span.end)
    if behind is None:
        return False
    if behind[0] in ")）":
        return text[span.start - 1 : span.start] in ("(", "（")
    return text[behind.end() : behind.end() + 1].strip() != ""
