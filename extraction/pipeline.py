"""The walk of a report, from a file to its record: every station in its order.

Read, repair, find tables; each report: align, judge, read its prose, ask, check, record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extraction import align, cells, check, ground, judge, locate
from extraction.align import Aligner, Choice, align_table
from extraction.cells import NO_CELLS, Assembly, TableReading
from extraction.check import Conclusion
from extraction.forms.form import Form
from extraction.forms.label_index import merge_label_indexes
from extraction.ground import Answered, PrintedReport, Rounds
from extraction.prose import read_prose
from extraction.read import read_document
from extraction.repair import repair_document
from extraction.settings import Settings
from extraction.values.document import Document
from extraction.values.layout import ReportLayout
from extraction.values.prose import ReportProse
from extraction.values.record import Finding, Record, Source


def extract_file(
    path: Path, settings: Settings, label: str | None = None, rounds: Rounds | None = None
) -> tuple[Record, ...]:
    """Read one file into a record per report; UnreadableFile if it cannot be opened."""
    document = read_document(path, settings.max_file_bytes)
    return extract_document(document, settings, label, rounds=rounds)


def extract_document(
    document: Document,
    settings: Settings,
    label: str | None = None,
    aligner: Aligner = align_table,
    rounds: Rounds | None = None,
) -> tuple[Record, ...]:
    """Read a document into a record per report, named `label` or by its path.

    Without `rounds` no model is asked. AskingStopped where one cannot be.
    """
    return tuple(extract_records(document, settings, label, aligner, rounds))


def extract_records(
    document: Document,
    settings: Settings,
    label: str | None = None,
    aligner: Aligner = align_table,
    rounds: Rounds | None = None,
) -> Iterator[Record]:
    """Yield each report once it is read: a file of many takes its text's memory, and one's."""
    forms = settings.forms
    page = repair_document(document, forms, undo=settings.repair)
    printed = locate.tokenize(page.text, page.grids)
    tokens = locate.veil_tokens(printed, page.veils)
    label_indexes = merge_label_indexes(forms)
    regions = locate.find_regions(tokens, label_indexes)
    reports = locate.split_reports(regions, tokens, len(page.text))
    for report in reports:
        tables = locate.find_extents(tokens, report.regions)
        own = PrintedReport(page, tokens, report.window, tables)
        source = Source.of(document, label, report.number, len(reports))
        yield _Walk(own, report, source, settings, aligner, rounds).read()


@dataclass(frozen=True, slots=True)
class _Walk:
    """The walk of one report, as it is printed, to its record; without `rounds` none is asked."""

    printed: PrintedReport
    layout: ReportLayout
    source: Source
    settings: Settings
    aligner: Aligner
    rounds: Rounds | None

    def read(self) -> Record:
        """Read the report; ask a model, if there is one, about what stays open."""
        if not self.layout.regions:
            return self._read_without_regions()
        choice = self._align()
        form = choice.form
        answered = Answered(self._judge(choice))
        prose = self._read_prose(form)
        doubts = align.find_form_doubts(choice, self.layout.repeated)
        if not doubts:
            answered = self._ask(form, prose, answered)
        prose, answered = self._ask_about_prose(prose, answered)
        unread = check.tell_unread(self.printed.document, choice)
        told = (*doubts, *unread, *align.tell_mixed(choice))
        made, conclusion = self._conclude(form, answered, prose, told)
        return self._record(prose, conclusion, answered, made, choice)

    def _align(self) -> Choice:
        """Bring the printed rows and columns to those of each form, and choose the form."""
        forms = self.settings.forms
        tokens = self.printed.tokens
        aligned = align.align_to_forms(tokens, self.layout.regions, forms, self.aligner)
        return align.choose_form(list(aligned), forms)

    def _judge(self, choice: Choice) -> Mapping[str, TableReading]:
        """Settle which figure stands in which cell, as far as print and sums prove it."""
        printed = locate.cut_regions(self.printed.tokens, self.layout.regions)
        return judge.judge_tables(choice.form, choice.tables, printed)

    def _read_prose(self, form: Form | None) -> ReportProse:
        """Read what the report says beside its tables; without a form, by all names known."""
        printed = self.printed
        page = printed.page
        places = locate.find_figures_extents(printed.tokens, self.layout.regions)
        forms = (form,) if form else self.settings.forms
        found = locate.find_sections(page.text, printed.window, forms, places)
        laid_out = printed.lay_out(found.spans, places)
        prose = read_prose(laid_out, printed.tables, page.locate)
        if form is None:
            return prose
        texts = found.cut_from(page.text)
        agency_type = prose.metadata.agency_type
        lacks = check.check_sections(form, texts, found.headed, agency_type)
        return replace(prose, findings=(*prose.findings, *lacks))

    def _ask(self, form: Form, prose: ReportProse, read: Answered) -> Answered:
        """Ask about what is open in the tables; what is settled without an answer stays so."""
        rounds = self.rounds
        if rounds is None:
            return read
        printed = self.printed
        settled = self._conclude(form, read, prose)[1].settled
        read = ground.ask_about_tables(rounds, printed, form, read.tables, settled=settled)
        return read if settled else ground.look_at_figures(rounds, printed, read)

    def _ask_about_prose(self, prose: ReportProse, asked: Answered) -> tuple[ReportProse, Answered]:
        rounds = self.rounds
        if rounds is None or not rounds.facts:
            return prose, asked
        return ground.ask_about_prose(rounds, self.printed, prose, asked)

    def _conclude(
        self,
        form: Form,
        read: Answered,
        prose: ReportProse,
        doubts: Sequence[Finding] = (),
    ) -> tuple[Assembly, Conclusion]:
        """Put the figures into their cells, and hold all rules against them."""
        printed = self.printed
        document = printed.document
        made = cells.assemble_cells(form, read.tables, printed.page.locate)
        figures = made.figures
        unshown = cells.find_unshown(form, made.cells, document.veils)
        scanned = read.scanned or document.scanned
        unread = check.check_scan(form, figures, prose.metadata, scanned)
        findings = (*doubts, *unshown, *made.findings, *unread)
        return made, check.check_report(form, figures, prose, findings)

    def _record(
        self,
        prose: ReportProse,
        conclusion: Conclusion,
        asked: Answered,
        made: Assembly = NO_CELLS,
        choice: Choice | None = None,
    ) -> Record:
        form = choice.form if choice else None
        versions = self.settings.versions_of(
            form, asked.versions, facts=asked.facts, unanswered=asked.unanswered
        )
        page = self.printed.page
        if not conclusion.settled:
            made = cells.suggest_cells(made, asked.proposals, page.locate)
        report = check.ReadReport(self.source, page, prose, conclusion, made, choice)
        return report.to_record(versions, asked.usage)

    def _read_without_regions(self) -> Record:
        """Read a report in which no table was found; a model may find one that labels tell of."""
        asked = Answered({})
        form = ground.find_form_asked(self.printed, self.settings.forms) if self.rounds else None
        if form is not None:
            prose = self._read_prose(form)
            asked = self._ask(form, prose, asked)
            made, conclusion = self._conclude(form, asked, prose)
            if not made.is_empty:
                prose, asked = self._ask_about_prose(prose, asked)
                return self._record(prose, conclusion, asked, made, Choice(form, {}, {}, ()))
        return self._read_without_tables(replace(asked, tables={}))

    def _read_without_tables(self, asked: Answered) -> Record:
        """Read the prose alone, and say why there are no tables, as far as it shows."""
        prose, asked = self._ask_about_prose(self._read_prose(None), asked)
        printed = self.printed
        absence = locate.explain_absence(printed.text, printed.pictures)
        conclusion = check.conclude_without_tables(absence, prose.metadata)
        return self._record(prose, conclusion, asked)
