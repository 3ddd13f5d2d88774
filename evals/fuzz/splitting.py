"""A figure that is torn over two cells: 12 as `1|2`, while a zero of its row may be lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from evals.fuzz.ink import write
from evals.fuzz.sheet import BlockSheet, InkedFigure, SheetBlock
from evals.fuzz.writing import Writing

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
    block = sheets[table][at].loosen(index)
    whole = writing.inks[block.lines[index].figures[place].mark]
    cut = rng.randrange(1, len(whole.printed))
    first = write(whole.printed[:cut], *whole.readings)
    halves = (first, write(whole.printed[cut:]))
    block = _tear(block, index, place, len(writing.inks))
    if rng.random() < 0.5:
        block = _lose_zero(block, index, writing, rng)
    sheet = (*sheets[table][:at], block, *sheets[table][at + 1 :])
    return {**sheets, table: sheet}, Writing((*writing.inks, *halves))


def _find_places(
    sheets: dict[str, BlockSheet], writing: Writing, tables: Sequence[str]
) -> Iterator[Place]:
    """Yield every figure of two digits or more, in rows that are as they should be."""
    for table in tables:
        for at, block in enumerate(sheets[table]):
            for index, line in enumerate(block.lines):
                whole = not line.loose and len(line.figures) == len(block.heads)
                for place, figure in enumerate(line.figures if whole else ()):
                    printed = writing.inks[figure.mark].printed
                    if printed.isascii() and printed.isdigit() and len(printed) > 1:
                        yield table, at, index, place


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
    old = (figure for figure in line.figures if figure.mark < len(writing.inks))
    zeros = [figure for figure in old if writing.inks[figure.mark].printed == "0"]
    if not zeros:
        return block
    lost = rng.choice(zeros)
    figures = tuple(figure for figure in line.figures if figure is not lost)
    block = block.put(index, replace(line, figures=figures))
    return replace(block, dropped=block.dropped | ({lost.home} if lost.home else set()))
