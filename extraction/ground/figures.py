"""The figures of a passage one by one, also those that stand as words within a label."""

import re
from collections.abc import Iterator, Sequence

from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import Piece, PieceKind

_WORD = re.compile(r"\S+")
_KINDS: dict[str, PieceKind] = {"number": "figure", "not_applicable": "mark"}


def split_figures(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces without the blanks; words of a label that are figures come apart from it."""
    for piece in pieces:
        if piece.kind == "label":
            yield from _split_label(piece)
        elif piece.kind != "blank":
            yield piece


def _split_label(piece: Piece) -> Iterator[Piece]:
    words = [(Span(*match.span()), parse_cell(match[0])) for match in _WORD.finditer(piece.text)]
    if not any(figure.state in _KINDS for _, figure in words):
        yield piece
        return
    for place, figure in words:
        span = Span(piece.span.start + place.start, piece.span.start + place.end)
        kind = _KINDS.get(figure.state, "label")
        yield piece._replace(kind=kind, text=place.slice(piece.text), span=span, alone=False)
