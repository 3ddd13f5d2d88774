"""Find the columns that a block prints, and their order, as far as its headers can be read."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from extraction.align.chain import Link
from extraction.align.header_order import are_told_apart, follow_form, is_spaced, unfold_groups
from extraction.align.other_units import find_money_units, name_other_unit
from extraction.align.printed_headers import find_headers, find_lines_over, group_by_line, is_row_of
from extraction.align.unread_headers import doubt_places, doubt_unread_headers
from extraction.forms.table import Block
from extraction.forms.thresholds import TRUNCATED_HEADER
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.record import Proof


class PrintedColumns(NamedTuple):
    """A block's columns from left to right, how many headers are read whole, and what is unsure.

    shown_by: `structure` where all headers can be read but for one, else the form's `order`.
    units: of money, where a column's header prints one.
    """

    keys: tuple[str, ...]
    headers: int
    doubt: Bilingual | None
    shown_by: Proof
    units: Mapping[str, str]


def find_columns(
    index: int, block: Block, links: Sequence[Link], wrapped: tuple[str, ...] = ()
) -> PrintedColumns:
    """Read a block's columns from its headers, as far as they can be read.

    Heads in the form's order, complete or not, mean the form's columns. Heads in
    another order are followed where every one is read; else they are a doubt. `wrapped`
    are the columns as headers in laid out text name them from left to right.
    """
    over = find_lines_over(index, links)
    before, after = find_headers(index, links)
    columns = tuple(column.key for column in block.columns)
    doubt = None
    if sorted(wrapped) == sorted(columns):
        columns = wrapped
    elif not follow_form(before, block):
        if are_told_apart(before, block, spaced=is_spaced(index, links)):
            columns = tuple(unfold_groups(before, block))
        else:
            doubt = doubts.COLUMNS_REORDERED
    elif _count_headers(before, block) < len(columns):
        rows = [link for link in links if is_row_of(link, index)]
        doubt = doubt_unread_headers(over, before, rows, block)
        if doubt is None and not block.column_groups:
            doubt = doubt_places(before, rows, columns)
    if not follow_form(after, block):
        doubt = doubts.COLUMNS_REORDERED_BELOW
    shown_by = _tell_what_shows(columns, before, block)
    rows = [link for link in links if is_row_of(link, index)]
    units = find_money_units(before, block)
    near = [
        link.text
        for link in (*over, *rows)
        if link.target.block in (-1, index) and link.target.key not in units
    ]
    if name_other_unit(near, block):
        doubt = doubts.OTHER_UNIT
    subtotal = next((link for link in before if link.target.kind == "subtotal"), None)
    if subtotal is not None:
        leads = _leads(subtotal, before, block)
        if leads is None:
            doubt = doubts.SUBTOTAL_UNCLEAR
        columns = _insert_subtotal(columns, subtotal.target.key, block, leads=bool(leads))
    return PrintedColumns(columns, _count_headers(before, block), doubt, shown_by, units)


def find_repeated_headers(index: int, block: Block, links: Sequence[Link]) -> tuple[str, ...]:
    """Return a block's columns as its headers repeat them side by side, or nothing.

    Converters that know no merged cells print what stands in one as often as it is wide.
    """
    before, _ = find_headers(index, links)
    columns = [column.key for column in block.columns]
    lines = group_by_line(before)
    if all(len(line) == 1 for line in lines):
        lines = [[link for line in lines for link in line]]
    for line in lines:
        keys = tuple(link.target.key for link in line)
        if len(keys) > len(columns) and [key for key, _ in groupby(keys)] == columns:
            return keys
    return ()


def find_slots(
    index: int, columns: Sequence[str], links: Sequence[Link]
) -> dict[int, dict[int, int]]:
    """Learn from a block's headers which columns of a drawn table hold which cell of a line.

    In each table all headers must be read whole, each must stand in one column, and these from
    left to right as the block's columns do.
    """
    before, _ = find_headers(index, links)
    places: dict[int, dict[str, set[int]]] = {}
    for link in (link for link in before if link.target.key in columns):
        place = link.first.drawn
        if place is None or place != link.last.drawn or link.score <= TRUNCATED_HEADER:
            continue
        places.setdefault(place.grid, {}).setdefault(link.target.key, set()).add(place.column)
    slots = {}
    for grid, found in places.items():
        if found.keys() == set(columns) and all(len(where) == 1 for where in found.values()):
            order = [min(found[key]) for key in columns]
            if order == sorted(set(order)):
                slots[grid] = {column: at for at, column in enumerate(order)}
    return slots


def _count_headers(before: Sequence[Link], block: Block) -> int:
    """Count the headers that are read whole; glued together in order, they are all there."""
    glued = {link.target.key for link in before if link.target.kind == "columns"}
    if len(glued) == (2 if block.column_groups else 1):
        return len(block.columns)
    whole = {link.target.key for link in before if link.score > TRUNCATED_HEADER}
    return sum(column.key in whole for column in block.columns)


def _tell_what_shows(columns: Sequence[str], before: Sequence[Link], block: Block) -> Proof:
    """Say what shows the columns: their headers, if all but one can be read; else the form's order.

    A header that is cut off is read where only one column's begins so. Columns in another order
    are taken only where each has its header.
    """
    in_form = tuple(column.key for column in block.columns)
    named = {link.target.key for link in before if link.score >= TRUNCATED_HEADER}
    read = max(len(named.intersection(in_form)), _count_headers(before, block))
    return "order" if tuple(columns) == in_form and read < len(in_form) - 1 else "structure"


def _leads(subtotal: Link, headers: Sequence[Link], block: Block) -> bool | None:
    """Whether a printed subtotal stands before the columns that it sums, or behind; None: unclear.

    Heads on its own printed line tell, or all where each has a line to itself. It may stand
    among the columns of its group, or above them, beside the group's name.
    """
    grouped = {column.key for column in block.columns if column.group}
    if not grouped <= {link.target.key for link in headers}:
        return None
    alone = len({link.first.line for link in headers}) == len(headers)
    near = [link for link in headers if alone or link.first.line == subtotal.first.line]
    at = near.index(subtotal)
    before, behind = ([link.target.key for link in part] for part in (near[:at], near[at + 1 :]))
    if not grouped.isdisjoint(before):
        return False
    if behind and behind[0] in grouped:
        return True
    groups = {group.key for group in block.column_groups}
    if groups.isdisjoint(before + behind):
        return None
    return not groups.isdisjoint(behind)


def _insert_subtotal(
    columns: tuple[str, ...], subtotal: str, block: Block, *, leads: bool
) -> tuple[str, ...]:
    """Put a printed subtotal before or behind the columns that it sums."""
    grouped = {column.key for column in block.columns if column.group}
    first = min((i for i, key in enumerate(columns) if key in grouped), default=0)
    last = max((i for i, key in enumerate(columns) if key in grouped), default=0)
    where = first if leads else last + 1
    return (*columns[:where], subtotal, *columns[where:])
