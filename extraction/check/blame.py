"""Which printed figures cannot all be true: the smallest sets whose change closes everything.

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

Factors = Mapping[CellKey, Decimal]


def find_faults(outcomes: Sequence[Outcome]) -> tuple[frozenset[CellKey], ...]:
    """Return the smallest sets of cells whose change closes every error equation.

    Only equations with an equals sign are mended, and only sets of up to MOST_FAULTS
    cells are looked for: an empty answer means that the trouble is larger.
    """
    strict = [o for o in outcomes if _is_strict(o)]
    search = _Search([outcome.equation.factors for outcome in strict])
    gaps = [(o.left or Decimal(0)) - (o.right or Decimal(0)) for o in strict]
    for size in range(1, MOST_FAULTS + 1):
        search.mend(gaps, size, frozenset())
        if search.found:
            break
    return tuple(sorted(search.found, key=sorted))


def _is_strict(outcome: Outcome) -> bool:
    return outcome.result in ("pass", "fail") and _is_equality(outcome)


def _is_equality(outcome: Outcome) -> bool:
    return outcome.equation.rule.severity == "error" and outcome.equation.holds.relation == "="


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
        for cell, factor in self.factors[first].items():
            if cell in changed:
                continue
            delta = -gaps[first] / factor
            after = list(gaps)
            for index in self.homes[cell]:
                after[index] += delta * self.factors[index][cell]
            if sum(1 for gap in after if gap) <= _MOST_OPEN * (size - 1):
                self.mend(after, size - 1, changed | {cell})


def find_exchanged_columns(
    outcomes: Sequence[Outcome], values: Mapping[CellKey, Decimal]
) -> tuple[str, str] | None:
    """Return two columns of one table that would close every equation if exchanged.

    Then it is more likely that the columns were read wrong than that the report is.
    """
    failing = {o.equation.rule.table for o in outcomes if _is_strict(o) and o.result == "fail"}
    for table in failing:
        strict = [o.equation for o in outcomes if _is_strict(o) and o.equation.rule.table == table]
        columns = sorted({cell.column for equation in strict for cell in equation.cells})
        for left, right in combinations(columns, 2):
            if all(_closes_exchanged(equation, values, left, right) for equation in strict):
                return left, right
    return None


def _closes_exchanged(
    equation: Equation, values: Mapping[CellKey, Decimal], left: str, right: str
) -> bool:
    swap = {left: right, right: left}
    total = Decimal(0)
    for cell, factor in equation.factors.items():
        source = CellKey(cell.table, cell.row, swap.get(cell.column, cell.column))
        total += factor * values.get(source, Decimal(0))
    return total == 0


class OpenRow(NamedTuple):
    """A row's cells in the form's order, and the equations that they stand in."""

    key: str
    cells: tuple[CellKey, ...]
    equations: tuple[Equation, ...]


def find_shifted_row(outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell]) -> str | None:
    """Return a row whose figures would close its equations if its blanks stood elsewhere.

    Then it is more likely that its columns were read wrong than that the report is.
    """
    values = {key: cell.value or Decimal(0) for key, cell in cells.items()}
    for row in _find_open_rows(outcomes, cells):
        printed = [values[key] for key in row.cells if cells[key].state == "number"]
        if len(printed) < len(row.cells) and _closes_somewhere(row, printed, values):
            return row.key
    return None


def find_split_figure(outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell]) -> str | None:
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
            if whole in totals or any(map(rivals.blame_less, _spread(row.cells, joined))):
                return row.key
    return None


def find_repeated_figure(
    outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell], lines: Iterable[Sequence[CellKey]]
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
            for lost in range(len(line)):
                moved = [*printed[:at], *printed[at + 1 :]]
                moved.insert(lost, Decimal(0))
                if rivals.blame_only(line[lost], dict(zip(line, moved, strict=True))):
                    return line[at].row
    return None


class _Rivals:
    """Readings near ours, and whether they leave fewer figures to blame than ours does."""

    def __init__(self, outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell]) -> None:
        self.values = {key: cell.value or Decimal(0) for key, cell in cells.items()}
        self.equations = [o.equation for o in outcomes if _is_strict(o)]
        self.gaps = [_gap(equation, self.values) for equation in self.equations]
        self.blamed = min(map(len, find_faults(outcomes)), default=MOST_FAULTS + 1)

    def blame_less(self, changed: Factors) -> bool:
        """Whether fewer figures are to blame with some values changed."""
        gaps = self._close(changed)
        if sum(map(bool, gaps)) >= sum(map(bool, self.gaps)):
            return False
        search = _Search([equation.factors for equation in self.equations])
        for size in range(self.blamed):
            search.mend(gaps, size, frozenset())
        return bool(search.found)

    def blame_only(self, lost: CellKey, changed: Factors) -> bool:
        """Whether one figure that is no more, and is not negative, leaves nothing to blame."""
        own = [e.factors.get(lost) for e in self.equations]
        gaps = [*zip(self._close(changed), own, strict=True)]
        if not self.blamed or any(gap and not factor for gap, factor in gaps):
            return False
        wanted = {-gap / factor for gap, factor in gaps if factor}
        return len(wanted) == 1 and min(wanted) >= 0

    def _close(self, changed: Factors) -> list[Decimal]:
        values = {**self.values, **changed}
        return [_gap(equation, values) for equation in self.equations]


def _spread(cells: Sequence[CellKey], figures: Sequence[Decimal]) -> Iterator[Factors]:
    """Yield figures in some of a row's cells, in order, zeros in the rest."""
    for places in combinations(cells, len(figures)):
        yield dict.fromkeys(cells, Decimal(0)) | dict(zip(places, figures, strict=True))


