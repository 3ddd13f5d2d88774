"""Read what a report says beside its tables: who reports, its sections, figures in its words."""

from collections.abc import Sequence

from extraction.prose.facts import Prose, find_facts
from extraction.prose.metadata import read_metadata
from extraction.values.document import Locate, Span
from extraction.values.layout import Page
from extraction.values.prose import ReportProse
from extraction.values.record import Section


def read_prose(page: Page, tables: Sequence[Span], locate: Locate) -> ReportProse:
    """Read a report's words; `tables` are where its tables lie, in the repaired text."""
    metadata, findings = read_metadata(page, locate)
    known = (page.sections, metadata.year, metadata.scope, metadata.agency)
    prose = Prose(page.text, page.window, tables, *known, veils=page.veils)
    facts = find_facts(prose, locate)
    sections = {}
    for key, place in page.sections.items():
        span, text = locate(place)
        sections[key] = Section(span=span, text=text)
    return ReportProse(sections, metadata, facts, findings)
