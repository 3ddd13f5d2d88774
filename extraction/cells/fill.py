"""Lines of figures to cells: one reading where the layout proves it, all that it allows where not.

A line's full count of printed cells, in order, is proof of its columns. Fewer is not:
blanks may have been removed, figures run together; more is not either: a page number
may stand among them. Then every reading that the text allows is listed (solve.py
chooses or abstains). Pads at a line's end are no evidence.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from statistics import median_low
from typing import Literal

from extraction.cells.readings import (
    Readings,
    is_canonical,
    list_packed,
    list_readings,
    read_single_run,
)
from extraction.cells.thresholds import FEW_LINES, MOST_TOGETHER
from extraction.forms.table import Block, Table
from extraction.values.catalogue.doubts import (
    CELL_CROWDED,
    CELLS_MERGED,
    FIGURES_FOR_CELLS,
)
from extraction.values.layout import (
    AlignedBlock,
    AlignedTable,
    Entry,
    FilledLine,
    Line,
    Reading,
    Token,
)
from extraction.values.record import CellKey


def fill_table(aligned: AlignedTable, table: Table) -> tuple[FilledLine, ...]:
    """Give each line of an aligned table the cells of its row, and its readings."""
    blocks = {block.key: block for block in table.blocks}
    packed = _is_packed(aligned, blocks)
    if _is_spaced(aligned, blocks):
        aligned = _without_blanks(aligned)
    behind = max(
        (_count_pads(block, _width(block, blocks[block.block]), -1) for block in aligned.blocks),
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


def _is_spaced(aligned: AlignedTable, blocks: Mapping[str, Block]) -> bool:
    """Whether blanks stand between the figures of most full lines: then they are no cells.

    One such line among many without is no rule of the layout's: it has a cell too many.
    """
    spaced = tight = 0
    for block in aligned.blocks:
        width = _width(block, blocks[block.block])
        for line in block.lines:
            printed = [i for i, value in enumerate(line.values) if value.kind != "blank"]
            drawn = all(value.place is not None for value in line.values)
            if 1 < len(printed) == width and not drawn:
                apart = all(right - left > 1 for left, right in pairwise(printed))
                spaced, tight = spaced + apart, tight + (not apart)
    return spaced > tight


def _without_blanks(aligned: AlignedTable) -> AlignedTable:
    """Leave only what is printed."""
    blocks = []
    for block in aligned.blocks:
        lines = [replace(line, values=tuple(_printed(line.values))) for line in block.lines]
        blocks.append(replace(block, lines=tuple(lines)))
    return replace(aligned, blocks=tuple(blocks))


def _is_packed(aligned: AlignedTable, blocks: Mapping[str, Block]) -> bool:
    """Whether all figures stick to their labels, under heads that could be read.

    Where zeros are printed, no cell is blank.
    """
    zeros = False
    for block in aligned.blocks:
        across = blocks[block.block].arrangement == "across"
        if block.headers < len(block.columns) and not across:
            return False
        for line in block.lines:
            if len(line.values) != 1 or len(line.values[0].text) < len(block.columns):
                return False
            zeros = zeros or line.values[0].text[0] == "0"
    return zeros


def _fill_block(
    aligned: AlignedBlock, block: Block, table: str, behind: int, *, packed: bool
) -> Iterator[FilledLine]:
    aligned = replace(aligned, lines=tuple(map(_on_its_own_rows, aligned.lines)))
    width = _width(aligned, block)
    column_lost = _may_lack_a_column(aligned)
    learnt = {} if column_lost else _grid_slots(aligned, width)
    whole = _count_kept_when_full(aligned, width)
    ahead = _count_pads(aligned, width, 1)
    padless = _shows_no_pads(aligned, width)
    for line in aligned.lines:
        if line.row is None:
            continue
        cells = _cells_of(line, aligned, block, table)
        doubt = line.doubt or aligned.doubt
        values = _without_page_number(line.values, width)
        values = _without_repeats(values, aligned.repeated_headers)
        values = _without_pads(_without_spacers(values), ahead, behind)
        values = _printed(values) if column_lost else values
        reading = _read_by_grid(line, learnt, width)
        if reading is None:
            reading = read_line(values, width, labelled=line.labelled, padless=padless)
        if reading is not None and _is_torn(line.values, reading, aligned.unkept):
            reading = None
        if 0 < len(_printed(values)) < _count_kept(line.values) < whole:
            reading = None  # a cell is missing: a blank may be the pad behind the line
        under_heads = _read_by_grid(line, aligned.slots, width, blank=True)
        if under_heads is not None:
            reading = under_heads
        if reading is not None and not any(reading) and not aligned.headers:
            reading = None  # no header says that anything should stand there
        if _is_crowded(line.values):
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
    if _is_crowded(values):
        return Readings((), CELL_CROWDED)
    if proven is not None:
        return Readings((proven,), None)
    if _is_drawn_short(values, width):
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


def _is_crowded(values: Sequence[Token]) -> bool:
    """Whether two figures are drawn in one cell while another is blank: none is proven its own."""
    printed = [value.drawn for value in values if value.kind != "blank" and value.drawn]
    blank = any(value.kind == "blank" and value.drawn for value in values)
    return blank and len(set(printed)) < len(printed)


def _is_drawn_short(values: Sequence[Token], width: int) -> bool:
    """Whether the format draws fewer cells than the row has: a merged one is no blank."""
    if any(value.kind == "run" or not is_canonical(value) for value in values):
        return False  # figures ran together
    return 0 < len(values) < width and all(value.place is not None for value in values)


def _width(aligned: AlignedBlock, block: Block) -> int:
    """Return how many cells a line of the block has: side by side, it has those of all rows."""
    across = block.arrangement == "across"
    return len(block.rows) * len(block.columns) if across else len(aligned.columns)


def _cells_of(line: Line, aligned: AlignedBlock, block: Block, table: str) -> tuple[CellKey, ...]:
    if block.arrangement == "across":
        return tuple(
            CellKey(table, row.key, column.key) for row in block.rows for column in block.columns
        )
    return tuple(CellKey(table, str(line.row), column) for column in aligned.columns)


def read_line(
    values: Sequence[Token], width: int, *, labelled: bool = True, padless: bool = True
) -> Reading | None:
    """Return the one reading that the layout proves, or None.

    Proof is: as many figures as cells; or blanks kept in place so that the cells up
    to the last figure are exactly as many; or nothing printed in that many cells.
    Without a label in front, blanks before the first figure may be pads of the line
    above: they count only where the format itself draws the line. Nor do they where no full
    line shows that labels have no pads behind them (`padless`).
    """
    values = list(values)
    printed = [i for i, value in enumerate(values) if value.kind != "blank"]
    if any(value.kind == "run" or not is_canonical(value) for value in values):
        return read_single_run(values, width)
    if not printed:
        return (None,) * width if labelled and len(values) >= width else None
    if _cells_shared_unevenly([values[i] for i in printed]):
        return None
    if len(printed) == width:
        return tuple(map(_entry, (values[i] for i in printed))) if _are_even(printed) else None
    if len(values) == width and _is_drawn_evenly(values):
        return tuple(map(_entry, values))
    if _is_broken([values[i] for i in printed]):
        return None
    held = [i for i, value in enumerate(values) if value.kind != "blank" or _is_held(values, i)]
    between = values[printed[0] : printed[-1] + 1]
    ahead = values[: printed[-1] + 1] if labelled and padless else _whole_line(values)
    for kept in (values[held[0] : held[-1] + 1], between, ahead):
        if len(kept) == width and len(printed) < width:
            return tuple(map(_entry, kept))
    return None


def _is_torn(
    values: Sequence[Token], reading: Reading, unkept: Mapping[int, Mapping[int, int]]
) -> bool:
    """Whether, counted, some figures of a drawn line come under their heads and others do not.

    A line that is shifted is so as a whole: all its figures stand as far from their heads.
    """
    at = {entry.span: cell for cell, entry in enumerate(reading) if entry is not None}
    apart = set()
    for value in _printed(values):
        place = value.drawn
        heads = unkept.get(place.grid, {}) if place is not None else {}
        columns = {cell: column for column, cell in heads.items()}
        if place is not None and at.get(value.span) in columns:
            apart.add(place.column - columns[at[value.span]])
    return len(apart) > 1 and 0 in apart


def _is_broken(printed: Sequence[Token]) -> bool:
    """Whether a row's figures go on alone on another line: a blank beside the break may be none.

    Where each figure has a line of its own, none is broken off.
    """
    alone = {value.own_line for value in printed}
    return len(alone) > 1 and len({value.line for value in printed}) > 1


def _is_held(values: Sequence[Token], at: int) -> bool:
    """Whether no-break spaces hold a blank cell open, on a line of its own or of its row."""
    blank, before = values[at], values[max(0, at - 1)]
    return bool(blank.text) and (blank.own_line or blank.line == before.line)


def _is_drawn_evenly(values: Sequence[Token]) -> bool:
    """Whether the format itself draws these values as cells of one row, all of one width."""
    places = [value.place for value in values if value.place is not None]
    if len(places) < len(values) or len({place[:2] for place in places}) > 1:
        return False
    return _are_even([place.column for place in places])


def _whole_line(values: list[Token]) -> list[Token]:
    """Return the values if they are all that stands in one drawn line."""
    drawn = all(value.place is not None for value in values)
    return values if drawn and len({value.line for value in values}) == 1 else []


def _without_page_number(values: Sequence[Token], width: int) -> Sequence[Token]:
    """Leave out a figure alone on a line, behind a line that is complete without it.

    Where only spaces part the figures, it may be what a narrow column wrapped of one of
    them, or of the next line's: then only sums can tell.
    """
    printed = _printed(values)
    if width < 2 or len(printed) != width + 1 or not printed[-1].text.isdigit():
        return values
    parted = len({value.cell for value in printed}) == len(printed)
    complete = parted and len({value.line for value in printed[:-1]}) == 1
    stray = printed[-1].own_line and printed[-1].line != printed[0].line
    return values[: values.index(printed[-1])] if complete and stray else values


def _without_repeats(values: Sequence[Token], repeated_headers: Sequence[str]) -> Sequence[Token]:
    """Take a figure once that is printed as often, side by side, as the head of its column."""
    printed = _printed(values)
    cells = {value.cell for value in printed}
    if not repeated_headers or not len(printed) == len(cells) == len(repeated_headers):
        return values
    runs = groupby(zip(repeated_headers, printed, strict=True), key=itemgetter(0))
    columns = [[value for _, value in run] for _, run in runs]
    same = all(len({value.text for value in run}) == 1 for run in columns)
    return [run[0] for run in columns] if same else values


def _count_pads(aligned: AlignedBlock, width: int, way: Literal[1, -1]) -> int:
    """Count the most blanks in front of a full line (1), or that spaces hold behind one (-1).

    Those in front are what is left of merged cells behind a label; those behind stand in a
    column that is empty, or between a table and what follows.
    """
    most = 0
    for line in aligned.lines:
        if line.labelled and len(_printed(line.values)) == width:
            pads = takewhile(lambda value: value.kind == "blank", line.values[::way])
            most = max(most, sum(way == 1 or bool(pad.text) for pad in pads))
    return most


def _shows_no_pads(aligned: AlignedBlock, width: int) -> bool:
    """Whether some full line stands behind its label without a pad between them."""
    full = (line for line in aligned.lines if line.labelled)
    full_lines = (line.values for line in full if len(_printed(line.values)) == width)
    return any(values[0].kind != "blank" for values in full_lines)


def _may_lack_a_column(aligned: AlignedBlock) -> bool:
    """Whether a blank at the same end of each of many lines may make up for a lost column.

    Neither the heads nor two lines must then show that all columns are printed: in one full line
    among many, a figure may be torn over two cells.
    """
    width = len(aligned.columns)
    lines = [line.values for line in aligned.lines if line.row is not None]
    lines = [values for values in lines if _printed(values)]
    short = [values for values in lines if len(_printed(values)) < width]
    if aligned.headers >= width or len(short) <= FEW_LINES or len(lines) > len(short) + 1:
        return False
    ahead = all(values[0].kind == "blank" for values in short)
    return ahead or all(values[_count_kept(values) - 1].kind == "blank" for values in short)


def _printed(values: Sequence[Token]) -> list[Token]:
    return [value for value in values if value.kind != "blank"]


def _without_spacers(values: Sequence[Token]) -> Sequence[Token]:
    """Leave out blanks on a line of their own where no figure has one: they part paragraphs."""
    lines = [value.line for value in _printed(values) if value.own_line]
    if lines and len(lines) == len(set(lines)):
        return values
    return [value for value in values if value.kind != "blank" or not value.own_line] or values


def _without_pads(values: Sequence[Token], ahead: int, behind: int) -> Sequence[Token]:
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


def _entry(value: Token) -> Entry | None:
    return None if value.kind == "blank" else Entry(value.text, value.span)


def _cells_shared_unevenly(printed: Sequence[Token]) -> bool:
    """Whether some figures share a printed cell and others do not: `6 1` may be 61."""
    cells = len({value.cell for value in printed})
    return 1 < cells < len(printed)


def _grid_slots(aligned: AlignedBlock, width: int) -> Mapping[int, Mapping[int, int]]:
    """Learn from a grid's full lines which of its columns hold which cell.

    Cells unevenly far apart are a layout's own where two lines have them so: in one line, a
    blank in between may be a cell, and one of the figures one too many.
    """
    learnt: dict[int, dict[int, int]] = {}
    seen: Counter[int] = Counter()
    unsure: set[int] = set()
    for line in aligned.lines:
        printed = _printed(line.values)
        if len(printed) != width or any(v.place is None for v in printed):
            continue
        slots = {v.place.column: i for i, v in enumerate(printed) if v.place is not None}
        grid = printed[0].place.grid if printed[0].place else -1
        seen[grid] += 1
        if learnt.setdefault(grid, slots) != slots:
            unsure.add(grid)
    return {
        grid: slots
        for grid, slots in learnt.items()
        if grid not in unsure and (seen[grid] > 1 or _are_even(list(slots)))
    }


def _are_even(columns: Sequence[int]) -> bool:
    """Whether columns stand equally far apart."""
    return len({right - left for left, right in pairwise(columns)}) < 2


def _on_its_own_rows(line: Line) -> Line:
    """Leave out the blanks of drawn rows in which the line has no figure: those are empty rows."""
    rows = {value.place[:2] for value in line.values if value.place and value.kind != "blank"}
    if not rows or any(value.place is None for value in line.values):
        return line
    own = (value for value in line.values if value.place and value.place[:2] in rows)
    return replace(line, values=tuple(own))


def _count_kept_when_full(aligned: AlignedBlock, width: int) -> int:
    """Count the cells that most full lines keep, pads behind their figures and all."""
    full = (line.values for line in aligned.lines if len(_printed(line.values)) == width)
    return median_low([*map(_count_kept, full)] or [0])


def _count_kept(values: Sequence[Token]) -> int:
    """Count a line's cells to the last one that is printed, drawn, or held open."""
    last = (i for i in reversed(range(len(values))) if _is_kept(values, i))
    return next(last, -1) + 1


def _is_kept(values: Sequence[Token], at: int) -> bool:
    value = values[at]
    return value.kind != "blank" or value.place is not None or _is_held(values, at)


def _read_by_grid(
    line: Line, slots: Mapping[int, Mapping[int, int]], width: int, *, blank: bool = False
) -> Reading | None:
    """Read a line by the columns of the drawn table in which its figures stand.

    A line without any is read only where it may be `blank`: its cells stand under heads.
    """
    reading: list[Entry | None] = [None] * width
    places = [value.drawn for value in line.values if value.drawn is not None]
    drawn = {place.column for place in places}
    if not all(drawn >= slots.get(place.grid, {}).keys() for place in places):
        return None  # some cell of the line lies over several columns
    printed = _printed(line.values)
    for value in printed:
        place = value.drawn
        slot = slots.get(place.grid, {}).get(place.column) if place is not None else None
        if slot is None or reading[slot] is not None or not is_canonical(value):
            return None
        reading[slot] = _entry(value)
    known = any(place.grid in slots for place in places)
    return tuple(reading) if printed or (blank and known) else None
