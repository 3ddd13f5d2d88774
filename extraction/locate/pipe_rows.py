"""Rows of tables that a text draws with pipes, and the cells between the pipes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extraction.values.document import Span
from extraction.values.layout import GridPlace

_PIPE = re.compile(r"\\?\|")
"""A pipe, or the escaped one that a converter wrote."""
SOFT = " \t"
"""Blanks that hold nothing open."""


class PipeRow(NamedTuple):
    """A row of a table of pipes: the place of its first cell, and how many cells it has."""

    place: GridPlace
    cells: int


def find_pipe_rows(text: str, lines: Iterable[Span]) -> dict[int, PipeRow]:
    """Return the lines that are rows of a table of pipes, by where they begin.

    Such rows follow each other, blank lines aside, and all have as many cells. Tables of
    pipes are numbered from -2 downwards.

    >>> rows = find_pipe_rows("a|b|c\\nd||", [Span(0, 5), Span(6, 9)])
    >>> [(at, row.place.row, row.cells) for at, row in rows.items()]
    [(0, 0, 3), (6, 1, 3)]
    """
    found: dict[int, PipeRow] = {}
    run: dict[int, Span] = {}
    number, shape = -1, (0, False)
    for line in lines:
        span = line.strip(text, SOFT)
        content = span.slice(text)
        if not content.strip():
            continue
        own = len(_PIPE.findall(content)), _PIPE.match(content) is not None
        if own != shape or number < 0:
            found |= _rows_of_run(text, run, number)
            run, number, shape = {}, number + 1, own
        if own[0]:
            run[line.start] = span
    return found | _rows_of_run(text, run, number)


def _rows_of_run(text: str, run: Mapping[int, Span], number: int) -> dict[int, PipeRow]:
    """Return the rows of lines of one shape that follow each other, by where they begin."""
    if len(run) < 2:
        return {}
    cells = _count_cells(text, list(run.values()))
    if cells < 2:
        return {}
    rows: dict[int, PipeRow] = {}
    for row, start in enumerate(run):
        place = GridPlace(-2 - number, row, 0)
        rows[start] = PipeRow(place, cells)
    return rows


def _count_cells(text: str, run: Sequence[Span]) -> int:
    """Count the cells of rows of one shape; a pipe that ends every row is no separator."""
    first = run[0].slice(text)
    pipes = len(_PIPE.findall(first))
    opened = _PIPE.match(first) is not None
    closed = all(text[span.end - 1] == "|" for span in run)
    return pipes + 1 - opened - closed


def cells_of_row(text: str, span: Span, count: int) -> Iterator[Span]:
    """Yield as many cells between the pipes of a line, from the first that it has."""
    inner = span.strip(text, SOFT)
    pipes = [Span(*match.span()) for match in _PIPE.finditer(text, *inner)]
    start = inner.start
    if pipes and pipes[0].start == inner.start:
        start = pipes.pop(0).end
    ends = [*pipes, Span(span.end, span.end)][:count]
    for end in ends:
        yield Span(start, end.start)
        start = end.end
