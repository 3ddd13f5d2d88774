"""Which proposal for a table stands, if any does.

What a table prints behind its rows' labels is read by align and cells. Where that leaves cells
open, every other arrangement that the print allows is proposed. One is taken

- if each of its cells has both its labels beside it, and no other says otherwise; or
- if all sums of the table close under it, and under no other with other figures; or, of a
  table without sums, if another table of the report is taken in the same arrangement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.cells import TableReading, assemble_cells, read_table
from extraction.cells.assemble import find_state
from extraction.check.equations import check_equations
from extraction.forms.form import Form
from extraction.forms.table import Block
from extraction.judge.proposal import Proposal, read_print
from extraction.judge.proposers import PROPOSERS
from extraction.values.catalogue.doubts import OTHER_ARRANGEMENT
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, Line, Place, Token
from extraction.values.record import CellKey

_GRID = -1_000_000
"""The number of the drawn table that a proposal amounts to: no page has so many."""

Proposed = tuple[Proposal, TableReading]


def judge_tables(
    form: Form, read: Mapping[str, TableReading], printed: Mapping[str, Sequence[Token]]
) -> dict[str, TableReading]:
    """Return a report's tables, each as it was read or as the proposal that stands has it.

    `printed` are the tokens of each table's region.
    """
    proposed = {
        key: _propose(form, reading, printed[key])
        for key, reading in read.items()
        if find_state(reading).open_rows
    }
    standing = {key: _stand(form, key, own) for key, own in proposed.items()}
    proven = {taken[0].by for taken in standing.values() if taken is not None}
    for key, own in proposed.items():
        if standing[key] is None and key not in form.summed_tables:
            same = [each for each in own if each[0].by in proven]
            standing[key] = same[0] if len(same) == 1 else None
    taken = {key: found[1] for key, found in standing.items() if found is not None}
    rest = {key: reading for key, reading in read.items() if key not in taken}
    if not taken:
        return dict(read)
    return taken | {key: _doubt(form, own, printed[key]) for key, own in rest.items()}


def _doubt(form: Form, reading: TableReading, tokens: Sequence[Token]) -> TableReading:
    """Return a table as it was read; in doubt, if no arrangement of its print says the same.

    A report whose other tables are arranged otherwise has this one so as well.
    """
    as_read = {
        cell: entry.text if entry is not None else None
        for line in reading.lines
        if line.proven
        for cell, entry in zip(line.cells, line.readings[0], strict=True)
    }
    for proposal, _ in _propose(form, reading, tokens):
        if as_read == {cell: _text(token) for cell, token in proposal.cells.items()}:
            return reading
    blocks = tuple(replace(block, doubt=OTHER_ARRANGEMENT) for block in reading.aligned.blocks)
    return read_table(form, replace(reading.aligned, blocks=blocks))


def _propose(form: Form, reading: TableReading, tokens: Sequence[Token]) -> list[Proposed]:
    """Return every arrangement of a table that the print allows, as it would be read."""
    printed = read_print(tokens, reading.table)
    if printed is None:
        return []
    proposals = [proposal for propose in PROPOSERS for proposal in propose(printed)]
    return [(each, read_table(form, _to_aligned(each, form, reading))) for each in proposals]


def _stand(form: Form, table: str, proposed: Sequence[Proposed]) -> Proposed | None:
    """Return the proposal that stands for a table by itself."""
    strong = [each for each in proposed if each[0].labelled]
    if not strong and table in form.summed_tables:
        strong = [each for each in proposed if _closes(form, each[1])]
    return strong[0] if strong and _agree(strong) else None


def _agree(proposed: Sequence[Proposed]) -> bool:
    """Whether proposals put the same figures into all cells."""
    first = proposed[0][0].cells
    return all(
        _text(own) == _text(other)
        for proposal, _ in proposed
        for own, other in ((first[key], proposal.cells[key]) for key in first)
    )


def _text(token: Token | None) -> str | None:
    return token.text if token is not None else None


def _closes(form: Form, reading: TableReading) -> bool:
    """Whether all sums of a table hold, and there are some."""
    table = reading.table.key
    cells = assemble_cells(form, {table: reading}, lambda span: (span, "")).cells
    results = {
        outcome.result
        for outcome in check_equations(form, cells, {})
        if outcome.equation.rule.table == table
        and outcome.equation.rule.severity == "error"
        and outcome.equation.holds.relation == "="
    }
    return "pass" in results and not results & {"fail", "unknown"}


def _to_aligned(proposal: Proposal, form: Form, reading: TableReading) -> AlignedTable:
    """Return a proposal as the drawn table that it amounts to."""
    blocks = tuple(
        _to_block(proposal, reading.table.key, block, number)
        for number, block in enumerate(reading.table.blocks)
    )
    printed = reading.aligned
    return AlignedTable(reading.table.key, form.form, blocks, printed.score, printed.region)


def _to_block(proposal: Proposal, table: str, block: Block, number: int) -> AlignedBlock:
    columns = tuple(column.key for column in block.columns)
    keys = [[CellKey(table, row.key, column) for column in columns] for row in block.rows]
    rows = [[cell for row in keys for cell in row]] if block.arrangement == "across" else keys
    lines = [
        _to_line(proposal, row, "" if block.arrangement == "across" else label.label, number, at)
        for at, (row, label) in enumerate(zip(rows, block.rows, strict=False))
    ]
    return AlignedBlock(block.key, columns, tuple(lines), headers=len(columns))


def _to_line(
    proposal: Proposal, cells: Sequence[CellKey], label: str, block: int, row: int
) -> Line:
    """Return the figures of a row, each drawn in the column of its cell."""
    printed = [proposal.cells[cell] for cell in cells]
    spans = [token.span for token in printed if token is not None]
    span = Span(min(spans)[0], max(spans)[1]) if spans else Span(0, 0)
    values = tuple(
        _draw(token, Place(_GRID - block, row, column), span)
        for column, token in enumerate(printed)
    )
    return Line(cells[0].row, label, span, values)


def _draw(token: Token | None, place: Place, span: Span) -> Token:
    cell = place.row * 1_000 + place.column
    if token is None:
        return Token("blank", "", Span(span.start, span.start), cell, place.row, place)
    return token._replace(cell=cell, line=place.row, place=place, slot=None)
