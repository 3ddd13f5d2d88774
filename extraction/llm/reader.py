"""A model as an Asker: the cache, the gate, the wire, and what is done when it fails."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from extraction.llm.answers import Answers, key_of
from extraction.llm.client import Client, Exchange, tokens_of
from extraction.llm.clock import Clock, WallClock
from extraction.llm.failure import Failure
from extraction.llm.limiter import Limiter
from extraction.llm.model_settings import ModelSettings
from extraction.llm.persistence import Health, Turns
from extraction.llm.prices import price_of
from extraction.llm.question import ASSUMED_ANSWER, A, Question, Reply
from extraction.llm.spending import Spending
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AskingStopped
from extraction.values.usage import Attempt, Usage

_LOOK = 0.1  # seconds after which is looked whether somebody else's answer is there
STOPPED = Bilingual("Asking is stopped.", "已停止询问。")
LOST = "lost"  # what came of a request over which we ourselves have failed


class ModelReader:
    """Asks one model; any number of threads may share it, and so share its limits and budget.

    spending: the ledger and the budget, shared with the other models of a run.
    """

    def __init__(
        self,
        settings: ModelSettings,
        clock: Clock | None = None,
        spending: Spending | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or WallClock()
        self._client = Client(settings)
        self._limiter = Limiter(
            self._clock,
            settings.max_concurrency,
            settings.requests_per_minute,
            settings.tokens_per_minute,
        )
        self._spending = spending or Spending(settings.budget, settings.token_budget)
        self._answers = Answers(settings.cache, settings.cache_bytes) if settings.cache else None
        self._health = Health(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what came of a question; AskingStopped where no further one makes sense."""
        if self._answers is None:
            return self._ask(question)
        key = key_of(question, self._settings)
        with self._answer_or_claim(self._answers, key, question) as kept:
            if kept is not None:
                self._spending.use_cache()
                return Reply(kept, (self._cached(question),))
            reply = self._ask(question)
            if reply.answer is not None:
                self._keep(self._answers, key, question, reply.answer)
            return reply

    def _ask(self, question: Question[A]) -> Reply[A]:
        """Send a question until it is answered, or there is no use in it."""
        attempts: list[Attempt] = []
        turns = Turns(self._settings)
        while True:
            exchange = self._send(question, attempts, turns.seconds_left)
            if exchange.failure is None:
                break
            pause = turns.pause_after(exchange.failure, attempts[-1].seconds)
            self._health.note(exchange.failure, final=pause is None)
            if pause is None:
                self._limiter.wake()
                self._go_on(attempts)
                return Reply(None, tuple(attempts), exchange.failure.code)
            self._limiter.pause(pause, lambda: self._go_on(attempts))
        self._health.well()
        return Reply(exchange.answer, tuple(attempts))

    @property
    def spent(self) -> Usage:
        """The cost of all questions until now; its single attempts are in the replies."""
        return self._spending.total()

    def stop(self) -> None:
        """Let no further request begin; those that are under way end."""
        self._health.stop(STOPPED)
        self._limiter.wake()

    def close(self) -> None:
        """Close the connections and the cache, once nothing is under way."""
        self._client.close()
        if self._answers:
            self._answers.close()

    @contextmanager
    def _answer_or_claim(
        self, answers: Answers, key: str, question: Question[A]
    ) -> Iterator[A | None]:
        """Yield the answer that is kept; else None, while the question is ours alone to ask."""
        while (kept := answers.find(key, question.answer)) is None and not answers.claim(key):
            self._limiter.pause(_LOOK, lambda: self._go_on(()))
        if kept is not None:
            yield kept
            return
        try:
            # It may have been answered just before it was ours to ask.
            yield answers.find(key, question.answer)
        finally:
            self._release(answers, key)

    def _go_on(self, attempts: Sequence[Attempt]) -> None:
        """Raise AskingStopped if something has come up that holds for all questions."""
        try:
            self._health.check()
            self._spending.check(self._settings)
        except AskingStopped as stopped:
            raise AskingStopped(stopped.said.en, stopped.said.zh, attempts) from None

    def _send(self, question: Question[A], attempts: list[Attempt], seconds: float) -> Exchange[A]:
        """Send one request when the gate lets it through, and enter it in the ledger."""
        tokens = tokens_of(question)
        estimate = tokens + ASSUMED_ANSWER
        with self._limiter.passing(estimate, lambda: self._go_on(attempts)) as leave:
            self._client.connect()  # once a run; it is no part of how long the answer takes
            began = self._clock.now()
            with self._entered(tokens) as entry:
                exchange = self._client.exchange(question, seconds)
                took = self._clock.now() - began
                entry.append(self._to_attempt(question, exchange, took))
            attempts.extend(entry)
            leave.tokens = entry[0].input_tokens + entry[0].output_tokens or estimate
            failure = exchange.failure
            leave.answered = failure is None or failure.is_answer
            leave.throttled = failure is not None and failure.fault.slows
            leave.retry_after = self._bearable(failure)
        return exchange

    @contextmanager
    def _entered(self, tokens: int) -> Iterator[list[Attempt]]:
        """Enter a request in the ledger when it is sent, and what came of it in the end."""
        number = self._spending.begin(self._settings, tokens)
        came: list[Attempt] = []
        lost = Attempt(
            model=self._settings.model,
            prompt="",
            outcome=LOST,
            input_tokens=tokens,
            estimated=True,
        )
        try:
            yield came
        finally:
            self._spending.end(number, came[0] if came else lost)

    def _to_attempt(self, question: Question[A], exchange: Exchange[A], seconds: float) -> Attempt:
        failure = exchange.failure
        return Attempt(
            model=self._settings.model,
            prompt=question.prompt,
            outcome=failure.code if failure else "ok",
            input_tokens=exchange.tokens.sent,
            output_tokens=exchange.tokens.answered,
            cost=price_of(exchange.tokens, self._settings),
            seconds=round(seconds, 3),
            status=failure.status if failure else None,
            reason=failure.detail or None if failure else None,
            estimated=exchange.tokens.estimated,
        )

    def _bearable(self, failure: Failure | None) -> float | None:
        """Return how long the server wants all to wait; a day is not waited for but told."""
        if failure is None or failure.outlasts(self._settings.patience):
            return None
        return failure.retry_after

    def _keep(self, answers: Answers, key: str, question: Question[A], answer: A) -> None:
        """Keep an answer; if that fails, this one is still good, but no more are paid for."""
        try:
            answers.keep(key, self._settings.model, question, answer)
        except AskingStopped as stopped:
            self._health.stop(stopped.said)
            self._limiter.wake()

    def _release(self, answers: Answers, key: str) -> None:
        """Let others ask a question; if that fails, what was answered is still good."""
        try:
            answers.release(key)
        except AskingStopped as stopped:
            self._health.stop(stopped.said)
            self._limiter.wake()

    def _cached(self, question: Question[A]) -> Attempt:
        return Attempt(model=self._settings.model, prompt=question.prompt, outcome="cached")
