"""All readings that the text of one line allows, where its layout does not prove one.

Figures keep their order; they may have run together, been parted by a space, stand among
a page's number, or have lost the blanks between them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import combinations, islice, pairwise, product
from math import comb, prod
from typing import NamedTuple

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


def list_readings(values: Sequence[Token], width: int) -> Readings:
    """List what the text allows, or nothing and the reason where that is too much.

    Figures keep their order. They may be cut where they run together, set apart by
    blanks that were removed, joined where a space or the end of a line parts a number, or some
    may be no figures of the table at all.
    """
    printed = [value for value in values if value.kind != "blank"]
    if not printed:
        return Readings((), NOTHING_PRINTED)
    if any(value.kind == "words" for value in printed):
        return Readings((), WORDS_AMONG_FIGURES)
    too_many = Readings((), TOO_MANY_READINGS.fill(figures=len(printed), width=width))
    if len(printed) < width and _count_cuts(printed, width) > MOST_READINGS:
        return too_many
    blanks = _find_blanks_between(values)
    readings: dict[Reading, bool] = {}
    for entries, likely in _allowed_entries(printed, width):
        if any(parse_cell(entry.text).state == "text" for entry in entries):
            continue
        for reading in _spread(entries, width):
            if not _keep_blanks(reading, blanks):
                continue
            readings[reading] = readings.get(reading, False) or likely
            if len(readings) > MOST_READINGS:
                return too_many
    note = FIGURES_FOR_CELLS.fill(figures=len(printed), width=width)
    unlikely = frozenset(reading for reading, likely in readings.items() if not likely)
    return Readings(tuple(readings), note, unlikely)


def is_held_open(values: Sequence[Token], at: int) -> bool:
    """Whether no-break spaces hold a blank cell open, on a line of its own or of its row."""
    blank, before = values[at], values[max(0, at - 1)]
    return bool(blank.text) and (blank.own_line or blank.line == before.line)


def _find_blanks_between(values: Sequence[Token]) -> list[Span]:
    """Return where blanks are held open between figures, on a line of their own."""
    printed = [at for at, value in enumerate(values) if value.kind != "blank"]
    between = [at for at in range(printed[0], printed[-1]) if values[at].kind == "blank"]
    return [values[at].span for at in between if is_held_open(values, at)]


def _keep_blanks(reading: Reading, blanks: Iterable[Span]) -> bool:
    """Whether a reading leaves a cell empty where each blank stands between its figures."""
    for blank in blanks:
        before = [at for at, entry in enumerate(reading) if entry and entry.span.end <= blank.start]
        behind = [at for at, entry in enumerate(reading) if entry and entry.span.start >= blank.end]
        if before and behind and None not in reading[before[-1] : behind[0]]:
            return False
    return True


def _allowed_entries(
    printed: Sequence[Token], width: int
) -> Iterator[tuple[tuple[Entry, ...], bool]]:
    """Yield the entries that a line may hold, and whether that is likely."""
    whole = tuple(map(_whole, printed))
    if len(printed) > width:
        yield from _with_fewer(printed, width)
    elif all(value.kind != "run" and is_canonical(value) for value in printed):
        yield whole, True
    if len(printed) < width:
        for parts in product(*(list(_cuts(value, width)) for value in printed)):
            entries = tuple(entry for part in parts for entry in part)
            if len(entries) <= width and entries != whole:
                yield entries, True


def _whole(value: Token) -> Entry:
    return Entry(value.text, value.span)


def _count_cuts(printed: Sequence[Token], width: int) -> int:
    """Count the ways to cut all figures, up to where they are too many."""
    ways = (_cut_places(value.text, width) for value in printed if value.text.isdigit())
    return prod(sum(1 for _ in islice(cuts, MOST_READINGS + 1)) for cuts in ways)


def _with_fewer(printed: Sequence[Token], width: int) -> Iterator[tuple[tuple[Entry, ...], bool]]:
    """Yield a line's figures without some that may be page numbers, or with parts joined.

    A page ends between two rows: its number stands before a row's figures or behind them. Where
    none does, any figure may be none of the table; a mark always is a cell's, what shares a cell
    is, and half a number (`.5`) is part of one. That is likely only where no parts can be joined,
    or where a page's number has a line to itself and the row's figures have none.
    """
    extra = len(printed) - width
    joined = list(_join(printed, width))
    yield from ((entries, True) for entries in joined)
    if extra > MOST_STRAYS:
        return
    alone = all(value.own_line for value in printed)
    for count in range(1, extra + 1):
        for gone, is_page in _find_strays(printed, count):
            kept = [value for at, value in enumerate(printed) if at not in gone]
            likely = not joined or (is_page and not alone)
            ways = _join(kept, width) if count < extra else [tuple(map(_whole, kept))]
            yield from ((entries, likely) for entries in ways)


def _find_strays(printed: Sequence[Token], count: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield which figures may be none of the table, and whether they look like pages' numbers."""
    size = len(printed) - count
    ends = ((*range(head), *range(head + size, len(printed))) for head in range(count + 1))
    pages = [gone for gone in ends if all(_may_be_page_number(printed[at]) for at in gone)]
    figures = [at for at, value in enumerate(printed) if value.kind != "mark" and _is_whole(value)]
    beside = _find_shared_cells(printed)
    for gone in pages or combinations(figures, count):
        if beside.isdisjoint(gone):
            yield gone, bool(pages)


