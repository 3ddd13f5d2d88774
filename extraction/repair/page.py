"""A document with its damage undone: text, grids, veils and head, all in repaired places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.forms.form import Form
from extraction.repair.repaired import RepairedText, repair_text, restore_lines
from extraction.values.document import Document, Grid, Span, Veil
from extraction.values.layout import HeadTag
from extraction.values.record import Repair


@dataclass(frozen=True, eq=False)
class RepairedDocument:
    """A document as the stations read it, and the way back to what its file holds.

    Spans of grids and veils count in `text`, which is the repaired one. tags: what a web
    page's head says of it, repaired.
    """

    document: Document
    repaired: RepairedText
    grids: tuple[tuple[Grid, Span], ...]
    veils: tuple[Veil, ...]
    tags: tuple[HeadTag, ...]

    @property
    def text(self) -> str:
        """The repaired text."""
        return self.repaired.text

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The kinds of damage that were undone, and how often."""
        return self.repaired.repairs

    def locate(self, span: Span) -> tuple[Span, str]:
        """Return the place in the file's text of a place in the repaired one, and its words."""
        original = self.repaired.to_original(span)
        return original, original.slice(self.repaired.original)


def repair_document(
    document: Document, forms: Sequence[Form] = (), *, undo: bool = True
) -> RepairedDocument:
    """Undo the damage to a document's text, and find its grids and veils there again.

    forms: tables of theirs that stand in one line get their lines back, where the document
    draws none. With `undo` false the text stays as it is.
    """
    text = document.text
    repaired = repair_text(text) if undo else RepairedText(text, text)
    if undo and not document.grids:
        repaired = restore_lines(repaired, forms)
    return RepairedDocument(
        document,
        repaired,
        tuple(_place_grid(grid, repaired) for grid in document.grids if grid.cells),
        tuple(veil._replace(span=repaired.from_original(veil.span)) for veil in document.veils),
        tuple(
            HeadTag(tag.name, tag.label, tag.content, repair_text(tag.content).text)
            for tag in document.tags
        ),
    )


def _place_grid(grid: Grid, repaired: RepairedText) -> tuple[Grid, Span]:
    cells = tuple(replace(cell, span=repaired.from_original(cell.span)) for cell in grid.cells)
    return Grid(cells), Span(cells[0].span.start, max(cell.span.end for cell in cells))
