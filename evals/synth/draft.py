"""A report on its way to text: its parts in page order, and what is known of its cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from evals.synth.labelled import (
    ExpectedEnd,
    Label,
    PlantedFact,
    PlantedMistake,
    PrintedExtra,
)
from evals.synth.sheets import PrintedBox, PrintedSheet
from extraction.values.record import CellKey

ProseRole = Literal[
    "nav", "title", "source", "index", "preamble", "heading", "text", "signature", "tail"
]


@dataclass(frozen=True, slots=True)
class DraftProse:
    """A paragraph; `section` is the section it stands in or heads."""

    role: ProseRole
    text: str
    section: str = ""


DraftPart = DraftProse | PrintedSheet
GroupStyle = Literal["first_row", "own_line", "leading_empty"]


@dataclass(frozen=True, slots=True)
class LayoutStyle:
    """How a layout is written out.

    `pads` is the highest number of empty cells added at the end of a line, 0 for
    what the spans give; `blank` is what stands in a blank cell; `cut_off` tells
    that the file ends in the middle, `unrendered` in which state of being made the
    page was caught.
    """

    layout: str
    pads: int = 0
    groups: GroupStyle = "first_row"
    blank: str = ""
    cut_off: bool = False
    unrendered: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports on which year."""

    name: str
    short: str
    region: str
    year: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it is written out."""

    form: str
    agency: Agency
    style: LayoutStyle
    cells: dict[CellKey, Label]
    parts: tuple[DraftPart, ...] = ()
    lost: frozenset[CellKey] = frozenset()
    expect: ExpectedEnd = "settled"
    modifiers: tuple[str, ...] = ()
    mistakes: tuple[PlantedMistake, ...] = ()
    facts: tuple[PlantedFact, ...] = ()
    extras: tuple[PrintedExtra, ...] = ()
    metadata: dict[str, str | int | None] = field(default_factory=dict)

    @property
    def sheets(self) -> tuple[PrintedSheet, ...]:
        """The tables that are printed."""
        return tuple(part for part in self.parts if isinstance(part, PrintedSheet))

    def sheet(self, table: str) -> PrintedSheet | None:
        """Return the printed table with this key, if it is printed."""
        return next((sheet for sheet in self.sheets if sheet.table == table), None)

    def lose(self, keys: Iterable[CellKey]) -> "Draft":
        """Return the draft with these cells beyond settling, which then needs a review."""
        lost = self.lost | frozenset(keys)
        expect = "review" if lost and self.expect == "settled" else self.expect
        return replace(self, lost=lost, expect=expect)

    def unprint(self, keys: Iterable[CellKey]) -> "Draft":
        """Return the draft with these cells not printed at all."""
        gone = frozenset(keys)
        cells = {key: label for key, label in self.cells.items() if key not in gone}
        return replace(self.lose(gone), cells=cells)

    def relabel(self, labels: Mapping[CellKey, Label]) -> "Draft":
        """Return the draft with other labels for some cells."""
        return replace(self, cells={**self.cells, **labels})

    def with_sheet(self, sheet: PrintedSheet) -> "Draft":
        """Return the draft with the table of the same key replaced."""
        parts = tuple(
            sheet if isinstance(part, PrintedSheet) and part.table == sheet.table else part
            for part in self.parts
        )
        return replace(self, parts=parts)

    def map_boxes(self, change: Callable[[PrintedBox], PrintedBox]) -> "Draft":
        """Return the draft with every box of every table changed."""
        draft = self
        for sheet in self.sheets:
            lines = tuple(tuple(map(change, line)) for line in sheet.lines)
            draft = draft.with_sheet(replace(sheet, lines=lines))
        return draft

    def map_prose(self, change: Callable[[DraftProse], DraftProse]) -> "Draft":
        """Return the draft with every paragraph changed."""
        parts = tuple(change(p) if isinstance(p, DraftProse) else p for p in self.parts)
        return replace(self, parts=parts)
