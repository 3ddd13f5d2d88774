"""Mistakes of the report itself, planted in the figures before they are printed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.synth.closing import broken_equations, form_named, place_in_equation, strict_equations
from evals.synth.draft import Draft
from evals.synth.labelled import Label, PlantedMistake
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
    broken = [e for e in broken_equations(draft.form, draft.cells) if not draft.lost & {*e.cells}]
    mistakes = tuple(
        replace(
            mistake,
            rules=tuple(
                (e.rule.id, place_in_equation(e)) for e in broken if {*mistake.cells} & {*e.cells}
            ),
        )
        for mistake in draft.mistakes
    )
    return replace(draft, mistakes=mistakes)


def _touched(draft: Draft) -> set[CellKey]:
    return {cell for mistake in draft.mistakes for cell in mistake.cells}


def _plant(draft: Draft, kind: str, changes: Changes) -> Draft:
    labels = {
        key: Label("number", value, f"{value:f}", draft.cells[key].unit)
        for key, value in changes.items()
    }
    mistakes = (*draft.mistakes, PlantedMistake(kind, tuple(changes)))
    return replace(draft.relabel(labels), mistakes=mistakes)


def _summed_cells(draft: Draft) -> list[CellKey]:
    """Return the cells that stand in a strict equation with an equals sign."""
    summed = {c for e in strict_equations(draft.form) if e.holds.relation == "=" for c in e.cells}
    return [key for key in draft.cells if key in summed]


def _figure(draft: Draft, key: CellKey) -> Decimal:
    return draft.cells[key].value or Decimal(0)


def change_digit(draft: Draft, rng: Random) -> Changes:
    """Change one digit of one figure."""
    key = rng.choice([key for key in _summed_cells(draft) if _figure(draft, key)] or [*draft.cells])
    digits = list(f"{_figure(draft, key):f}")
    places = [i for i, digit in enumerate(digits) if digit.isdigit()]
    at = rng.choice(places)
    allowed = "123456789" if at == 0 else "0123456789"
    digits[at] = rng.choice([digit for digit in allowed if digit != digits[at]])
    return {key: Decimal("".join(digits))} if key in _summed_cells(draft) else {}


def change_cell(draft: Draft, rng: Random) -> Changes:
    """Put a small figure where another belongs."""
    key = rng.choice(_summed_cells(draft))
    value = rng.choice([Decimal(n) for n in range(1, 13) if n != _figure(draft, key)])
    return {key: value}


def unbalance(draft: Draft, rng: Random) -> Changes:
    """Change what came in or went out in one class and in the total alike."""
    balances = [
        e
        for e in strict_equations(draft.form)
        if e.holds.relation == "="
        and len(e.holds.left) > 1
        and e.rule.each == "column"
        and not all(_is_derived(draft, cell) for cell in e.cells)
    ]
    totals = dict(_row_sums(draft))
    equation = rng.choice(balances)
    key = rng.choice([c for c in equation.cells if not _is_derived(draft, c)])
    whole = next((total for total, parts in totals.items() if key in parts), None)
    if whole is None:
        return {}
    added = Decimal(rng.randint(1, 5))
    return {key: _figure(draft, key) + added, whole: _figure(draft, whole) + added}


def shift_row(draft: Draft, rng: Random) -> Changes:
    """Fill a row one line off: a slip that no sum can see."""
    pairs = list(_neighbours(draft))
    if not pairs:
        return {}
    first, second = rng.choice(pairs)
    return {
        key: _figure(draft, other)
        for key, other in (*zip(first, second, strict=True), *zip(second, first, strict=True))
        if _figure(draft, key) != _figure(draft, other)
    }


def _row_sums(draft: Draft) -> Iterator[tuple[CellKey, frozenset[CellKey]]]:
    for equation in strict_equations(draft.form):
        if equation.rule.each == "row" and equation.holds.relation == "=":
            yield equation.cells[0], frozenset(equation.cells[1:])


def _is_derived(draft: Draft, key: CellKey) -> bool:
    """Tell whether another equation already sums up to this cell."""
    return any(
        e.cells[0] == key and len(e.holds.left) == 1
        for e in strict_equations(draft.form)
        if e.holds.relation == "="
    )


def _neighbours(draft: Draft) -> Iterator[tuple[list[CellKey], list[CellKey]]]:
    """Yield the cells of adjacent rows of one group, one of them empty of requests."""
    for table in form_named(draft.form).tables:
        for block in table.blocks:
            for upper, lower in zip(block.rows, block.rows[1:], strict=False):
                if upper.group is None or upper.group != lower.group:
                    continue
                first, second = (
                    [CellKey(table.key, row.key, c.key) for c in block.columns]
                    for row in (upper, lower)
                )
                if any(_figure(draft, k) for k in first) != any(_figure(draft, k) for k in second):
                    yield first, second


KINDS: dict[str, tuple[Callable[[Draft, Random], Changes], int]] = {
    "digit_changed": (change_digit, 4),
    "cell_changed": (change_cell, 3),
    "unbalanced": (unbalance, 2),
    "row_filled_one_line_off": (shift_row, 1),
}
