"""The walk of one report; the only module that knows the stations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extraction.align import align_table
from extraction.align.choose import Choice, choose_form, fits_wholly
from extraction.cells import Assembly, TableReading, assemble_cells, find_unshown, read_table
from extraction.check import check_metadata, check_sections, judge, nest_cells
from extraction.forms.form import Form
from extraction.forms.label_index import LabelIndex
from extraction.forms.mixed import find_form
from extraction.forms.model import Meaning
from extraction.ground import (
    Gaps,
    Inquiry,
    Rounds,
    Settled,
    add_statements,
    ask_statements,
    ground_statements,
)
from extraction.locate.regions import explain_absence, find_extent, find_regions
from extraction.locate.reports import split_parts
from extraction.locate.sections import find_sections
from extraction.locate.tokens import tokenize
from extraction.locate.veiled import veil_tokens
from extraction.prose.facts import Prose, find_facts, find_gaps, known_keys
from extraction.prose.metadata import read_metadata
from extraction.read import read_document
from extraction.repair import RepairedText, repair_text
from extraction.settings import Settings
from extraction.values.document import Document, Grid, Span, Veil
from extraction.values.findings import Check
from extraction.values.layout import AlignedTable, HeadTag, Page, Part, Region, Token
from extraction.values.prose import ReportProse
from extraction.values.record import Finding, Record, Section, Source, Usage, Versions

_FORM = Check("structure.form", "S01", "error")
_MIXED = Check("structure.form", "S01", "warning")
_BYTES = Check("text.bytes", "Q01", "info")


def extract_file(
    path: Path, settings: Settings, label: str | None = None, rounds: Rounds | None = None
) -> tuple[Record, ...]:
    """Read one file into a record per report; UnreadableFile if it cannot be opened."""
    document = read_document(path, settings.max_file_bytes)
    return extract_document(document, settings, label, rounds=rounds)


Aligner = Callable[[Sequence[Token], LabelIndex], AlignedTable]


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
    return tuple(extract_records(document, settings, label, align, rounds))


def extract_records(
    document: Document,
    settings: Settings,
    label: str | None = None,
    align: Aligner | None = None,
    rounds: Rounds | None = None,
) -> Iterator[Record]:
    """Walk one document as `extract_document` does, and yield each report once it is made.

    So a file of many reports takes no more memory than its text and one of them.
    """
    source = (
        repair_text(document.text)
        if settings.repair
        else RepairedText(document.text, document.text)
    )
    tokens = tokenize(source.text, _grids(document, source))
    tokens = veil_tokens(tokens, _veils(document, source))
    regions = find_regions(tokens, _merge_label_indexes(settings.forms))
    parts = split_parts(regions, tokens, len(source.text))
    name = label or document.path
    total = len(parts)
    walk = _Walk(document, source, tokens, settings, name, align or align_table, total, rounds)
    for part in parts:
        yield walk.extract_part(part)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One document's walk: what every part of it shares."""

    document: Document
    source: RepairedText
    tokens: Sequence[Token]
    settings: Settings
    label: str
    align: Aligner
    total: int
    rounds: Rounds | None = None

    def extract_part(self, part: Part) -> Record:
        """Walk one report of the document to its record."""
        if not part.regions:
            reason = explain_absence(part.window.slice(self.source.text))
            words = self._read_prose(part, None)
            odd = tuple(check_metadata(prose.metadata, None))
            verdict: dict[str, Any] = {"status": "unreadable", "reason": reason, "confidence": 0.0}
            return self._record(part, words, **verdict, findings=odd)
        choice = choose_form(list(self._align(part)), self.settings.forms)
        form = choice.form
        tables = {key: read_table(form, aligned) for key, aligned in choice.tables.items()}
        doubts = [
            _FORM.stays_open(doubt.en, f"表样或份数存疑：{doubt.zh}")
            for doubt in (*_find_repeated(part, form), *choice.doubts)
        ]
        settled = Settled(tables) if doubts else self._settle(part, form, tables)
        doubts.extend(_tell_mixed(form, choice.mixed))
        made = assemble_cells(form, settled.tables, self._locate)
        doubts.extend(find_unshown(form, made.cells, self.document.veils))
        return self._conclude(part, choice, made, doubts, settled)

    def _settle(self, part: Part, form: Form, tables: dict[str, TableReading]) -> Settled:
        """Ask a model about what is open, if there is one to ask.

        A report that is settled without it stays as it is, whatever was answered: no word of
        a model's weighs as much as print and sums together.
        """
        if self.rounds is None:
            return Settled(tables)
        label_indexes = _label_indexes(form)
        inquiry = Inquiry(form, label_indexes, self.source, self.tokens, part.window, dict(tables))
        settled = inquiry.go_on(self.rounds)
        if settled.attempts and self._are_settled(part, form, tables):
            return replace(settled, tables=tables)
        return settled

    def _are_settled(self, part: Part, form: Form, tables: dict[str, TableReading]) -> bool:
        """Say whether tables need no person, as they were read."""
        words = self._read_prose(part, form)
        made = assemble_cells(form, tables, self._locate)
        doubts = (*find_unshown(form, made.cells, self.document.veils), *made.findings)
        status = judge(form, made.cells | made.subtotals, words, doubts)["status"]
        return status in ("verified", "source_inconsistent")

    def _align(self, part: Part) -> Iterator[AlignedTable]:
        """Bring every table to one form after another, until one fits without a blemish."""
        for form in self.settings.forms:
            wholly = True
            for table, region in part.regions.items():
                label_index = _label_indexes(form).get(table)
                if label_index is None:
                    wholly = False
                    continue
                aligned = self.align(self.tokens[region.start : region.end], label_index)
                wholly = wholly and fits_wholly(aligned, label_index.table)
                yield aligned
            if wholly:
                return

    def _conclude(
        self,
        part: Part,
        choice: Choice,
        made: Assembly,
        doubts: Sequence[Finding],
        settled: Settled,
    ) -> Record:
        form = choice.form
        words = self._read_prose(part, form)
        words, settled = self._ask_prose(part, words, settled)
        judged = judge(form, made.cells | made.subtotals, words, (*doubts, *made.findings))
        return self._record(
            part,
            words,
            form=form.form,
            mixed={table: other.form for table, other in choice.mixed.items()},
            labels=made.labels,
            extras=made.extras,
            tables=nest_cells(made.cells),
            usage=Usage.of(settled.attempts),
            prompts=settled.versions,
            reader=self._reader(settled),
            **judged,
        )

    def _read_prose(self, part: Part, form: Form | None) -> ReportProse:
        """Read what the part says beside its tables; without a form, by all names known."""
        text = self.source.text
        tables = {key: self._place(region) for key, region in part.regions.items()}
        forms = (form,) if form else self.settings.forms
        found = find_sections(text, part.window, forms, tables)
        page = Page(text, part.window, found.spans, tables, self._read_tags(part))
        metadata, findings = read_metadata(page, self._locate)
        if form is not None:
            texts = {key: span.slice(text) for key, span in found.spans.items()}
            findings += tuple(check_sections(form, texts, found.headed, metadata.agency_type))
        extents = [find_extent(self.tokens, region) for region in part.regions.values()]
        about = (found.spans, metadata.year, metadata.scope, metadata.agency)
        facts = find_facts(Prose(text, part.window, extents, *about), self._locate)
        located = ((key, *self._locate(span)) for key, span in found.spans.items())
        sections = {key: Section(span=span, text=words) for key, span, words in located}
        return ReportProse(sections, metadata, facts, findings)

    def _ask_prose(
        self, part: Part, prose: ReportProse, settled: Settled
    ) -> tuple[ReportProse, Settled]:
        """Let a model state the facts; those of the rules stay where it gives no answer."""
        if self.rounds is None or not self.rounds.facts:
            return words, settled
        extents = [find_extent(self.tokens, region) for region in part.regions.values()]
        gaps = tuple(find_gaps(part.window, extents))
        printed = (self.source.to_original(gap).slice(self.source.original) for gap in gaps)
        answer, settled = ask_statements(self.rounds.asker, "\n".join(printed), settled)
        if answer is None:
            return words, settled
        said = [
            s.model_copy(update={"quote": repair_text(s.quote).text}) for s in answer.statements
        ]
        prose = Gaps(self.source.text, gaps, known_keys())
        return add_statements(words, ground_statements(said, prose, self._locate)), settled

    def _reader(self, settled: Settled | None) -> str:
        """Return who has read this report, by what happened."""
        asking = self.settings.asking
        if asking is None:
            return self.settings.reader
        if settled is None:
            return asking.told(facts=False)
        return asking.told(facts=settled.facts, unanswered=settled.unanswered)

    def _read_tags(self, part: Part) -> tuple[HeadTag, ...]:
        """Return what the page's head says; of several reports on a page, nobody knows of which."""
        if part.window != Span(0, len(self.source.text)):
            return ()
        return tuple(
            HeadTag(tag.name, tag.label, tag.content, repair_text(tag.content).text)
            for tag in self.document.tags
        )

    def _place(self, region: Region) -> Span:
        """Return where a table lies, to its last figure: labels behind it may be a menu's."""
        tokens = self.tokens[region.start : region.end]
        last = next((token for token in reversed(tokens) if token.kind != "label"), tokens[-1])
        return Span(tokens[0].span.start, last.span.end)

    def _locate(self, span: Span) -> tuple[Span, str]:
        original = self.source.to_original(span)
        return original, original.slice(self.source.original)

    def _record(
        self,
        part: Part,
        prose: ReportProse,
        prompts: Mapping[str, str] | None = None,
        reader: str | None = None,
        **found: Any,
    ) -> Record:
        document = self.document
        form = find_form(found.get("form"), found.get("mixed", {}), self.settings.forms)
        return Record.model_validate(
            {
                "versions": Versions(
                    gouji=gouji_version(),
                    form=form.version if form else None,
                    prompts=dict(prompts or {}),
                    reader=reader or self._reader(None),
                    asking=self.settings.asking_digest,
                ),
                "source": Source(
                    path=self.label,
                    part=part.number,
                    parts=self.total,
                    sha256=document.sha256,
                    text_sha256=document.text_sha256,
                    media_type=document.media_type,
                    encoding=document.encoding,
                ),
                "form": None,
                "metadata": prose.metadata,
                "sections": prose.sections,
                "facts": prose.facts,
                "repairs": self.source.repairs,
                **found,
                "findings": (
                    *found.get("findings", ()),
                    *prose.findings,
                    *(_BYTES.fails(n, f"文件有字节无法解码：{n}") for n in document.notices),
                ),
            }
        )


