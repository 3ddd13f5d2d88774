"""A labelled report from the generator: its text, and the truth of every cell in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extraction.values.record import CellKey

LabelState = Literal["number", "blank", "not_applicable", "text"]
ExpectedEnd = Literal["settled", "review", "tableless"]


@dataclass(frozen=True, slots=True)
class Label:
    """The truth of one cell as printed; `unit` is the cell's own, else the form's.

    `raw` is None for a blank, and whatever stands in the cell otherwise.
    """

    state: LabelState
    value: Decimal | None = None
    raw: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PlantedMistake:
    """A mistake of the report itself: the cells it changed, and the rules that now fail.

    `rules` holds rule id and place (`requests.balance`, `total`); empty for a slip
    that no sum can see.
    """

    kind: str
    cells: tuple[CellKey, ...]
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlantedFact:
    """A figure that the prose states; `agrees` tells whether the tables say the same."""

    key: str
    value: Decimal
    quote: str
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class PrintedExtra:
    """Figures that the report prints and the form has no cell for."""

    table: str
    label: str
    raws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """One generated report.

    `cells` holds every cell as printed, the report's own mistakes included. A cell
    in `lost` cannot be settled from the text by anybody: leaving it open is right,
    and so is its label if `cells` has one; a lost cell that `cells` does not have
    is not printed at all, so any figure there is invented. `expect` is a review too
    where a figure stands in no sum that tells anything. `form` names the form
    of the requests table; where forms are mixed, the keys tell. `metadata` has the fields
    that the report states, as written in JSON, null where nobody can tell; `sections` the
    paragraphs of each section as printed, its heading among them if it is there.
    """

    name: str
    seed: int
    form: str
    layout: str
    modifiers: tuple[str, ...]
    text: str
    media_type: str
    ending: str
    cells: Mapping[CellKey, Label]
    lost: frozenset[CellKey]
    source_mistakes: tuple[PlantedMistake, ...]
    expect: ExpectedEnd
    facts: tuple[PlantedFact, ...]
    extras: tuple[PrintedExtra, ...]
    metadata: Mapping[str, str | int | None]
    sections: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class JoinedReports:
    """Two complete reports in one file."""

    text: str
    parts: tuple[LabelledReport, LabelledReport]
