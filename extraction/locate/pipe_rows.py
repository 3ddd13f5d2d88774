"""Rows of tables that a text draws with pipes or tabs, and the cells between these."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extraction.locate.page_marks import is_cut_page_mark, is_made_up_head
from extraction.values.document import Span
from extraction.values.layout import GridPlace

_PIPE = re.compile(r"\\?\|")
"""A pipe, or the escaped one that a converter wrote."""
_TAB = re.compile(r"\t")
SOFT = " \t"
"""Blanks that hold nothing open."""
_FEWEST_TABBED = 3
"""Fewer cells between tabs are a label and its figure, which stand where they like."""


class PipeRow(NamedTuple):
    """A row of a table of pipes: the place of its first cell, and how many cells it has.

    tabbed: whether tabs part them.
    """

    place: GridPlace
    cells: int
    tabbed: bool = False


class _Shape(NamedTuple):
    """What the lines of a table have in common."""

    parts: int
    opened: bool = False
    tabbed: bool = False


def find_pipe_rows(text: str, lines: Iterable[Span]) -> dict[int, PipeRow]:
    """Return the lines that are rows of a table of pipes or tabs, by where they begin.

    Such rows follow each other, blank lines aside, and all have as many cells. Tables of
    pipes are numbered from -2 downwards.

    >>> rows = find_pipe_rows("a|b|c\\nd||", [Span(0, 5), Span(6, 9)])
    >>> [(at, row.place.row, row.cells) for at, row in rows.items()]
    [(0, 0, 3), (6, 1, 3)]
    """
    found: dict[int, PipeRow] = {}
    run: dict[int, Span] = {}
    number, shape = -1, _Shape(0)
    for line in lines:
        span = line.strip(text, SOFT)
        content = span.slice(text)
        if not content.strip() or is_cut_page_mark(text, span) or is_made_up_head(content):
            continue
        own = _find_shape(content, line.slice(text))
        if own != shape or number < 0:
            found |= _rows_of_run(text, run, number, shape)
            run, number, shape = {}, number + 1, own
        if own.parts:
            run[line.start] = span
    return found | _rows_of_run(text, run, number, shape)


def _find_shape(content: str, line: str) -> _Shape:
    """Return what parts a line: its pipes, or else its tabs, those at its ends among them."""
    if "|" in content or "\t" not in line:
        return _Shape(len(_PIPE.findall(content)), _PIPE.match(content) is not None)
    return _Shape(line.count("\t"), tabbed=True)


def _rows_of_run(
    text: str, run: Mapping[int, Span], number: int, shape: _Shape
) -> dict[int, PipeRow]:
    """Return the rows of lines of one shape that follow each other, by where they begin."""
    if len(run) < 2:
        return {}
    cells = shape.parts + 1 if shape.tabbed else _count_cells(text, list(run.values()))
    if cells < (_FEWEST_TABBED if shape.tabbed else 2):
        return {}
    rows: dict[int, PipeRow] = {}
    for row, start in enumerate(run):
        place = GridPlace(-2 - number, row, 0)
        rows[start] = PipeRow(place, cells, shape.tabbed)
    return rows


def _count_cells(text: str, run: Sequence[Span]) -> int:
    """Count the cells of rows of one shape; a pipe that ends every row is no separator."""
    first = run[0].slice(text)
    pipes = len(_PIPE.findall(first))
    opened = _PIPE.match(first) is not None
    closed = all(text[span.end - 1] == "|" for span in run)
    return pipes + 1 - opened - closed


def cells_of_row(text: str, span: Span, row: PipeRow) -> Iterator[Span]:
    """Yield the cells between the pipes or tabs of a line, from the first that it has."""
    if row.tabbed:
        yield from _cut_at(span.start, _TAB.finditer(text, *span), span.end)
        return
    inner = span.strip(text, SOFT)
    pipes = [*_PIPE.finditer(text, *inner)]
    start = inner.start
    if pipes and pipes[0].start() == inner.start:
        start = pipes.pop(0).end()
    if len(pipes) < row.cells:
        yield from _cut_at(start, pipes, span.end)
    else:
        yield from _cut_at(start, pipes[: row.cells - 1], pipes[row.cells - 1].start())


def _cut_at(start: int, parts: Iterable[re.Match[str]], end: int) -> Iterator[Span]:
    for part in parts:
        yield Span(start, part.start())
        start = part.end()
    yield Span(start, end)
