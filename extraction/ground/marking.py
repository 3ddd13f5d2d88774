"""Mark the figures of a passage with ids, so that an answer can name them and need write none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extraction.repair import RepairedText
from extraction.values.document import Span
from extraction.values.layout import Token

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARK = re.compile(r"\{(k[a-z]+)\}")


def id_of(number: int) -> str:
    """Return the id of the figure with this number, counted from 0; none is a figure or a word.

    >>> [id_of(number) for number in (0, 25, 26, 701, 702)]
    ['ka', 'kz', 'kaa', 'kzz', 'kaaa']
    """
    letters = ""
    number += 1
    while number:
        number, last = divmod(number - 1, len(_LETTERS))
        letters = _LETTERS[last] + letters
    return f"k{letters}"


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage as it is sent, and the values of the repaired text by their ids."""

    text: str
    values: Mapping[str, Token]


def mark_passage(source: RepairedText, window: Span, values: Sequence[Token]) -> MarkedPassage:
    """Return the original words of a window with an id in front of each of these values."""
    marked = {id_of(number): value for number, value in enumerate(values)}
    whole = source.to_original(window)
    pieces: list[str] = []
    at = whole.start
    for name, value in marked.items():
        start = max(at, source.to_original(value.span).start)
        pieces += (source.original[at:start], f"{{{name}}}")
        at = start
    pieces.append(source.original[at : whole.end])
    return MarkedPassage("".join(pieces), marked)
