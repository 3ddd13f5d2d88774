"""All readings that the text of one line allows, where its layout does not prove one.

Figures keep their order; they may have run together, been parted by a space, stand among
a page's number, or have lost the blanks between them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, pairwise, product
from math import comb
from typing import NamedTuple

from extraction.judge.lines.digit_cuts import count_cuts, find_cuts
from extraction.judge.lines.printed import find_printed, is_canonical, is_held_open, list_printed
from extraction.judge.thresholds import MOST_READINGS, MOST_STRAYS
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


class Readings(NamedTuple):
    """All readings of a line, or none and the reason.

    unlikely: those of `all` that leave out a figure for no reason that the print shows, where
    others use every one.
    """

    all: tuple[Reading, ...]
    note: Bilingual | None
    unlikely: frozenset[Reading] = frozenset()


_Weighed = tuple[tuple[Entry, ...], bool]
"""Entries that a line may hold, and whether that is likely."""


def list_readings(values: Sequence[Token], width: int) -> Readings:
    """List what the text allows, or nothing and the reason where that is too much.

    Figures keep their order. They may be cut where they run together, set apart by
    blanks that were removed, joined where a space or the end of a line parts a number, or some
    may be no figures of the table at all.
    """
    printed = list_printed(values)
    if not printed:
        return Readings((), NOTHING_PRINTED)
    if any(value.kind == "words" for value in printed):
        return Readings((), WORDS_AMONG_FIGURES)
    count = len(printed)
    too_many = Readings((), TOO_MANY_READINGS.fill(figures=count, width=width))
    if count < width and count_cuts(printed, width) > MOST_READINGS:
        return too_many
    readings: dict[Reading, bool] = {}
    for reading, likely in _allowed_readings(values, printed, width):
        readings[reading] = readings.get(reading, False) or likely
        if len(readings) > MOST_READINGS:
            return too_many
    note = FIGURES_FOR_CELLS.fill(figures=count, width=width)
    unlikely = frozenset(reading for reading, likely in readings.items() if not likely)
    return Readings(tuple(readings), note, unlikely)


def _allowed_readings(
    values: Sequence[Token], printed: Sequence[Token], width: int
) -> Iterator[tuple[Reading, bool]]:
    """Yield each way to set what a line may hold into its cells, and whether that is likely."""
    blanks = _find_blanks_between(values)
    for entries, likely in _allowed_entries(printed, width):
        if any(parse_cell(entry.text).state == "text" for entry in entries):
            continue
        for reading in _spread(entries, width):
            if not blanks or _keep_blanks(reading, blanks):
                yield reading, likely


def _find_blanks_between(values: Sequence[Token]) -> list[Span]:
    """Return where blanks are held open between figures, on a line of their own."""
    printed = find_printed(values)
    first, last = printed[0], printed[-1]
    blanks = set(range(first, last)).difference(printed)
    held = [at for at in sorted(blanks) if is_held_open(values, at)]
    return [values[at].span for at in held]


def _keep_blanks(reading: Reading, blanks: Iterable[Span]) -> bool:
    """Whether a reading leaves a cell empty where each blank stands between its figures."""
    filled = [(at, entry.span) for at, entry in enumerate(reading) if entry]
    for blank in blanks:
        before = [at for at, span in filled if span.end <= blank.start]
        behind = [at for at, span in filled if span.start >= blank.end]
        if not (before and behind):
            continue
        between = reading[before[-1] : behind[0]]
        if None not in between:
            return False
    return True


def _allowed_entries(printed: Sequence[Token], width: int) -> Iterator[_Weighed]:
    """Yield the entries that a line may hold, and whether that is likely."""
    whole = tuple(map(_whole, printed))
    if len(printed) > width:
        yield from _with_fewer(printed, width)
    elif all(value.kind != "run" and is_canonical(value) for value in printed):
        yield whole, True
    if len(printed) >= width:
        return
    cuts = [list(find_cuts(value, width)) for value in printed]
    for parts in product(*cuts):
        entries = tuple(chain.from_iterable(parts))
        if len(entries) <= width and entries != whole:
            yield entries, True


def _whole(value: Token) -> Entry:
    return Entry(value.text, value.span)


def _with_fewer(printed: Sequence[Token], width: int) -> Iterator[_Weighed]:
    """Yield a line's figures without some that may be page numbers, or with parts joined.

    A page ends between two rows: its number stands before a row's figures or behind them. Where
    none does, any figure may be none of the table; a mark always is a cell's, what shares a cell
    is, and half a number (`.5`) is part of one. That is likely only where no parts can be joined,
    or where a page's number has a line to itself and the row's figures have none.
    """
    extra = len(printed) - width
    joined = list(_join(printed, width))
    for entries in joined:
        yield entries, True
    if extra > MOST_STRAYS:
        return
    alone = all(value.own_line for value in printed)
    for count in range(1, extra + 1):
        for gone, is_page in _find_strays(printed, count):
            kept = [value for at, value in enumerate(printed) if at not in gone]
            likely = not joined or (is_page and not alone)
            for entries in _join(kept, width):
                yield entries, likely


def _find_strays(printed: Sequence[Token], count: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield which figures may be none of the table, and whether they look like pages' numbers."""
    beside = _find_shared_cells(printed)
    pages = list(_find_page_numbers(printed, count))
    figures = [at for at, value in enumerate(printed) if _may_be_a_stray(value)]
    for gone in pages or combinations(figures, count):
        if beside.isdisjoint(gone):
            yield gone, bool(pages)


