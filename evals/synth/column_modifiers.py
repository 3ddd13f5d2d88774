"""Columns exchanged or left out, and headings out of their place."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.localities import (
    choose_sheet,
    first_sheet,
    grouped_block,
)
from evals.synth.sheets import Box, Line, head_lines, row_of


def swap_columns(draft: Draft, rng: Random) -> Draft:
    """Exchange two columns together with their headings, where one line heads them."""
    form = form_named(draft.form)
    block, table = rng.choice(
        [
            (block, table.key)
            for table in form.tables
            for block in table.blocks
            if block.arrangement == "down" and len(block.columns) > 1
        ]
    )
    inner = [c for c in block.columns if c.group] if block.column_groups else list(block.columns)
    first, second = rng.sample(inner, 2)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    rows = {row.key for row in block.rows}
    heads = {first.label, second.label}
    lines = list(sheet.lines)
    start = next(i for i, line in enumerate(lines) if row_of(line) in rows)
    header = next(i for i in range(start - 1, -1, -1) if heads <= {b.text for b in lines[i]})
    for index, line in enumerate(lines):
        if index == header or row_of(line) in rows:
            lines[index] = _exchange(
                line, _is_in(first.key, first.label), _is_in(second.key, second.label)
            )
    return draft.with_sheet(replace(sheet, lines=tuple(lines)))


def _is_in(column: str, label: str) -> Callable[[Box], bool]:
    def test(box: Box) -> bool:
        if box.role == "head":
            return box.text == label
        return box.role == "figure" and box.key is not None and box.key.column == column

    return test


def _exchange(line: Line, first: Callable[[Box], bool], second: Callable[[Box], bool]) -> Line:
    one, other = next(filter(first, line), None), next(filter(second, line), None)
    if one is None or other is None:
        return line
    wide = {
        id(one): replace(other, colspan=one.colspan),
        id(other): replace(one, colspan=other.colspan),
    }
    return tuple(wide.get(id(box), box) for box in line)


def drop_column(draft: Draft, rng: Random) -> Draft:
    """Print no column for one of the grouped classes; its figures stand nowhere."""
    table, block = grouped_block(draft)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    column = rng.choice([c for c in block.columns if c.group][1:-1])
    is_gone = _is_in(column.key, column.label)
    full = len(block.columns), len(block.members(column.group or ""))
    lines = tuple(
        tuple(
            replace(b, colspan=b.colspan - 1) if b.role == "head" and b.colspan in full else b
            for b in line
            if not is_gone(b)
        )
        for line in sheet.lines
    )
    draft = draft.unprint(
        key for key in draft.cells if (key.table, key.column) == (table, column.key)
    )
    return draft.with_sheet(replace(sheet, width=sheet.width - 1, lines=lines))


def put_heads_last(draft: Draft, rng: Random) -> Draft:
    """Print the figures of a table before its headings."""
    sheet = choose_sheet(draft, rng)
    if sheet is None or sheet == first_sheet(draft):
        return draft
    heads = head_lines(sheet)
    return draft.with_sheet(replace(sheet, lines=(*sheet.lines[len(heads) :], *heads)))
