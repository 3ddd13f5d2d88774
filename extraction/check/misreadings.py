"""Find misreadings near ours that would explain why a report's sums do not close.

Columns exchanged, blanks of a row that stood elsewhere, one figure read as two, one printed
twice: where one of these mends the sums, it is more likely that the report was read wrong than
that it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from extraction.check.fault_sets import (
    Factors,
    FaultSearch,
    Outcomes,
    count_open,
    find_faults,
    find_gap,
    is_equality,
    is_strict,
)
from extraction.check.thresholds import MOST_FAULTS, MOST_OPEN
from extraction.forms.equation import Equation
from extraction.forms.evaluate import Cells
from extraction.values.record import CellKey


def find_exchanged_columns(outcomes: Outcomes, values: Factors) -> tuple[str, str] | None:
    """Return two columns of one table that would close every equation if exchanged."""
    failing: set[str] = set()
    by_table: dict[str, list[Equation]] = {}
    for outcome in filter(is_strict, outcomes):
        table = outcome.equation.rule.table
        by_table.setdefault(table, []).append(outcome.equation)
        if outcome.result == "fail":
            failing.add(table)
    for table in failing:
        equations = by_table[table]
        for pair in combinations(_find_columns(equations), 2):
            if _close(equations, _exchange(values, pair)):
                return pair
    return None


def _find_columns(equations: Sequence[Equation]) -> list[str]:
    columns: set[str] = set()
    for equation in equations:
        columns.update(cell.column for cell in equation.cells)
    return sorted(columns)


def _exchange(values: Factors, pair: tuple[str, str]) -> Factors:
    """Return the figures as they are with two columns exchanged."""
    left, right = pair
    other = {left: right, right: left}
    exchanged: dict[CellKey, Decimal] = {}
    for key, value in values.items():
        column = other.get(key.column, key.column)
        exchanged[key._replace(column=column)] = value
    return exchanged


class OpenRow(NamedTuple):
    """A row that does not close: its cells in the form's order, and what is printed in them.

    equations: those that one of its cells stands in.
    """

    key: str
    cells: tuple[CellKey, ...]
    printed: tuple[Decimal, ...]
    equations: tuple[Equation, ...]


def find_shifted_row(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row whose figures would close its equations if its blanks stood elsewhere."""
    values = _to_values(cells)
    for row in _find_open_rows(outcomes, cells):
        has_blanks = len(row.printed) < len(row.cells)
        if has_blanks and _closes_somewhere(row, values):
            return row.key
    return None


def _to_values(cells: Cells) -> dict[CellKey, Decimal]:
    """Return the figures of cells; what has none counts as zero."""
    values: dict[CellKey, Decimal] = {}
    for key, cell in cells.items():
        values[key] = cell.value or Decimal(0)
    return values


