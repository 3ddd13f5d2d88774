import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.llm.clock import WallClock
from extraction.llm.completion import TokenCounts
from extraction.llm.limiter import Limiter, backoff
from extraction.llm.model_settings import ModelSettings
from extraction.llm.prices import price_of
from extraction.values.errors import AskingStopped
from tests.support.asking import StoppedClock


def quiet() -> None:
    """Nothing has come up."""


def go(limiter: Limiter, tokens: int = 1, *, takes: int | None = None) -> float:
    with limiter.passing(tokens, quiet) as leave:
        leave.answered = True
        if takes is not None:
            leave.tokens = takes
        return leave.at


def refuse(limiter: Limiter, retry_after: float | None = None) -> None:
    with limiter.passing(1, quiet) as leave:
        leave.throttled, leave.retry_after = True, retry_after


def test_so_many_requests_in_any_minute() -> None:
    limiter = Limiter(StoppedClock(), 9, requests_per_minute=3)
    assert [go(limiter) for _ in range(7)] == [0, 0, 0, 60, 60, 60, 120]


def test_so_many_tokens_in_any_minute() -> None:
    limiter = Limiter(StoppedClock(), 9, tokens_per_minute=100)
    assert [go(limiter, 40) for _ in range(5)] == [0, 0, 60, 60, 120]


def test_what_a_request_really_took_is_what_counts() -> None:
    limiter = Limiter(StoppedClock(), 9, tokens_per_minute=100)
    assert [go(limiter, 40, takes=10) for _ in range(8)] == [0] * 7 + [60]


def test_a_request_larger_than_the_limit_waits_for_an_empty_minute_and_goes() -> None:
    limiter = Limiter(StoppedClock(), 9, tokens_per_minute=100)
    assert [go(limiter, 10), go(limiter, 500), go(limiter, 10)] == [0, 60, 120]


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), max_size=40),
    st.integers(1, 5),
    st.integers(60, 200),
)
def test_no_minute_holds_more_than_its_limits(
    asked: list[tuple[int, int]], requests: int, tokens: int
) -> None:
    clock = StoppedClock()
    limiter = Limiter(clock, 9, requests_per_minute=requests, tokens_per_minute=tokens)
    passed = []
    for size, pause in asked:
        clock.sleep(pause)
        passed.append((go(limiter, size), size))
    for start, _ in passed:
        within = [size for at, size in passed if start <= at < start + 60]
        assert len(within) <= requests
        assert sum(within) <= tokens


def test_retry_after_holds_for_everybody() -> None:
    clock = StoppedClock()
    limiter = Limiter(clock, 9)
    refuse(limiter, retry_after=20)
    assert go(limiter) == pytest.approx(20)


def test_a_pause_ends_once_it_is_no_use_to_wait() -> None:
    clock = StoppedClock()
    limiter = Limiter(clock, 9)
    limiter.pause(7, quiet)
    assert clock.slept == [7]

    def stop() -> None:
        raise AskingStopped("the key is refused", "密钥被拒绝")

    real = Limiter(WallClock(), 9)
    ended = threading.Event()

    def pause() -> None:
        with pytest.raises(AskingStopped):
            real.pause(600, stop)
        ended.set()

    thread = threading.Thread(target=pause, daemon=True)
    thread.start()
    while not ended.wait(0.01):
        real.wake()
    thread.join()


def test_all_pause_after_waves_of_refusals_until_something_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extraction.llm.limiter.random.uniform", lambda _, most: most)
    clock = StoppedClock()
    limiter = Limiter(clock, 9)
    pauses = []
    for _ in range(7):
        clock.sleep(0.5)
        refused_at = clock.now()
        refuse(limiter)
        clock.wait(threading.Condition(), limiter._wait_for(1))
        pauses.append(clock.now() - refused_at)
    assert pauses == [0, 0, 0.5, 1, 2, 2, 2]
    go(limiter)
    clock.sleep(0.5)
    refused_at = clock.now()
    refuse(limiter)
    assert go(limiter) == refused_at


def test_a_wave_of_refusals_halves_what_may_be_under_way() -> None:
    clock = StoppedClock()
    limiter = Limiter(clock, 64)
    gates = [limiter.passing(1, quiet) for _ in range(64)]
    for leave in [gate.__enter__() for gate in gates]:
        leave.throttled = True
    for gate in gates:
        gate.__exit__(None, None, None)
    assert limiter._window == 32
    assert limiter._refused_in_a_row == 1


def test_answers_open_the_window_again() -> None:
    clock = StoppedClock()
    limiter = Limiter(clock, 8)
    for _ in range(100):
        refuse(limiter)
    assert limiter._window == 1
    for _ in range(100):
        go(limiter)
    assert limiter._window == 8


def test_a_failure_in_the_body_leaves_the_gate_open() -> None:
    limiter = Limiter(StoppedClock(), 1)
    with pytest.raises(KeyError), limiter.passing(1, quiet):
        raise KeyError
    assert go(limiter) == 0


def test_who_waits_is_told_when_it_is_no_use() -> None:
    limiter = Limiter(StoppedClock(), 1)
    told, stopped = threading.Event(), threading.Event()

    def check() -> None:
        if stopped.is_set():
            raise KeyError

    def wait() -> None:
        with pytest.raises(KeyError), limiter.passing(1, check):
            raise AssertionError("it went through")
        told.set()

    with limiter.passing(1, quiet):
        thread = threading.Thread(target=wait)
        thread.start()
        assert not told.wait(0.05)
        stopped.set()
        limiter.wake()
        assert told.wait(5)
        thread.join()


def test_threads_wait_for_each_other() -> None:
    clock = StoppedClock()
    limiter, most, under_way = Limiter(clock, 2), 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal most, under_way
        with limiter.passing(1, quiet) as leave:
            with lock:
                under_way += 1
                most = max(most, under_way)
            threading.Event().wait(0.005)
            with lock:
                under_way -= 1
            leave.answered = True

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_backoff_grows_and_is_bounded() -> None:
    assert 0.25 <= backoff(1) <= 0.5
    assert 30 <= backoff(1000) <= 60
    assert len({backoff(5) for _ in range(20)}) > 10


def test_prices() -> None:
    known = price_of(TokenCounts(1_000_000, 0), ModelSettings("openai/gpt-4o"))
    with_cache = price_of(TokenCounts(1_000_000, 0, cached=500_000), ModelSettings("openai/gpt-4o"))
    assert known is not None
    assert with_cache is not None
    assert 0 < with_cache < known
    assert (
        price_of(TokenCounts(5, 5), ModelSettings("openai/gpt-4o", "http://localhost:1/v1")) is None
    )
    assert price_of(TokenCounts(5, 5), ModelSettings("openai/nobody-knows-it")) is None
