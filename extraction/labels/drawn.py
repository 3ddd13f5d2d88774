"""Whether a drawn table keeps its columns, so that what stands under a head is that column's.

What writes a table of pipes may drop merged cells, and others drop blanks: then rows are
shifted to the left, and made as long as the others at their end.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from extraction.draft import Place
from extraction.forms.table import Block
from extraction.labels.strips import Strip


def keeps_columns(
    grid: int, slots: Mapping[int, int], index: int, block: Block, strips: Sequence[Strip]
) -> bool:
    """Whether a block's rows stand in the columns of a drawn table as its heads say.

    All they print must stand under a head. In a table of pipes, besides, the labels of one
    group must stand in one column: where merged cells were dropped, only the first of them has
    the group's own label before it. And unless every line is full, some must keep a blank
    before a figure: where blanks were dropped, all that is left of them stands at the end.
    """
    rows = [strip for strip in strips if _is_row_in(strip, grid, index)]
    columns = {place.column for strip in rows for place in _figure_places(strip, grid)}
    if not columns <= slots.keys():
        return False
    if any(strip.piece is not None and strip.piece.place is not None for strip in rows):
        return True
    filled = [{place.column for place in _figure_places(strip, grid)} for strip in rows]
    full = all(own == slots.keys() or not own for own in filled)
    return _labels_stand_in_line(rows, block) and (
        full or any(_keeps_a_blank(own, slots) for own in filled)
    )


def _keeps_a_blank(filled: Set[int], slots: Collection[int]) -> bool:
    """Whether a cell before the last that is filled is blank."""
    return any(column < max(filled, default=-1) for column in slots if column not in filled)


def _is_row_in(strip: Strip, grid: int, index: int) -> bool:
    """Whether a line is a row of the block, in the drawn table."""
    if strip.row is None or strip.row.kind != "row" or strip.row.block != index:
        return False
    place = strip.piece.drawn if strip.piece is not None else None
    return place is not None and place.grid == grid


def _figure_places(strip: Strip, grid: int) -> Iterator[Place]:
    """Yield where in the table a row's figures, marks and words stand."""
    for value in strip.values:
        place = value.drawn
        if value.kind != "blank" and place is not None and place.grid == grid:
            yield place


def _labels_stand_in_line(rows: Sequence[Strip], block: Block) -> bool:
    groups = {row.key: row.group for row in block.rows}
    columns: dict[str | None, set[int]] = {}
    for strip in rows:
        if strip.row is not None and strip.piece is not None and strip.piece.drawn is not None:
            own = columns.setdefault(groups.get(strip.row.key), set())
            own.add(strip.piece.drawn.column)
    return all(len(own) == 1 for own in columns.values())
