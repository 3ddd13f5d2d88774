"""Digits that ran together: every way to cut them into the numbers of a line."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import islice, pairwise, starmap

from extraction.judge.lines.printed import list_printed
from extraction.judge.thresholds import MOST_READINGS
from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import Entry, Reading, Token


def read_single_run(values: Sequence[Token], width: int) -> Reading | None:
    """Read digits that stick to their label where they can be one thing only."""
    printed = list_printed(values)
    if len(printed) != 1:
        return None
    run = printed[0]
    figure = parse_cell(run.text)
    if width == 1 and figure.canonical and figure.state == "number":
        return (Entry(run.text, run.span),)
    if len(run.text) == width and set(run.text) == {"0"}:
        return tuple(_cut(run, at, at + 1) for at in range(width))
    return None


def list_packed(run: Token, width: int) -> tuple[Reading, ...]:
    """List the ways to cut figures without separators into as many as there are cells.

    None where there are too many.
    """
    if not run.text.isdigit():
        return ()
    full = (places for places in _cut_places(run.text, width) if len(places) == width + 1)
    ways = list(islice(full, MOST_READINGS + 1))
    if len(ways) > MOST_READINGS:
        return ()
    cut = cache(partial(_cut, run))
    return tuple(tuple(starmap(cut, pairwise(places))) for places in ways)


def count_cuts(printed: Sequence[Token], width: int) -> int:
    """Count the ways to cut all figures, up to where they are too many."""
    ways = 1
    for value in printed:
        if value.text.isdigit():
            cuts = _cut_places(value.text, width)
            ways *= len(list(islice(cuts, MOST_READINGS + 1)))
    return ways


def find_cuts(value: Token, width: int) -> Iterator[tuple[Entry, ...]]:
    """Yield every way to cut a run of digits into numbers without leading zeros."""
    text = value.text
    if not text.isdigit():
        if value.kind != "run":
            yield (Entry(text, value.span),)
        return
    cut = cache(partial(_cut, value))  # thousands of ways are made of a few dozen parts
    for places in _cut_places(text, width):
        yield tuple(starmap(cut, pairwise(places)))


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
    text = value.text[start:end]
    offset = value.span.start
    span = Span(offset + start, offset + end)
    return Entry(text, span)
