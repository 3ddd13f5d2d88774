"""Find printed figures that cannot all be true: the smallest sets whose change closes all.

One wrong cell breaks just the equations that it stands in, all by the same amount;
the search changes cells one by one until no equation is open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from extraction.check.outcome import Outcome
from extraction.forms.equation import Equation
from extraction.forms.form import Form
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    COLUMNS_EXCHANGED,
    FIGURE_REPEATED,
    FIGURE_SPLIT,
    MANY_FAULTS,
    ROW_SHIFTED,
)
from extraction.values.catalogue.figures import FAULTS_LOCATED, FAULTS_UNEXPLAINED
from extraction.values.record import Cell, CellKey, Finding

MOST_FAULTS = 3
_MOST_SETS = 60
_MOST_OPEN = 3

Cells = Mapping[CellKey, Cell]
Factors = Mapping[CellKey, Decimal]
Outcomes = Sequence[Outcome]


def find_faults(outcomes: Outcomes) -> tuple[frozenset[CellKey], ...]:
    """Return the smallest sets of cells whose change closes every error equation.

    Only equations with an equals sign are mended, and only sets of up to MOST_FAULTS
    cells are looked for: an empty answer means that the trouble is larger.
    """
    factors: list[Factors] = []
    gaps: list[Decimal] = []
    for outcome in filter(_is_strict, outcomes):
        left = outcome.left or Decimal(0)
        right = outcome.right or Decimal(0)
        factors.append(outcome.equation.factors)
        gaps.append(left - right)
    search = _Search(factors)
    for size in range(1, MOST_FAULTS + 1):
        search.mend(gaps, size, frozenset())
        if search.found:
            break
    return tuple(sorted(search.found, key=sorted))


def _is_strict(outcome: Outcome) -> bool:
    return outcome.result in ("pass", "fail") and _is_equality(outcome)


def _is_equality(outcome: Outcome) -> bool:
    equation = outcome.equation
    return equation.rule.severity == "error" and equation.holds.relation == "="


class _Search:
    """Looks for sets of cells to change; `found` collects them."""

    def __init__(self, factors: Sequence[Factors]) -> None:
        self.factors = factors
        self.found: set[frozenset[CellKey]] = set()
        self.homes: dict[CellKey, list[int]] = {}
        for index, cells in enumerate(factors):
            for cell in cells:
                self.homes.setdefault(cell, []).append(index)

    def mend(self, gaps: Sequence[Decimal], size: int, changed: frozenset[CellKey]) -> None:
        """Change cells of the shortest equation that is open, one by one, up to `size` more."""
        failing = [index for index, gap in enumerate(gaps) if gap]
        if not failing:
            self.found.add(changed)
            return
        if not size or len(self.found) >= _MOST_SETS:
            return
        first = min(failing, key=lambda index: len(self.factors[index]))
        factors, gap = self.factors[first], gaps[first]
        for cell, factor in factors.items():
            if cell in changed:
                continue
            delta = -gap / factor
            after = list(gaps)
            for index in self.homes[cell]:
                after[index] += delta * self.factors[index][cell]
            if sum(1 for gap in after if gap) <= _MOST_OPEN * (size - 1):
                self.mend(after, size - 1, changed | {cell})


def find_exchanged_columns(outcomes: Outcomes, values: Factors) -> tuple[str, str] | None:
    """Return two columns of one table that would close every equation if exchanged.

    Then it is more likely that the columns were read wrong than that the report is.
    """
    failing: set[str] = set()
    by_table: dict[str, list[Equation]] = {}
    for outcome in filter(_is_strict, outcomes):
        table = outcome.equation.rule.table
        by_table.setdefault(table, []).append(outcome.equation)
        if outcome.result == "fail":
            failing.add(table)
    for table in failing:
        strict = by_table[table]
        columns: set[str] = set()
        for equation in strict:
            columns.update(cell.column for cell in equation.cells)
        for left, right in combinations(sorted(columns), 2):
            if all(_closes_exchanged(equation, values, left, right) for equation in strict):
                return left, right
    return None


def _closes_exchanged(equation: Equation, values: Factors, left: str, right: str) -> bool:
    swap = {left: right, right: left}
    total = Decimal(0)
    for cell, factor in equation.factors.items():
        column = swap.get(cell.column, cell.column)
        source = CellKey(cell.table, cell.row, column)
        total += factor * values.get(source, Decimal(0))
    return total == 0


class OpenRow(NamedTuple):
    """A row's cells in the form's order, and the equations that they stand in."""

    key: str
    cells: tuple[CellKey, ...]
    equations: tuple[Equation, ...]


def find_shifted_row(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row whose figures would close its equations if its blanks stood elsewhere.

    Then it is more likely that its columns were read wrong than that the report is.
    """
    values = _to_values(cells)
    for row in _find_open_rows(outcomes, cells):
        printed = [values[key] for key in row.cells if cells[key].state == "number"]
        if len(printed) == len(row.cells):
            continue
        if _closes_somewhere(row, printed, values):
            return row.key
    return None


