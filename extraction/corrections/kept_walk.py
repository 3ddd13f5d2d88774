"""Reports read anew in the light of what persons have decided about them before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extraction.batch.worker import Walk
from extraction.corrections.apply import apply_decisions
from extraction.corrections.decisions import Decisions
from extraction.settings import Settings
from extraction.values.document import Document
from extraction.values.record import Record


@dataclass(frozen=True, slots=True)
class KeptWalk:
    """A walk whose records have the decisions applied that were made about the same bytes."""

    decisions: Decisions
    walk: Walk

    def __call__(self, document: Document, settings: Settings, label: str) -> Iterable[Record]:
        """Read a document to its records."""
        return self._corrected(document, settings, label)

    def _corrected(self, document: Document, settings: Settings, label: str) -> Iterator[Record]:
        for record in self.walk(document, settings, label):
            yield apply_decisions(record, self.decisions.about(record), settings).record
