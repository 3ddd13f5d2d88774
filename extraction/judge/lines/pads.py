"""Blanks that are no cells: behind labels, at the ends of lines, and between all figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from statistics import median_low
from typing import Literal, NamedTuple

from extraction.forms.table import Block
from extraction.judge.lines.line_proof import find_width
from extraction.judge.lines.printed import Slots, find_printed, is_held_open, list_printed
from extraction.judge.thresholds import FEW_CELLS, FEW_LINES
from extraction.values.layout import AlignedBlock, AlignedTable, Line, Token


def blanks_part_figures(aligned: AlignedTable, blocks: Mapping[str, Block]) -> bool:
    """Whether blanks stand between the figures of most full lines: then they are no cells.

    One such line among many without is no rule of the layout's: it has a cell too many.
    """
    spaced = tight = 0
    for block in aligned.blocks:
        width = find_width(block, blocks[block.block])
        for line in block.lines:
            printed = find_printed(line.values)
            if not 1 < len(printed) == width:
                continue
            if all(value.place is not None for value in line.values):
                continue
            if all(right - left > 1 for left, right in pairwise(printed)):
                spaced += 1
            else:
                tight += 1
    return spaced > tight


def leave_out_blanks(aligned: AlignedTable, blocks: Mapping[str, Block]) -> AlignedTable:
    """Leave only what is printed, and blanks where full lines print figures."""
    left = []
    for block in aligned.blocks:
        columns = _find_printed_columns(block, find_width(block, blocks[block.block]))
        lines = []
        for line in block.lines:
            placed = _place(line.values)
            kept = [value for at, value in placed if value.kind != "blank" or at in columns]
            lines.append(replace(line, values=tuple(kept)))
        left.append(replace(block, lines=tuple(lines)))
    return replace(aligned, blocks=tuple(left))


def _find_printed_columns(block: AlignedBlock, width: int) -> set["_Column"]:
    """Return the columns in which full lines print something."""
    columns = set[_Column]()
    for line in block.lines:
        placed = [at for at, value in _place(line.values) if value.kind != "blank"]
        if len(placed) == width:
            columns.update(placed)
    return columns


_Column = tuple[int, int, bool]
"""A table, a column of it, and whether it is drawn."""


def _place(values: Sequence[Token]) -> Iterator[tuple[_Column, Token]]:
    """Yield each value after its column.

    Where nothing is drawn, lines of as many values are one table, and their values its columns.
    """
    for index, value in enumerate(values):
        if value.drawn is None:
            yield (len(values), index, False), value
        else:
            yield (value.drawn.grid, value.drawn.column, True), value


def count_pads(aligned: AlignedBlock, width: int, way: Literal[1, -1]) -> int:
    """Count the most blanks in front of a full line (1), or that spaces hold behind one (-1).

    Those in front are what is left of merged cells behind a label; those behind stand in a
    column that is empty, or between a table and what follows.
    """
    most = 0
    for line in aligned.lines:
        if not line.labelled or len(list_printed(line.values)) != width:
            continue
        pads = takewhile(lambda value: value.kind == "blank", line.values[::way])
        held = [pad for pad in pads if way == 1 or pad.text]
        most = max(most, len(held))
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
    groups = {row.key: row.group for row in block.rows}
    lines = [
        _LabelledLine.of(line, groups)
        for line in aligned.lines
        if line.labelled and line.row is not None
    ]
    if aligned.headers >= width and _all_end_in_last_column(lines, width):
        return frozenset(block.printed_rows)
    within = all(line.last < width for line in lines)
    padless = set[str]()
    for line in lines:
        spread = within and line.last == width - 1
        if line.first == 0 and (line.printed == width or spread):
            padless.update(block.members(line.group) if line.group else block.printed_rows)
    return frozenset(padless)


class _LabelledLine(NamedTuple):
    """A row's line: its group, how many values it prints, where the first and last stand, or -1."""

    group: str | None
    printed: int
    first: int
    last: int

    @classmethod
    def of(cls, line: Line, groups: Mapping[str, str | None]) -> "_LabelledLine":
        printed = find_printed(line.values)
        group = groups.get(line.row or "")
        ends = printed or [-1]
        return cls(group, len(printed), ends[0], ends[-1])


