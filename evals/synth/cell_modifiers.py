"""What a report prints in its cells instead of plain figures: blanks, marks, units, signs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.closing import form_named, numbers_of
from evals.synth.draft import Draft
from evals.synth.labelled import Label
from extraction.forms.table import Block, Column
from extraction.values.record import CellKey

MARKS = ("/", "/", "/", "-", "—", "无", "--")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
BLANK = Label("blank")
YUAN_IN_WAN = 10_000

KeyRow = list[CellKey]
"""The cells of one row, in the order of the columns."""


def _blocks(draft: Draft) -> Iterator[tuple[str, Block]]:
    """Yield every block of the form with its table."""
    for table in form_named(draft.form).tables:
        for block in table.blocks:
            yield table.key, block


def _cells_in(table: str, block: Block) -> Iterator[tuple[CellKey, Column]]:
    """Yield the cells of a block, row by row, each with its column."""
    for row in block.rows:
        for column in block.columns:
            yield CellKey(table, row.key, column.key), column


def _rows(draft: Draft) -> Iterator[KeyRow]:
    """Yield the cells of every row."""
    for table, block in _blocks(draft):
        for row in block.rows:
            yield [CellKey(table, row.key, column.key) for column in block.columns]


def _free_zeros(draft: Draft, keys: KeyRow) -> KeyRow:
    """Return the cells that are zero, and where no mistake was planted."""
    planted: set[CellKey] = set()
    for mistake in draft.mistakes:
        planted.update(mistake.cells)
    zeros = [key for key in keys if draft.cells[key].value == 0]
    return [key for key in zeros if key not in planted]


def _zero_rows(draft: Draft) -> list[KeyRow]:
    """Return the rows that hold free zeros only."""
    return [row for row in _rows(draft) if _free_zeros(draft, row) == row]


def _some_zero_rows(draft: Draft, rng: Random, most: int) -> list[KeyRow]:
    """Return one row of zeros or more, up to so many; none if there are none."""
    rows = _zero_rows(draft)
    if not rows:
        return []
    count = rng.randint(1, min(most, len(rows)))
    return rng.sample(rows, count)


def mark_cells(draft: Draft, rng: Random) -> Draft:
    """Print a mark in the zeros of one row or two."""
    mark = Label("not_applicable", raw=rng.choice(MARKS))
    keys: KeyRow = []
    for row in _some_zero_rows(draft, rng, 2):
        whole = rng.random() < 0.7
        keys += row if whole else rng.sample(row, 1)
    return _print_same(draft, keys, mark)


def mark_rules(draft: Draft, rng: Random) -> Draft:
    """Print a mark in the whole first row, as bodies that make no rules do."""
    mark = Label("not_applicable", raw=rng.choice(MARKS))
    first = next(_rows(draft))
    if first not in _zero_rows(draft):
        return draft
    return _print_same(draft, first, mark)


def keep_blanks(draft: Draft, rng: Random) -> Draft:
    """Leave zeros blank, and keep their cells."""
    choose = rng.choice((_whole_rows, _organizations, _scattered))
    keys = choose(draft, rng)
    return _print_same(draft, keys, BLANK)


def _whole_rows(draft: Draft, rng: Random) -> KeyRow:
    """Choose all cells of a few rows of zeros."""
    keys: KeyRow = []
    for row in _some_zero_rows(draft, rng, 6):
        keys += row
    return keys


def _organizations(draft: Draft, _: Random) -> KeyRow:
    """Choose zeros between the first column and the last: people fill in persons and the total."""
    keys: KeyRow = []
    for row in _rows(draft):
        if len(row) > 5:
            keys += _free_zeros(draft, row[1:-1])
    return keys


def _scattered(draft: Draft, rng: Random) -> KeyRow:
    """Choose one zero of every fourth row or so."""
    keys: KeyRow = []
    for row in _rows(draft):
        zeros = _free_zeros(draft, row)
        if zeros and rng.random() < 0.25:
            keys.append(rng.choice(zeros))
    return keys


def blank_totals(draft: Draft, rng: Random) -> Draft:
    """Leave the last column blank in the rows that belong to a group, but for the first few."""
    skipped = rng.randint(0, 2)
    keys: KeyRow = []
    for table, block in _blocks(draft):
        grouped = [row.key for row in block.rows if row.group]
        last = block.columns[-1].key
        for row in grouped[skipped:]:
            keys.append(CellKey(table, row, last))
    return _print_same(draft, keys, BLANK)


def print_units(draft: Draft, rng: Random) -> Draft:
    """Print a unit in cells that hold money, and now and then behind counts."""
    labels: dict[CellKey, Label] = {}
    for table, block in _blocks(draft):
        if block.column_groups or block.arrangement == "across":
            continue
        prints_counts = rng.random() < 0.2
        for key, column in _cells_in(table, block):
            label = draft.cells[key]
            if column.holds == "money" and label.value:
                labels[key] = _print_money(label.value, rng)
            elif column.holds == "count" and prints_counts and _can_show_unit(label):
                labels[key] = _with_unit(label)
    return draft.relabel(labels) if labels else draft


def _can_show_unit(label: Label) -> bool:
    return label.value is not None and bool(label.unit)


def _with_unit(label: Label) -> Label:
    raw = f"{label.raw}{label.unit}"
    return replace(label, raw=raw)


def _print_money(wan: Decimal, rng: Random) -> Label:
    """Print an amount of ten thousands of yuan, as such or in yuan."""
    way = rng.choice(("万元", "万元", "元", "(万)"))
    if way == "元":
        yuan = (wan * YUAN_IN_WAN).quantize(Decimal(1))
        return Label("number", yuan, f"{yuan:f}元", "元")
    unit = way.strip("()")
    return Label("number", wan, f"{wan:f}{way}", unit)


def separate_thousands(draft: Draft, rng: Random) -> Draft:
    """Print thousands separators, everywhere or only in the first large figure."""
    numbers = numbers_of(draft.cells)
    large = [key for key, value in numbers.items() if value >= 1000]
    everywhere = rng.random() < 0.7
    keys = large if everywhere else large[:1]
    return _print_all(draft, keys, _with_separators)


def _with_separators(label: Label) -> Label:
    raw = label.raw or ""
    plain = f"{label.value:f}"
    grouped = f"{label.value:,f}"
    return replace(label, raw=raw.replace(plain, grouped))


def widen_digits(draft: Draft, rng: Random) -> Draft:
    """Print full-width digits, in one table or in all."""
    tables = sorted({key.table for key in draft.cells})
    everywhere = rng.random() < 0.5
    chosen = tables if everywhere else [rng.choice(tables)]
    numbers = numbers_of(draft.cells)
    keys = [key for key in numbers if key.table in chosen]
    return _print_all(draft, keys, _with_wide_digits)


def _with_wide_digits(label: Label) -> Label:
    raw = label.raw or ""
    return replace(label, raw=raw.translate(FULL_WIDTH))


def _print_all(draft: Draft, keys: KeyRow, change: Callable[[Label], Label]) -> Draft:
    """Return the draft with some cells printed otherwise; the same one if there are none."""
    if not keys:
        return draft
    labels = {key: change(draft.cells[key]) for key in keys}
    return draft.relabel(labels)


def _print_same(draft: Draft, keys: KeyRow, label: Label) -> Draft:
    """Return the draft with the same printed in some cells; each keeps its unit."""
    return _print_all(draft, keys, lambda own: replace(label, unit=own.unit))
