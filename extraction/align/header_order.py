"""The order in which a block's headers stand, on one level or on two: the form's, or another."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations

from extraction.align.form_headers import list_columns, list_grouped, list_levels
from extraction.align.links import Link
from extraction.align.printed_headers import group_by_line, is_row_of
from extraction.forms.table import Block
from extraction.forms.thresholds import TRUNCATED_HEADER
from extraction.values.layout import Token


def follow_form(headers: Sequence[Link], block: Block) -> bool:
    """Whether headers stand in the form's order as far as they are read.

    Where a printed line holds several, each line must by itself: how high a header stands in
    its cell, as the text of a PDF has it, says nothing of its column. But of a level whose headers
    have a line each, heights must account for their order.
    """
    lines = group_by_line(headers)
    if all(len(line) == 1 for line in lines):
        return are_in_order(_list_keys(headers), block)
    alone = [line[0] for line in lines if len(line) == 1]
    if any(_is_in_another_order(alone, level) for level in list_levels(block)):
        return False
    return all(are_in_order(_list_keys(line), block) for line in lines)


def _list_keys(headers: Sequence[Link]) -> list[str]:
    return [link.key for link in headers]


def _is_in_another_order(alone: Sequence[Link], level: Sequence[str]) -> bool:
    """Whether all headers of a level have a line each, in an order that no heights bring about."""
    own = _list_those_of(level, alone)
    keys = _list_keys(own)
    if sorted(keys) != sorted(level) or _in_order(keys, level):
        return False
    return not _wraps_into(own, level)


def _list_those_of(level: Sequence[str], headers: Sequence[Link]) -> list[Link]:
    """Return the headers that name what stands on one level."""
    return [link for link in headers if link.key in level]


def are_in_order(keys: Sequence[str], block: Block) -> bool:
    """Whether headers, on one level or on two, stand in the form's order.

    On two levels the upper line names a group where its columns stand.
    """
    printed = list(dict.fromkeys(keys))
    over, grouped = list_levels(block)
    columns = list_columns(block)
    if _are_on_one_level(printed, columns, grouped):
        return _in_order(printed, columns)
    return _in_order(printed, over) and _in_order(printed, grouped)


def _are_on_one_level(
    printed: Sequence[str], columns: Sequence[str], grouped: Sequence[str]
) -> bool:
    """Whether a single column stands behind one that stands under a group's name."""
    behind = False
    for key in printed:
        if key in grouped:
            behind = True
        elif behind and key in columns:
            return True
    return False


def are_told_apart(headers: Sequence[Link], block: Block, *, spaced: bool) -> bool:
    """Whether every header is read, and the print leaves no doubt in which order they stand.

    Those of one level must share a printed line; or each has one to itself, and how high
    a longer label stands in its cell does not account for their order. Where only spaces
    part the columns, what stands on a line above says nothing of left and right.
    """
    if any(link.score < TRUNCATED_HEADER for link in headers):
        return False
    named = [link.key for link in headers if link.kind == "column"]
    if sorted(named) != sorted(list_columns(block)):
        return False
    lines = group_by_line(headers)
    if all(len(line) == 1 for line in lines):
        return not spaced and not _is_by_height(headers, block)
    return len(lines) == 1 or _are_two_levels(lines, block)


def _are_two_levels(lines: Sequence[Sequence[Link]], block: Block) -> bool:
    """Whether there are two lines, and what stands under groups' names is all on the lower."""
    if len(lines) != 2:
        return False
    grouped = set(list_grouped(block))
    upper, lower = map(_list_keys, lines)
    return grouped.isdisjoint(upper) and grouped.issuperset(lower)


def is_spaced(index: int, links: Sequence[Link]) -> bool:
    """Whether a block's figures stand side by side with nothing but spaces between them."""
    rows = (link.values for link in links if is_row_of(link, index))
    return any(map(_share_a_cell, rows))


def _share_a_cell(values: Sequence[Token]) -> bool:
    cells = {value.cell for value in values}
    return len(cells) < len(values)


def _is_by_height(headers: Sequence[Link], block: Block) -> bool:
    """Whether the form's order comes out as printed, level by level, where long headers wrap."""
    if not all(link.first.own_line for link in headers):
        return False
    for level in list_levels(block):
        own = _list_those_of(level, headers)
        if not _wraps_into(own, level):
            return False
    return True


def _wraps_into(headers: Sequence[Link], level: Sequence[str]) -> bool:
    """Whether headers stand as those of one row do: the longer ones wrap, and reach out further.

    The text of a PDF gives what reaches furthest up first, or what reaches furthest down last.
    """
    drawn = sorted(headers, key=lambda link: level.index(link.key))
    lengths = [len(link.text) for link in drawn]
    printed = list(headers)
    for wraps in _list_wraps(lengths):
        reach = [bisect_right(wraps, length) for length in lengths]
        for last_first in (False, True):
            order = sorted(range(len(drawn)), key=reach.__getitem__, reverse=last_first)
            if [drawn[at] for at in order] == printed:
                return True
    return False


def _list_wraps(lengths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the lengths from which on headers may take one more line each, in all ways.

    >>> list(_list_wraps([2, 4, 2]))
    [(), (2,), (4,)]
    """
    different = sorted(set(lengths))
    for count in range(len(different)):
        yield from combinations(different, count)


def unfold_groups(headers: Sequence[Link], block: Block) -> Iterator[str]:
    """Yield the columns of a header on two levels: those of a group stand where its name does."""
    groups = {group.key for group in block.column_groups}
    grouped = list_grouped(block)
    single = set(list_columns(block)).difference(grouped)
    keys = _list_keys(headers)
    under = [key for key in keys if key in grouped]
    on_one_level = groups.isdisjoint(keys)
    for key in dict.fromkeys(keys):
        if key in groups:
            if keys.index(key) < keys.index(under[0]):
                yield from under
        elif key in single or (on_one_level and key in grouped):
            yield key


def _in_order(printed: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether those of the columns that are printed stand in their order."""
    places = [columns.index(key) for key in printed if key in columns]
    return places == sorted(places)