def _all_end_in_last_column(lines: Sequence[_LabelledLine], width: int) -> bool:
    """Whether many lines of several groups that print anything all end in the last column.

    One of them must print its first cell, or most print little but their last.
    """
    groups = {line.group for line in lines}
    if len(lines) <= FEW_LINES or len(groups) < 2:
        return False
    few = sum(line.printed <= FEW_CELLS for line in lines)
    begun = any(line.first == 0 for line in lines) or 2 * few > len(lines)
    return begun and all(line.last in (-1, width - 1) for line in lines)


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
        end = printed[-1].line
        last = [value for value in line.values if value.line == end][-1]
        if last.kind == "blank":
            return False
        if last.drawn is not None:
            lengths.add(last.drawn.column)
    return len(lengths) > 1


def leave_out_pads(values: Sequence[Token], ahead: int, behind: int) -> Sequence[Token]:
    """Leave out blanks where full lines have pads; if more stand there, all of them.

    Then a pad cannot be told from an empty cell.
    """
    printed = find_printed(values)
    if not printed:
        return values
    first, last = printed[0], printed[-1]
    held = sum(bool(value.text) for value in values[last + 1 :])
    if 0 < ahead < first or 0 < behind < held:
        return list_printed(values)
    start = first if ahead else 0
    end = last + 1 if behind else len(values)
    return values[start:end]


def leave_out_unheaded(values: Sequence[Token], slots: Slots) -> Sequence[Token]:
    """Leave out blanks that a drawn table whose headers are read has under none of them."""
    return [value for value in values if not _is_unheaded_blank(value, slots)]


def _is_unheaded_blank(value: Token, slots: Slots) -> bool:
    place = value.drawn
    if value.kind != "blank" or place is None:
        return False
    headed = slots.get(place.grid)
    return headed is not None and place.column not in headed


def leave_out_spacers(values: Sequence[Token]) -> Sequence[Token]:
    """Leave out blanks on a line of their own where no figure has one: they part paragraphs."""
    lines = [value.line for value in list_printed(values) if value.own_line]
    apart = set(lines)
    if lines and len(lines) == len(apart):
        return values
    return [value for value in values if value.kind != "blank" or not value.own_line] or values


def may_lack_column(aligned: AlignedBlock) -> bool:
    """Whether a blank at the same end of each of many lines may make up for a lost column.

    Neither the headers nor two lines must then show that all columns are printed: in one full line
    among many, a figure may be torn over two cells.
    """
    width = len(aligned.columns)
    if aligned.headers >= width:
        return False
    short, full = [], 0
    for line in aligned.lines:
        printed = list_printed(line.values) if line.row is not None else ()
        if 0 < len(printed) < width:
            short.append(line.values)
        elif printed:
            full += 1
    if len(short) <= FEW_LINES or full > 1:
        return False
    ahead = all(values[0].kind == "blank" for values in short)
    return ahead or all(values[count_kept(values) - 1].kind == "blank" for values in short)


def count_kept_when_full(aligned: AlignedBlock, width: int) -> int:
    """Count the cells that most full lines keep, pads behind their figures and all."""
    full = [line.values for line in aligned.lines if len(list_printed(line.values)) == width]
    return median_low(map(count_kept, full)) if full else 0


def count_kept(values: Sequence[Token]) -> int:
    """Count a line's cells to the last one that is printed, drawn, or held open."""
    for at in reversed(range(len(values))):
        value = values[at]
        if value.kind != "blank" or value.place is not None or is_held_open(values, at):
            return at + 1
    return 0
