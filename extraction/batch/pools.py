"""Threads that read files while others wait for a model's answer."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from extraction.batch.worker import FileOutcome, Task, Worker

T = TypeVar("T")

# How often, in seconds, who waits for a model looks whether it is to stop.
_LOOK = 0.2

# Seconds that requests under way have to end in once somebody has asked us to stop: what they
# cost is known then, and what they answer is kept.
_GRACE = 2.0

# Files that are under way at a time for each thread.
_AHEAD = 4

Stopped = Callable[[], bool]
"""Whether somebody has asked us to stop."""


class Threads(Generic[T]):
    """Threads of one process, for work that mostly waits.

    They end with what they have begun, for what is asked is also paid for. But they are
    daemons: who has pressed Ctrl-C does not wait for a model that is slow.
    """

    def __init__(self, worker: Worker[T], jobs: int, stopped: Stopped) -> None:
        self._worker = worker
        self._stopped = stopped
        self._tasks: SimpleQueue[tuple[Task, Future[FileOutcome[T]]] | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(jobs)]
        for thread in self._threads:
            thread.start()

    def read(self, tasks: Iterable[Task | None]) -> Iterator[FileOutcome[T] | None]:
        """Yield what came of each file, in their order; None when there is nothing yet.

        A task that is None is one that has not come yet.
        """
        line: deque[Future[FileOutcome[T]]] = deque()
        for task in tasks:
            if task is None:
                yield None
                continue
            line.append(self._submit(task))
            if len(line) >= len(self._threads) * _AHEAD:
                yield from _wait_for(line.popleft())
        while line:
            yield from _wait_for(line.popleft())

    def _submit(self, task: Task) -> Future[FileOutcome[T]]:
        """Hand a file to whichever thread is free first."""
        future: Future[FileOutcome[T]] = Future()
        self._tasks.put((task, future))
        return future

    def _work(self) -> None:
        while (handed := self._tasks.get()) is not None:
            task, future = handed
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self._worker.read(task))
            except BaseException as error:  # noqa: BLE001  # raised again where it is waited for
                future.set_exception(error)

    def stop(self) -> None:
        """Let no further file begin, and end once those that have are through."""
        with suppress(Empty):
            while (handed := self._tasks.get_nowait()) is not None:
                handed[1].cancel()
        for _ in self._threads:
            self._tasks.put(None)
        until: float | None = None
        for thread in self._threads:
            while thread.is_alive():
                if until is None and self._stopped():
                    until = time.monotonic() + _GRACE
                if until is not None and time.monotonic() > until:
                    return
                thread.join(_LOOK)


def _wait_for(future: Future[FileOutcome[T]]) -> Iterator[FileOutcome[T] | None]:
    """Yield None till a file's outcome is there, then that; AskingStopped comes in its turn."""
    while not future.done():
        with suppress(TimeoutError):
            future.exception(_LOOK)
        if not future.done():
            yield None
    yield future.result()
