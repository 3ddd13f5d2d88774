"""All readings that the text of one line allows, where its layout does not prove one.

Figures keep their order; they may have run together, been parted by a space, stand among
a page's number, or have lost the blanks between them.
"""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import combinations, islice, pairwise, product
from math import prod

from extraction.cells.thresholds import MOST_READINGS
from extraction.text.numbers import parse_cell
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    FIGURES_FOR_CELLS,
    NOTHING_PRINTED,
    TOO_MANY_READINGS,
    WORDS_AMONG_FIGURES,
)
from extraction.values.document import Span
from extraction.values.layout import Entry, Reading, Token


def list_readings(
    values: Sequence[Token], width: int
) -> tuple[tuple[Reading, ...], Bilingual | None]:
    """List what the text allows, or nothing and the reason where that is too much.

    Figures keep their order. They may be cut where they run together, set apart by
    blanks that were removed, joined where a space parts a number, or one may be no
    figure of the table at all.
    """
    printed = [value for value in values if value.kind != "blank"]
    if not printed:
        return (), NOTHING_PRINTED
    if any(value.kind == "words" for value in printed):
        return (), WORDS_AMONG_FIGURES
    too_many = TOO_MANY_READINGS.fill(figures=len(printed), width=width)
    if len(printed) < width and _count_cuts(printed, width) > MOST_READINGS:
        return (), too_many
    readings: dict[Reading, None] = {}
    for entries in _allowed_entries(printed, width):
        if any(parse_cell(entry.text).state == "text" for entry in entries):
            continue
        for reading in _spread(entries, width):
            readings.setdefault(reading)
            if len(readings) > MOST_READINGS:
                return (), too_many
    return tuple(readings), FIGURES_FOR_CELLS.fill(figures=len(printed), width=width)


def _allowed_entries(printed: Sequence[Token], width: int) -> Iterator[tuple[Entry, ...]]:
    whole = tuple(Entry(value.text, value.span) for value in printed)
    if len(printed) > width:
        yield from _with_fewer(printed, width)
    elif all(value.kind != "run" and is_canonical(value) for value in printed):
        yield whole
    if len(printed) < width:
        for parts in product(*(list(_cuts(value, width)) for value in printed)):
            entries = tuple(entry for part in parts for entry in part)
            if len(entries) <= width and entries != whole:
                yield entries


def _count_cuts(printed: Sequence[Token], width: int) -> int:
    """Count the ways to cut all figures, up to where they are too many."""
    ways = (_cut_places(value.text, width) for value in printed if value.text.isdigit())
    return prod(sum(1 for _ in islice(cuts, MOST_READINGS + 1)) for cuts in ways)


def _with_fewer(printed: Sequence[Token], width: int) -> Iterator[tuple[Entry, ...]]:
    """Leave out figures that may be page numbers, or join two that a space parts.

    A page ends between two rows: its number stands before a row's figures or behind them. Where
    none does, any figure may be none of the table; a mark always is a cell's.
    """
    extra = len(printed) - width
    if extra > 2:
        return
    ends = ((*range(head), *range(head + width, len(printed))) for head in range(extra + 1))
    pages = [gone for gone in ends if all(_may_be_page_number(printed[at]) for at in gone)]
    figures = [at for at, value in enumerate(printed) if value.kind != "mark"]
    for gone in pages or combinations(figures, extra):
        kept = (value for at, value in enumerate(printed) if at not in gone)
        yield tuple(Entry(value.text, value.span) for value in kept)
    if len(printed) == width + 1:
        for at, (left, right) in enumerate(pairwise(printed)):
            if left.cell == right.cell and left.text.isdigit() and right.text.isdigit():
                joined = Entry(left.text + right.text, Span(left.span.start, right.span.end))
                rest = [Entry(v.text, v.span) for v in printed]
                yield (*rest[:at], joined, *rest[at + 2 :])


def _may_be_page_number(value: Token) -> bool:
    """Whether a figure may be a page's number: alone on its line, and never zero."""
    return value.own_line and value.text.isdigit() and value.text[0] != "0" and len(value.text) < 4


def read_single_run(values: Sequence[Token], width: int) -> Reading | None:
    """Read digits that stick to their label where they can be one thing only."""
    printed = [value for value in values if value.kind != "blank"]
    if len(printed) != 1:
        return None
    run = printed[0]
    if width == 1 and parse_cell(run.text).canonical and parse_cell(run.text).state == "number":
        return (Entry(run.text, run.span),)
    if len(run.text) == width and set(run.text) == {"0"}:
        return tuple(_cut(run, at, at + 1) for at in range(width))
    return None


def read_packed(run: Token, width: int) -> Reading | None:
    """Read figures without separators where they can be cut in one way only."""
    if len(run.text) == width and run.text.isdigit():
        return tuple(_cut(run, at, at + 1) for at in range(width))
    ways = list(islice(_cut_places(run.text, width), MOST_READINGS + 1))
    full = [places for places in ways if len(places) == width + 1]
    if len(full) != 1 or len(ways) > MOST_READINGS:
        return None
    return tuple(_cut(run, a, b) for a, b in pairwise(full[0]))


def _cuts(value: Token, width: int) -> Iterator[tuple[Entry, ...]]:
    """Yield every way to cut a run of digits into numbers without leading zeros."""
    text = value.text
    if not text.isdigit():
        if value.kind != "run":
            yield (Entry(text, value.span),)
        return
    cut = cache(partial(_cut, value))  # thousands of ways are made of a few dozen parts
    for places in _cut_places(text, width):
        yield tuple(cut(a, b) for a, b in pairwise(places))


def _cut_places(text: str, width: int) -> Iterator[tuple[int, ...]]:
    """Yield where digits may be cut into up to `width` numbers, both ends included.

    >>> sorted(_cut_places("105", 2))  # not 1 and 05
    [(0, 2, 3), (0, 3)]
    """
    ways: list[tuple[int, ...]] = [(0,)]
    while ways:
        cut = ways.pop()
        start = cut[-1]
        if start == len(text):
            yield cut
        elif len(cut) <= width:
            ends = [start + 1] if text[start] == "0" else range(start + 1, len(text) + 1)
            ways.extend((*cut, end) for end in ends)


def _cut(value: Token, start: int, end: int) -> Entry:
    offset = value.span.start
    return Entry(value.text[start:end], Span(offset + start, offset + end))


def is_canonical(value: Token) -> bool:
    """Whether a token could stand for one count as it is printed: 007 could not."""
    return value.kind != "figure" or parse_cell(value.text).canonical


def _spread(entries: tuple[Entry, ...], width: int) -> Iterator[Reading]:
    """Yield every way to set entries into cells in order, the others blank."""
    for places in combinations(range(width), len(entries)):
        reading: list[Entry | None] = [None] * width
        for place, entry in zip(places, entries, strict=True):
            reading[place] = entry
        yield tuple(reading)
