"""Hold the units that cells print against the form's: counts in 万, money among counts.

A record keeps the figure as it is printed, beside its unit; the rules compare sizes.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extraction.check.outcome import Outcome
from extraction.forms.evaluate import Cells
from extraction.forms.form import Form
from extraction.text.numbers import scale_between
from extraction.values.catalogue.figures import UNIT_FOREIGN, UNIT_SCALED
from extraction.values.record import Cell, CellKey, Finding


def scale_to_form(form: Form, cells: Cells) -> Cells:
    """Return cells with their figures in the form's units, as far as one can be had."""
    scaled = dict(cells)
    for key, cell in cells.items():
        scale = _scale(form, key, cell)
        if scale is not None and cell.value is not None and scale != 1:
            value = cell.value * scale
            scaled[key] = cell.model_copy(update={"value": value})
    return scaled


def _scale(form: Form, key: CellKey, cell: Cell) -> Decimal | None:
    """Return by what a cell's figure is to be multiplied; None if its unit is of another kind."""
    wanted = form.unit(key)
    if cell.unit is None or wanted is None or cell.unit == wanted:
        return Decimal(1)
    return scale_between(cell.unit, wanted)


def check_units(form: Form, cells: Cells, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """Yield counts in another unit than the form's: open, unless every sum closes with them.

    Money is kept in the unit that is printed beside it: nothing is open about that.
    """
    for key, cell in cells.items():
        scale = _scale(form, key, cell)
        money = key in form.columns and form.columns[key].holds == "money"
        if scale == 1 or (money and scale is not None):
            continue
        (row, name), figure = form.name(key), cell.raw or str(cell.value)
        unit, wanted = str(cell.unit), str(form.unit(key))
        if scale is not None and _is_proven(key, outcomes):
            yield UNIT_SCALED.fails(
                row=row,
                column=name,
                figure=figure,
                unit=unit,
                wanted=wanted,
                cells=[key],
                quote=cell.raw,
            )
        else:
            yield UNIT_FOREIGN.stays_open(
                row=row,
                column=name,
                figure=figure,
                unit=unit,
                wanted=wanted,
                cells=[key],
                quote=cell.raw,
            )


def _is_proven(key: CellKey, outcomes: Sequence[Outcome]) -> bool:
    """Whether a cell stands in sums, and all of them close; of a total not printed, none is."""
    results: set[str] = set()
    for outcome in outcomes:
        equation = outcome.equation
        is_sum = equation.rule.severity == "error" and equation.holds.relation == "="
        if is_sum and key in equation.cells:
            results.add(outcome.result)
    results.discard("not_applicable")
    return results == {"pass"}
