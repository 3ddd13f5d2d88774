"""A model that is asked under watch: which questions nobody answered, and what came without it.

A question that met a closed port, an error of the server or the end of a budget says nothing
about the model. A refusal, an answer cut off or out of shape is the model's own, and counts; so
does a report that is too long for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evals.report_outcome import Offline
from extraction.ground.rounds import Rounds
from extraction.llm.faults import FAULTS
from extraction.llm.question import A, Asker, Question, Reply
from extraction.pipeline import extract_document
from extraction.settings import Settings
from extraction.values.document import Document
from extraction.values.errors import AskingStopped
from extraction.values.record import Record

__all__ = ["ANSWERED", "Offline", "Watch", "find_unanswered"]

ANSWERED = frozenset(
    {
        *("refusal", "content_filter", "cut_off", "too_long"),
        *("malformed", "no_tool_call", "two_answers"),
    }
)
"""What went wrong with a question that the model did answer, in its way."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Somebody who is asked; `lost` takes the code of each question that was not answered."""

    asker: Asker
    lost: list[str]

    def ask(self, question: Question[A]) -> Reply[A]:
        """Ask, and note what was not answered."""
        try:
            reply = self.asker.ask(question)
        except AskingStopped:
            self.lost.append("stopped")
            raise
        if reply.answer is None and reply.failure not in ANSWERED:
            self.lost.append(reply.failure or "no answer")
        return reply


@dataclass(slots=True)
class Watch:
    """Reads documents by asking, in threads of one process; keeps by name what is to be known.

    lost: codes of questions that were not answered. offline: the records that were made of
    the same document without asking.
    """

    rounds: Rounds
    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)
    offline: dict[str, tuple[Record, ...]] = field(default_factory=dict)

    def walk(self, document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
        """Read a document without the model, then with it."""
        alone = replace(settings, asking=None)
        self.offline[label] = extract_document(document, alone, label)
        lost: list[str] = []
        fallback = self.rounds.fallback
        listening = replace(
            self.rounds,
            asker=Listening(self.rounds.asker, lost),
            fallback=fallback and Listening(fallback, lost),
        )
        records = extract_document(document, settings, label, rounds=listening)
        self.lost[label] = tuple(lost)
        return records


_RETRIES = 3  # how often gouji sends again what failed on the way


def find_unanswered(record: Record) -> tuple[str, ...]:
    """Return codes of questions that a written record shows to have got no answer.

    Its attempts are one line, whatever the question: so one is lost where as many failed in
    a row as gouji sends, where gouji does not send again, or where nothing came after it.
    """
    lost: list[str] = []
    failed = 0
    last = len(record.usage.attempts) - 1
    for number, attempt in enumerate(record.usage.attempts):
        if attempt.outcome in ("ok", "cached") or attempt.outcome in ANSWERED:
            failed = 0
            continue
        failed += 1
        if number == last or failed > _RETRIES or _is_final(attempt.outcome):
            lost.append(attempt.outcome)
            failed = 0
    return tuple(lost)


def _is_final(code: str) -> bool:
    faults: Mapping[str, object] = FAULTS
    return code in faults and FAULTS[code].remedy in ("stop", "give_up")
