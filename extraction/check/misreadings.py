"""Find misreadings near ours that would explain why a report's sums do not close.

Columns exchanged, blanks of a row that stood elsewhere, one figure read as two, one printed
twice: where one of these mends the sums, it is more likely that the report was read wrong than
that it is.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extraction.check.fault_sets import Factors, Outcomes, find_gap, is_strict
from extraction.check.rival_readings import (
    OpenRow,
    Rivals,
    close_sums,
    find_open_rows,
    spread_over,
    to_values,
)
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
            if close_sums(equations, _exchange(values, pair)):
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


def find_shifted_row(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row whose figures would close its equations if its blanks stood elsewhere."""
    values = to_values(cells)
    for row in find_open_rows(outcomes, cells):
        has_blanks = len(row.printed) < len(row.cells)
        if has_blanks and _closes_somewhere(row, values):
            return row.key
    return None


def find_repeated_figure(
    outcomes: Outcomes, cells: Cells, lines: Iterable[Sequence[CellKey]]
) -> str | None:
    """Return the row of a figure that is printed twice, if another that is lost made it up.

    `lines` are the cells that one printed line fills. What stands between the two has moved by
    one cell then. The lost figure may be any: it must be what each open equation is short of.
    """
    rivals = Rivals(outcomes, cells)
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


def _may_be_added(rivals: "Rivals", line: Sequence[CellKey], left: Sequence[Decimal]) -> bool:
    """Whether one cell of a line, lost among the figures that are left, explains everything."""
    for index, lost in enumerate(line):
        moved = [*left[:index], Decimal(0), *left[index:]]
        changed = dict(zip(line, moved, strict=True))
        others = any(rivals.values[key] != value for key, value in changed.items() if key != lost)
        if others and rivals.blame_only(lost, changed):
            return True
    return False


def _closes_somewhere(row: OpenRow, values: Factors) -> bool:
    """Whether figures in some of a row's cells, in order, close each equation that they change.

    The rest are zeros. An equation that stays open by as much as it was has a slip of its own.
    """
    before = [find_gap(equation, values) for equation in row.equations]
    for spread in spread_over(row.cells, row.printed):
        moved = {**values, **spread}
        after = [find_gap(equation, moved) for equation in row.equations]
        changed = [new for old, new in zip(before, after, strict=True) if new != old]
        if changed and not any(changed):
            return True
    return False
