"""An order of a block's columns, and the orders next to it."""

from collections.abc import Iterator
from typing import NamedTuple

from extraction.forms.table import Block

KeyOrder = tuple[str, ...]
Slot = tuple[str, str]
"""The row and the column of one figure; of rows below each other the row is empty."""
Order = tuple[Slot, ...]
"""The cells of a line of figures from left to right."""


class ColumnOrder(NamedTuple):
    """What stands side by side in a block, part by part.

    rows: of a block whose rows stand side by side, else none. over: columns and groups of them.
    groups: each group's columns.
    """

    rows: KeyOrder
    over: KeyOrder
    groups: tuple[tuple[str, KeyOrder], ...]

    @property
    def parts(self) -> int:
        """How many parts of it may be in another order."""
        return 2 + len(self.groups)

    def keys(self) -> Iterator[str]:
        """Yield the columns from left to right."""
        inner = dict(self.groups)
        for key in self.over:
            yield from inner.get(key, (key,))

    def levels(self) -> Iterator[str]:
        """Yield columns and groups, and below them the groups' columns."""
        yield from self.over
        for _, columns in self.groups:
            yield from columns

    def to_order(self) -> Order:
        """Return the cells of a line of figures."""
        columns = tuple(self.keys())
        return tuple((row, column) for row in self.rows or ("",) for column in columns)

    def moves(self, part: int) -> Iterator["ColumnOrder"]:
        """Yield the orders in which two neighbours of one part have changed places."""
        if part == 0:
            for rows in _exchange(self.rows):
                yield self._replace(rows=rows)
        elif part == 1:
            for over in _exchange(self.over):
                yield self._replace(over=over)
        else:
            at = part - 2
            key, columns = self.groups[at]
            for moved in _exchange(columns):
                groups = (*self.groups[:at], (key, moved), *self.groups[at + 1 :])
                yield self._replace(groups=groups)


def order_of(block: Block) -> ColumnOrder:
    """Return the form's own order of a block's columns."""
    across = block.arrangement == "across"
    rows = tuple(row.key for row in block.rows) if across else ()
    over = tuple(dict.fromkeys(column.group or column.key for column in block.columns))
    groups = tuple((group.key, block.members(group.key)) for group in block.column_groups)
    return ColumnOrder(rows, over, groups)


def _exchange(keys: KeyOrder) -> Iterator[KeyOrder]:
    """Yield keys with two neighbours exchanged.

    >>> list(_exchange(("a", "b", "c")))
    [('b', 'a', 'c'), ('a', 'c', 'b')]
    """
    for at in range(len(keys) - 1):
        yield (*keys[:at], keys[at + 1], keys[at], *keys[at + 2 :])
