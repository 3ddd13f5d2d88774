"""Find the smallest sets of figures whose change closes every equation.

One wrong cell breaks just the equations that it stands in, all by the same amount;
the search changes cells one by one until no equation is open.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extraction.check.outcome import Outcome
from extraction.check.thresholds import MOST_FAULTS, MOST_OPEN, MOST_SETS
from extraction.forms.equation import Equation
from extraction.values.record import CellKey

Factors = Mapping[CellKey, Decimal]
Outcomes = Sequence[Outcome]


def find_faults(outcomes: Outcomes) -> tuple[frozenset[CellKey], ...]:
    """Return the smallest sets of cells whose change closes every error equation.

    Only equations with an equals sign are mended, and only sets of up to MOST_FAULTS
    cells are looked for: an empty answer means that the trouble is larger.
    """
    factors: list[Factors] = []
    gaps: list[Decimal] = []
    for outcome in filter(is_strict, outcomes):
        factors.append(outcome.equation.factors)
        left = outcome.left or Decimal(0)
        right = outcome.right or Decimal(0)
        gaps.append(left - right)
    search = FaultSearch(factors)
    for size in range(1, MOST_FAULTS + 1):
        search.mend(gaps, size, frozenset())
        if search.found:
            break
    return tuple(sorted(search.found, key=sorted))


def is_strict(outcome: Outcome) -> bool:
    """Say whether an outcome is that of an error rule with an equals sign, and is known."""
    return outcome.result in ("pass", "fail") and is_equality(outcome)


def is_equality(outcome: Outcome) -> bool:
    """Say whether a rule is an error rule with an equals sign."""
    equation = outcome.equation
    return equation.rule.severity == "error" and equation.holds.relation == "="


class FaultSearch:
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
        if not size or len(self.found) >= MOST_SETS:
            return
        first = min(failing, key=lambda index: len(self.factors[index]))
        for cell, factor in self.factors[first].items():
            if cell in changed:
                continue
            after = self._change(gaps, cell, -gaps[first] / factor)
            if count_open(after) <= MOST_OPEN * (size - 1):
                self.mend(after, size - 1, changed | {cell})

    def _change(self, gaps: Sequence[Decimal], cell: CellKey, delta: Decimal) -> list[Decimal]:
        """Return what the gaps become once a cell is changed by so much."""
        after = list(gaps)
        for index in self.homes[cell]:
            factor = self.factors[index][cell]
            after[index] += delta * factor
        return after


def count_open(gaps: Sequence[Decimal]) -> int:
    """Return how many equations do not close."""
    return sum(map(bool, gaps))


def find_gap(equation: Equation, values: Factors) -> Decimal:
    """Return by how much the left side of an equation is more than the right."""
    gap = Decimal(0)
    for key, factor in equation.factors.items():
        gap += factor * values.get(key, 0)
    return gap
