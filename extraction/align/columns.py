"""Find the columns that a block prints, and their order, as far as its headers can be read."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from extraction.align.form_headers import list_columns, list_grouped
from extraction.align.header_order import are_told_apart, follow_form, is_spaced, unfold_groups
from extraction.align.links import Link
from extraction.align.other_units import find_money_units, name_other_unit
from extraction.align.printed_headers import find_headers, find_lines_over, group_by_line, is_row_of
from extraction.align.unread_headers import doubt_places, doubt_unread_headers
from extraction.forms.table import Block
from extraction.forms.thresholds import TRUNCATED_HEADER
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.record import Proof

_Places = dict[str, set[int]]
"""By header: the columns of a drawn table in which it stands."""


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
    rows = [link for link in links if is_row_of(link, index)]
    columns = list_columns(block)
    headers = _count_headers(before, block)
    doubt = None
    if sorted(wrapped) == sorted(columns):
        columns = wrapped
    elif not follow_form(before, block):
        if are_told_apart(before, block, spaced=is_spaced(index, links)):
            columns = tuple(unfold_groups(before, block))
        else:
            doubt = doubts.COLUMNS_REORDERED
    elif headers < len(columns):
        doubt = _doubt_order_of_form(over, before, rows, block)
    if not follow_form(after, block):
        doubt = doubts.COLUMNS_REORDERED_BELOW
    shown_by = _tell_what_shows(columns, before, block)
    units = find_money_units(before, block)
    if _counts_otherwise(index, (*over, *rows), units, block):
        doubt = doubts.OTHER_UNIT
    subtotal = next((link for link in before if link.kind == "subtotal"), None)
    if subtotal is not None:
        leads = _leads(subtotal, before, block)
        if leads is None:
            doubt = doubts.SUBTOTAL_UNCLEAR
        columns = _insert_subtotal(columns, subtotal.key, block, leads=bool(leads))
    return PrintedColumns(columns, headers, doubt, shown_by, units)


def _doubt_order_of_form(
    over: Sequence[Link], before: Sequence[Link], rows: Sequence[Link], block: Block
) -> Bilingual | None:
    """Say what speaks against the form's columns where its headers are not all read."""
    doubt = doubt_unread_headers(over, before, rows, block)
    if doubt is None and not block.column_groups:
        return doubt_places(before, rows, list_columns(block))
    return doubt


def _counts_otherwise(
    index: int, links: Sequence[Link], units: Mapping[str, str], block: Block
) -> bool:
    """Whether a header or label has another unit than the form, but for `units` that are read."""
    texts = []
    for link in links:
        own = link.target.block in (-1, index)
        if own and link.key not in units:
            texts.append(link.text)
    return name_other_unit(texts, block)


def find_repeated_headers(index: int, block: Block, links: Sequence[Link]) -> tuple[str, ...]:
    """Return a block's columns as its headers repeat them side by side, or nothing.

    Converters that know no merged cells print what stands in one as often as it is wide.
    """
    before, _ = find_headers(index, links)
    columns = list_columns(block)
    lines = group_by_line(before)
    if all(len(line) == 1 for line in lines):
        lines = [[line[0] for line in lines]]
    for line in lines:
        keys = tuple(link.key for link in line)
        if len(keys) > len(columns) and _drop_repeated(keys) == columns:
            return keys
    return ()


def _drop_repeated(keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys once each where they follow each other."""
    return tuple(key for key, _ in groupby(keys))


def find_slots(
    index: int, columns: Sequence[str], links: Sequence[Link]
) -> dict[int, dict[int, int]]:
    """Learn from a block's headers which columns of a drawn table hold which cell of a line.

    In each table all headers must be read whole, each must stand in one column, and these from
    left to right as the block's columns do.
    """
    before, _ = find_headers(index, links)
    slots = {}
    for grid, places in _find_places(before, columns).items():
        own = _order_places(places, columns)
        if own:
            slots[grid] = own
    return slots


def _find_places(headers: Sequence[Link], columns: Sequence[str]) -> dict[int, _Places]:
    """Return by drawn table and header where headers that are read whole stand in it."""
    places: dict[int, _Places] = {}
    for link in headers:
        if link.key not in columns or link.score <= TRUNCATED_HEADER:
            continue
        place = link.first.drawn
        if place is not None and place == link.last.drawn:
            in_grid = places.setdefault(place.grid, {})
            in_grid.setdefault(link.key, set()).add(place.column)
    return places


def _order_places(places: _Places, columns: Sequence[str]) -> dict[int, int]:
    """Return which cell of a line each column of a drawn table holds; nothing where in doubt."""
    if places.keys() != set(columns):
        return {}
    if any(len(own) > 1 for own in places.values()):
        return {}
    order = [min(places[key]) for key in columns]
    if order != sorted(set(order)):
        return {}
    return {column: at for at, column in enumerate(order)}


def _count_headers(before: Sequence[Link], block: Block) -> int:
    """Count the headers that are read whole; glued together in order, they are all there."""
    glued = {link.key for link in before if link.kind == "columns"}
    levels = 2 if block.column_groups else 1
    if len(glued) == levels:
        return len(block.columns)
    whole = {link.key for link in before if link.score > TRUNCATED_HEADER}
    return len(whole.intersection(list_columns(block)))


def _tell_what_shows(columns: Sequence[str], before: Sequence[Link], block: Block) -> Proof:
    """Say what shows the columns: their headers, if all but one can be read; else the form's order.

    A header that is cut off is read where only one column's begins so. Columns in another order
    are taken only where each has its header.
    """
    in_form = list_columns(block)
    if tuple(columns) != in_form:
        return "structure"
    named = {link.key for link in before if link.score >= TRUNCATED_HEADER}
    legible = len(named.intersection(in_form))
    read = max(legible, _count_headers(before, block))
    return "order" if read < len(in_form) - 1 else "structure"


def _leads(subtotal: Link, headers: Sequence[Link], block: Block) -> bool | None:
    """Whether a printed subtotal stands before the columns that it sums, or behind; None: unclear.

    Heads on its own printed line tell, or all where each has a line to itself. It may stand
    among the columns of its group, or above them, beside the group's name.
    """
    grouped = set(list_grouped(block))
    if not grouped <= {link.key for link in headers}:
        return None
    lines = {link.line for link in headers}
    alone = len(lines) == len(headers)
    near = [link for link in headers if alone or link.line == subtotal.line]
    at = near.index(subtotal)
    before = [link.key for link in near[:at]]
    behind = [link.key for link in near[at + 1 :]]
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
    grouped = list_grouped(block)
    places = [at for at, key in enumerate(columns) if key in grouped] or [0]
    where = places[0] if leads else places[-1] + 1
    return (*columns[:where], subtotal, *columns[where:])
