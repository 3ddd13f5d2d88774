"""Tokens under a veil: where the text does not tell a figure, none is read.

A veil lies over a drawn cell, over a sign in it, or over a stretch of a line. A drawn cell
there, or a figure or mark on a line, becomes words: it keeps its place among the
cells of its row, and can be neither a number nor a blank.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from extraction.values.document import Span, Veil
from extraction.values.layout import Token
from extraction.values.packed_sequence import Packed

_NO_FIGURE = "〔〕"


def veil_tokens(tokens: Sequence[Token], veils: Sequence[Veil]) -> Sequence[Token]:
    """Return the tokens of a text with those under veils, whose spans are in the same text."""
    if not veils:
        return tokens
    spans = [veil.span for veil in veils]
    veiled: list[Token] | Packed[Token] = Packed() if isinstance(tokens, Packed) else []
    at = 0
    for _, run in groupby(tokens, attrgetter("cell")):
        cell = list(run)
        start = cell[0].span.start
        end = _end(cell[-1])
        while at < len(spans) and spans[at].end < start:
            at += 1
        last = at
        while last < len(spans) and spans[last].start <= end:
            last += 1
        over = spans[at:last]
        veiled.extend(_veil_cell(cell, over) if over else cell)
    return tuple(veiled) if isinstance(veiled, list) else veiled


def _end(token: Token) -> int:
    start, end = token.span
    return max(end, start + len(token.text))


def _veil_cell(cell: Sequence[Token], veils: Sequence[Span]) -> Iterator[Token]:
    """Yield what is left of one cell or line under veils that touch it."""
    if cell[0].place is None:
        for token in cell:
            touched = any(_lies_over(veil, token) for veil in veils)
            yield token._replace(kind="words", text=_NO_FIGURE) if touched else token
        return
    first = cell[0]
    start, end = first.span.start, cell[-1].span.end
    covered = any(veil.start <= start and veil.end >= end for veil in veils)
    if covered:
        span = Span(start, end)
    else:
        span = veils[0]
        yield from _beside_signs(cell, veils)
    yield first._replace(kind="words", text=_NO_FIGURE, span=span)


def _lies_over(veil: Span, token: Token) -> bool:
    """Whether a figure of running text lies under a veil, or the gap that shows a blank.

    A blank between pipes is one in any order.
    """
    start, end = token.span
    if token.kind == "label" or (token.kind == "blank" and start == end):
        return False
    return veil.start < end and start < veil.end


def _beside_signs(cell: Sequence[Token], veils: Sequence[Span]) -> Iterator[Token]:
    """Yield a cell's labels without the signs in or beside them."""
    for token in cell:
        if token.kind != "label":
            continue
        first, _ = start, end = token.span
        for veil in veils:
            if veil.start <= start < veil.end:
                start = min(end, veil.end)
            elif start < veil.start < end:
                end = veil.start
        uncovered = token.text[start - first : end - first]
        text = uncovered.strip()
        if text:
            start += len(uncovered) - len(uncovered.lstrip())
            span = Span(start, start + len(text))
            yield token._replace(text=text, span=span)
