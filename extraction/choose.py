"""Which form a report follows: the one whose labels it prints, table by table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.draft import AlignedTable

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
