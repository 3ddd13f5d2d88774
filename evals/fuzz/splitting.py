"""A figure that is torn over two cells: 12 as `1|2`, while a zero of its row may be lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import NamedTuple

from evals.fuzz.block_sheet import BlockSheet, InkedFigure, SheetBlock, SheetLine
from evals.fuzz.figure_ink import PrintedFigure, write
from evals.fuzz.report_ink import Writing

_Sheets = dict[str, BlockSheet]
_Inks = tuple[PrintedFigure, ...]
_LONG = re.compile("[0-9]{2,}")


class _SheetPlace(NamedTuple):
    """A table, and in it a block, a line, and a figure of it, counted from 0."""

    table: str
    block: int
    line: int
    figure: int


def split_figure(
    sheets: _Sheets, writing: Writing, tables: Sequence[str], rng: Random
) -> tuple[_Sheets, Writing]:
    """Tear one figure of these tables in two; half of the time the row loses a zero.

    The cell may be read whole or left open. What is drawn under the heads then is nobody's.
    """
    inks = writing.inks
    places = list(_find_places(sheets, inks, tables))
    if not places:
        return sheets, writing
    place = rng.choice(places)
    blocks = list(sheets[place.table])
    block = blocks[place.block].loosen(place.line)
    line = block.lines[place.line]
    whole = line.figures[place.figure]
    halves = _halve(inks[whole.mark], rng)
    line = _tear(line, place.figure, len(inks))
    block = block.put(place.line, line)
    if rng.random() < 0.5:
        block = _lose_zero(block, place.line, inks, rng)
    blocks[place.block] = block
    torn = {**sheets, place.table: tuple(blocks)}
    return torn, Writing((*inks, *halves))


def _halve(whole: PrintedFigure, rng: Random) -> tuple[PrintedFigure, PrintedFigure]:
    """Return the ink of both halves; the first may be read as the whole."""
    printed = whole.printed
    cut = rng.randrange(1, len(printed))
    first = write(printed[:cut], *whole.readings)
    return first, write(printed[cut:])


def _find_places(sheets: _Sheets, inks: _Inks, tables: Sequence[str]) -> Iterator[_SheetPlace]:
    """Yield every figure of two digits or more, in rows that are as they should be."""
    for table in tables:
        for at, block in enumerate(sheets[table]):
            for index, line in enumerate(block.lines):
                is_full = len(line.figures) == len(block.heads)
                if line.loose or not is_full:
                    continue
                for figure in _find_long(line, inks):
                    yield _SheetPlace(table, at, index, figure)


def _find_long(line: SheetLine, inks: _Inks) -> Iterator[int]:
    """Yield the places of a line's figures of two digits or more."""
    for place, figure in enumerate(line.figures):
        if _LONG.fullmatch(inks[figure.mark].printed):
            yield place


def _tear(line: SheetLine, place: int, mark: int) -> SheetLine:
    """Put two figures in one's place, with this mark and the next."""
    figures = list(line.figures)
    home = figures[place].home
    figures[place : place + 1] = [
        InkedFigure(mark, home),
        InkedFigure(mark + 1, None),
    ]
    return replace(line, figures=tuple(figures))


def _lose_zero(block: SheetBlock, index: int, inks: _Inks, rng: Random) -> SheetBlock:
    """Drop a zero of a line, if there is one."""
    line = block.lines[index]
    zeros = list(_find_zeros(line, inks))
    if not zeros:
        return block
    lost = rng.choice(zeros)
    figures = [figure for figure in line.figures if figure is not lost]
    block = block.put(index, replace(line, figures=tuple(figures)))
    if not lost.home:
        return block
    return replace(block, dropped=block.dropped | {lost.home})


def _find_zeros(line: SheetLine, inks: _Inks) -> Iterator[InkedFigure]:
    """Yield the figures of a line that print a zero; halves, which are not written yet, do not."""
    for figure in line.figures:
        is_whole = figure.mark < len(inks)
        if is_whole and inks[figure.mark].printed == "0":
            yield figure
