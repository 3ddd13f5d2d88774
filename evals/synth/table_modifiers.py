"""Whole tables that are missing, cut off, of another form, or answered in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.closing import broken_equations, form_named
from evals.synth.draft import Draft, DraftPart, DraftProse
from evals.synth.labelled import Label
from evals.synth.localities import (
    first_sheet,
    grouped_block,
    keys_of,
    replace_line,
    rows_in,
)
from evals.synth.row_modifiers import join_boxes, put_for
from evals.synth.sheets import PrintedSheet, table_to_sheet
from extraction.forms.table import Table
from extraction.values.record import CellKey

IMAGES = ("图1.png", "捕获2.PNG", "image003.jpg", "附表.png", "", "无", "本年度未发生。")
EXCUSES = ("本单位未制作规章", "本机关无规章制定权", "不涉及")


def print_mixed_forms(draft: Draft, rng: Random) -> Draft:
    """Print the first table after the other form, with figures of its own."""
    others = [form for form in ("cn2021", "cn2019") if form != draft.form]
    other = form_named(rng.choice(others))
    first = first_sheet(draft)
    if first is None:
        return draft
    table = other.table(first.table)
    cells = {key: label for key, label in draft.cells.items() if key.table != table.key}
    cells |= _draw_counts(table, rng)
    for equation in broken_equations(other.form, cells):
        if equation.rule.table != table.key:
            continue
        for key in equation.cells:
            unit = cells[key].unit
            cells[key] = _count(0, unit)
    draft = replace(draft, cells=cells, expect="review")
    sheet = table_to_sheet(table, cells)
    return draft.with_sheet(sheet)


def _draw_counts(table: Table, rng: Random) -> dict[CellKey, Label]:
    """Draw a number for each cell of a table, small ones mostly."""
    labels = {}
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                key = CellKey(table.key, row.key, column.key)
                unit = column.unit or block.unit
                number = rng.choice((0, 0, 0, 1, 2, 5, 18, 231))
                labels[key] = _count(number, unit)
    return labels


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
    parts: list[DraftPart] = []
    for part in draft.parts:
        if part in sheets:
            image = rng.choice(IMAGES)
            part = DraftProse("text", image, part.table)
        parts.append(part)
    tables = {sheet.table for sheet in sheets}
    keys = [key for key in draft.cells if key.table in tables]
    draft = draft.unprint(keys)
    draft = replace(draft, parts=tuple(parts))
    return _keep_extras(draft, _tables_in(parts))


def _tables_in(parts: Iterable[DraftPart]) -> set[str]:
    return {part.table for part in parts if isinstance(part, PrintedSheet)}


def _keep_extras(draft: Draft, tables: set[str]) -> Draft:
    """Return the draft with what these tables print beside the form, and nothing else of it."""
    extras = [extra for extra in draft.extras if extra.table in tables]
    return replace(draft, extras=tuple(extras))


def cut_off(draft: Draft, rng: Random) -> Draft:
    """End the file in the middle of the grouped table."""
    table, _ = grouped_block(draft)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    rows = list(rows_in(sheet))
    if len(rows) < 4:
        return draft
    index, _, boxes = rng.choice(rows[2:-1])
    cut = rng.randrange(len(boxes))
    dropped = boxes[cut:]
    kept = [box for box in sheet.lines[index] if box not in dropped]
    lines = list(sheet.lines[:index])
    if kept:
        lines.append(tuple(kept))
    above = draft.parts[: draft.parts.index(sheet)]
    shown = {(table, row) for place, row, _ in rows if place < index}
    below = _find_below(draft, _tables_in(above), shown)
    doubtful = keys_of(kept)
    draft = draft.unprint(below.difference(doubtful))
    end = replace(sheet, lines=tuple(lines))
    return _end_with(draft.lose(doubtful), above, end)


def _find_below(draft: Draft, tables: set[str], rows: set[tuple[str, str]]) -> set[CellKey]:
    """Return the cells that are neither in these tables nor in these rows of another."""
    below: set[CellKey] = set()
    for key in draft.cells:
        row = key.table, key.row
        if key.table not in tables and row not in rows:
            below.add(key)
    return below


def _end_with(draft: Draft, above: Sequence[DraftPart], end: PrintedSheet) -> Draft:
    """Return the draft cut off in a table, with these parts whole."""
    style = replace(draft.style, cut_off=True)
    draft = replace(draft, style=style, parts=(*above, end))
    return _keep_extras(draft, _tables_in(above))


def excuse_rules(draft: Draft, rng: Random) -> Draft:
    """Print a sentence across the cells of the first row."""
    sheet = first_sheet(draft)
    if sheet is None:
        return draft
    rows = list(rows_in(sheet))
    if not rows:
        return draft
    index, _, boxes = rows[0]
    keys = keys_of(boxes)
    if any(draft.cells[key].value != 0 for key in keys):
        return draft
    text = rng.choice(EXCUSES)
    first = keys[0]
    unit = draft.cells[first].unit
    labels = {key: Label("blank", unit=unit) for key in keys}
    labels[first] = Label("text", None, text, unit)
    words = replace(join_boxes(boxes), text=text)
    line = put_for(sheet.lines[index], boxes, words)
    draft = draft.relabel(labels).lose(keys)
    return draft.with_sheet(replace_line(sheet, index, line))
