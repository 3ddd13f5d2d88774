"""One report under questions: what is asked about its tables, and what of the answers is taken."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from extraction.align.align import align_table
from extraction.cells import TableReading, assemble_cells, find_state
from extraction.cells.suggestions import Proposed
from extraction.check.equations import check_equations, close_all
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
from extraction.ground.merge import dispute, merge_answer
from extraction.ground.questions import ReportWindow, find_all_wants, find_wants
from extraction.ground.thresholds import AROUND_REGION, MORE_AROUND
from extraction.judge import Judgement, PrintedText, judge_claim, read_aligned_table
from extraction.llm.question import PENDING, A, Answering, Asker, Wire
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
        return tuple(v for v in self.values if window.start <= v.span.start < window.end)


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
        for table, rows in self._find_failing().items():
            aligned = self.tables[table].aligned
            if not self.asked[table] and not _is_drawn(aligned, rows):
                start, end = aligned.region
                window = self.printed.window
                room = Span(max(window.start, start - AROUND_REGION), min(window.end, end))
                self._ask(asker, Want(table, tuple(rows), room))

    def _find_failing(self) -> dict[str, list[str]]:
        """Return the rows of sums that fail, in the order of the form, by their table."""
        made = assemble_cells(self.form, self.tables, _nowhere)
        failing: set[CellKey] = set()
        for outcome in check_equations(self.form, made.figures, {}):
            if outcome.result == "fail" and outcome.equation.rule.severity == "error":
                failing.update(outcome.equation.cells)
        rows: dict[str, list[str]] = {}
        for table in self.tables:
            named = [cell.row for cell in self.form.table(table).cells() if cell in failing]
            if named:
                rows[table] = list(dict.fromkeys(named))
        return rows

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
        window, wide = self.printed.window, MORE_AROUND * self.asked[want.table]
        start = max(window.start, want.window.start - wide)
        return replace(want, window=Span(start, min(window.end, want.window.end + wide)))

    def _ask(self, asker: Asker, want: Want) -> None:
        values = self.printed.values_in(want.window)
        asking = TableQuestion(self.form, want, self.printed.source, values, self.prompts)
        if self.answering == "ids":
            self._exchange(asker, want, ByIds(asking))
        else:
            self._exchange(asker, want, ByCopying(asking))

    def _exchange(self, asker: Asker, want: Want, protocol: TableProtocol[A]) -> None:
        """Ask by one protocol, and take what of the answer stands."""
        question = protocol.question(self.asked[want.table], self.refused.get(want.table, ()))
        self.asked[want.table] += 1
        try:
            reply = asker.ask(question)
        except AskingStopped as stopped:
            raise AskingStopped(
                stopped.said.en, stopped.said.zh, (*self.attempts, *stopped.attempts)
            ) from None
        self.attempts.extend(reply.attempts)
        self.versions[question.prompt] = question.version
        if reply.answer is None:
            self.unanswered.add(want.table)
            self.pending |= reply.failure == PENDING
            self._note(want, question.prompt, None, 0, ())
            return
        self.unanswered.discard(want.table)
        before = self._count_settled()
        said = protocol.understand(reply.answer)
        self._propose(said, reply.attempts[-1].model)
        reasons = self._take(want, said)
        self.refused[want.table] = reasons
        self._note(want, question.prompt, reply.answer, self._count_settled() - before, reasons)

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
        for cell, token in (*said.placing.cells.items(), *said.placing.cut.items()):
            now = Proposed(token, by)
            before = self.proposed.setdefault(cell, now)
            if before is not None and before.token != token:
                self.proposed[cell] = None

    @property
    def of_one_mind(self) -> dict[CellKey, Proposed]:
        """What answers say of cells, where no other has said otherwise."""
        return {cell: one for cell, one in self.proposed.items() if one is not None}

    def _count_settled(self) -> int:
        made = assemble_cells(self.form, self.tables, _nowhere)
        return sum(cell.state != "missing" for cell in made.cells.values())

    def _take(self, want: Want, said: UnderstoodAnswer) -> tuple[Bilingual, ...]:
        """Take what of an answer stands; close the question if all of it does.

        Returned is why the rest was not taken.
        """
        judged = self._judge(want, said)
        if judged.reading is not None:
            self.tables[want.table] = judged.reading
            self.closed.add(want.table)
            return ()
        reasons = said.placing.refused
        if {cell.row for cell in said.placing.cut} >= self._rows_of(want):
            self.closed.add(want.table)  # another answer could prove its cuts no better
            return reasons
        if judged.reason is not None:
            reasons = (*reasons, judged.reason)
        if self._merge(want, said):
            return reasons if want.table not in self.closed else ()
        return reasons or (ANSWER_NOT_THERE,)

    def _judge(self, want: Want, said: UnderstoodAnswer) -> Judgement:
        """Judge what an answer says of the whole table, with the cells that were not asked for."""
        table = self.form.table(want.table)
        cells = {**self._decided(want), **said.placing.cells}
        if not said.placing.cells:
            return Judgement(None, ANSWER_EMPTY)
        lacking = [cell for cell in table.cells() if cell not in cells]
        if lacking:
            label = self.form.name(lacking[0]).row
            return Judgement(None, ANSWER_ROW_LEFT_OUT.fill(row=label))
        spans = [token.span for token in cells.values() if token is not None]
        if not spans:
            return Judgement(None, ANSWER_EMPTY)
        extent = Span(min(spans).start, max(spans).end)
        veils = (veil.span for veil in self.printed.veils)
        start = min(extent.start, want.window.start)  # heads stand there
        if any(veil.start < extent.end and start < veil.end for veil in veils):
            return Judgement(None, ANSWER_VEILED)
        if self._belong_elsewhere(want.table, spans):
            return Judgement(None, ANSWER_OTHER_TABLE)
        if (row := self._find_contradicted(want.table, cells)) is not None:
            return Judgement(None, ANSWER_CONTRADICTS.fill(row=self.form.name(row).row))
        printed = self.printed
        titles = (table.label, *self.form.sections.get(table.key, ()))
        headings = tuple(chain.from_iterable(self.form.sections.values()))
        text = PrintedText(
            printed.source.text, printed.window, printed.values, titles, (*titles, *headings)
        )
        return judge_claim(self.form, empty_table(self.form, table, extent), cells, text)

    def _decided(self, want: Want) -> dict[CellKey, Token | None]:
        """Return the cells of rows that were not asked for, as the text prints them."""
        reading = self.tables.get(want.table)
        if reading is None or want.rows is None:
            return {}
        found: dict[CellKey, Token | None] = {}
        values = {value.span: value for value in self.printed.values}
        for line in reading.lines:
            if line.proven and line.cells[0].row not in want.rows:
                for cell, entry in zip(line.cells, line.readings[0], strict=True):
                    found[cell] = None if entry is None else values.get(entry.span)
        return found

    def _find_contradicted(self, table: str, cells: CellTokens) -> CellKey | None:
        """Return a cell that is settled without the answer, with another figure than it says."""
        reading = self.tables.get(table)
        for line in reading.lines if reading is not None else ():
            if not line.proven or line.doubt is not None:
                continue
            for cell, entry in zip(line.cells, line.readings[0], strict=True):
                token = cells.get(cell)
                said = None if token is None else token.text
                if cell in cells and entry is not None and entry.text != said:
                    return cell
        return None

    def _belong_elsewhere(self, table: str, spans: Sequence[Span]) -> bool:
        """Whether figures have their cell in another table of the report."""
        others = (reading for key, reading in self.tables.items() if key != table)
        settled = {span for reading in others for span in find_state(reading).settled}
        return any(
            span.start < other.end and other.start < span.end for span in spans for other in settled
        )

    def _merge(self, want: Want, said: UnderstoodAnswer) -> bool:
        """Merge what of an answer stands in the text row by row; say whether any of it does."""
        table = self.form.table(want.table)
        label_index = self.label_indexes[want.table]
        window = want.window
        held = [t for t in self.printed.tokens if window.start <= t.span.start < window.end]
        grounded = ground_answer(said.claims, said.heads, held, table)
        if not grounded.tokens:
            return False
        answered = align_table(grounded.tokens, label_index)
        before = self.tables.get(want.table)
        read = before.aligned if before is not None else empty_table(self.form, table, window)
        settled = {span for reading in self.tables.values() for span in find_state(reading).settled}
        merged = merge_answer(read, grounded.relabel(answered), frozenset(settled), label_index)
        after = read_aligned_table(self.form, merged.aligned)
        if merged.disputed and not self._closes(after):
            after = read_aligned_table(self.form, dispute(merged.aligned, merged.disputed))
        self.tables[want.table] = after
        done = merged.confirmed | merged.brought
        if done >= self._rows_of(want):
            self.closed.add(want.table)
        return bool(done)

    def _rows_of(self, want: Want) -> set[str]:
        return set(want.rows if want.rows is not None else _rows(self.form.table(want.table)))

    def _closes(self, reading: TableReading) -> bool:
        """Whether a table has sums, and all of them hold."""
        key = reading.table.key
        cells = assemble_cells(self.form, {key: reading}, _nowhere).cells
        return close_all(self.form, key, cells)


def _nowhere(span: Span) -> tuple[Span, str]:
    return span, ""


def _is_drawn(aligned: AlignedTable, rows: Collection[str]) -> bool:
    """Whether the format draws all figures of some rows."""
    lines = [line for block in aligned.blocks for line in block.lines if line.row in rows]
    return all(value.drawn is not None for line in lines for value in line.values)


def _rows(table: Table) -> Iterator[str]:
    return (row.key for block in table.blocks for row in block.rows)


def empty_table(form: Form, table: Table, window: Span) -> AlignedTable:
    """Return a table of which nothing was found; it lies where the answer will be found."""
    blocks = tuple(
        AlignedBlock(block.key, tuple(column.key for column in block.columns), ())
        for block in table.blocks
    )
    return AlignedTable(table.key, form.form, blocks, 0.0, window)
