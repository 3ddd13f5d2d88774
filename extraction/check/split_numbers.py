"""Find figures that may be one number, read as two: `1|2` for 12; and two that may be one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extraction.check.fault_sets import Factors, Outcomes, find_gap
from extraction.check.rival_readings import (
    OpenRow,
    Rivals,
    find_open_rows,
    spread_over,
    to_values,
)
from extraction.forms.evaluate import Cells
from extraction.values.record import CellKey


def find_split_figure(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row that leaves less to blame if two of its figures are one: `1|2` for 12.

    A zero or a blank of the row was lost then, wherever it stood, or its total. Where no other
    row can tell, two that make the row's total when they are put together are split as well,
    whatever slip keeps the row from closing; and so are those of a row whose total is less than
    one of several parts: what stands last is none then.
    """
    rivals = Rivals(outcomes, cells)
    for row in find_open_rows(outcomes, cells):
        totals = _open_totals(row, cells, rivals.values)
        if any(_is_no_total(total, row.printed) for total in totals):
            return row.key
        for joined, whole in _join_neighbours(row.printed):
            if whole in totals:
                return row.key
            others = _spread(row, joined)
            if any(map(rivals.blame_less, others)):
                return row.key
    return None


def find_split_mistake(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row in which a figure that is read as two may be its only mistake.

    90 for 80, printed as `9|0` where a blank was lost: either reading has one mistake then.
    """
    values = to_values(cells)
    for row in find_open_rows(outcomes, cells):
        for joined, whole in _join_neighbours(row.printed):
            for placed in spread_over(row.cells, joined):
                if _is_only_mistake(whole, row, values, placed):
                    return row.key
    return None


def find_joined_figures(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row that leaves less to blame if one of its numbers is two: `30` for 3 and 0.

    Another of its figures is none of the table's then. Only where other rows tell what a figure
    of this one should be: else too many ways to cut and to leave out close its one sum.
    """
    rivals = Rivals(outcomes, cells)
    for row in find_open_rows(outcomes, cells):
        if len(row.printed) < len(row.cells) or not any(map(row.is_told, row.cells)):
            continue
        for at, cut in _cut_in_two(row.printed):
            for stray in range(len(cut)):
                if stray in (at, at + 1):
                    continue  # a digit too many: the report's mistake like any other
                kept = [*cut[:stray], *cut[stray + 1 :]]
                placed = dict(zip(row.cells, kept, strict=True))
                if rivals.blame_less(placed):
                    return row.key
    return None


def _cut_in_two(values: Sequence[Decimal]) -> Iterator[tuple[int, list[Decimal]]]:
    """Yield a row's figures with one count as two, neither of which begins with a zero, and where.

    >>> [(at, list(map(str, cut))) for at, cut in _cut_in_two([*map(Decimal, ("105", "2"))])]
    [(0, ['10', '5', '2'])]
    """
    for at, value in enumerate(values):
        digits = f"{value:f}"
        for place in range(1, len(digits)) if digits.isdigit() else ():
            left, right = digits[:place], digits[place:]
            if right == "0" or right[0] != "0":
                yield at, [*values[:at], Decimal(left), Decimal(right), *values[at + 1 :]]


def _spread(row: OpenRow, figures: Sequence[Decimal]) -> Iterator[Factors]:
    """Yield figures in a row's cells, zeros in the rest; or its total is what they come to.

    The latter only where other rows can tell what the total is.
    """
    yield from spread_over(row.cells, figures)
    for total, equation in row.find_totals():
        if len(equation.factors) < len(row.cells) or not row.is_told(total):
            continue
        parts = [cell for cell in row.cells if cell != total]
        if len(parts) == len(figures):
            placed = dict(zip(parts, figures, strict=True))
            placed[total] = sum(figures, Decimal(0))
            yield placed


def _is_only_mistake(whole: Decimal, row: OpenRow, values: Factors, placed: Factors) -> bool:
    """Whether another figure as long as this one closes a row whose others moved by it."""
    moved = [cell for cell, figure in placed.items() if figure != values[cell]]
    if len(moved) < 2:
        return False
    after = {**values, **placed}
    for cell in moved:
        if after[cell] == whole:
            wanted = _find_wanted(cell, row, values, after)
            if any(_is_as_long(figure, whole) for figure in wanted):
                return True
    return False


def _find_wanted(cell: CellKey, row: OpenRow, values: Factors, after: Factors) -> Iterator[Decimal]:
    """Yield the figures by which a cell closes its sums, if those of its row's others close.

    Those that are as open as before have a mistake of their own.
    """
    gaps = {equation: find_gap(equation, after) for equation in row.equations}
    for equation, gap in gaps.items():
        if gap and cell not in equation.factors and gap != find_gap(equation, values):
            return
    for equation, gap in gaps.items():
        factor = equation.factors.get(cell)
        if factor:
            yield after[cell] - gap / factor


def _is_as_long(figure: Decimal, other: Decimal) -> bool:
    """Whether two counts have as many digits.

    >>> _is_as_long(Decimal(90), Decimal(80)), _is_as_long(Decimal(90), Decimal(9))
    (True, False)
    """
    return figure > 0 and len(f"{figure:f}") == len(f"{other:f}")


def _open_totals(row: OpenRow, cells: Cells, values: Factors) -> set[Decimal]:
    """Return the totals that a row's other figures miss, where no other row can tell why.

    A total that is not written misses nothing.
    """
    if any(map(row.is_told, row.cells)):
        return set()
    totals: set[Decimal] = set()
    for total, equation in row.find_totals():
        figure = cells[total].value
        if figure is not None and find_gap(equation, values):
            totals.add(figure)
    return totals


def _is_no_total(total: Decimal, printed: Sequence[Decimal]) -> bool:
    """Whether a row prints several parts, and one that is larger than what should be their sum.

    A total of zero that stands behind another zero is one that nobody has filled in.
    """
    if not total and not any(printed[-2:]):
        return False
    parts = [figure for figure in printed if figure]
    if total:
        parts.remove(total)
    return len(parts) > 1 and max(parts) > total


def _join_neighbours(values: Sequence[Decimal]) -> Iterator[tuple[list[Decimal], Decimal]]:
    """Yield a row's figures with two that stand side by side as one number, and that number.

    >>> [str(whole) for _, whole in _join_neighbours([*map(Decimal, ("1", "2.0", "0"))])]
    ['12', '20']
    """
    for at, (left, right) in enumerate(pairwise(values)):
        are_counts = left % 1 == right % 1 == 0
        if are_counts and left > 0 and right >= 0:
            whole = Decimal(f"{int(left)}{int(right)}")
            joined = list(values)
            joined[at : at + 2] = [whole]
            yield joined, whole
