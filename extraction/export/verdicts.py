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
    failed: list[Finding] = []
    still_open: list[Finding] = []
    for finding in record.findings:
        if finding.severity == "error":
            (failed if finding.result == "fail" else still_open).append(finding)
    return (*failed, *still_open)


def cells_in_question(record: Record) -> frozenset[str]:
    """Return the cells that the narrowest finding within the errors names."""
    blamed: set[str] = set()
    for finding in deciding(record):
        blamed.update(finding.cells)
    named: list[frozenset[str]] = []
    for finding in record.findings:
        cells = frozenset(finding.cells)
        if finding.result == "fail" and cells and cells <= blamed:
            named.append(cells)
    return min(named, key=len, default=frozenset())
