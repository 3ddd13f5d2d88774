"""A model as an Asker: the cache, the gate, the wire, and what is done when it fails."""

import re
from collections.abc import Sequence
from threading import Lock
from urllib.parse import urlsplit

from extraction.ask.answers import Answers, key_of
from extraction.ask.client import Client, Exchange
from extraction.ask.clock import Clock, WallClock
from extraction.ask.faults import Failure
from extraction.ask.limiter import Limiter, backoff
from extraction.ask.prices import price_of
from extraction.ask.spending import Spending
from extraction.errors import AskingStopped
from extraction.model_settings import ModelSettings
from extraction.question import A, Question, Reply
from extraction.record import Attempt, Usage

REASKS = 1
ASSUMED_ANSWER = 1000  # tokens that an answer is held for until it is there
HOPELESS = 10  # questions in a row that failed in one way which has advice


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
        self._health = _Health(settings)

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what came of a question; AskingStopped where no further one makes sense."""
        key = key_of(question, self._settings) if self._answers else ""
        if self._answers and (kept := self._answers.find(key, question.answer)) is not None:
            return Reply(kept, (self._cached(question),))
        attempts: list[Attempt] = []
        turns = _Turns(self._settings)
        while True:
            self._go_on(attempts)
            exchange = self._send(question, attempts)
            if exchange.failure is None:
                break
            pause = turns.pause_after(exchange.failure)
            self._health.note(exchange.failure, final=pause is None)
            if pause is None:
                self._go_on(attempts)
                return Reply(None, tuple(attempts), exchange.failure.code)
            self._clock.sleep(pause)
        self._health.well()
        if self._answers and exchange.answer is not None:
            self._answers.keep(key, self._settings.model, question, exchange.answer)
        return Reply(exchange.answer, tuple(attempts))

    @property
    def spent(self) -> Usage:
        """What all questions have cost until now; its single attempts are in the replies."""
        return self._spending.total()

    def close(self) -> None:
        """Close the cache; what is under way still ends."""
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
        with self._limiter.passing(estimate) as leave:
            self._go_on(attempts)
            self._client.connect()  # once a run; it is no part of how long the answer takes
            began = self._clock.now()
            exchange = self._client.exchange(question)
            seconds = self._clock.now() - began
            failure, tokens = exchange.failure, exchange.tokens
            leave.tokens = tokens.sent + tokens.answered or estimate
            leave.answered = failure is None or failure.fault.remedy in ("reask", "give_up")
            if failure is not None:
                leave.throttled, leave.retry_after = failure.fault.slows, failure.retry_after
        attempt = Attempt(
            model=self._settings.model,
            prompt=question.prompt,
            outcome=failure.code if failure else "ok",
            input_tokens=tokens.sent,
            output_tokens=tokens.answered,
            cost=price_of(tokens, self._settings),
            seconds=round(seconds, 3),
        )
        self._spending.add(attempt)
        attempts.append(attempt)
        return exchange

    def _cached(self, question: Question[A]) -> Attempt:
        return Attempt(model=self._settings.model, prompt=question.prompt, outcome="cached")


class _Turns:
    """How often a question may still be sent again, and after what pause."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._waits = self._retries = self._reasks = 0
        self._waited = 0.0

    def pause_after(self, failure: Failure) -> float | None:
        """Return the seconds to wait before the question is sent again, None if it is not."""
        match failure.fault.remedy:
            case "wait":
                self._waits += 1
                pause = failure.retry_after
                if pause is None:
                    pause = backoff(self._waits)
            case "retry" if self._retries < self._settings.retries:
                self._retries += 1
                pause = max(backoff(self._retries), failure.retry_after or 0.0)
            case "reask" if self._reasks < REASKS:
                self._reasks += 1
                pause = 0.0
            case _:
                return None
        self._waited += pause
        return pause if self._waited <= self._settings.patience else None


class _Health:
    """Whether asking on makes sense: nothing has come up that the next question meets too."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._in_a_row = 0
        self._stopped: str | None = None

    def note(self, failure: Failure, *, final: bool) -> None:
        """Take in that a request failed, and whether its question ends with it."""
        fault = failure.fault
        with self._lock:
            self._in_a_row += final and bool(fault.advice)
            if fault.remedy == "stop" or (final and fault.advice and self._in_a_row >= HOPELESS):
                self._stopped = self._stopped or self._advise(failure)

    def well(self) -> None:
        """Take in that a question was answered."""
        with self._lock:
            self._in_a_row = 0

    def check(self) -> None:
        """Raise AskingStopped with the advice for what has come up, if something has."""
        with self._lock:
            if self._stopped is not None:
                raise AskingStopped(self._stopped)

    def _advise(self, failure: Failure) -> str:
        settings = self._settings
        server = urlsplit(settings.base_url or "").hostname or settings.provider
        said = failure.detail
        if settings.api_key is not None:
            said = said.replace(settings.api_key.get_secret_value(), "[key]")
        said = re.sub(r"\s+", " ", said)[:200]
        return failure.fault.advice.format(server=server, model=settings.name, detail=said)
