"""Threads that wait for a model, behind processes that try each file: a thread cannot be ended."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Generic, TypeVar

from extraction.batch.pools import Stopped, Threads
from extraction.batch.processes import Processes
from extraction.batch.worker import FileOutcome, Refusal, Task, Worker
from extraction.values.record import Record

T = TypeVar("T")

# Processes that try files: reading is quick beside an answer, so few keep many threads busy.
_TRYING = 2


class TriedFirst(Generic[T]):
    """Reads each file once without a model, in a process with limits, and then with one.

    What takes more time or memory than a file may, or kills its process, is told as it is in
    any run, and never reaches a thread. It costs a second reading: some milliseconds a report.
    """

    def __init__(self, worker: Worker[T], jobs: int, stopped: Stopped) -> None:
        offline = Worker(replace(worker.settings, asking=None), _nothing)
        self._trying = Processes(offline, min(jobs, _TRYING))
        self._threads = Threads(worker, jobs, stopped)

    def read(self, tasks: Iterable[Task]) -> Iterator[FileOutcome[T] | None]:
        """Yield what came of each file, in their order; None when there is nothing yet."""
        return self._threads.read(self._try(tasks))

    def _try(self, tasks: Iterable[Task]) -> Iterator[Task | None]:
        """Yield each file, refused if it could not be read; None when there is nothing yet."""
        reports = 0
        for outcome in self._trying.read(tasks):
            if outcome is None:
                yield None
                continue
            reports += len(outcome.statuses)
            if outcome.goes_on:
                continue
            task = outcome.task
            if outcome.failure is not None:
                failed = 1  # what came last says so
                refusal = Refusal(outcome.failure, outcome.crashed, reports - failed)
                task = replace(task, refused=refusal)
            yield task
            reports = 0

    def stop(self) -> None:
        """Let no further file begin, and end once those that have are through."""
        self._trying.stop()
        self._threads.stop()


def _nothing(record: Record) -> None:
    """Keep nothing of a record: whether there is one is all that is asked."""
    del record
