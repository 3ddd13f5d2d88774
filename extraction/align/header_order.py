"""The order in which a block's headers stand, on one level or on two: the form's, or another."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from extraction.align.chain import Link
from extraction.align.printed_headers import group_by_line, is_row_of
from extraction.forms.table import Block
from extraction.forms.thresholds import TRUNCATED_HEADER


def follow_form(headers: Sequence[Link], block: Block) -> bool:
    """Whether headers stand in the form's order as far as they are read.

    Where a printed line holds several, each line must by itself: how high a header stands in
    its cell, as the text of a PDF has it, says nothing of its column. But of a level whose headers
    have a line each, heights must account for their order.
    """
    lines = group_by_line(headers)
    if any(len(line) > 1 for line in lines):
        alone = [line[0] for line in lines if len(line) == 1]
        if any(_is_in_another_order(alone, level) for level in list_levels(block)):
            return False
        parts = [[link.target.key for link in line] for line in lines]
    else:
        parts = [[link.target.key for link in headers]]
    return all(are_in_order(keys, block) for keys in parts)


def _is_in_another_order(alone: Sequence[Link], level: Sequence[str]) -> bool:
    """Whether all headers of a level have a line each, in an order that no heights bring about."""
    own = [link for link in alone if link.target.key in level]
    keys = [link.target.key for link in own]
    if sorted(keys) != sorted(level) or _in_order(keys, level):
        return False
    return not _wraps_into(own, level)


def list_levels(block: Block) -> tuple[list[str], list[str]]:
    """Return what headers on two levels name: single columns groups, and the groups' columns."""
    over = dict.fromkeys(column.group or column.key for column in block.columns)
    return list(over), [column.key for column in block.columns if column.group]


def are_in_order(keys: Sequence[str], block: Block) -> bool:
    """Whether headers, on one level or on two, stand in the form's order.

    On two levels the upper line names a group where its columns stand.
    """
    keys = list(dict.fromkeys(keys))
    columns = [column.key for column in block.columns]
    grouped = {column.key: column.group for column in block.columns if column.group}
    over = list(dict.fromkeys(column.group or column.key for column in block.columns))
    first = next((i for i, key in enumerate(keys) if key in grouped), len(keys))
    if any(key in columns and key not in grouped for key in keys[first:]):
        return _in_order([key for key in keys if key in columns], columns)
    top, under = [key for key in keys if key in over], [key for key in keys if key in grouped]
    return _in_order(top, over) and _in_order(under, columns)


def are_told_apart(headers: Sequence[Link], block: Block, *, spaced: bool) -> bool:
    """Whether every header is read, and the print leaves no doubt in which order they stand.

    Those of one level must share a printed line; or each has one to itself, and how high
    a longer label stands in its cell does not account for their order. Where only spaces
    part the columns, what stands on a line above says nothing of left and right.
    """
    columns = [column.key for column in block.columns]
    grouped = {column.key for column in block.columns if column.group}
    keys = [link.target.key for link in headers if link.target.kind == "column"]
    unclear = any(link.score < TRUNCATED_HEADER for link in headers)
    if unclear or sorted(keys) != sorted(columns):
        return False
    lines = group_by_line(headers)
    if all(len(line) == 1 for line in lines):
        by_height = all(link.first.own_line for link in headers) and _is_by_height(headers, block)
        return not (spaced or by_height)
    levels = [{link.target.key in grouped for link in line} for line in lines]
    return len(lines) == 1 or levels == [{False}, {True}]


def is_spaced(index: int, links: Sequence[Link]) -> bool:
    """Whether a block's figures stand side by side with nothing but spaces between them."""
    lines = ([value.cell for value in link.values] for link in links if is_row_of(link, index))
    return any(len(set(cells)) < len(cells) for cells in lines)


def _is_by_height(headers: Sequence[Link], block: Block) -> bool:
    """Whether the form's order comes out as printed, level by level, where long headers wrap."""
    return all(
        _wraps_into([link for link in headers if link.target.key in level], level)
        for level in list_levels(block)
    )


def _wraps_into(headers: Sequence[Link], level: Sequence[str]) -> bool:
    """Whether headers stand as those of one row do: the longer ones wrap, and reach out further.

    The text of a PDF gives what reaches furthest up first, or what reaches furthest down last.
    """
    drawn = sorted(headers, key=lambda link: level.index(link.target.key))
    lengths = sorted({len(link.text) for link in headers})
    for wraps in chain.from_iterable(combinations(lengths, n) for n in range(len(lengths))):
        reach = [bisect_right(wraps, len(link.text)) for link in drawn]
        for last_first in (False, True):
            order = sorted(range(len(drawn)), key=reach.__getitem__, reverse=last_first)
            if [drawn[at] for at in order] == list(headers):
                return True
    return False


def unfold_groups(headers: Sequence[Link], block: Block) -> Iterator[str]:
    """Yield the columns of a header on two levels: those of a group stand where its name does."""
    groups = {group.key for group in block.column_groups}
    grouped = {column.key for column in block.columns if column.group}
    columns = {column.key for column in block.columns}
    keys = [link.target.key for link in headers]
    under = [key for key in keys if key in grouped]
    for key in dict.fromkeys(keys):
        if key in groups and keys.index(key) < keys.index(under[0]):
            yield from under
        elif key in columns - grouped or (key in grouped and not groups & set(keys)):
            yield key


def _in_order(printed: Sequence[str], columns: Sequence[str]) -> bool:
    places = [columns.index(key) for key in printed]
    return places == sorted(places)
