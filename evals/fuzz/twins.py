"""Whether a spoilt report's print is also that of another report, to which less has happened.

A line of zeros that is lost where another stands twice leaves a report of other figures, whole,
whose sums close; a mistaken 10 that is torn over two cells, beside a zero that is lost, leaves a
report with a mistaken 1. No reader of the print can tell the two apart, and who reads what is
printed reads the other. Such a report is a twin: fewer damages, and no more sums that its own
mistakes break.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from evals.fuzz.contents import draw_inks
from evals.fuzz.figure_ink import BLANK, PrintedFigure, plain_ink
from evals.fuzz.make import Recipe, Spoilt, content_chance, make_spoilt
from evals.fuzz.spoilt_truth import find_misstated_cells
from evals.score import find_form_cells
from evals.synth.closing import form_named, is_met, strict_equations
from extraction.values.record import Cell, CellKey, Record


def find_twin(spoilt: Spoilt, record: Record) -> Recipe | None:
    """Return the recipe of the twin that a record reads without a mistake; None if none is.

    Tried: the report's recipe with the record's figures, without one or more of its damages.
    """
    own = _draw_own_inks(spoilt.recipe)
    inks = _ink_as_read(own, find_form_cells(record))
    form = spoilt.recipe.form
    if inks is None or _count_broken(form, inks) > _count_broken(form, own):
        return None
    for recipe in _with_less(spoilt.recipe):
        twin = make_spoilt(recipe, inks)
        if twin.text == spoilt.text and not any(find_misstated_cells(record, twin.truths)):
            return recipe
    return None


def _with_less(recipe: Recipe) -> Iterator[Recipe]:
    """Yield a recipe with ever more of its operations, never with all."""
    for count in range(len(recipe.operations)):
        for kept in combinations(recipe.operations, count):
            yield replace(recipe, operations=kept)


def _draw_own_inks(recipe: Recipe) -> dict[CellKey, PrintedFigure]:
    return draw_inks(form_named(recipe.form), recipe.content, content_chance(recipe))


def _count_broken(form: str, inks: Mapping[CellKey, PrintedFigure]) -> int:
    """Return how many sums the figures break; a blank or a mark counts as zero."""
    values: dict[CellKey, Decimal] = {}
    for key, ink in inks.items():
        said = [reading.value for reading in ink.readings if reading.value is not None]
        values[key] = max(said, default=Decimal(0))
    return sum(not is_met(equation.holds, values) for equation in strict_equations(form))


def _ink_as_read(
    own: Mapping[CellKey, PrintedFigure], cells: Mapping[CellKey, Cell]
) -> dict[CellKey, PrintedFigure] | None:
    """Return a report's ink with the figures of a record; None where a cell is not read."""
    inks = dict(own)
    for key, ink in own.items():
        cell = cells.get(key)
        if cell is None or cell.state == "missing":
            return None
        if any(reading.allows(cell) for reading in ink.readings):
            continue
        if cell.state == "number" and cell.value is not None:
            inks[key] = plain_ink(cell.value)
        elif cell.state == "blank":
            inks[key] = PrintedFigure("", frozenset({BLANK}))
        else:
            return None
    return inks
