"""Lines of figures to cells: one reading where the layout proves it, all that it allows where not.

A line's full count of printed cells, in order, is proof of its columns. Fewer is not:
blanks may have been removed, figures run together; more is not either: a page number
may stand among them. Then every reading that the text allows is listed (solve.py
chooses or abstains). Pads at a line's end are no evidence.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.forms.table import Block, Table
from extraction.judge.lines.block_print import BlockPrint
from extraction.judge.lines.digit_cuts import list_packed
from extraction.judge.lines.drawn_lines import is_crowded, is_drawn_short, keep_own_rows
from extraction.judge.lines.line_proof import find_width
from extraction.judge.lines.packed_figures import is_packed
from extraction.judge.lines.pads import blanks_part_figures, count_pads, leave_out_blanks
from extraction.judge.lines.readings import Readings, list_readings
from extraction.judge.thresholds import MOST_TOGETHER
from extraction.values.catalogue.doubts import CELL_CROWDED, CELLS_MERGED, FIGURES_FOR_CELLS
from extraction.values.layout import AlignedBlock, AlignedTable, FilledLine, Line, Reading, Token
from extraction.values.record import CellKey


def read_table_lines(
    aligned: AlignedTable, table: Table, *, summed: bool = True, zeros: bool = False
) -> tuple[FilledLine, ...]:
    """Give each line of an aligned table the cells of its row, and its readings.

    summed: whether sums would show a blank that was lost with the separators around it. zeros:
    whether it is known that a zero stands in every cell that holds nothing.
    """
    blocks = {block.key: block for block in table.blocks}
    packed = summed and is_packed(aligned, table, zeros=zeros)
    if blanks_part_figures(aligned, blocks):
        aligned = leave_out_blanks(aligned, blocks)
    behind = max(
        (count_pads(block, find_width(block, blocks[block.block]), -1) for block in aligned.blocks),
        default=0,
    )
    filled = (
        line
        for block in aligned.blocks
        for line in _fill_block(block, blocks[block.block], table.key, behind, packed=packed)
    )
    return tuple(_keep_few(filled, table.row_keys))


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
    """Yield a block's lines that are rows, with what is proven of them or may be read."""
    aligned = replace(aligned, lines=tuple(map(keep_own_rows, aligned.lines)))
    shown = BlockPrint.of(aligned, block, behind)
    for line in aligned.lines:
        if line.row is None:
            continue
        reading = shown.prove(line)
        found = _all_readings(reading, line.values, shown.width, packed=packed)
        cut = (packed and len(found.all) == 1) or _is_marked_cut(line.values, found.all)
        yield FilledLine(
            cells=_cells_of(line, aligned, block, table),
            readings=found.all,
            proven=(reading is not None or cut) and not line.ambiguous,
            label=line.label,
            span=line.span,
            note=found.note,
            doubt=line.doubt or aligned.doubt,
            by_model=line.by_model,
            proof=aligned.shown_by,
            unlikely=found.unlikely,
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
    Beside a blank it is one cell's: whatever kept that cell kept all of them.
    """
    printed = [value.text for value in values if value.kind != "blank"]
    if len(printed) < len(values):
        return False
    zeros = all(set(text) == {"0"} for text in printed)
    run = len(printed) == 1 and printed[0].isdigit() and printed[0][:1] == "0"
    return len(readings) == 1 and None not in readings[0] and (zeros or run)


def _cells_of(line: Line, aligned: AlignedBlock, block: Block, table: str) -> tuple[CellKey, ...]:
    if block.arrangement == "across":
        return tuple(
            CellKey(table, row.key, column.key) for row in block.rows for column in block.columns
        )
    return tuple(CellKey(table, str(line.row), column) for column in aligned.columns)
