"""What a report prints in its cells instead of plain figures: blanks, marks, units, signs."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.labelled import Label
from extraction.forms.table import Block
from extraction.values.record import CellKey

MARKS = ("/", "/", "/", "-", "—", "无", "--")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
BLANK = Label("blank")


def _blocks(draft: Draft) -> list[tuple[str, Block]]:
    return [(t.key, b) for t in form_named(draft.form).tables for b in t.blocks]


def _rows(draft: Draft) -> list[list[CellKey]]:
    """Return the cells of every row."""
    rows = []
    for table, block in _blocks(draft):
        for row in block.rows:
            rows.append([CellKey(table, row.key, column.key) for column in block.columns])
    return rows


def _is_free_zero(draft: Draft, key: CellKey) -> bool:
    """Tell whether a cell is zero, and no mistake was planted there."""
    if draft.cells[key].value != 0:
        return False
    return not any(key in mistake.cells for mistake in draft.mistakes)


def _are_free_zeros(draft: Draft, keys: list[CellKey]) -> bool:
    return all(_is_free_zero(draft, key) for key in keys)


def _zero_rows(draft: Draft) -> list[list[CellKey]]:
    return [row for row in _rows(draft) if _are_free_zeros(draft, row)]


def _some(rows: list[list[CellKey]], rng: Random, most: int) -> list[list[CellKey]]:
    return rng.sample(rows, rng.randint(1, min(most, len(rows)))) if rows else []


def mark_cells(draft: Draft, rng: Random) -> Draft:
    """Print a mark in the zeros of one row or two."""
    mark = rng.choice(MARKS)
    keys: list[CellKey] = []
    for row in _some(_zero_rows(draft), rng, 2):
        keys += row if rng.random() < 0.7 else rng.sample(row, 1)
    return _print_all(draft, keys, lambda label: Label("not_applicable", None, mark, label.unit))


def mark_rules(draft: Draft, rng: Random) -> Draft:
    """Print a mark in the whole first row, as bodies that make no rules do."""
    mark = rng.choice(MARKS)
    first = _rows(draft)[0]
    keys = first if _are_free_zeros(draft, first) else []
    return _print_all(draft, keys, lambda label: Label("not_applicable", None, mark, label.unit))


def keep_blanks(draft: Draft, rng: Random) -> Draft:
    """Leave zeros blank, and keep their cells."""
    pattern = rng.choice(("rows", "organizations", "scattered"))
    keys: list[CellKey] = []
    if pattern == "rows":
        for row in _some(_zero_rows(draft), rng, 6):
            keys += row
        return _leave_blank(draft, keys)
    for row in _rows(draft):
        zeros = [key for key in row if _is_free_zero(draft, key)]
        if pattern == "organizations":
            # Columns between the first and the last: people fill in persons and the total.
            keys += (key for key in zeros if len(row) > 5 and key in row[1:-1])
        elif zeros and rng.random() < 0.25:
            keys.append(rng.choice(zeros))
    return _leave_blank(draft, keys)


def _leave_blank(draft: Draft, keys: list[CellKey]) -> Draft:
    return _print_all(draft, keys, lambda label: replace(BLANK, unit=label.unit))


def blank_totals(draft: Draft, rng: Random) -> Draft:
    """Leave the last column blank in the rows that belong to a group."""
    skipped = rng.randint(0, 2)
    keys: list[CellKey] = []
    for table, block in _blocks(draft):
        last = block.columns[-1].key
        grouped = [row.key for row in block.rows if row.group]
        keys += (CellKey(table, row, last) for row in grouped[skipped:])
    return _leave_blank(draft, keys)


def print_units(draft: Draft, rng: Random) -> Draft:
    """Print a unit in cells that hold money, and now and then behind counts."""
    labels: dict[CellKey, Label] = {}
    for table, block in _blocks(draft):
        if block.column_groups or block.arrangement == "across":
            continue
        counts = rng.random() < 0.2
        for row in block.rows:
            for column in block.columns:
                key = CellKey(table, row.key, column.key)
                label = draft.cells[key]
                if label.value and column.holds == "money":
                    labels[key] = _money(label, rng)
                elif label.value is not None and label.unit and counts and column.holds == "count":
                    labels[key] = replace(label, raw=f"{label.raw}{label.unit}")
    return draft.relabel(labels) if labels else draft


def _money(label: Label, rng: Random) -> Label:
    value = label.value or Decimal(0)
    way = rng.choice(("万元", "万元", "元", "(万)"))
    if way == "元":
        yuan = (value * 10000).quantize(Decimal(1))
        return Label("number", yuan, f"{yuan:f}元", "元")
    return Label("number", value, f"{value:f}{way}", way.strip("()"))


def separate_thousands(draft: Draft, rng: Random) -> Draft:
    """Print thousands separators, everywhere or only in the largest figure."""
    large = [k for k, label in draft.cells.items() if (label.value or 0) >= 1000]
    keys = large if rng.random() < 0.7 else large[:1]
    return _print_all(draft, keys, _with_separators)


def _with_separators(label: Label) -> Label:
    plain = f"{label.value:f}"
    grouped = f"{label.value:,f}"
    return replace(label, raw=(label.raw or "").replace(plain, grouped))


def widen_digits(draft: Draft, rng: Random) -> Draft:
    """Print full-width digits, in one table or in all."""
    tables = sorted({key.table for key in draft.cells})
    chosen = tables if rng.random() < 0.5 else [rng.choice(tables)]
    keys = [k for k, label in draft.cells.items() if k.table in chosen and label.value is not None]
    return _print_all(
        draft, keys, lambda label: replace(label, raw=(label.raw or "").translate(FULL_WIDTH))
    )


def _print_all(draft: Draft, keys: Iterable[CellKey], change: Callable[[Label], Label]) -> Draft:
    labels = {key: change(draft.cells[key]) for key in keys}
    return draft.relabel(labels) if labels else draft
