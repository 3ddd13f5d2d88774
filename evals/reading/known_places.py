"""Reports whose every figure has a known place, and what a record says wrong of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from evals.fuzz import draw_recipe, make_spoilt
from evals.fuzz.make import FORMS, Operation, Recipe
from evals.fuzz.spoilt_truth import find_misstated_cells as find_wrong_spoilt
from evals.reading.carried_places import carry_places
from evals.score import find_form_cells, find_wrong_cells, says
from evals.synth.catalogue import LAYOUTS
from evals.synth.figure_places import Places, generate_placed
from extraction.read import document_from_bytes
from extraction.values.document import Document
from extraction.values.record import CellKey, Record


@dataclass(frozen=True, slots=True)
class PlacedReport:
    """A made-up report: what gouji reads, where each cell's figure stands, how it is judged.

    blanks: cells that are printed empty. wrong: counts the wrong cells of a record. right: says
    whether one cell of it is right. facts: sentences with what they state, key and number.
    """

    kind: str
    form: str
    document: Document
    places: Places
    blanks: frozenset[CellKey]
    wrong: Callable[[Record], int]
    right: Callable[[CellKey, Record], bool]


def place_synth(kind: str, seed: int, layout: str, modifiers: Sequence[str]) -> PlacedReport:
    """Return a report of evals.synth, every fifth with a mistake of its own."""
    mistakes = int(seed % 5 == 0)
    report, places = generate_placed(seed, layout=layout, modifiers=modifiers, mistakes=mistakes)
    name = report.name + report.ending
    document = document_from_bytes(name, report.text.encode())
    blanks = frozenset(key for key, label in report.cells.items() if label.state == "blank")

    def count_wrong(record: Record) -> int:
        return len(list(find_wrong_cells(record, report.cells, report.lost)))

    def is_right(key: CellKey, record: Record) -> bool:
        return key in report.cells and says(find_form_cells(record)[key], report.cells[key])

    return PlacedReport(kind, report.form, document, places, blanks, count_wrong, is_right)


def misname_row(report: PlacedReport, label: str, words: str) -> PlacedReport:
    """Return a report in which one row's label says something else, in as many characters."""
    document = report.document
    other = document.text.replace(label, (words * len(label))[: len(label)])
    return replace(report, document=document_from_bytes(document.path, other.encode()))


def place_spoilt(kind: str, recipe: Recipe) -> PlacedReport:
    """Return a report of evals.fuzz."""
    spoilt = make_spoilt(recipe)
    document = document_from_bytes(f"report{spoilt.ending}", spoilt.text.encode())
    blanks = frozenset(key for key, truth in spoilt.truths.items() if truth.is_blank)

    def count_wrong(record: Record) -> int:
        return len(list(find_wrong_spoilt(record, spoilt.truths)))

    def is_right(key: CellKey, record: Record) -> bool:
        return key in spoilt.truths and spoilt.truths[key].allows(find_form_cells(record)[key])

    places = carry_places(spoilt.places, spoilt.text, document.text)
    return PlacedReport(kind, recipe.form, document, places, blanks, count_wrong, is_right)


_CONTENTS = ("big", "dense", "tens", "small", "huge", "equal columns", "equal rows", "slip")
"""What fills reports of the layouts: figures with sums that tell something."""
UNRULED = (
    "csv",
    "boxes",
    "key values",
    "nested keys",
    "prose",
    "row lists",
    "transposed",
    "columns",
    "figures first",
    "labels first",
    "glued",
)
"""Layouts of evals.fuzz that rules read seldom or never."""
SPLIT = ("lines", "pipes", "pipe lines", "tabs", "spaces", "markdown", "csv")
HARD = (
    "blanks_removed",
    "run_together",
    "lost_row_label",
    "garbled_row_label",
    "heads_last",
    "mixed_forms",
    "columns_swapped",
    "cut_heads",
    "keywords_substituted",
    "stray_characters",
    "page_number",
    "headings_lost",
)
"""Modifiers of evals.synth that leave reports open."""
PLAIN = ("one_line", "run-together", "pdf")


@dataclass(frozen=True, slots=True)
class DrawnReport:
    """A report that is still to be made: by a recipe of evals.fuzz, or by evals.synth."""

    kind: str
    seed: int
    layout: str = ""
    modifiers: tuple[str, ...] = ()
    recipe: Recipe | None = None

    def make(self) -> PlacedReport:
        """Return the report."""
        if self.recipe is not None:
            return place_spoilt(self.kind, self.recipe)
        return place_synth(self.kind, self.seed, self.layout, self.modifiers)


RANDOM_DAMAGE = "spoilt at random"
KINDS = (
    *(f"layout: {layout}" for layout in UNRULED),
    "figure split",
    RANDOM_DAMAGE,
    *(f"text: {layout}" for layout in PLAIN),
    *(f"damage: {modifier}" for modifier in HARD),
)
"""Layouts without rules, torn figures, any damage, hard modifiers."""


def draw_kinds(count: int, first_seed: int) -> Iterator[DrawnReport]:
    """Yield so many reports of each kind, twice as many of those that are spoilt at random."""
    for kind in KINDS:
        own = 2 * count if kind == RANDOM_DAMAGE else count
        for seed in range(first_seed, first_seed + own):
            yield draw_kind(kind, seed)


def draw_kind(kind: str, seed: int) -> DrawnReport:
    """Return one report of a kind.

    >>> draw_kind("text: pdf", 7).layout
    'pdf'
    """
    family, _, name = kind.partition(": ")
    if family == "layout":
        return DrawnReport(kind, seed, recipe=_recipe(seed, name))
    if family == "text":
        return DrawnReport(kind, seed, name)
    if family == "damage":
        layouts = [layout for layout in LAYOUTS if layout not in ("no-tables", "unrendered")]
        return DrawnReport(kind, seed, layouts[seed % len(layouts)], (name,))
    if kind == RANDOM_DAMAGE:
        return DrawnReport(kind, seed, recipe=draw_recipe(seed))
    tear = Operation("split", kind, seed)
    return DrawnReport(kind, seed, recipe=_recipe(seed, SPLIT[seed % len(SPLIT)], tear))


def _recipe(seed: int, layout: str, *operations: Operation) -> Recipe:
    form = FORMS[seed % 4 == 0]
    return Recipe(seed, form, layout, _CONTENTS[seed % len(_CONTENTS)], operations)


__all__ = ["DrawnReport", "PlacedReport", "draw_kind", "draw_kinds", "place_spoilt", "place_synth"]
