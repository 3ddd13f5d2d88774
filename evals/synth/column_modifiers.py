"""Columns exchanged or left out, and headings out of their place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.localities import (
    choose_sheet,
    first_sheet,
    grouped_block,
)
from evals.synth.sheets import BoxLine, PrintedBox, head_lines, row_of
from extraction.forms.table import Block


def swap_columns(draft: Draft, rng: Random) -> Draft:
    """Exchange two columns together with their headings, where one line heads them."""
    blocks: list[tuple[Block, str]] = []
    for printed in form_named(draft.form).tables:
        for each in printed.blocks:
            if each.arrangement == "down" and len(each.columns) > 1:
                blocks.append((each, printed.key))
    block, table = rng.choice(blocks)
    inner = [c for c in block.columns if c.group] if block.column_groups else list(block.columns)
    first, second = rng.sample(inner, 2)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    rows = {row.key for row in block.rows}
    lines = list(sheet.lines)
    start = next(i for i, line in enumerate(lines) if row_of(line) in rows)
    header = _find_header(lines[:start], {first.label, second.label})
    one = _is_in(first.key, first.label)
    other = _is_in(second.key, second.label)
    for index, line in enumerate(lines):
        if index == header or row_of(line) in rows:
            lines[index] = _exchange(line, one, other)
    return draft.with_sheet(replace(sheet, lines=tuple(lines)))


def _find_header(lines: Sequence[BoxLine], heads: set[str]) -> int:
    """Return the last line in which all these heads stand."""
    holding = [i for i, line in enumerate(lines) if heads <= {*map(_text_of, line)}]
    return holding[-1]


def _text_of(box: PrintedBox) -> str:
    return box.text


def _is_in(column: str, label: str) -> Callable[[PrintedBox], bool]:
    def test(box: PrintedBox) -> bool:
        if box.role == "head":
            return box.text == label
        return box.role == "figure" and box.key is not None and box.key.column == column

    return test


def _exchange(
    line: BoxLine, first: Callable[[PrintedBox], bool], second: Callable[[PrintedBox], bool]
) -> BoxLine:
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
    lines: list[BoxLine] = []
    for line in sheet.lines:
        kept = [box for box in line if not is_gone(box)]
        for at, box in enumerate(kept):
            if box.role == "head" and box.colspan in full:
                kept[at] = replace(box, colspan=box.colspan - 1)
        lines.append(tuple(kept))
    gone = (key for key in draft.cells if (key.table, key.column) == (table, column.key))
    draft = draft.unprint(gone)
    return draft.with_sheet(replace(sheet, width=sheet.width - 1, lines=tuple(lines)))


def put_heads_last(draft: Draft, rng: Random) -> Draft:
    """Print the figures of a table before its headings."""
    sheet = choose_sheet(draft, rng)
    if sheet is None or sheet == first_sheet(draft):
        return draft
    heads = head_lines(sheet)
    return draft.with_sheet(replace(sheet, lines=(*sheet.lines[len(heads) :], *heads)))
