"""Ask a model about what is open, and again only about what its answers left open.

An answer is a claim: it is brought back to the text, aligned to the form, merged with
what was read without it, and proven by the same stations. The rounds are bounded.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extraction.align.align import align_table
from extraction.cells.assemble import assemble_cells, find_state
from extraction.cells.table_reading import TableReading, read_table
from extraction.check.equations import close_all
from extraction.forms.form import Form
from extraction.forms.label_index import LabelIndex, index_labels
from extraction.forms.table import Table
from extraction.ground.grounding import RowClaim, ground_answer
from extraction.ground.merge import dispute, merge_answer
from extraction.ground.questions import ask_for_rows, ask_for_statements, find_all_wants, find_wants
from extraction.ground.statements import Gaps, add_statements, ground_statements
from extraction.llm.question import Asker, Statements, Transcription
from extraction.prose.facts import find_gaps, known_keys
from extraction.repair import RepairedDocument, RepairedText, repair_text
from extraction.values.document import Span
from extraction.values.errors import AskingStopped
from extraction.values.layout import AlignedBlock, AlignedTable, Token, Want
from extraction.values.prose import ReportProse
from extraction.values.record import Attempt


@dataclass(frozen=True, slots=True)
class Rounds:
    """Whom to ask, and how often: `asker` up to `rounds` times, then `fallback` once.

    everything: ask about every table in the first round, also where nothing is open.
    facts: ask what the prose states, too.
    """

    asker: Asker
    rounds: int = 2
    fallback: Asker | None = None
    everything: bool = False
    facts: bool = False

    def turns(self) -> Iterator[tuple[Asker, bool]]:
        """Yield who is asked next, and whether about everything."""
        for turn in range(self.rounds):
            yield self.asker, self.everything and turn == 0
        if self.fallback is not None:
            yield self.fallback, False


@dataclass(frozen=True, slots=True)
class Answered:
    """A report's tables after asking, and what every request has cost.

    unanswered: how many questions nobody has answered. facts: whether a model has stated the
    facts of the prose.
    """

    tables: Mapping[str, TableReading]
    attempts: tuple[Attempt, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    unanswered: int = 0
    facts: bool = False


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report as it is printed: the tokens of its page, its window, where its tables lie.

    Spans count in the page's repaired text.
    """

    page: RepairedDocument
    tokens: Sequence[Token]
    window: Span
    tables: Sequence[Span]

    @property
    def text(self) -> str:
        """The report's own part of the page's text."""
        return self.window.slice(self.page.text)


def ask_about_tables(
    rounds: Rounds, printed: PrintedReport, form: Form, tables: Mapping[str, TableReading]
) -> Answered:
    """Ask about what is open in a report's tables, until nothing is or the rounds are over.

    AskingStopped where nobody can be asked.
    """
    place = printed.page.repaired, printed.tokens, printed.window
    return Inquiry(form, index_labels(form), *place, dict(tables)).go_on(rounds)


def ask_about_prose(
    rounds: Rounds, printed: PrintedReport, prose: ReportProse, so_far: Answered
) -> tuple[ReportProse, Answered]:
    """Let a model state the facts; those of the rules stay where it gives no answer.

    What was asked is added to `so_far`. AskingStopped where nobody can be asked.
    """
    page = printed.page
    gaps = tuple(find_gaps(printed.window, printed.tables))
    passage = "\n".join(page.locate(gap)[1] for gap in gaps)
    answer, answered = _ask_statements(rounds.asker, passage, so_far)
    if answer is None:
        return prose, answered
    said = [
        statement.model_copy(update={"quote": repair_text(statement.quote).text})
        for statement in answer.statements
    ]
    found = ground_statements(said, Gaps(page.text, gaps, known_keys()), page.locate)
    return add_statements(prose, found), answered


