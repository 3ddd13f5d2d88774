"""Characters of a page to the lines that they stand on, and to their words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from extraction.read.pdf.ink import Box, Ink
from extraction.values.bilingual import Bilingual

ON_LINE = 0.4
"""Of a character's height: how far apart the feet of two may be on one line."""
CLOSE = 0.18
"""Of a character's height: the widest gap within a word or number in Latin script."""
WIDE = 1.2
"""Of a character's height: a gap that is one, also in justified Chinese text."""
SMALLER = 0.8
"""A digit so much smaller than its neighbour is a mark beside it, no part of its number."""
LATIN = re.compile(r"[!-~]")
DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True)
class PrintedLine:
    """Characters on one line, from left to right; on a page, counted from 1."""

    page: int
    characters: tuple[Ink, ...]

    @cached_property
    def text(self) -> str:
        """The line's text: a gap wide enough to be seen as one is blanks."""
        return "".join(piece for _, piece in self.pieces)

    @cached_property
    def pieces(self) -> tuple[tuple[Ink, str], ...]:
        """Each character, and what it adds to the text: itself, behind the blanks before it."""
        first = self.characters[0]
        pieces = [(first, first.text)]
        for before, ink in pairwise(self.characters):
            pieces.append((ink, " " * count_blanks(before, ink) + ink.text))
        return tuple(pieces)

    @cached_property
    def box(self) -> Box:
        """The rectangle around the line."""
        return Box(
            self.characters[0].left,
            min(ink.box.top for ink in self.characters),
            max(ink.right for ink in self.characters),
            max(ink.box.bottom for ink in self.characters),
        )

    @property
    def base(self) -> float:
        """How far down the page the line's foot lies."""
        return self.characters[0].base

    @cached_property
    def size(self) -> float:
        """How high the line's characters are."""
        wide = [ink.size for ink in self.characters if not ink.text.isascii()]
        return median(wide or [ink.size for ink in self.characters])

    @property
    def veil(self) -> Bilingual | None:
        """Why the line may not be what the page shows, if so."""
        return next((ink.veil for ink in self.characters if ink.veil is not None), None)


def count_blanks(before: Ink, ink: Ink) -> int:
    """Return how many blanks stand for the gap between two characters of a line.

    >>> one = Ink("1", Box(0, 0, 5, 10), 10, 10)
    >>> [count_blanks(one, Ink("2", Box(x, 0, x + 5, 10), 10, 10)) for x in (5, 8, 30)]
    [0, 1, 5]
    """
    gap = ink.left - before.right
    size = max(before.size, ink.size)
    if gap > WIDE * size:
        return max(1, round(2 * gap / size))
    if LATIN.match(before.text) and LATIN.match(ink.text):
        marked = DIGIT.match(before.text) and DIGIT.match(ink.text) and _differ(before, ink)
        return int(gap > CLOSE * size or bool(marked))
    return 0


def _differ(one: Ink, other: Ink) -> bool:
    """Whether two digits are of other sizes or heights, as a number and a footnote's mark."""
    small, large = sorted((one.size, other.size))
    return small < SMALLER * large or abs(one.base - other.base) > 0.12 * large


def find_printed_lines(characters: Iterable[Ink], page: int) -> list[PrintedLine]:
    """Return the lines on which characters stand, from the top."""
    rows: list[list[Ink]] = []
    for ink in sorted(characters, key=lambda ink: (ink.base, ink.left)):
        if rows and _shares_line(rows[-1], ink):
            rows[-1].append(ink)
        else:
            rows.append([ink])
    lines = []
    for row in rows:
        row.sort(key=lambda ink: ink.left)
        lines.append(PrintedLine(page, tuple(drop_doubles(row))))
    return lines


def _shares_line(row: Sequence[Ink], ink: Ink) -> bool:
    first = row[0]
    return ink.base - first.base <= ON_LINE * min(first.size, ink.size)


def drop_doubles(row: Sequence[Ink]) -> list[Ink]:
    """Return the characters of a line without those painted twice to look bold."""
    kept: list[Ink] = []
    for ink in row:
        near = ink.size * 0.12
        if any(
            ink.text == other.text
            and abs(ink.left - other.left) < near
            and abs(ink.base - other.base) < near
            for other in kept[-3:]
        ):
            continue
        kept.append(ink)
    return kept
