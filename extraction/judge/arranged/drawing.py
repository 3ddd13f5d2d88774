"""A proposal as the drawn table that it amounts to, so that it is read as any other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.forms.table import Block, Table
from extraction.judge.arranged.proposal import Proposal
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, GridPlace, Line, Token
from extraction.values.record import CellKey, Proof

_GRID = -1_000_000
"""The number of the first grid of a proposal: no page draws so many."""
_ROW = 1_000
"""More cells than a row of a proposal has."""


def draw_proposal(
    proposal: Proposal, table: Table, printed: AlignedTable, proof: Proof = "structure"
) -> AlignedTable:
    """Return a proposal as an aligned table; form, score and region are those of `printed`.

    proof: what proves the proposal.
    """
    blocks = []
    for number, block in enumerate(table.blocks):
        rows = _rows_of(table, block)
        lines = _draw_lines(proposal, rows, _GRID - number)
        columns = tuple(column.key for column in block.columns)
        blocks.append(AlignedBlock(block.key, columns, lines, headers=len(columns), shown_by=proof))
    return replace(printed, blocks=tuple(blocks), out_of_order=())


def _rows_of(table: Table, block: Block) -> Iterator[tuple[str, list[CellKey]]]:
    """Yield the lines of a block: the label, and the cells from left to right."""
    across: list[CellKey] = []
    for row in block.rows:
        cells = [CellKey(table.key, row.key, column.key) for column in block.columns]
        if block.arrangement == "down":
            yield row.label, cells
        across += cells
    if block.arrangement == "across":
        yield "", across


def _draw_lines(
    proposal: Proposal, rows: Iterator[tuple[str, list[CellKey]]], grid: int
) -> tuple[Line, ...]:
    """Return the lines of one block as a grid of its own."""
    lines = []
    for number, (label, cells) in enumerate(rows):
        first = GridPlace(grid, number, 0)
        lines.append(_to_line(proposal, label, cells, first))
    return tuple(lines)


def _to_line(proposal: Proposal, label: str, cells: Sequence[CellKey], first: GridPlace) -> Line:
    """Return the figures of a row, each drawn in the column of its cell."""
    printed = [proposal.cells[cell] for cell in cells]
    span = _span_of(printed)
    values = []
    for column, token in enumerate(printed):
        place = first._replace(column=column)
        values.append(_draw(token, place, span.start))
    return Line(cells[0].row, label, span, tuple(values))


def _span_of(printed: Sequence[Token | None]) -> Span:
    """Return where a row's figures lie, from the first to the last; nowhere if all are blank."""
    spans = [token.span for token in printed if token is not None]
    if not spans:
        return Span(0, 0)
    starts, ends = zip(*spans, strict=True)
    return Span(min(starts), max(ends))


def _draw(token: Token | None, place: GridPlace, start: int) -> Token:
    """Return a figure in its place; a blank cell has none in the text but where its row begins."""
    line = place.row
    cell = line * _ROW + place.column
    if token is None:
        return Token("blank", "", Span(start, start), cell, line, place)
    return token._replace(cell=cell, line=line, place=place, slot=None)
