"""Columns exchanged or left out, and headings out of their place."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import takewhile
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.localities import (
    choose_sheet,
    first_sheet,
    grouped_block,
)
from evals.synth.sheets import BoxLine, PrintedBox, head_lines, row_of
from extraction.forms.table import Block, Column

BoxTest = Callable[[PrintedBox], bool]
"""Whether a box is one of those that are sought."""


def swap_columns(draft: Draft, rng: Random) -> Draft:
    """Exchange two columns together with their headings, where one line heads them."""
    blocks: list[tuple[Block, str]] = []
    for printed in form_named(draft.form).tables:
        for each in printed.blocks:
            if each.arrangement == "down" and len(each.columns) > 1:
                blocks.append((each, printed.key))
    block, table = rng.choice(blocks)
    inner = _grouped_columns(block) if block.column_groups else block.columns
    first, second = rng.sample(inner, 2)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    rows = {row.key for row in block.rows}
    lines = list(sheet.lines)
    heads = {first.label, second.label}
    header = _find_header(takewhile(lambda line: row_of(line) not in rows, lines), heads)
    one = _is_in(first.key, first.label)
    other = _is_in(second.key, second.label)
    for index, line in enumerate(lines):
        if index == header or row_of(line) in rows:
            lines[index] = _exchange(line, one, other)
    return draft.with_sheet(replace(sheet, lines=tuple(lines)))


def _grouped_columns(block: Block) -> list[Column]:
    return [column for column in block.columns if column.group]


def _find_header(lines: Iterable[BoxLine], heads: set[str]) -> int:
    """Return the last line in which all these heads stand."""
    found = -1
    for index, line in enumerate(lines):
        texts = {box.text for box in line}
        if heads <= texts:
            found = index
    return found


def _is_in(column: str, label: str) -> BoxTest:
    def test(box: PrintedBox) -> bool:
        if box.role == "head":
            return box.text == label
        if box.role != "figure" or box.key is None:
            return False
        return box.key.column == column

    return test


def _exchange(line: BoxLine, first: BoxTest, second: BoxTest) -> BoxLine:
    one = next(filter(first, line), None)
    other = next(filter(second, line), None)
    if one is None or other is None:
        return line
    at = line.index(one)
    to = line.index(other)
    boxes = list(line)
    boxes[at] = replace(other, colspan=one.colspan)
    boxes[to] = replace(one, colspan=other.colspan)
    return tuple(boxes)


def drop_column(draft: Draft, rng: Random) -> Draft:
    """Print no column for one of the grouped classes; its figures stand nowhere."""
    table, block = grouped_block(draft)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    column = rng.choice(_grouped_columns(block)[1:-1])
    is_gone = _is_in(column.key, column.label)
    group = block.members(column.group or "")
    full = len(block.columns), len(group)
    lines: list[BoxLine] = []
    for line in sheet.lines:
        kept = [box for box in line if not is_gone(box)]
        for at, box in enumerate(kept):
            if box.role == "head" and box.colspan in full:
                kept[at] = replace(box, colspan=box.colspan - 1)
        lines.append(tuple(kept))
    gone = [key for key in draft.cells if key.table == table and key.column == column.key]
    draft = draft.unprint(gone)
    narrower = replace(sheet, width=sheet.width - 1, lines=tuple(lines))
    return draft.with_sheet(narrower)


def put_heads_last(draft: Draft, rng: Random) -> Draft:
    """Print the figures of a table before its headings."""
    sheet = choose_sheet(draft, rng)
    if sheet is None or sheet == first_sheet(draft):
        return draft
    heads = head_lines(sheet)
    body = sheet.lines[len(heads) :]
    return draft.with_sheet(replace(sheet, lines=(*body, *heads)))
