"""A figure that is torn over two cells: 12 as `1|2`, while a zero of its row may be lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from evals.fuzz.block_sheet import BlockSheet, InkedFigure, SheetBlock
from evals.fuzz.figure_ink import PrintedFigure, write
from evals.fuzz.report_ink import Writing

Place = tuple[str, int, int, int]
"""A table, and in it a block, a line, and a figure of it, counted from 0."""


def split_figure(
    sheets: dict[str, BlockSheet], writing: Writing, tables: Sequence[str], rng: Random
) -> tuple[dict[str, BlockSheet], Writing]:
    """Tear one figure of these tables in two; half of the time the row loses a zero.

    The cell may be read whole or left open. What is drawn under the heads then is nobody's.
    """
    places = list(_find_places(sheets, writing, tables))
    if not places:
        return sheets, writing
    table, at, index, place = rng.choice(places)
    sheet = sheets[table]
    block = sheet[at].loosen(index)
    figure = block.lines[index].figures[place]
    block = _tear(block, index, place, len(writing.inks))
    torn = Writing((*writing.inks, *_halve(writing.inks[figure.mark], rng)))
    if rng.random() < 0.5:
        block = _lose_zero(block, index, writing, rng)
    changed = (*sheet[:at], block, *sheet[at + 1 :])
    return {**sheets, table: changed}, torn


def _halve(whole: PrintedFigure, rng: Random) -> tuple[PrintedFigure, PrintedFigure]:
    """Return the ink of both halves; the first may be read as the whole."""
    printed = whole.printed
    cut = rng.randrange(1, len(printed))
    first = write(printed[:cut], *whole.readings)
    return first, write(printed[cut:])


def _find_places(
    sheets: dict[str, BlockSheet], writing: Writing, tables: Sequence[str]
) -> Iterator[Place]:
    """Yield every figure of two digits or more, in rows that are as they should be."""
    for table in tables:
        for at, block in enumerate(sheets[table]):
            for index, line in enumerate(block.lines):
                if line.loose or len(line.figures) != len(block.heads):
                    continue
                for place, figure in enumerate(line.figures):
                    ink = writing.inks[figure.mark]
                    if _is_long(ink.printed):
                        yield table, at, index, place


def _is_long(printed: str) -> bool:
    return printed.isascii() and printed.isdigit() and len(printed) > 1


def _tear(block: SheetBlock, index: int, place: int, mark: int) -> SheetBlock:
    """Put two figures with marks of their own in one's place."""
    line = block.lines[index]
    home = line.figures[place].home
    halves = (InkedFigure(mark, home), InkedFigure(mark + 1, None))
    figures = (*line.figures[:place], *halves, *line.figures[place + 1 :])
    return block.put(index, replace(line, figures=figures))


def _lose_zero(block: SheetBlock, index: int, writing: Writing, rng: Random) -> SheetBlock:
    """Drop a zero of a line, if there is one."""
    line = block.lines[index]
    inks = writing.inks
    zeros = []
    for figure in line.figures:
        is_whole = figure.mark < len(inks)
        if is_whole and inks[figure.mark].printed == "0":
            zeros.append(figure)
    if not zeros:
        return block
    lost = rng.choice(zeros)
    figures = [figure for figure in line.figures if figure is not lost]
    block = block.put(index, replace(line, figures=tuple(figures)))
    if not lost.home:
        return block
    return replace(block, dropped=block.dropped | {lost.home})
