"""Whether a drawn table keeps its columns, so that what stands under a header is that column's.

What writes a table of pipes may drop merged cells, and others drop blanks: then rows are
shifted to the left, and made as long as the others at their end.
"""

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from extraction.align.links import Link
from extraction.align.row_candidates import RowCandidate
from extraction.forms.table import Block


def keeps_columns(
    grid: int,
    slots: Mapping[int, int],
    block: Block,
    rows: Sequence[RowCandidate],
    *,
    whole: bool,
) -> bool:
    """Whether a block's rows stand in the columns of a drawn table as its headers say.

    All they print must stand under a header. In a table of pipes, besides, the labels of one
    group must stand in one column, or what is printed beside the others reach to the last column:
    where merged cells were dropped, only the first of them has the group's own label before it,
    and all others end early. And unless every line is full, some must keep a blank before a
    figure, or the table be known to be `whole`: where blanks were dropped, all that is left of
    them stands at the end.
    """
    headed = slots.keys()
    filled = [_find_filled_columns(row, grid) for row in rows]
    if not all(own <= headed for own in filled):
        return False
    if any(row.token and row.token.place for row in rows):
        return True
    moved = [filled[at] for at in _find_moved_labels(rows, block)]
    if not _reach_last(moved, max(headed)):
        return False
    return whole or keeps_blanks(filled, headed)


def _reach_last(filled: Sequence[Set[int]], last: int) -> bool:
    """Whether rows that print anything do so in the last column: none of them was moved left."""
    return all(last in own for own in filled if own)


def find_block_rows(
    candidates: Sequence[RowCandidate], grid: int, index: int
) -> list[RowCandidate]:
    """Return the lines that are rows of a block, in a drawn table."""
    return [candidate for candidate in candidates if _is_row_in(candidate, grid, index)]


def drops_no_cell(grid: int, links: Sequence[Link], candidates: Sequence[RowCandidate]) -> bool:
    """Whether a table of pipes shows that what wrote it dropped neither blanks nor merged cells.

    A row has a blank between two figures, or a header is printed in each cell that it spans.
    """
    if any(_has_blank_between(candidate, grid) for candidate in candidates):
        return True
    headers = (link for link in links if link.target.kind == "column")
    return any(_are_one_spread(*pair, grid) for pair in pairwise(headers))


def _has_blank_between(candidate: RowCandidate, grid: int) -> bool:
    """Whether a line keeps a blank between two of its figures in a drawn table."""
    filled = _find_filled_columns(candidate, grid)
    if len(filled) < 2:
        return False
    between = set(range(min(filled), max(filled))) - filled
    for value in candidate.values:
        place = value.drawn
        if place is not None and place.grid == grid and place.column in between:
            return True
    return False


def _are_one_spread(left: Link, right: Link, grid: int) -> bool:
    """Whether two headers side by side are one, in two cells of a drawn table."""
    place, after = left.last.drawn, right.first.drawn
    if left.target != right.target or place is None or after is None:
        return False
    return after == place._replace(grid=grid, column=place.column + 1)


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


def _find_moved_labels(rows: Sequence[RowCandidate], block: Block) -> set[int]:
    """Return which rows' labels stand left of another's of their group."""
    groups = {row.key: row.group for row in block.rows}
    columns: dict[str, dict[int, int]] = {}
    for at, candidate in enumerate(rows):
        row, place = candidate.row, candidate.drawn
        if row is None or place is None:
            continue
        group = groups.get(row.key)
        if group is not None:
            columns.setdefault(group, {})[at] = place.column
    moved = set[int]()
    for own in columns.values():
        furthest = max(own.values())
        moved.update(at for at, column in own.items() if column < furthest)
    return moved
