"""Tables that are printed as lists: values behind a label and a colon, or between commas.

`本年制发件数：5`, `规章：本年制发件数5、本年废止件数0`, `"规章","5","0"`. One such line is prose
or a telephone number; a page that has many of them has its tables so.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise

from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import Place

_MANY = 20
"""So many lines of one kind are no prose: table 3 alone has as many rows."""
_FEWEST_CELLS = 3
_FIRST_GRID = -1_000
"""Grids of commas are numbered from here downwards: those of pipes stand above."""
_KEYED = re.compile(
    r"\s*(?P<label>(?=.{0,20}[\u3400-\u9fff])\S[^:：]{0,80}(?:\([^()]{0,20}\))?)[:：]\s*(?P<value>[\d.,/—-]+)\s*"
)
_PAIR = re.compile(
    r"\s*(?P<label>[^\d\s、,，;；][^、,，;；]{0,60}?(?<=[\u3400-\u9fff)]))(?P<value>-?\d[\d.]{0,30})(?:[、,，;；。]|\s*\Z)"
)
_ROW = re.compile(r"\s*(?P<row>[^:：]{1,80})[:：](?P<pairs>.*\d)[。]?\s*")
_CELL = re.compile(r'"(?P<quoted>[^"]*)"|(?P<plain>(?:\([^()"]{0,80}\)|[^,"])*)')
"""A comma within brackets parts nothing."""

Cells = Mapping[int, tuple[Span, ...]]
"""By where a line begins: the cells that it lists."""

CommaRows = Mapping[int, tuple[Place, tuple[Span, ...]]]
"""By where a line begins: the place of its first cell in a drawn table, and its cells."""


def find_lists(text: str, window: Span, lines: Iterable[Span]) -> Cells:
    """Return the lines of a window that list labels and values, with the place of each.

    >>> page = "规章：制发5、废止0\\n" * 20
    >>> cells = find_lists(page, Span(0, 220), [Span(at, at + 10) for at in range(0, 220, 11)])
    >>> [span.slice(page) for span in cells[0]]
    ['规章', '制发', '5', '废止', '0']
    """
    narrow = text.count(":", *window)
    wide = text.count("：", *window)
    if narrow + wide < _MANY:
        return {}
    found = {line.start: cells for line in lines if (cells := _read_list(text, line))}
    return found if len(found) >= _MANY else {}


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


def find_comma_rows(text: str, window: Span, lines: Iterable[Span]) -> CommaRows:
    """Return the lines of comma-separated values, with the place of their first cell, and cells.

    Rows follow each other and have as many cells; most hold a number.
    """
    split = [(line, _split(text, line)) for line in lines if text[line.start : line.end].strip()]
    commas = text.count(",", *window)
    if commas < _MANY * (_FEWEST_CELLS - 1):
        return {}
    found: dict[int, tuple[Place, tuple[Span, ...]]] = {}
    numbers = 0
    for grid, (count, run) in enumerate(groupby(split, lambda row: len(row[1]))):
        rows = list(run)
        counting = sum(_holds_value(text, cells) for _, cells in rows)
        if count < _FEWEST_CELLS or 2 * counting < len(rows):
            continue
        numbers += counting
        for number, (line, cells) in enumerate(rows):
            found[line.start] = Place(_FIRST_GRID - grid, number, 0), cells
    return found if numbers >= _MANY else {}


def _holds_value(text: str, cells: Iterable[Span]) -> bool:
    return any(_is_value(cell.slice(text)) for cell in cells)


def _split(text: str, line: Span) -> tuple[Span, ...]:
    """Return a line's cells between its commas, without their quotes."""
    cells: list[Span] = []
    at = line.start
    while match := _CELL.match(text, at, line.end):
        part = "plain" if match["quoted"] is None else "quoted"
        cells.append(Span(*match.span(part)))
        at = match.end()
        if at >= line.end or text[at] != ",":
            break
        at += 1
    return tuple(cells) if at >= line.end else ()
