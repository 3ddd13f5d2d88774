"""Which form a report follows: the one whose labels it prints, table by table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.draft import AlignedTable
from extraction.forms.table import Table

_CLEAR = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """The form that fits best, its alignment of each table, and what speaks against it."""

    form: str
    tables: dict[str, AlignedTable]
    doubts: tuple[str, ...]


def choose_form(aligned: Sequence[AlignedTable]) -> Choice:
    """Choose among alignments of the same tables to several forms, by their labels alone.

    The first form wins a tie; tables that clearly follow different forms are a doubt.
    """
    forms = list(dict.fromkeys(table.form for table in aligned))
    totals = {form: sum(t.score for t in aligned if t.form == form) for form in forms}
    best = max(forms, key=lambda form: totals[form])
    tables = {table.table: table for table in aligned if table.form == best}
    doubts = tuple(doubt for t in tables.values() for doubt in _find_doubts(t, aligned))
    return Choice(best, tables, doubts)


def fits_wholly(aligned: AlignedTable, table: Table) -> bool:
    """Whether a table fits a form without a blemish, so that no other form can fit better.

    Every row stands there with a full line and its own label, nothing else does, and
    every column head could be read. A table in one line of figures is the same in all.
    """
    if table.blocks[0].arrangement == "across":
        return True
    for block, drawn in zip(aligned.blocks, table.blocks, strict=True):
        rows = tuple(line.row for line in block.lines)
        lines_full = all(len(line.values) >= len(block.columns) for line in block.lines)
        expected = tuple(row.key for row in drawn.rows)
        if rows != expected or not lines_full or block.heads < len(drawn.columns):
            return False
    return not aligned.moved


def _find_doubts(chosen: AlignedTable, aligned: Sequence[AlignedTable]) -> Iterator[str]:
    for rival in aligned:
        if rival.table != chosen.table or rival.form == chosen.form:
            continue
        if rival.score > chosen.score + _CLEAR:
            yield f"{chosen.table} follows form {rival.form}, the rest {chosen.form}"
        heads = {block.block: block.heads for block in chosen.blocks}
        for block in rival.blocks:
            if block.heads > heads.get(block.block, block.heads):
                yield f"{chosen.table} has column heads of form {rival.form} in {block.block}"
