"""Where figures stand in printed tables, and whether they can be told apart there."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet
from extraction.forms.table import Block
from extraction.values.record import CellKey


def split_count(digits: str, parts: int) -> int:
    """Return in how many ways digits are so many whole numbers without leading zeros.

    >>> split_count("000", 3), split_count("1212", 3), split_count("750", 2)
    (1, 3, 2)
    """
    ways = [1] + [0] * len(digits)
    for _ in range(parts):
        longer = []
        for end in range(len(digits) + 1):
            starts = (at for at in range(end) if end - at == 1 or digits[at] != "0")
            longer.append(sum(ways[start] for start in starts))
        ways = longer
    return ways[-1]


def can_be_split(raws: list[str]) -> bool:
    """Tell whether figures printed without separators can be told apart.

    >>> can_be_split(["0", "0", "7"]), can_be_split(["12", "0"]), can_be_split(["3.5"])
    (True, False, True)
    """
    digits = "".join(raws)
    if len(raws) == 1:
        return True
    return digits.isascii() and digits.isdigit() and split_count(digits, len(raws)) == 1


def rows_in(sheet: PrintedSheet) -> Iterator[tuple[int, str, list[PrintedBox]]]:
    """Yield index, row and figures of every line, once for each row that has figures in it."""
    for index, line in enumerate(sheet.lines):
        boxes = [box for box in line if box.role == "figure" and box.key]
        for row, figures in groupby(boxes, key=_row_of_box):
            yield index, row, list(figures)


def _row_of_box(box: PrintedBox) -> str:
    return box.key.row if box.key else ""


def replace_line(sheet: PrintedSheet, index: int, line: Iterable[PrintedBox]) -> PrintedSheet:
    """Return the sheet with one line replaced."""
    lines = (*sheet.lines[:index], tuple(line), *sheet.lines[index + 1 :])
    return replace(sheet, lines=lines)


def insert_line(sheet: PrintedSheet, index: int, *lines: BoxLine) -> PrintedSheet:
    """Return the sheet with lines inserted before an index."""
    whole = (*sheet.lines[:index], *lines, *sheet.lines[index:])
    return replace(sheet, lines=whole)


def find_long(boxes: Iterable[PrintedBox]) -> list[PrintedBox]:
    """Return the boxes that print a number of two digits or more."""
    return [box for box in boxes if len(box.text) > 1 and box.text.isdigit()]


def keys_of(boxes: Iterable[PrintedBox]) -> list[CellKey]:
    """Return the cells whose figures stand in these boxes."""
    return [box.key for box in boxes if box.key and box.role == "figure"]


def grouped_block(draft: Draft) -> tuple[str, Block]:
    """Return the block whose rows are grouped, and its table."""
    return next(
        (table.key, block)
        for table in form_named(draft.form).tables
        for block in table.blocks
        if block.row_groups
    )


def first_sheet(draft: Draft) -> PrintedSheet | None:
    """Return the printed table that the form has first."""
    return draft.sheet(form_named(draft.form).tables[0].key)


def choose_sheet(draft: Draft, rng: Random) -> PrintedSheet | None:
    """Return any printed table."""
    return rng.choice(draft.sheets) if draft.sheets else None