def _to_values(cells: Cells) -> dict[CellKey, Decimal]:
    """Return the figures of cells; what has none counts as zero."""
    return {key: cell.value or Decimal(0) for key, cell in cells.items()}


def find_split_figure(outcomes: Outcomes, cells: Cells) -> str | None:
    """Return a row that leaves less to blame if two of its figures are one: `1|2` for 12.

    A zero or a blank of the row was lost then, wherever it stood. Where no other row can tell,
    two that make the row's total when they are put together are split as well, whatever slip
    keeps the row from closing.
    """
    rivals = _Rivals(outcomes, cells)
    for row in _find_open_rows(outcomes, cells):
        printed = [rivals.values[key] for key in row.cells if cells[key].state == "number"]
        totals = _open_totals(row, cells)
        for joined, whole in _join_neighbours(printed):
            spread = _spread(row.cells, joined)
            if whole in totals or any(map(rivals.blame_less, spread)):
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
            if _may_be_added(rivals, line, [*printed[:at], *printed[at + 1 :]]):
                return line[at].row
    return None


def _may_be_added(rivals: "_Rivals", line: Sequence[CellKey], left: Sequence[Decimal]) -> bool:
    """Whether one cell of a line, lost among the figures that are left, explains everything."""
    for index, lost in enumerate(line):
        moved = [*left[:index], Decimal(0), *left[index:]]
        changed = dict(zip(line, moved, strict=True))
        if rivals.blame_only(lost, changed):
            return True
    return False


class _Rivals:
    """Readings near ours, and whether they leave fewer figures to blame than ours does."""

    def __init__(self, outcomes: Outcomes, cells: Cells) -> None:
        self.values = _to_values(cells)
        self.equations = [outcome.equation for outcome in filter(_is_strict, outcomes)]
        self.gaps = [_gap(equation, self.values) for equation in self.equations]
        faults = find_faults(outcomes)
        self.blamed = min(map(len, faults), default=MOST_FAULTS + 1)

    def blame_less(self, changed: Factors) -> bool:
        """Whether fewer figures are to blame with some values changed."""
        gaps = self._close(changed)
        still_open = sum(map(bool, gaps))
        if still_open >= sum(map(bool, self.gaps)):
            return False
        search = _Search([equation.factors for equation in self.equations])
        for size in range(self.blamed):
            search.mend(gaps, size, frozenset())
        return bool(search.found)

    def blame_only(self, lost: CellKey, changed: Factors) -> bool:
        """Whether one figure that is no more, and is not negative, leaves nothing to blame."""
        if not self.blamed:
            return False
        wanted: set[Decimal] = set()
        for equation, gap in zip(self.equations, self._close(changed), strict=True):
            factor = equation.factors.get(lost)
            if factor:
                wanted.add(-gap / factor)
            elif gap:
                return False
        return len(wanted) == 1 and min(wanted) >= 0

    def _close(self, changed: Factors) -> list[Decimal]:
        values = {**self.values, **changed}
        return [_gap(equation, values) for equation in self.equations]


def _spread(cells: Sequence[CellKey], figures: Sequence[Decimal]) -> Iterator[Factors]:
    """Yield figures in some of a row's cells, in order, zeros in the rest."""
    for places in combinations(cells, len(figures)):
        spread = dict.fromkeys(cells, Decimal(0))
        yield spread | dict(zip(places, figures, strict=True))


def _open_totals(row: OpenRow, cells: Cells) -> set[Decimal]:
    """Return the totals that a row's other figures miss, where no other row can tell why."""
    values = _to_values(cells)
    own = set(row.cells)
    totals: set[Decimal] = set()
    for equation in row.equations:
        if not equation.factors.keys() <= own:
            return set()
        first, *more = equation.holds.left
        if not more and first.cell is not None and not _closes(equation, values):
            totals.add(values[first.cell])
    return totals


def _join_neighbours(values: Sequence[Decimal]) -> Iterator[tuple[list[Decimal], Decimal]]:
    """Yield a row's figures with two that stand side by side as one number, and that number.

    >>> [str(whole) for _, whole in _join_neighbours([*map(Decimal, ("1", "2.0", "0"))])]
    ['12', '20']
    """
    for at, (left, right) in enumerate(pairwise(values)):
        if left > 0 and right >= 0 and not (left % 1 or right % 1):
            whole = Decimal(f"{int(left)}{int(right)}")
            yield [*values[:at], whole, *values[at + 2 :]], whole


