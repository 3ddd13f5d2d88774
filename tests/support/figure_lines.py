"""Tokens of one line as tests write them, and readings as tests compare them."""

from extraction.values.document import Span
from extraction.values.layout import Reading, Token, TokenKind

KINDS: dict[str, TokenKind] = {"": "blank", "/": "mark", "无": "mark"}


def values_of(*texts: str) -> list[Token]:
    """Tokens of a line; one that begins with `=` is a run of digits stuck to its label."""
    values = []
    at = 0
    for index, text in enumerate(texts):
        kind: TokenKind = "run" if text.startswith("=") else KINDS.get(text, "figure")
        text = text.removeprefix("=")
        values.append(Token(kind, text, Span(at, at + len(text)), index, 0))
        at += len(text) + 1
    return values


def shown(reading: Reading | None) -> list[str | None] | None:
    if reading is None:
        return None
    return [None if entry is None else entry.text for entry in reading]
