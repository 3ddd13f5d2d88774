"""Many files, one after the other or side by side: order kept, no file stops the others."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from extraction.batch.pools import Stopped
from extraction.batch.processes import Processes
from extraction.batch.tried import TriedFirst
from extraction.batch.worker import FileOutcome, Task, Worker, hash_task, join_pieces
from extraction.values.errors import NotWritten
from extraction.values.record import Status

T = TypeVar("T")
T_in = TypeVar("T_in", contravariant=True)


def never() -> bool:
    """Say that nobody has asked us to stop."""
    return False


class Results(Protocol[T_in]):
    """The place where results go, and those that are there already."""

    def knows(self, label: str) -> bool:
        """Say whether anything of this file is there."""

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of what is there and stands; None if it must be made."""

    def keep(self, label: str) -> None:
        """Take over what is there."""

    def add(self, label: str, records: tuple[T_in, ...]) -> None:
        """Write what was made; NotWritten if that fails for this file alone."""

    def extend(self, label: str, records: tuple[T_in, ...]) -> None:
        """Write what was made further of the file that was added last."""

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
) -> Generator[FileOutcome[T], None, None]:
    """Read files and write what came of them, in their order; yield each once it is written.

    Only a few files for each process are under way at a time, however many there are.
    `stopped` is looked at while a file is waited for: then the rest is left.
    """
    with reading(worker, jobs, stopped, early=True) as readers:
        yield from write_all(tasks, readers, results)


def write_all(
    tasks: Iterable[Task], readers: "Readers[T]", results: Results[T]
) -> Generator[FileOutcome[T], None, None]:
    """Write what readers make of files, in their order; yield each outcome once it is written."""
    limit = readers.worker.settings.max_file_bytes
    planned = (_plan(task, results, limit) for task in tasks)
    for outcome in readers.read(planned):
        try:
            _write(outcome, results)
        except NotWritten as error:
            outcome = replace(outcome, unwritten=error.said)
        yield outcome


def _write(outcome: FileOutcome[T], results: Results[T]) -> None:
    label = outcome.task.label
    if outcome.task.kept is not None:
        results.keep(label)
    elif outcome.follows:
        results.extend(label, outcome.results)
    else:
        results.add(label, outcome.results)


def read_all(
    tasks: Iterable[Task], worker: Worker[T], jobs: int = 1, stopped: Stopped = never
) -> Iterator[FileOutcome[T]]:
    """Yield what came of each file whole, in their order; alone, in this very process."""
    if jobs < 2 and not worker.waits:
        return map(worker.read, tasks)
    return _read_side_by_side(tasks, worker, jobs, stopped)


def _read_side_by_side(
    tasks: Iterable[Task], worker: Worker[T], jobs: int, stopped: Stopped
) -> Iterator[FileOutcome[T]]:
    pieces: list[FileOutcome[T]] = []
    with reading(worker, jobs, stopped) as readers:
        for outcome in readers.read(tasks):
            pieces.append(outcome)
            if not outcome.goes_on:
                yield join_pieces(pieces)
                pieces.clear()


@dataclass(frozen=True, slots=True)
class Readers(Generic[T]):
    """The readers of files: threads if a model is asked, else processes that can be ended."""

    worker: Worker[T]
    hands: TriedFirst[T] | Processes[T]
    stopped: Stopped

    def read(self, tasks: Iterable[Task]) -> Iterator[FileOutcome[T]]:
        """Yield what comes of each file, in their order, until we are to stop."""
        for outcome in self.hands.read(tasks):
            if outcome is not None:
                yield outcome
            elif self.stopped():
                return


@contextmanager
def reading(
    worker: Worker[T], jobs: int, stopped: Stopped, *, early: bool = False
) -> Iterator[Readers[T]]:
    """Yield who reads files, so many at a time; `early`: nothing else goes on here yet."""
    tried = TriedFirst(worker, jobs, stopped) if worker.waits else None
    hands = tried or Processes(worker, jobs, early=early)
    try:
        yield Readers(worker, hands, stopped)
    finally:
        hands.stop()


def _plan(task: Task, results: Results[T], max_bytes: int) -> Task:
    if not results.knows(task.label):
        return task
    return replace(task, kept=results.statuses(task.label, hash_task(task, max_bytes)))
