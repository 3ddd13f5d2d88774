"""Many files, one after the other or side by side: order kept, no file stops the others."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol, TypeVar

from extraction.record import Status
from extraction.run.hands import Interrupted, Processes, Stopped, Threads, never
from extraction.run.worker import Outcome, Task, Worker, hash_file

T = TypeVar("T")
T_in = TypeVar("T_in", contravariant=True)

# Enough to keep every process busy while the oldest report is waited for.
_AHEAD = 4


class Results(Protocol[T_in]):
    """Where results go, and what of them is there already."""

    def knows(self, label: str) -> bool:
        """Say whether anything of this file is there."""

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of what is there and stands; None if it must be made."""

    def keep(self, label: str) -> None:
        """Take over what is there."""

    def add(self, label: str, records: tuple[T_in, ...]) -> None:
        """Write what was made."""

    def finish(self) -> int:
        """End a run that went through; return how many files of other runs are kept."""

    def close(self) -> None:
        """Let go of the file, whether the run went through or not."""


def extract_all(
    tasks: Iterable[Task],
    worker: Worker[T],
    results: Results[T],
    jobs: int = 1,
    stopped: Stopped = never,
) -> Generator[Outcome[T], None, None]:
    """Read files and write what came of them, in their order; yield each once it is written.

    Only a few files for each process are under way at a time, however many there are.
    `stopped` is looked at while a model is waited for: then the rest is left.
    """
    planned = (_plan(task, results, worker.settings.max_file_bytes) for task in tasks)
    for outcome in read_all(planned, worker, jobs, stopped):
        if outcome.task.kept is None:
            results.add(outcome.task.label, outcome.results)
        else:
            results.keep(outcome.task.label)
        yield outcome


def read_all(
    tasks: Iterable[Task], worker: Worker[T], jobs: int = 1, stopped: Stopped = never
) -> Iterator[Outcome[T]]:
    """Yield what came of each file, in their order, from so many processes or threads."""
    if jobs < 2 and not worker.waits:
        return map(worker.read, tasks)
    return _side_by_side(tasks, worker, jobs, stopped)


def _plan(task: Task, results: Results[T], max_bytes: int) -> Task:
    if not results.knows(task.label):
        return task
    return replace(task, kept=results.statuses(task.label, hash_file(task.path, max_bytes)))


def _side_by_side(
    tasks: Iterable[Task], worker: Worker[T], jobs: int, stopped: Stopped
) -> Iterator[Outcome[T]]:
    hands = Threads(worker, jobs, stopped) if worker.waits else Processes(worker, jobs)
    waiting: deque[tuple[Task, Future[Outcome[T]]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, hands.submit(task)))
            if len(waiting) >= jobs * _AHEAD:
                yield hands.take(*waiting.popleft())
        while waiting:
            yield hands.take(*waiting.popleft())
    except Interrupted:
        return
    finally:
        hands.stop()
