"""An order of a block's columns, and the orders next to it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import combinations, permutations
from typing import NamedTuple

from extraction.forms.table import Block

KeyOrder = tuple[str, ...]
Slot = tuple[str, str]
"""The row and the column of one figure; of rows below each other the row is empty."""
Order = tuple[Slot, ...]
"""The cells of a line of figures from left to right."""


class ColumnOrder(NamedTuple):
    """What stands side by side in a block, part by part.

    rows: of a block whose rows stand side by side, else one without a name. over: columns and
    groups of them, for each of the rows. groups: each group's columns.
    """

    rows: KeyOrder
    over: tuple[KeyOrder, ...]
    groups: tuple[tuple[str, KeyOrder], ...]

    @property
    def is_across(self) -> bool:
        """Whether rows stand side by side."""
        return any(self.rows)

    def keys(self, row: int) -> Iterator[str]:
        """Yield the columns of one of the rows from left to right."""
        inner = dict(self.groups)
        for key in self.over[row]:
            yield from inner.get(key, (key,))

    def levels(self) -> Iterator[str]:
        """Yield columns and groups, and below them the groups' columns: those of rows are alike."""
        yield from self.over[0]
        for _, columns in self.groups:
            yield from columns

    def to_order(self) -> Order:
        """Return the cells of a line of figures."""
        slots: list[Slot] = []
        for number, row in enumerate(self.rows):
            slots += ((row, column) for column in self.keys(number))
        return tuple(slots)

    def arrangements(self) -> Iterator["ColumnOrder"]:
        """Yield this with columns or groups in every order, alike for some of the rows."""
        for own in _subsets(len(self.rows)):
            for over in permutations(self.over[0]):
                yield self.with_over(own, over)

    def with_over(self, rows: Iterable[int], over: KeyOrder) -> "ColumnOrder":
        """Return this with one order of columns or groups for some of the rows."""
        replaced = list(self.over)
        for row in rows:
            replaced[row] = over
        return self._replace(over=tuple(replaced))


Part = Callable[[ColumnOrder], Iterator[ColumnOrder]]
"""Something that may stand in another order: from one order of it, it leads to those next to it."""


def parts_of(own: ColumnOrder) -> Iterator[Part]:
    """Yield the parts of which two neighbours may have changed places.

    They are rows; columns or groups of them, over all rows alike; and a group's columns.
    """
    yield _exchange_rows
    yield _exchange_over
    for at in range(len(own.groups)):
        yield partial(_exchange_in_group, at)


def order_of(block: Block) -> ColumnOrder:
    """Return the form's own order of a block's columns."""
    across = block.arrangement == "across"
    rows = tuple(row.key for row in block.rows) if across else ("",)
    over = tuple(dict.fromkeys(column.group or column.key for column in block.columns))
    groups: list[tuple[str, KeyOrder]] = []
    for group in block.column_groups:
        groups.append((group.key, block.members(group.key)))
    return ColumnOrder(rows, (over,) * len(rows), tuple(groups))


def _exchange_rows(order: ColumnOrder) -> Iterator[ColumnOrder]:
    for rows in _exchange(order.rows):
        yield order._replace(rows=rows)


def _exchange_over(order: ColumnOrder) -> Iterator[ColumnOrder]:
    rows = range(len(order.rows))
    for over in _exchange(order.over[0]):
        yield order.with_over(rows, over)


def _exchange_in_group(at: int, order: ColumnOrder) -> Iterator[ColumnOrder]:
    key, columns = order.groups[at]
    for moved in _exchange(columns):
        groups = (*order.groups[:at], (key, moved), *order.groups[at + 1 :])
        yield order._replace(groups=groups)


def _subsets(count: int) -> Iterator[tuple[int, ...]]:
    """Yield all choices of so many rows, all of them first.

    >>> list(_subsets(2))
    [(0, 1), (0,), (1,)]
    """
    for size in range(count, 0, -1):
        yield from combinations(range(count), size)


def _exchange(keys: KeyOrder) -> Iterator[KeyOrder]:
    """Yield keys with two neighbours exchanged.

    >>> list(_exchange(("a", "b", "c")))
    [('b', 'a', 'c'), ('a', 'c', 'b')]
    """
    for at in range(len(keys) - 1):
        yield (*keys[:at], keys[at + 1], keys[at], *keys[at + 2 :])