def find_split_figure(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row that leaves less to blame if two of its figures are one: `1|2` for 12.

    A zero or a blank of the row was lost then, wherever it stood, or its total. Where no other
    row can tell, two that make the row's total when they are put together are split as well,
    whatever slip keeps the row from closing; and so are those of a row whose total is less than
    one of several parts: what stands last is none then.
    """
    rivals = _Rivals(outcomes, cells)
    for row in _find_open_rows(outcomes, cells):
        totals = _open_totals(row, cells, rivals.values)
        for joined, whole in _join_neighbours(row.printed):
            others = chain(_spread(row.cells, joined), _spread_to_parts(row, joined))
            last_is_none = any(_is_no_total(total, row.printed) for total in totals)
            if whole in totals or last_is_none or any(map(rivals.blame_less, others)):
                return row.key
    return None


def find_repeated_figure(
    outcomes: Outcomes, cells: Cells, lines: Iterable[Sequence[CellKey]]
) -> str | None:
    """Return the row of a figure that is printed twice, if another that is lost made it up.

    `lines` are the cells that one printed line fills. What stands between the two has moved by
    one cell then. The lost figure may be any: it must be what each open equation is short of.
    """
    rivals = _Rivals(outcomes, cells)
    for line in lines:
        if any(cells[key].state != "number" for key in line):
            continue
        printed = [rivals.values[key] for key in line]
        for at, (left, right) in enumerate(pairwise(printed)):
            if left != right or not left:
                continue
            once = [*printed[:at], *printed[at + 1 :]]
            if _may_be_added(rivals, line, once):
                return line[at].row
    return None


def _may_be_added(rivals: "_Rivals", line: Sequence[CellKey], left: Sequence[Decimal]) -> bool:
    """Whether one cell of a line, lost among the figures that are left, explains everything."""
    for index, lost in enumerate(line):
        moved = [*left[:index], Decimal(0), *left[index:]]
        changed = dict(zip(line, moved, strict=True))
        others = any(rivals.values[key] != value for key, value in changed.items() if key != lost)
        if others and rivals.blame_only(lost, changed):
            return True
    return False


class _Rivals:
    """Readings near ours, and whether they leave fewer figures to blame than ours does."""

    def __init__(self, outcomes: Outcomes, cells: Cells) -> None:
        self.values = _to_values(cells)
        self.equations = [outcome.equation for outcome in filter(is_strict, outcomes)]
        faults = find_faults(outcomes)
        self.blamed = min(map(len, faults), default=MOST_FAULTS + 1)

    def blame_less(self, changed: Factors) -> bool:
        """Whether fewer figures are to blame with some values changed."""
        gaps = self._find_gaps(changed)
        if count_open(gaps) > MOST_OPEN * (self.blamed - 1):
            return False
        search = FaultSearch([equation.factors for equation in self.equations])
        for size in range(self.blamed):
            search.mend(gaps, size, frozenset())
        return bool(search.found)

    def blame_only(self, lost: CellKey, changed: Factors) -> bool:
        """Whether one figure that is no more, and is not negative, leaves nothing to blame."""
        if not self.blamed:
            return False
        wanted: set[Decimal] = set()
        gaps = self._find_gaps(changed)
        for equation, gap in zip(self.equations, gaps, strict=True):
            factor = equation.factors.get(lost)
            if factor:
                wanted.add(-gap / factor)
            elif gap:
                return False
        return len(wanted) == 1 and min(wanted) >= 0

    def _find_gaps(self, changed: Factors) -> list[Decimal]:
        values = {**self.values, **changed}
        return [find_gap(equation, values) for equation in self.equations]


def _spread(cells: Sequence[CellKey], figures: Sequence[Decimal]) -> Iterator[Factors]:
    """Yield figures in some of a row's cells, in order, zeros in the rest."""
    zeros = dict.fromkeys(cells, Decimal(0))
    for places in combinations(cells, len(figures)):
        placed = zip(places, figures, strict=True)
        yield zeros | dict(placed)


def _spread_to_parts(row: OpenRow, figures: Sequence[Decimal]) -> Iterator[Factors]:
    """Yield figures in all cells of a row but its total, and the total that they come to.

    Only where other rows can tell what the total is.
    """
    own = set(row.cells)
    for equation in row.equations:
        total = equation.holds.left[0].cell
        within = len(equation.holds.left) == 1 and equation.factors.keys() == own
        if total is None or not within or len(figures) != len(own) - 1:
            continue
        others = [other for other in row.equations if other is not equation]
        if any(total in other.factors for other in others):
            parts = [cell for cell in row.cells if cell != total]
            yield {**dict(zip(parts, figures, strict=True)), total: sum(figures, Decimal(0))}


def _open_totals(row: OpenRow, cells: Cells, values: Factors) -> set[Decimal]:
    """Return the totals that a row's other figures miss, where no other row can tell why.

    A total that is not written misses nothing.
    """
    own = set(row.cells)
    totals: set[Decimal] = set()
    for equation in row.equations:
        if not equation.factors.keys() <= own:
            return set()
        first, *more = equation.holds.left
        total = cells[first.cell].value if first.cell is not None and not more else None
        if total is not None and find_gap(equation, values):
            totals.add(total)
    return totals


def _is_no_total(total: Decimal, printed: Sequence[Decimal]) -> bool:
    """Whether a row prints several parts, and one that is larger than what should be their sum."""
    return max(printed) > total and sum(map(bool, printed)) - bool(total) > 1


def _join_neighbours(values: Sequence[Decimal]) -> Iterator[tuple[list[Decimal], Decimal]]:
    """Yield a row's figures with two that stand side by side as one number, and that number.

    >>> [str(whole) for _, whole in _join_neighbours([*map(Decimal, ("1", "2.0", "0"))])]
    ['12', '20']
    """
    for at, (left, right) in enumerate(pairwise(values)):
        are_counts = not (left % 1 or right % 1)
        if left > 0 and right >= 0 and are_counts:
            whole = Decimal(f"{int(left)}{int(right)}")
            before, behind = values[:at], values[at + 2 :]
            yield [*before, whole, *behind], whole


def _find_open_rows(outcomes: Outcomes, cells: Cells) -> Iterator[OpenRow]:
    """Yield the rows with a figure that stand in an equation that does not close."""
    equations = _find_known_sums(outcomes, cells)
    values = _to_values(cells)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in cells:
        rows.setdefault((key.table, key.row), []).append(key)
    for (_, row), keys in rows.items():
        printed = tuple(values[key] for key in keys if cells[key].state == "number")
        own = tuple(e for e in equations if not e.factors.keys().isdisjoint(keys))
        if printed and not _close(own, values):
            yield OpenRow(row, tuple(keys), printed, own)


def _find_known_sums(outcomes: Outcomes, cells: Cells) -> list[Equation]:
    """Return the sums that hold whatever else is printed, and whose cells are all there."""
    found: list[Equation] = []
    for outcome in filter(is_equality, outcomes):
        equation = outcome.equation
        if equation.when is None and equation.factors.keys() <= cells.keys():
            found.append(equation)
    return found


def _closes_somewhere(row: OpenRow, values: Factors) -> bool:
    """Whether figures in some of a row's cells, in order, close each equation that they change.

    The rest are zeros. An equation that stays open by as much as it was has a slip of its own.
    """
    before = [find_gap(equation, values) for equation in row.equations]
    for spread in _spread(row.cells, row.printed):
        moved = {**values, **spread}
        after = [find_gap(equation, moved) for equation in row.equations]
        changed = [new for old, new in zip(before, after, strict=True) if new != old]
        if changed and not any(changed):
            return True
    return False


def _close(equations: Iterable[Equation], values: Factors) -> bool:
    return not any(find_gap(equation, values) for equation in equations)
