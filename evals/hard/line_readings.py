"""All readings of one printed line, its damage known: digits cut or joined, blanks anywhere.

Written apart from the reader's own enumeration, which it is a measure of.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise, product
from math import comb
from typing import Literal

from extraction.values.record import CellKey

Damage = Literal[
    "none", "packed", "glued", "blanks removed", "digits split", "digits split, or strays"
]
"""What a line has suffered; anything else of it is as printed.

strays: where no sum could tell, a number at either end may be a page's. packed: all lines of the
table are glued, and print a zero where there is nothing; where no sum could tell, or one is glued
among others that are not, blanks may be lost as well.
"""
UNSUMMED: Mapping[Damage, Damage] = {
    "digits split": "digits split, or strays",
    "packed": "glued",
}
"""What else may have happened to a table without sums, in which nothing speaks against it."""
HardLineReading = tuple[str | None, ...]
"""What stands in each cell of a line, as printed; None where it is blank."""
MOST = 20_000
"""A line with more readings than this is not counted."""


class TooMany(Exception):
    """There are more readings than are counted; nothing is said then."""


@dataclass(frozen=True, slots=True)
class HardLine:
    """A line's cells from left to right, and every reading that its print allows.

    drawn: the layout shows its cells, also where nothing stands in them. short: it prints less
    than it has cells, and no sum would tell a blank that was removed from a figure that was lost.
    """

    cells: tuple[CellKey, ...]
    readings: tuple[HardLineReading, ...]
    drawn: bool = False
    short: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether figures of it may be lost: nothing is printed, and no cell either, or too few."""
        empty = any(not any(reading) for reading in self.readings)
        return self.short or (empty and not self.drawn)


def list_line_readings(
    tokens: Sequence[str], width: int, damage: Damage
) -> tuple[HardLineReading, ...]:
    """Return every reading of a line's tokens in so many cells; TooMany where they are.

    As many tokens as cells stand as they are, whatever has happened elsewhere.

    >>> list_line_readings(["1", "20"], 3, "packed")
    (('1', '2', '0'),)
    >>> list_line_readings(["20"], 2, "glued")
    (('20', None), (None, '20'), ('2', '0'))
    >>> list_line_readings(["3", "0"], 3, "blanks removed")
    (('3', '0', None), ('3', None, '0'), (None, '3', '0'))
    >>> list_line_readings(["1", "2", "0"], 2, "digits split")
    (('1', '20'), ('12', '0'))
    """
    if len(tokens) == width or damage == "none":
        return (tuple(tokens),) if len(tokens) == width else ()
    find = _FINDERS[damage]
    readings = []
    for reading in find(tuple(tokens), width):
        if not all(text is None or is_number(text) for text in reading):
            continue
        readings.append(reading)
        if len(readings) > MOST:
            raise TooMany
    return tuple(readings)


_NUMBER = re.compile(r"[+\-增减]?(?:0|[1-9]\d*)(?:\.\d+)?")


def is_number(text: str) -> bool:
    """Whether a text is one number: no zero in front of other digits, a sign only before them.

    >>> is_number("0"), is_number("-10"), is_number("01"), is_number("0.01")
    (True, True, False, True)
    """
    return _NUMBER.fullmatch(text) is not None


def _spread(tokens: Sequence[str], width: int) -> Iterator[HardLineReading]:
    for places in combinations(range(width), len(tokens)):
        reading: list[str | None] = [None] * width
        for place, token in zip(places, tokens, strict=True):
            reading[place] = token
        yield tuple(reading)


def _join(tokens: Sequence[str], width: int) -> Iterator[HardLineReading]:
    if len(tokens) < width or comb(len(tokens) - 1, width - 1) > MOST:
        return
    for cuts in combinations(range(1, len(tokens)), width - 1):
        groups = [tokens[a:b] for a, b in pairwise((0, *cuts, len(tokens)))]
        if all(len(group) == 1 or is_number("".join(group)) for group in groups):
            yield tuple("".join(group) for group in groups)


def _join_or_leave_out(tokens: Sequence[str], width: int) -> Iterator[HardLineReading]:
    yield from _join(tokens, width)
    if len(tokens) > width and tokens[0] != "0":
        yield from _join_or_leave_out(tokens[1:], width)
    if len(tokens) > width and tokens[-1] != "0":
        yield from _join(tokens[:-1], width)


def _cut(tokens: Sequence[str], width: int) -> Iterator[HardLineReading]:
    most = width - len(tokens) + 1
    ways = [tuple(_cut_one(token, most)) for token in tokens]
    for parts in product(*ways):
        if sum(map(len, parts)) == width:
            yield tuple(number for part in parts for number in part)


def _cut_or_spread(tokens: Sequence[str], width: int) -> Iterator[HardLineReading]:
    for count in range(len(tokens), width + 1):
        for cut in _cut(tokens, count):
            yield from _spread([text for text in cut if text is not None], width)


@cache
def _cut_one(token: str, most: int) -> tuple[tuple[str, ...], ...]:
    """Return every way to cut a token into at most so many numbers; what is no number, whole."""
    if not any(map(str.isdigit, token)):
        return ((token,),)
    ways: list[tuple[str, ...]] = [(token,)] if is_number(token) else []
    for at in range(1, len(token)):
        if most > 1 and is_number(token[:at]):
            ways += [(token[:at], *rest) for rest in _cut_one(token[at:], most - 1)]
    if len(ways) > MOST:
        raise TooMany
    return tuple(ways)


_FINDERS: Mapping[str, Callable[[Sequence[str], int], Iterator[HardLineReading]]] = {
    "packed": _cut,
    "glued": _cut_or_spread,
    "blanks removed": _spread,
    "digits split": _join,
    "digits split, or strays": _join_or_leave_out,
}
