"""The walk of one report; the only module that knows the stations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from types import MappingProxyType
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
from extraction.choose import Choice, choose_form, fits_wholly
from extraction.completeness import check_sections
from extraction.dating import check_dates
from extraction.document import Document, Grid, Span
from extraction.draft import AlignedTable, Page, Part, Piece, Region
from extraction.faults import explain_failures
from extraction.fill import fill_table
from extraction.forms.form import CellKey, Form
from extraction.identity import check_identity, name_figures
from extraction.labels import align_table
from extraction.lexicon import Lexicon
from extraction.metadata import read_metadata
from extraction.outline import explain_absence, find_regions
from extraction.parts import split_parts
from extraction.read import read_document
from extraction.record import Cell, Finding, Metadata, Record, Section, Source, Versions
from extraction.repair import RepairedText, repair_text
from extraction.sections import find_sections
from extraction.settings import Settings
from extraction.solve import solve_table
from extraction.tables import find_pieces
from extraction.verdict import decide_status, find_reason, find_unproven, rate_confidence


def extract_file(path: Path, settings: Settings, label: str | None = None) -> tuple[Record, ...]:
    """Read one file into a record per report; UnreadableFile if it cannot be opened."""
    return extract_document(read_document(path, settings.max_file_bytes), settings, label)


def extract_document(
    document: Document, settings: Settings, label: str | None = None
) -> tuple[Record, ...]:
    """Walk one document: repair, outline, tables, labels, fill, solve, check, verdict."""
    source = repair_text(document.text)
    pieces = find_pieces(source.text, _grids(document, source))
    regions = find_regions(pieces, _wide_lexicons(settings.forms))
    parts = split_parts(regions, pieces, len(source.text))
    walk = _Walk(document, source, pieces, settings, label or document.path)
    return tuple(walk.extract_part(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a report's words say: sections, metadata, and what is odd about them."""

    sections: dict[str, Section]
    metadata: Metadata
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Walk:
    """One document's walk: what every part of it shares."""

    document: Document
    source: RepairedText
    pieces: Sequence[Piece]
    settings: Settings
    label: str

    def extract_part(self, part: Part) -> Record:
        """Walk one report of the document to its record."""
        if not part.regions:
            reason = explain_absence(part.window.slice(self.source.text))
            words = self._read_words(part, None)
            return self._record(part, words, status="unreadable", reason=reason, confidence=0.0)
        choice = choose_form(list(self._align(part)))
        form = next(form for form in self.settings.forms if form.form == choice.form)
        made = assemble_cells(form, _read_tables(form, choice), self._locate)
        doubts = [
            open_finding("S01", doubt, f"表样或份数存疑：{doubt}")
            for doubt in (*part.doubts, *choice.doubts)
        ]
        return self._conclude(part, form, made, doubts)

    def _align(self, part: Part) -> Iterator[AlignedTable]:
        """Bring every table to one form after another, until one fits without a blemish."""
        for form in self.settings.forms:
            wholly = True
            for table, region in part.regions.items():
                lexicon = _lexicons(form).get(table)
                if lexicon is None:
                    wholly = False
                    continue
                aligned = align_table(self.pieces[region.start : region.end], lexicon)
                wholly = wholly and fits_wholly(aligned, lexicon.table)
                yield aligned
            if wholly:
                return

    def _conclude(
        self, part: Part, form: Form, made: Assembly, doubts: Sequence[Finding]
    ) -> Record:
        words = self._read_words(part, form)
        cells = made.cells | made.subtotals
        names = name_figures(words.metadata)
        judged = judge_cells(form, cells, (*doubts, *made.findings), names)
        tables = nest_cells(made.cells)
        return self._record(
            part, words, form=form.form, extras=made.extras, tables=tables, **judged
        )

    def _read_words(self, part: Part, form: Form | None) -> _Words:
        """Read sections and metadata; without a form, by the names of all that are known."""
        text = self.source.text
        tables = {key: self._place(region) for key, region in part.regions.items()}
        forms = (form,) if form else self.settings.forms
        found = find_sections(text, part.window, forms, tables)
        page = Page(text, part.window, found.spans, tables)
        metadata, oddities = read_metadata(page, self._locate)
        missed: tuple[Finding, ...] = ()
        if form is not None:
            texts = {key: span.slice(text) for key, span in found.spans.items()}
            missed = tuple(check_sections(form, texts, found.headed, metadata.agency_type))
        located = ((key, *self._locate(span)) for key, span in found.spans.items())
        sections = {key: Section(span=span, text=words) for key, span, words in located}
        rules = check_metadata(metadata, form)
        return _Words(sections, metadata, (*rules, *oddities, *missed))

    def _place(self, region: Region) -> Span:
        """Return where a table lies, to its last figure: labels behind it may be a menu's."""
        pieces = self.pieces[region.start : region.end]
        last = next((piece for piece in reversed(pieces) if piece.kind != "label"), pieces[-1])
        return Span(pieces[0].span.start, last.span.end)

    def _locate(self, span: Span) -> tuple[Span, str]:
        original = self.source.to_original(span)
        return original, original.slice(self.source.original)

    def _record(self, part: Part, words: _Words, **found: Any) -> Record:
        document = self.document
        form = next((f for f in self.settings.forms if f.form == found.get("form")), None)
        return Record.model_validate(
            {
                "versions": Versions(gouji=gouji_version(), form=form.version if form else None),
                "source": Source(
                    path=self.label,
                    part=part.number,
                    sha256=document.sha256,
                    text_sha256=document.text_sha256,
                    media_type=document.media_type,
                    encoding=document.encoding,
                ),
                "form": None,
                "metadata": words.metadata,
                "sections": words.sections,
                "repairs": self.source.repairs,
                **found,
                "findings": (
                    *found.get("findings", ()),
                    *words.findings,
                    *map(notice_finding, document.notices),
                ),
            }
        )


def _read_tables(form: Form, choice: Choice) -> dict[str, TableReading]:
    tables = {}
    for key, aligned in choice.tables.items():
        table = form.table(key)
        lines = fill_table(aligned, table)
        rows = {row.key for block in table.blocks for row in block.rows}
        own = [line for line in lines if line.proven or line.cells[0].row in rows]
        equations = [e for e in form.equations if e.rule.table == key]
        tables[key] = TableReading(table, aligned, lines, solve_table(own, equations))
    return tables


def judge_cells(
    form: Form,
    cells: dict[CellKey, Cell],
    open_findings: Sequence[Finding],
    names: Mapping[str, Decimal] = MappingProxyType({}),
) -> dict[str, Any]:
    """Check cells and subtotals against the form: status, reason, confidence and findings.

    `names` are figures that are not cells (`$year`).
    """
    outcomes = check_equations(form, cells, names)
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
    return {
        "status": status,
        "reason": find_reason(status, findings),
        "confidence": rate_confidence(status, cells),
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
    judged = judge_cells(form, cells, kept, name_figures(record.metadata))
    said = [f for f in record.findings if f.rule.startswith(_OF_THE_TEXT)]
    findings = (*judged["findings"], *check_metadata(record.metadata, form), *said)
    return record.model_copy(update={**judged, "findings": findings})


def check_metadata(metadata: Metadata, form: Form | None) -> Iterator[Finding]:
    """Yield what is odd about dates and agency, as far as the record alone shows."""
    return chain(check_dates(metadata, form), check_identity(metadata))


# Findings that only the text can prove: they stay as they were when it was read.
_OF_THE_TEXT = ("text.", "sections.", "metadata.")


def _still_open(finding: Finding, cells: dict[CellKey, Cell]) -> bool:
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