def _tell_mixed(form: Form, mixed: Mapping[str, Form]) -> Iterator[Finding]:
    """Tell which tables follow another form than the rest."""
    for key, other in mixed.items():
        table = form.table(key).label
        yield _MIXED.fails(
            f"{table}: it is printed as in {other.title}, and read so",
            f"{table}：按{other.title}印制，已按该表样读取",
            diagnosis="unresolved",
        )


def _grids(document: Document, source: RepairedText) -> tuple[tuple[Grid, Span], ...]:
    """Return the document's grids with their places in the repaired text."""
    found = []
    for grid in document.grids:
        cells = tuple(replace(c, span=source.from_original(c.span)) for c in grid.cells)
        if cells:
            whole = Span(cells[0].span.start, max(cell.span.end for cell in cells))
            found.append((Grid(cells), whole))
    return tuple(found)


def _veils(document: Document, source: RepairedText) -> tuple[Veil, ...]:
    """Return the document's veils with their places in the repaired text."""
    return tuple(v._replace(span=source.from_original(v.span)) for v in document.veils)


@lru_cache(maxsize=8)
def _label_indexes(form: Form) -> dict[str, LabelIndex]:
    return {table.key: LabelIndex(form, table) for table in form.tables}


@lru_cache(maxsize=4)
def _merge_label_indexes(forms: tuple[Form, ...]) -> tuple[LabelIndex, ...]:
    """Return the label indexes that know each label of any form, without those that add none."""
    merged: list[LabelIndex] = []
    for label_index in (
        label_index for form in forms for label_index in _label_indexes(form).values()
    ):
        if not any(known.knows_all_of(label_index) for known in merged):
            merged.append(label_index)
    return tuple(merged)


@lru_cache(maxsize=1)
def gouji_version() -> str:
    """Return the installed version of gouji."""
    return version("gouji")


def _find_repeated(part: Part, form: Form) -> Iterator[Meaning]:
    """Yield tables that stand more than once, in words."""
    for key, count in part.repeated:
        label = form.table(key).label
        yield Meaning(
            en=f"{label}: the table stands {count} times in the file",
            zh=f"{label}：此表在文中出现{count}次",
        )
