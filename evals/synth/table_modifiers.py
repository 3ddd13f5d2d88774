"""Whole tables that are missing, cut off, of another form, or answered in words."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.closing import broken_equations, form_named
from evals.synth.draft import Draft, DraftProse
from evals.synth.labelled import Label
from evals.synth.localities import (
    first_sheet,
    grouped_block,
    keys_of,
    replace_line,
    rows_in,
)
from evals.synth.sheets import PrintedSheet, table_to_sheet
from extraction.forms.table import Table
from extraction.values.record import CellKey

IMAGES = ("图1.png", "捕获2.PNG", "image003.jpg", "附表.png", "", "无", "本年度未发生。")
EXCUSES = ("本单位未制作规章", "本机关无规章制定权", "不涉及")


def print_mixed_forms(draft: Draft, rng: Random) -> Draft:
    """Print the first table after the other form, with figures of its own."""
    other = form_named(rng.choice([f for f in ("cn2021", "cn2019") if f != draft.form]))
    first = first_sheet(draft)
    if first is None:
        return draft
    table = other.table(first.table)
    units = _find_units(table)
    cells = {key: label for key, label in draft.cells.items() if key.table != table.key}
    for key in table.cells():
        cells[key] = _count(rng.choice((0, 0, 0, 1, 2, 5, 18, 231)), units[key])
    for equation in broken_equations(other.form, cells):
        if equation.rule.table == table.key:
            cells |= {key: _count(0, units[key]) for key in equation.cells}
    draft = replace(draft, cells=cells, expect="review")
    return draft.with_sheet(table_to_sheet(table, cells))


def _find_units(table: Table) -> dict[CellKey, str | None]:
    """Return the unit of each cell of a table."""
    units = {}
    for block in table.blocks:
        own = {column.key: column.unit or block.unit for column in block.columns}
        for row in block.rows:
            for column, unit in own.items():
                units[CellKey(table.key, row.key, column)] = unit
    return units


def _count(number: int, unit: str | None) -> Label:
    return Label("number", Decimal(number), str(number), unit)


def remove_tables(draft: Draft, rng: Random) -> Draft:
    """Print an image's name or nothing instead of a table or two."""
    sheets = draft.sheets
    count = rng.choice((1, 1, 2)) if len(sheets) > 2 else 1
    gone = rng.sample(sheets, count)
    return replace_by_images(draft, gone, rng)


def replace_by_images(draft: Draft, gone: Iterable[PrintedSheet], rng: Random) -> Draft:
    """Return the draft with these tables shown as images only."""
    sheets = tuple(gone)
    tables = {sheet.table for sheet in sheets}
    parts: list[DraftProse | PrintedSheet] = []
    for part in draft.parts:
        if part in sheets:
            part = DraftProse("text", rng.choice(IMAGES), part.table)
        parts.append(part)
    extras = [extra for extra in draft.extras if extra.table not in tables]
    unprinted = draft.unprint(key for key in draft.cells if key.table in tables)
    return replace(unprinted, parts=tuple(parts), extras=tuple(extras))


def cut_off(draft: Draft, rng: Random) -> Draft:
    """End the file in the middle of the grouped table."""
    table, _ = grouped_block(draft)
    sheet = draft.sheet(table)
    rows = list(rows_in(sheet)) if sheet else []
    if sheet is None or len(rows) < 4:
        return draft
    index, _, boxes = rng.choice(rows[2:-1])
    left = rng.randrange(len(boxes))
    dropped = boxes[left:]
    line = [box for box in sheet.lines[index] if box not in dropped]
    lines = (*sheet.lines[:index], tuple(line)) if line else sheet.lines[:index]
    at = draft.parts.index(sheet)
    before = draft.parts[:at]
    whole = {part.table for part in before if isinstance(part, PrintedSheet)}
    left_in_row = set(keys_of(line))
    shown = {(table, row) for place, row, _ in rows if place < index}
    below = [key for key in draft.cells if key.table not in whole and key[:2] not in shown]
    gone = [key for key in below if key not in left_in_row]
    extras = [extra for extra in draft.extras if extra.table in whole]
    style = replace(draft.style, cut_off=True)
    parts = (*before, replace(sheet, lines=lines))
    draft = draft.unprint(gone).lose(left_in_row)
    return replace(draft, parts=parts, style=style, extras=tuple(extras))


def excuse_rules(draft: Draft, rng: Random) -> Draft:
    """Print a sentence across the cells of the first row."""
    sheet = first_sheet(draft)
    rows = list(rows_in(sheet)) if sheet else []
    if sheet is None or not rows:
        return draft
    index, _, boxes = rows[0]
    keys = keys_of(boxes)
    if any(draft.cells[key].value != 0 for key in keys):
        return draft
    text = rng.choice(EXCUSES)
    unit = draft.cells[keys[0]].unit
    labels = {key: Label("blank", unit=unit) for key in keys}
    labels[keys[0]] = Label("text", None, text, unit)
    first, *others = boxes
    width = sum(box.colspan for box in boxes)
    words = replace(first, text=text, colspan=width)
    kept = (box for box in sheet.lines[index] if box not in others)
    line = [words if box is first else box for box in kept]
    draft = draft.relabel(labels).lose(keys)
    return draft.with_sheet(replace_line(sheet, index, line))
