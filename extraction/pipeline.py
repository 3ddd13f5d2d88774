"""The walk of one report; the only module that knows the stations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extraction.assemble import (
    Assembly,
    TableReading,
    assemble_cells,
    find_blanks,
    notice_finding,
    open_finding,
    unproven_finding,
)
from extraction.check import check_equations, check_values, find_equation_findings
from extraction.choose import choose_form, fits_wholly
from extraction.document import Document, Grid, Span
from extraction.draft import AlignedTable, Part, Piece
from extraction.facts import Prose, find_facts
from extraction.faults import explain_failures
from extraction.forms.form import CellKey, Form
from extraction.labels import align_table
from extraction.lexicon import Lexicon
from extraction.narrative import Told, check_narrative
from extraction.outline import explain_absence, find_extent, find_regions
from extraction.parts import split_parts
from extraction.read import read_document
from extraction.reading import read_table
from extraction.record import Cell, Fact, Finding, Record, Source, Usage, Versions
from extraction.repair import RepairedText, repair_text
from extraction.settings import Settings
from extraction.settle import Inquiry, Rounds, Settled
from extraction.tables import find_pieces
from extraction.verdict import decide_status, find_reason, find_unproven, rate_confidence


def extract_file(
    path: Path, settings: Settings, label: str | None = None, rounds: Rounds | None = None
) -> tuple[Record, ...]:
    """Read one file into a record per report; UnreadableFile if it cannot be opened."""
    document = read_document(path, settings.max_file_bytes)
    return extract_document(document, settings, label, rounds=rounds)


Aligner = Callable[[Sequence[Piece], Lexicon], AlignedTable]


def extract_document(
    document: Document,
    settings: Settings,
    label: str | None = None,
    align: Aligner | None = None,
    rounds: Rounds | None = None,
) -> tuple[Record, ...]:
    """Walk one document: repair, outline, tables, labels, fill, solve, check, ask, verdict.

    `align` brings a table's printed rows and columns to those of a form in another way.
    Without `rounds` no model is asked.
    """
    source = (
        repair_text(document.text)
        if settings.repair
        else RepairedText(document.text, document.text)
    )
    pieces = find_pieces(source.text, _grids(document, source))
    regions = find_regions(pieces, _wide_lexicons(settings.forms))
    parts = split_parts(regions, pieces, len(source.text))
    name = label or document.path
    walk = _Walk(document, source, pieces, settings, name, align or align_table, rounds)
    return tuple(walk.extract_part(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One document's walk: what every part of it shares."""

    document: Document
    source: RepairedText
    pieces: Sequence[Piece]
    settings: Settings
    label: str
    align: Aligner
    rounds: Rounds | None = None

    def extract_part(self, part: Part) -> Record:
        """Walk one report of the document to its record."""
        if not part.regions:
            reason = explain_absence(part.window.slice(self.source.text))
            facts = self._read_prose(part)
            return self._record(
                part, status="unreadable", reason=reason, confidence=0.0, facts=facts
            )
        choice = choose_form(list(self._align(part)))
        form = next(form for form in self.settings.forms if form.form == choice.form)
        tables = {key: read_table(form, aligned) for key, aligned in choice.tables.items()}
        settled = self._settle(part, form, tables)
        made = assemble_cells(form, settled.tables, self._locate)
        doubts = [
            open_finding("S01", doubt, f"表样或份数存疑：{doubt}")
            for doubt in (*part.doubts, *choice.doubts)
        ]
        return self._conclude(part, form, made, doubts, settled)

    def _settle(self, part: Part, form: Form, tables: dict[str, TableReading]) -> Settled:
        """Ask a model about what is open, if there is one to ask."""
        if self.rounds is None:
            return Settled(tables)
        inquiry = Inquiry(form, _lexicons(form), self.source, self.pieces, part.window, tables)
        return inquiry.go_on(self.rounds)

    def _align(self, part: Part) -> Iterator[AlignedTable]:
        """Bring every table to one form after another, until one fits without a blemish."""
        for form in self.settings.forms:
            wholly = True
            for table, region in part.regions.items():
                lexicon = _lexicons(form).get(table)
                if lexicon is None:
                    wholly = False
                    continue
                aligned = self.align(self.pieces[region.start : region.end], lexicon)
                wholly = wholly and fits_wholly(aligned, lexicon.table)
                yield aligned
            if wholly:
                return

    def _conclude(
        self,
        part: Part,
        form: Form,
        made: Assembly,
        doubts: Sequence[Finding],
        settled: Settled,
    ) -> Record:
        cells = made.cells | made.subtotals
        facts = self._read_prose(part)
        judged = judge_cells(form, cells, Told(facts), (*doubts, *made.findings))
        return self._record(
            part,
            form=form.form,
            extras=made.extras,
            tables=nest_cells(made.cells),
            usage=Usage.of(settled.attempts),
            prompts=settled.versions,
            facts=facts,
            **judged,
        )

    def _read_prose(self, part: Part) -> tuple[Fact, ...]:
        """Read what the part says beside its tables."""
        tables = [find_extent(self.pieces, region) for region in part.regions.values()]
        return find_facts(Prose(self.source.text, part.window, tables), self._locate)

    def _locate(self, span: Span) -> tuple[Span, str]:
        original = self.source.to_original(span)
        return original, original.slice(self.source.original)

    def _record(self, part: Part, prompts: Mapping[str, str] | None = None, **found: Any) -> Record:
        document = self.document
        form = next((f for f in self.settings.forms if f.form == found.get("form")), None)
        return Record.model_validate(
            {
                "versions": Versions(
                    gouji=gouji_version(),
                    form=form.version if form else None,
                    prompts=dict(prompts or {}),
                    reader=self.settings.reader,
                ),
                "source": Source(
                    path=self.label,
                    part=part.number,
                    sha256=document.sha256,
                    text_sha256=document.text_sha256,
                    media_type=document.media_type,
                    encoding=document.encoding,
                ),
                "form": None,
                "repairs": self.source.repairs,
                **found,
                "findings": (
                    *found.get("findings", ()),
                    *map(notice_finding, document.notices),
                ),
            }
        )


