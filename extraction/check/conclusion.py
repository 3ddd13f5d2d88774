"""Every rule against what a report says: which hold, which do not, and the verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import localcontext
from itertools import chain

from extraction.check.blame import explain_failures
from extraction.check.dating import check_dates
from extraction.check.equations import (
    check_equations,
    check_values,
    find_blanks,
    find_equation_findings,
    find_worded_cells,
    unproven_finding,
)
from extraction.check.identity import check_identity, name_figures
from extraction.check.notes import find_notes
from extraction.check.prose_conflicts import ProseFacts, check_narrative
from extraction.check.scans import recheck_scan
from extraction.check.units import check_units, scale_to_form
from extraction.check.verdict import (
    decide_status,
    find_reason,
    find_unproven,
    name_finding,
    tell_confidence,
)
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.settings import Settings
from extraction.text.numbers import EXACT
from extraction.values.bilingual import Reason
from extraction.values.catalogue.source_file import SCAN_READ, SCAN_SUMS_FAIL
from extraction.values.prose import NO_PROSE, ReportProse
from extraction.values.record import Cell, CellKey, Finding, Metadata, Record, Status, Waiver

Waivers = Mapping[tuple[str, str | None, str | None], Waiver]
"""Waivers by the findings that they take note of: see `name_finding`."""
NO_WAIVERS: Waivers = {}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The verdict on a report, its reason, its confidence, and every finding.

    confidence: from 0 to 1; None where it was not measured for the form.
    """

    status: Status
    reason: Reason | None
    confidence: float | None
    findings: tuple[Finding, ...]

    @property
    def settled(self) -> bool:
        """Whether no person has to look at the report."""
        return self.status in ("verified", "source_inconsistent")


def check_report(
    form: Form,
    cells: Mapping[CellKey, Cell],
    prose: ReportProse = NO_PROSE,
    open_findings: Sequence[Finding] = (),
    waivers: Waivers = NO_WAIVERS,
) -> Conclusion:
    """Check cells, subtotals and prose by all rules of a form.

    The prose is held against the tables, and changes nothing about their verdict. A waiver takes
    a doubt away, never a rule that fails: figures that do not add up do not become right by it.
    """
    with localcontext(EXACT):
        sized = scale_to_form(form, cells)
        outcomes = check_equations(form, sized, name_figures(prose.metadata))
        faults = explain_failures(form, outcomes, sized)
    findings = (
        *open_findings,
        *find_blanks(cells),
        *find_worded_cells(
            form, cells, {cell for finding in open_findings for cell in finding.cells}
        ),
        *check_values(form, sized),
        *check_units(form, cells, outcomes),
        *find_equation_findings(form, outcomes),
        *((faults,) if faults else ()),
        *find_notes(form, prose),
    )
    if unproven := find_unproven(form, cells, outcomes):
        findings += (unproven_finding(form, unproven),)
    findings = tuple(_noted(findings, waivers))
    status = decide_status(cells, outcomes, findings)
    texts = {key: section.text for key, section in prose.sections.items()}
    said = ProseFacts(prose.facts, prose.metadata.year, texts)
    findings += tuple(_noted(check_narrative(form, cells, said, findings), waivers))
    return Conclusion(
        status,
        find_reason(status, findings),
        tell_confidence(form, status, cells, findings),
        (*findings, *_noted(check_metadata(prose.metadata, form), waivers)),
    )


def _noted(findings: Iterable[Finding], waivers: Waivers) -> Iterator[Finding]:
    """Yield findings; one that somebody has waived says so."""
    for finding in findings:
        waived = waivers.get(name_finding(finding))
        yield finding.model_copy(update={"waived": waived}) if waived else finding


def check_metadata(metadata: Metadata, form: Form | None) -> Iterator[Finding]:
    """Yield what is odd about dates and agency, as far as the record alone shows."""
    return chain(check_dates(metadata, form), check_identity(metadata))


def conclude_without_tables(reason: Reason, metadata: Metadata) -> Conclusion:
    """Return the verdict on a report in which no table was found, for that reason."""
    odd = tuple(check_metadata(metadata, None))
    status: Status = "unreadable" if reason.code == "no_text" else "needs_review"
    return Conclusion(status, reason, 0.0, odd)


# Findings that only the text can prove: they stay as they were when it was read.
_OF_THE_TEXT = ("text.", "sections.", "metadata.")


def check_record(record: Record, settings: Settings) -> Record:
    """Run the rules again over a written record, after a person may have corrected it.

    Findings about the reading itself stay until a person has settled all their cells.
    """
    form = find_known_form(record.form, record.mixed, settings.forms)
    if form is None:
        return record
    cells = flatten_cells(record)
    kept = [f for f in record.findings if _still_open(f, cells)]
    if any(f.rule == SCAN_READ.rule for f in record.findings):
        kept = [f for f in kept if f.rule != SCAN_SUMS_FAIL.rule]
        kept += recheck_scan(form, cells, record.metadata)
    prose = ReportProse(record.sections, record.metadata, record.facts)
    waivers = {name_finding(f): f.waived for f in record.findings if f.waived is not None}
    now = check_report(form, cells, prose, kept, waivers)
    said = [f for f in record.findings if f.rule.startswith(_OF_THE_TEXT)]
    return record.model_copy(
        update={
            "status": now.status,
            "reason": now.reason.words.en if now.reason else None,
            "reason_zh": now.reason.words.zh if now.reason else None,
            "reason_code": now.reason.code if now.reason else None,
            "confidence": now.confidence,
            "findings": (*now.findings, *said),
        }
    )


def _still_open(finding: Finding, cells: dict[CellKey, Cell]) -> bool:
    if not finding.rule.startswith("structure."):
        return False
    named = [CellKey(*path.split(".")) for path in finding.cells]
    return not named or any(
        cells[key].state == "missing" or cells[key].origin != "person"
        for key in named
        if key in cells
    )


def nest_cells(cells: Mapping[CellKey, Cell]) -> dict[str, dict[str, dict[str, Cell]]]:
    """Return cells as table -> row -> column, the way they are written."""
    tables: dict[str, dict[str, dict[str, Cell]]] = {}
    for key, cell in cells.items():
        tables.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = cell
    return tables


def flatten_cells(record: Record) -> dict[CellKey, Cell]:
    """Return a written record's cells and subtotals by key."""
    cells = {
        CellKey(table, row, column): cell
        for table, rows in record.tables.items()
        for row, columns in rows.items()
        for column, cell in columns.items()
    }
    for extra in record.extras:
        if extra.row is not None and extra.column is not None:
            cells[CellKey(extra.table, extra.row, extra.column)] = extra.values[0]
    return cells
