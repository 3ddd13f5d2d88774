"""The cells of a table in one line of figures, as drawn columns under its headers hold them."""

from collections.abc import Mapping, Sequence
from itertools import chain

from extraction.align.drawn import keeps_blanks
from extraction.align.form_headers import list_columns
from extraction.align.links import Item, read_label
from extraction.align.thresholds import WHOLE_HEADER
from extraction.forms.label_index import LabelIndex
from extraction.values.layout import GridPlace, Token


def find_slots_in_single_line(
    items: Sequence[Item], values: Sequence[Token], label_index: LabelIndex
) -> dict[int, dict[int, int]]:
    """Learn from the headers over a line of figures which columns of a drawn table hold its cells.

    Each cell must have a header over it that is read whole, all in the form's order.
    """
    block = label_index.table.blocks[0]
    wanted = list(list_columns(block)) * len(block.rows)
    slots = {}
    for grid, headers in _find_drawn_headers(items, label_index).items():
        columns = sorted(headers)
        if [headers[column] for column in columns] != wanted:
            continue
        own = {column: at for at, column in enumerate(columns)}
        if _fills(grid, own, values):
            slots[grid] = own
    return slots


def _find_drawn_headers(
    items: Sequence[Item], label_index: LabelIndex
) -> dict[int, dict[int, str]]:
    """Return by drawn table and column the header that stands there, if it is read whole."""
    found: dict[int, dict[int, str]] = {}
    for label, _ in items:
        place = label.drawn
        if place is None:
            continue
        header = read_label(label.text, WHOLE_HEADER, label_index)
        if header is not None and header.kind == "column":
            headers = found.setdefault(place.grid, {})
            headers[place.column] = header.key
    return found


def _fills(grid: int, slots: Mapping[int, int], values: Sequence[Token]) -> bool:
    """Whether all that a line prints stands under headers, and blanks have kept their cells."""
    places = [value.drawn for value in values if value.kind != "blank"]
    filled = {place.column for place in places if place is not None and place.grid == grid}
    if not filled <= slots.keys():
        return False
    if any(value.place is not None for value in values):
        return True
    return keeps_blanks([filled], slots.keys())


def find_blank_line(
    items: Sequence[Item], slots: Mapping[int, Mapping[int, int]]
) -> tuple[Token, ...]:
    """Return the blanks of the one drawn row that has a cell under each header, and no figure."""
    blank = []
    for place, row in _group_by_row(items).items():
        headers = slots.get(place.grid)
        if headers is None:
            continue
        columns = {value.drawn.column for value in row if value.drawn}
        if headers.keys() <= columns:
            blank.append(tuple(row))
    return blank[0] if len(blank) == 1 else ()


def _group_by_row(items: Sequence[Item]) -> dict[GridPlace, list[Token]]:
    """Return what stands behind labels by drawn rows, each by the place of its first column."""
    rows: dict[GridPlace, list[Token]] = {}
    for value in chain.from_iterable(item.values for item in items):
        if value.drawn is not None:
            begin = value.drawn._replace(column=0)
            rows.setdefault(begin, []).append(value)
    return rows