def _open_totals(row: OpenRow, cells: Mapping[CellKey, Cell]) -> set[Decimal]:
    """Return the totals that a row's other figures miss, where no other row can tell why."""
    if any(not equation.factors.keys() <= set(row.cells) for equation in row.equations):
        return set()
    values = {key: cell.value or Decimal(0) for key, cell in cells.items()}
    left = [e.holds.left for e in row.equations if not _closes(e, values)]
    totals = (only.cell for only, *more in left if not more)
    return {values[total] for total in totals if total is not None}


def _join_neighbours(values: Sequence[Decimal]) -> Iterator[tuple[list[Decimal], Decimal]]:
    """Yield a row's figures with two that stand side by side as one number, and that number.

    >>> [str(whole) for _, whole in _join_neighbours([*map(Decimal, ("1", "2.0", "0"))])]
    ['12', '20']
    """
    for at, (left, right) in enumerate(pairwise(values)):
        if left > 0 and right >= 0 and not (left % 1 or right % 1):
            whole = Decimal(f"{int(left)}{int(right)}")
            yield [*values[:at], whole, *values[at + 2 :]], whole


def _find_open_rows(
    outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell]
) -> Iterator[OpenRow]:
    """Yield the rows with a figure that stand in an equation that does not close."""
    always = (o.equation for o in outcomes if _is_equality(o) and o.equation.when is None)
    strict = [equation for equation in always if equation.factors.keys() <= cells.keys()]
    values = {key: cell.value or Decimal(0) for key, cell in cells.items()}
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in cells:
        rows.setdefault(key[:2], []).append(key)
    for (_, row), keys in rows.items():
        own = tuple(e for e in strict if not e.factors.keys().isdisjoint(keys))
        printed = any(cells[key].state == "number" for key in keys)
        if printed and not all(_closes(equation, values) for equation in own):
            yield OpenRow(row, tuple(keys), own)


def _closes_somewhere(row: OpenRow, printed: Sequence[Decimal], values: Factors) -> bool:
    """Whether figures in some of a row's cells, in order, close each equation that they change.

    The rest are zeros. An equation that stays open by as much as it was has a slip of its own.
    """
    before = [_gap(equation, values) for equation in row.equations]
    for spread in _spread(row.cells, printed):
        after = [_gap(equation, {**values, **spread}) for equation in row.equations]
        changed = [new for old, new in zip(before, after, strict=True) if new != old]
        if changed and not any(changed):
            return True
    return False


def _closes(equation: Equation, values: Mapping[CellKey, Decimal]) -> bool:
    return not _gap(equation, values)


def _gap(equation: Equation, values: Mapping[CellKey, Decimal]) -> Decimal:
    """Return by how much the left side of an equation is more than the right."""
    products = (factor * values.get(key, 0) for key, factor in equation.factors.items())
    return sum(products, Decimal(0))


def explain_failures(
    form: Form, outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell]
) -> Finding | None:
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


def _find_near_misreading(
    form: Form, outcomes: Sequence[Outcome], cells: Mapping[CellKey, Cell]
) -> Bilingual | None:
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


def _lines(form: Form, cells: Mapping[CellKey, Cell]) -> Iterator[list[CellKey]]:
    """Yield the cells that stand on one printed line: those of a row, or of rows side by side."""
    for table in form.tables:
        for block in table.blocks:
            rows = [
                [CellKey(table.key, row.key, column.key) for column in block.columns]
                for row in block.rows
            ]
            lines = [list(chain(*rows))] if block.arrangement == "across" else rows
            yield from (line for line in lines if cells.keys() >= set(line))


def _row_name(form: Form, row: str, cells: Mapping[CellKey, Cell]) -> str:
    return next(form.name(key).row for key in cells if key.row == row)
