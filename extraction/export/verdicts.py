"""Verdicts for a person: what they are called, and what of a record decides one."""

from collections.abc import Mapping

from extraction.values.bilingual import Bilingual
from extraction.values.record import Finding, Record, Status

STATUSES: Mapping[Status, Bilingual] = {
    "verified": Bilingual("verified", "核实无误"),
    "source_inconsistent": Bilingual("source_inconsistent", "原文自相矛盾"),
    "needs_review": Bilingual("needs_review", "需要人工"),
    "unreadable": Bilingual("unreadable", "不可读"),
}
"""Verdicts for a person, best first; in English they are called as in a record."""


def deciding(record: Record) -> tuple[Finding, ...]:
    """Return the errors that keep a report from being verified; what fails before what is open."""
    errors = (f for f in record.findings if f.severity == "error")
    return tuple(sorted(errors, key=lambda finding: finding.result != "fail"))


def cells_in_question(record: Record) -> frozenset[str]:
    """Return the cells that the narrowest finding within the errors names."""
    errors = {cell for finding in deciding(record) for cell in finding.cells}
    named = (frozenset(f.cells) for f in record.findings if f.result == "fail" and f.cells)
    return min((cells for cells in named if cells <= errors), key=len, default=frozenset())
