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

_NO_FIGURE = "〔〕"


def veil_tokens(tokens: Sequence[Token], veils: Sequence[Veil]) -> tuple[Token, ...]:
    """Return the tokens of a text with those under veils, whose spans are in the same text."""
    if not veils:
        return tuple(tokens)
    veiled: list[Token] = []
    at = 0
    for _, run in groupby(tokens, attrgetter("cell")):
        cell = list(run)
        start, end = cell[0].span.start, _end(cell[-1])
        while at < len(veils) and veils[at].span.end < start:
            at += 1
        last = at
        while last < len(veils) and veils[last].span.start <= end:
            last += 1
        over = [veil.span for veil in veils[at:last]]
        veiled += _veil_cell(cell, over) if over else cell
    return tuple(veiled)


def _end(token: Token) -> int:
    return max(token.span.end, token.span.start + len(token.text))


def _veil_cell(cell: Sequence[Token], veils: Sequence[Span]) -> Iterator[Token]:
    """Yield what is left of one cell or line under veils that touch it."""
    if cell[0].place is None:
        for token in cell:
            touched = any(_lies_over(veil, token) for veil in veils)
            yield token._replace(kind="words", text=_NO_FIGURE) if touched else token
        return
    whole = Span(cell[0].span.start, cell[-1].span.end)
    covered = any(veil.start <= whole.start and veil.end >= whole.end for veil in veils)
    if not covered:
        yield from _beside_signs(cell, veils)
    yield cell[0]._replace(kind="words", text=_NO_FIGURE, span=whole if covered else veils[0])


def _lies_over(veil: Span, token: Token) -> bool:
    """Whether a figure of running text lies under a veil; a blank is one in any order."""
    if token.kind in ("label", "blank"):
        return False
    return veil.start < token.span.end and token.span.start < veil.end


def _beside_signs(cell: Sequence[Token], veils: Sequence[Span]) -> Iterator[Token]:
    """Yield a cell's labels without the signs in or beside them."""
    for token in cell:
        start, end = token.span
        for veil in veils:
            if veil.start <= start < veil.end:
                start = min(end, veil.end)
            elif start < veil.start < end:
                end = veil.start
        text = token.text[start - token.span.start : end - token.span.start]
        if token.kind == "label" and text.strip():
            kept = len(text) - len(text.lstrip())
            text = text.strip()
            yield token._replace(text=text, span=Span(start + kept, start + kept + len(text)))