def _find_shared_cells(printed: Sequence[Token]) -> frozenset[int]:
    """Return which figures stand in one printed cell with another, in a row of several cells.

    What is printed there is one thing, whatever it means: none of them is a figure too many.
    """
    held = Counter(value.cell for value in printed)
    if len(held) == 1:
        return frozenset()
    return frozenset(at for at, value in enumerate(printed) if held[value.cell] > 1)


def _is_whole(value: Token) -> bool:
    """Whether a token is no half of a number, cut at its point."""
    return value.kind != "run" or value.text.isdigit()


def _join(printed: Sequence[Token], width: int) -> Iterator[tuple[Entry, ...]]:
    """Yield every way to join parts of numbers so that as many are left as there are cells.

    A space within a printed cell may part a number, and so may the end of a line.
    """
    seams = [at for at, pair in enumerate(pairwise(printed), 1) if _may_be_one(*pair)]
    missing = len(printed) - width
    if len(seams) < missing or comb(len(seams), missing) > MOST_READINGS:
        return
    for closed in combinations(seams, missing):
        starts = [at for at in range(len(printed)) if at not in closed]
        groups = [printed[a:b] for a, b in pairwise((*starts, len(printed)))]
        entries = tuple(map(_join_group, groups))
        if all(
            len(group) == 1 or entry.text[0] != "0"
            for group, entry in zip(groups, entries, strict=True)
        ):
            yield entries


def _may_be_one(left: Token, right: Token) -> bool:
    """Whether two neighbours may be parts of one number."""
    if not (left.text.isdigit() and right.text.isdigit()):
        return False
    wrapped = left.line != right.line and left.drawn is None and right.drawn is None
    return left.cell == right.cell or wrapped


def _join_group(group: Sequence[Token]) -> Entry:
    text = "".join(value.text for value in group)
    return Entry(text, Span(group[0].span.start, group[-1].span.end))


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


def list_packed(run: Token, width: int) -> tuple[Reading, ...]:
    """List the ways to cut figures without separators into as many as there are cells.

    None where there are too many.
    """
    full = (places for places in _cut_places(run.text, width) if len(places) == width + 1)
    ways = list(islice(full, MOST_READINGS + 1))
    if not run.text.isdigit() or len(ways) > MOST_READINGS:
        return ()
    cut = cache(partial(_cut, run))
    return tuple(tuple(cut(a, b) for a, b in pairwise(places)) for places in ways)


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
