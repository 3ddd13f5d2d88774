"""What somebody claims of a whole table, a model or a person at a distance, before the judge.

A claim names tokens of the text; it stands only if the print says the same by its labels and
headers (agreement.py), if every sum of the table holds, and if the refuter finds no other way to
join what it has joined. So whoever lies can say nothing that is not printed so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extraction.cells import TableReading
from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.judge.arranged.drawing import draw_proposal
from extraction.judge.arranged.proposal import Proposal
from extraction.judge.as_aligned import read_aligned_table
from extraction.judge.claimed.agreement import find_agreement
from extraction.judge.claimed.arrangements import BEHIND_LABELS, UNHEADED, UNREAD
from extraction.judge.claimed.gaps import PrintedText
from extraction.judge.claimed.refuter import find_joined, has_rival, leaves_out_number
from extraction.judge.sums.sums_hold import closes
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    ANSWER_LABEL_UNREAD,
    ANSWER_OTHER_GROUPING,
    ANSWER_SUMS_OPEN,
)
from extraction.values.document import Span
from extraction.values.layout import AlignedTable, CellTokens, Token
from extraction.values.record import CellKey, Proof

_PROOFS: Mapping[str, Proof] = {UNHEADED: "order", UNREAD: "sums"}
"""What a claim rests on where the print does not name all rows and columns."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim's table as it stands, or why the claim does not."""

    reading: TableReading | None
    reason: Bilingual | None = None


def judge_claim(
    form: Form,
    empty: AlignedTable,
    cells: CellTokens,
    printed: PrintedText,
) -> Judgement:
    """Judge what is claimed of every cell of a table; `empty` is the table with nothing read."""
    table = form.table(empty.table)
    agreement = find_agreement(table, cells, printed)
    if agreement.arrangement is None:
        return Judgement(None, agreement.reason)
    proof = _PROOFS.get(agreement.arrangement, "structure")
    reading = _read(form, empty, cells, proof)
    summed = table.key in form.summed_tables
    if agreement.arrangement == UNREAD and not summed:
        return Judgement(None, ANSWER_LABEL_UNREAD)
    if summed and not closes(form, reading):
        return Judgement(None, ANSWER_SUMS_OPEN)
    if agreement.arrangement == BEHIND_LABELS and (
        not summed or closes(form, _read(form, empty, _by_columns(table, cells)))
    ):
        return Judgement(None, ANSWER_OTHER_GROUPING)
    if find_joined(cells, printed.values) and (
        not summed or has_rival(form, cells, printed.values)
    ):
        return Judgement(None, ANSWER_OTHER_GROUPING)
    if not summed and leaves_out_number(cells, printed.text, printed.values):
        return Judgement(None, ANSWER_OTHER_GROUPING)
    return Judgement(reading)


def _read(
    form: Form, empty: AlignedTable, cells: CellTokens, proof: Proof = "structure"
) -> TableReading:
    table = form.table(empty.table)
    drawn = draw_proposal(Proposal("a claim", cells, labelled=True), table, empty, proof)
    return read_aligned_table(form, _by_model(drawn))


def _by_columns(table: Table, cells: CellTokens) -> dict[CellKey, Token | None]:
    """Return the same figures in their printed order, column by column instead of row by row."""
    order = []
    for block in table.blocks:
        for column in block.columns:
            for row in block.rows:
                order.append(CellKey(table.key, row.key, column.key))
    tokens = sorted((token for token in cells.values() if token is not None), key=_place_of)
    return dict(zip(order, tokens, strict=True))


def _place_of(token: Token) -> Span:
    return token.span


def _by_model(aligned: AlignedTable) -> AlignedTable:
    """Return a table whose lines say that a model has placed them."""
    blocks = []
    for block in aligned.blocks:
        lines = tuple(replace(line, by_model=True) for line in block.lines)
        blocks.append(replace(block, lines=lines))
    return replace(aligned, blocks=tuple(blocks))
