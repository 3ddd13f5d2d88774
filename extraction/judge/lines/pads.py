"""Blanks that are no cells: behind labels, at the ends of lines, and between all figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from statistics import median_low
from typing import Literal

from extraction.forms.table import Block
from extraction.judge.lines.line_proof import find_width
from extraction.judge.lines.readings import is_held_open
from extraction.judge.thresholds import FEW_CELLS, FEW_LINES
from extraction.values.layout import AlignedBlock, AlignedTable, Token


def blanks_part_figures(aligned: AlignedTable, blocks: Mapping[str, Block]) -> bool:
    """Whether blanks stand between the figures of most full lines: then they are no cells.

    One such line among many without is no rule of the layout's: it has a cell too many.
    """
    spaced = tight = 0
    for block in aligned.blocks:
        width = find_width(block, blocks[block.block])
        for line in block.lines:
            printed = [i for i, value in enumerate(line.values) if value.kind != "blank"]
            drawn = all(value.place is not None for value in line.values)
            if 1 < len(printed) == width and not drawn:
                apart = all(right - left > 1 for left, right in pairwise(printed))
                spaced, tight = spaced + apart, tight + (not apart)
    return spaced > tight


def leave_out_blanks(aligned: AlignedTable, blocks: Mapping[str, Block]) -> AlignedTable:
    """Leave only what is printed, and blanks where full lines print figures."""
    left = []
    for block in aligned.blocks:
        width = find_width(block, blocks[block.block])
        full = [line.values for line in block.lines if len(list_printed(line.values)) == width]
        columns = {at for values in full for at, value in _place(values) if value.kind != "blank"}
        lines = []
        for line in block.lines:
            kept = (v for at, v in _place(line.values) if v.kind != "blank" or at in columns)
            lines.append(replace(line, values=tuple(kept)))
        left.append(replace(block, lines=tuple(lines)))
    return replace(aligned, blocks=tuple(left))


def _place(values: Sequence[Token]) -> Iterator[tuple[tuple[int, int, bool], Token]]:
    """Yield each value after its place: a drawn table and its column there.

    Where nothing is drawn, lines of as many values are one table, and their values its columns.
    """
    for index, value in enumerate(values):
        drawn = value.drawn
        place = (len(values), index, False)
        yield place if drawn is None else (drawn.grid, drawn.column, True), value


def count_pads(aligned: AlignedBlock, width: int, way: Literal[1, -1]) -> int:
    """Count the most blanks in front of a full line (1), or that spaces hold behind one (-1).

    Those in front are what is left of merged cells behind a label; those behind stand in a
    column that is empty, or between a table and what follows.
    """
    most = 0
    for line in aligned.lines:
        if line.labelled and len(list_printed(line.values)) == width:
            pads = takewhile(lambda value: value.kind == "blank", line.values[::way])
            most = max(most, sum(way == 1 or bool(pad.text) for pad in pads))
    return most


def find_padless_rows(aligned: AlignedBlock, block: Block, width: int) -> frozenset[str]:
    """Return the rows between whose labels and first cells nothing stands, as lines show.

    A full line shows it. So does one with blanks between its first cell and its last, if both
    are printed just where they would be without a pad, and no line goes on behind that place.
    What a row shows holds for those of its group and of groups within: no label of theirs spans
    more cells. Many lines that all end in the last column show it for all, under read headers, if
    rows of several groups are among them: their labels span cells of different number. One of
    them must print its first cell, or most print little but their last, which is their total:
    else a pad may stand before all of them, and the last column be lost.
    """
    lines = [line for line in aligned.lines if line.labelled and line.row is not None]
    groups = {row.key: row.group for row in block.rows}
    ends = [_find_ends(line.values) for line in lines]
    within = all(last < width for _, last in ends)
    padless = set[str]()
    for line, (first, last) in zip(lines, ends, strict=True):
        full = len(list_printed(line.values)) == width
        if first == 0 and (full or (within and last == width - 1)):
            group = groups.get(line.row or "")
            padless |= {*(block.members(group) if group else block.printed_rows)}
    alike = all(last in (-1, width - 1) for _, last in ends) and len(lines) > FEW_LINES
    few = sum(len(list_printed(line.values)) <= FEW_CELLS for line in lines)
    begun = any(first == 0 for first, _ in ends) or 2 * few > len(lines)
    if (
        alike
        and begun
        and aligned.headers >= width
        and len({groups.get(line.row or "") for line in lines}) > 1
    ):
        return frozenset(block.printed_rows)
    return frozenset(padless)


def are_unpadded(aligned: AlignedBlock, width: int) -> bool:
    """Whether full lines of a table of pipes show that none was made as long as the longest.

    They are of different length, as labels over several cells make them, and each ends with its
    last figure: a blank behind figures, where a cell is due, is a cell then.
    """
    lengths: set[int] = set()
    for line in aligned.lines:
        printed = list_printed(line.values)
        if not line.labelled or len(printed) != width:
            continue
        last = [value for value in line.values if value.line == printed[-1].line][-1]
        if last.kind == "blank":
            return False
        if last.drawn is not None:
            lengths.add(last.drawn.column)
    return len(lengths) > 1


def _find_ends(values: Sequence[Token]) -> tuple[int, int]:
    """Return the places of a line's first and last printed values; -1 where there is none."""
    printed = [i for i, value in enumerate(values) if value.kind != "blank"] or [-1]
    return printed[0], printed[-1]


