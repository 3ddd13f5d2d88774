"""Mistakes of the report itself, planted in the figures before they are printed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

from evals.synth.closing import broken_equations, form_named, place_in_equation, strict_equations
from evals.synth.draft import Draft
from evals.synth.labelled import Label, PlantedMistake
from extraction.forms.equation import Equation
from extraction.forms.table import Block, Row, Table
from extraction.values.record import CellKey

Changes = dict[CellKey, Decimal]


def plant_mistakes(draft: Draft, count: int, rng: Random) -> Draft:
    """Return the draft with so many mistakes, no two in the same cells."""
    kinds = list(KINDS)
    weights = [weight for _, weight in KINDS.values()]
    for _ in range(count):
        for _ in range(12):
            kind = rng.choices(kinds, weights)[0]
            changes = KINDS[kind][0](draft, rng)
            if changes and not _touched(draft) & changes.keys():
                draft = _plant(draft, kind, changes)
                break
    return draft


def name_broken_rules(draft: Draft) -> Draft:
    """Return the draft with the rules that each mistake breaks for all who can read the cells."""
    broken = []
    for equation in broken_equations(draft.form, draft.cells):
        if draft.lost.isdisjoint(equation.cells):
            broken.append(equation)
    mistakes = [_name_rules(mistake, broken) for mistake in draft.mistakes]
    return replace(draft, mistakes=tuple(mistakes))


def _name_rules(mistake: PlantedMistake, broken: Sequence[Equation]) -> PlantedMistake:
    """Return a mistake with those of the broken rules that one of its cells stands in."""
    cells = set(mistake.cells)
    rules = []
    for equation in broken:
        if not cells.isdisjoint(equation.cells):
            rules.append((equation.rule.id, place_in_equation(equation)))
    return replace(mistake, rules=tuple(rules))


def _touched(draft: Draft) -> set[CellKey]:
    touched = set[CellKey]()
    for mistake in draft.mistakes:
        touched.update(mistake.cells)
    return touched


def _plant(draft: Draft, kind: str, changes: Changes) -> Draft:
    labels = {}
    for key, value in changes.items():
        unit = draft.cells[key].unit
        labels[key] = Label("number", value, f"{value:f}", unit)
    planted = PlantedMistake(kind, tuple(changes))
    mistakes = (*draft.mistakes, planted)
    return replace(draft.relabel(labels), mistakes=mistakes)


def _summed_cells(draft: Draft) -> list[CellKey]:
    """Return the cells that stand in a strict equation with an equals sign."""
    summed = set[CellKey]()
    for equation in _sums(draft):
        summed.update(equation.cells)
    return [key for key in draft.cells if key in summed]


def _sums(draft: Draft) -> list[Equation]:
    """Return the strict equations with an equals sign."""
    strict = strict_equations(draft.form)
    return [equation for equation in strict if equation.holds.relation == "="]


def _figure(draft: Draft, key: CellKey) -> Decimal:
    return draft.cells[key].value or Decimal(0)


def change_digit(draft: Draft, rng: Random) -> Changes:
    """Change one digit of one figure."""
    summed = _summed_cells(draft)
    printed = [key for key in summed if _figure(draft, key)]
    key = rng.choice(printed or list(draft.cells))
    digits = list(f"{_figure(draft, key):f}")
    places = [at for at, digit in enumerate(digits) if digit.isdigit()]
    at = rng.choice(places)
    allowed = "123456789" if at == 0 else "0123456789"
    digits[at] = rng.choice(allowed.replace(digits[at], ""))
    changed = Decimal("".join(digits))
    return {key: changed} if key in summed else {}


def change_cell(draft: Draft, rng: Random) -> Changes:
    """Put a small figure where another belongs."""
    key = rng.choice(_summed_cells(draft))
    figure = _figure(draft, key)
    others = [number for number in range(1, 13) if number != figure]
    return {key: Decimal(rng.choice(others))}


def unbalance(draft: Draft, rng: Random) -> Changes:
    """Change what came in or went out in one class and in the total alike."""
    free: list[list[CellKey]] = []
    for equation in _sums(draft):
        left = equation.holds.left
        if len(left) > 1 and equation.rule.each == "column":
            own = [cell for cell in equation.cells if not _is_derived(draft, cell)]
            free += [own] if own else []
    key = rng.choice(rng.choice(free))
    whole = _find_total(draft, key)
    if whole is None:
        return {}
    added = Decimal(rng.randint(1, 5))
    changed = (key, whole)
    return {cell: _figure(draft, cell) + added for cell in changed}


def shift_row(draft: Draft, rng: Random) -> Changes:
    """Fill a row one line off: a slip that no sum can see."""
    pairs = list(_neighbours(draft))
    if not pairs:
        return {}
    first, second = rng.choice(pairs)
    changes = {}
    for key, other in zip([*first, *second], [*second, *first], strict=True):
        figure = _figure(draft, other)
        if figure != _figure(draft, key):
            changes[key] = figure
    return changes


def _find_total(draft: Draft, key: CellKey) -> CellKey | None:
    """Return the total of a cell's row, if one sums it."""
    for equation in _sums(draft):
        total, *parts = equation.cells
        if equation.rule.each == "row" and key in parts:
            return total
    return None


def _is_derived(draft: Draft, key: CellKey) -> bool:
    """Tell whether another equation already sums up to this cell."""
    for equation in _sums(draft):
        if equation.cells[0] == key and len(equation.holds.left) == 1:
            return True
    return False


def _neighbours(draft: Draft) -> Iterator[tuple[list[CellKey], list[CellKey]]]:
    """Yield the cells of adjacent rows of one group, one of them empty of requests."""
    for table in form_named(draft.form).tables:
        for block in table.blocks:
            for upper, lower in pairwise(block.rows):
                if upper.group is None or upper.group != lower.group:
                    continue
                first = _cells_of(table, block, upper)
                second = _cells_of(table, block, lower)
                if _is_empty(draft, first) != _is_empty(draft, second):
                    yield first, second


def _cells_of(table: Table, block: Block, row: Row) -> list[CellKey]:
    return [CellKey(table.key, row.key, column.key) for column in block.columns]


def _is_empty(draft: Draft, row: Sequence[CellKey]) -> bool:
    return not any(_figure(draft, key) for key in row)


KINDS: dict[str, tuple[Callable[[Draft, Random], Changes], int]] = {
    "digit_changed": (change_digit, 4),
    "cell_changed": (change_cell, 3),
    "unbalanced": (unbalance, 2),
    "row_filled_one_line_off": (shift_row, 1),
}