def _ask_statements(
    asker: Asker, passage: str, so_far: Answered
) -> tuple[Statements | None, Answered]:
    """Ask what a report's prose states; return the answer, and the costs with this one's."""
    question = ask_for_statements(passage)
    try:
        reply = asker.ask(question)
    except AskingStopped as stopped:
        raise AskingStopped(
            stopped.said.en, stopped.said.zh, (*so_far.attempts, *stopped.attempts)
        ) from None
    attempts = (*so_far.attempts, *reply.attempts)
    answered = reply.answer is not None
    return reply.answer, replace(
        so_far,
        attempts=attempts,
        versions={**so_far.versions, question.prompt: question.version},
        unanswered=so_far.unanswered + (not answered),
        facts=answered,
    )


@dataclass(slots=True)
class Inquiry:
    """One report under questions: its tables so far, and what has been asked about them."""

    form: Form
    label_indexes: Mapping[str, LabelIndex]
    source: RepairedText
    tokens: Sequence[Token]
    window: Span
    tables: dict[str, TableReading]
    attempts: list[Attempt] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    asked: Counter[Want] = field(default_factory=Counter)
    closed: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)

    def go_on(self, rounds: Rounds) -> Answered:
        """Ask until nothing is open that an answer could settle, or the rounds are over."""
        for asker, everything in rounds.turns():
            wants = list(self._wants(everything))
            if not wants:
                break
            for want in wants:
                self._ask(asker, want)
        return Answered(self.tables, tuple(self.attempts), self.versions, len(self.unanswered))

    def _wants(self, everything: bool) -> Iterator[Want]:
        states = {key: find_state(reading) for key, reading in self.tables.items()}
        if everything:
            yield from find_all_wants(self.form, states, self.window)
            return
        for want in find_wants(self.form, states, self.tokens, self.window):
            if want.table not in self.closed:
                yield want

    def _ask(self, asker: Asker, want: Want) -> None:
        passage = self.source.to_original(want.window).slice(self.source.original)
        question = ask_for_rows(self.form, want, passage, self.asked[want])
        self.asked[want] += 1
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
            return
        self.unanswered.discard(want.table)
        self._take(want, reply.answer)

    def _take(self, want: Want, answer: Transcription) -> None:
        """Merge what of an answer stands in the text; close the question if all of it does."""
        table = self.form.table(want.table)
        label_index = self.label_indexes[want.table]
        held = [p for p in self.tokens if want.window.start <= p.span.start < want.window.end]
        grounded = ground_answer(_to_claims(answer), _repaired(answer.heads), held, table)
        if not grounded.tokens:
            return
        answered = align_table(grounded.tokens, label_index)
        before = self.tables.get(want.table)
        read = before.aligned if before is not None else _empty(self.form, table, want.window)
        settled = {span for reading in self.tables.values() for span in _settled(reading)}
        merged = merge_answer(read, grounded.relabel(answered), frozenset(settled), label_index)
        after = read_table(self.form, merged.aligned)
        if merged.disputed and not self._closes(after):
            after = read_table(self.form, dispute(merged.aligned, merged.disputed))
        self.tables[want.table] = after
        done = merged.confirmed | merged.brought
        if done >= set(want.rows if want.rows is not None else _rows(table)):
            self.closed.add(want.table)

    def _closes(self, reading: TableReading) -> bool:
        """Whether a table has sums, and all of them hold."""
        key = reading.table.key
        cells = assemble_cells(self.form, {key: reading}, _nowhere).cells
        return close_all(self.form, key, cells)


def _nowhere(span: Span) -> tuple[Span, str]:
    return span, ""


def _settled(reading: TableReading) -> frozenset[Span]:
    return find_state(reading).settled


def _rows(table: Table) -> Iterator[str]:
    return (row.key for block in table.blocks for row in block.rows)


def _repaired(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(repair_text(text).text.strip() for text in texts)


def _to_claims(answer: Transcription) -> list[RowClaim]:
    return [
        RowClaim(repair_text(row.label).text, tuple(filter(None, _repaired(row.cells))))
        for row in answer.rows
    ]


def _empty(form: Form, table: Table, window: Span) -> AlignedTable:
    """Return a table of which nothing was found; it lies where the answer will be found."""
    blocks = tuple(
        AlignedBlock(block.key, tuple(column.key for column in block.columns), ())
        for block in table.blocks
    )
    return AlignedTable(table.key, form.form, blocks, 0.0, window)
