"""Two results held against each other, record by record and cell by cell."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from extraction.check.conclusion import flatten_cells
from extraction.values.record import Cell, Record, Status

FoundIn = Literal["a", "b", "both"]


class CellDifference(NamedTuple):
    """One cell that is not the same on both sides; None where a side has no such cell."""

    cell: str
    a: Cell | None
    b: Cell | None


class RecordDifference(NamedTuple):
    """What differs between two records of one report, or which side alone has it."""

    path: str
    part: int
    found: FoundIn
    statuses: tuple[Status | None, Status | None]
    cells: tuple[CellDifference, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return self.found != "both" or self.statuses[0] != self.statuses[1] or bool(self.cells)


def compare_records(a: Record | None, b: Record | None) -> RecordDifference:
    """Return what differs between two records of one report: the verdict, and cells by content.

    A cell differs where its state or its number does; how it became known does not count.
    """
    there = a or b
    assert there is not None  # one of the two is there
    path, part = there.source.path, there.source.part
    statuses = (a.status if a else None, b.status if b else None)
    if a is None or b is None:
        return RecordDifference(path, part, "b" if a is None else "a", statuses)
    return RecordDifference(path, part, "both", statuses, tuple(_compare_cells(a, b)))


def _compare_cells(a: Record, b: Record) -> Iterator[CellDifference]:
    ours, theirs = dict(_named_cells(a)), dict(_named_cells(b))
    for name in dict.fromkeys([*ours, *theirs]):
        mine, other = ours.get(name), theirs.get(name)
        if _content(mine) != _content(other):
            yield CellDifference(name, mine, other)


def _content(cell: Cell | None) -> tuple[object, ...]:
    """Return what two cells must have in common to be the same; of words, how they read."""
    if cell is None:
        return ()
    words = cell.raw if cell.state in ("text", "not_applicable") else None
    return cell.state, cell.value, words


def _named_cells(record: Record) -> Iterator[tuple[str, Cell]]:
    """Yield the cells and subtotals by their paths, then other figures by their labels."""
    for key, cell in flatten_cells(record).items():
        yield str(key), cell
    for number, extra in enumerate(record.extras):
        if extra.row is not None and extra.column is not None:
            continue
        for place, cell in enumerate(extra.values):
            yield f"{extra.table}.{extra.label} ({number}).{place}", cell
