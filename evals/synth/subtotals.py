"""Sums that the form does not have, printed all the same."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.draft import Draft
from evals.synth.labelled import PrintedExtra
from evals.synth.localities import grouped_block
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet, row_of
from extraction.forms.table import Block, Group
from extraction.values.record import CellKey


def _sum(draft: Draft, keys: Sequence[CellKey]) -> str:
    """Return the sum of some cells as printed; a cell without a figure counts as zero."""
    total = Decimal(0)
    for key in keys:
        value = draft.cells[key].value
        total += value or 0
    return f"{total:f}"


def _add_extra(draft: Draft, extra: PrintedExtra) -> Draft:
    extras = (*draft.extras, extra)
    return replace(draft, extras=extras)


def add_subtotal_column(draft: Draft, rng: Random) -> Draft:
    """Print the sum of the grouped columns in a column of its own."""
    table, block = grouped_block(draft)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    group = block.column_groups[0]
    members = block.members(group.key)
    at_end = rng.random() < 0.7
    full = f"{group.label}小计"
    label = rng.choice(("小计", "小计", full))
    raws: list[str] = []
    lines: list[BoxLine] = []
    for line in sheet.lines:
        row = row_of(line)
        if row is None:
            lines.append(_add_head(line, block, group, label, at_end))
            continue
        keys = [CellKey(table, row, member) for member in members]
        raw = _sum(draft, keys)
        raws.append(raw)
        lines.append(_add_figure(line, members, raw, at_end))
    extra = PrintedExtra(table, label, tuple(raws))
    draft = _add_extra(draft, extra)
    wider = replace(sheet, width=sheet.width + 1, lines=tuple(lines))
    return draft.with_sheet(wider)


def _add_head(line: BoxLine, block: Block, group: Group, label: str, at_end: bool) -> BoxLine:
    """Put the sum's heading beside those of its group, or widen what stands over them."""
    members = [column for column in block.columns if column.group == group.key]
    heads = [column.label for column in members]
    texts = [box.text for box in line]
    if texts == heads:
        head = PrintedBox(label, "head")
        return (*line, head) if at_end else (head, *line)
    over = (group.label, block.heads[-1])
    boxes = list(line)
    for at, box in enumerate(line):
        if box.text in over:
            boxes[at] = replace(box, colspan=box.colspan + 1)
    return tuple(boxes)


def _add_figure(line: BoxLine, members: Sequence[str], raw: str, at_end: bool) -> BoxLine:
    """Put the sum before or behind the figures of its group."""
    columns = [_column_of(box) for box in line]
    neighbour = members[-1] if at_end else members[0]
    at = columns.index(neighbour)
    if at_end:
        at += 1
    box = PrintedBox(raw, "extra")
    return (*line[:at], box, *line[at:])


def _column_of(box: PrintedBox) -> str:
    """Return the column whose figure stands in a box, or nothing."""
    if box.role == "figure" and box.key:
        return box.key.column
    return ""


def add_subtotal_rows(draft: Draft, rng: Random) -> Draft:
    """Print the sum of a group's rows, after its rows or beside its label."""
    table, block = grouped_block(draft)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    groups = [group for group in block.row_groups if group.subtotal]
    beside = rng.random() < 0.4
    everywhere = rng.random() < 0.7
    add = _add_beside if beside else _add_after
    chosen = groups if everywhere else rng.sample(groups, 1)
    for group in chosen:
        rows = block.members(group.key)
        raws = _sum_columns(draft, table, block, rows)
        sums = tuple(PrintedBox(raw, "extra") for raw in raws)
        sheet = add(sheet, group, rows, sums)
        label = group.label if beside else "小计"
        extra = PrintedExtra(table, label, raws)
        draft = _add_extra(draft, extra)
    return draft.with_sheet(sheet)


def _sum_columns(draft: Draft, table: str, block: Block, rows: Sequence[str]) -> tuple[str, ...]:
    """Return the sums of some rows, column by column."""
    raws: list[str] = []
    for column in block.columns:
        keys = [CellKey(table, row, column.key) for row in rows]
        raws.append(_sum(draft, keys))
    return tuple(raws)


def _add_after(
    sheet: PrintedSheet, group: Group, rows: Sequence[str], sums: BoxLine
) -> PrintedSheet:
    """Print a group's sums in a line behind its last row."""
    label = PrintedBox("小计", "label")
    last = rows[-1]
    lines: list[BoxLine] = []
    for line in sheet.lines:
        lines.append(_stretch_label(line, group.label, 1))
        if row_of(line) == last:
            lines.append((label, *sums))
    return _stretch_outer(sheet, lines)


def _groups_in(line: BoxLine) -> list[PrintedBox]:
    """Return the labels of groups that stand in a line."""
    return [box for box in line if box.role == "group"]


def _stretch_label(line: BoxLine, label: str, by: int) -> BoxLine:
    """Make a group's label taller by so many lines, if it stands in this one."""
    boxes = list(line)
    for at, box in enumerate(line):
        if box.role == "group" and box.text == label:
            boxes[at] = replace(box, rowspan=box.rowspan + by)
    return tuple(boxes)


def _stretch_outer(sheet: PrintedSheet, lines: Sequence[BoxLine]) -> PrintedSheet:
    """Return the sheet with these lines; its outermost group label stands beside all of them."""
    groups: list[PrintedBox] = []
    for line in sheet.lines:
        groups += _groups_in(line)
    outer = max(groups, key=lambda box: box.rowspan)
    grown = len(lines) - len(sheet.lines)
    stretched = (_stretch_label(line, outer.text, grown) for line in lines)
    return replace(sheet, lines=tuple(stretched))


def _add_beside(
    sheet: PrintedSheet, group: Group, rows: Sequence[str], sums: BoxLine
) -> PrintedSheet:
    """Give the group's label a line of its own with the sums in it."""
    name = group.label
    label = PrintedBox(name, "label", colspan=2)
    lines: list[BoxLine] = []
    for line in sheet.lines:
        if row_of(line) in rows:
            line = _widen_row_label(line)
        groups = _groups_in(line)
        outer = [box for box in groups if box.text != name]
        if outer != groups:
            lines.append((*outer, label, *sums))
            line = tuple(box for box in line if box.role != "group")
        lines.append(line)
    return _stretch_outer(sheet, lines)


def _widen_row_label(line: BoxLine) -> BoxLine:
    """Print a row's label over the place that its group's label had."""
    return tuple(replace(box, colspan=2) if box.role == "label" else box for box in line)
