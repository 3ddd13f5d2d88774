"""Headers split over cells: a line of beginnings, and below it lines of what goes on.

What writes pages as rows of cells prints the lines of wrapped headers as rows of their own. A part
alone is like no label, or like several. Where the cells of each column, read downwards, are the
form's labels to the letter, that is what stands there, in the order in which it stands.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from extraction.forms.label_index import LabelIndex
from extraction.values.layout import Token

_MOST_LINES = 4
"""Headers are set in no more lines."""
_MOST_HEADERS = 9
"""No line of headers has more cells."""
_MOST_CELLS = 100
"""All lines of a table's headers together, blanks and all, have fewer."""

_FEWEST_SPLIT = 2
"""One header in parts alone may be two labels."""

_Labels = Sequence[tuple[int, Token]]
"""The labels of a stretch of tokens, each with its place."""
_Parts = tuple[tuple[Token, ...], ...]
"""The parts of each header of a line, from left to right."""


class _Headers(NamedTuple):
    """Headers that are split over cells: what each consists of, and how many tokens all are."""

    parts: _Parts
    end: int

    @property
    def texts(self) -> tuple[str, ...]:
        """What the headers say."""
        return tuple(map(_read_down_cells, self.parts))


def _read_down_cells(parts: Sequence[Token]) -> str:
    """Return what cells below each other say."""
    return "".join([part.text for part in parts])


def join_split_headers(tokens: Sequence[Token], label_index: LabelIndex) -> list[Token]:
    """Return a region's tokens with headers that are split over cells as one token each."""
    joined: list[Token] = []
    for figures, run in groupby(tokens, lambda token: token.kind not in ("label", "blank")):
        stretch = list(run)
        joined += stretch if figures else _join_within(stretch, label_index)
    return joined


def _join_within(run: list[Token], label_index: LabelIndex) -> Iterator[Token]:
    """Yield labels and blanks between figures, the parts of headers joined."""
    begun = sum(label_index.is_beginning(token.text) for token in run)
    if begun < _FEWEST_SPLIT:
        yield from run
        return
    at = 0
    while at < len(run):
        headers = _find_split_headers(run[at : at + _MOST_CELLS], label_index)
        if headers is None:
            yield run[at]
            at += 1
            continue
        for parts, text in zip(headers.parts, headers.texts, strict=True):
            yield parts[0]._replace(text=text)
        at += headers.end


def _find_split_headers(run: Sequence[Token], label_index: LabelIndex) -> _Headers | None:
    """Return the headers in parts that begin with the first token; None where none do.

    Ways to part the cells into lines that lead to different headers lead to none.
    """
    found: dict[tuple[str, ...], _Headers] = {}
    labels: _Labels = ()
    first: list[Token] = []
    begun = 0
    for end, token in enumerate(run, 1):
        if token.kind == "blank" and first:
            continue
        if token.own_line or not label_index.opens(token.text) or len(first) == _MOST_HEADERS:
            break
        first.append(token)
        begun += label_index.is_beginning(token.text)
        if begun >= _FEWEST_SPLIT:
            line = _Headers(tuple((part,) for part in first), end)
            labels = labels or _find_labels(run)
            for headers in _read_down(labels, line, label_index, _MOST_LINES - 1):
                found[headers.texts] = headers
    return next(iter(found.values())) if len(found) == 1 else None


def _find_labels(run: Sequence[Token]) -> _Labels:
    return [(at, token) for at, token in enumerate(run) if token.kind == "label"]


def _read_down(
    labels: _Labels, headers: _Headers, label_index: LabelIndex, most: int
) -> Iterator[_Headers]:
    """Yield what headers are whole labels after one more line of parts, or after several."""
    for below in _take_line(labels, headers, label_index):
        split = sum(len(parts) > 1 for parts in below.parts)
        if split >= _FEWEST_SPLIT and all(map(label_index.is_label, below.texts)):
            yield below
        elif most > 1:
            yield from _read_down(labels, below, label_index, most - 1)


def _take_line(labels: _Labels, headers: _Headers, label_index: LabelIndex) -> Iterator[_Headers]:
    """Yield the headers with the next line's parts, its first cell below each header in turn.

    What stands on the line of the headers themselves is below none of them. All that a header then
    says is how some label begins.
    """
    first = bisect_left(labels, headers.end, key=itemgetter(0))
    bottom = max(parts[-1].line for parts in headers.parts)
    if first == len(labels) or labels[first][1].line == bottom:
        return
    below = labels[first:]
    places = [parts[0].cell for parts in headers.parts]
    begin = below[0][1].cell
    for place in places:
        taken = list(headers.parts)
        end = headers.end
        free = [at for at, other in enumerate(places) if other >= place]
        for at, token in below:
            under = token.cell - begin + place
            column = next((column for column in free if places[column] == under), None)
            if column is None:
                yield _Headers(tuple(taken), end)
                break
            taken[column] = (*taken[column], token)
            if not label_index.opens(_read_down_cells(taken[column])):
                break
            free = [other for other in free if other > column]
            end = at + 1
        else:
            yield _Headers(tuple(taken), end)
