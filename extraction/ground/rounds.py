"""Ask a model about what is open, and again only about what its answers left open.

An answer is a claim: it is brought back to the text, judged as a whole table or merged row by
row with what was read without it, and proven by the same stations. The rounds are bounded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extraction.cells.suggestions import Proposals
from extraction.cells.table_reading import TableReading
from extraction.forms.form import Form
from extraction.forms.label_index import index_labels
from extraction.ground.inquiry import Inquiry, ReportPrint
from extraction.ground.questions import (
    ReportWindow,
    ask_for_statements,
    ask_whose,
    find_printed_form,
)
from extraction.ground.statements import ProseGaps, add_statements, ground_statements
from extraction.ground.whose import add_whose, is_open
from extraction.judge import find_values
from extraction.llm.question import ANSWERING, A, Answering, Asker, Question
from extraction.prose.facts import find_gaps
from extraction.repair import RepairedDocument, repair_text
from extraction.values.document import Document, ScannedCell, Span
from extraction.values.errors import AskingStopped
from extraction.values.layout import Page, Token
from extraction.values.prose import ReportProse
from extraction.values.usage import Asked, Attempt, Usage
from prompts import SHIPPED, Prompts


@dataclass(frozen=True, slots=True)
class Rounds:
    """Whom to ask, and how often: `asker` up to `rounds` times, then `fallback` once.

    everything: ask about every table in the first round, also where nothing is open.
    facts: ask what the prose states, too. answering: how a table is answered. prompts: in
    whose words. vision: have doubtful figures of scans read from their pictures.
    """

    asker: Asker
    rounds: int = 2
    fallback: Asker | None = None
    everything: bool = False
    facts: bool = False
    answering: Answering = ANSWERING
    prompts: Prompts = SHIPPED
    vision: bool = False

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
    facts of the prose. questions: each question, and what came of it. proposals: what answers say
    of cells, whether it was taken or not, where they are of one mind, and of scanned figures that
    they read otherwise. scanned: a scan's cells as they are after figures were looked at; None
    where none was.
    """

    tables: Mapping[str, TableReading]
    attempts: tuple[Attempt, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    unanswered: int = 0
    facts: bool = False
    questions: tuple[Asked, ...] = ()
    proposals: Proposals = field(default_factory=Proposals)
    scanned: tuple[ScannedCell, ...] | None = None

    @property
    def usage(self) -> Usage:
        """What asking has cost."""
        return Usage.of(self.attempts, self.questions)


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
    def document(self) -> Document:
        """The document that it is a report of, as it was read."""
        return self.page.document

    @property
    def pictures(self) -> Sequence[str]:
        """The names of pictures in its file that were not read."""
        return self.document.named_pictures

    @property
    def text(self) -> str:
        """The report's own part of the page's text."""
        return self.window.slice(self.page.text)

    def lay_out(self, sections: Mapping[str, Span], tables: Mapping[str, Span]) -> Page:
        """Return its page as prose is read from it: where sections and tables lie.

        The tags of a page that holds several reports may be any one's: then there are none.
        """
        page = self.page
        alone = self.window == Span(0, len(page.text))
        veils = tuple(veil.span for veil in page.veils)
        return Page(page.text, self.window, sections, tables, page.tags if alone else (), veils)


def ask_about_tables(
    rounds: Rounds,
    printed: PrintedReport,
    form: Form,
    tables: Mapping[str, TableReading],
    *,
    settled: bool,
) -> Answered:
    """Ask about what is open in a report's tables, until nothing is or the rounds are over.

    Unless the report is `settled` without an answer, rows of sums that fail are read once more;
    if it is, its tables stay as they are: print and sums together weigh more than an answer.
    AskingStopped where nobody can be asked.
    """
    page = printed.page
    values = find_values(page.text, printed.window)
    place = ReportPrint(page.repaired, printed.tokens, values, page.veils, printed.window)
    labels = index_labels(form)
    inquiry = Inquiry(form, labels, place, dict(tables), rounds.answering, rounds.prompts)
    inquiry.go_on(rounds.turns())
    if not settled:
        inquiry.ask_blind(rounds.asker)
    return Answered(
        tables if settled else inquiry.tables,
        tuple(inquiry.attempts),
        inquiry.versions,
        len(inquiry.unanswered),
        questions=tuple(inquiry.questions),
        proposals=Proposals(inquiry.of_one_mind),
    )


def find_form_asked(printed: PrintedReport, forms: Sequence[Form]) -> Form | None:
    """Return the form that a report without tables may follow nevertheless, by its labels."""
    values = find_values(printed.page.text, printed.window)
    return find_printed_form(
        forms, ReportWindow(printed.page.text, printed.tokens, values, printed.window)
    )


def ask_about_prose(
    rounds: Rounds, printed: PrintedReport, prose: ReportProse, so_far: Answered
) -> tuple[ReportProse, Answered]:
    """Let a model state the facts, and whose report it is where rules cannot tell.

    What the rules found stays where it gives no answer. What was asked is added to `so_far`.
    AskingStopped where nobody can be asked.
    """
    prose, so_far = _ask_whose(rounds, printed, prose, so_far)
    page = printed.page
    gaps = tuple(find_gaps(printed.window, printed.tables))
    passage = "\n".join(page.locate(gap)[1] for gap in gaps)
    question = ask_for_statements(passage, rounds.prompts)
    answer, answered = ask_once(rounds, question, so_far)
    answered = replace(answered, facts=answer is not None)
    said = () if answer is None else answer.statements
    quoted = [
        statement.model_copy(update={"quote": repair_text(statement.quote).text})
        for statement in said
    ]
    found = ground_statements(quoted, ProseGaps(page.text, gaps, prose.facts), page.locate)
    asked = note_question(printed, question, answer, len(found.facts))
    answered = replace(answered, questions=(*answered.questions, asked))
    return (prose if answer is None else add_statements(prose, found)), answered


def _ask_whose(
    rounds: Rounds, printed: PrintedReport, prose: ReportProse, so_far: Answered
) -> tuple[ReportProse, Answered]:
    """Ask whose report it is and on which year, where that is open or contradicted."""
    if not is_open(prose):
        return prose, so_far
    page = printed.page
    gaps = find_gaps(printed.window, printed.tables)
    passage = "\n".join(page.locate(gap)[1] for gap in gaps)
    question = ask_whose(passage, rounds.prompts)
    answer, answered = ask_once(rounds, question, so_far)
    after = prose
    if answer is not None:
        repaired = {key: repair_text(said).text for key, said in answer.model_dump().items()}
        said = answer.model_copy(update=repaired)
        after = add_whose(prose, said, (page.text, printed.window), page.locate)
    before, now = prose.metadata, after.metadata
    taken = (now.agency != before.agency) + (now.year != before.year)
    asked = note_question(printed, question, answer, taken)
    return after, replace(answered, questions=(*answered.questions, asked))


def note_question(
    printed: PrintedReport, question: Question[A], answer: A | None, taken: int
) -> Asked:
    """Keep a question about a whole report and what came of it, for who wants to see it."""
    return Asked(
        prompt=question.prompt,
        span=printed.page.repaired.to_original(printed.window),
        answer=None if answer is None else answer.model_dump_json(),
        taken=taken,
    )


def ask_once(rounds: Rounds, question: Question[A], so_far: Answered) -> tuple[A | None, Answered]:
    """Ask one question; return the answer, and what was asked so far with this one's costs."""
    try:
        reply = rounds.asker.ask(question)
    except AskingStopped as stopped:
        raise AskingStopped(
            stopped.said.en, stopped.said.zh, (*so_far.attempts, *stopped.attempts)
        ) from None
    return reply.answer, replace(
        so_far,
        attempts=(*so_far.attempts, *reply.attempts),
        versions={**so_far.versions, question.prompt: question.version},
        unanswered=so_far.unanswered + (reply.answer is None),
    )
