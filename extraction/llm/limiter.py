"""One gate for all threads: so many requests and tokens a minute, and slower where a server asks.

Ours, and no library's: a request's tokens are only known afterwards, and what a server bears
is only learned from its refusals.
"""

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from extraction.llm.clock import Clock

MINUTE = 60.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
TAKEN, GIVEN = 0.5, 0.2
WAVES = 2  # of refusals and nothing else, before all pause: one question's own pause comes first
LONGEST_FOR_ALL = 2.0  # so that somebody finds out soon when the server takes requests again


def backoff(times: int) -> float:
    """Return how long to wait after so many failures: doubling, bounded, never the same twice."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(times - 1, 20))
    return longest * random.uniform(0.5, 1.0)


@dataclass(slots=True)
class Pass:
    """Leave for one request: when it went through the gate, and the tokens it is held for.

    tokens: an estimate until the reply says what it was; it counts for a minute.
    """

    at: float
    tokens: int
    throttled: bool = False
    retry_after: float | None = None
    answered: bool = False


class Limiter:
    """Lets requests through as fast as the limits allow, and as the server shows that it bears.

    Within any minute no more than the given requests and tokens pass. Each request that the
    server finds too much takes half a place from those that may be under way at once, each
    answer gives a fifth back: so the number settles where two in seven are refused, and
    refusals by chance do not bring all to a halt. Nothing passes until a Retry-After is over,
    or a short pause once several waves of requests went without an answer; the long pauses
    are those of the single questions.
    """

    def __init__(
        self,
        clock: Clock,
        most_at_once: int,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
    ) -> None:
        self._clock = clock
        self._most_at_once = most_at_once
        self._requests = requests_per_minute
        self._tokens = tokens_per_minute
        self._gate = Condition()
        self._window = float(most_at_once)
        self._under_way = 0
        self._passed: deque[Pass] = deque()
        self._opens_at = 0.0
        self._slowed_at = float("-inf")
        self._refused_in_a_row = 0

    @contextmanager
    def passing(self, tokens: int, check: Callable[[], None]) -> Iterator[Pass]:
        """Wait for leave; the body sends one request, and notes in the pass what came of it.

        check raises if it is no use to wait any longer.
        """
        leave = self._enter(tokens, check)
        try:
            yield leave
        finally:
            self._leave(leave)

    def pause(self, seconds: float, check: Callable[[], None]) -> None:
        """Wait that long; check raises, here too, if it is no use to wait any longer."""
        until = self._clock.now() + seconds
        with self._gate:
            while (wait := until - self._clock.now()) > 0:
                self._clock.wait(self._gate, wait)
                check()

    def wake(self) -> None:
        """Let all who wait or pause check whether it is still of use."""
        with self._gate:
            self._gate.notify_all()

    def _enter(self, tokens: int, check: Callable[[], None]) -> Pass:
        with self._gate:
            check()
            while (wait := self._wait_for(tokens)) is None or wait > 0:
                self._clock.wait(self._gate, wait)
                check()
            leave = Pass(self._clock.now(), tokens)
            self._passed.append(leave)
            self._under_way += 1
            return leave

    def _wait_for(self, tokens: int) -> float | None:
        """Return how long the next request must wait: 0 for not at all, None for an answer."""
        now = self._clock.now()
        while self._passed and self._passed[0].at <= now - MINUTE:
            self._passed.popleft()
        if self._under_way >= int(self._window):
            return None
        return max(self._opens_at - now, self._wait_for_room(now, tokens), 0.0)

    def _wait_for_room(self, now: float, tokens: int) -> float:
        """Return how long until the requests of the last minute leave room for one more.

        One that is larger than the limit waits for an empty minute, and goes.
        """
        room = 0.0
        if self._requests is not None and len(self._passed) >= self._requests:
            room = self._passed[-self._requests].at + MINUTE - now
        if self._tokens is not None:
            over = sum(leave.tokens for leave in self._passed) + tokens - self._tokens
            for leave in self._passed:
                if over <= 0:
                    break
                over -= leave.tokens
                room = max(room, leave.at + MINUTE - now)
        return room

    def _leave(self, leave: Pass) -> None:
        with self._gate:
            self._under_way -= 1
            if leave.throttled:
                self._slow_down(leave)
            elif leave.answered:
                self._refused_in_a_row = 0
                self._window = min(self._most_at_once, self._window + GIVEN)
            self._gate.notify_all()

    def _slow_down(self, leave: Pass) -> None:
        now = self._clock.now()
        self._window = max(1.0, self._window - TAKEN)
        if leave.at > self._slowed_at:  # requests of the same wave say nothing new
            self._slowed_at = now
            self._refused_in_a_row += 1
            if self._refused_in_a_row > WAVES:
                pause = min(LONGEST_FOR_ALL, backoff(self._refused_in_a_row - WAVES))
                self._opens_at = max(self._opens_at, now + pause)
        if leave.retry_after is not None:
            self._opens_at = max(self._opens_at, now + leave.retry_after)
