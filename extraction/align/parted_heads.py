"""Heads set in parts, cell below cell: a line of beginnings, and lines of what goes on below them.

What writes pages as rows of cells prints the lines of wrapped heads as rows of their own. A part
alone is like no label, or like several. Where the cells of each column, read downwards, are the
form's labels to the letter, that is what stands there, in the order in which it stands.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extraction.forms.label_index import LabelIndex
from extraction.values.layout import Token

_MOST_LINES = 4
"""Heads are set in no more lines."""
_MOST_HEADS = 9
"""No line of heads has more cells."""
_MOST_CELLS = 100
"""All lines of a table's heads together, blanks and all, have fewer."""

_FEWEST_PARTED = 2
"""One head in parts alone may be two labels."""

_Labels = Sequence[tuple[int, Token]]
"""The labels of a stretch of tokens, each with its place."""
_Parts = tuple[tuple[Token, ...], ...]
"""The parts of each head of a line, from left to right."""


class _Heads(NamedTuple):
    """Heads that are set in parts: what each consists of, and how many tokens all are."""

    parts: _Parts
    end: int

    @property
    def texts(self) -> tuple[str, ...]:
        """What the heads say."""
        return tuple("".join(part.text for part in parts) for parts in self.parts)


def join_parted_heads(tokens: Sequence[Token], label_index: LabelIndex) -> list[Token]:
    """Return a region's tokens with heads that are set in parts as one token each."""
    joined: list[Token] = []
    for figures, run in groupby(tokens, lambda token: token.kind not in ("label", "blank")):
        stretch = list(run)
        joined += stretch if figures else _join_within(stretch, label_index)
    return joined


def _join_within(run: list[Token], label_index: LabelIndex) -> Iterator[Token]:
    """Yield labels and blanks between figures, the parts of heads joined."""
    at = 0
    while at < len(run):
        heads = _find_heads(run[at : at + _MOST_CELLS], label_index)
        if heads is None:
            yield run[at]
            at += 1
            continue
        for parts, text in zip(heads.parts, heads.texts, strict=True):
            yield parts[0]._replace(text=text)
        at += heads.end


def _find_heads(run: Sequence[Token], label_index: LabelIndex) -> _Heads | None:
    """Return the heads in parts that begin with the first token; None where none do.

    Ways to part the cells into lines that lead to different heads lead to none.
    """
    found: dict[tuple[str, ...], _Heads] = {}
    labels = [(at, token) for at, token in enumerate(run) if token.kind == "label"]
    first: list[Token] = []
    begun = 0
    for end, token in enumerate(run, 1):
        if token.kind == "blank" and first:
            continue
        if token.own_line or not label_index.holds(token.text) or len(first) == _MOST_HEADS:
            break
        first.append(token)
        begun += label_index.is_beginning(token.text)
        if begun >= _FEWEST_PARTED:
            line = _Heads(tuple((part,) for part in first), end)
            for heads in _read_down(labels, line, label_index, _MOST_LINES - 1):
                found[heads.texts] = heads
    return next(iter(found.values())) if len(found) == 1 else None


def _read_down(
    labels: _Labels, heads: _Heads, label_index: LabelIndex, most: int
) -> Iterator[_Heads]:
    """Yield what heads are whole labels after one more line of parts, or after several."""
    for below in _take_line(labels, heads, label_index):
        parted = sum(len(parts) > 1 for parts in below.parts)
        if parted >= _FEWEST_PARTED and all(map(label_index.is_label, below.texts)):
            yield below
        elif most > 1:
            yield from _read_down(labels, below, label_index, most - 1)


def _take_line(labels: _Labels, heads: _Heads, label_index: LabelIndex) -> Iterator[_Heads]:
    """Yield the heads with the next line's parts, its first cell below each head in turn.

    What stands on the line of the heads themselves is below none of them. All that a head then
    says is a part of some label.
    """
    below = [(at, token) for at, token in labels if at >= heads.end]
    bottom = max(parts[-1].line for parts in heads.parts)
    if not below or below[0][1].line == bottom:
        return
    places = [parts[0].cell for parts in heads.parts]
    begin = below[0][1].cell
    for place in places:
        taken = list(heads.parts)
        end = heads.end
        free = [at for at, other in enumerate(places) if other >= place]
        for at, token in below:
            under = token.cell - begin + place
            column = next((column for column in free if places[column] == under), None)
            if column is None:
                yield _Heads(tuple(taken), end)
                break
            taken[column] = (*taken[column], token)
            if not label_index.holds("".join(part.text for part in taken[column])):
                break
            free = [other for other in free if other > column]
            end = at + 1
        else:
            yield _Heads(tuple(taken), end)
