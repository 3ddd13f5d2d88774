"""Numbers of pages among the figures of a table: alone on their lines, and in order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction.values.layout import Token

_MOST_WAYS = 16
"""So many ways to tell pages' numbers from figures are looked at."""

FigureLine = tuple[Token, ...]
"""The figures and marks of one row, or what stands between two labels."""


class _Way(NamedTuple):
    """Lines of figures, and the pages' numbers that were left out of them."""

    lines: tuple[FigureLine, ...] = ()
    pages: tuple[int, ...] = ()


def without_page_numbers(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the numbers that stand alone on their lines, if they count up.

    Only for tables whose rows hold several figures, which then stand together.
    """
    on_line = Counter(token.line for token in tokens)
    alone: dict[int, int] = {}
    for token in tokens:
        if on_line[token.line] == 1 and _is_number(token):
            alone[token.span.start] = int(token.text)
    first = min(alone.values(), default=0)
    if list(alone.values()) != list(range(first, first + len(alone))):
        return list(tokens)
    return [token for token in tokens if token.span.start not in alone]


def find_ways(
    lines: Sequence[FigureLine], widths: Sequence[int]
) -> Iterator[tuple[FigureLine, ...]]:
    """Yield the lines with as many figures as they are wide; pages' numbers are left out.

    Where each figure has a line of its own, only sums tell which end of a row is a page's number.
    """
    ways = [_Way()]
    for line, width in zip(lines, widths, strict=True):
        if len(ways) > _MOST_WAYS:
            return
        further: list[_Way] = []
        for way in ways:
            further += _go_on(way, line, width)
        ways = further
    for way in ways:
        yield way.lines


def _go_on(way: _Way, line: FigureLine, width: int) -> Iterator[_Way]:
    if len(line) == width:
        yield way._replace(lines=(*way.lines, line))
    elif len(line) == width + 1 and width > 1:
        for page, rest in ((line[0], line[1:]), (line[-1], line[:-1])):
            if not _is_number(page) or any(token.line == page.line for token in rest):
                continue
            number = int(page.text)
            if number == 1 + (way.pages or (number - 1,))[-1]:
                yield _Way((*way.lines, rest), (*way.pages, number))


def _is_number(token: Token) -> bool:
    return token.kind == "figure" and token.text.isdecimal()


def is_on_one_line(line: FigureLine) -> bool:
    """Whether a row's figures stand on one printed line: no page's number can be among them."""
    return len({token.line for token in line}) == 1
