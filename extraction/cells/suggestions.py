"""What an answer says of cells that nothing settles: suggested to a person, never their value."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from extraction.cells.assemble import Assembly
from extraction.text.numbers import parse_cell
from extraction.values.document import Locate
from extraction.values.layout import Token
from extraction.values.record import CellKey, Suggestion


class Proposed(NamedTuple):
    """The printed token that somebody puts into a cell, None for a blank; who, as `openai/NAME`."""

    token: Token | None
    by: str


def suggest_cells(made: Assembly, proposed: Mapping[CellKey, Proposed], locate: Locate) -> Assembly:
    """Return the cells, those that are missing with what is proposed for them beside it."""
    suggested = dict(made.cells)
    for key, proposal in proposed.items():
        cell = suggested.get(key)
        if cell is not None and cell.state == "missing":
            suggestion = _to_suggestion(proposal, locate)
            suggested[key] = cell.model_copy(update={"suggestion": suggestion})
    return replace(made, cells=suggested)


def _to_suggestion(proposal: Proposed, locate: Locate) -> Suggestion:
    token, by = proposal
    if token is None:
        return Suggestion(by=by)
    span, raw = locate(token.span)
    return Suggestion(value=parse_cell(token.text).value, raw=raw, span=span, by=by)
