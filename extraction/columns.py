"""Which columns a block prints, and in which order, as far as its heads can be read."""

from collections.abc import Iterator, Sequence

from extraction.chain import Link
from extraction.forms.form import Block

_HEAD = 80.0


def find_columns(
    index: int, block: Block, links: Sequence[Link]
) -> tuple[tuple[str, ...], int, str | None]:
    """Read a block's columns from its heads, as far as they can be read.

    Heads in the form's order, complete or not, mean the form's columns. Heads in
    another order are followed where every one is read; else they are a doubt.
    """
    heads = _heads_of(index, links)
    columns = tuple(column.key for column in block.columns)
    keys = [link.target.key for link in heads]
    printed = list(dict.fromkeys(key for key in keys if key in columns))
    grouped = {column.key for column in block.columns if column.group}
    top = [key for key in printed if key not in grouped]
    under = [key for key in printed if key in grouped]
    doubt = None
    if not (_in_order(top, columns) and _in_order(under, columns)):
        if len(printed) == len(columns):
            columns = tuple(_unfold(keys, top, under, block))
        else:
            doubt = "the column heads stand in another order"
    subtotal = next((link.target.key for link in heads if link.target.kind == "subtotal"), None)
    if subtotal is not None:
        columns = _insert_subtotal(columns, subtotal, keys, grouped)
    return columns, len(printed), doubt


def _heads_of(index: int, links: Sequence[Link]) -> list[Link]:
    """Return the links of column heads that stand before the block's first row."""
    rows = [
        link.start for link in links if link.target.kind == "row" and link.target.block == index
    ]
    heads = [
        link
        for link in links
        if link.target.kind in ("column", "column_group", "subtotal")
        and link.score >= _HEAD
        and (not rows or link.start < rows[0])
    ]
    previous = [
        link.end for link in links if link.target.kind == "row" and link.target.block < index
    ]
    return [link for link in heads if not previous or link.start >= previous[-1]]


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
