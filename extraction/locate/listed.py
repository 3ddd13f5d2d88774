"""Tables that are printed as lists: values behind a label and a colon.

`本年制发件数：5`, `规章：本年制发件数5、本年废止件数0`. One such line is prose
or a telephone number; a page that has many of them has its tables so.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from extraction.text.numbers import parse_cell
from extraction.values.document import Span

_MANY = 20
"""So many lines of one kind are no prose: table 3 alone has as many rows."""
_KEYED = re.compile(
    r"\s*(?:[-*•·]\s+)?(?P<label>(?=.{0,20}[\u3400-\u9fff])\S[^:：=]{0,80}?(?:\([^()]{0,20}\))?)"
    r"\s*[:：=]\s*(?P<value>[\d.,/—-]+)\s*"
)
_JOINS = "/·-\u3000"
"""What may join the two labels of a cell: `规章/本年制发件数：5`."""
_NEARLY_ALL = 0.9
_KEY_AND_VALUE = 2
_PAIR = re.compile(
    r"\s*(?P<label>[^\d\s、,，;；][^、,，;；]{0,60}?(?<=[\u3400-\u9fff)]))(?P<value>-?\d[\d.]{0,30})(?:[、,，;；。]|\s*\Z)"
)
_ROW = re.compile(r"\s*(?P<row>[^:：]{1,80})[:：](?P<pairs>.*\d)[。]?\s*")

ListedCells = Mapping[int, tuple[Span, ...]]
"""By where a line begins: the cells that it lists."""


def find_lists(text: str, window: Span, lines: Iterable[Span]) -> ListedCells:
    """Return the lines of a window that list labels and values, with the place of each.

    >>> page = "规章：制发5、废止0\\n" * 20
    >>> cells = find_lists(page, Span(0, 220), [Span(at, at + 10) for at in range(0, 220, 11)])
    >>> [span.slice(page) for span in cells[0]]
    ['规章', '制发', '5', '废止', '0']
    """
    narrow = text.count(":", *window)
    wide = text.count("：", *window)
    if narrow + wide + text.count("=", *window) < _MANY:
        return {}
    found = {line.start: cells for line in lines if (cells := _read_list(text, line))}
    return _part_joined(text, found) if len(found) >= _MANY else {}


def _part_joined(text: str, found: ListedCells) -> ListedCells:
    """Return the cells with each label parted in two where one sign joins nearly all of them."""
    keyed = {start: cells for start, cells in found.items() if len(cells) == _KEY_AND_VALUE}
    for sign in _JOINS:
        joined = {start for start, cells in keyed.items() if sign in cells[0].slice(text)}
        if len(joined) >= _MANY and len(joined) >= _NEARLY_ALL * len(found):
            return {
                start: _part_label(text, cells, sign) if start in joined else cells
                for start, cells in found.items()
            }
    return found


def _part_label(text: str, cells: tuple[Span, ...], sign: str) -> tuple[Span, ...]:
    """Return a key's two labels and its value; a sign within the second is its own (增/减)."""
    key, *values = cells
    at = text.index(sign, *key)
    return Span(key.start, at), Span(at + len(sign), key.end), *values


def _read_list(text: str, line: Span) -> tuple[Span, ...]:
    """Return the cells of a line `label: value`, or `row: label value, label value`."""
    keyed = _KEYED.fullmatch(text, *line)
    if keyed is not None and _is_value(keyed["value"]):
        return Span(*keyed.span("label")), Span(*keyed.span("value"))
    row = _ROW.fullmatch(text, *line)
    if row is None:
        return ()
    start, end = row.span("pairs")
    pairs = list(_PAIR.finditer(text, start, end))
    joined = all(left.end() == right.start() for left, right in pairwise(pairs))
    if not pairs or not joined:
        return ()
    if pairs[0].start() != start or pairs[-1].end() != end:
        return ()
    values = (Span(*pair.span(part)) for pair in pairs for part in ("label", "value"))
    return Span(*row.span("row")), *values


def _is_value(text: str) -> bool:
    cell = parse_cell(text)
    return cell.canonical and cell.state in ("number", "not_applicable")
