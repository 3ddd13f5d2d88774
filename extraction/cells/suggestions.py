"""What an answer says of cells that are open or in doubt: suggested to a person, never a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extraction.cells.assemble import Assembly
from extraction.text.numbers import parse_cell
from extraction.values.document import Locate, Span
from extraction.values.layout import Token
from extraction.values.record import CellKey, Suggestion


class Proposed(NamedTuple):
    """The printed token that somebody puts into a cell, None for a blank; who, as `openai/NAME`."""

    token: Token | None
    by: str


class SeenFigure(NamedTuple):
    """A figure as somebody reads it off its picture; who, as `openai/NAME`."""

    figure: str
    by: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What answers say: of cells by the form, and of scanned figures by their place.

    seen: the figures that are read otherwise than the engine has, by their place in the report's
    own text.
    """

    placed: Mapping[CellKey, Proposed] = field(default_factory=dict)
    seen: Mapping[Span, SeenFigure] = field(default_factory=dict)


def suggest_cells(made: Assembly, proposals: Proposals, locate: Locate) -> Assembly:
    """Return the cells with what is proposed beside it: for missing ones, and for scanned figures.

    A scanned figure keeps its value, which is in doubt; what was seen otherwise is no value.
    """
    suggested = dict(made.cells)
    for key, cell in made.cells.items():
        suggestion = None
        if cell.state == "missing" and key in proposals.placed:
            suggestion = _to_suggestion(proposals.placed[key], locate)
        elif cell.span is not None and (span := Span(*cell.span)) in proposals.seen:
            suggestion = _seen_to_suggestion(proposals.seen[span], span)
        if suggestion is not None:
            suggested[key] = cell.model_copy(update={"suggestion": suggestion})
    return replace(made, cells=suggested)


def _seen_to_suggestion(seen: SeenFigure, span: Span) -> Suggestion:
    value = parse_cell(seen.figure).value
    return Suggestion(value=value, raw=seen.figure, span=span, by=seen.by)


def _to_suggestion(proposal: Proposed, locate: Locate) -> Suggestion:
    token, by = proposal
    if token is None:
        return Suggestion(by=by)
    span, raw = locate(token.span)
    return Suggestion(value=parse_cell(token.text).value, raw=raw, span=span, by=by)
