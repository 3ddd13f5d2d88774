"""What the stations found of a report, put together as its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from extraction.align import Choice
from extraction.cells import NO_CELLS, Assembly
from extraction.check.conclusion import Conclusion, nest_cells
from extraction.repair import RepairedDocument
from extraction.values.catalogue.source_file import (
    BYTES_LOST,
    PAGES_JOINED,
    PART_UNREAD,
    SCAN_READ,
)
from extraction.values.catalogue.structure import TABLES_PICTURED
from extraction.values.document import Document
from extraction.values.prose import ReportProse
from extraction.values.record import Finding, Record, Source, Versions
from extraction.values.usage import Usage


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that has been read; `choice` and `made` where it has tables."""

    source: Source
    page: RepairedDocument
    prose: ReportProse
    conclusion: Conclusion
    made: Assembly = NO_CELLS
    choice: Choice | None = None

    def to_record(self, versions: Versions, usage: Usage) -> Record:
        """Return the report's record: what made it, and what asking a model has cost."""
        choice, made, prose = self.choice, self.made, self.prose
        conclusion = self.conclusion
        reason = conclusion.reason
        of_file = _tell_of_file(self.page.document)
        return Record(
            versions=versions,
            source=self.source,
            form=choice.form.form if choice else None,
            mixed={table: other.form for table, other in choice.mixed.items()} if choice else {},
            status=conclusion.status,
            reason=reason and reason.words.en,
            reason_zh=reason and reason.words.zh,
            reason_code=reason and reason.code,
            confidence=conclusion.confidence,
            metadata=prose.metadata,
            sections=dict(prose.sections),
            tables=nest_cells(made.cells),
            labels=made.labels,
            extras=made.extras,
            facts=prose.facts,
            findings=(*conclusion.findings, *prose.findings, *of_file),
            repairs=self.page.repairs,
            usage=usage,
        )


def _tell_of_file(document: Document) -> Iterator[Finding]:
    """Yield what had to be done to read the file."""
    for notice in document.notices:
        yield BYTES_LOST.fails(notice=notice)
    for remark in document.remarks:
        yield PAGES_JOINED.fails(remark=remark)
    if document.scanned is not None:
        agreed = sum(cell.agreed for cell in document.scanned)
        yield SCAN_READ.fails(count=len(document.scanned), agreed=agreed)


def tell_unread(document: Document, choice: Choice) -> Iterator[Finding]:
    """Yield what of the file nobody could read: it bars a verdict.

    Pictures do where a table of the form is not in the text.
    """
    for what in document.unread:
        yield PART_UNREAD.stays_open(what=what)
    absent = [table for table in choice.form.tables if table.key not in choice.tables]
    if absent and document.pictures:
        yield TABLES_PICTURED.stays_open(
            tables=[table.label for table in absent],
            pictures=document.named_pictures,
            cells=chain.from_iterable(table.cells() for table in absent),
        )
