"""Whether a drawn table keeps its columns, so that what stands under a header is that column's.

What writes a table of pipes may drop merged cells, and others drop blanks: then rows are
shifted to the left, and made as long as the others at their end.
"""

from collections.abc import Mapping, Sequence, Set

from extraction.align.row_candidates import RowCandidate
from extraction.forms.table import Block


def keeps_columns(
    grid: int,
    slots: Mapping[int, int],
    index: int,
    block: Block,
    candidates: Sequence[RowCandidate],
) -> bool:
    """Whether a block's rows stand in the columns of a drawn table as its headers say.

    All they print must stand under a header. In a table of pipes, besides, the labels of one
    group must stand in one column: where merged cells were dropped, only the first of them has
    the group's own label before it. And unless every line is full, some must keep a blank
    before a figure: where blanks were dropped, all that is left of them stands at the end.
    """
    rows = [candidate for candidate in candidates if _is_row_in(candidate, grid, index)]
    filled = [_find_filled_columns(candidate, grid) for candidate in rows]
    if not all(own <= slots.keys() for own in filled):
        return False
    if any(candidate.token and candidate.token.place for candidate in rows):
        return True
    return _labels_stand_in_line(rows, block) and keeps_blanks(filled, slots.keys())


def keeps_blanks(filled: Sequence[Set[int]], slots: Set[int]) -> bool:
    """Whether rows, each by the columns that it fills, show that blanks have kept their cells.

    All rows are full then, or some have a blank before the last cell that is filled.
    """
    short = [own for own in filled if own and own != slots]
    if not short:
        return True
    return any(min(slots - own) < max(own) for own in short)


def _is_row_in(candidate: RowCandidate, grid: int, index: int) -> bool:
    """Whether a line is a row of the block, in the drawn table."""
    row, place = candidate.row, candidate.drawn
    if row is None or place is None:
        return False
    return row.kind == "row" and row.block == index and place.grid == grid


def _find_filled_columns(candidate: RowCandidate, grid: int) -> set[int]:
    """Return the columns of the table in which a row's figures, marks and words stand."""
    columns = set()
    for value in candidate.values:
        place = value.drawn
        if place is not None and place.grid == grid and value.kind != "blank":
            columns.add(place.column)
    return columns


def _labels_stand_in_line(rows: Sequence[RowCandidate], block: Block) -> bool:
    groups = {row.key: row.group for row in block.rows}
    columns: dict[str, set[int]] = {}
    for candidate in rows:
        row, place = candidate.row, candidate.drawn
        if row is None or place is None:
            continue
        group = groups.get(row.key)
        if group is not None:
            own = columns.setdefault(group, set())
            own.add(place.column)
    return all(len(own) == 1 for own in columns.values())
