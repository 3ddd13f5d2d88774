"""Find where a text is shown in another order than it is stored: signs turn its direction.

The Unicode bidirectional algorithm (UAX 9) moves figures beside letters that run from
right to left, and whatever stands between its own signs. We do not undo it: what stands
in its reach is left to a person.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from extraction.values.catalogue.doubts import TURNING_SIGNS
from extraction.values.document import Grid, Span, Veil

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
TURNING = re.compile(f"[\u200f\u202a-\u202e\u2066-\u2069{RIGHT_TO_LEFT}]")
LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2029]+")
OPENING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
CLOSING = frozenset("\u202c\u2069")


def find_turned(text: str, grids: Sequence[Grid] = ()) -> tuple[Veil, ...]:
    r"""Return where figures may be shown in another order than they are stored.

    A cell that the format draws is a paragraph of its own; else each line is one.

    >>> [veil.span for veil in find_turned("许可 | \u202e302\u202c | 4\n处罚 | 41")]
    [Span(start=5, end=14)]
    """
    if not TURNING.search(text):
        return ()
    veils: list[Veil] = []
    for paragraph in _paragraphs(text, grids):
        for span in _reach(text, paragraph):
            veils.append(Veil(span, TURNING_SIGNS))
    return tuple(veils)


def _paragraphs(text: str, grids: Sequence[Grid]) -> Iterator[Span]:
    at = 0
    for grid in grids:
        for cell in grid.cells:
            yield from _lines(text, at, cell.span.start)
            yield cell.span
            at = max(at, cell.span.end)
    yield from _lines(text, at, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in LINE.finditer(text, start, end):
        yield Span(*line.span())


def _reach(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield what a turning sign reaches: its own stretch, and on to the next plain letter."""
    at = paragraph.start
    while (sign := TURNING.search(text, at, paragraph.end)) is not None:
        at = sign.end()
        depth = int(sign[0] in OPENING)
        while at < paragraph.end:
            character = text[at]
            if depth == 0 and _is_plain_letter(character):
                break
            if character in OPENING:
                depth += 1
            elif character in CLOSING and depth > 0:
                depth -= 1
            at += 1
        yield Span(sign.start(), at)


def _is_plain_letter(character: str) -> bool:
    return unicodedata.bidirectional(character) == "L" and character != "\u200e"


def merge_veils(veils: Iterable[Veil]) -> tuple[Veil, ...]:
    """Return veils in order, none within another."""
    ordered: list[Veil] = []
    for veil in sorted(veils, key=lambda veil: (veil.span.start, -veil.span.end)):
        if not ordered or veil.span.end > ordered[-1].span.end:
            ordered.append(veil)
    return tuple(ordered)
