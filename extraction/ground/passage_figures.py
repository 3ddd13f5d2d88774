"""The figures of a passage one by one, also those that stand as words within a label."""

import re
from collections.abc import Iterator, Sequence

from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import Token, TokenKind

_WORD = re.compile(r"\S+")
_KINDS: dict[str, TokenKind] = {"number": "figure", "not_applicable": "mark"}


def split_figures(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens without the blanks; words of a label that are figures come apart from it."""
    for token in tokens:
        if token.kind == "label":
            yield from _split_label(token)
        elif token.kind != "blank":
            yield token


def _split_label(token: Token) -> Iterator[Token]:
    words = [(Span(*match.span()), parse_cell(match[0])) for match in _WORD.finditer(token.text)]
    if not any(figure.state in _KINDS for _, figure in words):
        yield token
        return
    for place, figure in words:
        span = Span(token.span.start + place.start, token.span.start + place.end)
        kind = _KINDS.get(figure.state, "label")
        yield token._replace(kind=kind, text=place.slice(token.text), span=span, own_line=False)
