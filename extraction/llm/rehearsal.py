"""What asking would take, without asking: questions counted, tokens estimated, nothing sent."""

from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock

from extraction.llm.answers import Answers, key_of
from extraction.llm.client import tokens_of
from extraction.llm.completion import TokenCounts
from extraction.llm.model_settings import ModelSettings
from extraction.llm.prices import price_of
from extraction.llm.question import A, Question, Reply
from extraction.values.record import Attempt

REHEARSED = "not_sent"
ANSWER_TOKENS = 0.6
"""An answer has about so many tokens for each of its question's passage.

evals.reading: answers of the perfect reader, by ids.
"""


@dataclass(slots=True)
class Rehearsal:
    """Stands for a model that is not asked; what the cache holds is answered, and counted so.

    questions: that would be sent. cached: that would not. cost: US dollars, None where no price
    is known.
    """

    settings: ModelSettings
    questions: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = Decimal(0)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what is kept of an answer; else count the question, and return none."""
        kept = self._find(question)
        with self._lock:
            if kept is not None:
                self.cached += 1
                attempt = Attempt(
                    model=self.settings.model, prompt=question.prompt, outcome="cached"
                )
                return Reply(kept, (attempt,))
            sent = tokens_of(question)
            answered = int(len(question.passage) * ANSWER_TOKENS)
            cost = price_of(TokenCounts(sent, answered), self.settings)
            self.questions += 1
            self.tokens_in += sent
            self.tokens_out += answered
            self.cost = None if cost is None or self.cost is None else self.cost + cost
        return Reply(None, (), REHEARSED)

    def _find(self, question: Question[A]) -> A | None:
        file = self.settings.cache
        if file is None or not file.exists():
            return None
        answers = Answers(file)
        try:
            return answers.find(key_of(question, self.settings), question.answer)
        finally:
            answers.close()
