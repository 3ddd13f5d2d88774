"""Sums that the form does not have, printed all the same."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.labelled import PrintedExtra
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet, row_of
from extraction.forms.table import Block, Group
from extraction.values.record import CellKey


def _sum(draft: Draft, keys: Sequence[CellKey]) -> str:
    return f"{sum((draft.cells[k].value or Decimal(0) for k in keys), start=Decimal(0)):f}"


def _grouped(draft: Draft) -> tuple[PrintedSheet, Block] | None:
    for table in form_named(draft.form).tables:
        for block in table.blocks:
            sheet = draft.sheet(table.key)
            if block.row_groups and sheet is not None:
                return sheet, block
    return None


def add_subtotal_column(draft: Draft, rng: Random) -> Draft:
    """Print the sum of the grouped columns in a column of its own."""
    found = _grouped(draft)
    if found is None:
        return draft
    sheet, block = found
    group = block.column_groups[0]
    members = block.members(group.key)
    at_end = rng.random() < 0.7
    label = rng.choice(("小计", "小计", f"{group.label}小计"))
    raws: list[str] = []
    lines = []
    for line in sheet.lines:
        row = row_of(line)
        if row is None:
            lines.append(_add_head(line, block, group, label, at_end))
            continue
        raw = _sum(draft, [CellKey(sheet.table, row, member) for member in members])
        raws.append(raw)
        lines.append(_add_figure(line, members, raw, at_end))
    extra = PrintedExtra(sheet.table, label, tuple(raws))
    draft = replace(draft, extras=(*draft.extras, extra))
    return draft.with_sheet(replace(sheet, width=sheet.width + 1, lines=tuple(lines)))


def _add_head(line: BoxLine, block: Block, group: Group, label: str, at_end: bool) -> BoxLine:
    members = [c.label for c in block.columns if c.group == group.key]
    if [box.text for box in line] == members:
        box = PrintedBox(label, "head")
        return (*line, box) if at_end else (box, *line)
    wide = {group.label, block.heads[-1] if block.heads else ""}
    return tuple(replace(b, colspan=b.colspan + 1) if b.text in wide else b for b in line)


def _add_figure(line: BoxLine, members: Sequence[str], raw: str, at_end: bool) -> BoxLine:
    columns = [box.key.column if box.key and box.role == "figure" else "" for box in line]
    at = columns.index(members[-1]) + 1 if at_end else columns.index(members[0])
    return (*line[:at], PrintedBox(raw, "extra"), *line[at:])


def add_subtotal_rows(draft: Draft, rng: Random) -> Draft:
    """Print the sum of a group's rows, after its rows or beside its label."""
    found = _grouped(draft)
    if found is None:
        return draft
    sheet, block = found
    groups = [group for group in block.row_groups if group.subtotal]
    beside = rng.random() < 0.4
    for group in groups if rng.random() < 0.7 else rng.sample(groups, 1):
        rows = block.members(group.key)
        raws = tuple(
            _sum(draft, [CellKey(sheet.table, row, column.key) for row in rows])
            for column in block.columns
        )
        add = _add_beside if beside else _add_after
        sheet = add(sheet, group, rows, raws)
        label = group.label if beside else "小计"
        draft = replace(draft, extras=(*draft.extras, PrintedExtra(sheet.table, label, raws)))
    return draft.with_sheet(sheet)


def _figures(raws: Sequence[str]) -> tuple[PrintedBox, ...]:
    return tuple(PrintedBox(raw, "extra") for raw in raws)


def _add_after(
    sheet: PrintedSheet, group: Group, rows: Sequence[str], raws: Sequence[str]
) -> PrintedSheet:
    lines: list[BoxLine] = []
    for line in sheet.lines:
        lines.append(tuple(_taller(box, group) for box in line))
        if row_of(line) == rows[-1]:
            lines.append((PrintedBox("小计", "label"), *_figures(raws)))
    return replace(sheet, lines=_stretch_outer(sheet.lines, lines))


def _taller(box: PrintedBox, group: Group) -> PrintedBox:
    is_its = box.role == "group" and box.text == group.label
    return replace(box, rowspan=box.rowspan + 1) if is_its else box


def _stretch_outer(before: Sequence[BoxLine], after: Sequence[BoxLine]) -> tuple[BoxLine, ...]:
    """Make the outermost group label one line taller for the line that was added."""
    outer = max((b for n in before for b in n if b.role == "group"), key=lambda b: b.rowspan)
    grown = len(after) - len(before)
    return tuple(
        tuple(
            replace(b, rowspan=b.rowspan + grown)
            if b.role == "group" and b.text == outer.text
            else b
            for b in line
        )
        for line in after
    )


def _add_beside(
    sheet: PrintedSheet, group: Group, rows: Sequence[str], raws: Sequence[str]
) -> PrintedSheet:
    """Give the group's label a line of its own with the sums in it."""
    lines: list[BoxLine] = []
    for line in sheet.lines:
        own = [b for b in line if b.role == "group" and b.text == group.label]
        if own:
            others = tuple(b for b in line if b.role == "group" and b not in own)
            lines.append((*others, PrintedBox(group.label, "label", None, 2), *_figures(raws)))
            line = tuple(b for b in line if b.role != "group")
        if row_of(line) in rows:
            line = tuple(replace(b, colspan=2) if b.role == "label" else b for b in line)
        lines.append(line)
    return replace(sheet, lines=_stretch_outer(sheet.lines, lines))