def judge_cells(
    form: Form, cells: dict[CellKey, Cell], told: Told, open_findings: Sequence[Finding]
) -> dict[str, object]:
    """Check cells, subtotals and prose: status, reason, confidence and findings.

    The prose is held against the tables, and changes nothing about their verdict.
    """
    outcomes = check_equations(form, cells, {})
    faults = explain_failures(form, outcomes, cells)
    findings = (
        *open_findings,
        *find_blanks(cells),
        *check_values(form, cells),
        *find_equation_findings(form, outcomes),
        *((faults,) if faults else ()),
    )
    if unproven := find_unproven(form, cells, outcomes):
        findings += (unproven_finding(form, unproven),)
    status = decide_status(cells, outcomes, findings)
    findings += check_narrative(form, cells, told, findings)
    return {
        "status": status,
        "reason": find_reason(status, findings),
        "confidence": rate_confidence(status, cells, findings),
        "findings": findings,
    }


def check_record(record: Record, settings: Settings) -> Record:
    """Run the rules again over a written record, after a person may have corrected it.

    Findings about the reading itself stay until a person has settled all their cells.
    """
    form = next((form for form in settings.forms if form.form == record.form), None)
    if form is None:
        return record
    cells = flatten_cells(record)
    kept = [f for f in record.findings if _still_open(f, cells)]
    told = Told(record.facts, record.metadata.get("year"), tuple(record.sections))
    return record.model_copy(update=judge_cells(form, cells, told, kept))


def _still_open(finding: Finding, cells: dict[CellKey, Cell]) -> bool:
    if finding.rule.startswith("text."):
        return True
    if not finding.rule.startswith("structure."):
        return False
    named = [CellKey(*path.split(".")) for path in finding.cells]
    return not named or any(
        cells[key].state == "missing" or cells[key].origin != "person"
        for key in named
        if key in cells
    )


def nest_cells(cells: dict[CellKey, Cell]) -> dict[str, dict[str, dict[str, Cell]]]:
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


def _grids(document: Document, source: RepairedText) -> tuple[tuple[Grid, Span], ...]:
    """Return the document's grids with their places in the repaired text."""
    found = []
    for grid in document.grids:
        cells = tuple(replace(c, span=source.from_original(c.span)) for c in grid.cells)
        if cells:
            whole = Span(cells[0].span.start, max(cell.span.end for cell in cells))
            found.append((Grid(cells), whole))
    return tuple(found)


@lru_cache(maxsize=8)
def _lexicons(form: Form) -> dict[str, Lexicon]:
    return {table.key: Lexicon(form, table) for table in form.tables}


@lru_cache(maxsize=4)
def _wide_lexicons(forms: tuple[Form, ...]) -> tuple[Lexicon, ...]:
    """Return the lexicons that know each label of any form, without those that add none."""
    wide: list[Lexicon] = []
    for lexicon in (lexicon for form in forms for lexicon in _lexicons(form).values()):
        if not any(known.knows_all_of(lexicon) for known in wide):
            wide.append(lexicon)
    return tuple(wide)


@lru_cache(maxsize=1)
def gouji_version() -> str:
    """Return the installed version of gouji."""
    return version("gouji")
