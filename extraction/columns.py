"""Which columns a block prints, and in which order, as far as its heads can be read."""

from collections.abc import Iterator, Sequence

from extraction.chain import Link
from extraction.forms.form import Block
from extraction.lexicon import CUT_HEAD

_IN_ORDER = 95.0


def find_columns(
    index: int, block: Block, links: Sequence[Link]
) -> tuple[tuple[str, ...], int, str | None]:
    """Read a block's columns from its heads, as far as they can be read.

    Heads in the form's order, complete or not, mean the form's columns. Heads in
    another order are followed where every one is read; else they are a doubt.
    """
    before, after = _heads_of(index, links)
    columns = tuple(column.key for column in block.columns)
    keys = [link.target.key for link in before]
    printed = [key for key in keys if key in columns]
    grouped = {column.key for column in block.columns if column.group}
    doubt = None
    if not _follow_form(keys, block):
        if sorted(printed) == sorted(columns):
            top = [key for key in printed if key not in grouped]
            under = [key for key in printed if key in grouped]
            columns = tuple(_unfold(keys, top, under, block))
        else:
            doubt = "the column heads stand in another order"
    if not _follow_form([link.target.key for link in after], block):
        doubt = "column heads below the figures stand in another order"
    subtotal = next((link.target.key for link in before if link.target.kind == "subtotal"), None)
    if subtotal is not None:
        if not grouped <= set(keys):
            doubt = "it is not clear which column is the subtotal"
        columns = _insert_subtotal(columns, subtotal, keys, grouped)
    return columns, _count_heads(before, block), doubt


def _count_heads(before: Sequence[Link], block: Block) -> int:
    """Count the heads that are read whole; glued together in order, they are all there."""
    glued = {link.target.key for link in before if link.target.kind == "columns"}
    if len(glued) == (2 if block.column_groups else 1):
        return len(block.columns)
    whole = {link.target.key for link in before if link.score > CUT_HEAD}
    return sum(column.key in whole for column in block.columns)


def _follow_form(keys: Sequence[str], block: Block) -> bool:
    """Whether heads, on one level or on two, stand in the form's order as far as they are read.

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


def _heads_of(index: int, links: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links of a block's column heads, before its first row and after it."""
    rows = [i for i, link in enumerate(links) if _is_row(link, index)]
    start = max((i + 1 for i, link in enumerate(links) if _belongs_before(link, index)), default=0)
    first = rows[0] if rows else len(links)
    ends = (i for i, link in enumerate(links) if i >= first and _opens_next(link, index))
    end = next(ends, len(links))
    return list(filter(_is_head, links[start:first])), list(filter(_is_head, links[first:end]))


def _is_row(link: Link, index: int) -> bool:
    return link.target.kind == "row" and link.target.block == index


def _belongs_before(link: Link, index: int) -> bool:
    return link.target.kind == "row" and link.target.block < index


def _opens_next(link: Link, index: int) -> bool:
    return link.target.position is not None and link.target.block > index


def _is_head(link: Link) -> bool:
    if link.target.kind == "columns":
        return link.score >= _IN_ORDER
    return link.target.kind in ("column", "column_group", "subtotal") and link.score >= CUT_HEAD


def _unfold(
    keys: Sequence[str], top: Sequence[str], under: Sequence[str], block: Block
) -> Iterator[str]:
    """Yield the columns of a head on two levels: those of a group stand where its name does."""
    groups = {group.key for group in block.column_groups}
    for key in dict.fromkeys(keys):
        if key in groups and keys.index(key) < keys.index(under[0]):
            yield from under
        elif key in top or (key in under and not groups & set(keys)):
            yield key


def _in_order(printed: Sequence[str], columns: Sequence[str]) -> bool:
    places = [columns.index(key) for key in printed]
    return places == sorted(places)


def _insert_subtotal(
    columns: tuple[str, ...], subtotal: str, heads: Sequence[str], grouped: set[str]
) -> tuple[str, ...]:
    """Put a printed subtotal before or after the columns that it sums, as its head stands."""
    at = heads.index(subtotal)
    first = min((i for i, key in enumerate(columns) if key in grouped), default=0)
    last = max((i for i, key in enumerate(columns) if key in grouped), default=0)
    leads = not any(key in grouped for key in heads[:at])
    where = first if leads else last + 1
    return (*columns[:where], subtotal, *columns[where:])
