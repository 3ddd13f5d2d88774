"""A model as an Asker: the cache, the gate, the wire, and what is done when it fails."""

from collections.abc import Sequence
from typing import Self

from extraction.ask.answers import Answers, key_of
from extraction.ask.client import Client, Exchange
from extraction.ask.clock import Clock, WallClock
from extraction.ask.faults import Failure
from extraction.ask.limiter import Limiter
from extraction.ask.persistence import Health, Turns
from extraction.ask.prices import price_of
from extraction.ask.spending import Spending
from extraction.errors import AskingStopped
from extraction.model_settings import ModelSettings
from extraction.question import A, Question, Reply
from extraction.record import Attempt, Usage

ASSUMED_ANSWER = 1000  # tokens that an answer is held for until it is there


class ModelReader:
    """Asks one model; any number of threads may share it, and so share its limits and budget."""

    def __init__(self, settings: ModelSettings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or WallClock()
        self._client = Client(settings)
        self._limiter = Limiter(
            self._clock,
            settings.max_concurrency,
            settings.requests_per_minute,
            settings.tokens_per_minute,
        )
        self._spending = Spending(settings)
        self._answers = Answers(settings.cache) if settings.cache else None
        self._health = Health(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what came of a question; AskingStopped where no further one makes sense."""
        key = key_of(question, self._settings) if self._answers else ""
        if self._answers and (kept := self._answers.find(key, question.answer)) is not None:
            return Reply(kept, (self._cached(question),))
        attempts: list[Attempt] = []
        turns = Turns(self._settings)
        while True:
            exchange = self._send(question, attempts)
            if exchange.failure is None:
                break
            pause = turns.pause_after(exchange.failure)
            self._health.note(exchange.failure, final=pause is None)
            if pause is None:
                self._limiter.wake()
                self._go_on(attempts)
                return Reply(None, tuple(attempts), exchange.failure.code)
            self._limiter.pause(pause, lambda: self._go_on(attempts))
        self._health.well()
        if self._answers and exchange.answer is not None:
            self._keep(key, question, exchange.answer)
        return Reply(exchange.answer, tuple(attempts))

    @property
    def spent(self) -> Usage:
        """What all questions have cost until now; its single attempts are in the replies."""
        return self._spending.total()

    def close(self) -> None:
        """Close the connections and the cache, once nothing is under way."""
        self._client.close()
        if self._answers:
            self._answers.close()

    def _go_on(self, attempts: Sequence[Attempt]) -> None:
        """Raise AskingStopped if something has come up that holds for all questions."""
        try:
            self._health.check()
            self._spending.check()
        except AskingStopped as stopped:
            raise AskingStopped(str(stopped), attempts) from None

    def _send(self, question: Question[A], attempts: list[Attempt]) -> Exchange[A]:
        """Send one request when the gate lets it through, and enter it in the ledger."""
        estimate = len(question.instructions) + len(question.passage) + ASSUMED_ANSWER
        with self._limiter.passing(estimate, lambda: self._go_on(attempts)) as leave:
            self._client.connect()  # once a run; it is no part of how long the answer takes
            began = self._clock.now()
            exchange = self._client.exchange(question)
            seconds = self._clock.now() - began
            attempt = self._enter(question, exchange, seconds)
            attempts.append(attempt)
            leave.tokens = attempt.input_tokens + attempt.output_tokens or estimate
            failure = exchange.failure
            leave.answered = failure is None or failure.fault.remedy in ("reask", "give_up")
            leave.throttled = failure is not None and failure.fault.slows
            leave.retry_after = self._bearable(failure)
        return exchange

    def _enter(self, question: Question[A], exchange: Exchange[A], seconds: float) -> Attempt:
        """Enter a request in the ledger."""
        attempt = Attempt(
            model=self._settings.model,
            prompt=question.prompt,
            outcome=exchange.failure.code if exchange.failure else "ok",
            input_tokens=exchange.tokens.sent,
            output_tokens=exchange.tokens.answered,
            cost=price_of(exchange.tokens, self._settings),
            seconds=round(seconds, 3),
        )
        self._spending.add(attempt)
        return attempt

    def _bearable(self, failure: Failure | None) -> float | None:
        """Return how long the server wants all to wait; a day is not waited for but told."""
        if failure is None or failure.outlasts(self._settings.patience):
            return None
        return failure.retry_after

    def _keep(self, key: str, question: Question[A], answer: A) -> None:
        """Keep an answer; if that fails, this one is still good, but no more are paid for."""
        assert self._answers is not None
        try:
            self._answers.keep(key, self._settings.model, question, answer)
        except AskingStopped as stopped:
            self._health.stop(str(stopped))
            self._limiter.wake()

    def _cached(self, question: Question[A]) -> Attempt:
        return Attempt(model=self._settings.model, prompt=question.prompt, outcome="cached")
