"""How the lines of a block are printed, as they show together, and what that proves of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from extraction.forms.table import Block
from extraction.judge.lines.drawn_lines import is_crowded, is_split, learn_slots, read_by_slots
from extraction.judge.lines.line_proof import find_width, read_line
from extraction.judge.lines.pads import (
    are_unpadded,
    count_kept,
    count_kept_when_full,
    count_pads,
    find_padless_rows,
    leave_out_pads,
    leave_out_spacers,
    leave_out_unheaded,
    may_lack_column,
)
from extraction.judge.lines.printed import Slots, find_printed, is_canonical, list_printed, to_entry
from extraction.values.layout import AlignedBlock, Line, Reading, Token


@dataclass(frozen=True, slots=True)
class BlockPrint:
    """What the lines of a block show together of how they are printed.

    width: cells of a row. slots: the columns of a drawn table by cell, as full lines teach them.
    kept: cells that full lines keep, pads behind the figures and all. ahead, behind: pads on both
    sides of each line. padless: the rows whose labels have none behind them. column_lost: a blank
    may stand for a lost column. unpadded: a blank behind a line's figures is a cell.
    """

    aligned: AlignedBlock
    width: int
    slots: Slots
    kept: int
    ahead: int
    behind: int
    padless: frozenset[str]
    column_lost: bool
    unpadded: bool

    @classmethod
    def of(cls, aligned: AlignedBlock, block: Block, behind: int) -> "BlockPrint":
        """Look at all lines of a block, of which `behind` pads are known from the table."""
        width, lost = find_width(aligned, block), may_lack_column(aligned)
        return cls(
            aligned,
            width,
            {} if lost else learn_slots(aligned, width),
            count_kept_when_full(aligned, width),
            count_pads(aligned, width, 1),
            behind,
            find_padless_rows(aligned, block, width),
            lost,
            are_unpadded(aligned, width),
        )

    def prove(self, line: Line) -> Reading | None:
        """Return the reading that a line's own print proves; None where only sums can tell."""
        if is_crowded(line.values):
            return None
        if self.aligned.repeated_headers:
            reading = _read_below_repeated(line.values, self.aligned.repeated_headers)
            if reading is not None or self._keeps_a_blank(line.values):
                return reading
        reading = read_by_slots(line, self.aligned.slots, self.width, blank=True)
        if reading is None:
            reading = self._prove_unheaded(line)
        if reading is not None and not any(reading) and not self.aligned.headers:
            return None  # no header says that anything should stand there
        return reading

    def _prove_unheaded(self, line: Line) -> Reading | None:
        """Return the reading of a line that is full, or drawn as full lines are."""
        values = self._without_pads(line.values)
        if 0 < len(list_printed(values)) < count_kept(line.values) < self.kept:
            return None  # a cell is missing: a blank may be the pad behind the line
        reading = read_by_slots(line, self.slots, self.width)
        if reading is None:
            padless = line.row in self.padless
            reading = read_line(values, self.width, labelled=line.labelled, padless=padless)
            if reading is None and padless and self._ends_in_cells(line):
                reading = tuple(map(to_entry, line.values))
        split = reading is not None and is_split(line.values, reading, self.aligned.unkept)
        return None if split else reading

    def _keeps_a_blank(self, values: Sequence[Token]) -> bool:
        """Whether a line of more cells than its row has keeps a blank before a figure."""
        printed = find_printed(values)
        blank = bool(printed) and len(printed) <= printed[-1]
        return blank and len(values) > self.width

    def _ends_in_cells(self, line: Line) -> bool:
        """Whether a line has as many cells right behind its label, the last of them blank."""
        values = line.values
        if not self.unpadded or self.column_lost or len(values) != self.width:
            return False
        apart = len({value.drawn for value in values}) == len(values)
        whole = all(value.drawn is not None and is_canonical(value) for value in values)
        return apart and whole and values[0].kind != "blank" and values[-1].kind == "blank"

    def _without_pads(self, values: Sequence[Token]) -> Sequence[Token]:
        """Return a line's figures and blanks without what is no cell of its row."""
        values = leave_out_unheaded(values, self.aligned.slots)
        values = _without_page_number(values, self.width)
        values = leave_out_pads(leave_out_spacers(values), self.ahead, self.behind)
        return list_printed(values) if self.column_lost else values


def _without_page_number(values: Sequence[Token], width: int) -> Sequence[Token]:
    """Leave out a figure alone on a line, behind a line that is complete without it.

    Where only spaces part the figures, it may be what a narrow column wrapped of one of
    them, or of the next line's: then only sums can tell.
    """
    printed = list_printed(values)
    if width < 2 or len(printed) != width + 1 or not printed[-1].text.isdigit():
        return values
    parted = len({value.cell for value in printed}) == len(printed)
    complete = parted and len({value.line for value in printed[:-1]}) == 1
    stray = printed[-1].own_line and printed[-1].line != printed[0].line
    return values[: values.index(printed[-1])] if complete and stray else values


def _read_below_repeated(values: Sequence[Token], headers: Sequence[str]) -> Reading | None:
    """Take once what stands, side by side, as often as the header of its column; else nothing."""
    cells = values if len(values) == len(headers) else list_printed(values)
    apart = {value.cell for value in cells}
    if not len(cells) == len(apart) == len(headers):
        return None
    if any(cell.kind == "run" or not is_canonical(cell) for cell in cells):
        return None
    if not list_printed(cells):
        return None
    reading = []
    for _, run in groupby(zip(headers, cells, strict=True), key=itemgetter(0)):
        first, *others = [value for _, value in run]
        if any((other.kind, other.text) != (first.kind, first.text) for other in others):
            return None
        reading.append(to_entry(first))
    return tuple(reading)
