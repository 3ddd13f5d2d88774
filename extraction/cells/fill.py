"""Lines of figures to cells: one reading where the layout proves it, all that it allows where not.

A line's full count of printed cells, in order, is proof of its columns. Fewer is not:
blanks may have been removed, figures run together; more is not either: a page number
may stand among them. Then every reading that the text allows is listed (solve.py
chooses or abstains). Pads at a line's end are no evidence.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from extraction.cells.drawn_lines import (
    is_crowded,
    is_drawn_short,
    is_torn,
    keep_own_rows,
    learn_slots,
    read_by_slots,
)
from extraction.cells.line_proof import find_width, read_line
from extraction.cells.packed_figures import is_packed
from extraction.cells.pads import (
    blanks_part_figures,
    count_kept,
    count_kept_when_full,
    count_pads,
    leave_out_blanks,
    leave_out_pads,
    leave_out_spacers,
    list_printed,
    may_lack_column,
    shows_no_pads,
)
from extraction.cells.readings import Readings, list_packed, list_readings
from extraction.cells.thresholds import MOST_TOGETHER
from extraction.forms.table import Block, Table
from extraction.values.catalogue.doubts import CELL_CROWDED, CELLS_MERGED, FIGURES_FOR_CELLS
from extraction.values.layout import AlignedBlock, AlignedTable, FilledLine, Line, Reading, Token
from extraction.values.record import CellKey


def fill_table(
    aligned: AlignedTable, table: Table, *, zeros: bool = False
) -> tuple[FilledLine, ...]:
    """Give each line of an aligned table the cells of its row, and its readings.

    zeros: whether it is known that a zero stands in every cell that holds nothing.
    """
    blocks = {block.key: block for block in table.blocks}
    packed = is_packed(aligned, table, zeros=zeros)
    if blanks_part_figures(aligned, blocks):
        aligned = leave_out_blanks(aligned)
    behind = max(
        (count_pads(block, find_width(block, blocks[block.block]), -1) for block in aligned.blocks),
        default=0,
    )
    filled = (
        line
        for block in aligned.blocks
        for line in _fill_block(block, blocks[block.block], table.key, behind, packed=packed)
    )
    return tuple(_keep_few(filled, {row.key for block in table.blocks for row in block.rows}))


def _keep_few(lines: Iterable[FilledLine], rows: Container[str]) -> Iterator[FilledLine]:
    """Yield lines without their readings once those of a table's rows are too many to weigh."""
    together = 0
    for line in lines:
        if not line.proven and line.cells[0].row in rows:
            together += len(line.readings)
        few = line.proven or together <= MOST_TOGETHER
        yield line if few else replace(line, readings=())


def _fill_block(
    aligned: AlignedBlock, block: Block, table: str, behind: int, *, packed: bool
) -> Iterator[FilledLine]:
    aligned = replace(aligned, lines=tuple(map(keep_own_rows, aligned.lines)))
    width = find_width(aligned, block)
    column_lost = may_lack_column(aligned)
    learnt = {} if column_lost else learn_slots(aligned, width)
    whole = count_kept_when_full(aligned, width)
    ahead = count_pads(aligned, width, 1)
    padless = shows_no_pads(aligned, width)
    for line in aligned.lines:
        if line.row is None:
            continue
        cells = _cells_of(line, aligned, block, table)
        doubt = line.doubt or aligned.doubt
        values = _without_page_number(line.values, width)
        values = _without_repeats(values, aligned.repeated_headers)
        values = leave_out_pads(leave_out_spacers(values), ahead, behind)
        values = list_printed(values) if column_lost else values
        reading = read_by_slots(line, learnt, width)
        if reading is None:
            reading = read_line(values, width, labelled=line.labelled, padless=padless)
        if reading is not None and is_torn(line.values, reading, aligned.unkept):
            reading = None
        if 0 < len(list_printed(values)) < count_kept(line.values) < whole:
            reading = None  # a cell is missing: a blank may be the pad behind the line
        under_heads = read_by_slots(line, aligned.slots, width, blank=True)
        if under_heads is not None:
            reading = under_heads
        if reading is not None and not any(reading) and not aligned.headers:
            reading = None  # no header says that anything should stand there
        if is_crowded(line.values):
            reading = None
        found = _all_readings(reading, line.values, width, packed=packed)
        cut = (packed and len(found.all) == 1) or _is_marked_cut(line.values, found.all)
        settled = reading is not None or cut
        yield FilledLine(
            cells,
            found.all,
            settled and not line.ambiguous,
            line.label,
            line.span,
            found.note,
            doubt,
            line.by_model,
            aligned.proof,
            found.unlikely,
        )


def _all_readings(
    proven: Reading | None, values: Sequence[Token], width: int, *, packed: bool
) -> Readings:
    if is_crowded(values):
        return Readings((), CELL_CROWDED)
    if proven is not None:
        return Readings((proven,), None)
    if is_drawn_short(values, width):
        return Readings((), CELLS_MERGED.fill(drawn=len(values), width=width))
    if packed and (cuts := list_packed(values[0], width)):
        return Readings(cuts, FIGURES_FOR_CELLS.fill(figures=1, width=width))
    return list_readings(values, width)


def _is_marked_cut(values: Sequence[Token], readings: Sequence[Reading]) -> bool:
    """Whether digits that ran together can be cut in one way only, and show that they did.

    One run that is all of the line begins with zero and another digit then, or each is zeros.
    """
    printed = [value.text for value in values if value.kind != "blank"]
    zeros = all(set(text) == {"0"} for text in printed)
    run = len(printed) == 1 and printed[0].isdigit() and printed[0][:1] == "0"
    return len(readings) == 1 and None not in readings[0] and (zeros or run)


def _cells_of(line: Line, aligned: AlignedBlock, block: Block, table: str) -> tuple[CellKey, ...]:
    if block.arrangement == "across":
        return tuple(
            CellKey(table, row.key, column.key) for row in block.rows for column in block.columns
        )
    return tuple(CellKey(table, str(line.row), column) for column in aligned.columns)


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


def _without_repeats(values: Sequence[Token], repeated_headers: Sequence[str]) -> Sequence[Token]:
    """Take a figure once that is printed as often, side by side, as the head of its column."""
    printed = list_printed(values)
    cells = {value.cell for value in printed}
    if not repeated_headers or not len(printed) == len(cells) == len(repeated_headers):
        return values
    runs = groupby(zip(repeated_headers, printed, strict=True), key=itemgetter(0))
    columns = [[value for _, value in run] for _, run in runs]
    same = all(len({value.text for value in run}) == 1 for run in columns)
    return [run[0] for run in columns] if same else values
