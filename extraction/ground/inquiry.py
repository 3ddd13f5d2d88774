"""One report under questions: what is asked about its tables, and what of the answers is taken."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from extraction.align.align import align_table
from extraction.cells import TableReading, find_state
from extraction.cells.suggestions import Proposed
from extraction.forms.form import Form
from extraction.forms.label_index import LabelIndex
from extraction.forms.table import Table
from extraction.ground.answering import (
    ByCopying,
    ByIds,
    TableProtocol,
    TableQuestion,
    UnderstoodAnswer,
)
from extraction.ground.grounding import ground_answer
from extraction.ground.merge import Merged, dispute, merge_answer
from extraction.ground.questions import ReportWindow, find_all_wants, find_wants
from extraction.ground.settled import (
    belong_elsewhere,
    close_alone,
    count_settled,
    find_contradicted,
    find_decided,
    find_failing_rows,
    find_settled,
    is_drawn,
    overlap,
)
from extraction.ground.thresholds import AROUND_REGION, MORE_AROUND
from extraction.judge import Judgement, PrintedText, judge_claim, read_aligned_table
from extraction.llm.question import PENDING, A, Answering, Asker, Question, Reply, Wire
from extraction.repair import RepairedText
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    ANSWER_CONTRADICTS,
    ANSWER_EMPTY,
    ANSWER_NOT_THERE,
    ANSWER_OTHER_TABLE,
    ANSWER_ROW_LEFT_OUT,
    ANSWER_VEILED,
)
from extraction.values.document import Span, Veil
from extraction.values.errors import AskingStopped
from extraction.values.layout import AlignedBlock, AlignedTable, CellTokens, Token, Want
from extraction.values.record import CellKey
from extraction.values.usage import Asked, Attempt
from prompts import Prompts


@dataclass(frozen=True, slots=True)
class ReportPrint:
    """What a report prints: its repaired text, tokens, values, veils; all within its window."""

    source: RepairedText
    tokens: Sequence[Token]
    values: Sequence[Token]
    veils: Sequence[Veil]
    window: Span

    def values_in(self, window: Span) -> tuple[Token, ...]:
        """Return the values that stand in a part of the window."""
        return tuple(_stand_in(window, self.values))

    def tokens_in(self, window: Span) -> tuple[Token, ...]:
        """Return the tokens that stand in a part of the window."""
        return tuple(_stand_in(window, self.tokens))

    def is_veiled(self, place: Span) -> bool:
        """Whether some of a place may not be read."""
        return any(overlap(veil.span, place) for veil in self.veils)


def _stand_in(window: Span, tokens: Sequence[Token]) -> Iterator[Token]:
    start, end = window
    for token in tokens:
        if start <= token.span.start < end:
            yield token


@dataclass(slots=True)
class Inquiry:
    """One report under questions: its tables so far, and what has been asked about them."""

    form: Form
    label_indexes: Mapping[str, LabelIndex]
    printed: ReportPrint
    tables: dict[str, TableReading]
    answering: Answering
    prompts: Prompts
    attempts: list[Attempt] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    questions: list[Asked] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    refused: dict[str, tuple[Bilingual, ...]] = field(default_factory=dict)
    proposed: dict[CellKey, Proposed | None] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    pending: bool = False

    def go_on(self, turns: Iterator[tuple[Asker, bool]]) -> None:
        """Ask until nothing is open that an answer could settle, or the turns are over."""
        for asker, everything in turns:
            wants = list(self._wants(everything))
            if not wants:
                break
            for want in wants:
                self._ask(asker, want)
            if self.pending:
                break

    def ask_blind(self, asker: Asker) -> None:
        """Ask once about the rows of sums that fail, as about any rows: nothing of it is told.

        What a format draws is what it says; and a table that was asked about has its answer.
        """
        window = self.printed.window
        for table, rows in find_failing_rows(self.form, self.tables).items():
            aligned = self.tables[table].aligned
            if self.asked[table] or is_drawn(aligned, rows):
                continue
            start, end = aligned.region
            start = max(window.start, start - AROUND_REGION)
            room = Span(start, min(window.end, end))
            self._ask(asker, Want(table, tuple(rows), room))

    def _wants(self, everything: bool) -> Iterator[Want]:
        states = {key: find_state(reading) for key, reading in self.tables.items()}
        printed = self.printed
        if everything:
            yield from find_all_wants(self.form, states, printed.window)
            return
        held = ReportWindow(printed.source.text, printed.tokens, printed.values, printed.window)
        for want in find_wants(self.form, states, held):
            if want.table not in self.closed:
                yield self._widen(want)

    def _widen(self, want: Want) -> Want:
        """Return a want that was asked before with more of the text around it."""
        if not self.asked[want.table]:
            return want
        window = self.printed.window
        start, end = want.window
        wide = MORE_AROUND * self.asked[want.table]
        start = max(window.start, start - wide)
        end = min(window.end, end + wide)
        return replace(want, window=Span(start, end))

    def _ask(self, asker: Asker, want: Want) -> None:
        values = self.printed.values_in(want.window)
        asking = TableQuestion(self.form, want, self.printed.source, values, self.prompts)
        if self.answering == "ids":
            self._exchange(asker, want, ByIds(asking))
        else:
            self._exchange(asker, want, ByCopying(asking))

    def _exchange(self, asker: Asker, want: Want, protocol: TableProtocol[A]) -> None:
        """Ask by one protocol, and take what of the answer stands."""
        table = want.table
        refused = self.refused.get(table, ())
        question = protocol.question(self.asked[table], refused)
        self.asked[table] += 1
        reply = self._put(asker, question)
        answer = reply.answer
        if answer is None:
            self.unanswered.add(table)
            self.pending |= reply.failure == PENDING
            self._note(want, question.prompt, None, 0, ())
            return
        self.unanswered.discard(table)
        before = count_settled(self.form, self.tables)
        said = protocol.understand(answer)
        self._propose(said, reply.attempts[-1].model)
        reasons = self._take(want, said)
        self.refused[table] = reasons
        taken = count_settled(self.form, self.tables) - before
        self._note(want, question.prompt, answer, taken, reasons)

    def _put(self, asker: Asker, question: Question[A]) -> Reply[A]:
        """Put a question to somebody, and keep what it cost."""
        try:
            reply = asker.ask(question)
        except AskingStopped as stopped:
            attempts = (*self.attempts, *stopped.attempts)
            raise AskingStopped(stopped.said.en, stopped.said.zh, attempts) from None
        self.attempts.extend(reply.attempts)
        self.versions[question.prompt] = question.version
        return reply

    def _note(
        self,
        want: Want,
        prompt: str,
        answer: Wire | None,
        taken: int,
        refused: Sequence[Bilingual],
    ) -> None:
        """Keep a question and what came of it, for who wants to see it."""
        self.questions.append(
            Asked(
                prompt=prompt,
                table=want.table,
                rows=want.rows,
                span=self.printed.source.to_original(want.window),
                answer=None if answer is None else answer.model_dump_json(),
                taken=max(taken, 0),
                refused=tuple(reason.en for reason in refused),
                refused_zh=tuple(reason.zh for reason in refused),
            )
        )

    def _propose(self, said: UnderstoodAnswer, by: str) -> None:
        """Keep what an answer says of each cell; of one that another answered otherwise nothing."""
        placing = said.placing
        for cell, token in (*placing.cells.items(), *placing.cut.items()):
            now = Proposed(token, by)
            before = self.proposed.setdefault(cell, now)
            if before is not None and before.token != token:
                self.proposed[cell] = None

    @property
    def of_one_mind(self) -> dict[CellKey, Proposed]:
        """What answers say of cells, where no other has said otherwise."""
        return {cell: one for cell, one in self.proposed.items() if one is not None}

    def _take(self, want: Want, said: UnderstoodAnswer) -> tuple[Bilingual, ...]:
        """Take what of an answer stands; close the question if all of it does.

        Returned is why the rest was not taken.
        """
        table, placing = want.table, said.placing
        judged = self._judge(want, placing.cells)
        if judged.reading is not None:
            self.tables[table] = judged.reading
            self.closed.add(table)
            return ()
        reasons = placing.refused
        if {cell.row for cell in placing.cut} >= self._rows_of(want):
            self.closed.add(table)  # another answer could prove its cuts no better
            return reasons
        if judged.reason is not None:
            reasons = (*reasons, judged.reason)
        if not self._merge(want, said):
            return reasons or (ANSWER_NOT_THERE,)
        return () if table in self.closed else reasons

    def _judge(self, want: Want, said: CellTokens) -> Judgement:
        """Judge what an answer says of the whole table, with the cells that were not asked for."""
        if not said:
            return Judgement(None, ANSWER_EMPTY)
        table = self.form.table(want.table)
        cells = {**self._decided(want), **said}
        lacking = next((cell for cell in table.cells() if cell not in cells), None)
        if lacking is not None:
            label = self.form.name(lacking).row
            return Judgement(None, ANSWER_ROW_LEFT_OUT.fill(row=label))
        spans = [token.span for token in cells.values() if token is not None]
        if not spans:
            return Judgement(None, ANSWER_EMPTY)
        extent = Span(min(spans).start, max(spans).end)
        objection = self._find_objection(want, cells, extent)
        if objection is not None:
            return Judgement(None, objection)
        empty = empty_table(self.form, table, extent)
        return judge_claim(self.form, empty, cells, self._print_of(table))

    def _find_objection(self, want: Want, cells: CellTokens, extent: Span) -> Bilingual | None:
        """Return what the report itself says against the cells of a whole table, if anything."""
        start = min(extent.start, want.window.start)  # heads stand there
        if self.printed.is_veiled(Span(start, extent.end)):
            return ANSWER_VEILED
        if belong_elsewhere(self.tables, want.table, cells):
            return ANSWER_OTHER_TABLE
        reading = self.tables.get(want.table)
        contradicted = None if reading is None else find_contradicted(reading, cells)
        if contradicted is None:
            return None
        return ANSWER_CONTRADICTS.fill(row=self.form.name(contradicted).row)

    def _print_of(self, table: Table) -> PrintedText:
        """Return what the report prints, with the headings that may stand around a table."""
        printed, sections = self.printed, self.form.sections
        titles = (table.label, *sections.get(table.key, ()))
        headings = (*titles, *chain.from_iterable(sections.values()))
        text = printed.source.text
        return PrintedText(text, printed.window, printed.values, titles, headings)

    def _decided(self, want: Want) -> CellTokens:
        """Return the cells of rows that were not asked for, as the text prints them."""
        reading = self.tables.get(want.table)
        if reading is None or want.rows is None:
            return {}
        return find_decided(reading, want.rows, self.printed.values)

    def _merge(self, want: Want, said: UnderstoodAnswer) -> bool:
        """Merge what of an answer stands in the text row by row; say whether any of it does."""
        table = self.form.table(want.table)
        held = self.printed.tokens_in(want.window)
        grounded = ground_answer(said.claims, said.heads, held, table)
        if not grounded.tokens:
            return False
        labels = self.label_indexes[table.key]
        answered = grounded.relabel(align_table(grounded.tokens, labels))
        before = self.tables.get(table.key)
        read = before.aligned if before else empty_table(self.form, table, want.window)
        merged = merge_answer(read, answered, find_settled(self.tables.values()), labels)
        self.tables[table.key] = self._read_merged(merged)
        done = merged.confirmed | merged.brought
        if done >= self._rows_of(want):
            self.closed.add(table.key)
        return bool(done)

    def _read_merged(self, merged: Merged) -> TableReading:
        """Read a merged table; what an answer disputes is in doubt, unless all sums hold."""
        aligned, disputed = merged.aligned, merged.disputed
        reading = read_aligned_table(self.form, aligned)
        if not disputed or close_alone(self.form, reading):
            return reading
        return read_aligned_table(self.form, dispute(aligned, disputed))

    def _rows_of(self, want: Want) -> set[str]:
        if want.rows is not None:
            return set(want.rows)
        blocks = self.form.table(want.table).blocks
        return {row.key for block in blocks for row in block.rows}


def empty_table(form: Form, table: Table, window: Span) -> AlignedTable:
    """Return a table of which nothing was found; it lies where the answer will be found."""
    blocks = []
    for block in table.blocks:
        columns = tuple(column.key for column in block.columns)
        blocks.append(AlignedBlock(block.key, columns, ()))
    return AlignedTable(table.key, form.form, tuple(blocks), 0.0, window)
