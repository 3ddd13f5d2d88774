"""A fact on its way into the record."""

from dataclasses import dataclass
from decimal import Decimal

from extraction.values.document import Span
from extraction.values.record import FactKind

OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A quantity that a sentence states.

    at: where its figure stands in the sentence. span: the place in the repaired text of the
    words that state it. is_whole, within: what its key says of parts.
    """

    key: str
    label: str
    value: Decimal
    unit: str
    kind: FactKind
    at: tuple[int, int]
    span: Span
    approximate: bool = False
    scope: str | None = None
    is_whole: bool = False
    within: str | None = None
    cumulative: bool = False