def _find_page_numbers(printed: Sequence[Token], count: int) -> Iterator[tuple[int, ...]]:
    """Yield which figures before a row's and behind them may be pages' numbers."""
    numbers = {at for at, value in enumerate(printed) if _may_be_page_number(value)}
    size = len(printed)
    for ahead in range(count + 1):
        behind = count - ahead
        ends = (*range(ahead), *range(size - behind, size))
        if numbers.issuperset(ends):
            yield ends


def _find_shared_cells(printed: Sequence[Token]) -> frozenset[int]:
    """Return which figures stand in one printed cell with another, in a row of several cells.

    What is printed there is one thing, whatever it means: none of them is a figure too many.
    """
    held = Counter(value.cell for value in printed)
    if len(held) == 1:
        return frozenset()
    shared = {cell for cell, count in held.items() if count > 1}
    return frozenset(at for at, value in enumerate(printed) if value.cell in shared)


def _may_be_a_stray(value: Token) -> bool:
    """Whether a token may be none of the table: no mark, and no half of a number."""
    if value.kind == "run":
        return value.text.isdigit()
    return value.kind != "mark"


def _join(printed: Sequence[Token], width: int) -> Iterator[tuple[Entry, ...]]:
    """Yield every way to join parts of numbers so that as many are left as there are cells.

    A space within a printed cell may part a number, and so may the end of a line.
    """
    seams = [at for at, pair in enumerate(pairwise(printed), 1) if _may_be_one(*pair)]
    missing = len(printed) - width
    ways = comb(len(seams), missing)
    if not 0 < ways <= MOST_READINGS:
        return
    places = range(len(printed) + 1)
    for closed in combinations(seams, missing):
        borders = [at for at in places if at not in closed]
        groups = [printed[start:end] for start, end in pairwise(borders)]
        if not any(map(_begins_with_zero, groups)):
            yield tuple(map(_join_group, groups))


def _begins_with_zero(group: Sequence[Token]) -> bool:
    """Whether parts of a number begin with a zero, as none does."""
    return len(group) > 1 and group[0].text[0] == "0"


def _may_be_one(left: Token, right: Token) -> bool:
    """Whether two neighbours may be parts of one number."""
    if not (left.text.isdigit() and right.text.isdigit()):
        return False
    if left.cell == right.cell:
        return True
    return left.line != right.line and left.drawn is None and right.drawn is None


def _join_group(group: Sequence[Token]) -> Entry:
    text = "".join(value.text for value in group)
    start = group[0].span.start
    end = group[-1].span.end
    return Entry(text, Span(start, end))


def _may_be_page_number(value: Token) -> bool:
    """Whether a figure may be a page's number: alone on its line, and never zero."""
    text = value.text
    short = text.isdigit() and len(text) < 4
    return value.own_line and short and text[0] != "0"


def _spread(entries: tuple[Entry, ...], width: int) -> Iterator[Reading]:
    """Yield every way to set entries into cells in order, the others blank."""
    count = len(entries)
    for places in combinations(range(width), count):
        reading: list[Entry | None] = [None] * width
        for place, entry in zip(places, entries, strict=True):
            reading[place] = entry
        yield tuple(reading)
