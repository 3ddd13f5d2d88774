"""Letters that stand for a figure in a cell of their own: the O of a 0, the l of a 1."""

import re
from collections.abc import Iterator, Sequence

from extraction.values.layout import Token

_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")
_FIGURES = frozenset({"figure", "mark", "blank", "words"})


def settle_lone_letters(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens; a lone letter among a row's figures, or behind them, is words in one's place.

    It is no label, and no part of the one that follows it. What it stands for is not told.

    >>> from extraction.values.document import Span
    >>> row = zip(("label", "figure", "label", "label"), ("许可", "0", "O", "处罚"), (1, 1, 1, 2))
    >>> tokens = [Token(kind, text, Span(0, 1), at, at) for kind, text, at in row]
    >>> [token.kind for token in settle_lone_letters(tokens)]
    ['label', 'figure', 'words', 'label']
    """
    before: Token | None = None
    for number, token in enumerate(tokens):
        behind = tokens[number + 1] if number + 1 < len(tokens) else None
        if token.kind == "label" and before is not None and _LETTER.fullmatch(token.text):
            token = token._replace(kind="words") if _is_of_row(before, token, behind) else token
        yield token
        before = token


def _is_of_row(before: Token, letter: Token, behind: Token | None) -> bool:
    """Whether a letter is a row's: figures stand on both sides, or it ends the row's line."""
    if before.kind not in _FIGURES:
        return False
    if behind is None or behind.kind in _FIGURES:
        return True
    alone = before.own_line and letter.own_line
    return behind.line > letter.line and (alone or before.line == letter.line)
