"""Whether a spoilt report's print is also that of another report, to which less has happened.

A line of zeros that is lost where another stands twice leaves a report of other figures, whole,
whose sums close: no reader of the print can tell the two apart, and who reads what is printed
reads the other. Such a report is a twin. Only what is called verified has twins: where sums
fail, a damage is always a rival of the report's own mistake.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from evals.fuzz.contents import draw_inks
from evals.fuzz.figure_ink import BLANK, PrintedFigure, plain_ink
from evals.fuzz.make import Recipe, Spoilt, content_chance, make_spoilt
from evals.fuzz.spoilt_truth import find_misstated_cells
from evals.score import find_form_cells
from evals.synth.closing import form_named
from extraction.values.record import Cell, CellKey, Record


def find_twin(spoilt: Spoilt, record: Record) -> Recipe | None:
    """Return the recipe of the twin that a record reads without a mistake; None if none is.

    Tried: the report's recipe with the record's figures, without one or more of its damages.
    """
    if record.status != "verified":
        return None
    inks = _ink_as_read(spoilt.recipe, find_form_cells(record))
    if inks is None:
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


def _ink_as_read(
    recipe: Recipe, cells: Mapping[CellKey, Cell]
) -> dict[CellKey, PrintedFigure] | None:
    """Return a report's ink with the figures of a record; None where a cell is not read."""
    form = form_named(recipe.form)
    inks = draw_inks(form, recipe.content, content_chance(recipe))
    for key, ink in inks.items():
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
