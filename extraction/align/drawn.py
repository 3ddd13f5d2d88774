"""Whether a drawn table keeps its columns, so that what stands under a header is that column's.

What writes a table of pipes may drop merged cells, and others drop blanks: then rows are
shifted to the left, and made as long as the others at their end.
"""

from collections.abc import Iterator, Mapping, Sequence, Set

from extraction.align.row_candidates import RowCandidate
from extraction.forms.table import Block
from extraction.values.layout import GridPlace


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
    columns = {place.column for candidate in rows for place in _figure_places(candidate, grid)}
    if not columns <= slots.keys():
        return False
    if any(candidate.token is not None and candidate.token.place is not None for candidate in rows):
        return True
    filled = [{place.column for place in _figure_places(candidate, grid)} for candidate in rows]
    return _labels_stand_in_line(rows, block) and keeps_blanks(filled, slots.keys())


def keeps_blanks(filled: Sequence[Set[int]], slots: Set[int]) -> bool:
    """Whether rows, each by the columns that it fills, show that blanks have kept their cells.

    All rows are full then, or some have a blank before the last cell that is filled.
    """
    printed = [own for own in filled if own]
    short = [own for own in printed if own != slots]
    return not short or any(min(slots - own) < max(own) for own in short)


def _is_row_in(candidate: RowCandidate, grid: int, index: int) -> bool:
    """Whether a line is a row of the block, in the drawn table."""
    if candidate.row is None or candidate.row.kind != "row" or candidate.row.block != index:
        return False
    place = candidate.token.drawn if candidate.token is not None else None
    return place is not None and place.grid == grid


def _figure_places(candidate: RowCandidate, grid: int) -> Iterator[GridPlace]:
    """Yield where in the table a row's figures, marks and words stand."""
    for value in candidate.values:
        place = value.drawn
        if value.kind != "blank" and place is not None and place.grid == grid:
            yield place


def _labels_stand_in_line(rows: Sequence[RowCandidate], block: Block) -> bool:
    groups = {row.key: row.group for row in block.rows}
    columns: dict[str, set[int]] = {}
    for candidate in rows:
        group = groups.get(candidate.row.key) if candidate.row is not None else None
        if group is not None and candidate.token is not None and candidate.token.drawn is not None:
            columns.setdefault(group, set()).add(candidate.token.drawn.column)
    return all(len(own) == 1 for own in columns.values())