def _find_open_rows(outcomes: Outcomes, cells: Cells) -> Iterator[OpenRow]:
    """Yield the rows with a figure that stand in an equation that does not close."""
    equations = (outcome.equation for outcome in outcomes if _is_equality(outcome))
    always = (equation for equation in equations if equation.when is None)
    strict = [equation for equation in always if equation.factors.keys() <= cells.keys()]
    values = _to_values(cells)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in cells:
        rows.setdefault(key[:2], []).append(key)
    for (_, row), keys in rows.items():
        if not any(cells[key].state == "number" for key in keys):
            continue
        own = tuple(e for e in strict if not e.factors.keys().isdisjoint(keys))
        if not all(_closes(equation, values) for equation in own):
            yield OpenRow(row, tuple(keys), own)


def _closes_somewhere(row: OpenRow, printed: Sequence[Decimal], values: Factors) -> bool:
    """Whether figures in some of a row's cells, in order, close each equation that they change.

    The rest are zeros. An equation that stays open by as much as it was has a slip of its own.
    """
    equations = row.equations
    before = [_gap(equation, values) for equation in equations]
    for spread in _spread(row.cells, printed):
        moved = {**values, **spread}
        after = [_gap(equation, moved) for equation in equations]
        changed = [new for old, new in zip(before, after, strict=True) if new != old]
        if changed and not any(changed):
            return True
    return False


def _closes(equation: Equation, values: Factors) -> bool:
    return not _gap(equation, values)


def _gap(equation: Equation, values: Factors) -> Decimal:
    """Return by how much the left side of an equation is more than the right."""
    gap = Decimal(0)
    for key, factor in equation.factors.items():
        gap += factor * values.get(key, 0)
    return gap


def explain_failures(form: Form, outcomes: Outcomes, cells: Cells) -> Finding | None:
    """Say which figures cannot all be true; where that is no small set, doubt the reading.

    Many failures at once, or failures that a near misreading would mend, are more likely our
    misreading than the report's slips: then the finding is open.
    """
    shifted = find_shifted_row(outcomes, cells)
    if shifted is not None:
        doubt = ROW_SHIFTED.fill(row=_row_name(form, shifted, cells))
        return FAULTS_UNEXPLAINED.stays_open(doubt=doubt)
    if not any(_is_strict(outcome) and outcome.result == "fail" for outcome in outcomes):
        return None
    near = _find_near_misreading(form, outcomes, cells)
    if near is not None:
        return FAULTS_UNEXPLAINED.stays_open(doubt=near)
    faults = find_faults(outcomes)
    if not faults:
        return FAULTS_UNEXPLAINED.stays_open(doubt=MANY_FAULTS.fill(most=MOST_FAULTS))
    blamed = sorted(frozenset().union(*faults))
    listed = ["/".join(form.name(cell)) for cell in blamed]
    return FAULTS_LOCATED.fails(least=len(faults[0]), figures=listed, cells=blamed)


def _find_near_misreading(form: Form, outcomes: Outcomes, cells: Cells) -> Bilingual | None:
    """Return the doubt that failures raise which a misreading near to ours explains."""
    split = find_split_figure(outcomes, cells)
    if split is not None:
        return FIGURE_SPLIT.fill(row=_row_name(form, split, cells))
    repeated = find_repeated_figure(outcomes, cells, _lines(form, cells))
    if repeated is not None:
        return FIGURE_REPEATED.fill(row=_row_name(form, repeated, cells))
    columns = {key.column: form.name(key).column for key in cells}
    values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
    exchanged = find_exchanged_columns(outcomes, values)
    if exchanged is not None:
        left, right = (columns[column] for column in exchanged)
        return COLUMNS_EXCHANGED.fill(left=left, right=right)
    return None


def _lines(form: Form, cells: Cells) -> Iterator[list[CellKey]]:
    """Yield the cells that stand on one printed line: those of a row, or of rows side by side."""
    for table in form.tables:
        for block in table.blocks:
            lines: list[list[CellKey]] = []
            columns = [column.key for column in block.columns]
            for row in block.rows:
                lines.append([CellKey(table.key, row.key, column) for column in columns])
            if block.arrangement == "across":
                lines = [list(chain(*lines))]
            for line in lines:
                if cells.keys() >= set(line):
                    yield line


def _row_name(form: Form, row: str, cells: Cells) -> str:
    return next(form.name(key).row for key in cells if key.row == row)
