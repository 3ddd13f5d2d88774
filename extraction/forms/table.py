"""A form's tables as they are printed: rows under columns, and the names of their cells."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from extraction.forms.model import FormModel
from extraction.values.record import CellKey

_KEPT = re.compile(r"[0-9\u3400-\u9fff]+")
_NO_WORDS = re.compile(r"[锟斤拷]{3,}|烫{2,}|屯{2,}")
"""What is left of characters that a program could not decode, and of memory that it never wrote."""
_LONGEST_KNOWN = 200
"""Longer texts are no labels, and not kept by their keys."""


def label_key(text: str) -> str:
    """Reduce a label to the characters that damage leaves alone.

    >>> label_key("(七)总 计"), label_key("3.危及“三安全一稳定”")
    ('七总计', '3危及三安全一稳定')
    >>> label_key("3.锟斤拷锟斤拷")
    '3'
    """
    return _known_key(text) if len(text) <= _LONGEST_KNOWN else _to_key(text)


def _to_key(text: str) -> str:
    return "".join(_KEPT.findall(_NO_WORDS.sub("", text)))


_known_key = lru_cache(maxsize=8192)(_to_key)
"""Labels are compared with many others: the key of each is found once."""


class Labelled(FormModel):
    """Something that is printed: its key, its official label, and what else it is called."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The official label first, then the aliases."""
        return (self.label, *self.aliases)


class Column(Labelled):
    """A column of figures; `holds` says what is legal there."""

    group: str | None = None
    holds: Literal["count", "change", "money"] = "count"
    unit: str | None = None


class Row(Labelled):
    """A row of figures."""

    group: str | None = None


class Group(Labelled):
    """A heading over rows or columns; `subtotal` is the key of its sum, if one is printed."""

    within: str | None = None
    subtotal: str | None = None
    subtotal_labels: tuple[str, ...] = ()


class Block(FormModel):
    """Rows under one set of columns.

    `arrangement` is `down` for a row of figures per row label, `across` where all
    rows stand side by side in one line of figures, each under its own heading.
    """

    key: str
    arrangement: Literal["down", "across"] = "down"
    heads: tuple[str, ...] = ()
    unit: str | None = None
    columns: tuple[Column, ...]
    column_groups: tuple[Group, ...] = ()
    rows: tuple[Row, ...]
    row_groups: tuple[Group, ...] = ()

    def members(self, group: str) -> tuple[str, ...]:
        """Return the keys of the rows or columns in a group and in all groups within it."""
        headings = (*self.row_groups, *self.column_groups)
        groups, inner = set[str](), {group}
        while inner - groups:
            groups |= inner
            inner = {heading.key for heading in headings if heading.within in groups}
        rows = tuple(row.key for row in self.rows if row.group in groups)
        return rows + tuple(column.key for column in self.columns if column.group in groups)

    def subtotal_at(self, row: str) -> str | None:
        """Return the subtotal that a line may hold right behind a row or a group's heading.

        It may open its group, right behind the heading, or close it behind the last row.
        """
        for group in self.row_groups:
            members = self.members(group.key)
            if group.subtotal and (row == group.subtotal or row == members[-1]):
                return group.subtotal
        return None

    @cached_property
    def printed_rows(self) -> tuple[str, ...]:
        """The keys of all rows that may be printed, subtotals included."""
        subtotals = (group.subtotal for group in self.row_groups if group.subtotal)
        return (*(row.key for row in self.rows), *subtotals)

    @cached_property
    def printed_columns(self) -> tuple[str, ...]:
        """The keys of all columns that may be printed, subtotals included."""
        subtotals = (group.subtotal for group in self.column_groups if group.subtotal)
        return (*(column.key for column in self.columns), *subtotals)


class Table(FormModel):
    """One table of the form, as blocks that follow each other on the page."""

    key: str
    label: str
    blocks: tuple[Block, ...]

    def cells(self) -> Iterator[CellKey]:
        """Yield every cell in the order of the form."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield CellKey(self.key, row.key, column.key)

    @cached_property
    def row_keys(self) -> tuple[str, ...]:
        """The keys of its rows in the order of the form, without subtotals."""
        return tuple(row.key for block in self.blocks for row in block.rows)

    def block_of(self, row: str) -> Block:
        """Return the block that holds a row, or the subtotal of one of its groups."""
        for block in self.blocks:
            if row in block.printed_rows:
                return block
        raise KeyError(row)


class Named(NamedTuple):
    """The name of a cell in the report: its row's and its column's label."""

    row: str
    column: str