def leave_out_pads(values: Sequence[Token], ahead: int, behind: int) -> Sequence[Token]:
    """Leave out blanks where full lines have pads; if more stand there, all of them.

    Then a pad cannot be told from an empty cell.
    """
    printed = [i for i, value in enumerate(values) if value.kind != "blank"]
    if not printed:
        return values
    first, last = printed[0], printed[-1]
    held = sum(bool(value.text) for value in values[last + 1 :])
    if 0 < ahead < first or 0 < behind < held:
        return [values[i] for i in printed]
    return values[first if ahead else 0 : last + 1 if behind else len(values)]


def leave_out_unheaded(
    values: Sequence[Token], slots: Mapping[int, Mapping[int, int]]
) -> Sequence[Token]:
    """Leave out blanks that a drawn table whose headers are read has under none of them."""

    def is_pad(value: Token) -> bool:
        headers = slots.get(value.drawn.grid) if value.drawn is not None else None
        unheaded = (
            headers is not None and value.drawn is not None and value.drawn.column not in headers
        )
        return value.kind == "blank" and unheaded

    return [value for value in values if not is_pad(value)]


def leave_out_spacers(values: Sequence[Token]) -> Sequence[Token]:
    """Leave out blanks on a line of their own where no figure has one: they part paragraphs."""
    lines = [value.line for value in list_printed(values) if value.own_line]
    if lines and len(lines) == len(set(lines)):
        return values
    return [value for value in values if value.kind != "blank" or not value.own_line] or values


def may_lack_column(aligned: AlignedBlock) -> bool:
    """Whether a blank at the same end of each of many lines may make up for a lost column.

    Neither the headers nor two lines must then show that all columns are printed: in one full line
    among many, a figure may be torn over two cells.
    """
    width = len(aligned.columns)
    lines = [line.values for line in aligned.lines if line.row is not None]
    lines = [values for values in lines if list_printed(values)]
    short = [values for values in lines if len(list_printed(values)) < width]
    if aligned.headers >= width or len(short) <= FEW_LINES or len(lines) > len(short) + 1:
        return False
    ahead = all(values[0].kind == "blank" for values in short)
    return ahead or all(values[count_kept(values) - 1].kind == "blank" for values in short)


def count_kept_when_full(aligned: AlignedBlock, width: int) -> int:
    """Count the cells that most full lines keep, pads behind their figures and all."""
    full = (line.values for line in aligned.lines if len(list_printed(line.values)) == width)
    return median_low([*map(count_kept, full)] or [0])


def count_kept(values: Sequence[Token]) -> int:
    """Count a line's cells to the last one that is printed, drawn, or held open."""
    last = (i for i in reversed(range(len(values))) if _is_kept(values, i))
    return next(last, -1) + 1


def _is_kept(values: Sequence[Token], at: int) -> bool:
    value = values[at]
    return value.kind != "blank" or value.place is not None or is_held_open(values, at)


def list_printed(values: Sequence[Token]) -> list[Token]:
    """Return the values that are no blanks."""
    return [value for value in values if value.kind != "blank"]
